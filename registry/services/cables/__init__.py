"""Outside cable: routes, nodes and segments from lists, map files or drawn; checks of a line, troubles with
their clocks, undergrounding, tiles for the map.

Imports appraise and below; no package beside it.

* ``briefing``: What it says in the office's briefing.
* ``checking``: Check one cable line, proposed or standing, against the register of today: plant beside
  it, zones, law.
* ``editing``: Outside cable edited by hand: drawn, changed, divided, retired; nothing is ever deleted.
* ``forms``: Typed fields of a form about outside cable, read by the same column dictionary as lists
  are.
* ``import_cables``: Import outside cable from a workbook or a vector file: preview, then one batch,
  undone as a unit.
* ``letters``: The letter to the owner of a cable or pole about a trouble (.docx), in the form of the
  letters of defects.
* ``listed_cables``: Outside cable from a workbook: segments between points or nodes, or points in a
  cell; nodes as points.
* ``masking``: The masked form of a cable finding: that a shareable line of X runs so many metres away.
* ``overview``: A million segments seen from afar: which pixels hold a line, of which kind; kept in step
  with the register.
* ``records``: Records of outside cable from typed values: one set of rules for rows of workbooks and
  map features.
* ``routes``: Routes of outside cable: a page of their list, one with its segments.
* ``sources``: What inspections and citizens told about outside cable and is not yet followed with its
  clock.
* ``tiles``: Tiles of outside cable for the map: pixels from afar, lines and nodes from near.
* ``troubles``: Cable troubles (sự cố cáp): told, followed by their clocks, repaired, linked to the
  plant nearest.
* ``undergrounding``: Undergrounding plans (kế hoạch ngầm hóa): areas with decision and day, and aerial
  lines still in them.
* ``vectors``: Outside cable from a vector file: lines are segments, points nodes, attributes the
  columns of lists.
"""
