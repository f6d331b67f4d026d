"""Lists of masts that carriers hand in, and what people said of their rows: tables and reads.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``mast_lists``: Lists of masts that were handed in, as records, and what people said of their rows.
* ``tables``: The tables of lists of masts that carriers hand in.
"""
