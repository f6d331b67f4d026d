"""Worlds of any size for benchmarks, quick to build and the same for a given seed.

Two ways in: ``scale_context`` builds what the checks look at straight from arrays; ``scale_registry`` makes a
real registry in a folder, through the same services that an office uses. Nothing here resembles a province:
masts lie in clusters over a box, zones are rings of about sixty vertices.
"""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import shapely

from registry.checks.context import Context, Coverage, Masts, Plans, Units, ZoneSet
from registry.geo.crs import to_metric, to_wgs84
from registry.model.areas import AdminLevel, AdminUnit, Layer, OperatorList, Zone
from registry.model.plans import PlannedPosition, PlanVersion
from registry.model.positions import Position
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.sites import MastClass, MastForm, Support
from tests.world import operators

EPSG = 9214
DAY = dt.date(2026, 11, 24)
NORTH = (104.2, 20.3, 107.8, 22.6)  # west, south, east, north of a country-sized world
PROVINCE = (105.95, 21.15, 106.90, 21.50)  # well inside old Bắc Giang
NETWORKS = ("VTL", "VNPT", "VMS", "VNM")
CLASSES = ("A2b", "A2b", "A2b", "A2b", "A2b", "A2b", "A2b", "A2b", "A2a", "A1b")
ACROSS, MARGIN = 10, 0.1  # communes in a row, and degrees around the box
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Points:
    """n positions in EPSG:4326 degrees, in clusters."""

    lon: Any
    lat: Any


def points(n: int, *, seed: int = 7, box: Box = NORTH, clusters: int = 60) -> Points:
    """Return n positions in ``clusters`` clusters inside ``box``; the same for a given seed."""
    rng = np.random.default_rng(seed)
    west, south, east, north = box
    centres = np.column_stack([rng.uniform(west, east, clusters), rng.uniform(south, north, clusters)])
    spread = 0.08 * np.array([east - west, north - south])
    found = centres[rng.integers(clusters, size=n)] + rng.normal(0, 1, (n, 2)) * spread
    return Points(np.clip(found[:, 0], west, east), np.clip(found[:, 1], south, north))


def scale_masts(n: int, *, seed: int = 7, box: Box = NORTH) -> Masts:
    """Return n masts, each with one network and one in ten with two."""
    where = points(n, seed=seed, box=box)
    rng = np.random.default_rng(seed + 1)
    x, y = to_metric(where.lon, where.lat, EPSG)
    first = rng.integers(4, size=n)
    networks = np.left_shift(1, first) | np.where(rng.random(n) < 0.1, np.left_shift(1, (first + 1) % 4), 0)
    codes = np.array([f"S{index:06d}" for index in range(n)], dtype=object)
    heights = rng.choice([30.0, 36.0, 42.0, 44.5, 48.0], size=n)
    return Masts(
        codes=codes,
        lon=where.lon,
        lat=where.lat,
        x=x,
        y=y,
        accuracy_m=np.full(n, 10.0),
        networks=networks.astype(np.int64),
        approved_only=rng.random(n) < 0.02,
        small=np.zeros(n, dtype=bool),
        in_question=np.zeros(n, dtype=bool),
        top_agl_m=heights + 2.0,
        mast_classes=np.array(CLASSES, dtype=object)[rng.integers(len(CLASSES), size=n)],
        owners=np.array(NETWORKS, dtype=object)[first],
        aliases=dict(zip(codes.tolist(), range(n), strict=True)),
    )


def rings(n: int, *, seed: int = 11, box: Box = NORTH, vertices: int = 60) -> Any:
    """Return n uneven rings (metric polygons) of ``vertices`` vertices and 300 m to 3 km radius."""
    rng = np.random.default_rng(seed)
    where = points(n, seed=seed, box=box)
    x, y = to_metric(where.lon, where.lat, EPSG)
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    reach = np.exp(rng.uniform(math.log(300), math.log(3000), (n, 1))) * rng.uniform(0.8, 1.2, (n, vertices))
    corners = np.stack([x[:, None] + reach * np.cos(angle), y[:, None] + reach * np.sin(angle)], axis=-1)
    return shapely.polygons(np.concatenate([corners, corners[:, :1]], axis=1))


