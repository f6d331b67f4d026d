"""Rules that stand in Python and in a script, let loose on the same cases: the two do not drift apart."""

import datetime as dt
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.model.numbers import plain_number
from registry.safety import checklists
from registry.safety.item_json import canonical
from registry.safety.readings import judge
from registry.services.office.calendar import today
from tests.js.node import called
from tests.safety.test_item_json import JSON


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
