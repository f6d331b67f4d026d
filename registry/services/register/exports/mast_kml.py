"""Masts as a KML that opens as people read a map: a colour a network, codes as names, facts in the balloon.

GDAL writes a KML without styles, in which all masts look alike.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

import shapely

_SHARED = "999999"
_AREA = "0f766e"
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, Char


def mast_kml(rows: Iterable[Mapping[str, Any]], colours: Mapping[str, str], area: Any = None) -> bytes:
    """Return the file of rows as exports have them (``geometry``, ``operator``, ``shared_with``,
    ``site_code``).

    ``shown`` of a row is what its balloon says, by label. ``colours`` are "#rrggbb" by network; a mast of
    several is grey. ``area`` is the area (EPSG:4326) that the masts were chosen by.
    """
    root = ET.Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    document = ET.SubElement(root, "Document")
    ET.SubElement(document, "name").text = "Cột ăng ten"
    for name, colour in {**colours, "": _SHARED, "shared": _SHARED}.items():
        style = ET.SubElement(document, "Style", id=_style(name))
        ET.SubElement(ET.SubElement(style, "IconStyle"), "color").text = _kml_colour(colour, "ff")
    style = ET.SubElement(document, "Style", id="area")
    line = ET.SubElement(style, "LineStyle")
    ET.SubElement(line, "color").text = _kml_colour(_AREA, "ff")
    ET.SubElement(line, "width").text = "2"
    ET.SubElement(ET.SubElement(style, "PolyStyle"), "color").text = _kml_colour(_AREA, "22")
    if area is not None:
        drawn = ET.SubElement(document, "Placemark")
        ET.SubElement(drawn, "name").text = "Vùng chọn"
        ET.SubElement(drawn, "styleUrl").text = "#area"
        _polygons(drawn, area)
    folder = ET.SubElement(document, "Folder")
    ET.SubElement(folder, "name").text = "Cột"
    for row in rows:
        _mast(folder, row, colours)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _mast(folder: ET.Element, row: Mapping[str, Any], colours: Mapping[str, str]) -> None:
    mark = ET.SubElement(folder, "Placemark")
    ET.SubElement(mark, "name").text = _text(row.get("site_code"))
    operator = str(row.get("operator") or "")
    kind = "shared" if row.get("shared_with") else operator if operator in colours else ""
    ET.SubElement(mark, "styleUrl").text = f"#{_style(kind)}"
    data = ET.SubElement(mark, "ExtendedData")
    for label, value in row.get("shown", {}).items():
        if value not in (None, ""):
            ET.SubElement(ET.SubElement(data, "Data", name=_text(label)), "value").text = _text(value)
    if row.get("geometry") is not None:
        point = row["geometry"]
        ET.SubElement(ET.SubElement(mark, "Point"), "coordinates").text = f"{point.x:.7f},{point.y:.7f}"


def _polygons(mark: ET.Element, area: Any) -> None:
    several = ET.SubElement(mark, "MultiGeometry")
    for part in shapely.get_parts(area):
        if part.geom_type != "Polygon":
            continue
        polygon = ET.SubElement(several, "Polygon")
        for name, ring in (
            ("outerBoundaryIs", part.exterior),
            *(("innerBoundaryIs", hole) for hole in part.interiors),
        ):
            line = ET.SubElement(ET.SubElement(polygon, name), "LinearRing")
            ET.SubElement(line, "coordinates").text = " ".join(
                f"{lon:.7f},{lat:.7f}" for lon, lat in shapely.get_coordinates(ring)
            )


def _style(name: str) -> str:
    return "mast-" + (re.sub(r"[^A-Za-z0-9_-]", "_", name) or "none")


def _kml_colour(colour: str, alpha: str) -> str:
    """Return "#rrggbb" as KML writes it: alpha, blue, green, red."""
    plain = colour.removeprefix("#").lower()
    plain = plain if re.fullmatch(r"[0-9a-f]{6}", plain) else _SHARED
    return f"{alpha}{plain[4:6]}{plain[2:4]}{plain[0:2]}"


def _text(value: Any) -> str:
    return _UNWRITABLE.sub("", str(value or ""))
