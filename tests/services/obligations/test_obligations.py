"""Who owes what by when: from the rules and the register, closed by what comes in, marked, reminded."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from docx import Document

from registry.errors import RefusalError
from registry.model.areas import OperatorList
from registry.model.duties import Duty, DutyState, LetterKind, LetterState
from registry.model.requests.desk import RequestKind
from registry.services.obligations.followed_letters import (
    book_of,
    discard,
    draft_letters,
    get_letter,
    letters_of,
    present_head,
    record_answer,
    record_sent,
)
from registry.services.obligations.letter_documents import letter_document, months_gathered
from registry.services.obligations.obligations import (
    duties_of,
    duty_of,
    extend_duty,
    mark_done,
    take_mark_back,
    title,
)
from registry.services.obligations.reminders import draft_reminders, to_remind
from registry.services.office.calendar import quarter_of, today
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of, report_completion
from registry.services.requests.sharing import ask_to_share, record_reply, sharing_of
from registry.store import batches, ledger
from registry.store.changes import amend
from registry.store.field.tables import defects
from registry.store.register.lists import list_row
from registry.store.tables import import_batches
from tests.services.requests import desk
from tests.store.rows import created

CARRIERS = {"VNPT", "VTL", "VMS", "VNM"}
YEAR = today().year
NOVEMBER = dt.date(YEAR, 11, 20)


def found(registry: Registry, code: str, day: dt.date, **own: Any) -> dict[str, Duty]:
    return {duty.organisation: duty for duty in duties_of(registry, day, **own) if duty.code == code}


def assert_decided_elsewhere(office: Registry, owed: Duty) -> None:
    """Its day and its end are said on its own page alone: a mark beside it would contradict that page."""
    for deed in (mark_done, extend_duty):
        more = {"until": owed.due_on + dt.timedelta(days=9)} if deed is extend_duty else {}
        with pytest.raises(RefusalError, match="DUTY-ELSEWHERE"):
            deed(office, owed.key, note="12/CV", who="lan", seen=0, **more)


def test_the_annual_plan_is_owed_by_30_november_until_it_is_received(
    either_office: Registry, tmp_path: Path
) -> None:
    registry = either_office
    with registry.database.write() as connection:  # an office at work before the day owed, whatever today is
        connection.execute(sa.update(import_batches).values(at=f"{YEAR}-01-02T08:00:00+07:00"))
    owed = found(registry, "DUT-PLAN", NOVEMBER)
    assert owed.keys() == CARRIERS
    for duty in owed.values():
        assert (duty.due_on, duty.state) == (dt.date(YEAR, 11, 30), DutyState.SOON)
        assert duty.source == "QĐ 72/2025/QĐ-UBND, Điều 4(3)"
        assert duty.verified
        assert str(YEAR + 1) in title(duty)
        assert str(YEAR + 1) in title(duty, "en")
    desk.received(registry, tmp_path, desk.FIVE[:1], kind=RequestKind.ANNUAL_PLAN)
    owed = found(registry, "DUT-PLAN", NOVEMBER)
    assert owed["VTL"].state is DutyState.DONE
    assert f"1/{YEAR}/HS-VT" in owed["VTL"].done_by
    assert owed["VNPT"].state is DutyState.SOON
    assert found(registry, "DUT-PLAN", dt.date(YEAR, 12, 2))["VNPT"].state is DutyState.OVERDUE
    office = found(registry, "DUT-SUBMIT", NOVEMBER)[""]
    assert office.due_on == dt.date(YEAR, 12, 29), "before 30/12"
    assert found(registry, "DUT-YEAR", NOVEMBER)["VNM"].due_on == dt.date(YEAR, 12, 14), "before 15/12"


def test_the_half_year_report_is_marked_as_a_day_of_the_office(office: Registry) -> None:
    duty = found(office, "DUT-HALF", dt.date(YEAR, 5, 10))["VTL"]
    assert duty.due_on == dt.date(YEAR, 6, 14)
    assert not duty.day_stated


def test_a_quarter_without_a_complete_list_is_owed_and_a_later_list_closes_it(office: Registry) -> None:
    _first, last = quarter_of(today())
    following = last + dt.timedelta(days=1)
    late = following + dt.timedelta(days=80)

    def states(day: dt.date, quarter: dt.date) -> dict[str, DutyState]:
        period = f"{quarter.year}Q{(quarter.month + 2) // 3}"
        return {
            duty.organisation: duty.state
            for duty in duties_of(office, day)
            if duty.key.startswith("DUT-LIST") and duty.key.endswith(period)
        }

    assert states(last, last) == dict.fromkeys(CARRIERS, DutyState.DONE)  # complete lists of today
    assert states(late, following) == dict.fromkeys(CARRIERS, DutyState.SOON)
    over = following + dt.timedelta(days=95)
    assert states(over, following) == dict.fromkeys(CARRIERS, DutyState.OVERDUE)
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        row = list_row(OperatorList("VTL", over, True, batch.id))
        ledger.record(connection, created("operator_lists", row), who="lan", batch=batch.id)
    assert states(over, following)["VTL"] is DutyState.DONE, "a later list holds what the earlier lacked"
    assert states(over, following)["VNPT"] is DutyState.OVERDUE


def test_a_reply_to_a_sharing_request_is_owed_by_the_owner(office: Registry) -> None:
    asked = ask_to_share(office, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=today(), who="lan")
    later = today() + dt.timedelta(days=30)
    duty = found(office, "DUT-SHARE", later)["VNPT"]
    assert duty.due_on == asked.due_on
    assert duty.state is DutyState.OVERDUE
    assert "7(4)" in duty.source
    assert duty.link == ("sharing", asked.id)
    assert not found(office, "DUT-SHARE", later, organisation="VTL"), "the asker owes nothing"
    assert_decided_elsewhere(office, duty)
    seen = sharing_of(office)[0].version
    record_reply(office, asked.id, answer="agree", replied_on=today(), who="vnpt", seen=seen)
    assert not found(office, "DUT-SHARE", later)


def test_an_agreed_position_is_owed_until_it_is_built(
    office: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.issued(office, tmp_path, desk.received(office, tmp_path, desk.FIVE[:1]))
    approval = approvals_of(office)[0]
    assert approval.build_by is not None
    near = approval.build_by - dt.timedelta(days=10)
    owed = found(office, "DUT-BUILD", near)["VTL"]
    assert (owed.due_on, owed.state, owed.link) == (
        approval.build_by,
        DutyState.SOON,
        ("approval", approval.id),
    )
    assert "Điều 4(4)" in owed.source
    assert not found(office, "DUT-BUILD", approval.build_by - dt.timedelta(days=100))
    with monkeypatch.context() as later:
        later.setattr("registry.services.obligations.obligations.present_day", lambda: near)
        assert_decided_elsewhere(office, owed)
    report_completion(
        office, approval.id, lon=approval.lon, lat=approval.lat, completed_on=today(), who="vtl",
        seen=approval.version,
    )  # fmt: skip
    assert not found(office, "DUT-BUILD", near)


def test_a_defect_is_owed_by_its_day_until_it_is_answered(office: Registry) -> None:
    row = {
        "id": "d1", "structure": "mast-BGG00045", "organisation": "VNPT", "found_on": today(),
        "deadline": today() + dt.timedelta(days=7), "state": "open",
    }  # fmt: skip
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="desk-defects", who="lan")
        ledger.record(connection, created("defects", row), who="lan", batch=batch.id)
    owed = found(office, "DUT-DEFECT", today())["VNPT"]
    assert (owed.due_on, owed.state) == (row["deadline"], DutyState.SOON)
    assert "BGG00045" in title(owed)
    assert not found(office, "DUT-DEFECT", today(), organisation="VTL")
    assert_decided_elsewhere(office, owed)
    for state, owes in (("answered", False), ("reinspected", True), ("withdrawn", False)):
        with office.database.write() as connection:
            batch = batches.open_batch(connection, kind="desk-defects", who="lan")
            standing = ledger.rows_by_key(connection, defects, ["d1"])["d1"]
            ledger.record(connection, [amend(defects, standing, state=state)], who="lan", batch=batch.id)
        assert bool(found(office, "DUT-DEFECT", today())) == owes, state


def test_masts_that_nobody_looked_at_are_owed_before_the_storm_season(office: Registry) -> None:
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        alias = {"id": "a1", "site_id": "site-BGG00045", "operator": "VNPT", "code": "BGG00045",
                 "former": False, "first_listed": today(), "last_listed": today()}  # fmt: skip
        ledger.record(connection, created("site_aliases", alias), who="lan", batch=batch.id)
    march = dt.date(YEAR + 1, 3, 20)
    owed = found(office, "DUT-SEASON", march)
    assert {name: duty.items for name, duty in owed.items() if duty.open} == {"VNPT": 1}
    assert owed["VNPT"].due_on == dt.date(YEAR + 1, 4, 30)
    assert owed["VNPT"].source == "TCN 68-174:1998, Điều 55"
    assert not owed["VNPT"].day_stated, "when the season begins no text says"
    assert found(office, "DUT-SEASON", dt.date(YEAR + 1, 6, 1))["VNPT"].state is DutyState.OVERDUE
    assert not found(office, "DUT-SEASON", dt.date(YEAR + 1, 12, 20)), "the season is over"
    looked = {
        "structure": "mast-BGG00045",
        "inspected_on": dt.date(YEAR, 12, 1),
        "inspection_result": "passed",
    }
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="desk-safety", who="lan")
        change = created("mast_safety", looked, key="structure")
        ledger.record(connection, change, who="lan", batch=batch.id)
    assert found(office, "DUT-SEASON", march)["VNPT"].state is DutyState.DONE


def test_what_is_over_by_an_unread_number_is_apart_and_reminds_nobody(demo_registry: Registry) -> None:
    duties = duties_of(demo_registry)
    apart = [duty for duty in duties if duty.state is DutyState.UNVERIFIED]
    assert {duty.code for duty in apart} == {"DUT-STRUCTURE"}
    assert all(duty.source and not duty.verified and duty.days_left(today()) < 0 for duty in apart)
    late = [duty for duty in duties if duty.state is DutyState.OVERDUE]
    assert late
    assert all(duty.verified or not duty.source for duty in late)
    named = [duty.key for of in to_remind(duties, today(), within=60).values() for duty in of]
    assert named
    assert not {duty.key for duty in apart}.intersection(named)
    one = apart[0]
    until = today() - dt.timedelta(days=1)
    if until > one.due_on:  # the office sets a day of its own: that one counts
        extend_duty(demo_registry, one.key, until=until, note="CV 12", who="lan", seen=one.version)
        try:
            assert duty_of(demo_registry, one.key).state is DutyState.OVERDUE
        finally:
            version = duty_of(demo_registry, one.key).version
            take_mark_back(demo_registry, one.key, who="lan", seen=version)
    assert duty_of(demo_registry, one.key).state is DutyState.UNVERIFIED


def test_an_officer_marks_extends_and_takes_back_with_the_ground(either_office: Registry) -> None:
    registry = either_office
    day, key = today(), f"DUT-YEAR:VTL:{YEAR}"
    if all(duty.key != key for duty in duties_of(registry)):  # far from December: use a day that shows it
        pytest.skip("the yearly report is not in sight today")
    duty = duty_of(registry, key)
    with pytest.raises(RefusalError, match="DUTY-NOTE"):
        mark_done(registry, key, note=" ", who="lan", seen=duty.version)
    with pytest.raises(RefusalError, match="DUTY-EXTEND-DAY"):
        extend_duty(registry, key, until=duty.due_on, note="xin lùi", who="lan", seen=duty.version)
    until = duty.due_on + dt.timedelta(days=10)
    extend_duty(registry, key, until=until, note="CV 5/VTL xin lùi", who="lan", seen=duty.version)
    longer = duty_of(registry, key)
    assert (longer.due_on, longer.extended_from, longer.note) == (until, duty.due_on, "CV 5/VTL xin lùi")
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        mark_done(registry, key, note="muộn", who="minh", seen=duty.version)
    tomorrow, before = day + dt.timedelta(days=1), day - dt.timedelta(days=3)
    with pytest.raises(RefusalError, match="DUTY-RECEIVED-DAY"):
        mark_done(
            registry, key, note="", number="12/VTL", received_on=tomorrow, who="lan", seen=longer.version
        )
    mark_done(registry, key, note="BC 12/VTL", who="lan", seen=longer.version)
    done = duty_of(registry, key)
    assert (done.state, done.done_on, done.note) == (DutyState.DONE, day, "BC 12/VTL")
    take_mark_back(registry, key, who="lan", seen=done.version)
    again = duty_of(registry, key)
    mark_done(
        registry,
        key,
        number=" 12/BC-VTL ",
        note="đủ phụ lục",
        received_on=before,
        who="lan",
        seen=again.version,
    )
    done = duty_of(registry, key)  # done on the day on which it came, whenever it is marked
    assert (done.done_on, done.note) == (before, "12/BC-VTL; đủ phụ lục")
    assert done.done_by.startswith(f"Nhận ngày {before:%d/%m/%Y}, cán bộ ghi ngày")
    assert done.received("vi") == done.done_by
    assert done.received("en").startswith(f"Received on {before:%d/%m/%Y}, marked by an officer on")
    take_mark_back(registry, key, who="lan", seen=done.version)
    assert duty_of(registry, key).open
    with pytest.raises(RefusalError, match="DUTY-UNKNOWN"):
        duty_of(registry, key, organisation="VNPT")
    assert desk.sound(registry)


def test_one_letter_a_carrier_is_drafted_sent_and_followed(demo_registry: Registry) -> None:
    duties = duties_of(demo_registry)
    wanted = to_remind(duties, today())
    letters = draft_reminders(demo_registry, who="lan")
    assert {letter.organisation for letter in letters} == wanted.keys() <= CARRIERS
    for letter in letters:
        assert len(letter.lines) == len(wanted[letter.organisation])
        text = Document(io.BytesIO(letter_document(demo_registry, letter)))
        table = next(t for t in text.tables if t.rows[0].cells[0].text == "TT")
        assert len(table.rows) - 1 == len(months_gathered(letter.lines, letter.drafted_on)) < 12
        assert "quá hạn" in " ".join(cell.text for row in table.rows for cell in row.cells)
        book = openpyxl.load_workbook(io.BytesIO(book_of(demo_registry, letter)))
        assert book.worksheets[0].max_row - 1 == len(letter.lines)
        assert book.worksheets[1].max_row - 1 == sum(duty.items for duty in wanted[letter.organisation])
    letter = letters[0]
    assert letters_of(demo_registry, organisation=letter.organisation) == [], "a draft is the office's"
    with pytest.raises(RefusalError, match="DUTY-LETTER-NUMBER"):
        record_sent(
            demo_registry, letter.id, number=" ", sent_on=today(), answer_by=None, who="lan",
            seen=letter.version,
        )  # fmt: skip
    with pytest.raises(RefusalError, match="DUTY-LETTER-NOT-SENT"):
        record_answer(
            demo_registry, letter.id, answered_on=today(), number="1", answer="", who="lan",
            seen=letter.version,
        )  # fmt: skip
    by = today() + dt.timedelta(days=5)
    record_sent(
        demo_registry, letter.id, number="88/SKHCN-VT", sent_on=today(), answer_by=by, who="lan",
        seen=letter.version,
    )  # fmt: skip
    own = letters_of(demo_registry, organisation=letter.organisation)
    assert [(item.number, item.state) for item in own] == [("88/SKHCN-VT", LetterState.SENT)]
    reminded = to_remind(duties, today(), letters=letters_of(demo_registry))
    assert letter.organisation not in reminded, "what a sent letter waits for is not said twice"
    late = letters_of(demo_registry, day=by + dt.timedelta(days=1))
    assert next(item.state for item in late if item.id == letter.id) is LetterState.LATE
    owed = found(demo_registry, "DUT-ANSWER", by + dt.timedelta(days=1))[letter.organisation]
    assert (owed.due_on, owed.state) == (by, DutyState.OVERDUE)
    assert_decided_elsewhere(demo_registry, owed)
    other = next(code for code in sorted(CARRIERS) if code != letter.organisation)
    with pytest.raises(RefusalError, match="DUTY-LETTER-UNKNOWN"):
        get_letter(demo_registry, letter.id, organisation=other)
    sent = get_letter(demo_registry, letter.id)
    with pytest.raises(RefusalError, match="DUTY-LETTER-SENT"):
        discard(demo_registry, letter.id, who="lan", seen=sent.version)
    record_answer(
        demo_registry, letter.id, answered_on=today(), number="15/CV", answer="Đã làm", who="lan",
        seen=sent.version,
    )  # fmt: skip
    assert not found(demo_registry, "DUT-ANSWER", by).get(letter.organisation)
    again = draft_reminders(demo_registry, who="lan")
    assert letter.id not in {item.id for item in again}, "what was sent is not written over"


def test_nothing_to_ask_drafts_nothing(office: Registry) -> None:
    with pytest.raises(RefusalError, match="DUTY-NOTHING-TO-ASK"):
        draft_letters(office, LetterKind.REMINDER, {}, who="lan", since=present_head(office))
    assert letters_of(office) == []
