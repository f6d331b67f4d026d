"""Zones and plans of legal effect: from sentences, map files or drawn; scans, drafts, what a draft would
change, and where each layer is complete.

Imports appraise and below; no package beside it.

* ``absence``: What absence does to a finding and to a verdict: which sentence of ``data/messages`` says
  it.
* ``briefing``: What it says in the office's briefing.
* ``coverage``: Coverage (phạm vi dữ liệu): where each rule has data on a day, in layers, lists, plans
  and borders.
* ``coverage_area``: The area in which a rule has its data, as geometry: metric to compute with, GeoJSON
  (EPSG:4326) to draw.
* ``coverage_places``: How far the data reaches place by place: in each former district, its masts and its
  layers of zones.
* ``coverage_reach``: What is told of coverage: how far layers, lists, plans, units and the data of each
  rule reach.
* ``draft_publication``: A draft plan becomes law by two persons: proposed after what it changes was looked
  at, put in force by a leader.
* ``drawn_zones``: Zones drawn by hand or typed as coordinates: checked, and marked approximate with a
  stated error.
* ``features``: Zones from the features of a vector file: what each of its attributes says, and what it
  does not.
* ``files``: Zones from an uploaded file: a list of sentences or a file of shapes, looked at before it
  is written.
* ``import_zone_list``: Import a workbook of zones as one batch, with a preview first; the same list
  again changes nothing.
* ``import_zones``: Import the zones of one layer with the decision that made them, and state where the
  layer is complete.
* ``layer_completeness``: Where a layer of zones is complete, as the office states it (khai phạm vi đầy
  đủ): by a paper, from a day.
* ``listed_zones``: Zones from the rows of a workbook: what each row of a decision's list stands for.
* ``matching``: What a decision's sentence stands for on the map: communes, roads, circles and zones as
  one shape.
* ``places``: Places that sentences name: masts, coordinates, communes' centres, zones, crossings;
  stretches between.
* ``plan_drafts``: Draft plans: entered, changed or discarded; published by ``draft_publication``. No check
  sees a draft.
* ``roads``: The roads of the register by name, with their axes, and where two of them cross. Everything
  metric.
* ``scans``: Scans of plans: kept by their SHA-256, shown as a picture made anew, pinned to the map by
  pairs.
* ``sentences``: The sentences by which decisions describe a zone, taken apart; nothing is looked up
  here.
* ``unclear``: What a sentence says that the register cannot make out: a message code with its
  parameters.
* ``what_if``: What would change if a draft or a plan were in force: masts, agreed positions and decided
  rows, by rule.
* ``what_if_book``: What a draft would change, as a workbook: one line for each rule of each mast or
  decided row.
* ``zones``: The zones that stand, and what was done to one.
"""
