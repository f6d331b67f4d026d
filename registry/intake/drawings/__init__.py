"""Drawings of designs (bản vẽ): DXF, map files and lists become what a design holds on the ground.

* ``assembling``: Shapes by layer become a design's content: polygons closed, texts given to what they name.
* ``child``: The child's part of reading a DXF: entities flattened, within limits, what is left out counted.
* ``entities``: What lies on the layers of a file: shapes and texts, before anybody says what they are.
* ``labels``: What texts and attributes of drawings say: plots, ducts, places for stations.
* ``layer_words``: What layers are called in practice, and the kinds that are proposed from it.
* ``lists``: Chambers, poles, cabinets and places for stations from a workbook with coordinates.
* ``map_layers``: The layers of map files (zipped shapefiles, KML, GeoJSON), read as map files are.
* ``metres``: Which metres a drawing is in: units, axes, plane; local coordinates are refused.
* ``naming``: What a thing of a drawing without a name is called, in both languages.
* ``old_letters``: Vietnamese written in the encodings of before Unicode: TCVN3 and VNI.
* ``reading``: Reading a drawing: by its form, with the plane and kinds of layers that the officer states.
"""

from registry.intake.drawings.reading import read

__all__ = ["read"]
