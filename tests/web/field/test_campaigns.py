"""Campaigns by their pages: made from criteria with a live count, given out, ended; self-inspections."""

import io
import re
from collections.abc import Iterator
from typing import Any

import openpyxl
import orjson
import pytest
from flask import Flask

from registry.geo.area_texts import area_text
from registry.model.chosen_areas import AreaPart, ChosenArea, PartKind
from registry.model.people import OPEN_DESK, Role
from registry.services.field import campaign_targets, campaigns
from registry.services.field.sends import take_items
from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.services.office.sign_in.accounts import add_account, set_active
from registry.settings import read_settings
from tests.pages import Page, Pages
from tests.services.field import world as field_world
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, running, visitor, with_people

MASTS = {
    f"BGG0010{n}": {
        "operators": ("VTL",) if n % 2 else ("VMS",), "lon": 106.2 + n / 100, "lat": 21.3, "form": "guyed",
        "mast_height_m": 30.0 + n,
    }
    for n in range(6)
}  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("campaigns") / "home")})
    registry = desk.make(settings)
    field_world.add_masts(registry, MASTS)
    registry.close()
    peopled = with_people(settings, tmp_path_factory.mktemp("people") / "home")
    registry = open_registry(peopled)
    add_account(registry, "hoa", [Role.INSPECTOR], password=PASSWORD, must_change=False, who="t")
    registry.close()
    with running(peopled) as app:
        yield app


@pytest.fixture(scope="module")
def officer(app: Flask) -> Pages:
    return visitor(app, "appraiser")


def form(**own: Any) -> dict[str, Any]:
    return {
        "kind": "season", "name": "Trước mùa bão", "period_from": today().isoformat(),
        "period_to": today().isoformat(), "legal_basis": "Kế hoạch 12/KH", **own,
    }  # fmt: skip


def made(app: Flask, officer: Pages, **own: Any) -> str:
    """Make a campaign and return the address of its page."""
    return str(officer.post("/campaigns/new", form(**own)).headers["Location"])


def test_the_count_follows_the_criteria_and_the_drawn_area(officer: Pages) -> None:
    def count(**own: Any) -> Any:
        data = {"csrf_token": officer.token(), **form(**own)}
        answer = officer.client.post("/campaigns/count", data=data, headers={"Accept": "application/json"})
        return answer.status_code, orjson.loads(answer.get_data())

    assert count()[1]["count"] == 7
    assert count(forms=["guyed"])[1]["count"] == 6
    assert count(forms=["guyed"], operators=["VTL"])[1]["count"] == 3
    ring = ((106.195, 21.29), (106.225, 21.29), (106.225, 21.31), (106.195, 21.31))
    area = area_text(ChosenArea((AreaPart(PartKind.POLYGON, ring),)))
    status, found = count(area=area)
    assert (status, found["count"]) == (200, 3)
    assert len(found["points"]) == 3
    assert count(sample="2", seed="42")[1]["points"] == count(sample="2", seed="42")[1]["points"]
    for broken, code in (("[]", "AREA-NOT-READ"), ("{", "AREA-NOT-READ"), ("u.0@start", "AREA-UNIT-UNKNOWN")):
        status, found = count(area=broken)
        assert (status, found["error"]["code"]) == (400, code), broken
    assert count(codes="BGG99999")[1]["error"]["code"] == "CAMPAIGN-CODES"
    assert count(codes="bgg00105")[1]["count"] == 1  # a code is the same code in small letters


def test_what_was_chosen_on_the_map_fills_the_form_and_is_kept_in_words(app: Flask, officer: Pages) -> None:
    area = area_text(ChosenArea((AreaPart(PartKind.CIRCLE, ((106.2, 21.3),), radius_m=3000),)))
    page = officer.page(f"/campaigns/new?area={area}&operators=VTL&classes=A2b&classes=")
    assert page.one(id="area")["value"] == area
    ticked = {(v["name"], v["value"]) for v in page.all("input") if "checked" in v}
    assert ticked == {("operators", "VTL"), ("classes", "A2b"), ("classes", "")}
    page = officer.page(made(app, officer, area=area, forms=["guyed"]))
    assert "Vòng tròn 3.000 m" in page.text