def scale_zones(n: int, *, seed: int = 11, box: Box = NORTH) -> dict[Layer, ZoneSet]:
    """Return n zones spread over every layer, each layer covered everywhere."""
    shapes = rings(n, seed=seed, box=box)
    degrees = shapely.transform(shapes, lambda p: np.column_stack(to_wgs84(p[:, 0], p[:, 1], EPSG)))
    layers = list(Layer)
    found: dict[Layer, ZoneSet] = {}
    for number, layer in enumerate(layers):
        own = range(number, n, len(layers))
        geometries = shapes[list(own)]
        zones = tuple(_zone(index, layer, degrees[index]) for index in own)
        found[layer] = ZoneSet(zones, geometries, Coverage(everywhere=True))
    return found


def _grid(box: Box) -> tuple[Any, Any]:
    west, south, east, north = box
    lon = np.linspace(west - MARGIN, east + MARGIN, ACROSS + 1)
    return lon, np.linspace(south - MARGIN, north + MARGIN, ACROSS + 1)


def commune_cells(lon: Any, lat: Any, box: Box = NORTH) -> Any:
    """Return the number of the commune of ``scale_units`` that holds each position (n integers)."""
    lons, lats = _grid(box)
    column = np.clip(np.searchsorted(lons, lon, side="right") - 1, 0, ACROSS - 1)
    row = np.clip(np.searchsorted(lats, lat, side="right") - 1, 0, ACROSS - 1)
    return column * ACROSS + row


def scale_units(box: Box = NORTH) -> Units:
    """Return a grid of communes over the box, which is the territory."""
    lon, lat = _grid(box)
    cells = [
        shapely.box(lon[i], lat[j], lon[i + 1], lat[j + 1]) for i in range(ACROSS) for j in range(ACROSS)
    ]
    metric = np.array([_metric(cell) for cell in cells], dtype=object)
    communes = tuple(
        AdminUnit(
            f"{k:05d}-2025", f"{k:05d}", AdminLevel.COMMUNE, f"Xã số {k}", "Xã", "24", dt.date(2025, 7, 1),
            None,
            boundary=cell,
        )
        for k, cell in enumerate(cells)
    )  # fmt: skip
    return Units(
        communes=communes,
        geometries=metric,
        territory=shapely.union_all(metric),
        territory_name="tỉnh thử",
    )


def scale_plans(n: int = 2_000, *, box: Box = NORTH) -> Plans:
    """Return one plan version per network with the first ``n`` of 10,000 proposals as positions."""
    versions = {code: PlanVersion(f"{code}-1", code, "KH thử", dt.date(2026, 1, 1)) for code in NETWORKS}
    positions = tuple(
        PlannedPosition(
            f"p{index}", f"{p.operator}-1", p.operator, f"QH-{index:05d}", p.position.lon, p.position.lat
        )
        for index, p in enumerate(scale_proposals(10_000, box=box)[:n])
    )
    x, y = to_metric(np.array([p.lon for p in positions]), np.array([p.lat for p in positions]), EPSG)
    by_code = {(p.operator, p.code): index for index, p in enumerate(positions)}
    return Plans(versions, frozenset(NETWORKS), positions, x, y, by_code)


def scale_context(
    masts: int = 200_000, zones: int = 5_000, *, as_of: dt.date = DAY, box: Box = NORTH
) -> Context:
    """Build a context of ``masts`` masts and ``zones`` zones with every operator's list complete."""
    known = operators()
    lists = {o.code: OperatorList(o.code, as_of - dt.timedelta(days=20), complete=True) for o in known}
    return Context(
        as_of=as_of,
        province="24",
        metric_epsg=EPSG,
        operators=known,
        masts=scale_masts(masts, box=box),
        zones=scale_zones(zones, box=box),
        lists=lists,
        units=scale_units(box),
        plans=scale_plans(box=box),
    )


