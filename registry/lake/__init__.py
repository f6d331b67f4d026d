"""The lake: what registers of provinces gave on a day as GeoParquet, which any tool reads without our code.

Knows files only: no database, no page; pyarrow is an extra (``parquet``) and imported where it is needed.
It is filled by ``registry.frames.lake`` from a register and read by whoever works on several provinces.

* ``columns``: The layers of the lake and their columns: ``data/codes/lake.toml``, read.
* ``layout``: Where the files of a lake lie: by layer, province and day.
* ``manifest``: What a day of a province says of itself: register, law, whose eyes, and its files.
"""
