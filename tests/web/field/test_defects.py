"""Defects by their pages: each carrier its own, the answer on its own page, the letter, and the end."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import orjson
import pytest
from flask import Flask
from PIL import Image

from registry.model.field.defects import Defect, DefectState
from registry.model.field.inspections import CampaignKind
from registry.model.people import OPEN_DESK, Person, Role
from registry.model.vietnam_time import VIETNAM
from registry.services.field import defects as service
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.field.selection import Selection
from registry.services.field.self_inspection import import_self_inspection
from registry.services.field.sends import take_items
from registry.services.office.calendar import now, today
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.field import world as field_world
from tests.services.field.world import OFFICER
from tests.services.requests import desk
from tests.web.people import registry_of, running, visitor, with_people
from web.app import create_app
from web.frame.wording.defect_lines import clock_of


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A register with a mast of VNPT and one of Viettel, each with defects, and people."""
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("defects") / "home")})
    registry = desk.make(settings)
    field_world.add_masts(registry, {"BGG00077": {"operators": ("VTL",), "lon": 106.2, "lat": 21.3}})
    for structure, defect, severity, note in (
        ("mast-BGG00045", "rust_heavy", "serious", "Bu lông neo M2"),
        ("mast-BGG00077", "rust_light", "minor", "Chỉ của Viettel"),
        ("mast-BGG00077", "rust_heavy", "urgent", "Dây co sắp đứt"),
    ):
        new = NewDefect(structure, defect, severity, today(), component="guy", note=note)
        enter_defect(registry, new, person=OFFICER)
    long_ago = today() - dt.timedelta(days=200)
    old = NewDefect("mast-BGG00045", "rust_light", "minor", long_ago, component="guy", note="Để lâu")
    enter_defect(registry, old, person=OFFICER)
    registry.close()
    with running(with_people(settings, tmp_path_factory.mktemp("people") / "home")) as app:
        yield app


def of(app: Flask, code: str) -> list[Defect]:
    return [one for one in service.list_defects(registry_of(app), person=OPEN_DESK) if one.mast.code == code]


def picture() -> tuple[io.BytesIO, str]:
    into = io.BytesIO()
    Image.new("RGB", (40, 40), "#446688").save(into, "JPEG")
    into.seek(0)
    return into, "da-thay.jpg"


def test_a_carrier_sees_its_own_and_walks_into_no_other(app: Flask) -> None:
    carrier, rival = visitor(app, "carrier"), visitor(app, "rival")
    text = " ".join(carrier.page("/defects/own").text)
    assert "BGG00077" in text
    assert "BGG00045" not in text
    day = " ".join(carrier.page("/today").text)  # what it has to remedy, not only what is overdue
    assert "BGG00077 · Han rỉ nặng, dây co" in day
    assert "BGG00077 · Han rỉ nhẹ, dây co" in day
    assert "BGG00045" not in day
    others = of(app, "BGG00045")[0]
    for path in (f"/defects/{others.id}", f"/defects/{others.id}/photos/{'0' * 64}", "/defects/nothing"):
        carrier.get(path, 404)
    form = {"version": str(others.version), "words": "Đã thay", "remedied_on": today().isoformat()}
    carrier.post(f"/defects/{others.id}/answer", form, 404)
    assert {one.state for one in of(app, "BGG00045")} == {"open"}
    rival.get(f"/defects/{of(app, 'BGG00077')[0].id}", 404)
    content = carrier.client.get("/defects/export.xlsx").get_data()
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert {row[0] for row in rows[1:]} == {"BGG00077"}
    for path in ("/defects", "/defects/letters", "/defects/letters/one?to=VTL", "/visits", "/campaigns"):
        carrier.get(path, 403)


