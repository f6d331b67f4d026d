"""The map desk: masts, zones and borders, the sheet of a mast, what could stand at a spot, same mast?, the
background.

Imports frame; the layers and sheets of other packages come by its hooks.

* ``api_check``: ``GET /api/check``: what the rules say of one spot, for programs; in full only for the
  office's people.
* ``background``: What lies under every map: where a page's script finds the office's own background, and
  whom it names.
* ``chosen``: A chosen area over the map: places to choose from, its shape, the masts inside it and their
  files.
* ``days``: The map on a day: when each mast stood, on which days zones and plans changed, and the zones of
  a day.
* ``desk``: The desk: the map of masts, zones and borders, and what lies on it.
* ``desk_config``: What the map's scripts need to know: addresses, codes with their colours and words,
  the box to show.
* ``desk_elements``: Our own elements of a Folium map: defined by Folium's classes, so loaded when a map
  is made.
* ``desk_map``: The Folium map of a page: the box that it shows, and the element that hands it to our
  scripts.
* ``finds``: What the map lets be found: masts by their codes of any time and carriers, communes of
  today and former.
* ``folium_page``: Folium makes the map; this puts it on our page with our own files and under our
  policy.
* ``found_lines``: The line of a street or river that the search found, for the map to mark.
* ``layers``: Zones and borders as GeoJSON for the map, and what the legend says of them.
* ``mast_facts``: What lists say of a mast, in the words of its sheet: every column that the dictionary
  shows there.
* ``mast_history``: What the ledger says of one mast: who entered or changed what of its site, and what
  stands there.
* ``mast_shapes``: The shapes by which maps tell classes of masts apart; knows no server, for files that
  stand alone.
* ``mast_table``: The masts in view as a table: windows of its rows for the desk, the whole of it as a
  file, and a plain page.
* ``pages``: The pages of the map desk, of pairs that may be one mast, and what serves them; their
  places in the bar.
* ``positions_map``: A small map of some positions: what ``static/js/map/positions_map.js`` needs to
  know.
* ``rule_signs``: Signs of what the rules say, in a list and on its map; families of rules; how masts
  are drawn there.
* ``same_mast``: *Same mast?* (Cùng một cột?): the pairs that wait, one pair side by side, and an
  officer's answers.
* ``same_mast_map``: What the small map of a pair needs to know: both positions, the masts around them,
  signs and words.
* ``same_mast_record``: Two records of a pair side by side: the same fields, as text, and where they
  differ.
* ``shown_plane``: The province's VN-2000 plane for a page's scripts: what ``js/map/coordinates.js`` works
  metres out with.
* ``saved_views``: Views of the map kept under names: saved, opened, renamed, shared with the office,
  deleted, begun with.
* ``style``: The page of signs and parts: what every page is made of, each thing with its name in
  code and when to use it.
* ``tiles``: The background's tiles: one PMTiles file, served in ranges.
* ``zone_grades``: How the map draws a zone by what it keeps out; knows no server, for files that stand
  alone.
"""
