"""Storms, bulletins, orders, answers and the masts of an exposure, as rows.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``after_action``: After-action reports of storms, as rows.
* ``factor_weights``: The weights that the office decided for a storm's lists, as records.
* ``hazard_tables``: The tables of warnings of rain, flood and landslide, their letters, ground that
  suffers, and roads cut.
* ``hazards``: Warnings of rain, flood and landslide, ground that floods or slides, and roads cut, as
  rows.
* ``letter_columns``: What the row of a letter to a carrier says of its sending and of who acknowledged
  it.
* ``masts``: What a storm asks of the masts beyond what checks know: design winds, robustness, communes
  as written.
* ``now_links``: Links by which the province now is read without an account, as rows.
* ``observed``: Winds observed in a storm and the corrections of its wind field, as rows.
* ``storms``: Storms, their bulletins, letters and what was answered: read from the tables, and made as
  rows.
* ``tables``: The tables of storms, their bulletins, the letters drafted from them, and what carriers
  answered.
"""
