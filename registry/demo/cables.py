"""Outside cable of the illustrative province: poles, ducts and lines beside its roads, some troubles.

Made from ``data/demo/cables.toml`` and entered through the same import that an office uses; a sample
workbook with faults lies beside the other samples.
"""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import shapely

from registry.demo.places import METRIC_EPSG, metric_line, parameters
from registry.demo.zones import road_lines
from registry.geo.crs import to_wgs84
from registry.geo.lines import degrees_of
from registry.model.cables import TroubleKind
from registry.services.cables.import_cables import import_cables
from registry.services.cables.troubles import open_trouble
from registry.services.cables.undergrounding import add_area
from registry.services.office.calendar import now
from registry.services.office.registry import Registry

WHO = "bts init --demo"
SAMPLE = "danh-sach-mau-cap.xlsx"
_OWNERS = ("VNPT", "VTL", "VMS", "VNM")


def add_demo_cables(registry: Registry, sources: Path, day: dt.date) -> None:
    """Write a map file for each owner and import it; then areas to be laid underground and three troubles."""
    rules = parameters("cables")
    for owner in _OWNERS:
        path = sources / f"cap-{owner.lower()}.geojson"
        path.write_text(json.dumps(features_of(owner), ensure_ascii=False), encoding="utf-8")
        age = rules["lists"].get(owner)
        import_cables(
            registry, path, owner=owner, complete=age is not None,
            list_date=day - dt.timedelta(days=age or 0), yes=True, who=WHO,
        )  # fmt: skip
    for area in rules["area"]:
        x, y = metric_line([area["centre"]])[0]
        circle = shapely.Point(x, y).buffer(area["radius_m"], quad_segs=12)
        add_area(
            registry, degrees_of(circle, METRIC_EPSG), name=area["name"], decision=area["decision"],
            due_on=day + dt.timedelta(days=area["due_in_days"]), who=WHO,
        )  # fmt: skip
    _troubles(registry)


def features_of(owner: str) -> dict[str, Any]:
    """Return an owner's segments and nodes as a GeoJSON FeatureCollection with the columns of lists."""
    features = []
    for line in parameters("cables")["line"]:
        if line["owner"] == owner:
            features += list(_features(line))
    return {"type": "FeatureCollection", "features": features}


