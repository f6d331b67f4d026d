"""Critical places as rows, and the stations that may serve them.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``places``: Critical places as records, the open ones first.
* ``stations``: The stations that are to be on the air, with the mast that carries each.
* ``tables``: The table of critical places.
"""