def test_a_search_says_in_which_group_the_defect_stands(app: Flask) -> None:
    officer = visitor(app, "appraiser")
    found = officer.page("/defects?show=open&q=BGG00077")
    assert "Chỉ của Viettel" in " ".join(found.text)
    elsewhere = officer.get("/defects?show=overdue&q=BGG00077").get_data(as_text=True)  # none is overdue
    assert "Có ở nhóm khác:" in elsewhere
    assert re.search(r'href="[^"]*show=open[^"]*">[^<(]+ \(2\)</a>', elsewhere)  # as many as the search finds
    led = " ".join(officer.page("/defects?q=BGG00077").text)  # no group asked for: the first with a match
    assert "Chỉ của Viettel" in led
    assert "Có ở nhóm khác" not in led


def test_penalties_are_for_officers_only(app: Flask) -> None:
    defect = of(app, "BGG00077")[0]
    said = re.compile(r"NĐ 174/2026|xử phạt|triệu đồng")
    assert said.search(" ".join(visitor(app, "appraiser").page(f"/defects/{defect.id}").text))
    for name in ("carrier", "viewer"):
        assert not said.search(" ".join(visitor(app, name).page(f"/defects/{defect.id}").text)), name


def test_from_the_letter_to_the_end(app: Flask) -> None:
    officer, carrier = visitor(app, "appraiser"), visitor(app, "carrier")
    assert any("2" in text for text in officer.page("/defects/letters").text)
    past = officer.page(f"/defects/letters/one?to={of(app, 'BGG00045')[0].organisation}")
    assert any("1 tồn tại đã qua hạn khắc phục mà chưa có công văn nào" in text for text in past.text)
    ids = [one.id for one in of(app, "BGG00077")]
    made = officer.post("/defects/letters/one.docx", {"to": "VTL", "id": ids}, 200)
    letter = docx.Document(io.BytesIO(made.get_data()))
    text = "\n".join(
        [p.text for p in letter.paragraphs]
        + [cell.text for table in letter.tables for row in table.rows for cell in row.cells]
    )
    assert "BGG00077" in text
    assert "Dây co sắp đứt" in text
    assert "BGG00045" not in text
    assert not re.search(r"NĐ 174|phạt", text)
    annex = officer.post("/defects/letters/one.xlsx", {"to": "VTL", "id": ids[:1]}, 200).get_data()
    assert openpyxl.load_workbook(io.BytesIO(annex)).worksheets[0].max_row == 2
    refused = officer.post("/defects/letters/one", {"to": "VTL", "id": ids, "number": " "}, 400)
    assert "DEFECT-LETTER-NUMBER" in refused.get_data(as_text=True)
    officer.post(
        "/defects/letters/one",
        {"to": "VTL", "id": ids, "number": "45/SKHCN", "on_day": today().isoformat()},
    )
    urgent = next(one for one in of(app, "BGG00077") if one.severity == "urgent")
    assert urgent.letter_number == "45/SKHCN"

    way = f"/defects/{urgent.id}"
    assert any("45/SKHCN" in said for said in carrier.page(way).text)
    version = str(urgent.version)
    carrier.post(
        f"{way}/answer",
        {
            "version": version,
            "words": "Đã thay dây co",
            "remedied_on": today().isoformat(),
            "photos": picture(),
        },
    )
    # of the day it was told and the day it was mended, the second is said only where it is another
    assert not re.search(r"khắc phục xong \d", " ".join(officer.page(way).text))
    late = carrier.post(f"{way}/answer", {"version": version, "words": "Gửi lần hai"}, 409)
    assert late.status_code == 409
    photo = next(v["src"] for v in officer.page(way).all("img") if "/photos/" in v.get("src", ""))
    picture_sent = officer.client.get(photo)
    assert picture_sent.mimetype == "image/jpeg"
    picture_sent.close()
    visitor(app, "rival").get(photo, 404)
    answered = next(one for one in of(app, "BGG00077") if one.id == urgent.id)
    assert answered.state == "answered"
    assert any("Đã thay dây co" in said for said in officer.page("/defects?show=answered").text) or any(
        "Đã thay dây co" in said for said in officer.page(way).text
    )
    officer.post(
        f"{way}/reinspect",
        {
            "version": str(answered.version), "result": "remedied", "on_day": today().isoformat(),
            "words": "Căng đều",
        },
    )  # fmt: skip
    assert next(one for one in of(app, "BGG00077") if one.id == urgent.id).state == "closed"
    assert f"kết thúc {today():%d/%m/%Y}" in " ".join(officer.page(way).text)
    assert desk.sound(registry_of(app))


