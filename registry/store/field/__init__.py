"""Campaigns, inspections, items from phones, defects and what risk is read from, as rows.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``campaigns``: Campaigns and their targets as rows: who may know of which, and the masts in the order
  of visits.
* ``checklist_tables``: The table of the office's own versions of checklists; what was published is never
  changed.
* ``data_requests``: Requests to organisations for what the risk of their masts lacks, as rows.
* ``defects``: Defects (tồn tại) as rows: listed and counted by the same conditions.
* ``mast_counts``: What the field knows of every mast, in one look: when it was last visited, how many
  defects stand.
* ``own_checklists``: The office's own versions of checklists as rows: what was published, and drafts.
* ``photos``: Photos from phones as rows: those that nobody has looked at yet.
* ``position_tables``: The tables of visits of proposed positions: who is sent to which row, and what phones
  recorded there.
* ``positions``: Proposed positions to be looked at and the items recorded there, as rows: by id, request,
  person, visit.
* ``proposals``: Corrections of positions that visits proposed, as rows.
* ``risk_views``: What the risk of masts is read from besides the register of masts: facts, visits,
  defects; plain reads.
* ``tables``: The tables of campaigns, inspections and defects; of field reports see ``report_tables``.
* ``views``: Rows of the field's tables by what they belong to; plain reads, many keys at once.
* ``visits``: Visits of masts and what carriers stated of their own, as rows: by campaign, by mast, to be
  looked at.
"""
