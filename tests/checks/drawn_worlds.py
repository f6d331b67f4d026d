"""Worlds and lists drawn at random for comparisons of two readings: every layer, unit, plan and field occurs.

The zones are small and crowd about the origin, so that rows lie in several, at edges and outside all.
"""

import datetime as dt
from random import Random
from typing import Any

from registry.checks.context import Context
from registry.model.areas import Layer
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.sites import MastClass, MastForm, OldMastClass, Support
from tests.world import proposal, world

DAYS = (dt.date(2026, 11, 24), dt.date(2026, 8, 1), dt.date(2025, 8, 20), dt.date(2024, 6, 1))
HALF_M = 4_000.0
COMMUNES = (
    "Xã Tân Dĩnh", "tan dinh", "Thái Đào", "xã Thái Đào, huyện Lạng Giang", "Mỹ Thái", "P. Vôi", "Kép",
    "Xã Không Có", "Mỹ Thải", "", "", "Phường Hương Sơn", "Nghĩa Hưng",
)  # fmt: skip
ADDRESSES = ("Thôn Dâu, xã Tân Dĩnh", "thôn dâu", "Tổ 3, Kép", "Số 5 Lê Lợi", "", "")
PAPERS = ("", "", "GPXD 12/2026", "không", "GP tần số 3/2026", "-", "chưa có", "GPXD 99/GP-UBND")
CERTIFICATES = ("", "", "KĐ-001", "không có", "-", "KĐ 77/2025", "chưa")
NUMBERS: dict[str, tuple[float, ...]] = {
    "mast_height_m": (2.0, 3.0, 3.1, 12.0, 30.0, 42.0, 42.5, 44.0, 45.0, 60.0, 98.0),
    "rod_m": (2.0, 3.0, 6.0),
    "building_height_m": (0.0, 10.0, 15.0, 21.0), "top_agl_m": (5.0, 44.5, 47.0, 101.0),
    "ground_elevation_m": (3.0, 12.0, 20.0, 55.0, 700.0), "guy_radius_m": (0.0, 6.0, 25.0),
    "design_wind_ms": (20.0, 30.0, 36.0, 41.0, 44.0, 47.0, 52.0, 60.0),
}  # fmt: skip


def drawn_world(seed: int, day: dt.date) -> Context:
    """Draw a context of one day."""
    draw = Random(seed)
    layers = [layer.value for layer in Layer]
    kept = [layer for layer in layers if draw.random() < 0.85]
    coverage = {
        layer: "everywhere" if draw.random() < 0.5 else {**_place(draw), "half_m": draw.uniform(500, HALF_M)}
        for layer in layers
        if draw.random() < 0.7
    }
    spec: dict[str, Any] = {
        "zones": [_zone(draw, layer, number) for layer in kept for number in range(draw.randint(1, 9))],
        "coverage": coverage,
        "units": _units(draw),
        "plans": _plans(draw),
        "office_numbers": {"AIR-03.consent_from_m": 40.0} if draw.random() < 0.3 else {},
    }
    if draw.random() < 0.5:
        spec["terrain"] = {"elevation_m": draw.choice([10.0, 60.0]), "error_m": draw.choice([0.0, 4.0, 15.0])}
    return world(spec, day)


def drawn_rows(seed: int, n: int) -> list[Proposal]:
    """Draw a list of ``n`` rows for such a context."""
    draw = Random(seed)
    return [_row(draw, number) for number in range(n)]


def _place(draw: Random, reach_m: float = HALF_M) -> dict[str, float]:
    return {"east_m": draw.uniform(-reach_m, reach_m), "north_m": draw.uniform(-reach_m, reach_m)}


def _zone(draw: Random, layer: str, number: int) -> dict[str, Any]:
    attributes: dict[str, list[Any]] = {
        "voltage_kv": [22, 35, 110, "500 kV"], "insulated": [True, False],
        "road_class": ["I", "cấp III", "VI"],
        "dyke_class": ["đặc biệt", "III", "V", "kè"], "rank": ["national", "cấp tỉnh"],
        "corridor_m": [0, 8, 40],
        "elevation_m": [8, 18], "limit_m": [20, 45], "verified": ["yes", "no"], "area": ["2a", "2b"],
        "radius_m": [0, 300, 3000], "urban": ["yes"], "bridge_length_m": [10, 100, 400],
    }  # fmt: skip
    return {
        "layer": layer,
        **_place(draw),
        "half_m": draw.choice([8.0, 60.0, 300.0, 900.0, 2_000.0]),
        "name": draw.choice(["", f"Vùng {number}", f"Đường {number}", f"Đê {number}"]),
        "decision": draw.choice(["", "QĐ 01/2026/QĐ-UBND", "QĐ 7"]),
        "article": draw.choice(["", "Điều 1"]),
        "error_m": draw.choice([0.0, 0.0, 5.0, 30.0, 150.0]),
        "allowed_classes": draw.choice(
            [None, [], ["A1a", "A1b"], ["A2b"], [item.value for item in MastClass]]
        ),
        "max_height_m": draw.choice([None, "none", 25.0, 42.0, 60.0]),
        "attributes": {
            name: draw.choice(values) for name, values in attributes.items() if draw.random() < 0.4
        },
    }


