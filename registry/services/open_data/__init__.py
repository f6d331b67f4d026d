"""Open data: which sets there are, what the office decided to open, and the files that programs take.

Imports appraise and below; no package beside it.

* ``decisions``: What the office has decided to open to everybody: set by set, by a paper of its own,
  from a day.
* ``disclosed``: The rows of the sets of open data, as somebody sees them who has not signed in.
* ``files``: The files of the sets of open data: CSV, workbook, GeoJSON; and what they are made of in
  words.
* ``sets``: The sets of data that an office may open to everybody, as ``data/open_data.toml`` describes
  them.
"""
