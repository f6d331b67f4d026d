"""Citizens' reports as rows, and who reported, which the ledger never holds.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``citizen_reports``: Field reports as rows: read, numbered, and the contacts that are kept apart from
  them.
* ``plates``: Standing masts as plates name them: with what stands on the plate, and who is on the mast.
* ``returns``: The workbooks that went back to the province's system, as rows.
* ``tables``: The tables of field reports: what was reported (ledgered), and who reported it (never in
  the ledger).
"""