def scale_proposals(n: int, *, seed: int = 23, box: Box = NORTH) -> list[Proposal]:
    """Return n proposals of new masts in the same clusters as the masts of the same box."""
    where = points(n, box=box)
    rng = np.random.default_rng(seed)
    lon, lat = where.lon + rng.normal(0, 0.003, n), where.lat + rng.normal(0, 0.003, n)
    cells = commune_cells(lon, lat, box).tolist()
    return [
        Proposal(
            sheet="DS",
            row=index + 2,
            position=Position(float(lon[index]), float(lat[index])),
            site_code=f"P{index:05d}",
            operator=NETWORKS[index % 4],
            mast_class=MastClass.A2B,
            form=MastForm.GUYED,
            support=Support.GROUND,
            land_type="public",
            mast_height_m=42.0,
            rod_m=2.0,
            ground_elevation_m=12.0,
            designed_operators=2,
            design_wind_ms=44.0,
            commune=f"Xã số {cells[index]}",
            plan_code=f"QH-{index:05d}",
            sharing_sent="CV 12 ngày 01/10/2026",
            sharing_replied="CV 34 ngày 09/10/2026",
        )
        for index in range(n)
    ]


def country_proposals(masts: Masts, *, box: Box = NORTH) -> list[Proposal]:
    """Return each of the masts of ``scale_masts`` proposed anew, in the place of itself."""
    cells = commune_cells(masts.lon, masts.lat, box).tolist()
    carried = [
        [code for bit, code in enumerate(NETWORKS) if mask >> bit & 1] for mask in masts.networks.tolist()
    ]
    return [
        Proposal(
            sheet="DS",
            row=index + 2,
            position=Position(float(masts.lon[index]), float(masts.lat[index])),
            site_code=code,
            operator=carried[index][0],
            shared_with=tuple(carried[index][1:]),
            kind=ProposalKind.REPLACE,
            replaces=code,
            mast_class=MastClass.A2B,
            form=MastForm.GUYED,
            support=Support.GROUND,
            land_type="public",
            mast_height_m=42.0,
            rod_m=2.0,
            ground_elevation_m=12.0,
            designed_operators=2,
            design_wind_ms=44.0,
            commune=f"Xã số {cells[index]}",
            sharing_sent="CV 12 ngày 01/10/2026",
            sharing_replied="CV 34 ngày 09/10/2026",
        )
        for index, code in enumerate(masts.codes.tolist())
    ]


PROPOSAL_HEADER = (
    "STT", "Mã vị trí", "Doanh nghiệp", "Hình thức", "Kinh độ (độ)", "Vĩ độ (độ)", "Địa chỉ", "Xã/Phường",
    "Loại cột", "Kiểu cột", "Vị trí đặt", "Loại đất", "Chiều cao cột (m)", "Chiều cao kim thu sét (m)",
    "Cao độ mặt đất (m)", "Số doanh nghiệp thiết kế", "Đã đề nghị dùng chung", "Trả lời dùng chung",
    "Mã quy hoạch", "Gió thiết kế (m/s)",
)  # fmt: skip


def proposal_workbook(path: Path, n: int, *, box: Box = PROVINCE) -> Path:
    """Write n proposals as a workbook of twenty columns."""
    rows = (
        [
            index, p.site_code, p.operator, "cột mới",
            round(p.position.lon or 0, 6), round(p.position.lat or 0, 6), f"Thôn {index % 40}", "", "A2b",
            "dây co", "dưới đất", "đất công", 42, 2, 12, 2,
            "CV 12 ngày 01/10/2026", "CV 34 ngày 09/10/2026", f"QH-{index:05d}", 44,
        ]
        for index, p in enumerate(scale_proposals(n, box=box), 1)
    )  # fmt: skip
    return write_workbook(path, PROPOSAL_HEADER, rows)


SITE_HEADER = (
    "STT", "Mã trạm", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Địa chỉ", "Loại cột", "Kiểu cột", "Vị trí đặt",
    "Chiều cao cột (m)", "Chủ sở hữu", "Trạng thái", "Năm xây dựng", "Công nghệ",
)  # fmt: skip


