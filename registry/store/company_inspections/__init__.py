"""The inspections of companies as rows.

Imports the ground of the store (database, table parts, records).

* ``inspections``: Inspections with all that belongs to them, as records.
* ``tables``: The tables of inspections of companies.
"""
