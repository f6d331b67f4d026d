"""Critical places of the illustrative province: a committee in every commune, and others; invented."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import shapely
from openpyxl import Workbook

from registry.demo.lists import header, label, save_workbook
from registry.demo.zones import demo_zones
from registry.model.areas import Layer, full_name
from registry.services.critical.import_places import import_places
from registry.services.office.registry import Registry
from registry.services.register.context import context_for

FILE = "noi-trong-yeu.xlsx"
SOURCE = "Danh sách minh họa, không phải địa chỉ thật"
COLUMNS = (
    "ordinal", "critical_name", "critical_kind", "lat", "lon", "commune", "critical_telephone", "note",
)  # fmt: skip
_EVERY = (("hospital", 7, "Trạm y tế"), ("police", 3, "Công an"), ("shelter_school", 2, "Trường học sơ tán"))
"""Of which kind there is one in every so many communes, and how their names begin."""
_SIDE_DEG = 0.004


def add_demo_critical(registry: Registry, sources: Path, day: dt.date, who: str) -> None:
    """Write the illustrative list into ``sources`` and bring it in."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Danh sách"
    sheet.append([header(name) for name in COLUMNS])
    for at, row in enumerate(_rows(registry, day), 1):
        sheet.append([at, *row, "Dữ liệu minh họa"])
    path = sources / FILE
    save_workbook(book, path)
    import_places(registry, path, source=SOURCE, yes=True, who=who)


def _rows(registry: Registry, day: dt.date) -> Iterator[tuple[str, str, float, float, str, str]]:
    """Yield name, kind, latitude, longitude, commune and telephone of every place."""
    dykes = [zone.wgs84 for zone in demo_zones() if zone.layer is Layer.DYKE]
    for at, unit in enumerate(context_for(registry, day).units.communes):
        if unit.boundary is None:
            continue
        name, centre = full_name(unit), unit.boundary.representative_point()
        telephone = f"0204 000 {at:03d}"
        yield (
            f"UBND {name} (minh họa)", _kind("committee"), centre.y, centre.x, name, telephone,
        )  # fmt: skip
        for turn, (kind, every, begins) in enumerate(_EVERY):
            spot = shapely.Point(centre.x + _SIDE_DEG * (turn - 1), centre.y + _SIDE_DEG)
            if at % every == 0 and unit.boundary.contains(spot):
                yield (f"{begins} {name} (minh họa)", _kind(kind), spot.y, spot.x, name, "")
        beside = next((dyke for dyke in dykes if dyke.intersects(unit.boundary)), None)
        if beside is not None:
            post = beside.intersection(unit.boundary).representative_point()
            yield (
                f"Điếm canh đê {name} (minh họa)", _kind("dyke_post"), post.y, post.x, name, "",
            )  # fmt: skip


def _kind(code: str) -> str:
    return label("critical_kinds", code)
