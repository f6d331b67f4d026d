"""Reports of one trouble: joined ones are told alike, by every way, and stand as before when they are taken
out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from registry.errors import RefusalError
from registry.model.field.citizen_states import told
from registry.model.field.field_reports import (
    CitizenReportKind,
    CloseReason,
    Contact,
    FieldReport,
    ReportState,
)
from registry.services.office.events import event_deliveries
from registry.services.office.events.ledger_events import event_of
from registry.services.office.registry import Registry
from registry.services.public import cases, closing, joining
from registry.services.public import citizen_reports as reports
from registry.services.public.cases import SentCase
from registry.settings import read_settings
from registry.store import ledger
from tests.services.requests import desk


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    office = desk.make(read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("joining"))}))
    yield office
    office.close()


def case(registry: Registry, number: str, **own: Any) -> FieldReport:
    values: dict[str, Any] = {"words": f"Cột nghiêng {number}", "kind": CitizenReportKind.LEANING, **own}
    return cases.take_case(registry, SentCase(number, **values), who="tỉnh")[0]


def now(registry: Registry, found: FieldReport) -> FieldReport:
    return reports.report(registry, found.id)


def seen(registry: Registry, *found: FieldReport) -> dict[str, int]:
    return {one.id: now(registry, one).version for one in found}


def test_near_reports_of_one_matter_are_proposed_and_no_others(registry: Registry) -> None:
    place = desk.north(9000.0)
    first = case(registry, "N-1", position=place)
    second = case(registry, "N-2", position=desk.north(9150.0))
    case(registry, "N-3", position=desk.north(9400.0))
    case(registry, "N-4", position=place, kind=CitizenReportKind.LOW_CABLE)
    assert [one.id for one in joining.proposed(registry, first)] == [second.id]
    joining.join(registry, first.id, seen(registry, first, second), who="lan")
    assert joining.proposed(registry, first) == []
    assert joining.proposed(registry, now(registry, second)) == []


def test_one_answer_goes_to_all_with_their_own_numbers_and_contacts(registry: Registry) -> None:
    lead = case(registry, "J-1", contact=Contact("Bà Ba", "0911"))
    other = case(registry, "J-2", contact=Contact("Ông Tư", "0922"), place="x")
    third = case(registry, "J-3", place="y")
    waiting = reports.waiting(registry)
    joining.join(registry, lead.id, seen(registry, lead, other, third), who="lan")
    assert reports.waiting(registry) == waiting - 2
    with pytest.raises(RefusalError, match="REPORT-JOINED"):
        closing.close(
            registry, other.id, reason=CloseReason.MENDED, reply="Riêng.", who="nam",
            seen=now(registry, other).version,
        )  # fmt: skip
    closing.close(
        registry, lead.id, reason=CloseReason.MENDED, reply="Đã sửa.", who="lan",
        seen=now(registry, lead).version,
    )  # fmt: skip
    for one in (lead, other, third):
        told_now = cases.case(registry, one.case_number)
        assert (told_now.report.id, told_now.told.code, told_now.told.answer) == (
            one.id,
            "da-xu-ly",
            "Đã sửa.",
        )
    assert reports.contact(registry, lead.id) == Contact("Bà Ba", "0911")
    assert reports.contact(registry, other.id) == Contact("Ông Tư", "0922")
    assert reports.contact(registry, third.id) is None
    late = case(registry, "J-4", place="z")
    joining.join(registry, lead.id, seen(registry, lead, late), who="lan")
    assert now(registry, late).reply == "Đã sửa.", "one that comes after the answer has it at once"
    closing.reopen(registry, lead.id, who="lan", seen=now(registry, lead).version)
    assert {now(registry, one).state for one in (lead, other, third, late)} == {ReportState.NEW}
    assert desk.sound(registry)


def test_what_was_joined_by_error_stands_again_as_it_stood(registry: Registry) -> None:
    lead, other = case(registry, "T-1"), case(registry, "T-2", place="x")
    reports.sent_to_visit(
        registry, other.id, "đích", structure="mast-BGG00045", who="lan", seen=now(registry, other).version,
        reply="Mai có người đến.",
    )  # fmt: skip
    joining.join(registry, lead.id, seen(registry, lead, other), who="lan")
    assert (now(registry, other).state, now(registry, other).reply) == (ReportState.NEW, "")
    closing.close(
        registry, lead.id, reason=CloseReason.NOT_FOUND, reply="Không thấy.", who="lan",
        seen=now(registry, lead).version,
    )  # fmt: skip
    case(registry, "T-2", place="ngõ 5")
    out = joining.take_out(registry, other.id, who="nam", seen=now(registry, other).version)
    assert (out.state, out.reply, out.reason, out.closed_on, out.joined_to) == (
        ReportState.VISIT, "Mai có người đến.", None, None, ""
    )  # fmt: skip
    assert out.place == "ngõ 5", "what the province said meanwhile stays"
    with pytest.raises(RefusalError, match="REPORT-NOT-JOINED"):
        joining.take_out(registry, other.id, who="nam", seen=out.version)


def test_what_cannot_be_joined_is_refused_and_nothing_is_written(registry: Registry) -> None:
    lead, other, closed = (case(registry, f"R-{n}", place=f"nơi {n}") for n in range(3))
    closing.close(registry, closed.id, reason=CloseReason.EMPTY, reply="", who="lan", seen=closed.version)
    for wanted, code in (
        ({lead.id: lead.version}, "REPORT-JOIN-ONE"),
        ({other.id: other.version}, "REPORT-JOIN-ONE"),
        (seen(registry, lead, other, closed), "REPORT-JOIN-CLOSED"),
        ({**seen(registry, lead, other), other.id: 99}, "CHANGED-MEANWHILE"),
    ):
        with pytest.raises(RefusalError, match=code):
            joining.join(registry, lead.id, wanted, who="lan")
        assert joining.joined(registry, lead.id) == []
    joining.join(registry, lead.id, seen(registry, lead, other), who="lan")
    with pytest.raises(RefusalError, match="REPORT-JOINED"):
        joining.join(registry, other.id, seen(registry, other, lead), who="lan")
    third = case(registry, "R-9", place="nơi 9")
    joining.join(registry, third.id, seen(registry, third, lead), who="lan")
    assert {one.id for one in joining.joined(registry, third.id)} == {lead.id, other.id}


class Desk(RuleBasedStateMachine):
    """Any row of deeds at five reports, two of them of the province: joined ones are told as their lead
    is."""

    def __init__(self, registry: Registry) -> None:
        super().__init__()
        self.registry = registry
        Desk.runs += 1
        self.ids = [case(registry, f"M{Desk.runs}-{n}", place=f"{Desk.runs} {n}").id for n in range(4)]
        self.ids.append(
            reports.take_report(
                registry, kind=CitizenReportKind.FENCE, words="Rào hỏng", place=f"{Desk.runs}"
            ).id
        )
        with registry.database.read() as connection:
            self.heard = dict.fromkeys(self.ids, None)
            self.seq = ledger.head(connection).seq

    runs = 0

    def at(self, index: int) -> FieldReport:
        return reports.report(self.registry, self.ids[index])

    @rule(
        one=st.integers(0, 4), reason=st.sampled_from(CloseReason), answer=st.sampled_from(["Xong.", "Rồi."])
    )
    def close(self, one: int, reason: CloseReason, answer: str) -> None:
        found = self.at(one)
        if found.open and not found.joined_to:
            closing.close(self.registry, found.id, reason=reason, reply=answer, who="lan", seen=found.version)

    @rule(one=st.integers(0, 4))
    def reopen(self, one: int) -> None:
        found = self.at(one)
        if not found.open and not found.joined_to:
            closing.reopen(self.registry, found.id, who="lan", seen=found.version)

    @rule(one=st.integers(0, 4))
    def visit(self, one: int) -> None:
        found = self.at(one)
        if found.open and not found.joined_to:
            reports.sent_to_visit(
                self.registry, found.id, "đích", structure="", who="lan", seen=found.version, reply="Sẽ đến."
            )

    @rule(one=st.integers(0, 4), two=st.integers(0, 4))
    def join(self, one: int, two: int) -> None:
        lead, other = self.at(one), self.at(two)
        if lead.id != other.id and other.open and not lead.joined_to and not other.joined_to:
            joining.join(self.registry, lead.id, {lead.id: lead.version, other.id: other.version}, who="lan")

    @precondition(lambda self: any(self.at(n).joined_to for n in range(5)))
    @rule(one=st.integers(0, 4))
    def take_out(self, one: int) -> None:
        found = self.at(one)
        if found.joined_to:
            joining.take_out(self.registry, found.id, who="nam", seen=found.version)

    @invariant()
    def one_state_is_told(self) -> None:
        known = {one: reports.report(self.registry, one) for one in self.ids}
        for found in known.values():
            if found.joined_to:
                lead = known[found.joined_to]
                assert not lead.joined_to
                assert told(found) == told(lead)
                assert found.closed_on == lead.closed_on
        with self.registry.database.read() as connection:
            codes = event_deliveries._codes(connection)
            events = [event_of(one, codes) for one in ledger.entries(connection, since=self.seq)]
            self.seq = ledger.head(connection).seq
        for event in filter(None, events):
            self.heard[event.subject.id] = event.said_to("", "")["report"]
        for found in known.values():
            heard = self.heard[found.id]
            if not found.case_number:
                assert heard is None, "no other system hears of the office's own"
                continue
            api = cases.case(self.registry, found.case_number).told
            assert api == told(found)
            said = heard or {"state": "da-tiep-nhan", "answer": "", "case_number": found.case_number}
            assert (said["case_number"], said["state"]) == (found.case_number, api.code)
            assert said["answer"] == api.answer


def test_joined_reports_are_told_as_their_lead_by_every_way_whatever_is_done(tmp_path: Path) -> None:
    office = desk.make(read_settings({"BTS_HOME": str(tmp_path)}))
    try:
        run_state_machine_as_test(
            lambda: Desk(office),
            settings=settings(
                max_examples=6, stateful_step_count=12, deadline=None, derandomize=True, database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
        assert desk.sound(office)
    finally:
        office.close()
