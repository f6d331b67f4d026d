"""Zones and plans: lists, files, drafts, drawing, and coverage.

Imports frame and map.

* ``coverage``: Coverage (phạm vi dữ liệu): where each rule has data, on a map and in words, and what to
  bring in next.
* ``coverage_statements``: Stating where a layer is complete, from the page of coverage: for the
  administrator.
* ``drafts``: Draft plans: made, filled, tried against what stands and what was decided, published or
  discarded.
* ``draw``: Drawing a zone of a draft over the map and a pinned scan: the page, the scan, and what its
  scripts send.
* ``files``: Zones from a file: a workbook of sentences or a map file is looked at first, then put into a
  draft.
* ``finds``: What zones let be found: the zones that the person may see.
* ``frame``: What the pages of zones share: who writes, how a form is read, how a zone is told and
  drawn.
* ``pages``: The pages of zones, plans and coverage, and their places in the bar.
* ``register``: Zones and plans (vùng và quy hoạch): every zone with its decision, one zone with its
  history, exports.
* ``today``: What zones say of somebody's day: his drafts that a leader sent back.
"""