def _units(draw: Random) -> dict[str, Any]:
    if draw.random() < 0.1:
        return {"none": True}
    names = ["Mỹ Thái", "Nghĩa Hưng", "Kép"]
    return {
        "half_m": draw.choice([3_000.0, 20_000.0]),
        "error_m": draw.choice([0.0, 40.0, 300.0]),
        "territory_name": draw.choice(["", "Tỉnh Bắc Ninh"]),
        "communes": [
            {
                "name": name, "kind": draw.choice(["Xã", "Phường", ""]), **_place(draw), "half_m": 900.0,
                "error_m": draw.choice([0.0, 100.0]), "undrawn": draw.random() < 0.2,
            }
            for name in names
        ],
        "legacy": [
            {"name": "Vôi", "kind": "Thị trấn", "now": [draw.choice(names)]},
            {"name": "Hương Sơn", "now": draw.sample(names, 2)},
            {"name": "Thái Đào", "district": "Yên Dũng", "now": ["Kép"]},
            {"name": "Xuân Lương", "district": "Yên Thế", "now": [draw.choice(names)]},
        ],
        "former_urban": [{**_place(draw), "half_m": 700.0} for _ in range(draw.randint(0, 3))],
        "former_urban_error_m": draw.choice([50.0, 500.0]),
    }  # fmt: skip


def _plans(draw: Random) -> dict[str, Any]:
    return {
        "versions": {operator: {} for operator in ("VTL", "VNPT") if draw.random() < 0.8},
        "announced": ["VTL", "VNPT", "VMS"],
        "positions": [
            {
                "operator": draw.choice(["VTL", "VNPT"]), "code": draw.choice([f"QH-{number}", ""]),
                **_place(draw, 1_500.0), "unplaced": draw.random() < 0.3,
                "accuracy_m": draw.choice([0.0, 20.0, 200.0]), "commune": draw.choice(COMMUNES),
                "address": draw.choice(ADDRESSES), "commune_code": draw.choice(["", "07444"]),
            }
            for number in range(draw.randint(0, 40))
        ],
    }  # fmt: skip


def _row(draw: Random, number: int) -> Proposal:
    if draw.random() < 0.06:
        where: dict[str, Any] = {"unreadable": True}
    elif draw.random() < 0.04:
        where = {"lon": draw.uniform(-170, 170), "lat": draw.uniform(-80, 80)}
    else:
        where = {
            **_place(draw), "accuracy_m": draw.choice([0.0, 3.0, 10.0, 30.0, 120.0]),
            "repaired": draw.random() < 0.1,
        }  # fmt: skip
    chosen = {name: draw.choice(values) for name, values in NUMBERS.items() if draw.random() < 0.6}
    spec: dict[str, Any] = {
        **where,
        **chosen,
        "row": number + 2,
        "operator": draw.choice(["VTL", "VTL", "VNPT", "VMS", "GTEL", "", "?"]),
        "kind": draw.choice([*ProposalKind, ProposalKind.NEW, ProposalKind.NEW]),
        "commune": draw.choice(COMMUNES),
        "district": draw.choice(["", "", "Lạng Giang", "Yên Dũng"]),
        "address": draw.choice(ADDRESSES),
        "land_type": draw.choice(["", "public", "public", "private"]),
        "plan_code": draw.choice(["", "", f"QH-{draw.randint(0, 40)}", "qh 3"]),
        "site_code": draw.choice(["", f"QH-{draw.randint(0, 40)}", f"S{number}"]),
        "urban": draw.choice([None, None, True, False]),
        "permit": draw.choice(PAPERS),
        "commencement_notice": draw.choice(PAPERS),
        "commencing": draw.random() < 0.1,
        "for_plan": draw.random() < 0.1,
        "emf_certificate": draw.choice(CERTIFICATES),
        "emf_expires_on": draw.choice([None, dt.date(2024, 1, 1), dt.date(2027, 1, 1)]),
    }
    vocabularies: dict[str, Any] = {
        "mast_class": MastClass, "old_class": OldMastClass, "form": MastForm, "support": Support,
    }  # fmt: skip
    spec |= {name: draw.choice([*items]) for name, items in vocabularies.items() if draw.random() < 0.7}
    return proposal(**spec)
