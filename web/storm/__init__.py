"""A storm's pages: its bulletins, the situation, letters and answers, after it; the shift.

Imports frame and map.

* ``after_action``: The after-action report of a storm: drafted by the register, completed by an officer,
  made final.
* ``after``: After a storm: the masts to inspect again, from a share of their design gust that the
  office may set.
* ``calls``: The first masts of each carrier as telephone calls to make, a sheet of A4 each, to be
  ticked by hand.
* ``data``: Data for the maps of a storm: its masts by exposure as one binary, and the storm moment by
  moment.
* ``entered``: What the form of a bulletin holds: a file, pasted text, rows of its table, and what the
  officer stated.
* ``entry``: How a storm's bulletin comes in: pasted, typed as a table, or a file; read, looked at, then
  recorded.
* ``exposure``: What a storm does to the register's masts by all its bulletins, as the pages of a storm
  ask for it.
* ``finds``: What storms let be found: storms and their letters (a carrier's own only), warnings of
  rain and flood.
* ``forms``: The forms of sources that are read, with a small example of each, for the form of a
  bulletin.
* ``frame``: What the pages of storms share: who may do what, whose letters one sees, and refusals said
  in place.
* ``handover``: The handover of a shift on one printed sheet: what is open, what comes due next, what was
  said when.
* ``hazard_entry``: How a warning of rain, flood or landslide comes in: pasted or typed, looked at, recorded,
  corrected.
* ``hazard_grounds``: Ground that floods or slides, and roads that are cut: drawn, by commune, or from a
  file.
* ``hazard_letters``: Letters and calls to carriers before rain, flood, landslide or thunderstorms, each with
  its own masts only.
* ``hazard_map``: What the maps of hazards draw.
* ``hazard_sent``: One letter of a warning: what it says, its files, recorded as sent, put right, taken back,
  confirmed.
* ``hazards``: Rain, flood and landslide: what is warned of now, which masts stand on that ground, roads
  cut.
* ``letter_map``: The masts of one letter on a map and in a table: a carrier sees what its own meet, and
  nobody else's.
* ``map``: What the maps of storms need to know: the track with its words, and where the page gets the
  rest.
* ``now``: The province now (tình hình lúc này): one page for the leader's telephone, the shift and the
  wall.
* ``now_links``: Links by which somebody without an account reads the province now: their page, and what
  they open.
* ``now_tiles``: The large numbers of the province now, each a link to what stands behind it; what is
  not known says so.
* ``orders``: A storm's letters: drafted, looked at, recorded as sent; and what carriers answer to them.
* ``pages``: The pages of storms and of the duty shift, where a duty officer's day begins; their places
  in the bar.
* ``ranks``: The two lists of a storm as its page shows them: filtered, with every factor, and as a
  workbook.
* ``restoration_chart``: Carriers' ways back after a storm as one SVG made on the server; the tables beside
  say the same.
* ``sent_letters``: Letters of a storm recorded as sent: one, or several at once of one day; put right,
  and taken back.
* ``shift``: My duty now (ca trực): one page that says at three in the morning what is on, each thing
  one click away.
* ``storms``: Storms: the list, the bulletins of one, and ending the watch. A carrier sees the letters
  sent to it.
* ``today``: What storms have to say of somebody's day: letters to acknowledge, and whether a storm is
  on at all.
* ``view``: The situation of a storm: its tiles, the two lists page by page, communes, who answered; and
  the wall.
* ``weights``: The weights of a storm's two lists (hệ số): now, as storms propose them, as an officer
  decides.
* ``winds``: Observed winds of a storm: typed, pasted or from a file; the model's bias; corrections of the
  field.
* ``words``: The words of the storm pages for codes, in the reader's language.
"""
