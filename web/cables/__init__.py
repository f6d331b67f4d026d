"""Outside cable: routes, drawing, files, checks, troubles, undergrounding.

Imports frame and map.

* ``check``: Kiểm tra tuyến: a proposed line, drawn, pasted or from a file, is judged; so are standing
  ones.
* ``draw``: Drawing a segment on the map: a new one, its points moved, divided, retired; a node's fields
  and place.
* ``files``: Outside cable from a file: looked at first, then written as one batch that can be taken
  back whole.
* ``finds``: What outside cable lets be found: routes, a carrier's own only.
* ``frame``: What the pages of outside cable share: who sees and writes what, words of codes, how lines
  are drawn.
* ``pages``: The pages of outside cable, their place in the bar and their layer of the map.
* ``routes``: Outside cable (mạng cáp ngoại vi): the list of routes, one route, segment or node, tiles
  and exports.
* ``trouble_words``: The words of cable troubles, for their pages.
* ``troubles``: Sự cố cáp: poles that lean, cables that hang low, with the clock of each; told here,
  repaired here.
* ``underground``: Kế hoạch ngầm hóa: areas with their decision and day, and the aerial lines that still
  stand in each.
"""
