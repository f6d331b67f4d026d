"""Theo xã, phường: what stands in each commune, what is missing, what is open; sorted, mapped, exported.

Imports frame and map.

* ``frame``: What the pages of the overview share: who reads it, the day that is asked for, the figures of the
  present person.
* ``pages``: The pages of the overview and their place in the bar.
* ``population``: The table of population: what holds, and a table from a file, looked at and written as one
  batch.
* ``settings``: The office's radius and the weights of its ranking.
* ``sheet``: One commune on one page, and its document.
* ``streets``: Lines and streets with aerial cable, and the areas that are to be laid underground.
* ``table``: The table of communes with its map, the places to look at first, and the files.
"""
