"""Nothing that a phone sent is lost, doubled or changed, whatever is wrong with it.

In any order and however often: test_field_order. The threads named are where users of other field tools told
how they lost their work.
"""

import datetime as dt
import hashlib
import json
import time
from dataclasses import replace
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.messages import render
from registry.model.field.inspections import Receipt, ReceiptState
from registry.model.vietnam_time import VIETNAM
from registry.safety import checklists
from registry.safety.item_json import canonical, digest
from registry.services.field.checklists import held
from registry.services.field.inspections import list_inspections
from registry.services.field.sends import (
    MOST_ITEMS,
    receipts_of,
    take_items,
)
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from registry.store.field.risk_views import last_visits, told
from registry.store.field.tables import (
    defects,
    field_items,
    inspections,
    set_aside_items,
)
from registry.store.tables import import_batches, ledger
from tests.services.field.world import HOA, LAN, MAST, OFFICER, count, item, new_id, rows, send

VERIFIED, RECEIVED, ASIDE = ReceiptState.VERIFIED, ReceiptState.RECEIVED, ReceiptState.ASIDE


def test_an_item_sent_three_times_is_one_row_with_the_same_receipt_each_time(either_office: Registry) -> None:
    """inaturalist/iNaturalistReactNative #1493: poor network, the same observation stored twice."""
    made = item(visit=new_id(), entry="lean", value="straight")
    first = send(either_office, made)
    again = send(either_office, made, made)
    assert first == [again[0]] == [again[1]]
    assert first[0].state is VERIFIED
    assert first[0].sha256 == digest(canonical(made))
    assert count(either_office, field_items) == count(either_office, inspections) == 1
    never = new_id()
    told = receipts_of(either_office, [made["id"], never])[0]
    assert told == [first[0], Receipt(never, ReceiptState.UNKNOWN)]
    assert verify(either_office).sound


def test_the_content_comes_back_as_the_phone_wrote_it(either_office: Registry) -> None:
    """opengisch/QFieldCloud #429, opengisch/QField #5205: values changed on the way; the server keeps the
    very text that the phone hashed.
    """
    odd = item(
        visit=new_id(),
        entry="remarks",
        value='ăng ten \x00 \u2028 😀 "1,5"',
        raw="8,4",
        note="\\ / \b\t",
        future={"b": [1, 2.5, True, None], "a": {}},
    )
    receipt = send(either_office, odd)[0]
    kept = rows(either_office, field_items)[0]
    assert kept["content"] == canonical(odd)
    assert json.loads(kept["content"]) == odd
    assert hashlib.sha256(kept["content"].encode()).hexdigest() == kept["sha256"] == receipt.sha256


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"structure": "mast-unknown\x00"}, "FIELD-STRUCTURE-UNKNOWN"),
        ({"campaign": "gone"}, "FIELD-CAMPAIGN-UNKNOWN"),
        ({"checklist_version": 99}, "FIELD-CHECKLIST-UNKNOWN"),
        ({"entry": "no such entry"}, "FIELD-ENTRY-UNKNOWN"),
        ({"kind": "dance"}, "FIELD-KIND"),
        ({"photos": ["../../etc/passwd"]}, "FIELD-FORM"),
        ({"photos": "abc"}, "FIELD-FORM"),
        ({"inspection": 7}, "FIELD-FORM"),
        ({"note": ["a"]}, "FIELD-FORM"),
        ({"recorded_at": "yesterday"}, "FIELD-TIME"),
        ({"recorded_at": "0001-01-01T00:00:00+14:00"}, "FIELD-TIME"),
        ({"id": "1"}, "FIELD-ID"),
        ({"by": "hoa"}, "FIELD-OTHER-PERSON"),
        ({"note": "x" * 70_000}, "FIELD-TOO-LARGE"),
        ({"note": float("nan")}, "FIELD-FORM"),
    ],
)
def test_what_cannot_be_taken_is_kept_whole_and_never_blocks_the_others(
    office: Registry, change: dict[str, Any], code: str
) -> None:
    """enketo/enketo #1226, MerginMaps/mobile #4363: a record that can't be sent blocks the queue; only a
    wipe helps.
    """
    visit = new_id()
    bad = {**item(visit=visit, entry="lean", value="straight"), **change}
    before, after = (item(visit=visit, entry="rust", value="none") for _ in range(2))
    receipts = send(office, before, bad, after)
    assert [receipt.state for receipt in receipts] == [VERIFIED, ASIDE, VERIFIED]
    assert receipts[1].code == code
    assert send(office, bad)[0] == receipts[1]
    kept = rows(office, set_aside_items)
    assert len(kept) == 1
    assert kept[0]["code"] == code
    if not isinstance(bad["note"], float):
        assert json.loads(kept[0]["content"]) == bad


