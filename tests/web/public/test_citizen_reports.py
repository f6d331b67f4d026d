"""Field reports by their pages: anybody sends one without script and sees only it; the office answers."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from registry.model.field.field_reports import ReportState
from registry.model.field.inspections import Campaign, CampaignKind
from registry.model.people import OPEN_DESK, Person, Role
from registry.model.vietnam_time import VIETNAM, in_vietnam
from registry.services.field.campaign_targets import targets_of
from registry.services.field.campaigns import CampaignPlan, list_campaigns, make_campaign
from registry.services.office.calendar import today
from registry.services.public.citizen_reports import reports
from registry.services.public.report_promises import promises, state_promises
from registry.settings import Settings
from tests.pages import Page, Pages
from tests.services.field.world import item, new_id
from tests.services.field.world import send as sent_by_phone
from tests.web.people import registry_of, running, sign_in, with_people
from web.frame.wording.board_words import REPORT_KINDS
from web.public.citizen_reports_desk import fitting


@pytest.fixture
def app(demo_settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    with running(with_people(demo_settings, tmp_path / "home")) as app:
        yield app


class Street(Pages):
    """Somebody in the street, who gets the token of the forms from the page that he may open."""

    def token(self) -> str:
        page = self.page("/report")
        return next(v["value"] for v in page.all("input") if v.get("name") == "csrf_token")


def visitor(app: Flask, name: str = "") -> Pages:
    pages = Pages(app) if name else Street(app)
    if name:
        sign_in(pages.client, name)
    return pages


def send(pages: Pages, status: int = 303, **own: Any) -> Any:
    """Send the form as a browser without script does."""
    form = {"kind": "leaning", "words": "Cột nghiêng", "place": "gần chợ Kép", "commune": "xã Kép", **own}
    return pages.post("/report", form, status)


def picture(**own: Any) -> tuple[io.BytesIO, str]:
    into = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Điện thoại"
    Image.new("RGB", (640, 480), "#446688").save(into, "JPEG", exif=exif, **own)
    into.seek(0)
    return into, "ảnh.jpg"


def plate_of(app: Flask) -> str:
    page = visitor(app, "appraiser").page("/plates?codes=BGG00003")
    return next(a["href"] for a in page.all("a") if a["href"].startswith("/m/")).removeprefix("/m/")


def test_a_report_from_a_plate_needs_no_script_and_gets_a_receipt(app: Flask) -> None:
    pages = visitor(app)
    plate = plate_of(app)
    form = pages.page(f"/report?mast={plate}")
    assert "Viettel" in " ".join(form.text)
    assert "BGG00003" not in " ".join(form.text)
    assert not [v for v in form.all("div") if "folium-map" in v.get("class", "")]
    location = send(
        pages, mast=plate, place="", photos=[picture(), picture()], name="Bà Ba", phone="0912 345 678"
    ).headers["Location"]
    page = pages.page(location)
    text = " ".join(page.text)
    assert "PA-" in text
    assert "đã nhận 2 ảnh" in text
    assert "0912 345" not in text
    assert "BGG00003" not in text
    image = pages.client.get(f"{location}/photos/1.jpg")
    assert b"Exif" not in image.get_data()
    image.close()
    (found,) = reports(registry_of(app))
    assert found.structure
    assert found.lon is not None


def test_nobody_sees_the_report_of_another(app: Flask) -> None:
    pages = visitor(app)
    location = send(pages).headers["Location"]
    (found,) = reports(registry_of(app))
    nowhere = pages.get("/report/" + "0" * 20, 404).get_data(as_text=True)
    assert 'href="/about">Về trang giới thiệu' in nowhere, "the map would ask for a password"
    assert "Về bản đồ" not in nowhere
    pages.get(f"/report/{found.id}", 404)  # the office's key opens nothing
    for name in ("carrier", "consulted", "viewer"):
        visitor(app, name).get(f"/field-reports/{found.id}", 403)
        visitor(app, name).get("/field-reports", 403)
    visitor(app).get("/field-reports", 302)
    words = visitor(app, "appraiser").page(f"/field-reports/{found.id}").text
    assert "Mã cột, mã trên biển" in words  # no coordinates, so no mast to choose: no "or" either
    visitor(app, "appraiser").get(f"/field-reports/{location.removeprefix('/report/')}", 404)


def test_the_form_tells_to_keep_away_from_all_that_leans_or_may_fall(app: Flask) -> None:
    html = app.test_client().get("/report").get_data(as_text=True)
    for kind in ("fallen", "leaning", "guy", "low_cable", "pole", "parts", "electric"):
        assert f'kind-choice dangerous"><input type="radio" name="kind" value="{kind}"' in html, kind
    assert 'kind-choice"><input type="radio" name="kind" value="fence"' in html


def test_what_is_refused_comes_back_filled_in(app: Flask) -> None:
    pages = visitor(app)
    for own, code in (
        ({"place": "", "commune": ""}, "REPORT-NO-PLACE"),
        ({"commune": ""}, "REPORT-COMMUNE"),
        ({"words": ""}, "REPORT-EMPTY"),
        ({"kind": "storm"}, "REPORT-KIND"),
        ({"website": "http://spam"}, "REPORT-ROBOT"),
        ({"mast": "99999-99999"}, "PLATE-UNKNOWN"),
        ({"photos": [(io.BytesIO(b"MZ\x90"), "virus.jpg")]}, "REPORT-PHOTO"),
        ({"photos": [picture() for _ in range(5)]}, "REPORT-PHOTOS"),
    ):
        status = 404 if code == "PLATE-UNKNOWN" else 400
        html = send(pages, status, phone="0912 345 678", **own).get_data(as_text=True)
        assert code in html, own
        leads = {"REPORT-NO-PLACE": 'href="#where"', "REPORT-COMMUNE": 'href="#commune"'}
        assert [link for link in leads.values() if link in html] == ([leads[code]] if code in leads else [])
        assert 'value="0912 345 678"' in html
        assert "http://spam" not in html
    assert reports(registry_of(app)) == []


def test_too_many_from_one_address_wait_and_keep_what_was_typed(app: Flask) -> None:
    pages = visitor(app)
    for _ in range(12):
        send(pages)
    html = send(pages, 429, words="Cái thứ mười ba").get_data(as_text=True)
    assert "REPORT-TOO-MANY" in html
    assert "Cái thứ mười ba" in html
    assert len(reports(registry_of(app))) == 12


def test_who_knows_no_commune_says_so_and_is_heard(app: Flask) -> None:
    pages = visitor(app)
    asked = Page(send(pages, 400, commune="").get_data(as_text=True))
    assert "Tôi không biết xã, phường" in " ".join(asked.text)
    promised = {"who_comes": "Tổ kiểm tra", "danger_hours": "4", "other_days": ""}
    visitor(app, "inspector").post("/field-reports/promises", promised, 403)
    visitor(app, "administrator").post("/field-reports/promises", promised)
    receipt = pages.page(send(pages, commune="", **{"commune-unknown": "1"}).headers["Location"])
    said = " ".join(receipt.text)
    for part in ("Ai kiểm tra", "Tổ kiểm tra", "trước", "gọi 114 ngay"):
        assert part in said
    assert "theo hạn cơ quan công bố" in said
    (found,) = reports(registry_of(app))
    by = f"{in_vietnam(found.at) + dt.timedelta(hours=4):trước %H:%M ngày %d/%m/%Y}"
    assert by in said
    desk = visitor(app, "inspector")
    for page in ("/field-reports", f"/field-reports/{found.id}"):
        assert by in " ".join(" ".join(desk.page(page).text).split()), "the office reads what was promised"


def test_a_promise_is_owed_until_the_report_is_closed_and_orders_the_list(app: Flask) -> None:
    registry = registry_of(app)
    visitor(app, "administrator").post(
        "/field-reports/promises", {"who_comes": "", "danger_hours": "1", "other_days": ""}
    )
    send(visitor(app))
    send(visitor(app), kind="fence", place="gần chợ Vôi", words="Hàng rào đổ")
    fence, leaning = sorted(reports(registry), key=lambda one: one.kind.value)
    stated = promises(registry)
    assert stated.owed(fence) is None
    assert stated.owed(leaning) == in_vietnam(leaning.at) + dt.timedelta(hours=1)
    assert stated.owed(replace(leaning, case_number="PAHT-1")) is None, (
        "who reported elsewhere has no receipt"
    )
    assert stated.owed(replace(leaning, state=ReportState.CLOSED)) is None
    desk = visitor(app, "inspector")
    text = " ".join(" ".join(desk.page("/field-reports").text).split())
    assert text.index(leaning.number) < text.index(fence.number)
    assert "quá hẹn" not in text


def test_fifty_reports_of_one_text_from_twenty_addresses_are_a_few_lines_and_end_at_once(app: Flask) -> None:
    desk = visitor(app, "duty_officer")
    before = len(reports(registry_of(app)))
    for n in range(50):
        pages = visitor(app)
        pages.client.environ_base["REMOTE_ADDR"] = f"203.0.113.{n % 20 + 1}"
        where = {"lat": f"{21.1 + n / 200:.6f}", "lon": "106.3", "source": "map"}
        send(pages, place="", commune="", words=f"Cột đổ đè vào nhà rồi, cứu với {n}", kind="fallen", **where)
    assert len(reports(registry_of(app))) == before + 50, "none is refused"
    page = desk.page("/field-reports?state=new")
    assert "phản ánh giống vậy" in " ".join(page.text)
    ticks = [v["value"] for v in page.all("input") if v.get("name") == "one"]
    lines = [one for one in reports(registry_of(app)) if one.id in ticks and "cứu với" in one.words]
    assert len(lines) == 5
    chosen = "&".join(f"one={one.id}" for one in lines)
    shown = desk.page(f"/field-reports/together?{chosen}")
    form = {v["name"]: v["value"] for v in shown.all("input") if v.get("name", "").startswith("version-")}
    assert len(form) == 50
    form |= {"one": [name.removeprefix("version-") for name in form], "reason": "empty", "reply": ""}
    assert "REPORT-DANGEROUS-CHOSEN" in desk.post("/field-reports/together", form, 400).get_data(as_text=True)
    closed = desk.post("/field-reports/together", {**form, "dangerous": "1"}).headers["Location"]
    assert "Đã đóng 50 phản ánh" in " ".join(desk.page(closed).text)
    gone = [v for v in desk.page(closed).all("input") if v.get("name", "").startswith("version-")]
    again = {v["name"]: v["value"] for v in gone}
    desk.post("/field-reports/reopened", {**again, "one": [n.removeprefix("version-") for n in again]})
    assert sum(one.state == "new" and "cứu với" in one.words for one in reports(registry_of(app))) == 50
    desk.post(f"/field-reports/{lines[0].id}/apart", {"version": "9"}, 409)
    desk.get("/field-reports/closed/none", 400)
    visitor(app, "carrier").get(f"/field-reports/together?{chosen}", 403)


def test_the_office_finds_the_mast_answers_and_the_reporter_reads_it(app: Flask) -> None:
    pages, desk = visitor(app), visitor(app, "appraiser")
    lon, lat = "106.181900", "21.272500"
    location = send(
        pages, lon=lon, lat=lat, accuracy="12", source="gps", phone="0912 345 678", words="<b>nghiêng</b>"
    ).headers["Location"]
    (found,) = reports(registry_of(app))
    assert found.accuracy_m == 12.0
    bar = next(a for a in desk.page("/field-reports").all("a") if a.get("href") == "/field-reports")
    assert bar
    show = f"/field-reports/{found.id}"
    page = desk.page(show)
    assert any("0912 345 678" in text for text in page.text)
    assert any("BGG00003" in text for text in page.text)
    structure = next(v["value"] for v in page.all("input") if v.get("name") == "structure")
    desk.post(f"{show}/link", {"version": "1", "structure": structure})
    refused = desk.post(f"{show}/close", {"version": "1", "reason": "mended", "reply": "Đã xong"}, 409)
    assert "Đã xong" in refused.get_data(as_text=True)
    desk.post(f"{show}/close", {"version": "2", "reason": "mended", "reply": "Đã chỉnh dây co, cảm ơn bà."})
    read = " ".join(pages.page(location).text)
    assert "Đã chỉnh dây co, cảm ơn bà." in read
    assert "appraiser" not in read
    desk.post(f"{show}/forget", {})
    assert not any("0912 345" in text for text in desk.page(show).text)
    desk.post(f"{show}/reopen", {"version": "3"})
    assert reports(registry_of(app))[0].state == "new"
    again = " ".join(pages.page(location).text)  # what was answered is no answer to what is open again
    assert "đã trả lời trước khi mở lại" in again
    assert re.search(r"cảm ơn bà\.\s+\d\d/", read)
    assert not re.search(r"cảm ơn bà\.\s+\d\d/", again), "nor is the day of opening it the answer's day"


def test_a_mast_is_found_by_its_code_or_its_plate(app: Flask) -> None:
    send(visitor(app))
    (found,) = reports(registry_of(app))
    desk = visitor(app, "duty_officer")
    show = f"/field-reports/{found.id}"
    refused = desk.post(f"{show}/link", {"version": "1", "plate": "BGG99999"}, 404).get_data(as_text=True)
    assert 'value="BGG99999"' in refused
    desk.post(f"{show}/link", {"version": "1", "plate": "BGG00003"})
    by_code = reports(registry_of(app))[0].structure
    desk.post(f"{show}/link", {"version": "2", "plate": plate_of(app).upper()})
    assert by_code
    assert reports(registry_of(app))[0].structure == by_code


def test_a_report_goes_into_a_campaign_of_the_office_and_to_who_gives_it(app: Flask) -> None:
    kinds = (CampaignKind.SPOT_CHECK, CampaignKind.SELF, CampaignKind.SEASON, CampaignKind.REINSPECTION)
    of_one = Campaign("company", CampaignKind.SPECIALISED, "company", organisation="viettel")
    open_ones = [of_one, *(Campaign(kind.value, kind, kind.value) for kind in kinds)]
    assert [one.id for one in fitting(open_ones)] == ["season", "reinspection", "company", "spot_check"]
    registry, day = registry_of(app), today()
    make_campaign(
        registry,
        CampaignPlan(
            CampaignKind.SEASON, "Mùa mưa bão", day, day + dt.timedelta(days=90), sample=3, seed="x"
        ),
        person=Person(name="leader", roles=frozenset({Role.LEADER})),
    )
    send(visitor(app), mast=plate_of(app), place="", words="Dây co chùng", website="")
    found = next(one for one in reports(registry) if one.structure and one.words == "Dây co chùng")
    page = visitor(app, "inspector").page(f"/field-reports/{found.id}")
    assert "Chưa nêu người: ai trong đợt cũng thấy" in " ".join(page.text)
    assert [one for one in page.all("option") if "selected" in one], "who gives it is proposed"
    now = dt.datetime.now(VIETNAM)
    state_promises(registry, who_comes="Thanh tra", danger_hours="4", other_days="", who="lan")
    campaign = next(one for one in list_campaigns(registry, person=OPEN_DESK) if one.name == "Mùa mưa bão")
    given = {"version": str(found.version), "campaign": campaign.id, "structure": found.structure}
    visitor(app, "inspector").post(f"/field-reports/{found.id}/visit", given)
    until = f"{in_vietnam(found.at) + dt.timedelta(hours=4):%H:%M %d/%m/%Y}"
    said = f"Phản ánh {found.number}: {REPORT_KINDS[found.kind.value]}, đã hẹn đến trước {until}"
    assert any(said in one.reason for one in targets_of(registry, campaign.id, person=OPEN_DESK))
    state_promises(registry, who_comes="", danger_hours="", other_days="", who="lan")
    found = next(one for one in reports(registry) if one.id == found.id)
    for minutes in (-60 * 24 * 30, 1):  # what comes in after the report may have been made long before
        at = (now + dt.timedelta(minutes=minutes)).isoformat()
        same = {"visit": new_id(), "structure": found.structure, "recorded_at": at}
        sent_by_phone(registry, item("start", **same), item("finish", **same, seq=2))
    text = " ".join(visitor(app, "inspector").page(f"/field-reports/{found.id}").text)
    assert f"{now + dt.timedelta(minutes=1):%H:%M %d/%m/%Y}" in text
    assert f"{now - dt.timedelta(days=30):%d/%m/%Y}" not in text
    assert "còn chưa khắc phục" not in text
    found_at = (now + dt.timedelta(minutes=2)).isoformat()
    same = {"visit": new_id(), "structure": found.structure, "recorded_at": found_at}
    defect = item("defect", **same, seq=2, defect="leaning", severity="serious")
    sent_by_phone(registry, item("start", **same), defect, item("finish", **same, seq=3))
    text = " ".join(visitor(app, "inspector").page(f"/field-reports/{found.id}").text)
    assert "1 tồn tại ghi khi kiểm tra còn chưa khắc phục" in text
    done = {"version": str(found.version), "reason": "no_fault", "reply": "Đã kiểm tra"}
    visitor(app, "inspector").post(f"/field-reports/{found.id}/close", done)
    text = " ".join(visitor(app, "inspector").page(f"/field-reports/{found.id}").text)
    assert "còn chưa khắc phục" not in text


def told(pages: Pages, address: str) -> str:
    return " ".join(" ".join(pages.page(address).text).split())


def test_who_came_is_awaited_no_more_by_receipt_list_and_day(app: Flask) -> None:
    registry, desk = registry_of(app), visitor(app, "inspector")
    stated = {"who_comes": "Tổ kiểm tra", "danger_hours": "4", "other_days": ""}
    visitor(app, "administrator").post("/field-reports/promises", stated)
    receipt = send(visitor(app), mast=plate_of(app), place="", words="Dây co chùng").headers["Location"]
    found = next(one for one in reports(registry) if one.structure and one.words == "Dây co chùng")
    day, row = "Đã hẹn người phản ánh có người kiểm tra", f"{found.number}: Cột nghiêng"
    assert day in told(desk, "/today")
    assert row in told(desk, "/today")
    assert "Tổ kiểm tra" in told(visitor(app), receipt)
    at = dt.datetime.now(VIETNAM) + dt.timedelta(minutes=1)
    same = {"visit": new_id(), "structure": found.structure, "recorded_at": at.isoformat()}
    sent_by_phone(registry, item("start", **same), item("finish", **same, seq=2))
    assert row not in told(desk, "/today")
    said = told(visitor(app), receipt)
    assert f"Đã có người đến {at:%H:%M, %d/%m/%Y}" in said
    assert "Khi nào" not in said
    assert "Tổ kiểm tra" not in said
    shown = told(desk, "/field-reports")
    assert f"đã đến xem {at:%H:%M ngày %d/%m/%Y}, chưa đóng" in shown
    assert "hẹn người dân" not in shown
    assert "Đã hẹn người phản ánh" not in told(desk, f"/field-reports/{found.id}")


def test_the_first_promise_stands_first_whatever_came_later(app: Flask) -> None:
    registry, desk = registry_of(app), visitor(app, "appraiser")
    visitor(app, "administrator").post(
        "/field-reports/promises", {"who_comes": "", "danger_hours": "4", "other_days": "2"}
    )
    for kind, place in (("fence", "gần chợ Vôi"), ("leaning", "gần chợ Kép"), ("guy", "gần chợ Chũ")):
        send(visitor(app), kind=kind, place=place, words=f"Thấy {kind}")
    numbers = {one.kind.value: one.number for one in reports(registry)}
    for address in ("/field-reports", "/field-reports?sort=due"):
        text = told(desk, address)
        assert text.index(numbers["leaning"]) < text.index(numbers["fence"]), address
        assert text.index(numbers["guy"]) < text.index(numbers["fence"]), address
    text = told(desk, "/field-reports")
    assert text.index(numbers["leaning"]) < text.index(numbers["guy"])


def test_what_was_reported_before_is_closed_and_not_said_to_be_done(app: Flask) -> None:
    registry, desk = registry_of(app), visitor(app, "appraiser")
    send(visitor(app))
    (first,) = reports(registry)
    words = f"Thêm vào {first.number.lower()}: đổ rồi"
    receipt = send(visitor(app), kind="fallen", place="cạnh nhà văn hóa", words=words).headers["Location"]
    second = next(one for one in reports(registry) if one.id != first.id)
    for one, other in ((first, second), (second, first)):
        assert other.number in " ".join(desk.page(f"/field-reports/{one.id}").text), "each names the other"
    form = {"version": "1", "reason": "twice", "reply": f"Đang xử lý ở {first.number}."}
    desk.post(f"/field-reports/{second.id}/close", form)
    said = told(visitor(app), receipt)
    assert "Đã đóng: trùng phản ánh khác" in said
    assert "Đã xử lý xong" not in said