def _features(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    points = _degrees(_points(line))
    aerial = line["mount"] == "aerial"
    shared = {"cable_owner": line["owner"], "accuracy_m": parameters("cables")["error_m"], "cable_year": 2018}
    nodes = [f"{line['code']}/{'C' if aerial else 'B'}{number:03d}" for number in range(1, len(points) + 1)]
    for at, (node, place) in enumerate(zip(nodes, points, strict=True)):
        kind = "chamber" if not aerial else "pole_shared" if at % 7 == 3 else "pole_own"
        if line["mount"] == "buried" and at % 3:
            continue
        yield _feature(
            {"type": "Point", "coordinates": place}, node_code=node, **shared,
            node_kind="tag" if line["mount"] == "buried" else kind, cable_tagged=line.get("tagged"),
            cable_height=7.0 if aerial else None,
        )  # fmt: skip
    for at in range(len(points) - 1):
        spare = line["spare"][at % len(line["spare"])]
        yield _feature(
            {"type": "LineString", "coordinates": [points[at], points[at + 1]]}, **shared,
            cable_route=line["code"], cable_route_name=line["name"],
            cable_code=f"{line['code']}/{at + 1:03d}",
            cable_operators=", ".join(line["operators"]), cable_mount=line["mount"],
            cable_from=nodes[at], cable_to=nodes[at + 1], cable_capacity=line["capacity"],
            cable_spare=None if spare < 0 else spare, cable_unit=line["unit"],
            cable_height=line.get("height_m"), cable_tagged=line.get("tagged"), cable_loop=line.get("loop_m"),
        )  # fmt: skip


def _feature(geometry: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": values}


def _points(line: dict[str, Any]) -> Any:
    """Return a line's poles or chambers as metric points (n, 2), a little off the straight."""
    roads = {road["name"]: axis for road, axis in zip(parameters("areas")["road"], road_lines(), strict=True)}
    axis = roads[line["road"]]
    if "across_m" in line:
        here, ahead = (shapely.get_coordinates(axis.interpolate(line["from"] + by))[0] for by in (0.0, 1.0))
        left = np.array([-(ahead - here)[1], (ahead - here)[0]])
        start = here + left * line["offset_m"]
        return np.array([start, start - left * line["across_m"]])
    side = shapely.offset_curve(axis, line["offset_m"], join_style="round")
    steps = np.arange(line["from"], line["to"], line["step_m"], dtype=float)
    points = shapely.get_coordinates(shapely.line_interpolate_point(side, steps))
    rng = np.random.default_rng(parameters("cables")["seed"])
    return points + rng.normal(0.0, 0.35, points.shape)


def _degrees(points: Any) -> list[list[float]]:
    lon, lat = to_wgs84(points[:, 0], points[:, 1], METRIC_EPSG)
    return [[round(float(x), 7), round(float(y), 7)] for x, y in zip(lon, lat, strict=True)]


def _troubles(registry: Registry) -> None:
    moment = now().replace(second=0, microsecond=0)
    rules = parameters("cables")
    lines = {line["code"]: line for line in rules["line"]}
    for trouble in rules["trouble"]:
        lon, lat = _degrees(_points(lines[trouble["line"]]))[trouble["at"]]
        open_trouble(
            registry, TroubleKind(trouble["kind"]), lon=lon, lat=lat, who=WHO, note=trouble["note"],
            detected_at=moment - dt.timedelta(hours=trouble["hours"]), source="inspection",
            source_ref=f"demo-{trouble['line']}",
        )  # fmt: skip


def write_cable_sample(samples: Path) -> None:
    """Write a list of segments as carriers send them, with the faults that such lists have."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Đoạn cáp"
    sheet.append(["DANH SÁCH TUYẾN CÁP NGOẠI VI - DỮ LIỆU MINH HỌA"])
    sheet.append([])
    sheet.append(
        ["STT", "Mã tuyến", "Mã đoạn", "Chủ quản", "Hình thức", "Nút đầu", "Nút cuối", "Điểm đầu",
         "Điểm cuối", "Tọa độ các điểm", "Số sợi", "Còn dư", "ĐVT", "Độ cao treo cáp (m)", "Năm lắp đặt"]
    )  # fmt: skip
    a, b, c = (_degrees(_points(parameters("cables")["line"][0]))[at] for at in (0, 1, 2))
    rules = parameters("cables")
    route, first = rules["sample"]["route"], rules["line"][0]["code"]
    ends, fibres = (_pair(a), _pair(b)), (24, 8, "sợi", 6, 2019)
    swapped = f"{a[0]:.6f}, {a[1]:.6f}"
    none = (None, None)
    for number, (code, mount, nodes, places, vertices, rest) in enumerate((
        ("1", "treo", (f"{first}/C001", f"{first}/C002"), none, None, fibres),
        ("2", "treo", none, ends, None, fibres),
        ("3", "cống bể", none, none, f"{ends[0]} | {ends[1]} | {_pair(c)}", (4, 1, "lỗ", None, 2020)),
        ("4", "trên trời", none, (_pair(b), _pair(c)), None, fibres),
        ("5", "treo", (rules["sample"]["unknown_node"], f"{first}/C002"), none, None, fibres),
        ("6", "treo", none, (swapped, "106,3; 210,27"), None, fibres),
        ("7", "treo", none, (_pair(b), _pair(c)), None, (24, 48, "sợi", 6, 19)),
        ("2", "treo", none, ends, None, fibres),
    ), 1):  # fmt: skip
        sheet.append([number, route, f"{route}/{code}", "VNPT", mount, *nodes, *places, vertices, *rest])
    book.save(samples / SAMPLE)


def _pair(place: list[float]) -> str:
    lon, lat = place
    return f"{lat:.6f}".replace(".", ",") + "; " + f"{lon:.6f}".replace(".", ",")
