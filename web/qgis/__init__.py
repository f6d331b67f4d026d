"""The register in QGIS: projects made for whoever asks, with the layers that they may see.

Imports frame.

* ``pages``: The page of QGIS and its place in the bar.
* ``projects``: The projects of QGIS for the person who asks: one by the API, one with its GeoPackage.
* ``views``: The page on which a project is fetched, in two ways, with what to do then.
"""