def test_an_officer_changes_severity_and_deadline_with_a_reason(app: Flask) -> None:
    officer = visitor(app, "inspector")
    minor = next(one for one in of(app, "BGG00077") if one.severity == "minor")
    way = f"/defects/{minor.id}"
    form: dict[str, Any] = {"version": str(minor.version), "severity": "serious", "reason": ""}
    kept = officer.post(f"{way}/grade", {**form, "deadline": ""}, 400).get_data(as_text=True)
    assert "REQUEST-REASON" in kept
    nothing = {"version": str(minor.version), "severity": "minor", "deadline": "", "reason": "x"}
    assert "DEFECT-NOTHING-CHANGED" in officer.post(f"{way}/grade", nothing, 400).get_data(as_text=True)
    officer.post(f"{way}/grade", {**form, "reason": "Nặng hơn ghi ban đầu"})
    changed = next(one for one in of(app, "BGG00077") if one.id == minor.id)
    assert changed.severity == "serious"
    assert changed.deadline is not None
    assert minor.deadline is not None
    assert changed.deadline < minor.deadline
    later, form["version"] = today() + dt.timedelta(days=45), str(changed.version)
    both = {**form, "severity": "minor", "deadline": later.isoformat(), "reason": "Đo lại; đơn vị xin thêm"}
    officer.post(f"{way}/grade", both)
    changed = next(one for one in of(app, "BGG00077") if one.id == minor.id)
    assert (changed.severity, changed.deadline) == ("minor", later), "both that was typed holds"
    visitor(app, "carrier").post(f"{way}/grade", form, 403)
    visitor(app, "viewer").post(f"{way}/grade", form, 403)


def test_an_officer_opens_again_what_was_closed_by_mistake(app: Flask) -> None:
    officer, carrier = visitor(app, "inspector"), visitor(app, "carrier")
    standing = next(one for one in of(app, "BGG00077") if one.standing)
    way = f"/defects/{standing.id}"

    def now() -> Defect:
        return service.get_defect(registry_of(app), standing.id, person=OPEN_DESK)[0]

    officer.post(f"{way}/reopen", {"version": str(standing.version), "reason": "còn hở"}, 409)
    officer.post(
        f"{way}/end", {"version": str(standing.version), "deed": "close", "reason": "ảnh của đơn vị"}
    )
    closed = now()
    assert not any(form.get("action") == f"{way}/reopen" for form in carrier.page(way).all("form"))
    assert any(form.get("action") == f"{way}/reopen" for form in officer.page(way).all("form"))
    asked = {"version": str(closed.version), "reason": "  "}
    assert "REQUEST-REASON" in officer.post(f"{way}/reopen", asked, 400).get_data(as_text=True)
    said = {**asked, "reason": "ảnh chụp cột khác"}
    for other in ("carrier", "viewer"):
        visitor(app, other).post(f"{way}/reopen", said, 403)
    officer.post(f"{way}/reopen", said)
    officer.post(f"{way}/reopen", said, 409)  # it stands again, and the page was of before
    opened, steps = service.get_defect(registry_of(app), standing.id, person=OPEN_DESK)
    assert (opened.state, opened.closed_on, opened.deadline) == ("open", None, standing.deadline)
    assert [(step.kind, step.words) for step in steps][-1] == ("reopened", "ảnh chụp cột khác")
    assert "ảnh chụp cột khác" in " ".join(carrier.page(way).text)
    assert desk.sound(registry_of(app))  # the ledger replays it


