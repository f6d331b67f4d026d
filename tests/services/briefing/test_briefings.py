"""A briefing: the numbers are lists of lines, a past week stays as it was, what was entered later is said."""

import datetime as dt
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.briefing.briefings import Basis, Group, Line, Number, Span, SpanKind, span_of
from registry.model.briefing.written import from_json, to_json
from registry.model.people import Person, Role
from registry.services.briefing import conclusions
from registry.services.briefing.briefings import briefing, number_of
from registry.services.briefing.copies import copies, keep, kept_copy
from registry.services.office.brief_parts import BriefPart
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.settings import read_settings
from registry.store import ledger
from registry.store.briefing.tables import briefing_copies
from tests.services.requests.desk import make

LEADER = Person("hà", frozenset({Role.LEADER}))
OFFICER = Person("lan", frozenset({Role.APPRAISER}))
CARRIER = Person("vtl", frozenset({Role.CARRIER}), organisation="VTL")
PARTS = (conclusions.PART,)


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    made = make(read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("briefing") / "nhà")}))
    yield made
    made.close()


def _on(monkeypatch: pytest.MonkeyPatch, day: dt.date, hour: int = 9) -> None:
    at = dt.datetime.combine(day, dt.time(hour), dt.timezone(dt.timedelta(hours=7)))
    monkeypatch.setattr("registry.model.vietnam_time.read_clock", lambda: at)


def _codes(office: Registry, day: dt.date, kind: SpanKind = SpanKind.WEEK) -> dict[str, int]:
    found = briefing(office, PARTS, kind, day, person=LEADER)
    return {one.code: len(one) for part in found.parts for one in part.numbers}


@given(st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)), st.sampled_from(SpanKind))
def test_spans_follow_one_another_without_gap(day: dt.date, kind: SpanKind) -> None:
    span = span_of(kind, day, dt.date(2040, 1, 1))
    assert span.first <= day <= span.last == span.day
    first, last = span.next
    assert first == span.last + dt.timedelta(days=1)
    assert span.coming(span.day)  # what is due on the day itself is not late yet, and is told
    assert not span.coming(span.day - dt.timedelta(days=1))
    after = span_of(kind, first, dt.date(2040, 1, 1))
    assert (after.first, after.last) == (first, last)
    assert after.before == (span.first, span.last)


