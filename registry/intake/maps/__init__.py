"""Map files and frames of GeoPandas: their features in EPSG:4326, with everything odd said.

* ``kmz``: A KMZ is a zip with one KML: its text, unpacked within limits in the limited child process.
* ``map_file``: Map files (tệp bản đồ) as GDAL reads them: features in EPSG:4326, their attributes,
  everything odd said.
* ``map_frame``: A frame of GeoPandas in the place of a map file: its rows are features, doubted as those
  of a file.
* ``map_reader``: The child's part of reading a map file: features made sound, in EPSG:4326, or left out
  with the reason.
"""