def site_workbook(path: Path, n: int, *, box: Box = PROVINCE, seed: int = 7) -> Path:
    """Write n existing masts of four networks as one list."""
    where = points(n, seed=seed, box=box)
    rows = (
        [
            index + 1, f"BGG{index:05d}", NETWORKS[index % 4], round(float(where.lon[index]), 6),
            round(float(where.lat[index]), 6), f"Thôn {index % 40}", "A2b", "dây co", "dưới đất", 42,
            NETWORKS[index % 4], "đang hoạt động", 2012 + index % 12, "4G",
        ]
        for index in range(n)
    )  # fmt: skip
    return write_workbook(path, SITE_HEADER, rows)


def wide_workbook(path: Path, n: int = 50_000, columns: int = 25) -> Path:
    """Write an n-row list of ``columns`` columns, for the reading benchmark."""
    fill = [f"Cột phụ {k}" for k in range(columns - len(PROPOSAL_HEADER))]
    where = points(n, box=PROVINCE)
    rows = (
        [
            index, f"P{index:05d}", NETWORKS[index % 4], "cột mới", round(float(where.lon[index]), 6),
            round(float(where.lat[index]), 6), f"Thôn {index % 40}", "", "A2b", "dây co", "dưới đất",
            "đất công", 42, 2, 12, 2, "CV 12 ngày 01/10/2026", "CV 34 ngày 09/10/2026", f"QH-{index:05d}", 44,
            *("x" for _ in fill),
        ]
        for index in range(n)
    )  # fmt: skip
    return write_workbook(path, (*PROPOSAL_HEADER, *fill), rows)


def scale_registry(home: Path, masts: int = 5_000) -> Any:
    """Make a real registry in ``home`` and import ``masts`` masts from one list; returns it opened."""
    from registry.demo.initialise import init_registry
    from registry.services.office.registry import open_registry
    from registry.services.register.import_sites import import_sites
    from registry.settings import read_settings

    settings = read_settings({"BTS_HOME": str(home)})
    init_registry(settings)
    registry = open_registry(settings)
    path = site_workbook(home / "masts.xlsx", masts)
    import_sites(registry, path, complete=True, yes=True, who="lan")
    return registry


def write_workbook(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """Write one sheet as a minimal .xlsx with inline strings, many times faster than a full library."""
    letters = [_letters(index) for index in range(len(header))]
    lines = []
    for number, row in enumerate((header, *rows), 1):
        cells = []
        for letter, value in zip(letters, row, strict=True):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                cells.append(f'<c r="{letter}{number}" t="inlineStr"><is><t>{escape(value)}</t></is></c>')
            else:
                cells.append(f'<c r="{letter}{number}"><v>{value}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as target:
        for name, content in _PARTS.items():
            target.writestr(name, content)
        target.writestr(
            "xl/worksheets/sheet1.xml", f"{_SHEET}<sheetData>{''.join(lines)}</sheetData></worksheet>"
        )
    return path


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f"{_OFFICE}/spreadsheetml/2006/main"
_SHEET = f'{_XML}<worksheet xmlns="{_MAIN}">'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" '
    f'xmlns:r="{_OFFICE}/officeDocument/2006/relationships"><sheets>'
    '<sheet name="DS" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def _zone(index: int, layer: Layer, geometry: Any) -> Zone:
    attributes: dict[str, Any] = {
        Layer.POWER_LINE: {"voltage_kv": 110},
        Layer.ROAD: {"road_class": "III"},
        Layer.DYKE: {"dyke_class": "III"},
        Layer.AERODROME_VICINITY: {"elevation_m": 18, "aerodrome_class": "III"},
    }.get(layer, {})
    return Zone(
        id=f"z{index}",
        layer=layer,
        name=f"Vùng {index}",
        decision="QĐ thử",
        article="",
        valid_from=dt.date(2020, 1, 1),
        valid_to=None,
        geometry=geometry,
        allowed_classes=frozenset({"A1b", "A2a", "A2b"}) if layer is Layer.PLANNING else None,
        max_height_m=60.0 if layer is Layer.PLANNING else None,
        attributes=attributes,
    )


def _metric(geometry: Any) -> Any:
    return shapely.transform(geometry, lambda p: np.column_stack(to_metric(p[:, 0], p[:, 1], EPSG)))


@cache
def _letters(index: int) -> str:
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text