def test_what_cannot_be_made_is_said_and_stays_typed(officer: Pages) -> None:
    for own, code in (
        ({"name": " "}, "CAMPAIGN-NAME"),
        ({"kind": "specialised"}, "CAMPAIGN-DECISION"),
        ({"built_before": "1955"}, "CAMPAIGN-EMPTY"),
        ({"period_to": "2020-01-01"}, "CAMPAIGN-PERIOD"),
        ({"most": "nhiều"}, "REQUEST-VALUE"),
    ):
        html = officer.post("/campaigns/new", form(**own), 400).get_data(as_text=True)
        assert code in html
        assert 'value="Kế hoạch 12/KH"' in html


def test_masts_are_given_out_late_ones_shown_and_one_left_out_with_its_reason(
    app: Flask, officer: Pages
) -> None:
    way = made(app, officer, forms=["guyed"], due_on="2026-01-31")
    campaign = way.rsplit("/", 1)[1]
    found = campaign_targets.targets_of(registry_of(app), campaign, person=OPEN_DESK)
    assert len(found) == 6
    assert "CAMPAIGN-NONE-TICKED" in officer.post(f"{way}/assign", {"assignee": "hoa"}, 400).get_data(True)
    page = officer.page(way)  # giving out is what comes next: the phone would be empty
    assert any("Giao 6 cột chưa có người đi" in text for text in page.text)
    primary = [v for v in page.all("a") + page.all("button") if "primary" in v.get("class", "").split()]
    to_give = f"{way}?assignee=-&progress=open#assign"
    assert [v.get("href") for v in primary] == [to_give]
    ids = [found[0].id, found[1].id]
    officer.post(f"{way}/assign", {"target": ids, "assignee": "hoa", "due_on": "2099-01-01"})
    assert any("Đã giao 2 cột cho hoa." in text for text in officer.page(way).text)
    given = officer.page(to_give)  # what the button names, and none of those that somebody has already
    assert [v["value"] for v in given.all("input") if v.get("name") == "target"] == [
        one.id for one in found if one.id not in ids
    ]
    officer.post(f"{way}/assign", {"all": "1", "q": "BGG00105", "assignee": "inspector"})
    after = {
        one.mast.code: one
        for one in campaign_targets.targets_of(registry_of(app), campaign, person=OPEN_DESK)
    }
    assert [one.assignee for one in after.values()].count("hoa") + (after["BGG00105"].id in ids) == 2
    assert after["BGG00105"].assignee == "inspector"
    assert any("Trễ hạn" in text for text in officer.page(way).text)
    marks = orjson.loads(officer.client.get(f"{way}/masts.json").get_data())
    assert len(marks) == 6
    assert {mark[3] for mark in marks} >= {"late"}
    out = next(one for one in after.values() if one.id not in ids)
    target = f"{way}/targets/{out.id}"
    kept = officer.post(target, {"version": str(out.version), "reason": ""}, 400).get_data(as_text=True)
    assert "REQUEST-REASON" in kept
    officer.post(target, {"version": str(out.version), "reason": "Đã tháo dỡ"})
    assert "Đã tháo dỡ" in " ".join(officer.page(f"{way}?progress=left_out").text)
    content = officer.client.get(f"{way}/export.xlsx?progress=left_out").get_data()
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].max_row == 2
    officer.get(f"{way}?sort=due_on&assignee=hoa")
    assert len(visitor(app, "viewer").page(way).all("form")) >= 1
    set_active(registry_of(app), "hoa", active=False, who="t")  # who left leaves masts that nobody visits
    waiting = sum(
        one.assignee == "hoa" and one.progress == "open"
        for one in campaign_targets.targets_of(registry_of(app), campaign, person=OPEN_DESK)
    )
    assert waiting
    said = [text for text in officer.page(way).text if f"{waiting} cột chưa đi giao cho hoa" in text]
    assert len(said) == 1
    assert f"{waiting} cột giao cho tài khoản đã khóa" in officer.get("/campaigns").get_data(as_text=True)
    set_active(registry_of(app), "hoa", active=True, who="t")
    assert "giao cho hoa, tài khoản" not in officer.get(way).get_data(as_text=True)
    visitor(app, "viewer").post(f"{way}/assign", {"all": "1", "assignee": "hoa"}, 403)
    visitor(app, "carrier").get(way, 403)
    officer.get("/campaigns/khong-co", 404)


