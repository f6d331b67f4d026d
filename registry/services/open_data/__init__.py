"""Open data: which sets there are, what the office decided to open, and the files that programs take.

Imports appraise and below; no package beside it.

* ``briefing``: What it says in the office's briefing.
* ``decisions``: What the office has decided to open to everybody: set by set, by a paper of its own,
  from a day.
* ``disclosed``: The rows of the sets of open data, as somebody sees them who has not signed in.
* ``files``: The files of the sets of open data: tables and files for maps; and what they are made of in
  words.
* ``licences``: Licences under which an office may open data: which one is the office's to decide, set by
  set.
* ``making``: The files of the open sets made ready beside the pages: once a day, and when the office opens
  a set.
* ``map_files``: The open sets as files for maps: GeoJSON, FlatGeobuf, GeoParquet 1.1 with boxes, and vector
  tiles.
* ``published``: What is open at a moment, as catalogues say it: each set with its decision, its rows and its
  forms.
* ``read_views``: Who may connect to the database directly, and what of it: the export's policy as views
  of PostgreSQL.
* ``sets``: The sets of data that an office may open to everybody, as ``data/open_data.toml`` describes
  them.
* ``vector_tiles``: The tiles of an open set, one by one, and what a map has to know to ask for them
  (TileJSON).
"""
