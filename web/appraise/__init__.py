"""Appraising a list on a page, and as a map in one file.

Imports frame and map.

* ``lists``: Appraise a list: drop it, follow the work, read the findings, take the results away.
* ``pages``: The pages of appraising a list, and their place in the bar.
* ``standalone_map``: The appraisal's map in one file: opens from a disk, asks nobody for anything, runs
  no text of a file.
* ``surroundings``: What lies around the rows of a list: masts, zones near them, borders; each once,
  coordinates rounded.
* ``view``: An appraisal as the scripts read it: small enough for thousands of rows, the same by URL and
  in one file.
* ``words``: The words of the appraisal page and of the map in one file, by a translation function of
  the caller.
"""
