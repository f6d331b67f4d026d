"""A storm over all its bulletins: wind at every mast, who is asked to act and when, letters, answers, the
shift, and what is inspected again.

Imports appraise and below; no package beside it.

* ``actions``: What is asked before a storm: how exposed a mast is, in bands, and what is then to be done
  and by when.
* ``after``: After a storm: which masts saw so much of their design gust that they are inspected again,
  and which first.
* ``answers``: What carriers answer to a storm's letters: that they have them, and mast by mast what is
  done.
* ``exposure``: What a storm does to the register's masts: wind at each, gust against design, and who is
  to act first.
* ``file``: A storm with all its bulletins: which of them count, and the one track that they make
  together.
* ``letter_books``: The lists of a storm's letters as workbooks: a carrier's masts with what to do,
  stations to power.
* ``letter_sections``: The most urgent masts of a storm's letter in sections by what has to be done at
  them, with their deeds.
* ``letters``: A storm's letters as .docx and their lists as workbooks, from the masts that a letter
  froze.
* ``moments``: A storm moment by moment: where its centre is, how far strong gusts reach, and the gust in
  each commune.
* ``ordered_masts``: The masts of a storm's letters: who answers for each, what is to be done there by
  when, in which order.
* ``orders``: Letters of a storm: drafted from the ranking, one per recipient, recorded as sent, never
  sent alone.
* ``shift``: What is on for the duty officer at a moment (ca trực): storms, letters, reports, incidents,
  weak masts.
* ``storms``: Storms that the office watches: recorded from a bulletin, carried on by the next ones,
  closed.
* ``vocabulary``: How a storm, a moment and a wind are written, the same on pages, letters and workbooks.
"""
