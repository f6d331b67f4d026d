"""The report of a period.

Imports frame and map.

* ``pages``: The pages of reports and their place in the bar.
* ``reports``: Reports: the tables of a period, the rows behind every number, charts, a map, and the
  files to send.
"""
