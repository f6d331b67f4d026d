"""The after-action report: it drafts itself, takes an officer's words, and keeps its figures once final."""

import datetime as dt
import io
import re
from dataclasses import replace

import pytest
from docx import Document
from flask import Flask

from registry.errors import RefusalError
from registry.model.outages.outages import Cause, EventKind, LineState, ReportSource
from registry.model.storm.observed_winds import WindSource
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now
from registry.services.outages.carrier_reports import Heading, send_report
from registry.services.outages.events import open_event
from registry.services.outages.statements import Statement
from registry.services.outages.stations import station_book
from registry.services.register.verify import verify
from registry.services.storm.after_action.report import state_texts, the_report
from registry.services.storm.exposure import exposure_of
from registry.services.storm.observed import NewWind, record_winds
from registry.services.storm.storms import BulletinText, get_storm, record_storm
from registry.storm.shipped import shipped_track
from tests.pages import Page
from tests.web.people import registry_of, visitor


def text(page: Page) -> str:
    return " ".join(page.text)


@pytest.fixture(scope="module")
def over(app: Flask) -> str:
    """A storm that is over: winds observed, eight of Viettel's stations off the air and six back, two fallen;
    VNPT has said nothing."""
    registry = registry_of(app)
    shipped = shipped_track()
    shift = now() - dt.timedelta(days=2) - shipped.points[-1].at
    points = tuple(replace(point, at=point.at + shift, forecast=False) for point in shipped.points)
    track = replace(shipped, points=points, year=now().year, issued_at=points[-1].at)
    said = BulletinText("Tin bão số 3", "tin.txt", "TTDBKTTVQG", "record", {})
    storm = record_storm(registry, track, said, who="trực").storm
    exposure = exposure_of(registry, get_storm(registry, storm.id).track)
    at = exposure.at(int(exposure.reached[0]))
    assert at.peak_at is not None
    row = exposure.masts.row_of[at.structure_id]
    wind = NewWind(
        place="Trạm Bắc Giang", lon=float(exposure.masts.lon[row]), lat=float(exposure.masts.lat[row]),
        observed_at=points[-1].at, source=WindSource.STATION, told_by="trạm", gust_ms=at.gust_ms / 1.5,
    )  # fmt: skip
    record_winds(registry, storm.id, [wind], who="trực")
    start = at.peak_at
    event = open_event(
        registry, name="Mất liên lạc do bão số 3", kind=EventKind.STORM, started_at=start, storm=storm.id,
        first_due=start + dt.timedelta(hours=6), hours=6, operators=("VTL", "VNPT"), who="trực",
    )  # fmt: skip
    own = [item for item in station_book(registry).of_operator["VTL"] if item.expected and item.commune][:8]
    for after, state, stations in ((2, LineState.DOWN, own), (20, LineState.RESTORED, own[2:])):
        heading = Heading(
            event.id, "VTL", event.first_due, start + dt.timedelta(hours=after), ReportSource.PHONE, "trực",
            "gọi điện",
        )  # fmt: skip
        cause = Cause.COLLAPSE if state is LineState.DOWN else None
        send_report(
            registry, heading,
            [
                Statement(
                    str(at), code=item.code, state=state,
                    cause=(cause if at < 2 else Cause.GRID) if cause else "",
                )
                for at, item in enumerate(stations)
            ],
        )  # fmt: skip
    return storm.id


def test_the_report_drafts_itself_with_sources_and_says_what_is_not_known(app: Flask, over: str) -> None:
    shown = the_report(registry_of(app), over)
    by_code = {section.code: section for section in shown.sections}
    assert all(said.source for section in shown.sections for said in section.statements)
    winds = by_code["winds"]
    assert "0,67 lần gió ước tính" in winds.statements[0].text
    assert winds.statements[0].n == 1
    lists = by_code["lists"]
    assert "2 cột gãy, đổ; 8 cột có trạm mất liên lạc" in lists.statements[0].text
    assert any(not said.known and "quá ít" in said.text for said in lists.statements)  # two that fell
    assert any("AUC" in said.text for said in lists.statements)  # eight that went dark
    assert not by_code["letters"].statements[0].known
    carriers = {row[0]: row for row in by_code["networks"].grids[0].rows}
    assert carriers["Viettel"][1:3] == ("8", "8")
    assert carriers["Viettel"][5] == "2"
    assert carriers["VNPT"][1] == "chưa rõ"
    assert by_code["networks"].curves[0].label == "Viettel"
    assert by_code["networks"].curves[0].points[-1][1] == pytest.approx(6 / 8)
    assert "2 sự cố đã ghi" in by_code["incidents"].statements[0].text
    counted = by_code["citizens"].statements[0].text  # its three days are not over yet
    until = re.search(r"đến (\d\d:\d\d \d\d/\d\d/\d{4})", counted)
    assert until is not None, counted
    assert dt.datetime.strptime(until[1], "%H:%M %d/%m/%Y").replace(tzinfo=VIETNAM) <= now()
    english = the_report(registry_of(app), over, "en")
    assert [section.code for section in english.sections] == list(by_code)
    assert not any("{" in said.text for section in english.sections for said in section.statements)


