"""Corridors and protected land (COR-01 to COR-07): what zones claim of a base, its fall circle and anchors.

* ``claims``: From what zones claim of rows to findings: the weightiest said, the others noted.
* ``distances``: How near bases stand to the zones of a layer: pairs of a proposal and a zone.
* ``drawing``: What is drawn of a claim: the zone, a circle about the base, or the line to the zone.
* ``fall_circle``: How far a mast may reach if it falls, and how far out its guys are anchored.
* ``protected``: Power lines, roads, dykes, relics, defence and forest land.
* ``railways``: The legal distance to railways.
* ``widths``: How far from a zone as drawn its protection reaches, and how surely.
"""
