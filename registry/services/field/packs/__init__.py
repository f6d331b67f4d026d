"""Packs: what a phone takes along of a campaign, so that it needs no network under the mast.

* ``cuts``: The roads that are cut when a pack is made, for the phone's list and map.
* ``ground``: What of the office's background goes into a pack, said at the desk and to the phone.
* ``offline_map``: The map that a phone draws without a network: borders, roads, protected ground and
  masts round an area.
* ``pack``: What a phone takes along: the masts of an area with their sheets, checklists, settings, a map
  to draw.
* ``roads``: The roads between the masts of a pack: a phone measures and orders its ways over them
  by itself.
* ``tiles``: The part of the background that goes into a pack: chosen tile by tile, at most what a
  poor line carries.
"""
