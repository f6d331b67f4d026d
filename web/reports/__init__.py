"""The report of a period.

Imports frame and map.

* ``reports``: Reports: the tables of a period, the rows behind every number, charts, a map, and the
  files to send.
"""
