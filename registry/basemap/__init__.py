"""The background below the maps: an office's own file of streets, water, houses and names, and what reads it.

It is made once of an extract of OpenStreetMap (or taken as a PMTiles file) and lies in ``HOME/background``;
the register knows nothing of it and no page asks another host for it. The room knows files only: no page
and no database. Layers and properties are those of Protomaps' basemap, version 4.

* ``about``: what an office's background is: source, day, licence, zooms, extent; ``about.json``.
* ``build``: an extract becomes tiles, names and roads; finished tiles are taken; one builder at a time.
* ``coast``: land and sea of an area by the coastline.
* ``extract``: reads an extract of OpenStreetMap: what lies in a box and is drawn.
* ``files``: where the files of an office's background lie.
* ``gathering``: the things of an extract by layer, clipped, in bands by zoom.
* ``hillshade``: hills that are shaded: the terrain lit from the north-west, as tiles.
* ``layers``: a band: features of one layer that are drawn from one zoom to another.
* ``making``: makes a file of the background aside, one builder at a time.
* ``name_list``: the names that people look for become ``names.json``.
* ``named_lines``: the line of a name of the background, gathered from the tiles that its box touches.
* ``names``: the names of the background (streets, villages, rivers): read from ``names.json`` and searched.
* ``pictures``: pictures of the office's own, from a GeoTIFF or MBTiles file, as tiles.
* ``road_graph``: the roads that can be travelled become ``roads.npz``.
* ``road_runs``: runs of road from junction to junction, without the nodes in between.
* ``road_search``: the shortest ways over the roads: how far, along which line, and the net between places.
* ``roads``: the roads of the background as a graph, and what of it lies nearest to a place.
* ``schema``: tags of OpenStreetMap become layers and kinds.
* ``terrain``: a GeoTIFF of the office that tells how high the ground lies, and how surely.
* ``tiles``: reads a PMTiles file: one tile, its size, a smaller file of chosen tiles, a tile's features.
* ``writing``: bands of features become one PMTiles file, by GDAL's writer.
"""
