"""Lists of masts that carriers hand in: their pages for the carrier and for the office.

Imports the frame and the services; no other page package.

* ``finds``: What carriers' lists of masts let be found: lists, a carrier's own only.
* ``gone``: The masts that a complete list of masts leaves out: the carrier's own, and those that another
  leads.
* ``mast_lists``: Lists of masts: handed in, looked at row by row, repaired in place, sent, taken back.
* ``office``: What the office does with a list of masts: leaves rows, marks them, asks, returns, accepts.
* ``pages``: The pages of lists of masts, and their place in the bar.
* ``today``: What lists of masts say of a carrier's day: those that the office asks about or gave back.
* ``view``: A list of masts as its page shows it: its rows a page at a time, with what people said of them.
* ``words``: The words of the pages of lists of masts; lazy, as in ``web.frame.wording.words``.
"""
