"""One item as it was sent: read or refused with its code, written in one form, and read again in order."""

import contextlib
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.safety.checklists import Sheets, catalogue
from registry.services.field.items import (
    LONGEST,
    MOST_PHOTOS,
    AsideError,
    item_of,
    items_of,
    moment_of,
    position_of,
    read_item,
    sent_of,
)
from registry.services.field.sends import take_items
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from tests.services.field.world import LAN, item, new_id

CAME = dt.datetime(2026, 5, 12, 5, tzinfo=dt.UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def read(value: Any, clock_off_s: float | None = None, **corrections: Any) -> dict[str, Any]:
    return read_item(
        sent_of(value), corrections, received=CAME, sheets=Sheets(catalogue()), clock_off_s=clock_off_s
    )


def noted(**fields: Any) -> dict[str, Any]:
    return item("note", visit=new_id()) | fields


def row(name: str, **columns: Any) -> dict[str, Any]:
    """A row of ``field_items`` as it is kept."""
    kept = item("note", visit="v1", id=name) | {"content": "{}", "corrected": None, "corrected_by": ""}
    came = {"person": "lan", "device": "d1", "received_at": "", "clock_off_s": None, "sha256": ""}
    return kept | came | columns


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"id": "7"}, "FIELD-ID"),
        ({"id": f"{new_id()}\n"}, "FIELD-ID"),
        ({"kind": "visit"}, "FIELD-KIND"),
        ({"kind": ["note"]}, "FIELD-KIND"),
        ({"inspection": None}, "FIELD-FORM"),
        ({"structure": ""}, "FIELD-FORM"),
        ({"replaces": "the first"}, "FIELD-FORM"),
        ({"unit": 7}, "FIELD-FORM"),
        ({"photos": ["a" * 63]}, "FIELD-FORM"),
        ({"photos": [f"{'a' * 64}\n"]}, "FIELD-FORM"),
        ({"photos": ["a" * 64] * (MOST_PHOTOS + 1)}, "FIELD-FORM"),
        ({"recorded_at": "hôm qua"}, "FIELD-TIME"),
        ({"checklist": "of another app"}, "FIELD-CHECKLIST-UNKNOWN"),
        ({"kind": "reading", "checklist": ""}, "FIELD-CHECKLIST-UNKNOWN"),
        ({"kind": "reading", "entry": "height of the moon"}, "FIELD-ENTRY-UNKNOWN"),
        ({"note": "x" * LONGEST}, "FIELD-TOO-LARGE"),
    ],
)
def test_what_cannot_be_an_item_is_refused_by_its_code(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(AsideError) as refused:
        read(noted(**wrong))
    assert refused.value.code == code


@given(value=JSON, fields=st.dictionaries(st.sampled_from(sorted(noted())), JSON, max_size=3))
def test_whatever_is_sent_has_one_written_form_and_is_read_or_refused(
    value: Any, fields: dict[str, Any]
) -> None:
    for anything in (value, noted(**fields)):
        assert sent_of(anything) == sent_of(anything)
        json.loads(sent_of(anything).content)
        with contextlib.suppress(AsideError):
            assert read(anything, clock_off_s=600.0)["happened_at"]


def test_an_officers_correction_takes_the_place_of_a_field_and_the_id_stays() -> None:
    sent = noted(recorded_at="?")
    made = read(sent, recorded_at="2026-05-12T10:00:00+07:00", id="another")
    assert made["happened_at"] == "2026-05-12T10:00:00+07:00"
    assert sent_of(sent).id == sent["id"]


def test_a_clock_that_is_off_is_put_right_and_nothing_was_recorded_after_it_came() -> None:
    assert read(noted(), 600.0)["happened_at"] == "2026-05-12T09:20:00+07:00"
    assert read(noted(), 60.0)["happened_at"] == "2026-05-12T09:30:00.000+07:00"  # the way takes as long
    ahead = read(noted(recorded_at="2026-05-12T13:00:00+07:00"))
    assert (ahead["happened_at"], ahead["clock_off_s"]) == ("2026-05-12T12:00:00+07:00", 3600.0)


def test_the_year_one_on_a_clock_that_is_ahead_stops_nobody() -> None:
    said = "0001-01-01T07:00:00+07:00"
    assert read(noted(recorded_at=said), 600.0)["happened_at"] == said


def test_a_count_that_is_no_whole_number_is_none_and_the_register_stays_sound(office: Registry) -> None:
    assert [read(noted(seq=value))["seq"] for value in (7, True, -1, 2**31, "7", 1.0)] == [7, 0, 0, 0, 0, 0]
    take_items(office, [noted(seq=True)], person=LAN, device="d1", by="lan")
    assert verify(office).sound


def test_an_item_does_not_replace_itself() -> None:
    own = noted()
    assert read({**own, "replaces": own["id"]})["replaces"] == ""
    other = new_id()
    assert read({**own, "replaces": other})["replaces"] == other


def test_a_moment_without_an_offset_is_vietnams_and_no_moment_is_none() -> None:
    assert moment_of("2026-05-12T09:30:00") == moment_of("2026-05-12T02:30:00Z")
    for wrong in (None, 7, "", "12/05/2026", "0001-01-01T00:00:00+07:00", "2026-05-12T09:30:00" + " " * 40):
        assert moment_of(wrong) is None


@pytest.mark.parametrize(
    ("lon", "lat", "accuracy", "usable"),
    [
        ("106,2", "21.27", "5", True),
        (-180, 90, 0, True),
        (0, 0, 5, False),
        (181, 21, 5, False),
        (106, 91, 5, False),
        (106, 21, None, False),
        ("east", 21, 5, False),
        (106, 21, -1, False),
    ],
)
def test_a_position_is_kept_and_is_usable_only_on_earth_with_an_accuracy(
    lon: Any, lat: Any, accuracy: Any, usable: bool
) -> None:
    found = position_of({"lon": lon, "lat": lat, "accuracy_m": accuracy, "fixes": -3})
    assert found is not None
    assert (found.usable, found.fixes) == (usable, 1)
    assert position_of("106.2, 21.27") is None


def test_a_kept_item_is_read_with_the_corrections_and_without_half_characters() -> None:
    content = json.dumps({"note": "gỉ\ud83d", "unit": "mm", "value": None})
    found = item_of(row("a", content=content, corrected={"unit": "cm"}, corrected_by="minh"))
    assert (found.note, found.unit, found.corrected_by) == ("gỉ?", "cm", "minh")
    assert (found.value, found.position, found.content) == (None, None, content)


@given(order=st.permutations(range(4)))
def test_whatever_order_items_come_in_the_latest_of_the_same_visit_replaces(order: list[int]) -> None:
    rows = [
        row("a", seq=1),
        row("b", seq=2, replaces="a"),
        row("c", seq=3, replaces="a", recorded_at="2026-05-12T08:00:00+07:00"),
        row("d", seq=9, replaces="b", inspection="v2"),
    ]
    found = items_of([rows[at] for at in order])
    assert [(one.id, one.replaced_by) for one in found] == [("a", "c"), ("b", ""), ("c", ""), ("d", "")]
