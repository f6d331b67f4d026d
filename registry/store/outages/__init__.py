"""Outage events, carriers' reports, incidents and their clocks, as rows.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``outages``: Events, reports, their lines and incidents as they stand; writing goes through the ledger.
* ``stations``: Stations with their sites, and the codes by which operators report them.
* ``tables``: The tables of outages: events, what carriers report in their cycles, and incidents with
  their clocks.
"""
