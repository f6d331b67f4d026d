"""The map desk: masts, zones and borders, the sheet of a mast, what could stand at a spot, same mast?, the
background.

Imports frame; the layers and sheets of other packages come by its hooks.

* ``api_check``: ``GET /api/check``: what the rules say of one spot, for programs; in full only for the
  office's people.
* ``desk``: The desk: the map of masts, zones and borders, and what lies on it.
* ``desk_config``: What the map's scripts need to know: addresses, codes with their colours and words,
  the box to show.
* ``desk_elements``: Our own elements of a Folium map: defined by Folium's classes, so loaded when a map
  is made.
* ``desk_map``: The Folium map of the desk: background, borders of the view, and the element that starts
  our layers.
* ``folium_page``: Folium makes the map; this puts it on our page with our own files and under our
  policy.
* ``layers``: Zones and borders as GeoJSON for the map, and what the legend says of them.
* ``mast_facts``: What lists say of a mast, in the words of its sheet: every column that the dictionary
  shows there.
* ``mast_history``: What the ledger says of one mast: who entered or changed what of its site, and what
  stands there.
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
* ``tiles``: The background map: a local PMTiles file, served in ranges. Without one the map shows
  borders and roads.
"""
