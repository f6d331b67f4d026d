"""A report that is handed in meets what is owed from its day on, until the office returns it."""

import datetime as dt
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.duties import Duty, DutyState, ReportState
from registry.services.obligations.handed_reports import (
    hand_in,
    report_file,
    reports_of,
    return_report,
    returned_of,
    standing_by_duty,
    take,
)
from registry.services.obligations.obligations import duties_of
from registry.services.obligations.reminders import to_remind
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store.obligations import handed_reports as store
from registry.store.office.notices import notices_of


def owed(registry: Registry, code: str, organisation: str, day: dt.date) -> Duty:
    return next(
        duty
        for duty in duties_of(registry, day, organisation=organisation)
        if duty.code == code and duty.open
    )


def test_a_report_counts_from_its_day_until_it_is_returned(either_office: Registry, tmp_path: Path) -> None:
    registry = either_office
    day = dt.date(today().year + 1, 6, 5)  # the half-year report is in sight then, and soon due
    duty = owed(registry, "DUT-HALF", "VTL", day)
    assert duty in to_remind([duty], day)["VTL"]
    paper = tmp_path / "tệp"
    paper.write_bytes(b"%PDF-1.7 so lieu")
    sent = hand_in(registry, duty, paper, name="Báo cáo 6 tháng.pdf", number=" 12/BC-VTL ", who="viettel")
    assert (sent.state, sent.number, sent.who) == (ReportState.HANDED_IN, "12/BC-VTL", "viettel")
    again = hand_in(registry, duty, paper, name="Báo cáo 6 tháng.pdf", number="12/BC-VTL", who="viettel")
    assert again == sent
    assert [item.id for item in reports_of(registry)] == [sent.id]

    def standing(on: dt.date) -> Duty:
        return next(one for one in duties_of(registry, on, organisation="VTL") if one.key == duty.key)

    done = standing(day)
    assert (done.state, done.done_on) == (DutyState.DONE, sent.at.date())
    assert "12/BC-VTL" in done.done_by
    assert not to_remind([done], day)
    path, name = report_file(registry, duty, sent.id)
    assert (path.read_bytes(), name) == (b"%PDF-1.7 so lieu", "Báo cáo 6 tháng.pdf")

    with pytest.raises(RefusalError, match="DUTY-NOTE"):
        return_report(registry, sent.id, reason=" ", who="lan", seen=1)
    return_report(registry, sent.id, reason="Thiếu phụ lục 2", who="lan", seen=1)
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        take(registry, sent.id, who="hoa", seen=1)
    assert standing(day).open
    assert returned_of(registry, "VTL") == {duty.key}
    assert returned_of(registry, "VNPT") == frozenset(), "another carrier's is not its to make again"
    with pytest.raises(RefusalError, match="DUTY-REPORT-AGAIN") as refused:
        hand_in(registry, duty, paper, name="Báo cáo 6 tháng.pdf", number="12/BC-VTL", who="viettel")
    assert refused.value.params["reason"] == "Thiếu phụ lục 2"
    paper.write_bytes(b"%PDF-1.7 du")
    second = hand_in(registry, duty, paper, name="Báo cáo 6 tháng.pdf", number="12/BC-VTL", who="viettel")
    assert not standing(day).open
    assert returned_of(registry, "VTL") == frozenset(), "it is at the office again"
    take(registry, second.id, who="lan", seen=second.version)
    states = {item.id: item.state for item in reports_of(registry, duty.key)}
    assert states == {sent.id: ReportState.RETURNED, second.id: ReportState.TAKEN}
    with registry.database.read() as connection:
        assert standing_by_duty(store.reports_of(connection))[duty.key].id == second.id


def test_only_a_file_with_something_in_it_for_what_a_document_meets_is_taken(
    office: Registry, tmp_path: Path
) -> None:
    day = dt.date(today().year, 11, 20)
    plan, year = (owed(office, code, "VNPT", day) for code in ("DUT-PLAN", "DUT-YEAR"))
    paper = tmp_path / "tệp"
    paper.write_bytes(b"x")
    for duty, name, code in (
        (plan, "kế hoạch.pdf", "DUTY-REPORT-KIND"),  # that is a request with positions
        (year, "báo cáo.exe", "DUTY-REPORT-FILE"),
        (year, "báo cáo", "DUTY-REPORT-FILE"),
        (year, f"{'n' * 300}.pdf", "TEXT-LONG"),
    ):
        with pytest.raises(RefusalError, match=code):
            hand_in(office, duty, paper, name=name, who="vnpt")
    paper.write_bytes(b"")
    with pytest.raises(RefusalError, match="DUTY-REPORT-FILE"):
        hand_in(office, year, paper, name="báo cáo.pdf", who="vnpt")
    assert reports_of(office) == []
    assert not any(office.settings.files.glob("*")), "what is refused leaves no file"
    with pytest.raises(RefusalError, match="DUTY-REPORT-UNKNOWN"):
        take(office, "none", who="lan", seen=1)


def test_a_report_without_a_number_is_returned_by_its_file(office: Registry, tmp_path: Path) -> None:
    day = dt.date(today().year, 11, 20)
    paper = tmp_path / "tệp"
    paper.write_bytes(b"%PDF-1.7 so lieu")
    sent = hand_in(office, owed(office, "DUT-YEAR", "VNPT", day), paper, name="báo cáo năm.pdf", who="vnpt")
    return_report(office, sent.id, reason="Thiếu phụ lục", who="lan", seen=1)
    with office.database.read() as connection:
        told = notices_of(connection, organisation="VNPT", roles=set(), account="", unopened=False, most=9)
    assert "báo cáo năm.pdf" in [one.params.get("number") for one in told]