def test_a_conclusion_stands_in_the_next_briefings_until_it_is_done(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = ledger_day(office) + dt.timedelta(days=7 - ledger_day(office).weekday())
    _on(monkeypatch, last)
    due = last + dt.timedelta(days=3)
    said = conclusions.conclude(
        office, "Soạn báo cáo quý", met_on=last, officer="lan", due_on=due, person=LEADER
    )
    assert _codes(office, last) == {
        "conclusions.done": 0, "conclusions.open": 1, "conclusions.late": 0, "conclusions.due": 1
    }  # fmt: skip
    week_on = last + dt.timedelta(days=7)
    _on(monkeypatch, week_on)
    found = briefing(office, PARTS, SpanKind.WEEK, week_on, person=LEADER)
    (late,) = number_of(found, "conclusions.late").lines
    assert (late.who, late.late_days(found.span.day)) == ("lan", 4)
    conclusions.finish_conclusion(office, said, outcome="đã gửi", seen=1, person=OFFICER)
    assert _codes(office, week_on)["conclusions.done"] == 1
    then = briefing(office, PARTS, SpanKind.WEEK, last, person=LEADER)
    assert then.basis is Basis.LEDGER
    assert len(number_of(then, "conclusions.open")) == 1  # as it stood at the end of that week
    assert len(number_of(then, "conclusions.late")) == 1
    assert then.later == ()


def ledger_day(office: Registry) -> dt.date:
    """The day on which the small office was made: weeks before it have no register."""
    with office.database.read() as connection:
        return dt.datetime.fromisoformat(ledger.head(connection).at).date()


def test_what_is_entered_later_for_a_past_week_is_said(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monday = ledger_day(office) + dt.timedelta(days=7 - ledger_day(office).weekday())
    _on(monkeypatch, monday)
    said = conclusions.conclude(office, "Kiểm tra cột", met_on=monday, person=LEADER)
    _on(monkeypatch, monday + dt.timedelta(days=9))
    conclusions.finish_conclusion(
        office, said, outcome="xong từ thứ Tư", done_on=monday + dt.timedelta(days=2), seen=1, person=LEADER
    )
    found = briefing(office, PARTS, SpanKind.WEEK, monday, person=LEADER)
    assert len(number_of(found, "conclusions.done")) == 0
    (later,) = found.later
    assert (later.code, [line.key for line in later.added], later.gone) == ("conclusions.done", [said], ())


def test_before_the_register_only_what_was_done_is_told(office: Registry) -> None:
    part = BriefPart("old", 1, Words("Cũ", "Old"), _old)
    found = briefing(
        office, (part,), SpanKind.WEEK, ledger_day(office) - dt.timedelta(days=30), person=LEADER
    )
    assert found.basis is Basis.DATES
    assert {one.group for one in found.parts[0].numbers} == {Group.DONE}


def _old(_registry: Registry, span: Span, _lang: str) -> Sequence[Number]:
    line = Line("1", "một việc", on=span.first)
    return [Number("old.done", Group.DONE, "xong", (line,)), Number("old.open", Group.OPEN, "mở", (line,))]


def test_a_kept_briefing_stays_as_it_was_presented(office: Registry) -> None:
    day = ledger_day(office)
    conclusions.conclude(office, "Việc một", met_on=day, officer="lan", person=LEADER)
    found = briefing(office, PARTS, SpanKind.WEEK, day, person=LEADER)
    identity = keep(office, found, "", person=LEADER)
    conclusions.conclude(office, "Việc hai", met_on=day, person=LEADER)
    copy, then = kept_copy(office, identity, person=OFFICER)
    assert then.parts == found.parts
    assert [one.id for one in copies(office, person=OFFICER)] == [identity]
    assert from_json(to_json(then)) == then
    changed = {**copy.content, "at": "2000-01-01T00:00:00+00:00"}
    with deed(office, "desk-test", "ai") as made:
        made.amend(briefing_copies, identity, content=changed)
    with pytest.raises(RefusalError, match="BRIEFING-COPY-CHANGED"):
        kept_copy(office, identity, person=OFFICER)


def test_whose_turn_it_is(office: Registry) -> None:
    day = ledger_day(office)
    said = conclusions.conclude(office, "Việc một", met_on=day, officer="nam", person=LEADER)
    for person, code in ((CARRIER, "BRIEFING-NOT-ALLOWED"), (OFFICER, "BRIEFING-OTHERS")):
        with pytest.raises(RefusalError, match=code):
            conclusions.finish_conclusion(office, said, outcome="xong", seen=1, person=person)
    with pytest.raises(RefusalError, match="BRIEFING-LEADER-ONLY"):
        conclusions.conclude(office, "Việc hai", met_on=day, person=OFFICER)
    with pytest.raises(RefusalError, match="BRIEFING-NOT-ALLOWED"):
        briefing(office, PARTS, SpanKind.WEEK, day, person=CARRIER)
    with pytest.raises(RefusalError, match="BRIEFING-AHEAD"):
        briefing(office, PARTS, SpanKind.WEEK, dt.date(2099, 1, 5), person=LEADER)


def test_a_line_is_ended_once_and_in_its_time(office: Registry) -> None:
    day = ledger_day(office)
    said = conclusions.conclude(office, "Việc một", met_on=day, person=LEADER)
    early = day - dt.timedelta(days=1)
    with pytest.raises(RefusalError, match="CONCLUSION-DONE-DAY"):
        conclusions.finish_conclusion(office, said, outcome="x", done_on=early, seen=1, person=LEADER)
    with pytest.raises(RefusalError, match="CONCLUSION-DAY"):
        conclusions.amend_conclusion(
            office, said, task="Việc", officer="", due_on=early, seen=1, person=LEADER
        )
    with pytest.raises(RefusalError, match="CONCLUSION-AHEAD"):
        conclusions.conclude(office, "Việc", met_on=day + dt.timedelta(days=40), person=LEADER)
    with pytest.raises(RefusalError, match="BRIEFING-EMPTY"):
        conclusions.drop_conclusion(office, said, reason=" ", seen=1, person=LEADER)
    conclusions.drop_conclusion(office, said, reason="trùng việc khác", seen=1, person=LEADER)
    with pytest.raises(RefusalError, match="CONCLUSION-ENDED"):
        conclusions.finish_conclusion(office, said, outcome="x", seen=2, person=LEADER)
    conclusions.follow_again(office, said, seen=2, person=LEADER)
    (line,) = conclusions.conclusions(office, person=LEADER)
    assert (line.state.value, line.done_on, line.outcome) == ("open", None, "")
