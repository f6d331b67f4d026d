"""A storm over all its bulletins: wind at every mast, who is asked to act and when, letters, answers, the
shift, and what is inspected again.

Imports appraise and below; no package beside it.

* ``actions``: What is asked before a storm: how exposed a mast is, in bands, and what is then to be
  done and by when.
* ``after``: After a storm: which masts saw so much of their design gust that they are inspected again,
  and which first.
* ``all_letters``: Every letter in use of a storm with its list in one zip: made beside the pages, kept
  until one changes.
* ``answers``: What carriers answer to a storm's letters: that they have them, and mast by mast what is
  done.
* ``briefing``: What it says in the office's briefing.
* ``calls``: Whom to call before a storm: of each carrier its first masts of a list, each with why, on
  one sheet.
* ``exposure``: What a storm does to the register's masts: wind at each, gust against design.
* ``factor_weights``: The weights of a storm's two lists: those in force when it began, and an officer's
  decisions.
* ``fallen``: Masts that fell and were not put up again: a storm's letter neither guards one nor asks for its
  power.
* ``file``: A storm with all its bulletins: which of them count, and the one track that they make
  together.
* ``handover``: The handover of a shift (giao ca): what was said in the watch that ends, and what comes
  due in the next.
* ``inspected_since``: Masts that somebody went to after a storm's strongest gust there: they are not to
  inspect again for it.
* ``letter_books``: The lists of a storm's letters as workbooks: a carrier's masts with what to do,
  stations to power.
* ``letter_sections``: The most urgent masts of a storm's letter in sections by what has to be done at
  them, with their deeds.
* ``letters``: A storm's letters as .docx and their lists as workbooks, from the masts that a letter
  froze.
* ``letters_now``: Letters of a storm at a moment: the newest to each carrier, who acknowledged it, and
  what is not sent.
* ``mast_facts``: What the register knows of a storm's masts beyond wind and place, laid out as arrays
  for the two lists.
* ``mast_hills``: What hills add to the wind at the register's masts, by the office's terrain; kept
  while a mast stays.
* ``moments``: A storm moment by moment: where its centre is, how far strong gusts reach, and the gust
  in each commune.
* ``network_now``: Stations off the air at a moment as a viewer may see them: the office, one carrier,
  or one commune.
* ``now``: The province now (tình hình lúc này): storm, stations off the air, dangers, letters and crews
  at one look.
* ``now_links``: Links by which somebody without an account reads the province now: made and ended by an
  officer.
* ``now_sentences``: The province now in three sentences that can be read aloud over the telephone.
* ``observed``: Winds that were observed in a storm: typed or imported, amended, struck out with the
  reason.
* ``observed_table``: Observed winds from a table: pasted text or a file (.xlsx, .xls, .ods, .csv), each
  line read or doubted.
* ``order_rows``: The rows of a storm's letters: a mast as it stands when the letter is drafted, with
  what is to be done.
* ``ordered_masts``: The masts of a storm's letters: who answers for each, what is to be done there by
  when, in which order.
* ``orders``: Letters of a storm: drafted from its lists, one per recipient, recorded as sent, never
  sent alone.
* ``outcomes``: What a storm did: which masts fell and which went dark, by the reports and incidents of
  its events.
* ``rank_words``: How a mast's place in a storm's lists is said: each factor's effect in words, and why
  in one sentence.
* ``relearned``: The weights that the storms on record propose: from what fell and went dark, against
  what the lists said.
* ``sending``: What recording a letter as sent takes, of storm or warning: number, day, files, notices
  taken back.
* ``served_places``: What a storm's letter says of the critical places that a recipient's masts serve.
* ``shift``: What is on for the duty officer at a moment (ca trực): storms, letters, reports, incidents,
  weak masts.
* ``storm_clock``: A storm's clock over some masts: strong gusts to come, blowing or gone; how strong
  and where, estimated.
* ``storms``: Storms that the office watches: recorded from a bulletin, carried on by the next ones,
  closed.
* ``taken_back``: A letter of a storm that was recorded as sent by mistake, taken back: a draft again,
  without a number.
* ``track_files``: Texts and files with tracks, as somebody brings them: XML and zips are opened in the
  limited child only.
* ``two_lists``: The two lists of a storm: which masts may fall, and which hurt most when they are dark.
* ``vocabulary``: How a storm, a moment and a wind are written, the same on pages, letters and
  workbooks.
* ``wind_bias``: The model's bias in a storm as its page shows it, and what a correction would change,
  before a decision.
* ``wind_corrections``: Corrections of a storm's wind field from observed winds: offered by the model's
  bias, decided by an officer.
"""
