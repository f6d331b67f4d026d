"""Duties, works, letters and what a mast is judged from in the compliance run, as rows.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``handed_reports``: Reports that were handed in for obligations, as records.
* ``letters``: Letters that are followed, as records: whether one was sent, answered or is late is worked
  out on a day.
* ``marks``: What people said of what is derived: marks on obligations, answers to differences of two lists.
* ``owed``: What obligations follow from, besides the rules' calendar: plans that came in, defects nobody
  answered.
* ``standing_rows``: What stands, read as columns for the compliance run: masts, their stations, and what
  was learnt of them.
* ``tables``: The tables of obligations: what an officer marked, reports handed in, letters, what was
  learnt of masts.
"""