def test_an_overdue_defect_is_on_the_map_the_sheet_and_the_desk_of_those_it_concerns(app: Flask) -> None:
    officer = visitor(app, "appraiser")
    assert orjson.loads(officer.client.get("/defects/overdue.json").get_data()) == [
        [pytest.approx(desk.LAT), pytest.approx(desk.LON), 1, "minor"]
    ]
    assert len(orjson.loads(visitor(app, "rival").client.get("/defects/overdue.json").get_data())) == 1
    assert orjson.loads(visitor(app, "carrier").client.get("/defects/overdue.json").get_data()) == []
    visitor(app, "consulted").get("/defects/overdue.json", 403)
    assert any("Cột có tồn tại quá hạn" in text for text in officer.page("/").text)
    sheet = officer.page("/map/site?code=BGG00045").text
    assert any("quá hạn" in text for text in sheet)
    assert "tồn tại quá hạn" in " ".join(officer.page("/requests").text)
    assert "Để lâu" in " ".join(officer.page("/defects?show=overdue&map=1").text)


def test_an_empty_page_says_what_it_is_for(tmp_path: Path) -> None:
    settings = read_settings({"BTS_HOME": str(tmp_path / "empty")})
    desk.make(settings).close()
    app = create_app(settings)
    assert "Chưa có tồn tại nào" in Pages(app).page("/defects").text
    app.extensions["bts-registry"].close()


