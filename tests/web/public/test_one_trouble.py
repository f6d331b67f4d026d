"""Reports that are one trouble though they say it otherwise: read beside each other, joined, counted once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.model.briefing.briefings import Span, SpanKind
from registry.model.field.field_reports import FieldReport
from registry.services.office.calendar import in_vietnam, today
from registry.services.public import citizen_reports, joining
from registry.services.public.briefing import PART
from registry.settings import Settings
from tests.pages import Page
from tests.services.field.world import item, new_id
from tests.services.field.world import send as sent_by_phone
from tests.web.people import registry_of, running, with_people
from tests.web.public.test_citizen_reports import plate_of, send, told, visitor
from tests.web.public.test_citizen_reports_sent import campaign, give

NEAR = {"lat": "21.2734", "lon": "106.1946", "source": "gps", "accuracy": "15"}
NO_WORDS_OF_PLACE = {"place": "", "commune": ""}


@pytest.fixture
def app(demo_settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    with running(with_people(demo_settings, tmp_path / "home")) as app:
        yield app


def sent(app: Flask, words: str, **own: str) -> FieldReport:
    send(visitor(app), words=words, **own)
    return next(one for one in citizen_reports.reports(registry_of(app)) if one.words == words)


def offered(page: Page) -> set[str]:
    """Return the reports that may be ticked to be joined."""
    return {v["value"] for v in page.all("input") if v.get("type") == "checkbox" and v.get("name") == "one"}


def joined(app: Flask, lead: FieldReport, *others: FieldReport) -> None:
    versions = {one.id: citizen_reports.report(registry_of(app), one.id).version for one in (lead, *others)}
    joining.join(registry_of(app), lead.id, versions, who="lan")


def test_neighbours_who_call_one_trouble_otherwise_can_be_joined(app: Flask) -> None:
    desk = visitor(app, "appraiser")
    first = sent(app, "Cột nghiêng hẳn", **NEAR, **NO_WORDS_OF_PLACE)
    other = sent(app, "Dây chằng bật móng", kind="guy", **NEAR, **NO_WORDS_OF_PLACE)
    far = sent(app, "Cột nơi khác", place="thôn Chợ")
    page = desk.page(f"/field-reports/{first.id}")
    assert offered(page) == {other.id}
    assert "Dây co chùng, đứt hoặc bật móng" in " ".join(page.text)
    form = {f"version-{one.id}": str(one.version) for one in (first, other)} | {"one": other.id}
    desk.post(f"/field-reports/{first.id}/join", form)
    assert citizen_reports.report(registry_of(app), other.id).joined_to == first.id
    assert far.id not in offered(desk.page(f"/field-reports/{first.id}"))


@pytest.mark.parametrize("typed", ["PA-{}-{}", "pa {} {}", "PA{}{}"])
def test_who_names_a_joined_report_is_read_beside_it_and_beside_what_leads_it(app: Flask, typed: str) -> None:
    desk = visitor(app, "appraiser")
    lead, other = sent(app, "Cột nghiêng hẳn"), sent(app, "Cột cạnh chợ nghiêng")
    joined(app, lead, other)
    _pa, year, ordinal = other.number.split("-")
    words = f"{typed.format(year, ordinal)}: gửi nhầm, xin rút"
    late = sent(app, words, kind="other", place="như trước", commune="xã Nhã Nam")
    for one in (lead, other):
        assert late.number in told(desk, f"/field-reports/{one.id}"), one.number
    page = desk.page(f"/field-reports/{late.id}")
    assert f"{other.number} (Cột nghiêng, " in " ".join(" ".join(page.text).split())
    assert f"đã ghép vào {lead.number}" in " ".join(page.text)
    assert offered(page) == {lead.id}, "a joined one goes with its lead"
    (chosen,) = [v["value"] for v in page.all("option") if "selected" in v and v.get("value")]
    assert chosen == lead.id, "what leads others already goes on leading"


def test_dangerous_reports_of_one_trouble_count_once_wherever_they_are_counted(app: Flask) -> None:
    desk = visitor(app, "appraiser")
    every = [sent(app, f"Cột nghiêng {place}", place=place) for place in ("ngõ 1", "ngõ 2", "ngõ 3")]
    quiet = sent(app, "Máy nổ ồn", kind="other", place="ngõ 4")
    joined(app, every[0], *every[1:])
    joined(app, quiet, sent(app, "Tủ điện cháy", kind="electric", place="ngõ 5"))
    now = told(desk, "/now")
    assert "2 phản ánh nguy hiểm của người dân chưa xử lý" in now
    assert "trong 2 phản ánh chưa xử lý" in now
    text = told(desk, "/field-reports?state=new&danger=1")
    assert "2 Chưa xử lý" in text
    assert {quiet.number, every[0].number} == set(re.findall(r"Chọn (PA-\d+-\d+)", text))
    assert text.count("! nguy hiểm") == 2, "what leads a dangerous one is marked"


def test_an_answer_after_the_visit_is_not_announced_any_more(app: Flask) -> None:
    registry, desk = registry_of(app), visitor(app, "inspector")
    receipt = send(visitor(app), mast=plate_of(app), **NO_WORDS_OF_PLACE).headers["Location"]
    (found,) = citizen_reports.reports(registry)
    give(app, desk, found, campaign(app, "Đợt một"), found.structure)
    promised = "câu trả lời của cơ quan sẽ ở trang này"
    same = {"visit": new_id(), "structure": found.structure, "recorded_at": in_vietnam(found.at).isoformat()}
    sent_by_phone(registry, item("start", **same), item("finish", **same, seq=2))
    assert promised in told(visitor(app), receipt)
    version = str(citizen_reports.report(registry, found.id).version)
    desk.post(f"/field-reports/{found.id}/answer", {"version": version, "reply": "Gia cố trước ngày 10."})
    said = told(visitor(app), receipt)
    assert "đã xem tại cột" in said
    assert promised not in said


def test_an_answer_of_before_it_was_opened_again_is_not_the_answer_of_now(app: Flask) -> None:
    registry, desk = registry_of(app), visitor(app, "inspector")
    receipt = send(visitor(app), mast=plate_of(app), **NO_WORDS_OF_PLACE).headers["Location"]
    (found,) = citizen_reports.reports(registry)

    def deed(name: str, **form: str) -> None:
        form |= {"version": str(citizen_reports.report(registry, found.id).version)}
        desk.post(f"/field-reports/{found.id}/{name}", form)

    same = {"visit": new_id(), "structure": found.structure, "recorded_at": in_vietnam(found.at).isoformat()}
    sent_by_phone(registry, item("start", **same), item("finish", **same, seq=2))
    deed("close", reason="mended", reply="Đã gia cố, cột đứng thẳng.")
    deed("reopen")
    assert "Đã mở lại 1 phản ánh." in told(desk, f"/field-reports/{found.id}")
    assert "trước khi mở lại; cán bộ xem lại" in told(visitor(app), receipt)
    give(app, desk, found, campaign(app, "Đợt một"), found.structure)
    assert citizen_reports.report(registry, found.id).state.value == "visit"
    said = told(visitor(app), receipt)
    assert "Cơ quan quản lý đã trả lời trước khi mở lại Đã gia cố" in said
    assert "trước khi mở lại; đã giao người đi lại" in said
    assert "Đã trả lời trước khi mở lại Đã gia cố" in told(desk, f"/field-reports/{found.id}")
    deed("answer", reply="Viettel thay dây co trong tuần.")
    said = told(visitor(app), receipt)
    assert "Cơ quan quản lý trả lời Viettel thay dây co" in said
    assert "Đã trả lời Viettel thay dây co" in told(desk, f"/field-reports/{found.id}")
    deed("close", reason="mended", reply="Đã thay dây co.")
    assert "trước khi mở lại" not in told(visitor(app), receipt)


def test_whoever_has_to_make_a_campaign_for_a_report_is_led_there(app: Flask) -> None:
    desk = visitor(app, "inspector")
    campaign(app, "Đợt một")
    send(visitor(app), mast=plate_of(app), **NO_WORDS_OF_PLACE)
    (found,) = citizen_reports.reports(registry_of(app))
    page = desk.page(f"/field-reports/{found.id}")
    (leads,) = [a["href"] for a in page.all("a") if a.get("href", "").startswith("/campaigns/new")]
    form = desk.get(leads).get_data(as_text=True)
    assert "BGG00003" in form
    assert f'value="Phản ánh {found.number}"' in form


def test_an_officer_writes_down_as_many_as_people_call_about(app: Flask) -> None:
    desk = visitor(app, "duty_officer")
    for _ in range(14):
        send(desk)


def test_what_was_refused_is_not_counted_as_sent(app: Flask) -> None:
    pages = visitor(app)
    for _ in range(4):
        send(pages, 400, words="")
        send(pages, 400, place="", commune="", **{"commune-unknown": "1"})
    for _ in range(12):
        send(pages)


@pytest.mark.parametrize(
    "place",
    ["đầu ngõ 12 thôn Hạ, xã Tân Yên", "thon Ha xa Tan Yen", "Thôn Hạ, Tân Yên", "thị trấn Cao Thượng"],
)
def test_a_place_that_names_its_commune_is_not_asked_for_it(app: Flask, place: str) -> None:
    send(visitor(app), place=place, commune="")


@pytest.mark.parametrize("place", ["thôn Hạ", "cách xa chợ Tân Yên 2 km", "cạnh UBND xã cũ", "xã Không Có"])
def test_a_place_without_its_commune_is_asked_for_it(app: Flask, place: str) -> None:
    assert "REPORT-COMMUNE" in send(visitor(app), 400, place=place, commune="").get_data(as_text=True)


def test_what_stands_below_another_is_promised_once_by_day_list_and_briefing(app: Flask) -> None:
    registry, desk = registry_of(app), visitor(app, "appraiser")
    visitor(app, "administrator").post(
        "/field-reports/promises", {"who_comes": "Tổ kiểm tra", "danger_hours": "4", "other_days": ""}
    )
    first, *others = [sent(app, f"Cột nghiêng {n}", **NEAR, **NO_WORDS_OF_PLACE) for n in range(3)]
    assert {one.twin_of for one in others} == {first.id}
    assert re.findall(r"(PA-\d+-\d+): Cột nghiêng", told(desk, "/today")) == [first.number]
    span = Span(SpanKind.WEEK, today(), today(), today())
    held = next(one for one in PART.numbers(registry, span, "vi") if one.code == "public.due")
    assert [line.record for line in held.lines] in ([first.id], []), "[]: the hours end tomorrow"
    joined(app, first, others[0])
    assert re.findall(r"(PA-\d+-\d+): Cột nghiêng", told(desk, "/today")) == [first.number]


def test_a_receipt_after_a_visit_is_owed_by_the_line_that_it_stands_below(app: Flask) -> None:
    registry, desk = registry_of(app), visitor(app, "inspector")
    visitor(app, "administrator").post(
        "/field-reports/promises", {"who_comes": "Tổ kiểm tra", "danger_hours": "4", "other_days": ""}
    )
    plate = plate_of(app)
    first = sent(app, "Cột nghiêng một", mast=plate, **NO_WORDS_OF_PLACE)
    at = in_vietnam(first.at).isoformat()
    same = {"visit": new_id(), "structure": first.structure, "recorded_at": at}
    sent_by_phone(registry, item("start", **same), item("finish", **same, seq=2))
    other = sent(app, "Cột nghiêng hai", mast=plate, **NO_WORDS_OF_PLACE)
    assert other.twin_of == first.id
    assert f"{other.number}: Cột nghiêng" in told(desk, "/today")
    assert "hẹn người dân" in told(desk, "/field-reports"), "the line says what is still owed"
