"""The catalogue of open data, and the office's decisions on it.

Imports frame.

* ``catalogue``: Open data: what the office has decided to open, for everybody, with a catalogue for
  programs.
* ``decisions``: The office decides which sets of data are open: by a paper of its own, from a day;
  closed in one step.
* ``pages``: The pages of open data: the catalogue for everybody, the office's decisions; their place in
  the bar.
"""
