"""A country that does not exist: provinces, masts, stations, requests and cable as a lake.

``python -m tests.country DIR`` writes 34 provinces with 200,000 masts, 400,000 stations, 200,000 open
proposals and 1,000,000 cable segments. Everything is illustrative: the names and middles of the provinces
are those of ``data/codes/provinces.toml``, but borders are halfway between the middles, and how many masts
each has goes by rough weights, which are no statistics. Masts stand in towns, along highways between them,
and thinly on the land between. Most provinces have a regulation of their own (invented numbers); those in
``SILENT`` have none. The same arguments give the same bytes.

* ``asked``: The rows of requests, and the regulations of the provinces.
* ``built``: Masts, stations and cable.
* ``lands``: The lands of the provinces, and where things stand on them.
* ``making``: A country written into a lake.
* ``known``: Zones, units, plans and lists.
"""