def test_a_specialised_inspection_names_its_decision_team_and_carrier_in_its_minutes(
    app: Flask, officer: Pages
) -> None:
    way = made(
        app, officer, kind="specialised", organisation="VTL", decision="77/QĐ-SKHCN",
        decided_on="2026-03-01", team_name=["Trần Lan", ""], team_post=["Trưởng đoàn", ""], sample="2",
        seed="abc",
    )  # fmt: skip
    text = " ".join(officer.page(way).text)
    assert "77/QĐ-SKHCN" in text
    assert "Trần Lan" in text
    assert "abc" in text
    campaign = way.rsplit("/", 1)[1]
    targets = campaign_targets.targets_of(registry_of(app), campaign, person=OPEN_DESK)
    assert len(targets) == 2
    assert all(one.organisation == "VTL" for one in targets)
    minutes = officer.page(next(a["href"] for a in officer.page(way).all("a") if "/minutes/" in a["href"]))
    assert "Chưa có lượt kiểm tra nào" in " ".join(minutes.text)
    visit = {"visit": field_world.new_id(), "campaign": campaign, "structure": targets[0].mast.structure}
    signed = {"name": "trần  lan", "post": "", "phone": "", "refused": "", "count": "1"}
    sign = field_world.item("signature", **visit, seq=2, entry="team", value="M1 1L90 90", signer=signed)
    recorded = [field_world.item("start", **visit), {**sign, "raw": "0" * 64}]
    take_items(registry_of(app), recorded, person=field_world.HOA, device="d", by="hoa")
    page = officer.page(f"/minutes/{campaign}")
    accounts = [one["value"] for one in page.all("input") if one.get("name") == "account"]
    names = [one["value"] for one in page.all("input") if one.get("name") == "name"]
    assert [one for one in names if one] == ["Trần Lan"], "who signed at the mast is the team's member"
    assert [one for one in accounts if one] == ["hoa"]
    officer.post(f"{way}/files", {"kind": "minutes", "file": (io.BytesIO(b"%PDF-1.7"), "BB ký.pdf")})
    link = next(a["href"] for a in officer.page(way).all("a") if "/files/" in a["href"])
    answer = officer.client.get(link)
    assert answer.get_data() == b"%PDF-1.7"
    answer.close()
    version = campaigns.get_campaign(registry_of(app), campaign, person=OPEN_DESK).version
    officer.post(f"{way}/amend", {"version": str(version), "state": "closed"})
    officer.post(f"{way}/amend", {"version": str(version), "state": "closed"}, 409)
    assert any("Trước mùa bão" in text for text in officer.page("/campaigns?state=closed").text)
    assert desk.sound(registry_of(app))


def test_risk_shows_each_part_and_one_request_for_what_is_missing(app: Flask, officer: Pages) -> None:
    page = officer.page("/campaigns/risk?organisation=VTL")
    text = " ".join(page.text)
    assert "BGG00101" in text
    assert "?" in page.text  # what is not known
    content = officer.post("/campaigns/risk/request", {"to": "VTL"}, 200).get_data()
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert sum("BGG0010" in str(row) for row in rows) == 3
    visitor(app, "viewer").post("/campaigns/risk/request", {"to": "VTL"}, 403)


def self_list(*rows: tuple[Any, ...]) -> tuple[io.BytesIO, str]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    stated = ("Mã cột", "Ngày kiểm tra", "Người kiểm tra", "Tồn tại", "Kết quả", "Điện trở tiếp đất (Ω)")
    facts = ("Kết luận kiểm định kết cấu", "Nhà ở trong tầm cột đổ", "Tòa nhà đặt cột còn sử dụng")
    sheet.append((*stated, *facts))
    for row in rows:
        sheet.append(row)
    into = io.BytesIO()
    book.save(into)
    into.seek(0)
    return into, "tu-kiem-tra.xlsx"


