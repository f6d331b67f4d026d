"""Outages by their pages: a carrier sees its own only, the officer enters for it, the public sees none."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from registry.model.outages.outages import Incident, IncidentKind, OutageEvent
from registry.model.vietnam_time import written
from registry.services.office.calendar import now
from registry.services.outages.board import board_of
from registry.services.outages.carrier_reports import reports_of, send_report
from registry.services.outages.events import events, lines_of
from registry.services.outages.incidents import add_incident, incident_of, incidents
from registry.services.outages.statements import Statement
from tests.services.outages.world import COMMUNE, OTHER, heading, opened, workbook
from tests.web.outages.forms import form, local
from tests.web.people import registry_of, visitor


@pytest.fixture
def event(app: Flask) -> OutageEvent:
    return events(registry_of(app))[-1]


def test_a_carrier_reports_for_itself_whatever_the_form_says(app: Flask, event: OutageEvent) -> None:
    pages = visitor(app, "viettel")
    assert "Viettel" in " ".join(pages.page(f"/outages/{event.id}/report").text)
    sent = form(
        event,
        operator="VNPT",
        **{
            "code-0": "BGG00100",
            "state-0": "down",
            "cause-0": "grid",
            "left-0": "2,5",
            "full-0": "6",
            "lost-0": local(event.started_at),
        },
    )
    pages.post(f"/outages/{event.id}/report", sent)
    report = reports_of(registry_of(app), event.id)[-1]
    assert (report.operator, report.source.value, report.who) == ("VTL", "form", "viettel")
    line = lines_of(registry_of(app), event.id)[-1]
    stated = " ".join(pages.page(f"/outages/{event.id}/lines/{line.id}").text)
    whole = " ".join(pages.page(f"/outages/{event.id}/reports/{report.id}").text)
    for said in (stated, whole):  # whoever reports reads all of it again
        assert "ắc quy còn 2,5 giờ" in said
        assert "ắc quy chạy được 6,0 giờ" in said
        assert "mất điện lưới từ" in said
    assert "Báo nhầm, rút dòng này" in stated
    assert "Khác, chưa rõ" not in stated, "one way to say that the cause is not known"
    corrected = {
        "left": "1,5",
        "lost": "",
        "code": "",
        "state": "down",
        "cause": "flood",
        "reason": "ngập, không phải mất điện",
    }
    there = pages.post(f"/outages/{event.id}/lines/{line.id}", corrected, 303).headers["Location"]
    assert "Đã ghi đính chính" in " ".join(pages.page(there).text)
    made = lines_of(registry_of(app), event.id)[-1]
    assert made.battery_left == 1.5
    stamped = f"ghi lúc {written(dt.datetime.fromisoformat(made.at))}"
    for own in (f"/outages/{event.id}/lines/{made.id}", f"/outages/{event.id}/corrections"):
        assert stamped in " ".join(pages.page(own).text), "a correction says when it was made"
    for typed in ({"code-0": "BGG00104"}, {"commune-0": COMMUNE, "down-0": "3"}):
        refused = pages.post(f"/outages/{event.id}/report", form(event, kind="unchanged", **typed), 400)
        assert "OUTAGE-UNCHANGED-TYPED" in refused.get_data(as_text=True)
        assert all(f'"{value}"' in refused.get_data(as_text=True) for value in typed.values())
    half = form(event, **{"commune-0": COMMUNE, "down-0": "1,5"})
    assert "OUTAGE-NUMBER" in pages.post(f"/outages/{event.id}/report", half, 400).get_data(as_text=True)
    hours = form(event, **{"code-0": "BGG00104", "state-0": "power", "full-0": "bốn"})
    said = pages.post(f"/outages/{event.id}/report", hours, 400).get_data(as_text=True)
    assert "OUTAGE-HOURS-UNREAD" in said
    assert "không phải số giờ của ắc quy" in said
    lost = form(event, **{"commune-0": "", "down-0": "3"})
    assert "OUTAGE-COUNT-COMMUNE" in pages.post(f"/outages/{event.id}/report", lost, 400).get_data(
        as_text=True
    )
    assert reports_of(registry_of(app), event.id)[-1].id == report.id
    pages.post(f"/outages/{event.id}/report", form(event, kind="unchanged"))
    assert reports_of(registry_of(app), event.id)[-1].kind.value == "unchanged"


def test_a_carrier_s_day_tells_a_report_before_it_is_late_and_until_it_is_sent(app: Flask) -> None:
    coming = opened(registry_of(app), hours_ago=1.0, name="Lốc chưa đến kỳ")
    pages = visitor(app, "viettel")
    day = pages.page("/today")
    assert any(link.get("href") == f"/outages/{coming.id}/report" for link in day.all("a"))
    pages.post(f"/outages/{coming.id}/report", form(coming, kind="unchanged"))
    day = pages.page("/today")
    assert not any(link.get("href") == f"/outages/{coming.id}/report" for link in day.all("a"))
    assert "Đã gửi báo cáo kỳ" in " ".join(pages.page(f"/outages/{coming.id}/report").text)


def test_a_count_above_the_register_is_asked_at_entry_and_keeps_both_numbers(
    app: Flask, event: OutageEvent
) -> None:
    pages, registry = visitor(app, "viettel"), registry_of(app)
    address, before = f"/outages/{event.id}/report", len(lines_of(registry, event.id))
    typed = form(event, note="gọi lúc 3 giờ", **{"commune-0": OTHER, "down-0": "9"})
    asked = pages.post(address, typed, 400).get_data(as_text=True)
    assert "OUTAGE-COUNT-ASKED" in asked
    assert "báo 9 trạm mất liên lạc, sổ đăng ký có 1 vị trí trạm" in asked
    assert f'name="meant" value="{OTHER}=9"' in asked
    assert "gọi lúc 3 giờ" in asked
    assert len(lines_of(registry, event.id)) == before
    # what was confirmed is that number: another one is asked of anew
    pages.post(address, {**typed, "down-0": "8", "meant": f"{OTHER}=9"}, 400)
    pages.post(address, {**typed, "meant": f"{OTHER}=9"}, 303)
    line = lines_of(registry, event.id)[-1]
    assert (line.down, line.note) == (9, "[sổ đăng ký khi báo: 1 vị trí trạm]")
    pages.post(address, form(event, **{"commune-0": OTHER, "down-0": "1"}), 303)  # nothing to ask


def test_the_end_of_an_incident_needs_no_reason_where_nothing_else_was_touched(
    app: Flask, event: OutageEvent
) -> None:
    registry, pages = registry_of(app), visitor(app, "truc")
    began = (now() - dt.timedelta(hours=2)).replace(second=41, microsecond=0)
    made = add_incident(
        registry,
        Incident(
            id="", event=event.id, operator="VTL", kind=IncidentKind.CABLE, commune=COMMUNE,
            occurred_at=began, detected_at=began,
        ),
        who="trực",
    )  # fmt: skip
    address = f"/outages/{event.id}/incidents/{made.id}"
    shown = {"occurred_at", "detected_at", "notified_at", "code", "place", "quantity", "version"}
    fields = {
        item["name"]: item.get("value", "")
        for item in pages.page(address).all("input")
        if item.get("name") in shown
    }
    ended = local(now() - dt.timedelta(minutes=5))
    pages.post(address, {**fields, "commune": COMMUNE, "resolved_at": ended}, 303)
    found = next(item for item in incidents(registry, event.id) if item.incident.id == made.id)
    assert found.clock.standing.value == "met"
    assert found.incident.occurred_at == began  # a form shows no seconds: they are not lost
    pages.post(address, {**fields, "commune": COMMUNE, "occurred_at": ended, "version": "2"}, 400)


def test_a_new_event_says_why_a_carrier_is_not_ticked(app: Flask) -> None:
    page = visitor(app, "truc").page("/outages/new")
    said = " ".join(page.text)
    ticked = {
        item["value"] for item in page.all("input") if item.get("name") == "operators" and "checked" in item
    }
    assert "GTEL" not in ticked
    assert [item["value"] for item in page.all("option") if "selected" in item] == [
        "6"
    ]  # as the first hour due
    assert re.search(
        r"Gmobile \d+ vị trí trạm trong sổ · không chọn sẵn vì cơ quan không chờ danh sách", said
    )


def test_what_another_carrier_sent_is_not_there(app: Flask, event: OutageEvent, tmp_path: Path) -> None:
    own = visitor(app, "viettel")
    path = workbook(tmp_path / "b.xlsx", [("BGG00100", "", "mất liên lạc", "gãy cột"), ("BGG9", "", "mất")])
    with path.open("rb") as file:
        answer = own.post(f"/outages/{event.id}/upload", form(event, file=(file, "b.xlsx")))
    address = answer.headers["Location"]
    assert "1 dòng chưa rõ" in " ".join(own.page(address).text)
    draft = reports_of(registry_of(app), event.id)[-1]
    other = visitor(app, "vnpt")
    other.get(address, 404)
    other.get(f"{address}/file", 404)
    assert own.get(f"{address}/file").get_data() == path.read_bytes()
    deed = {"deed": "send", "version": draft.version}
    other.post(address, deed, 404)
    own.post(address, deed)
    registry = registry_of(app)
    line = next(item for item in lines_of(registry, event.id) if item.report == draft.id)
    incident = incidents(registry, event.id)[0].incident
    assert incident.operator == "VTL"
    for path_ in (f"lines/{line.id}", f"incidents/{incident.id}"):
        own.get(f"/outages/{event.id}/{path_}")
        other.get(f"/outages/{event.id}/{path_}", 404)
    other.post(f"/outages/{event.id}/lines/{line.id}", {"state": "void", "reason": "x"}, 404)
    other.post(f"/outages/{event.id}/incidents/{incident.id}", {"version": 1, "place": "x"}, 404)
    other.post(f"/outages/{event.id}/report", form(event, back=line.site), 404)
    for path_ in ("", "/rows", "/book.xlsx", "/report.docx", "/areas.json"):
        other.get(f"/outages/{event.id}{path_}", 403)
    stranger = visitor(app, "vms")  # whose reports the event does not await
    assert event.name not in " ".join(stranger.page("/outages").text)
    stranger.get(f"/outages/{event.id}/report", 404)
    text = " ".join(other.page(f"/outages/{event.id}/incidents").text)
    assert "Viettel" not in text
    template = other.get(f"/outages/{event.id}/template.xlsx?operator=VTL").get_data()
    sheet = openpyxl.load_workbook(io.BytesIO(template)).worksheets[0]
    codes = {cell.value for row in sheet.iter_rows(min_row=3) for cell in row if cell.value}
    assert "BGG00104" in codes
    assert "BGG00100" not in codes


def test_the_officer_enters_by_phone_with_the_source_and_what_was_typed_stays(
    app: Flask, event: OutageEvent
) -> None:
    pages = visitor(app, "truc")
    address = f"/outages/{event.id}/report"
    typed = form(event, operator="VNPT", source="phone", **{"code-0": "BGG00104", "state-0": "down"})
    refused = pages.post(address, typed, 400).get_data(as_text=True)
    assert "OUTAGE-SOURCE" in refused
    assert 'value="BGG00104"' in refused
    pages.post(address, {**typed, "source_note": "chị Hà, 0912"})
    report = reports_of(registry_of(app), event.id, operator="VNPT")[-1]
    assert (report.source.value, report.source_note, report.who) == ("phone", "chị Hà, 0912", "truc")
    visitor(app, "xem").post(address, typed, 403)


def test_a_file_with_rows_that_wait_is_said_to_be_sent_and_lists_its_rows_by_code(
    app: Flask, tmp_path: Path
) -> None:
    event = opened(registry_of(app), name="Bão gửi tệp")
    pages = visitor(app, "viettel")
    rows = [("BGG00102", "", "mất liên lạc"), ("BGG9", "", "mất"), ("BGG00100", "", "mất liên lạc"),
            ("BGG00101", "", "mất liên lạc")]  # fmt: skip
    with workbook(tmp_path / "c.xlsx", rows).open("rb") as file:
        answer = pages.post(f"/outages/{event.id}/upload", form(event, file=(file, "c.xlsx")))
    address = answer.headers["Location"]
    draft = reports_of(registry_of(app), event.id)[-1]
    for sent in (False, True):
        if sent:
            pages.post(address, {"deed": "send", "version": draft.version})
        text = " ".join(pages.page(address).text)
        assert ("Đã gửi báo cáo lúc" in text) is sent
        assert re.findall(r"BGG0010\d", text)[-3:] == ["BGG00100", "BGG00101", "BGG00102"]


def test_a_file_that_says_nothing_is_not_a_report_that_nothing_is_lost(app: Flask, tmp_path: Path) -> None:
    """A state in the wrong column, or codes that nobody knows: what is off the air stays unknown."""
    registry = registry_of(app)
    event = opened(registry, name="Bão gửi tệp trống")
    pages, desk_ = visitor(app, "viettel"), visitor(app, "truc")
    for rows, sends in (([("BGG00100", "mất liên lạc", "")], 400), ([("BGG9", "", "mất")], 303)):
        with workbook(tmp_path / "d.xlsx", rows).open("rb") as file:
            answer = pages.post(f"/outages/{event.id}/upload", form(event, file=(file, "d.xlsx")))
        address = answer.headers["Location"]
        draft = reports_of(registry, event.id)[-1]
        offered = [each["value"] for each in pages.page(address).all("button") if each.get("name") == "deed"]
        assert ("send" in offered) is (sends == 303)
        said = pages.post(address, {"deed": "send", "version": draft.version}, sends).get_data(as_text=True)
        assert ("OUTAGE-FILE-SILENT" in said) is (sends == 400)
        board = board_of(registry, event.id)
        assert board.heard == 0
        assert {row.service.value for row in board.communes} == {"unknown"}
        shown = " ".join(desk_.page(f"/outages/{event.id}").text)
        assert shown.count("Chưa rõ: chưa doanh nghiệp nào báo cáo.") == 4
    assert "1 dòng chưa rõ" in shown
    pages.post(f"/outages/{event.id}/report", form(event, kind="unchanged"))  # the rows of before still wait
    unclear = next(item for item in reports_of(registry, event.id) if item.rest)
    waits = f"/outages/{event.id}/reports/{unclear.id}"
    assert "chưa dòng nào được tính" in " ".join(pages.page(waits).text)
    for page in (f"/outages/{event.id}", "/shift"):
        assert waits in {link.get("href") for link in desk_.page(page).all("a")}, page
    paper = zipfile.ZipFile(io.BytesIO(desk_.get(f"/outages/{event.id}/report.docx").get_data()))
    assert "Đang làm rõ, chưa tính vào các số trên: 1 dòng báo cáo của Viettel." in re.sub(
        "<[^>]*>", "", paper.read("word/document.xml").decode()
    )


def test_an_event_is_opened_changed_and_refused_with_what_was_typed(app: Flask) -> None:
    pages = visitor(app, "truc")
    start = now() - dt.timedelta(hours=1)
    typed = {
        "name": "Giông lốc", "kind": "storm", "hours": "6", "started_at": local(start),
        "first_due": local(start - dt.timedelta(hours=3)), "operators": "VTL",
    }  # fmt: skip
    refused = pages.post("/outages/new", typed, 400).get_data(as_text=True)
    assert "OUTAGE-FIRST-DUE" in refused
    assert 'value="Giông lốc"' in refused
    assert "Cột đang xây hoặc tạm ngừng không tính ở đây" in refused  # why a storm's letters name more masts
    typed["storm"] = "abc"  # a storm's record that may be gone: the event stands by itself
    answer = pages.post("/outages/new", {**typed, "first_due": local(start + dt.timedelta(hours=3))})
    address = answer.headers["Location"]
    settings = {"deed": "settings", "version": 1, "name": "Giông lốc 2", "hours": "12", "hours_now": "6",
                "operators": ["VTL", "VNPT"]}  # fmt: skip
    pages.post(address, settings)
    assert "Giông lốc 2" in " ".join(pages.page(address).text)
    pages.post(address, settings, 409)
    made = next(item for item in events(registry_of(app)) if item.id == address.rsplit("/", 1)[-1])
    phoned = {"operator": "VTL", "source": "phone", "source_note": "anh Nam, 0912", "kind": "unchanged"}
    pages.post(f"{address}/report", form(made, **phoned), 303)
    shift = " ".join(pages.page("/shift").text)
    assert "Chưa đến kỳ báo cáo đầu tiên; 1/2 doanh nghiệp đã báo cáo trước." in shift
    fallen = Incident(id="", event=address.rsplit("/", 1)[-1], operator="VTL", kind=IncidentKind.MAST,
                      commune=COMMUNE, occurred_at=start)  # fmt: skip
    add_incident(registry_of(app), fallen, who="trực")
    assert "0 vị trí trạm còn mất liên lạc và 1 sự cố chưa xử lý xong" in " ".join(pages.page(address).text)
    pages.post(address, {"deed": "close", "version": 2})
    assert "Đã kết thúc" in " ".join(pages.page(address).text)


def test_what_a_carrier_files_is_its_notice_to_the_office(app: Flask) -> None:
    event = opened(registry_of(app), name="Bão một báo cáo")
    at = local(now() - dt.timedelta(hours=2))
    told = {}
    for name in ("viettel", "truc"):
        sent = {"operator": "VTL", "kind": "cable", "place": name, "detected_at": at}
        led = visitor(app, name).post(f"/outages/{event.id}/incidents/new", sent, 303).headers["Location"]
        made = incident_of(registry_of(app), led.rsplit("/", 1)[-1]).incident
        told[name] = made.notified_at
    assert told["viettel"] is not None
    assert told["truc"] is None  # the office says when it was told


def test_a_fallen_mast_of_a_report_is_said_to_want_its_hour_until_it_has_one(app: Flask) -> None:
    event = opened(registry_of(app), name="Bão chưa có giờ")
    viettel, address = visitor(app, "viettel"), f"/outages/{event.id}"
    sent = form(event, **{"code-0": "BGG00100", "state-0": "down", "cause-0": "collapse"})
    viettel.post(f"{address}/report", sent, 303)
    wants = "1 sự cố chưa có giờ để tính thời hạn xử lý"
    assert f"{wants} (BGG00100):" in " ".join(viettel.page(f"{address}/report").text)
    assert wants not in " ".join(visitor(app, "vnpt").page(f"{address}/report").text)
    known = {"kind": "mast", "code": "BGG00100"}
    asked = viettel.post(f"{address}/incidents/new", known, 400).get_data(as_text=True)
    update = re.search(r'name="update" value="([^"]+)"', asked)
    assert update is not None
    known |= {"occurred_at": local(now() - dt.timedelta(hours=1)), "update": update[1]}
    viettel.post(f"{address}/incidents/new", known, 303)
    assert wants not in " ".join(viettel.page(f"{address}/report").text)


def test_a_mast_that_has_an_incident_is_brought_up_to_date_and_two_records_are_joined(app: Flask) -> None:
    registry = registry_of(app)
    event = opened(registry, name="Bão một cột")
    officer, at = visitor(app, "truc"), local(now() - dt.timedelta(hours=2))
    new = f"/outages/{event.id}/incidents/new"
    sent = {"operator": "VTL", "kind": "mast", "code": "BGG00102"}
    first = officer.post(new, sent, 303).headers["Location"]
    refused = officer.post(new, {**sent, "occurred_at": at, "place": "thôn Chợ"}, 400).get_data(as_text=True)
    assert "OUTAGE-INCIDENT-KNOWN" in refused
    assert "cập nhật sự cố đó?" in refused
    assert 'value="thôn Chợ"' in refused
    known = re.search(r'name="update" value="([^"]+)"', refused)
    assert known is not None
    led = officer.post(new, {**sent, "occurred_at": at, "place": "thôn Chợ", "update": known[1]}, 303)
    assert led.headers["Location"] == first
    page = officer.page(first)
    assert "Đã bổ sung sự cố đã có của cột này." in " ".join(page.text)
    assert "thôn Chợ" in " ".join(page.text)
    viettel, rival = visitor(app, "viettel"), visitor(app, "vnpt")
    again = viettel.post(new, sent, 400).get_data(as_text=True)
    assert "OUTAGE-INCIDENT-KNOWN" in again, "the carrier is asked too, of its own incident"
    taken = {"operator": "VNPT", "kind": "mast", "code": "BGG00104", "update": known[1]}
    rival.post(new, taken, 404)  # another carrier's incident is not there for it
    assert len([line for line in incidents(registry, event.id) if not line.incident.withdrawn]) == 1
    board = " ".join(officer.page(f"/outages/{event.id}").text)
    assert "Tất cả sự cố (1)" in board


def test_the_rows_of_a_count_as_a_workbook_say_what_is_not_known(app: Flask) -> None:
    counted = opened(registry_of(app), name="Lũ quét")
    send_report(registry_of(app), heading(counted), [Statement("1", commune=COMMUNE, down=1)])
    sent = visitor(app, "truc").get(f"/outages/{counted.id}/rows?file=xlsx")
    _head, row, *_rest = openpyxl.load_workbook(io.BytesIO(sent.data)).worksheets[0].values
    assert row[2] == "số lượng: 1 mất, chưa rõ đã khôi phục"


def test_what_is_found_says_the_day_in_vietnam_on_which_an_event_began(app: Flask) -> None:
    """At three in the morning, when it is still the day before in London."""
    early = now().replace(hour=3, minute=0) - dt.timedelta(days=1)
    ago = (now() - early) / dt.timedelta(hours=1)
    opened(registry_of(app), hours_ago=ago, name="Gió giật sớm")
    found = visitor(app, "truc").client.get("/find/hits", query_string={"q": "Gió giật sớm"}).get_json()
    (hit,) = [hit for group in found["groups"] for hit in group["hits"]]
    assert hit["note"] == f"{early:%d/%m/%Y} · đang diễn ra"


def test_a_moment_that_does_not_count_as_it_was_typed_is_said(app: Flask) -> None:
    """A report sent with it open says so, and what went off while the form was filled in is no mistake."""
    registry, pages = registry_of(app), visitor(app, "viettel")
    event = events(registry)[-1]
    opened = local(now() - dt.timedelta(minutes=30))
    since = local(now() - dt.timedelta(minutes=10))
    typed = {"code-0": "BGG00100", "state-0": "down", "from-0": since}
    for own, told in (({"as_of_shown": opened}, False), ({"as_of_shown": since}, True)):
        sent = form(event, **typed, **own) | {"as_of": opened}
        there = pages.post(f"/outages/{event.id}/report", sent, 303).headers["Location"]
        said = " ".join(pages.page(there).text)
        assert ("sau thời điểm của báo cáo" in said) is told
        made = lines_of(registry, event.id)[-1]
        assert (made.occurred_at is None) is told
    assert "BGG00100: Thời điểm" in said
