"""Cases of the province's system: one report a number, however often and in whatever order it is sent."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from registry.errors import RefusalError
from registry.model.field.field_reports import (
    CitizenReportKind,
    CloseReason,
    Contact,
    FieldReport,
    ReportState,
)
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.public import cases, closing
from registry.services.public import citizen_reports as reports
from registry.services.public.cases import Outcome, SentCase
from registry.settings import read_settings
from registry.store.tables import ledger
from tests import postgres
from tests.services.requests import desk

AT = dt.datetime(2026, 11, 28, 8, 15, tzinfo=VIETNAM)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def registry(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    environ = {"BTS_HOME": str(tmp_path_factory.mktemp("cases"))}
    with contextlib.ExitStack() as stack:
        if request.param == "postgresql":
            server: postgres.Server = request.getfixturevalue("server")
            environ["BTS_DATABASE_URL"] = stack.enter_context(server.fresh())
        yield stack.enter_context(contextlib.closing(desk.make(read_settings(environ))))


def sent(registry: Registry, number: str, **own: Any) -> tuple[FieldReport, Outcome]:
    values: dict[str, Any] = {"words": "Cáp võng sát mặt đường", "kind": CitizenReportKind.LOW_CABLE, **own}
    return cases.take_case(registry, SentCase(number, **values), who="hệ thống tỉnh")


def test_a_case_is_one_report_whatever_is_sent_again(registry: Registry) -> None:
    before = len(reports.reports(registry))
    made, outcome = sent(registry, " PA-2026/118 ", received_at=AT, due_on=today() + dt.timedelta(days=3))
    assert (outcome, made.case_number, made.state) == (Outcome.NEW, "PA-2026/118", ReportState.NEW)
    again, outcome = sent(registry, "pa-2026/118", received_at=AT, due_on=today() + dt.timedelta(days=3))
    assert (outcome, again.id, again.version) == (Outcome.SAME, made.id, made.version)
    moved, outcome = sent(registry, "PA-2026/118", due_on=today() + dt.timedelta(days=5), place="Ngõ 3")
    assert (outcome, moved.id, moved.place) == (Outcome.CHANGED, made.id, "Ngõ 3")
    assert moved.due_on == today() + dt.timedelta(days=5)
    silent, outcome = cases.take_case(registry, SentCase("PA-2026/118"), who="hệ thống tỉnh")
    assert (outcome, silent.words, silent.place) == (Outcome.SAME, made.words, "Ngõ 3")
    assert len(reports.reports(registry)) == before + 1
    assert cases.case(registry, "pa-2026/118").report.id == made.id
    assert desk.sound(registry)


def test_a_number_of_another_case_and_an_older_statement_are_refused(registry: Registry) -> None:
    made, _ = sent(registry, "A-1", system="Cổng 1022", received_at=AT, as_of=AT)
    for own in (
        {"system": "Hệ thống khác"},
        {"system": "Cổng 1022", "received_at": AT + dt.timedelta(1)},
    ):
        with pytest.raises(RefusalError, match="REPORT-CASE-OTHER"):
            sent(registry, "A-1", **own)
    newer, _ = sent(registry, "A-1", system="Cổng 1022", as_of=AT + dt.timedelta(hours=2))
    with pytest.raises(RefusalError, match="REPORT-CASE-OLD"):
        sent(registry, "A-1", system="Cổng 1022", words="lời cũ", as_of=AT + dt.timedelta(hours=1))
    standing = reports.report(registry, made.id)
    assert (standing.words, standing.version) == (made.words, newer.version)


@pytest.mark.parametrize(
    ("number", "own", "code"),
    [
        ("", {}, "REPORT-CASE-NUMBER"),
        ("x" * 61, {}, "REPORT-CASE-NUMBER"),
        ("a\u202eb", {}, "REPORT-CASE-NUMBER"),
        ("a\x00b", {}, "REPORT-CASE-NUMBER"),
        ("E-1", {"words": " "}, "REPORT-EMPTY"),
        ("E-1", {"position": (21.27, 106.19)}, "REPORT-OUTSIDE"),
        ("E-1", {"received_at": AT + dt.timedelta(days=900)}, "REPORT-CASE-DAY"),
        ("E-1", {"due_on": dt.date(1999, 1, 1)}, "REPORT-CASE-DAY"),
        ("E-1", {"words": "x" * 8001}, "TEXT-LONG"),
    ],
)
def test_what_cannot_be_a_case_leaves_nothing(
    registry: Registry, number: str, own: dict[str, Any], code: str
) -> None:
    before = len(reports.reports(registry))
    with pytest.raises(RefusalError, match=code):
        sent(registry, number, **own)
    assert len(reports.reports(registry)) == before


def test_photos_are_made_anew_counted_once_and_refused_where_they_are_none(
    registry: Registry, tmp_path: Path
) -> None:
    files = []
    for at in range(5):
        Image.new("RGB", (80, 60), (at * 40, 90, 90)).save(tmp_path / f"{at}.jpg")
        files.append((tmp_path / f"{at}.jpg", f"../../{at}.jpg"))
    made, _ = sent(registry, "P-1", photos=files[:2])
    again, outcome = sent(registry, "P-1", photos=files[:2])
    assert (len(made.photos), len(again.photos), outcome) == (2, 2, Outcome.SAME)
    more, outcome = sent(registry, "P-1", photos=files[1:4])
    assert (len(more.photos), outcome) == (4, Outcome.CHANGED)
    with pytest.raises(RefusalError, match="REPORT-PHOTOS"):
        sent(registry, "P-1", photos=files[4:])
    (tmp_path / "bad.jpg").write_bytes(b"<script>alert(1)</script>" * 20)
    with pytest.raises(RefusalError, match="REPORT-PHOTO"):
        sent(registry, "P-2", photos=[(tmp_path / "bad.jpg", "ảnh.jpg")])
    with pytest.raises(RefusalError, match="REPORT-CASE-UNKNOWN"):
        cases.case(registry, "P-2")


def test_what_changed_is_told_once_in_order_and_without_the_offices_own(registry: Registry) -> None:
    start = cases.changed_cases(registry, 0)
    while start.more:
        start = cases.changed_cases(registry, start.until)
    reports.take_report(registry, kind=CitizenReportKind.OTHER, words="của sổ", place="Kép")
    first, _ = sent(registry, "C-1", contact=Contact("Nguyễn Thị Ba", "0912 345 678"))
    second, _ = sent(registry, "C-2", place="nơi khác")
    closing.close(
        registry,
        first.id,
        reason=CloseReason.NO_FAULT,
        reply="Không có sự cố.",
        who="lan",
        seen=first.version,
    )
    told = cases.changed_cases(registry, start.until, 1)
    assert ([one.report.id for one in told.cases], told.more) == ([second.id], True)
    rest = cases.changed_cases(registry, told.until)
    assert [(one.report.id, one.told.code, one.told.answer) for one in rest.cases] == [
        (first.id, "da-xu-ly", "Không có sự cố.")
    ]
    assert cases.changed_cases(registry, rest.until).cases == []
    with registry.database.read() as connection:
        rows = connection.execute(sa.select(ledger.c.after).where(ledger.c.after.is_not(None))).scalars()
        assert not [row for row in rows if "0912 345 678" in row or "Nguyễn Thị Ba" in row]


def test_due_cases_are_those_that_are_open_the_first_due_first(registry: Registry) -> None:
    late, _ = sent(registry, "D-1", due_on=today() - dt.timedelta(days=1))
    soon, _ = sent(registry, "D-2", due_on=today(), place="x")
    done, _ = sent(registry, "D-3", due_on=today(), place="y")
    closing.close(registry, done.id, reason=CloseReason.EMPTY, reply="", who="lan", seen=done.version)
    due = [one.id for one in cases.due_cases(registry)]
    assert due.index(late.id) < due.index(soon.id)
    assert done.id not in due
