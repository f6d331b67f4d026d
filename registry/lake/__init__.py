"""The lake: what registers of provinces gave on a day as GeoParquet, which any tool reads without our code.

Knows files only: no database, no page; pyarrow is an extra (``parquet``) and imported where it is needed.
It is filled by ``registry.frames.lake`` from a register and read by whoever works on several provinces.

* ``checking``: What of a lake is not as its manifests say.
* ``columns``: The layers of the lake and their columns: ``data/codes/lake.toml``, read.
* ``geoparquet``: A table of a layer as the bytes of a GeoParquet 1.1 file.
* ``hilbert``: A number for each place, so that what lies near has numbers that are near.
* ``layout``: Where the files of a lake lie: by layer, province and day.
* ``manifest``: What a day of a province says of itself: register, law, whose eyes, and its files.
* ``reading``: A lake read by its manifests, every file compared with its hash.
* ``tables``: Rows of a layer as an Arrow table, in the order of the curve.
* ``writing``: A day of a province written into a lake: all of it or nothing.
"""
