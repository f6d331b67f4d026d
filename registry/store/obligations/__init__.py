"""Duties, works, letters and what a mast is judged from in the compliance run, as rows.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``standing_rows``: What stands, read as columns for the compliance run: masts, their stations, and what
  was learnt of them.
* ``tables``: The tables of obligations: what an officer marked, reports handed in, letters, what was
  learnt of masts.
"""
