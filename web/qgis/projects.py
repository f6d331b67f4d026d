"""The projects of QGIS for the person who asks: one by the API, one with its GeoPackage.

Both have the same signs as our map, the province's plane, and say whose data they hold and of what day.
"""

import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

import shapely
from flask import request

from registry.documents.qgis.project import QgisLayer, QgisProject, qgis_project
from registry.documents.qgis.symbols import Shape, Signs, Style
from registry.messages import InBothLanguages, say
from registry.model.areas import LAYERS, Layer
from registry.model.people import Person
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import letterhead, office_settings
from registry.services.public.plate_settings import board
from registry.services.register.exports.map_package import (
    CABLES,
    COMMUNES,
    MASTS,
    PLAN,
    layers_for,
    write_map_package,
)
from web.frame.languages import language
from web.frame.office import context, present_number, registry
from web.frame.wording import words
from web.map.mast_shapes import SHAPES

PACKAGE, PROJECT = "so-bts.gpkg", "so-bts.qgs"
_SHAPES = {MASTS: Shape.POINT, PLAN: Shape.POINT, CABLES: Shape.LINE, COMMUNES: Shape.POLYGON}
_LABELS = {MASTS: "site_code", PLAN: "plan_code", COMMUNES: "name"}
_STYLES: dict[str, Style] = {
    PLAN: {"line": "#5b3fd6"},
    CABLES: {"line": "#007d8a", "width": 1.4},
    COMMUNES: {"line": "#616161", "fill": "rgba(0, 0, 0, 0)", "width": 1.0, "dash": [4, 3]},
}
ZONES = "zones"


def by_api(person: Person) -> bytes:
    """Return the project whose layers QGIS fetches from the server, as it fetches them anew each time."""
    layers, zones = [], {}
    for name, title, zone in layers_for(person):
        if zone is not None:
            zones[zone.value] = (LAYERS[zone].style, say(title, language()))
        else:
            layers.append(
                _layer(
                    name, title, zone=None, provider="OAPIF", source=_collection(name), about=_about(person)
                )
            )
    of_zones = QgisLayer(
        ZONES, words_of_zones(), _group(ZONES), Shape.POLYGON, "OAPIF", _collection(ZONES), crs="OGC:CRS84",
        kind_by="layer", kinds=zones, about=_about(person),
    )  # fmt: skip
    at = next((at for at, layer in enumerate(layers) if layer.name == COMMUNES), len(layers))
    layers.insert(at, of_zones)
    return qgis_project(_project(person, layers))


def with_package(person: Person) -> bytes:
    """Return an archive with a GeoPackage of what a person may see, and the project that opens it."""
    into = BytesIO()
    with tempfile.TemporaryDirectory(prefix="bts-") as folder:
        path = Path(folder) / PACKAGE
        packed = write_map_package(registry(), path, person, today())
        layers = [
            _layer(
                one.table,
                one.title,
                zone=one.zone,
                provider="ogr",
                source=f"./{PACKAGE}|layername={one.table}",
                about=_about(person),
                shape=Shape(one.shape),
            )
            for one in packed
        ]
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, PACKAGE)
            archive.writestr(PROJECT, qgis_project(_project(person, layers)))
    return into.getvalue()


def words_of_zones() -> str:
    """Return what the layer of all zones is called."""
    return "Vùng theo quyết định" if language() == "vi" else "Zones of decisions"


def api_address() -> str:
    """Return the address of the API, as others reach the register."""
    return (board(registry()).address or request.host_url.rstrip("/")) + "/ogc"


def _collection(name: str) -> str:
    """Return where QGIS finds a collection, in its own words; who asks is chosen in QGIS (authcfg)."""
    return (
        f" pagingEnabled='true' preferCoordinatesForWfsT11='false' restrictToRequestBBOX='1'"
        f" srsname='OGC:CRS84' typename='{name}' url='{api_address()}' version='OGC_API_FEATURES'"
    )


def _layer(
    name: str,
    title: InBothLanguages,
    *,
    zone: Layer | None,
    provider: str,
    source: str,
    about: str,
    shape: Shape | None = None,
) -> QgisLayer:
    return QgisLayer(
        name=name,
        title=say(title, language()),
        group=_group(name),
        shape=shape or _SHAPES[name],
        provider=provider,
        source=source,
        crs="OGC:CRS84" if provider == "OAPIF" else "EPSG:4326",
        style=LAYERS[zone].style if zone else _STYLES.get(name, {}),
        signs=_signs() if name == MASTS else None,
        label=_LABELS.get(name, ""),
        about=about,
    )


def _group(name: str) -> str:
    vi, en = {
        MASTS: ("Hạ tầng", "Infrastructure"),
        PLAN: ("Hạ tầng", "Infrastructure"),
        CABLES: ("Hạ tầng", "Infrastructure"),
        COMMUNES: ("Nền", "Background"),
    }.get(name, ("Vùng theo quyết định", "Zones of decisions"))
    return vi if language() == "vi" else en


def _signs() -> Signs:
    """Return the shapes and colours by which our own map tells masts apart."""
    found = context()
    return Signs(
        "mast_class",
        {code: (sign, str(words.CLASSES.get(code, code)) or "?") for code, sign in SHAPES.items()},
        "operator",
        {operator.code: operator.colour for operator in found.operators},
    )


def _project(person: Person, layers: list[QgisLayer]) -> QgisProject:
    territory = context().units.territory
    west, south, east, north = (0.0, 0.0, 1.0, 1.0) if territory is None else shapely.bounds(territory)
    title = "Sổ đăng ký BTS" if language() == "vi" else "Register of BTS sites"
    office = letterhead(office_settings(registry()), language(), registry().settings.province)["office_name"]
    return QgisProject(
        title=f"{title} · {office}",
        about=_about(person),
        author=office,
        epsg=registry().settings.metric_epsg,
        extent=(float(west), float(south), float(east), float(north)),
        layers=layers,
    )


def _about(person: Person) -> str:
    """Return of what day the data is, where the ledger stood, and for whose eyes it was made."""
    number = present_number()
    if language() == "vi":
        return f"Sổ ngày {today():%d/%m/%Y}, mục sổ cái {number}. Lập cho {person.name or 'máy chủ'}."
    return (
        f"The register of {today():%d/%m/%Y}, ledger entry {number}. Made for {person.name or 'the server'}."
    )
