"""Real borders of a province's communes in a file of our own form: ``data/boundaries/<province>.json``.

They are made from a map file of the origin below (``bts borders make``), thinned so that no point of a
border lies further than ``THINNED_M`` from where it was, and kept as lines that neighbours share. How far
the origin itself is off, its makers do not say. Of old Bắc Giang's outline a second public file exists, of
another agency (gis.chinhphu.vn, 2020): 95 of 100 points of either lie within 104 m of the other, and
0.03 km² of the second's land lie more than 200 m outside the first's. Those are the errors stated, the
province's the wider because a point beyond it is refused (decision 0078).
"""

import datetime as dt
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from registry.columns import fold
from registry.errors import RefusalError
from registry.geo.crs import to_metric
from registry.geo.shared_borders import SharedBorders, furthest_m, read_line, shared_borders, thinned, written
from registry.intake.maps.map_file import MapFile, read_map_file
from registry.model.areas import REFORM, AdminUnit
from registry.provinces import metric_plane
from registry.services.register.units.unit_source import present_communes
from registry.settings import DATA

FOLDER = DATA / "boundaries"
THINNED_M = 5.0
ERROR_M = 110.0
PROVINCE_ERROR_M = 200.0
SOURCE = "Bản đồ tham chiếu đơn vị hành chính 2025 (NXB Tài nguyên Môi trường và Bản đồ Việt Nam)"
ORIGIN = "thanglequoc/vietnamese-provinces-database, json/geojson"
LICENCE = "MIT, Copyright (c) Thang Le Quoc"
CODE = ("code", "wardcode", "maxa", "ma", "madvhc")
_NAME = ("fullname", "name", "ten", "tenxa")
_FORM = "bts-borders-1"
_NAMED = 5  # codes that a refusal names


@dataclass(frozen=True, slots=True)
class BorderFile:
    """The communes of a province (its GSO code) with their borders, and what is known of these.

    ``codes``, ``names`` and the areas of ``borders`` are in one order. ``thinned_m`` is measured: the
    greatest distance of a border from where its origin drew it. ``error_m`` and ``province_error_m``: see
    above.
    """

    province: str
    valid_from: dt.date
    codes: tuple[str, ...]
    names: tuple[str, ...]
    borders: SharedBorders
    thinned_m: float
    error_m: float
    province_error_m: float
    source: str
    origin_sha256: str

    def shapes(self) -> dict[str, Any]:
        """Return the communes' polygons (EPSG:4326) by code."""
        return dict(zip(self.codes, self.borders.shapes(), strict=True))


@cache
def border_file(province: str) -> BorderFile | None:
    """Return the borders that come with the project for a province, None where there are none."""
    path = FOLDER / f"{province}.json"
    return read_border_file(path) if path.is_file() else None


