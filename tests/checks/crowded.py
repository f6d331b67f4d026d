"""Crowded worlds drawn by chance for the checks: rows and masts where the rules bite, with every oddity."""

import datetime as dt
import random
from typing import Any

from registry.checks.context import Context
from registry.model.requests.proposals import Proposal
from tests.world import proposal, world

DAY = dt.date(2026, 11, 24)
OPERATORS = ("VNPT", "VTL", "VMS", "VNM")
REPLIES = (
    "", "CV 34 ngày 09/10/2026", "không có cột dùng chung", "đồng ý, CV 7 ngày 1/9/2026", "chưa trả lời",
    "không đồng ý", "đồng ý",
)  # fmt: skip
SENT = ("", "CV 12 ngày 01/10/2026", "chưa gửi", "CV 12 ngày 19/11/2026", "có gửi")


def crowded(seed: int, *, masts: int = 60, rows: int = 60) -> tuple[Context, list[Proposal]]:
    """Return a world of ``masts`` masts in two square kilometres and ``rows`` proposals among them."""
    draw = random.Random(seed)
    spots = [_spot(draw) for _ in range(max(masts // 2, 4))]
    some = [_mast(draw, at, spots) for at in range(masts)]
    codes = [item["code"] for item in some]
    for item in some:
        if item["in_question"] and draw.random() < 0.7:
            item["twins"] = draw.sample(codes, min(2, len(codes)))
    spec: dict[str, Any] = {
        "masts": some,
        "units": {
            "half_m": draw.choice([20_000.0, 900.0]), "former_urban": [{"half_m": 400.0, **_spot(draw)}],
        },
        "lists": {
            code: DAY - dt.timedelta(days=draw.choice([20, 20, 120, 400]))
            for code in draw.sample(OPERATORS, draw.choice([0, 3, 4, 4]))
        },
        "zones": [
            {"layer": "urban_area", "half_m": 350.0, "error_m": draw.choice([0.0, 40.0]), **_spot(draw)}
            for _ in range(draw.choice([0, 2]))
        ],
        "open_proposals": [
            {
                **_near(draw, spots), "code": draw.choice(["", f"P{at}", f"O{at}"]),
                "operators": draw.sample(OPERATORS, draw.choice([0, 1, 1, 2])),
                "accuracy_m": draw.choice([0.0, 10.0, 30.0]),
            }
            for at in range(draw.choice([0, 0, 8]))
        ],
    }  # fmt: skip
    if draw.random() < 0.5:
        spec["coverage"] = {"urban_area": draw.choice(["everywhere", {"half_m": 700.0}])}
    return world(spec, DAY), [_row(draw, at, spots, codes or ["M000", "M007"]) for at in range(rows)]


def _spot(draw: random.Random) -> dict[str, float]:
    return {"east_m": round(draw.uniform(-700, 700), 2), "north_m": round(draw.uniform(-700, 700), 2)}


def _near(draw: random.Random, spots: list[dict[str, float]]) -> dict[str, float]:
    spot, how = draw.choice(spots), draw.random()
    if how < 0.3:
        return dict(spot)
    reach = 3.0 if how < 0.4 else 300.0
    return {name: round(value + draw.uniform(-reach, reach), 2) for name, value in spot.items()}


def _mast(draw: random.Random, at: int, spots: list[dict[str, float]]) -> dict[str, Any]:
    stated = draw.random() < 0.7
    height = draw.choice([3.0, 30.0, 42.0])
    return {
        **_near(draw, spots),
        "code": f"M{at * 7 % 101:03d}",
        "aliases": [f"X{at}"] if draw.random() < 0.2 else [],
        "operators": draw.sample(OPERATORS, draw.choice([0, 1, 1, 1, 2])),
        "accuracy_m": draw.choice([0.0, 0.0, 10.0, 30.0, 150.0, 1_100.0]),
        "state": draw.choice(["in_service", "in_service", "in_service", "approved"]),
        "small": stated and height == 3.0,
        "in_question": draw.random() < 0.2,
        "mast_class": draw.choice(["A1a", "A2b", "A2b", ""]),
        "owner": draw.choice(["", "VTL", "VNPT", "Công ty Hạ tầng"]),
        **({"mast_height_m": height, "designed_operators": draw.choice([1, 2, 4])} if stated else {}),
        **({"load_used_pct": draw.choice([40.0, 120.0]), "robust": True} if draw.random() < 0.3 else {}),
        **({"top_agl_m": draw.choice([20.0, 45.0])} if draw.random() < 0.5 else {}),
    }


def _row(draw: random.Random, at: int, spots: list[dict[str, float]], codes: list[str]) -> Proposal:
    if draw.random() < 0.05:
        place: dict[str, Any] = {"unreadable": True}
    else:
        place = {**_near(draw, spots), "accuracy_m": draw.choice([0.0, 0.0, 10.0, 30.0, 200.0, 600.0])}
        place["repaired"] = draw.random() < 0.1
    return proposal(
        **place,
        row=at + 2,
        kind=draw.choice(["new"] * 6 + ["replace", "relocate", "share", "share", "upgrade", "unknown"]),
        operator=draw.choice([*OPERATORS, ""]),
        shared_with=draw.sample([*OPERATORS, "LẠ"], draw.choice([0, 0, 0, 1, 2])),
        site_code=draw.choice(["", f"P{at}", f"P{at}", f"P{at // 2}", draw.choice(codes)]),
        plan_code=draw.choice(["", "", draw.choice(codes)]),
        replaces=draw.choice(["", draw.choice(codes), "KHÔNG-CÓ", ", ".join(draw.sample(codes, 2))]),
        host=draw.choice(["", "", draw.choice(codes), "ZZ0001"]),
        note=draw.choice(["", f"thuê cột {draw.choice(codes)}"]),
        owner=draw.choice(["", "VTL", "Viettel"]),
        urban=draw.choice([None, None, None, True, False]),
        mast_height_m=draw.choice([42.0, 42.0, 42.0, 3.0, None]),
        mast_class=draw.choice(["A2b", "A2b", "A1a"]),
        designed_operators=draw.choice([None, 1, 2, 3]),
        sharing_sent=draw.choice(SENT),
        sharing_replied=draw.choice(REPLIES),
        sharing=_asked(draw, codes),
    )


def _asked(draw: random.Random, codes: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "owner": draw.choice(["VNPT", "Viettel"]),
            "sent_on": DAY - dt.timedelta(days=draw.choice([2, 20, -3])),
            "due_on": draw.choice([None, DAY + dt.timedelta(days=3), DAY - dt.timedelta(days=3)]),
            "answer": draw.choice(["", "agree", "conditions", "refuse", "refuse"]),
            "reason": draw.choice(["", "không có cột", "hết chỗ"]),
            "mast": draw.choice(["", draw.choice(codes)]),
            "ground": draw.choice(["", "none", "load", "height"]),
        }
        for _ in range(draw.choice([0, 0, 0, 1, 2]))
    ]
