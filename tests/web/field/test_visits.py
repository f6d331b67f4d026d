"""Visits by their pages: what came in, what was set aside and put right, two people, a measured position."""

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from flask import Flask

from registry.model.field.inspections import CampaignKind
from registry.model.people import OPEN_DESK
from registry.services.field import comparison, inspections, position_corrections, set_aside
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.defects import list_defects
from registry.services.field.selection import Selection
from registry.services.field.sends import take_items
from registry.services.office.calendar import today
from registry.settings import read_settings
from tests.pages import Page, Pages
from tests.services.field.world import HOA, LAN, MAST, OFFICER, add_masts, item, new_id, photo, place
from tests.services.requests import desk
from tests.web.people import registry_of, running, sign_in, visitor, with_people
from web.frame.wording.moments import phone_moment

VISIT, OTHER = new_id(), new_id()
NONE_BECAUSE = "Han rỉ: Nhẹ. Không ghi tồn tại: mới sơn lại"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A register with two visits of one mast that differ, one item set aside, and people."""
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("visits") / "home")})
    registry = desk.make(settings)
    plan = CampaignPlan(CampaignKind.SEASON, "Mùa bão", today(), today(), selection=Selection())
    own = {"campaign": make_campaign(registry, plan, person=OFFICER).id}
    sha = photo(registry, b"anh")
    lon, lat = desk.north(80.0)
    other = dict(zip(("lon", "lat"), desk.north(120.0), strict=True))
    add_masts(registry, {"BGG00046": {**other, "form": "guyed", "mast_height_m": 30.0}})
    sent: list[dict[str, Any]] = [
        item("start", visit=VISIT, **own),
        item(visit=VISIT, **own, entry="rust", value="heavy", raw="heavy", photos=[sha]),
        item(
            visit=VISIT,
            **own,
            entry="earthing",
            value="14.2",
            raw="14,2",
            unit="Ω",
            instrument="Kyoritsu 4105A",
        ),
        item(visit=VISIT, **own, entry="structural_inspection", value="2023-05-11", raw="2023-05-11"),
        item(visit=VISIT, **own, entry="houses", value="not_seen", raw=""),
        item("position", visit=VISIT, **own, position=place(lon, lat, 4.0, fixes=6)),
        item(
            "defect",
            visit=VISIT,
            defect="rust_heavy",
            component="guy_foundation",
            severity="urgent",
            note="<b>rỉ</b>",
        ),
        item("defect", visit=VISIT, **own, component="guy", note="Dây co rung"),  # without a grade
        item("finish", visit=VISIT, **own),
    ]
    assert {one.state.value for one in take_items(registry, sent, person=LAN, device="d1")} == {"verified"}
    second = [
        item("start", visit=OTHER, **own),
        item(visit=OTHER, **own, entry="rust", value="light", raw="light"),
        item("note", visit=OTHER, **own, entry="rust", value="no_defect", raw="light", note=NONE_BECAUSE),
        item("finish", visit=OTHER, **own),
    ]
    take_items(registry, second, person=HOA, device="d2")
    lost = item(
        visit=new_id(), **own, structure="mast-khong-co", entry="rust", value="none", raw="none",
        position=place(lon, lat),
    )  # fmt: skip
    fellow = {**lost, "id": new_id(), "entry": "lean", "value": "straight", "raw": "straight", "seq": 2}
    receipts = take_items(registry, [lost, fellow], person=LAN, device="d1")
    assert [receipt.state.value for receipt in receipts] == ["aside", "aside"]
    registry.close()
    with running(with_people(settings, tmp_path_factory.mktemp("people") / "home")) as app:
        yield app


@pytest.fixture(scope="module")
def officer(app: Flask) -> Pages:
    pages = Pages(app)
    sign_in(pages.client, "appraiser")
    return pages


def test_a_visit_shows_readings_limits_photo_place_and_both_times(officer: Pages) -> None:
    assert any("BGG00045" in text for text in officer.page("/visits").text)
    page = officer.page(f"/visits/{VISIT}")
    text = " ".join(page.text)
    assert "14,2 Ω" in text
    assert "11/05/2023" in text  # a day as people write it
    assert "Không xem được" in text  # in the words of the phone
    assert "Han rỉ nặng, móng co (M1–M4)" in text
    assert "Kyoritsu 4105A" in text
    assert "≤ 10 Ω (*)" in text  # a working limit is marked
    assert "09:30 12/05/2026" in text
    assert "Về máy chủ" in text
    left = text.split("mục của phiếu:")[1]
    assert "Nguồn dự phòng" in left
    assert "Han rỉ" not in left.split("Người ghi")[0]  # what was answered is not said to be missing
    assert "<b>rỉ</b>" not in officer.get(f"/visits/{VISIT}").get_data(as_text=True)
    source = next(v["src"] for v in page.all("img") if "/visits/photos/" in v["src"])
    answer = officer.client.get(source)
    assert answer.status_code == 200
    answer.close()


def test_an_answer_of_a_defect_that_is_open_already_is_added_to_it_and_taken_back(officer: Pages) -> None:
    way = f"/visits/{OTHER}"
    fields = [(v.get("name"), v.get("value")) for v in officer.page(way).all("input")]
    at = fields.index(("deed", "same"))
    officer.post(f"{way}/defects", dict(fields[at : at + 5]))
    page = officer.page(way)
    assert any("Là tồn tại đã ghi ngày" in said for said in page.text)
    step = next(v["value"] for v in page.all("input") if v.get("name") == "step")
    officer.post(f"{way}/defects", {"deed": "not_same", "step": step})
    assert [v for v in officer.page(way).all("input") if v.get("name") == "entry"]


def test_an_officer_makes_a_defect_of_an_answer_that_has_none(app: Flask, officer: Pages) -> None:
    page = officer.page(f"/visits/{OTHER}")
    assert "cách vị trí trong sổ" not in " ".join(page.text)  # that visit measured none
    assert any("cách vị trí trong sổ 80 m" in text for text in officer.page(f"/visits/{VISIT}").text)
    asked = [v["value"] for v in page.all("input") if v.get("name") == "entry"]
    assert set(asked) == {"rust"}
    said = " ".join(page.text)
    assert said.count(NONE_BECAUSE) == 1  # beside the answer, where the officer decides
    assert said.index(NONE_BECAUSE) < said.index("Người ghi")
    assert "Ghi chú" not in said.split("Người ghi")[0].split(NONE_BECAUSE)[0]
    way, form = f"/visits/{OTHER}/defects", {"entry": "rust", "defect": "rust_light", "severity": ""}
    kept = officer.post(way, form, 400).get_data(as_text=True)
    assert '<option value="rust_light" selected' in kept
    officer.post(way, {**form, "severity": "minor"})
    (made,) = [one for one in list_defects(registry_of(app), person=OPEN_DESK) if one.inspection == OTHER]
    assert (made.entry, made.defect, made.note) == ("rust", "rust_light", "")
    assert f"{made.found_on:%d/%m/%Y}" == "12/05/2026"  # the day of the visit, not of the desk
    assert not [v for v in officer.page(f"/visits/{OTHER}").all("input") if v.get("name") == "entry"]
    assert "DEFECT-STATED-TAKEN" in officer.post(way, {**form, "severity": "minor"}, 409).get_data(True)


def test_an_officer_decides_that_an_answer_is_no_defect_and_takes_it_back(app: Flask, officer: Pages) -> None:
    way = f"/visits/{VISIT}"
    forms = officer.page(way).all("input")
    answer = next(v["value"] for v in forms if v.get("name") == "answer" and v["value"].startswith("Han rỉ"))
    form = {"deed": "none", "entry": "rust", "answer": answer, "reason": ""}
    kept = officer.post(f"{way}/defects", form, 400).get_data(as_text=True)
    assert "REQUEST-REASON" in kept
    officer.post(f"{way}/defects", {**form, "reason": "chỉ là vết ố"})
    page = officer.page(way)
    said = " ".join(page.text)
    assert "Không ghi tồn tại: chỉ là vết ố" in said
    assert said.split("Số đo, kết quả")[0].count("vết ố") == 0  # among no defects
    assert "rust" not in [v.get("value") for v in page.all("input") if v.get("name") == "entry"]
    assert "Not recorded as a defect: chỉ là vết ố" in " ".join(officer.page(f"{way}?lang=en").text)
    fields = [(v.get("name"), v.get("value")) for v in page.all("input")]
    at = [name for name, _value in fields].index("decided")
    sent = dict(fields[at : at + 2])
    officer.post(f"{way}/defects", {"deed": "undecided", **sent})
    asked = [v["value"] for v in officer.page(way).all("input") if v.get("name") == "entry"]
    assert "rust" in asked
    officer.post(f"{way}/defects", {"deed": "undecided", **sent}, 404)
    assert [one for one in list_defects(registry_of(app), person=OPEN_DESK) if one.entry == "rust"
            and one.inspection == VISIT] == []  # fmt: skip


def test_a_moment_of_a_phone_in_another_zone_stands_on_vietnams_clock() -> None:
    assert phone_moment("2026-11-26T15:09:12+00:00") == "22:09 26/11/2026"
    assert phone_moment("2026-05-12T09:30:00+07:00") == "09:30 12/05/2026"
    assert phone_moment("sáng nay") == "sáng nay"


def test_only_the_office_reads_visits(app: Flask) -> None:
    for name, status in (("carrier", 403), ("consulted", 403), ("viewer", 200)):
        pages = Pages(app)
        sign_in(pages.client, name)
        pages.get(f"/visits/{VISIT}", status)
    Pages(app).get("/visits", 302)


def state(officer: Pages, way: str, status: int = 303, **own: Any) -> str:
    """Save who was present; the people are the team's one and the unit's one."""
    page = officer.page(way)
    typed = {
        "unit": "VNPT", "delegation": "12/QĐ-UBND", "place": "", "opinion": "", "side": ["team", "unit"],
        "version": next(one["value"] for one in page.all("input") if one.get("name") == "version"),
        "name": ["Trần Thị Lan", "Lê Văn Bình"], "post": ["Chuyên viên", "Trưởng đài"],
        "account": ["lan", ""], **own,
    }  # fmt: skip
    return str(officer.post(way, typed, status).get_data(as_text=True))


def test_minutes_wait_for_a_decision_then_hold_what_was_recorded_and_no_penalty(
    app: Flask, officer: Pages
) -> None:
    visit = officer.page(f"/visits/{VISIT}")
    way = next(a["href"] for a in visit.all("a") if "/minutes/" in a.get("href", ""))
    assert "MINUTES-NO-DELEGATION" in state(officer, way, 400, delegation="")
    kept = state(officer, way, 400, name=["", "Lê Văn Bình"])
    assert "MINUTES-NO-NAMES" in kept
    assert "Lê Văn Bình" in kept  # what was typed stays
    state(officer, way)
    page = officer.page(way)
    (lead,) = [a["href"] for a in page.all("a") if a.get("href", "").startswith("/defects/")]
    assert "Xếp mức tồn tại của BGG00045" in " ".join(page.text)
    assert "Có câu trả lời cho thấy hư hỏng mà chưa ghi thành tồn tại" in " ".join(page.text)  # 14,2 Ω
    assert f"/visits/{VISIT}" in [a.get("href") for a in page.all("a")]
    opened = officer.get(lead).get_data(as_text=True).split("Xếp mức độ, ghi hạn")[0]
    assert opened.rpartition("<details")[2].split(">")[0].endswith(" open")
    assert any("/visits/compare/mast-BGG00045" in a.get("href", "") for a in page.all("a"))
    document = f"{way}/minutes.docx?unit=VNPT"
    assert "MINUTES-UNDECIDED" in officer.get(document, 409).get_data(as_text=True)
    registry = registry_of(app)
    for field in comparison.compare(registry, MAST, person=OPEN_DESK).fields:
        among = [one.item.id for one in field.readings if one is not None]
        if field.differs:
            comparison.choose_item(
                registry, MAST, entry=field.entry, item=among[0], among=among, reason="x", person=OFFICER
            )
    content = officer.client.get(document).get_data()
    made = docx.Document(io.BytesIO(content))
    text = "\n".join(
        [p.text for p in made.paragraphs]
        + [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    )
    for wanted in (
        "BIÊN BẢN KIỂM TRA",
        "BGG00045",
        "14,2 Ω",
        "11/05/2023",
        "Tọa độ đo tại chân cột: 21°",
        "cách vị trí trong sổ 80 m",
        "ngoài ngưỡng",
        "nguy hiểm",
        "<b>rỉ</b>",
        "không kiểm tra",
        "Trần Thị Lan, Chuyên viên",
        "12/QĐ-UBND",
    ):
        assert wanted in text, wanted
    assert "xử phạt" not in text


def test_what_was_set_aside_is_put_right_by_its_code(app: Flask, officer: Pages) -> None:
    waiting = set_aside.list_set_aside(registry_of(app), person=OPEN_DESK)
    one = next(found for found in waiting if '"rust"' in found.content)
    board = officer.page("/visits?show=aside")
    assert sum("/visits/aside/" in a["href"] for a in board.all("a")) == 1  # one line for a visit
    assert any("2 mục" in text for text in board.text)
    way = f"/visits/aside/{one.id}"
    page = officer.page(way)
    text = " ".join(page.text)
    assert "/site-lists/file" in [link.get("href") for link in page.all("a")]  # a new mast
    assert "mast-khong-co" in text
    # in the words of the office: the campaign and the form by name, the answer, the place, the phone's time
    for said in ("Mùa bão", "Kiểm tra nhanh", "Han rỉ", "Không", "± 5 m", "09:30 12/05/2026"):
        assert said in text, said
    assert [v["value"] for v in page.all("input") if v.get("name") == "near"][:2] == ["BGG00046", "BGG00045"]
    assert "BGG00045 · 80 m nam" in text
    assert "Sửa cả đợt, mục, phiếu" in text  # what is seldom wrong with an unknown mast stands folded
    wrong = {"version": str(one.version), "structure": "BGG99999", "reason": "Ghi nhầm"}
    refused = Page(officer.post(f"{way}/take", wrong, 400).get_data(as_text=True))
    assert any("BGG99999: chờ cơ quan xác nhận" in text for text in refused.text)
    form = {"version": str(one.version), "near": "BGG00045", "structure": "", "reason": "", "whole": "1"}
    kept = officer.post(f"{way}/take", form, 400).get_data(as_text=True)
    assert 'value="BGG00045" checked' in kept
    assert "REQUEST-REASON" in kept
    officer.post(f"{way}/take", {**form, "reason": "Ghi nhầm mã cột"})
    assert set_aside.list_set_aside(registry_of(app), person=OPEN_DESK) == []
    officer.get("/visits/aside/khong-co", 404)
    assert desk.sound(registry_of(app))


def test_of_two_visits_an_officer_chooses_and_both_stay(app: Flask, officer: Pages) -> None:
    assert any("BGG00045" in text for text in officer.page("/visits?show=compare").text)
    way = "/visits/compare/mast-BGG00045"
    page = officer.page(way)
    text = " ".join(page.text)
    assert "(*) ngưỡng làm việc" in text  # what the mark beside a limit means
    assert "lan" in text
    assert "hoa" in text
    items = [v["value"] for v in page.all("input") if v.get("name") == "item"]
    among = [v["value"] for v in page.all("input") if v.get("name") == "among"]
    assert len(items) >= 2
    form = {"entry": "rust", "item": items[0], "among": [one for one in among if one in items], "reason": ""}
    assert "REQUEST-REASON" in officer.post(way, form, 400).get_data(as_text=True)
    officer.post(way, {**form, "reason": "Có ảnh rõ hơn"})
    text = " ".join(officer.page(way).text)
    assert "Có ảnh rõ hơn" in text
    rows = inspections.list_inspections(registry_of(app), person=OPEN_DESK, structure="mast-BGG00045")
    assert {row.inspection.id for row in rows} >= {VISIT, OTHER}


def test_a_measured_position_moves_the_mast_only_when_an_officer_says_so(app: Flask, officer: Pages) -> None:
    (proposal,) = position_corrections.list_proposals(registry_of(app), person=OPEN_DESK)
    assert proposal.distance_m == pytest.approx(80.0, abs=1.0)
    way = f"/visits/positions/{proposal.id}"
    text = " ".join(officer.page(way).text)
    assert "80" in text
    assert "Chỗ đo gần cột BGG00046 hơn (40 m)" in text  # another mast was measured, more likely
    inspector = visitor(app, "inspector")  # sees whose it is, and no button that would refuse him
    visit = f"/visits/{proposal.inspection}"
    assert "Xem và quyết định" in " ".join(officer.page(visit).text)
    assert "Xem và quyết định" not in " ".join(inspector.page(visit).text)
    assert way in {link.get("href") for link in inspector.page(visit).all("a")}
    assert "deed" not in {v.get("name") for v in inspector.page(way).all("button")}
    assert "do chuyên viên thẩm định, lãnh đạo hoặc quản trị hệ thống quyết định" in " ".join(
        inspector.page(way).text
    )
    form = {"version": str(proposal.version), "deed": "refuse", "reason": ""}
    assert "FIELD-NOT-ALLOWED" in inspector.post(way, {**form, "reason": "x"}, 403).get_data(as_text=True)
    assert "REQUEST-REASON" in officer.post(way, form, 400).get_data(as_text=True)
    officer.post(way, {**form, "reason": "GPS sai dưới mái tôn"})
    assert position_corrections.list_proposals(registry_of(app), person=OPEN_DESK) == []
    again = officer.post(way, {**form, "deed": "accept", "reason": "x"}, 409)
    assert "POSITION-DECIDED" in again.get_data(as_text=True) or "CHANGED-MEANWHILE" in again.get_data(
        as_text=True
    )


def test_a_visit_is_looked_at_once(app: Flask, officer: Pages) -> None:
    view = inspections.get_inspection(registry_of(app), OTHER, person=OPEN_DESK)
    form = {"version": str(view.inspection.version), "note": "Được"}

    def new() -> int:
        """Return how many new visits the bar counts."""
        found = re.search(
            r'href="/visits"[^>]*>[^<]*<span class="waits">(\d+)',
            officer.get("/campaigns").get_data(as_text=True),
        )
        return int(found[1]) if found else 0

    before = new()
    officer.post(f"/visits/{OTHER}/review", form)
    assert new() == before - 1
    assert officer.post(f"/visits/{OTHER}/review", form, 409).status_code == 409
    assert any("hoa" in text for text in officer.page("/visits?show=reviewed").text)
    officer.get("/visits/khong-co", 404)


def test_what_stands_out_is_settled_by_a_word_and_seen_inside_only(app: Flask, officer: Pages) -> None:
    pages, visit = officer, new_id()
    entries = ("rust", "houses", "papers", "earthing", "structural_inspection")
    sent_first = [item(visit=visit, structure="BGG00046", entry=entry, value="x") for entry in entries]
    take_items(registry_of(app), sent_first, person=LAN, device="d1")
    listed = pages.page("/visits?show=flags")
    assert "Điều cần hỏi lại, không phải kết luận về ai. Chỉ cơ quan thấy." in listed.text
    forms = [form for form, _names in listed.forms if form.get("action", "").startswith("/visits/doubts/")]
    action = forms[0]["action"]
    version = next(v["value"] for v in listed.all("input") if v.get("name") == "version")
    sent = {"word": "accepted", "reason": "Đã gọi hỏi, rõ", "version": version}
    refused = pages.post(action, {**sent, "reason": ""}, 400).get_data(as_text=True)
    assert "REQUEST-REASON" in refused
    pages.post(action, sent)
    shown = " ".join(pages.page("/visits?show=flags").text)
    assert "Đã rõ, chấp nhận" in shown
    assert "Đã gọi hỏi, rõ" in shown
    pages.post(action, sent, 409)
    pages.post("/visits/doubts/" + "0" * 32, {**sent, "version": "0"}, 404)
    reader = Pages(app)
    sign_in(reader.client, "viewer")
    reader.post(action, sent, 403)


def test_a_picture_of_several_masts_is_shown_beside_a_way_to_the_other_visit(
    app: Flask, officer: Pages
) -> None:
    visit, registry = new_id(), registry_of(app)
    sha = photo(registry, b"anh")  # the one of BGG00045
    again = item(visit=visit, structure="BGG00046", entry="rust", value="light", photos=[sha])
    take_items(registry, [again], person=LAN, device="d1")
    page = officer.page(f"/visits/{visit}")
    assert "Một ảnh dùng cho nhiều cột" in " ".join(page.text)
    ways = [a.get("href", "") for a in page.all("a")]
    assert f"/visits/{VISIT}" in ways
    assert sum(sha in way for way in ways) == 2  # beside what is said of it, and among the visit's own


def test_a_campaign_counts_what_stands_out_of_all_its_masts_under_any_filter(
    app: Flask, officer: Pages
) -> None:
    campaign = inspections.get_inspection(registry_of(app), VISIT, person=OPEN_DESK).inspection.campaign
    told = "cột có lượt kiểm tra cần xem kỹ"

    def said(asked: str) -> list[str]:
        page = officer.page(f"/campaigns/{campaign}{asked}")
        return [text for text in page.text if told in text]

    (whole,) = said("")
    assert int(whole.split()[0]) >= 1
    assert said("?q=BGG00999") == said("?progress=waiting") == said("?assignee=khong-ai") == [whole]