@pytest.mark.parametrize("value", [None, 7, "text", [], ["a"], {}, True])
def test_what_is_no_item_at_all_is_set_aside(office: Registry, value: Any) -> None:
    receipt = send(office, value)[0]
    assert receipt.state is ASIDE
    assert send(office, value) == [receipt]
    assert count(office, set_aside_items) == 1


def test_the_same_id_with_another_content_leaves_the_first_and_keeps_the_second(office: Registry) -> None:
    """MerginMaps/mobile #709, #778: a conflict for no reason that the user can see; both stand, with the
    reason.
    """
    first = item(visit=new_id(), entry="lean", value="straight")
    second = {**first, "value": "clear"}
    send(office, first)
    receipt = send(office, second)[0]
    assert (receipt.state, receipt.code) == (ASIDE, "FIELD-SAME-ID")
    assert receipt.sha256 == digest(canonical(second))
    assert [json.loads(row["content"])["value"] for row in rows(office, field_items)] == ["straight"]
    assert [json.loads(row["content"])["value"] for row in rows(office, set_aside_items)] == ["clear"]
    assert send(office, first)[0].state is VERIFIED
    assert receipts_of(office, [first["id"]])[0][0].state is VERIFIED


def test_a_correction_leaves_what_it_corrects(office: Registry) -> None:
    """opengisch/QFieldCloud #429, MerginMaps/mobile #2382: a pull that destroys what stood."""
    visit = new_id()
    first = item(visit=visit, entry="earthing", value="84", raw="84")
    second = item(visit=visit, entry="earthing", value="8.4", raw="8,4", replaces=first["id"])
    send(office, second)
    send(office, first)
    assert {row["id"] for row in rows(office, field_items)} == {first["id"], second["id"]}


def test_two_phones_on_one_mast_are_two_visits(office: Registry) -> None:
    """opengisch/QField #6658: one team's changes not applied."""
    one, other = new_id(), new_id()
    send(office, item(visit=one, entry="lean", value="straight"))
    send(office, item(visit=other, entry="lean", value="clear"), person=HOA, by="hoa")
    assert {row["person"] for row in rows(office, inspections)} == {"lan", "hoa"}
    receipt = send(office, item(visit=one, entry="rust", value="none"), person=HOA, by="hoa")[0]
    assert receipt.code == "FIELD-INSPECTION-OTHER"


def test_a_wrong_clock_is_kept_with_how_wrong_it_is(office: Registry) -> None:
    made = item(
        "defect",
        visit=new_id(),
        defect="rust_light",
        severity="minor",
        recorded_at="2031-01-01T00:00:00+07:00",
    )
    take_items(office, [made], person=LAN, device="d1", by="lan", sent_at="2031-01-01T00:05:00+07:00")
    kept = rows(office, field_items)[0]
    assert kept["recorded_at"] == "2031-01-01T00:00:00+07:00"
    assert kept["clock_off_s"] > 86_400
    found = rows(office, defects)[0]["found_on"]
    assert found.year < 2031