def test_a_carrier_hands_in_its_own_list_after_a_preview(app: Flask, officer: Pages) -> None:
    carrier = visitor(app, "carrier")
    sheet = self_list(
        ("BGG00101", "20/11/2026", "Nam", "", "Tốt", "6,9", "không an toàn", "có", "không"),
        ("BGG00100", "20/11/2026", "Nam", "", "Tốt"),  # MobiFone's
        ("BGG99999", "20/11/2026", "Nam", "", "Tốt"),
    )
    handed = sheet[0].getvalue()
    form = carrier.page("/campaigns/self")
    assert "Đã nộp" not in form.text
    empty = carrier.client.get(next(a["href"] for a in form.all("a") if "template" in a["href"]))
    sheet_of = openpyxl.load_workbook(io.BytesIO(empty.get_data())).worksheets[0]
    empty.close()
    headings = [str(cell) for cell in next(sheet_of.values)]
    assert any(heading.startswith("Điện trở tiếp đất") for heading in headings)
    answer = carrier.post("/campaigns/self", {"file": sheet, "title": "Tự kiểm tra quý 4"}, 200)
    html = answer.get_data(as_text=True)
    assert "BGG99999" in html
    said = Page(html).text
    assert {"20/11/2026", "Nam", "6,9 Ω", "Đạt"} <= set(said)  # in words, no key of ours
    stated_facts = {
        "Kết luận kiểm định kết cấu: không an toàn",
        "Nhà ở trong tầm cột đổ: có",
        "Tòa nhà đặt cột còn sử dụng: không",
    }
    assert stated_facts <= set(said), "what goes into the register is read before it does"
    assert not any("earthing" in text or "inspected_on" in text for text in said)
    assert campaigns.list_campaigns(registry_of(app), person=OPEN_DESK, state="") == [
        one
        for one in campaigns.list_campaigns(registry_of(app), person=OPEN_DESK)
        if one.kind.value != "self"
    ]
    page = Page(html)
    fields = {v["name"]: v["value"] for v in page.all("input") if v.get("type") == "hidden" and v.get("name")}
    fields.pop("csrf_token", None)
    fields.pop("next", None)
    visitor(app, "rival").post("/campaigns/self/commit", fields, 400)  # another's preview
    carrier.post("/campaigns/self/commit", fields)
    start = carrier.page("/campaigns/self")
    assert any(text.startswith("Đã nộp danh sách tự kiểm tra: 1 dòng") for text in start.text)
    way = next(
        a["href"] for a in start.all("a") if a["href"].startswith("/campaigns/self/") and "." not in a["href"]
    )
    again = carrier.page(way)
    assert {"Tự kiểm tra quý 4", "carrier", "6,9 Ω", "cơ quan chưa kiểm tra đối chứng cột nào"} <= set(
        again.text
    )
    assert stated_facts <= set(again.text)
    assert any("2 dòng không nhận được" in text for text in again.text)
    file = carrier.client.get(next(a["href"] for a in again.all("a") if "/files/" in a["href"]))
    assert file.get_data() == handed
    file.close()
    for hidden in (way, next(a["href"] for a in again.all("a") if "/files/" in a["href"])):
        visitor(app, "rival").get(hidden, 404)
    (made_one,) = [
        one
        for one in campaigns.list_campaigns(registry_of(app), person=OPEN_DESK)
        if one.kind.value == "self"
    ]
    targets = campaign_targets.targets_of(registry_of(app), made_one.id, person=OPEN_DESK)
    assert [one.mast.code for one in targets] == ["BGG00101"]
    stated = officer.page(f"/campaigns/{made_one.id}")
    assert not [v for v in stated.all("input") if v.get("name") == "target"]  # nothing to give out there
    shown = stated.text
    assert {"Kết quả doanh nghiệp ghi", "6,9 Ω", "Đạt"} <= set(shown)  # what was stated, for the office too
    assert "SELF-LIST-GONE" in carrier.post("/campaigns/self/commit", fields, 400).get_data(as_text=True)
    page = officer.page(f"/campaigns/new?kind=spot_check&parent={made_one.id}")
    chosen = [v["value"] for v in page.all("option") if "selected" in v]
    assert {"spot_check", made_one.id} <= set(chosen)
    html = officer.get("/campaigns/new").get_data(as_text=True)
    communes = re.findall(r">((?:Xã|Phường) [^<]+)</option>", html)
    assert communes.index("Phường Cảnh Thụy") < communes.index("Phường Chũ") < communes.index("Phường Đa Mai")


