"""The catalogue of open data, and the office's decisions on it.

Imports frame.

* ``catalogue``: Open data: what the office has decided to open, for everybody, with a catalogue for
  programs.
* ``decisions``: The office decides which sets of data are open: by a paper of its own, from a day;
  closed in one step.
* ``dcat``: The catalogue in the words of DCAT-AP 3: a tree that is JSON-LD as it stands (``turtle`` writes
  it too).
* ``pages``: The pages of open data: the catalogue for everybody, the office's decisions; their place in
  the bar.
* ``tiles``: Vector tiles of the open sets for maps of others: what there is (TileJSON), and each tile (MVT).
* ``turtle``: Turtle of a tree of JSON-LD whose context stands at its head (``dcat``): the same statements,
  one each.
* ``well_known``: What programs look for at fixed addresses: what may be searched, and whom to tell of a
  security hole.
"""