def test_an_officer_writes_makes_it_final_and_opens_it_again(app: Flask, over: str) -> None:
    registry, officer, address = (
        registry_of(app),
        visitor(app, "duty_officer"),
        f"/storms/{over}/after-action",
    )
    page = officer.page(address)
    assert "Dự thảo: phần mềm tự soạn từ sổ" in text(page)
    assert any("ways-back" in item.get("class", "") for item in page.all("svg"))
    assert address in [item["href"] for item in officer.page(f"/storms/{over}/after").all("a")]
    officer.post(address, {"version": "0", "text-lessons": "Cần thêm máy phát ở Sơn Động."})
    assert "Cần thêm máy phát ở Sơn Động." in text(officer.page(address))
    officer.post(address, {"version": "0", "text-lessons": "lời khác"}, status=409)
    answer = officer.post(f"{address}/final", {"version": "1", "number": ""}, status=400)
    assert "Chưa ghi số văn bản" in answer.get_data(as_text=True)
    officer.post(f"{address}/final", {"version": "1", "number": "77/BC-SKHCN"})
    handed = text(officer.page("/shift/handover"))
    assert "Chốt báo cáo sau bão số 77/BC-SKHCN" in handed[handed.index("Trong ca này") :]
    frozen = the_report(registry, over)
    assert frozen.report.ledger_seq > 0
    with pytest.raises(RefusalError, match="AFTER-ACTION-FINAL"):
        state_texts(registry, over, {"lessons": "sửa"}, seen=2, who="ai")
    paper = officer.get(f"{address}.docx").data
    words = "\n".join(part.text for part in Document(io.BytesIO(paper)).paragraphs)
    assert "Cần thêm máy phát ở Sơn Động." in words
    assert "77/BC-SKHCN" in "\n".join(
        cell.text for table in Document(io.BytesIO(paper)).tables for row in table.rows for cell in row.cells
    )
    start = get_storm(registry, over).track.points[-1].at
    event = next(iter(shown for shown in frozen.sections if shown.code == "networks"))
    wind = NewWind("Nơi khác", 106.2, 21.3, start, WindSource.REPORT, gust_ms=20.0)
    record_winds(registry, over, [wind], who="trực")  # what comes later does not change what is final
    assert the_report(registry, over).sections == frozen.sections
    assert event.curves
    officer.post(f"{address}/open", {"version": "2", "reason": ""}, status=400)
    officer.post(f"{address}/open", {"version": "2", "reason": "bổ sung số liệu VNPT"})
    again = the_report(registry, over)
    assert again.sections != frozen.sections
    assert again.report.texts == frozen.report.texts
    assert "bổ sung số liệu VNPT" in text(officer.page(address))
    draft = Document(io.BytesIO(officer.get(f"{address}.docx").data))
    head = "\n".join(
        [part.text for part in draft.paragraphs]
        + [cell.text for table in draft.tables for row in table.rows for cell in row.cells]
    )
    assert "DỰ THẢO" in head
    assert "77/BC-SKHCN" not in head  # that was the number of what was final
    assert verify(registry).sound
    visitor(app, "viewer").get(address)
    visitor(app, "carrier").get(address, 403)


def test_the_course_ends_where_a_bulletin_last_saw_the_storm(app: Flask) -> None:
    """What was only foreseen, and left so by a last bulletin, is no position of the storm."""
    registry, shipped = registry_of(app), shipped_track()
    shift = now() - dt.timedelta(days=9) - shipped.points[-1].at
    last = len(shipped.points) - 3
    points = tuple(
        replace(point, at=point.at + shift, forecast=at > last) for at, point in enumerate(shipped.points)
    )
    track = replace(shipped, points=points, issued_at=points[last].at, year=points[last].at.year, number=29)
    said = BulletinText("Tin bão số 29", "tin.txt", "TTDBKTTVQG", "record", {})
    storm = record_storm(registry, track, said, who="trực").storm
    (course, *_) = the_report(registry, storm.id).sections
    seen, foreseen = (f"{points[at].at.astimezone(VIETNAM):%H:%M %d/%m/%Y}" for at in (last, -1))
    assert f"đến {seen}." in course.statements[0].text
    assert foreseen not in course.statements[0].text