def read_border_file(path: Path) -> BorderFile:
    """Return the borders of a file of our own form."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return BorderFile(
        province=content["province"],
        valid_from=dt.date.fromisoformat(content["valid_from"]),
        codes=tuple(area["code"] for area in content["areas"]),
        names=tuple(area["name"] for area in content["areas"]),
        borders=SharedBorders(
            tuple(map(read_line, content["lines"])),
            tuple(tuple(tuple(map(tuple, rings)) for rings in area["parts"]) for area in content["areas"]),
        ),
        thinned_m=content["thinned_m"],
        error_m=content["error_m"],
        province_error_m=content["province_error_m"],
        source=content["source"],
        origin_sha256=content["origin"]["sha256"],
    )


def write_border_file(made: BorderFile, path: Path) -> None:
    """Write borders in our own form: a line of text for every commune and every line of a border."""
    head: dict[str, Any] = {
        "form": _FORM,
        "province": made.province,
        "valid_from": made.valid_from.isoformat(),
        "source": made.source,
        "licence": LICENCE,
        "origin": {"repository": ORIGIN, "sha256": made.origin_sha256},
        "made_by": "bts borders make",
        "crs": "EPSG:4326, millionths of a degree, longitude first; polyline text",
        "points": made.borders.points(),
        "thinned_m": made.thinned_m,
        "error_m": made.error_m,
        "province_error_m": made.province_error_m,
    }
    areas = [
        {"code": code, "name": name, "parts": parts}
        for code, name, parts in zip(made.codes, made.names, made.borders.areas, strict=True)
    ]
    fields = [f"{_json(key)}: {_json(value)}" for key, value in head.items()]
    fields.append(f'"areas": {_rows(areas)}')
    fields.append(f'"lines": {_rows([written(line) for line in made.borders.lines])}')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{\n" + ",\n".join(fields) + "\n}\n", encoding="utf-8")


def made_from(path: Path, *, error_m: float = ERROR_M) -> tuple[BorderFile, MapFile]:
    """Return the thinned borders of a map file of all communes of a present province, and the file as read.

    Refused: a file that is not of communes with their codes (``BORDERS-NO-COMMUNES``), of more than one
    province (``BORDERS-PROVINCES``), or without some of its communes (``BORDERS-LACKING``).
    """
    found = read_map_file(path)
    stated = {_code(item.get(CODE)): item for item in found.features}
    provinces = present_communes()
    known = {code: province for province, codes in provinces.items() for code in codes}
    communes = sorted(code for code in stated if code in known)
    if not communes:
        raise RefusalError("BORDERS-NO-COMMUNES", name=found.name)
    own = {known[code] for code in communes}
    if len(own) > 1:
        raise RefusalError("BORDERS-PROVINCES", name=found.name, provinces=", ".join(sorted(own)))
    (province,) = own
    lacking = sorted(provinces[province] - set(communes))
    if lacking:
        raise RefusalError(
            "BORDERS-LACKING", name=found.name, count=len(lacking), codes=", ".join(lacking[:_NAMED])
        )
    epsg = metric_plane(province)
    before = shared_borders([stated[code].geometry for code in communes])
    after = thinned(before, THINNED_M - 0.1, epsg)  # 0.1 m: the step to which points are rounded
    made = BorderFile(
        province=province,
        valid_from=REFORM,
        codes=tuple(communes),
        names=tuple(str(stated[code].get(_NAME) or "") for code in communes),
        borders=after,
        thinned_m=round(furthest_m(before, after, epsg), 2),
        error_m=error_m,
        province_error_m=max(error_m, PROVINCE_ERROR_M),
        source=SOURCE,
        origin_sha256=found.sha256,
    )
    return made, found


def of_the_origin(columns: tuple[str, ...]) -> bool:
    """Whether a map file has the columns of the origin's files."""
    return {"code", "fullname", "gisserverid"} <= {fold(name) for name in columns}


def outline_error_m(outline: Iterable[Any], communes: Iterable[AdminUnit], epsg: int) -> float:
    """Return how far a province's outline of the origin may be off, in metres, rounded up to tens.

    The origin draws a province with far fewer points than its communes, and so up to a kilometre beside
    them: the greatest distance between the two (Hausdorff) counts, with what the communes are off
    themselves; never less than ``PROVINCE_ERROR_M``.
    """
    known = [unit for unit in communes if unit.boundary is not None]
    if not known:
        return PROVINCE_ERROR_M
    drawn, around = (_edge(shapes, epsg) for shapes in (list(outline), [unit.boundary for unit in known]))
    apart = float(shapely.hausdorff_distance(drawn, around)) + max(unit.boundary_error_m for unit in known)
    return max(PROVINCE_ERROR_M, math.ceil(apart / 10.0) * 10.0)


def _edge(shapes: list[Any], epsg: int) -> Any:
    """The outer lines of shapes laid together, in metres; slivers between neighbours are not outside."""
    whole = shapely.transform(
        shapely.union_all(shapes), lambda points: np.column_stack(to_metric(points[:, 0], points[:, 1], epsg))
    )
    return shapely.union_all(shapely.get_exterior_ring(shapely.get_parts(whole)))


def _code(value: Any) -> str:
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value or "").strip()
    return text.zfill(5) if text.isdigit() else text


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _rows(items: list[Any]) -> str:
    return "[\n" + ",\n".join(map(_json, items)) + "\n]"
