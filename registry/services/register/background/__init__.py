"""The background below the maps as this register uses it: where it is of, its names, and on paper.

* ``background_ground``: Where an office's background is of: the province's outline and communes, as the
  register has them now.
* ``background_names``: The names of the background (streets, villages, rivers) as the search of the
  register finds them.
* ``paper_ground``: The office's background for maps on paper: its tiles around a place, as metric
  shapes of the map's own CRS.
"""
