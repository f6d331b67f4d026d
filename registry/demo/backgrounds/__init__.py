"""The rough background of the illustrative province: tiles, names and roads, as an office's own would be.

Imports what the demo imports.

* ``background``: The rough background of the illustrative province: tiles, names and roads in the form of
  an office's own.
* ``background_layers``: What the rough background draws: layers in the scheme of Protomaps, from below to
  above.
* ``background_names``: The names of the rough background as ``names.json`` lists them: what a person may
  search for.
* ``background_roads``: The roads of the rough background as the graph of ``roads.npz``: which way, and how
  far by road.
"""