@pytest.mark.parametrize(("hours", "known"), [(1, True), (24, True), (-1, True), (-24, True), (24, False)])
def test_a_visit_is_dated_by_the_server_s_clock_whatever_the_phone_s_says(
    office: Registry, hours: int, known: bool
) -> None:
    """A phone that is an hour or a day wrong: which visit is the last, its day, and deadlines stay right.

    Where the clock was put right before the sending, what it said ahead of the server is known to be wrong.
    """
    now = dt.datetime.now(VIETNAM).replace(microsecond=0)
    off, ended = dt.timedelta(hours=hours), now - dt.timedelta(minutes=30)
    truly = ended if known else now  # no more is known than that it was before it came in

    def visit(off: dt.timedelta, at: dt.datetime, houses: str) -> list[dict[str, Any]]:
        one = new_id()
        start, looked, fault, end = (
            (at + off - dt.timedelta(minutes=minutes)).isoformat() for minutes in (20, 10, 9, 0)
        )
        return [
            item("start", visit=one, recorded_at=start, seq=1),
            item(visit=one, entry="houses", value=houses, recorded_at=looked, seq=2),
            item("defect", visit=one, defect="rust_light", severity="minor", recorded_at=fault, seq=3),
            item("finish", visit=one, recorded_at=end, seq=4),
        ]

    right = visit(dt.timedelta(0), now - dt.timedelta(hours=2), "no")
    take_items(office, right, person=LAN, device="d0", by="lan", sent_at=now.isoformat())
    wrong = visit(off, ended, "yes")
    sent_at = now + (off if known else dt.timedelta(0))
    take_items(office, wrong, person=LAN, device="d1", by="lan", sent_at=sent_at.isoformat())
    found = list_inspections(office, person=OFFICER)
    row = next(one for one in found if one.inspection.id == wrong[0]["inspection"])
    assert row.clock_off_s is not None
    assert abs(row.clock_off_s - off.total_seconds()) < (60 if known else 3600)
    finished = dt.datetime.fromisoformat(row.inspection.finished_at)
    assert abs(finished - truly) < dt.timedelta(seconds=60)
    with office.database.read() as connection:
        assert last_visits(connection)[MAST] == row.inspection.finished_at
        assert [value for _mast, _entry, value, _at in told(connection, ["houses"])] == ["no", "yes"]
    said = [json.loads(one["content"])["recorded_at"] for one in rows(office, field_items)]
    assert wrong[3]["recorded_at"] in said  # what the phone said stays
    day = next(one["found_on"] for one in rows(office, defects) if one["inspection"] == row.inspection.id)
    assert day == (ended - dt.timedelta(minutes=9)).date() if known else day in (now.date(), today())
    assert verify(office).problems == ()


def test_a_send_is_one_batch_and_a_repeated_one_is_none(office: Registry) -> None:
    before = count(office, import_batches)
    made = [item(visit=new_id(), entry="lean", value="straight") for _ in range(5)]
    send(office, *made)
    assert count(office, import_batches) == before + 1
    entries = count(office, ledger)
    send(office, *made)
    assert count(office, import_batches) == before + 1
    assert count(office, ledger) == entries


def test_more_than_a_phone_may_send_at_once_is_refused_whole(office: Registry) -> None:
    with pytest.raises(RefusalError, match="FIELD-TOO-MANY"):
        send(office, *[{}] * (MOST_ITEMS + 1))
    assert count(office, set_aside_items) == 0


def test_two_hundred_items_take_well_under_a_second(either_office: Registry) -> None:
    visit = new_id()
    made = [item(visit=visit, entry="remarks", value=f"{n}", seq=n) for n in range(MOST_ITEMS)]
    began = time.process_time()
    assert {receipt.state for receipt in send(either_office, *made)} == {VERIFIED}
    assert time.process_time() - began < 3.0  # 0.1 s on an idle machine; a guard against a query per item


def test_what_was_recorded_by_a_version_after_its_last_day_is_set_aside(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = checklists.get("office", 1)
    assert sheet is not None
    old = replace(sheet, retired_on=dt.date(2026, 5, 12))
    monkeypatch.setattr(held, "catalogue", lambda: {("office", 1): old})
    in_time = item(visit=new_id(), entry="lean", value="straight", recorded_at="2026-05-12T23:59:00+07:00")
    late = item(visit=new_id(), entry="lean", value="straight", recorded_at="2026-05-13T00:01:00+07:00")
    receipts = send(office, in_time, late)
    assert [(receipt.state, receipt.code) for receipt in receipts] == [
        (VERIFIED, ""),
        (ASIDE, "FIELD-CHECKLIST-RETIRED"),
    ]
    assert "12/05/2026" in render(receipts[1].code, dict(receipts[1].params))
