"""Rules that stand in Python and in a script, let loose on the same cases: the two do not drift apart."""

import datetime as dt
import json
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.model.numbers import plain_number
from registry.safety import checklists
from registry.safety.item_json import canonical
from registry.safety.readings import judge
from registry.services.office.calendar import today
from registry.services.register.map_masts import MapMasts
from tests.js.node import called
from tests.safety.test_item_json import JSON
from web.storm.data import masts_bytes


@settings(max_examples=1, deadline=None)
@given(st.lists(JSON, min_size=150, max_size=150))
def test_both_sides_write_an_item_alike(values: list[Any]) -> None:
    read = json.loads(json.dumps(values))
    assert called(*(("field/canonical", "canonical", [value]) for value in values)) == [
        canonical(value) for value in read
    ]


@settings(max_examples=1, deadline=None)
@given(st.lists(st.text("0123456789.,.,' -+\u2212\u202f\uff11", max_size=14), min_size=400, max_size=400))
def test_both_sides_read_a_number_alike(texts: list[str]) -> None:
    found = called(*(("field/numbers", "readNumber", [text]) for text in texts))
    assert dict(zip(texts, found, strict=True)) == {text: plain_number(text) for text in texts}


def test_both_sides_judge_a_number_alike() -> None:
    """Every limit of every sheet, for a mast whose height is known and one whose only top is."""
    asked: list[tuple[str, str, list[Any]]] = []
    ours: list[tuple[str, bool]] = []
    for sheet in checklists.all_current(today()):
        for entry, sent in zip(sheet.entries, checklists.as_json(sheet)["entries"], strict=True):
            if entry.answer != "number":
                continue
            limit = entry.limit
            for height in (None, 42.0, 30.5):
                bounds = [value for value in (limit.value, limit.lower) if value] if limit else []
                if limit and limit.height_over and height:
                    bounds.append(height * 1000 / limit.height_over)
                near = [f"{bound + step:g}".replace(".", ",") for bound in bounds for step in (-0.5, 0, 0.5)]
                for raw in ("-3", "0", "185", "12,5", "khoảng 9", *near):
                    judged = judge(entry, raw, mast_height_m=height)
                    word = judged.judged.value if judged.judged.value in ("within", "beyond") else ""
                    asked.append(("field/limits", "judge", [sent, {"height_m": height}, raw]))
                    ours.append((word, bool(word) and judged.verified))
    theirs = [(answer["word"], answer["firm"]) for answer in called(*asked)]
    assert theirs == ours
    assert sum(bool(word) for word, _ in ours) > 100


def test_what_presses_comes_before_the_campaigns_order_and_the_way_turns_back_nowhere() -> None:
    def mast(code: str, place: int, lat: float, days: int, progress: str = "open") -> dict[str, object]:
        due = (today() + dt.timedelta(days=days)).isoformat()
        return {"code": code, "place": place, "lon": 106.2, "lat": lat, "due_on": due, "progress": progress}

    masts = [mast("A", 1, 21.1, 9), mast("B", 2, 21.4, 9), mast("C", 3, 21.22, 9), mast("D", 4, 21.3, 1)]
    masts.append(mast("E", 5, 21.5, 1, "visited"))
    by_place, by_way = called(*(("field/pack", "orderOf", [masts, name, None]) for name in ("place", "way")))
    assert [one["code"] for one in by_place] == ["D", "A", "B", "C", "E"]
    assert [one["code"] for one in by_way] == ["D", "C", "A", "B", "E"]


def test_the_map_reads_the_masts_that_the_server_packs() -> None:
    rng = np.random.default_rng(7)
    n = 500
    packed = MapMasts(
        "v", ("VTL", "VNPT"),
        site=rng.permutation(90_000)[:n].astype(np.uint32),
        lon=rng.uniform(105.8, 106.9, n), lat=rng.uniform(20.9, 21.7, n),
        networks=rng.integers(0, 1 << 16, n).astype(np.uint16),
        mast_class=rng.integers(0, 7, n).astype(np.uint8), state=rng.integers(0, 6, n).astype(np.uint8),
        height_m=np.full(n, np.nan), codes=[""] * n, commune_codes=[""] * n,
    )  # fmt: skip
    (read,) = called(("map/mast_layer", "readMasts", [{"bytes": packed.binary.hex()}]))
    assert read["n"] == n
    np.testing.assert_allclose(read["west"] + np.array(read["lon"]) * 1e-6, packed.lon, atol=5.1e-7)
    np.testing.assert_allclose(read["south"] + np.array(read["lat"]) * 1e-6, packed.lat, atol=5.1e-7)
    for script, column in (
        ("site", "site"),
        ("networks", "networks"),
        ("mastClass", "mast_class"),
        ("state", "state"),
    ):
        assert read[script] == getattr(packed, column).tolist(), column
    # where the map draws them: web mercator, the world from 0 to 1
    np.testing.assert_allclose(read["x"], (packed.lon + 180) / 360, atol=1e-7)
    np.testing.assert_allclose(
        read["y"], 0.5 - np.arctanh(np.sin(np.radians(packed.lat))) / (2 * np.pi), atol=1e-7
    )


def test_the_storms_map_reads_the_masts_that_the_server_packs() -> None:
    lon, lat = np.array([106.1, 106.25, 105.9]), np.array([21.3, 21.1, 21.05])
    bands, levels = np.array([0, 4, 2], dtype=np.uint8), np.array([12, 6, 9], dtype=np.uint8)
    (read,) = called(("storm/layer", "readMasts", [{"bytes": masts_bytes(lon, lat, bands, levels).hex()}]))
    np.testing.assert_allclose(read["west"] + np.array(read["lon"]) * 1e-6, lon, atol=5.1e-7)
    np.testing.assert_allclose(read["south"] + np.array(read["lat"]) * 1e-6, lat, atol=5.1e-7)
    assert (read["band"], read["level"]) == (bands.tolist(), levels.tolist())
