"""The register of a day as a lake of GeoParquet: every layer, masked as every page, read in one snapshot.

Imports the frames, the services and ``registry.lake``, which knows how files lie and are written.

* ``areas``: Zones, where layers are complete, units, plans, operators and cables as layers.
* ``dictionary``: The dictionary of the lake: every layer and column, and who sees it.
* ``exporting``: A day of the register written into a lake.
* ``masking``: The policy of disclosure on the columns of a layer.
* ``masts``: Masts, structures and stations as layers.
* ``proposals``: The rows of open requests, and the published sums of outages, as layers.
* ``snapshot``: The register as an export sees it: one state of it, for one pair of eyes.
"""
