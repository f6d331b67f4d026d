"""The office's layers as a project that QGIS opens: what stands in it, and by which signs.

* ``project``: The project file, its layers and where they come from.
* ``symbols``: Signs, lines and fills as QGIS writes them.
"""