def test_what_carriers_state_is_made_a_defect_with_one_deed(app: Flask, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    for line in (("Mã trạm", "Ngày kiểm tra", "Tồn tại"), ("BGG00077", today(), "Đai ốc: thiếu đai ốc")):
        sheet.append(line)
    made.save(tmp_path / "self.xlsx")
    viettel = Person(name="carrier", roles=frozenset({Role.CARRIER}), organisation="VTL")
    import_self_inspection(
        registry_of(app), tmp_path / "self.xlsx", organisation="VTL", person=viettel, yes=True
    )
    officer = visitor(app, "appraiser")

    def text(path: str) -> str:
        return officer.get(path).get_data(as_text=True)

    assert "Doanh nghiệp tự nêu (1)" in " ".join(text("/defects").split())
    shown = text("/defects/stated")
    stated = re.search(r'name="id" value="([^"]+)"', shown)
    assert stated is not None
    assert 'value="nut_missing" selected' in shown
    form = {"id": stated.group(1), "defect": "nut_missing", "severity": ""}
    refused = officer.post("/defects/stated", form, 400)
    assert 'value="nut_missing" selected' in refused.get_data(as_text=True)
    none = {"id": form["id"], "deed": "none", "reason": ""}
    assert "REQUEST-REASON" in officer.post("/defects/stated", none, 400).get_data(as_text=True)
    officer.post("/defects/stated", {**form, "severity": "serious"})
    assert "Đã ghi, xem tồn tại" in text("/defects/stated")
    late = officer.post("/defects/stated", {**none, "reason": "đai ốc đã siết"}, 409)
    assert "DEFECT-STATED-TAKEN" in late.get_data(as_text=True)
    assert "Doanh nghiệp tự nêu" not in text("/defects")


def test_an_officer_who_answers_for_a_carrier_is_not_named_to_it(app: Flask) -> None:
    one = next(one for one in of(app, "BGG00077") if one.standing)
    form = {"version": str(one.version), "words": "Theo công văn 12/VTL", "remedied_on": ""}
    visitor(app, "appraiser").post(f"/defects/{one.id}/answer", form, 303)
    seen = {name: visitor(app, name).page(f"/defects/{one.id}").text for name in ("appraiser", "carrier")}
    assert all(any("Theo công văn 12/VTL" in said for said in text) for text in seen.values())
    named = {name: any("appraiser" in said for said in text[-60:]) for name, text in seen.items()}
    assert named == {"appraiser": True, "carrier": False}
    officer = Person("an.officer", frozenset({Role.APPRAISER}))
    service.set_severity(
        registry_of(app),
        one.id,
        severity="urgent" if one.severity == "minor" else "minor",
        reason="Xa đường",
        person=officer,
        seen=one.version,
    )
    again = visitor(app, "carrier").post(f"/defects/{one.id}/answer", form, 409)  # somebody was first
    said = again.get_data(as_text=True)
    assert "an.officer" not in said
    assert "Người khác đã thay đổi tồn tại" in said
    told = visitor(app, "appraiser").post(f"/defects/{one.id}/answer", form, 409)
    assert "an.officer đã thay đổi tồn tại" in told.get_data(as_text=True)


def test_a_fallen_mast_whose_hours_are_over_is_overdue_the_same_day(app: Flask) -> None:
    one = of(app, "BGG00045")[0]
    ends = now().replace(microsecond=0) - dt.timedelta(hours=2)
    over = replace(
        one, state=DefectState.OPEN, deadline=today(), deadline_at=ends.astimezone(VIETNAM).isoformat()
    )
    with app.test_request_context():
        assert clock_of(over, today()) == ("overdue", "quá hạn 2 giờ")
        later = replace(over, deadline_at=(ends + dt.timedelta(hours=4)).astimezone(VIETNAM).isoformat())
        assert clock_of(later, today()) == ("today", "hạn hôm nay")


def test_the_page_of_a_defect_leads_to_the_visits_that_came_in_since(app: Flask) -> None:
    officer, carrier = visitor(app, "appraiser"), visitor(app, "carrier")
    (old, *_others) = [one for one in of(app, "BGG00077") if one.severity == "minor"]
    told = "Lượt kiểm tra cột này về từ ngày phát hiện:"
    assert told not in " ".join(officer.page(f"/defects/{old.id}").text)
    visit = field_world.new_id()
    found = f"{old.found_on}T00:00:01.000+07:00"
    of_mast = {"visit": visit, "structure": "mast-BGG00077", "recorded_at": found}
    start = field_world.item("start", **of_mast)
    take_items(registry_of(app), [start], person=field_world.LAN, device="d1", by="lan")
    before = old.found_on - dt.timedelta(days=1)  # made before the defect was found, and in only now
    earlier = {**of_mast, "visit": field_world.new_id(), "recorded_at": f"{before}T09:30:00.000+07:00"}
    took = field_world.item("start", **earlier)
    take_items(registry_of(app), [took], person=field_world.LAN, device="d1", by="lan")
    page = officer.page(f"/defects/{old.id}")
    assert told in " ".join(page.text)
    assert f"/visits/{visit}" in [link.get("href") for link in page.all("a")]
    assert f"/visits/{earlier['visit']}" not in [link.get("href") for link in page.all("a")]
    assert f"/visits/{visit}" not in [
        link.get("href") for link in carrier.page(f"/defects/{old.id}").all("a")
    ]


def test_the_button_of_a_campaign_s_list_counts_that_campaign_s_letters(app: Flask) -> None:
    office, chosen = registry_of(app), Selection(structures=("mast-BGG00077",))
    plan = CampaignPlan(CampaignKind.SEASON, "Đợt riêng", today(), today(), selection=chosen)
    campaign = make_campaign(office, plan, person=OFFICER).id
    new = NewDefect("mast-BGG00077", "bent", "serious", today(), note="Của đợt", campaign=campaign)
    enter_defect(office, new, person=OFFICER)
    every = [one for one in service.list_defects(office, person=OPEN_DESK) if one.standing and one.untold]
    assert len(every) > 1
    officer = visitor(app, "appraiser")
    said = " ".join(" ".join(officer.page(f"/defects?campaign={campaign}").text).split())
    assert f"(1 chưa gửi của đợt này, {len(every)} của mọi đợt)" in said.replace("( ", "(").replace(" )", ")")
    assert "của đợt này" not in " ".join(officer.page("/defects").text)
