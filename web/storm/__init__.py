"""A storm's pages: its bulletins, the situation, letters and answers, after it; the shift.

Imports frame and map.

* ``after``: After a storm: the masts to inspect again, from a share of their design gust that the
  office may set.
* ``data``: Data for the maps of a storm: its masts by exposure as one binary, and the storm moment by
  moment.
* ``entered``: What the form of a bulletin holds: a file, pasted text, rows of its table, and what the
  officer stated.
* ``entry``: How a storm's bulletin comes in: pasted, typed as a table, or a file; read, looked at, then
  recorded.
* ``exposure``: What a storm does to the register's masts by all its bulletins, as the pages of a storm
  ask for it.
* ``frame``: What the pages of storms share: who may do what, whose letters one sees, and refusals said
  in place.
* ``letter_map``: The masts of one letter on a map and in a table: a carrier sees what its own meet, and
  nobody else's.
* ``map``: What the maps of storms need to know: the track with its words, and where the page gets the
  rest.
* ``orders``: A storm's letters: drafted, looked at, recorded as sent; and what carriers answer to them.
* ``pages``: The pages of storms and of the duty shift, where a duty officer's day begins; their places in
  the bar.
* ``shift``: My duty now (ca trực): one page that says at three in the morning what is on, each thing
  one click away.
* ``storms``: Storms: the list, the bulletins of one, and ending the watch. A carrier sees the letters
  sent to it.
* ``today``: What storms have to say of somebody's day: letters to acknowledge, and whether a storm is on
  at all.
* ``view``: The situation of a storm: its tiles, the ranking page by page, communes, who answered; and
  the wall.
* ``words``: The words of the storm pages for codes, in the reader's language.
"""
