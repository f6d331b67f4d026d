"""Campaigns, inspections, items from phones, defects and what risk is read from, as rows.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``risk_views``: What the risk of masts is read from besides the register of masts: facts, visits,
  defects; plain reads.
* ``tables``: The tables of campaigns, inspections and defects; of field reports see ``report_tables``.
* ``views``: Rows of the field's tables by what they belong to; plain reads, many keys at once.
"""
