"""Outage events, carriers' reports, incidents and their clocks, as rows.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``mail``: Files of the mailbox folder as they stand; writing goes through the ledger.
* ``outages``: Events, reports, their lines and incidents as they stand; writing goes through the ledger.
* ``power_areas``: Areas without grid power as they stand; writing goes through the ledger.
* ``reminders``: Reminders of outage reports as they stand; writing goes through the ledger.
* ``stations``: Stations with their sites, and the codes by which operators report them.
* ``tables``: The tables of outages: events, what carriers report in their cycles, and incidents with
  their clocks.
"""
