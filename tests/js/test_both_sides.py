"""Rules that stand in Python and in a script, let loose on the same cases: the two do not drift apart."""

import datetime as dt
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.model.numbers import plain_number
from registry.safety import checklists
from registry.safety.item_json import canonical
from registry.safety.readings import judge, number_of
from registry.safety.sheets.answers import FOUND_HEIGHT, Answers, Asked
from registry.safety.sheets.keys import key_of
from registry.services.office.calendar import today
from registry.services.register.map_masts import MapMasts
from tests.js.node import called
from tests.safety.test_item_json import JSON
from web.storm.data import masts_bytes


@settings(max_examples=1, deadline=None)
@given(st.lists(JSON, min_size=150, max_size=150))
def test_both_sides_write_an_item_alike(values: list[Any]) -> None:
    read = json.loads(json.dumps(values))
    assert called(*(("field/send/canonical", "canonical", [value]) for value in values)) == [
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
                    asked.append(("field/visit/limits", "judge", [sent, {"height_m": height}, raw]))
                    ours.append((word, bool(word) and judged.verified))
    theirs = [(answer["word"], answer["firm"]) for answer in called(*asked)]
    assert theirs == ours
    assert sum(bool(word) for word, _ in ours) > 100


WORDS = ["3", "4", "12,5", "not_seen", "good", "some", "", "khoảng 9"]
SAID = st.one_of(st.integers(0, 40).map(str), st.sampled_from(WORDS), st.booleans())
ROWS = ["T1", "T2", "T3", "T1/1", "T1/2", "T1/3", "T2/1", "T2/3", "T12/1", "M0", "D9"]


def _worked_out(answers: Answers, one: Asked) -> tuple[str, float | None, str | None]:
    computed = answers.value(one.key) if one.entry.compute else None
    return one.key, number_of(answers.of(one.entry, one.row)), computed


@settings(max_examples=1, deadline=None)
@given(st.data())
def test_both_sides_ask_and_work_out_alike(data: st.DataObject) -> None:
    """Rows, conditions, the base of limits and computed values of every sheet, for answers of any kind."""
    asked: list[tuple[str, str, list[Any]]] = []
    ours: list[list[tuple[str, float | None, str | None]]] = []
    heights: list[set[float | None]] = []
    for sheet in checklists.catalogue().values():
        keys = [FOUND_HEIGHT, *(entry.code for entry in sheet.entries)]
        keys += [key_of(entry.code, row) for entry in sheet.entries if sheet.axes(entry) for row in ROWS]
        written = checklists.as_json(sheet)
        for height in (None, 27.0, 42.0):
            for _ in range(6):
                values = data.draw(st.dictionaries(st.sampled_from(keys), SAID, max_size=25))
                answers = Answers(sheet, values, "guyed", "ground", height)
                ours.append([_worked_out(answers, one) for one in answers.asked()])
                heights.append({answers.found_height} if ours[-1] else set())
                mast = {"form": "guyed", "support": "ground", "height_m": height}
                asked.append(("field/visit/sheet", "formOf", [written, mast, values]))
    answered = called(*asked)
    assert [{one["found"] for one in form} for form in answered] == heights
    theirs = [[(one["key"], one["rests"], one["computed"]) for one in form] for form in answered]
    assert [[one[0] for one in form] for form in theirs] == [[one[0] for one in form] for form in ours]
    for form, other in zip(theirs, ours, strict=True):
        for one, two in zip(form, other, strict=True):
            assert one[1] == two[1]
            assert (one[2] is None) == (two[2] is None), (one, two)
            assert one[2] is None or float(one[2]) == pytest.approx(float(two[2] or 0), abs=2e-6)


def test_what_presses_comes_before_the_campaigns_order() -> None:
    def mast(code: str, place: int, lat: float, days: int, progress: str = "open") -> dict[str, object]:
        due = (today() + dt.timedelta(days=days)).isoformat()
        return {"code": code, "place": place, "lon": 106.2, "lat": lat, "due_on": due, "progress": progress}

    masts = [mast("A", 1, 21.1, 9), mast("B", 2, 21.4, 9), mast("C", 3, 21.22, 9), mast("D", 4, 21.3, 1)]
    masts.append(mast("E", 5, 21.5, 1, "visited"))
    (by_place,) = called(("field/pack", "orderOf", [masts, "place", None]))
    assert [one["code"] for one in by_place] == ["D", "A", "B", "C", "E"]


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
