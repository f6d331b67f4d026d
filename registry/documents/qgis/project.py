"""A project of QGIS (.qgs), written of plain values: layers in groups, with our signs, labels and origin.

It is what QGIS 3.34 and later save and open: the elements and their order are theirs. Knows no database and
no page: a layer says by itself where QGIS finds its data (``source``) and by which provider.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from pyproj import CRS

from registry.documents.qgis.symbols import HALO, E, Shape, Signs, Style, renderer

VERSION = "3.34.0"
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"


_TYPES = {Shape.POINT: "0", Shape.LINE: "1", Shape.POLYGON: "2"}


@dataclass(frozen=True, slots=True)
class QgisLayer:
    """A layer: ``name`` is unique in its project, ``title`` what QGIS shows; ``crs`` as "EPSG:4326".

    ``style`` is that of our maps (``data/codes/layers.toml``) for areas and lines, ``signs`` for points.
    ``kinds`` are areas told apart by the values of the column ``kind_by``: value -> (style, its word).
    """

    name: str
    title: str
    group: str
    shape: Shape
    provider: str
    source: str
    crs: str = "EPSG:4326"
    style: Style = field(default_factory=dict)
    signs: Signs | None = None
    kind_by: str = ""
    kinds: Mapping[str, tuple[Style, str]] = field(default_factory=dict)
    label: str = ""
    visible: bool = True
    about: str = ""


@dataclass(frozen=True, slots=True)
class QgisProject:
    """A project: ``epsg`` is its plane, ``extent`` west, south, east, north in it.

    ``about`` says whose data it is and of what day. The first layer lies on top.
    """

    title: str
    about: str
    author: str
    epsg: int
    extent: tuple[float, float, float, float]
    layers: Sequence[QgisLayer]


def qgis_project(project: QgisProject) -> bytes:
    """Return the project as QGIS saves it."""
    root = E.qgis(
        {"projectname": project.title, "version": VERSION, "saveUserFull": project.author},
        E.homePath(path=""),
        E.title(project.title),
        E.projectCrs(_crs(f"EPSG:{project.epsg}")),
        _tree(project.layers),
        E.mapcanvas(
            {"name": "theMapCanvas", "annotationsVisible": "1"},
            E.units("meters"),
            _extent(project.extent),
            E.rotation("0"),
            E.destinationsrs(_crs(f"EPSG:{project.epsg}")),
        ),
        E.projectlayers(*map(_layer, project.layers)),
        E.layerorder(*(E.layer(id=_id(layer)) for layer in project.layers)),
        E.properties(
            E.PositionPrecision(E.Automatic("true", type="bool")),
            E.Paths(E.Absolute("false", type="bool")),
        ),
        _metadata("projectMetadata", project.title, project.about, project.author),
    )
    ET.indent(root)
    return f"{DOCTYPE}\n{ET.tostring(root, encoding='unicode')}\n".encode()


def _id(layer: QgisLayer) -> str:
    return f"{layer.name}_{hashlib.sha256(layer.name.encode()).hexdigest()[:12]}"


def _tree(layers: Sequence[QgisLayer]) -> Element:
    """Return the list of layers as the reader sees it: groups in the order of their first layer."""
    top = E("layer-tree-group")
    groups: dict[str, Element] = {}
    for layer in layers:
        if layer.group not in groups:
            groups[layer.group] = E(
                "layer-tree-group", {"name": layer.group, "checked": "Qt::Checked", "expanded": "1"}
            )
            top.append(groups[layer.group])
        groups[layer.group].append(
            E(
                "layer-tree-layer",
                {
                    "id": _id(layer),
                    "name": layer.title,
                    "source": layer.source,
                    "providerKey": layer.provider,
                    "checked": "Qt::Checked" if layer.visible else "Qt::Unchecked",
                    "expanded": "0",
                },
            )
        )
    return top


def _layer(layer: QgisLayer) -> Element:
    made = E.maplayer(
        {
            "type": "vector",
            "geometry": layer.shape.value,
            "labelsEnabled": "1" if layer.label else "0",
            "hasScaleBasedVisibilityFlag": "0",
            "readOnly": "1",
        },
        E.id(_id(layer)),
        E.datasource(layer.source),
        E.layername(layer.title),
        E.srs(_crs(layer.crs)),
        _metadata("resourceMetadata", layer.title, layer.about, ""),
        E.provider(layer.provider, encoding="UTF-8"),
        E.flags(E.Identifiable("1"), E.Removable("1"), E.Searchable("1"), E.Private("0")),
        renderer(layer.shape, layer.style, layer.signs, layer.kind_by, layer.kinds),
    )
    if layer.label:
        made.append(_labels(layer))
    made.append(E.layerGeometryType(_TYPES[layer.shape]))
    return made


def _crs(name: str) -> Element:
    crs = CRS.from_user_input(name)
    said = {
        "wkt": crs.to_wkt("WKT2_2019"),
        "srsid": "0",
        "srid": str(crs.to_epsg() or 0),
        "authid": name,
        "description": crs.name,
        "geographicflag": "true" if crs.is_geographic else "false",
    }
    made = E.spatialrefsys(nativeFormat="Wkt")
    made.extend(E(tag, text) for tag, text in said.items())
    return made


def _extent(extent: tuple[float, float, float, float]) -> Element:
    west, south, east, north = map(str, extent)
    return E.extent(E.xmin(west), E.ymin(south), E.xmax(east), E.ymax(north))


def _metadata(tag: str, title: str, about: str, author: str) -> Element:
    made = E(tag, E.identifier(""), E.type("dataset"), E.title(title), E.abstract(about))
    if author:
        made.append(E.author(author))
    return made


def _labels(layer: QgisLayer) -> Element:
    style = E(
        "text-style",
        {
            "fieldName": layer.label, "isExpression": "0", "fontFamily": "Be Vietnam Pro", "fontSize": "8",
            "fontSizeUnit": "Point", "textColor": "34,34,34,255", "namedStyle": "Regular",
        },
        E("text-buffer", {
            "bufferDraw": "1", "bufferSize": "0.8", "bufferSizeUnits": "MM", "bufferColor": HALO,
        }),
    )  # fmt: skip
    placement = {Shape.POINT: "6", Shape.LINE: "2", Shape.POLYGON: "1"}[layer.shape]
    closer = {"scaleVisibility": "1", "scaleMax": "50000", "scaleMin": "1", "obstacle": "1"}
    return E.labeling(
        {"type": "simple"},
        E.settings({"calloutType": "simple"}, style, E.placement(placement=placement), E.rendering(closer)),
    )
