"""Where somebody is sent because of a report: its mast of now, in the campaign of now, by page and phone."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from registry.model import vietnam_time
from registry.model.field.field_reports import FieldReport
from registry.model.field.inspections import CampaignKind
from registry.model.people import OPEN_DESK, Person, Role
from registry.services.field.campaign_targets import targets_of
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.packs.pack import pack
from registry.services.office.calendar import today
from registry.services.public import closing, joining
from registry.services.public.citizen_reports import report as report_of
from registry.services.public.citizen_reports import reports
from registry.settings import Settings
from tests.pages import Pages
from tests.services.field.world import item, new_id
from tests.services.field.world import send as sent_by_phone
from tests.web.people import registry_of, running, with_people
from tests.web.public.test_citizen_reports import plate_of, send, told, visitor

LEADER = Person(name="leader", roles=frozenset({Role.LEADER}))


@pytest.fixture
def app(demo_settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    with running(with_people(demo_settings, tmp_path / "home")) as app:
        yield app


def campaign(app: Flask, name: str) -> str:
    day = today()
    plan = CampaignPlan(CampaignKind.SEASON, name, day, day + dt.timedelta(days=90), sample=1, seed=name)
    return make_campaign(registry_of(app), plan, person=LEADER).id


def asks(app: Flask, campaign: str, number: str) -> list[str]:
    """Return the masts of a campaign to which it sends because of a report: by its reasons and its pack."""
    held = targets_of(registry_of(app), campaign, person=OPEN_DESK)
    by_reason = [one.mast.structure for one in held if number in one.reason]
    packed = pack(registry_of(app), campaign, person=OPEN_DESK)["masts"]
    assert by_reason == [
        one["structure"] for one in packed if number in [said["number"] for said in one["reports"]]
    ]
    return by_reason


def seen(app: Flask, found: FieldReport) -> str:
    return str(report_of(registry_of(app), found.id).version)


def give(app: Flask, desk: Pages, found: FieldReport, campaign: str, structure: str) -> None:
    asked = {"version": seen(app, found), "campaign": campaign, "structure": structure}
    desk.post(f"/field-reports/{found.id}/visit", asked)


def test_a_report_sends_to_its_mast_and_campaign_of_now_alone(app: Flask) -> None:
    registry, desk = registry_of(app), visitor(app, "inspector")
    first, second = campaign(app, "Đợt một"), campaign(app, "Đợt hai")
    send(visitor(app), mast=plate_of(app), place="")
    (found,) = reports(registry)
    page, mast = f"/field-reports/{found.id}", found.structure
    give(app, desk, found, first, mast)
    assert asks(app, first, found.number) == [mast]
    asked = {"version": seen(app, found), "reason": "mended", "reply": "Đã chỉnh."}
    desk.post(f"{page}/close", asked)
    assert asks(app, first, found.number) == []
    desk.post(f"{page}/reopen", {"version": seen(app, found)})
    assert asks(app, first, found.number) == [mast]
    give(app, desk, found, second, mast)
    assert (asks(app, first, found.number), asks(app, second, found.number)) == ([], [mast])
    assert "vẫn chờ kiểm tra trong đợt “Đợt một”" in told(desk, page)
    other = next(
        one.mast for one in targets_of(registry, first, person=OPEN_DESK) if one.mast.structure != mast
    )
    desk.post(f"{page}/link", {"version": seen(app, found), "plate": other.code})
    assert "vẫn chờ kiểm tra trong đợt “Đợt hai”" in told(desk, page)
    assert (asks(app, first, found.number), asks(app, second, found.number)) == ([], [])
    give(app, desk, found, first, other.structure)
    assert asks(app, first, found.number) == [other.structure]


def test_the_page_of_a_joined_report_names_who_goes_because_of_its_lead(app: Flask) -> None:
    registry, desk = registry_of(app), visitor(app, "inspector")
    only = campaign(app, "Mưa bão")
    send(visitor(app), mast=plate_of(app), place="")
    (lead,) = reports(registry)
    send(visitor(app), place="chợ Kép")
    second = next(one for one in reports(registry) if one.id != lead.id)
    joining.join(registry, lead.id, {lead.id: lead.version, second.id: second.version}, who="lan")
    give(app, desk, lead, only, lead.structure)
    joined = told(desk, f"/field-reports/{second.id}")
    assert "Đã giao kiểm tra; chưa có lượt nào về. Người đi:" in joined
    assert "không còn ai được giao" not in joined
    assert f"BGG00003 theo phản ánh {lead.number}" in joined
    assert "Gắn với cột này" not in joined
    content = desk.get("/field-reports?file=xlsx&state=visit").get_data()
    head, *rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values
    names = [head.index(name) for name in ("Số", "Cột", "Đã ghép vào")]
    assert {tuple(row[at] for at in names) for row in rows} == {
        (lead.number, "BGG00003", None),
        (second.number, "BGG00003", lead.number),
    }


def test_a_search_counts_what_it_finds_in_every_group(app: Flask) -> None:
    registry, desk = registry_of(app), visitor(app, "inspector")
    send(visitor(app), words="Dây co chùng ở ngõ Ba", kind="guy")
    (closed,) = reports(registry)
    closing.close(
        registry,
        closed.id,
        reason=closing.CloseReason.MENDED,
        reply="Đã căng.",
        who="lan",
        seen=closed.version,
    )
    send(visitor(app), kind="fence", words="Hàng rào đổ", place="xóm Đình")
    assert closed.number in told(desk, f"/field-reports?q={closed.number}")
    elsewhere = told(desk, f"/field-reports?state=new&q={closed.number}")
    assert "Có ở nhóm khác: Đã đóng (1)" in elsewhere
    assert "0 Chưa xử lý" in elsewhere
    assert "1 Chưa xử lý" in told(desk, "/field-reports?q=xóm")


def test_a_receipt_says_of_an_answer_before_it_whose_it_is(app: Flask) -> None:
    registry, pages = registry_of(app), visitor(app)

    def closed(identity: str) -> None:
        version = report_of(registry, identity).version
        mended = closing.CloseReason.MENDED
        closing.close(registry, identity, reason=mended, reply="Đã chỉnh.", who="lan", seen=version)

    send(pages)
    (lead,) = reports(registry)
    closed(lead.id)
    receipt = send(pages, place="xóm Đình", words="Vẫn nghiêng").headers["Location"]
    second = next(one for one in reports(registry) if one.id != lead.id)
    versions = {one.id: report_of(registry, one.id).version for one in (lead, second)}
    joining.join(registry, lead.id, versions, who="lan")
    whose = "trả lời cho một phản ánh trước về cùng sự việc"
    assert whose in told(pages, receipt)
    closing.reopen(registry, lead.id, who="lan", seen=report_of(registry, lead.id).version)
    assert whose not in told(pages, receipt)
    closed(lead.id)
    assert whose not in told(pages, receipt)


def test_a_report_that_is_opened_again_wants_a_visit_after_that(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry, right = registry_of(app), vietnam_time.read_clock

    def after(days: int) -> str:
        span = dt.timedelta(days=days)
        monkeypatch.setattr(vietnam_time, "read_clock", lambda: right() + span)
        return (right() + span).isoformat()

    only = campaign(app, "Mưa bão")
    send(visitor(app), mast=plate_of(app), place="")
    (found,) = reports(registry)
    give(app, visitor(app, "inspector"), found, only, found.structure)
    same = {"visit": new_id(), "structure": found.structure, "campaign": only, "recorded_at": after(1)}
    sent_by_phone(registry, item("start", **same), item("finish", **same, seq=2))
    page, desk = f"/field-reports/{found.id}", visitor(app, "inspector")
    desk.post(f"{page}/close", {"version": seen(app, found), "reason": "mended", "reply": "Đã chỉnh."})
    after(3)
    desk = visitor(app, "inspector")
    desk.post(f"{page}/reopen", {"version": seen(app, found)})
    asked = {"version": seen(app, found), "campaign": only, "structure": found.structure}
    refused = desk.post(f"{page}/visit", asked, 400).get_data(as_text=True)
    assert "CAMPAIGN-VISITED" in refused, "its phones take it for done"
    give(app, desk, found, campaign(app, "Đi lại"), found.structure)
    assert "Cột đang chờ kiểm tra trong đợt “Đi lại”" in told(desk, page)


def test_an_answer_before_the_end_is_read_by_all_who_reported_it(app: Flask) -> None:
    registry, desk, pages = registry_of(app), visitor(app, "inspector"), visitor(app)
    only = campaign(app, "Mưa bão")
    first = send(pages, mast=plate_of(app), place="").headers["Location"]
    (lead,) = reports(registry)
    second = send(pages, place="chợ Kép").headers["Location"]
    other = next(one for one in reports(registry) if one.id != lead.id)
    joining.join(registry, lead.id, {lead.id: lead.version, other.id: other.version}, who="lan")
    page, said = f"/field-reports/{lead.id}", "Đã xem, đơn vị chỉnh cột trước ngày 10."
    assert "Trả lời, chưa đóng" not in told(desk, page), "nobody was sent: the receipt promises that alone"
    give(app, desk, lead, only, lead.structure)
    desk.post(f"{page}/answer", {"version": seen(app, lead), "reply": said})
    assert "phản ánh vẫn mở" in told(desk, page)
    for receipt in (first, second):
        assert f"Cơ quan quản lý trả lời {said}" in told(pages, receipt)
        assert "Đã giao người đi kiểm tra" in told(pages, receipt)
    empty = desk.post(f"{page}/answer", {"version": seen(app, lead), "reply": " "}, 400)
    assert "REPORT-REPLY" in empty.get_data(as_text=True)
    closed = {"version": seen(app, lead), "reason": "mended", "reply": "Xong."}
    desk.post(f"{page}/close", closed)
    desk.post(f"{page}/answer", {"version": seen(app, lead), "reply": "Muộn"}, 409)
    assert report_of(registry, lead.id).reply == "Xong."


def test_a_number_typed_wrong_is_named_and_letters_for_digits_are_read(app: Flask) -> None:
    pages, nowhere = visitor(app), {"place": "", "commune": "", "kind": "other"}
    send(pages, words="Cột nghiêng hẳn")
    (found,) = reports(registry_of(app))
    for wrong in ("PA-2026-9999", "PA-0013"):
        html = send(pages, 400, words=f"{wrong} vẫn còn", **nowhere).get_data(as_text=True)
        assert "REPORT-NUMBER" in html
        assert f"“{wrong}”" in html
    html = send(pages, 400, words=f"PA-2026-9999 vẫn còn, {'x' * 20}", **nowhere, **{"commune-unknown": "1"})
    assert "REPORT-NUMBER" in html.get_data(as_text=True)
    send(pages, words=f"{found.number.replace('0', 'O')} vẫn còn nghiêng", **nowhere)
    later = next(one for one in reports(registry_of(app)) if one.id != found.id)
    assert later.place == found.number
    send(pages, words="PA-2026-9999 vẫn còn", kind="other")  # its place is said: it is taken


def test_who_takes_a_report_back_needs_no_answer_and_reads_that(app: Flask) -> None:
    receipt = send(visitor(app)).headers["Location"]
    (found,) = reports(registry_of(app))
    done = {"version": str(found.version), "reason": "withdrawn", "reply": ""}
    visitor(app, "appraiser").post(f"/field-reports/{found.id}/close", done)
    assert "Đã đóng: người phản ánh rút lại" in told(visitor(app), receipt)


def test_a_question_about_a_permit_promises_nobody_and_accuses_nobody(app: Flask) -> None:
    registry, desk = registry_of(app), visitor(app, "inspector")
    stated = {"who_comes": "Tổ kiểm tra", "danger_hours": "4", "other_days": "3"}
    visitor(app, "administrator").post("/field-reports/promises", stated)
    form = told(visitor(app), "/report")
    assert "Cột chưa rõ có giấy phép , cơ quan tra hồ sơ rồi trả lời" in form
    assert "không phép" not in form
    sent = send(visitor(app), kind="permit", mast=plate_of(app), place="", words="Cột mới dựng")
    receipt = sent.headers["Location"]
    (found,) = reports(registry)
    said = told(visitor(app), receipt)
    assert "Tiếp theo cán bộ tra hồ sơ của cột" in said
    for word in ("Ai sẽ đến", "Ai kiểm tra", "Khi nào", "Tổ kiểm tra"):
        assert word not in said
    page = told(desk, f"/field-reports/{found.id}")
    assert "Người phản ánh hỏi, chưa phải kết luận" in page
    assert "Đã hẹn người phản ánh" not in page
    assert visitor(app, "inspector").page(f"/compliance/masts/{found.structure}")
    answer = {"version": seen(app, found), "reason": "looked_up", "reply": "Cột có giấy phép số 12."}
    desk.post(f"/field-reports/{found.id}/close", answer)
    said = told(visitor(app), receipt)
    assert "Đã xử lý xong: đã tra hồ sơ, đã trả lời" in said
    assert "Cột có giấy phép số 12." in said


def test_a_receipt_says_that_somebody_comes_only_once_somebody_was_sent(app: Flask) -> None:
    registry, desk = registry_of(app), visitor(app, "inspector")
    receipt = send(visitor(app), mast=plate_of(app), place="").headers["Location"]
    (found,) = reports(registry)
    said = told(visitor(app), receipt)
    assert "Tiếp theo cán bộ xem phản ánh" in said
    assert "Khi nào cơ quan chưa công bố hạn" in said
    assert "Ai sẽ đến" not in said
    give(app, desk, found, campaign(app, "Đợt một"), found.structure)
    said = told(visitor(app), receipt)
    assert "Ai sẽ đến cán bộ do cơ quan quản lý viễn thông giao" in said
    assert "Tiếp theo" not in said


def test_the_ledger_names_who_has_no_account_in_the_language_of_its_page(app: Flask) -> None:
    send(visitor(app), place="gần chợ Kép")
    reader = visitor(app, "administrator")
    assert "người dân" in told(reader, "/ledger")
    for page in ("/ledger", "/ledger?who=ng%C6%B0%E1%BB%9Di+d%C3%A2n"):
        said = told(reader, f"{page}{'&' if '?' in page else '?'}lang=en")
        assert "a citizen" in said, page
        assert "người dân" not in said, page
