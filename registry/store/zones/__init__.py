"""Zones, plans of legal effect and their drafts as rows.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``drafts``: Draft plans, their zones and scans, as they stand; writing goes through the ledger like
  everywhere.
* ``tables``: The tables of draft plans: zones that are not in force, and the scans of plans they are
  drawn over.
* ``zones``: Zones of named layers, and where a layer is known to be complete.
"""