@pytest.mark.parametrize("name", ["Kiểm tra quý 4/2026", "Đợt [1]: cột nguy hiểm?", "'History'", "Đợt\x0b 2"])
def test_a_campaign_of_any_name_is_exported(app: Flask, officer: Pages, name: str) -> None:
    way = made(app, officer, name=name)
    content = officer.client.get(f"{way}/export.xlsx").get_data()
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert sheet.max_row > 1
    assert sheet.title.casefold() != "history"


def test_the_workbook_and_the_re_inspection_of_a_campaign_follow_what_was_found(
    app: Flask, officer: Pages
) -> None:
    registry = registry_of(app)
    way = made(app, officer, name="Cuối năm")
    campaign = way.rsplit("/", 1)[1]
    one, *others = (
        target.mast for target in campaign_targets.targets_of(registry, campaign, person=OPEN_DESK)
    )
    own = {"visit": field_world.new_id(), "campaign": campaign, "structure": one.structure}
    sent = [
        field_world.item("defect", **own, defect="rust_heavy", severity="serious"),
        field_world.item("defect", **own, defect="guy_slack", severity="minor"),
        field_world.item("finish", **own),
    ]
    take_items(registry, sent, person=field_world.LAN, device="d", by="lan")
    content = officer.client.get(f"{way}/export.xlsx").get_data()
    head, *rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    found = {row[head.index("Mã cột")]: dict(zip(head, row, strict=True)) for row in rows}
    assert {row["Kiểu cột"] for row in found.values()} <= {"Dây co", None}  # in words, as on the pages
    told = found[one.code]
    assert (told["Số lượt"], told["Số tồn tại"], told["Chưa kết thúc"]) == (1, 2, 2)
    assert {"Han rỉ nặng (nặng)", "Dây co chùng (nhẹ)"} == set(told["Tồn tại"].split("; "))
    assert {found[mast.code]["Số tồn tại"] for mast in others} == {0}
    link = next(a["href"] for a in officer.page(way).all("a") if "kind=reinspection" in a["href"])
    shown = officer.page(link)
    assert [box for box in shown.all("input") if box.get("name") == "with_open_defects" and "checked" in box]
    assert [box["value"] for box in shown.all("input") if box.get("name") == "name"] == ["Phúc tra: Cuối năm"]
    again = made(
        app, officer, kind="reinspection", parent=campaign, with_open_defects="1", name="Phúc tra: Cuối năm"
    )
    targets = campaign_targets.targets_of(registry, again.rsplit("/", 1)[1], person=OPEN_DESK)
    assert [target.mast.code for target in targets] == [one.code]
    assert "Cuối năm" in officer.page(again).text  # whose masts they are


def test_a_mast_with_nothing_but_its_cable_looked_at_is_called_so(app: Flask, officer: Pages) -> None:
    registry = registry_of(app)
    way = made(app, officer, name="Chỉ cáp")
    campaign = way.rsplit("/", 1)[1]
    mast = campaign_targets.targets_of(registry, campaign, person=OPEN_DESK)[0].mast
    own = {"visit": field_world.new_id(), "campaign": campaign, "structure": mast.structure}
    sent = [field_world.item(kind, **own, checklist="cable") for kind in ("start", "finish")]
    take_items(registry, sent, person=field_world.LAN, device="d", by="lan")
    page = officer.page(f"{way}?progress=cable_only")
    assert "Chỉ có phiếu cáp" in page.text
    assert "Bỏ khỏi đợt" in page.text
    assert officer.page(f"{way}?progress=visited").text.count(mast.code) == 0
    content = officer.client.get(f"{way}/export.xlsx?progress=cable_only").get_data()
    head, row = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))
    assert (told["Mã cột"], told["Tiến độ"], told["Ngày kiểm tra"]) == (mast.code, "Chỉ có phiếu cáp", None)
    assert f"Chỉ có phiếu cáp, chưa kiểm tra cột: {mast.code}." in officer.page(f"/minutes/{campaign}").text
