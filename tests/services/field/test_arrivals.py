"""One send as it comes in: a receipt for every item, and the same state whatever the order and repetition."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.model.field.inspections import Receipt, ReceiptState
from registry.model.people import Person
from registry.services.field.arrivals import Arrivals, aside_receipt, receipt_of
from registry.services.field.items import sent_of
from registry.services.office.registry import Registry
from registry.store.field.tables import field_items, inspections, set_aside_items
from tests.services.field.world import DESK, HOA, LAN, OFFICER, count, item, new_id, photo, rows, send

AT = dt.datetime(2026, 5, 12, 5, tzinfo=dt.UTC)


class Arrived:
    """What taking items would change, of which nothing is written."""

    def __init__(
        self, registry: Registry, *items: Any, person: Person = LAN, by: str = "", **options: Any
    ) -> None:
        sent = [sent_of(one) for one in items]
        with registry.database.read() as connection:
            took = Arrivals(registry, connection, sent, person=person, device="d1", at=AT, **options)
            self.receipts: list[Receipt] = [took.take(one, by) for one in sent]
            self.counts = took.taken, took.aside
            self.rows: dict[str, list[dict[str, Any]]] = {}
            for change in took.changes():
                self.rows.setdefault(change.table, []).append(change.after or {})

    @property
    def codes(self) -> list[str]:
        """The reasons of what was set aside, "" for what was taken."""
        return [receipt.code for receipt in self.receipts]


def note(visit: str, **fields: Any) -> dict[str, Any]:
    return item("note", visit=visit) | fields


def test_an_item_makes_its_visit_and_bears_a_receipt_of_what_was_sent(office: Registry) -> None:
    sent = note("", inspection=new_id())
    found = Arrived(office, sent)
    assert found.receipts == [Receipt(sent["id"], ReceiptState.VERIFIED, sent_of(sent).sha256)]
    assert [row["id"] for row in found.rows["inspections"]] == [sent["inspection"]]
    assert [(row["person"], row["device"]) for row in found.rows["field_items"]] == [("lan", "d1")]
    assert found.counts == (1, 0)


def test_the_same_item_twice_in_a_send_or_again_later_is_there_once(office: Registry) -> None:
    sent = note(new_id())
    twice = Arrived(office, sent, dict(reversed(sent.items())))
    assert (twice.receipts[0], twice.counts) == (twice.receipts[1], (1, 0))
    send(office, sent)
    again = Arrived(office, sent)
    assert (again.receipts, again.counts, again.rows) == (twice.receipts[:1], (0, 0), {})


def test_another_content_under_the_same_id_is_set_aside_and_the_first_stands(office: Registry) -> None:
    sent = note(new_id())
    other = sent | {"note": "khác"}
    assert Arrived(office, sent, other, sent).codes == ["", "FIELD-SAME-ID", ""]
    send(office, sent)
    assert Arrived(office, other).codes == ["FIELD-SAME-ID"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"structure": "nowhere"}, "FIELD-STRUCTURE-UNKNOWN"),
        ({"campaign": "never planned"}, "FIELD-CAMPAIGN-UNKNOWN"),
        ({"by": "hoa"}, "FIELD-OTHER-PERSON"),
        ({"kind": "visit"}, "FIELD-KIND"),
    ],
)
def test_what_cannot_be_taken_is_set_aside_whole_once_and_is_in_nobodys_way(
    office: Registry, wrong: dict[str, Any], code: str
) -> None:
    bad, good = note(new_id()) | wrong, note(new_id())
    found = Arrived(office, bad, good, bad)
    assert found.codes == [code, "", code]
    assert found.counts == (1, 1)
    assert [row["content"] for row in found.rows["set_aside_items"]] == [sent_of(bad).content]
    assert [row["id"] for row in found.rows["field_items"]] == [good["id"]]


def test_a_visit_belongs_to_one_person_and_one_mast(office: Registry) -> None:
    visit = new_id()
    send(office, note(visit))
    assert Arrived(office, note(visit), person=HOA).codes == ["FIELD-INSPECTION-OTHER"]
    assert Arrived(office, note(visit, by="hoa"), person=DESK).codes == ["FIELD-INSPECTION-OTHER"]
    assert Arrived(office, note(visit)).codes == [""]


def test_only_a_rescue_brings_the_work_of_others_and_says_who_sent_it(office: Registry) -> None:
    sent = note(new_id(), by="hoa")
    assert Arrived(office, sent).codes == ["FIELD-OTHER-PERSON"]
    found = Arrived(office, sent, rescued=True)
    assert [(row["person"], row["sent_by"]) for row in found.rows["inspections"]] == [("hoa", "lan")]
    own = Arrived(office, note(new_id()), by="hoa", rescued=True)
    assert [row["person"] for row in own.rows["field_items"]] == ["hoa"]


def test_what_was_set_aside_stays_so_until_an_officer_takes_it_with_a_correction(office: Registry) -> None:
    sent = note(new_id(), campaign="never planned")
    send(office, sent)
    assert Arrived(office, sent).counts == (0, 0)
    again: dict[str, Any] = {"person": OFFICER, "by": "lan", "rescued": True, "retaking": True}
    still = Arrived(office, sent, **again)
    assert (still.codes, still.counts, still.rows) == (["FIELD-CAMPAIGN-UNKNOWN"], (0, 0), {})
    found = Arrived(office, sent, corrections={"campaign": ""}, **again)
    (row,) = found.rows["field_items"]
    assert (row["content"], row["corrected"]) == (sent_of(sent).content, {"campaign": ""})
    assert (row["person"], row["corrected_by"]) == ("lan", "minh")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(order=st.permutations(range(5)), cut=st.integers(0, 5))
def test_a_visit_runs_from_its_earliest_start_to_its_latest_end_in_whatever_order_they_come(
    office: Registry, order: list[int], cut: int
) -> None:
    visit = new_id()
    moments = [
        ("start", "09:05"),
        ("start", "09:01"),
        ("finish", "10:00"),
        ("finish", "10:20"),
        ("note", "11:00"),
    ]
    made = [item(kind, visit=visit, recorded_at=f"2026-05-12T{at}:00+07:00") for kind, at in moments]
    for part in (order[:cut], order[cut:]):
        send(office, *[made[at] for at in part])
    (row,) = [one for one in rows(office, inspections) if one["id"] == visit]
    assert (row["started_at"], row["finished_at"]) == (
        "2026-05-12T09:01:00+07:00", "2026-05-12T10:20:00+07:00",
    )  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    sent=st.lists(
        st.none() | st.integers() | st.fixed_dictionaries({"note": st.sampled_from("ab"), "id": st.just("x")})
        | st.builds(lambda at: note("7" * 8 + "-7777-7777-7777-" + "7" * 12, seq=at), st.integers(0, 9)),
        max_size=6,
    )
)  # fmt: skip
def test_nothing_that_is_sent_is_lost_and_nothing_is_doubled(office: Registry, sent: list[Any]) -> None:
    found = Arrived(office, *sent)
    distinct = {(sent_of(one).id, sent_of(one).sha256) for one in sent}
    assert len(found.receipts) == len(sent)
    assert sum(found.counts) == len(distinct)
    kept = [*found.rows.get("field_items", []), *found.rows.get("set_aside_items", [])]
    assert {row["sha256"] for row in kept} == {receipt.sha256 for receipt in found.receipts}


def test_nothing_is_written_by_asking_what_would_change(office: Registry) -> None:
    Arrived(office, note(new_id()), note(new_id(), structure="nowhere"))
    assert [count(office, table) for table in (field_items, set_aside_items, inspections)] == [0, 0, 0]


def test_an_item_is_verified_once_all_its_photos_have_come(office: Registry) -> None:
    there, missing = photo(office, b"1"), "b" * 64
    (receipt,) = Arrived(office, note(new_id(), photos=[missing, there, missing])).receipts
    assert (receipt.state, receipt.missing) == (ReceiptState.RECEIVED, (missing,))
    row = {"id": "a", "sha256": "s", "photos": [there, missing]}
    assert receipt_of(row, {there, missing}).state is ReceiptState.VERIFIED
    assert receipt_of(row | {"photos": None}, set()).missing == ()


def test_the_receipt_of_what_was_set_aside_bears_the_id_as_it_was_sent() -> None:
    row = {"id": "key", "sha256": "s", "code": "FIELD-ID", "params": None}
    assert aside_receipt("x\x00", row) == Receipt("x\x00", ReceiptState.ASIDE, "s", "FIELD-ID", {})
