"""Storms, bulletins, orders, answers and the masts of an exposure, as rows.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``masts``: What a storm asks of the masts beyond what checks know: design winds, robustness, communes
  as written.
* ``storms``: Storms, their bulletins, letters and what was answered: read from the tables, and made as
  rows.
* ``tables``: The tables of storms, their bulletins, the letters drafted from them, and what carriers
  answered.
"""
