"""The register as files to take away: a layer's rows, cables, a GeoPackage, a KML.

* ``export``: Export one layer to a file: a register that its office can take away.
* ``exported_cables``: The rows of outside cable as exports write them, by the column dictionary: a file
  comes back in.
* ``exported_layers``: The rows of a layer as plain dicts, as exports write them; ``geometry`` is
  shapely in EPSG:4326.
* ``map_package``: The layers that a reader may see as one GeoPackage, for programs that draw maps: what
  exports show.
* ``mast_kml``: Masts as a KML that opens as people read a map: a colour a network, codes as names, facts
  in the balloon.
"""
