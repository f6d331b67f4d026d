"""Rows are sent to an inspector from the request's page; what comes back stands beside its row."""

from pathlib import Path

from flask import Flask

from registry.model.findings import Outcome
from registry.model.people import Role
from registry.services.field.positions.pack import POSITIONS
from registry.services.requests.opened import load_request
from registry.services.requests.position_visits import settled_by_looking, visits_of
from tests.pages import Page
from tests.services.field.world import LAN, new_id, place, send
from tests.services.field.world import item as recorded
from tests.services.requests import desk
from tests.web.people import registry_of
from tests.web.requests.test_requests import account, received

SHEET = {"checklist": "position", "checklist_version": 1, "campaign": POSITIONS}


def said(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def test_who_assesses_sees_that_a_visit_is_under_way_and_settles_by_what_came_back(
    app: Flask, tmp_path: Path
) -> None:
    officer, viettel = account(app, "minh", Role.APPRAISER), account(app, "viettel", Role.CARRIER, "VTL")
    inspector = account(app, "lan", Role.INSPECTOR)
    address = received(viettel, tmp_path)
    key = address.rsplit("/", 1)[-1]
    page = f"{address}/visits"
    assert page in {one.get("href") for one in officer.page(address).all("a")}
    offered = officer.page(f"{page}?rows=1,4")
    ticked = [one["value"] for one in offered.all("input") if one.get("name") == "row" and "checked" in one]
    assert ticked == ["1", "4"]
    for refused, status in ((viettel, 403), (inspector, 403)):
        refused.post(page, {"row": "4"}, status)
    viettel.get(page, 403)
    assert "REQUEST-NO-ROWS-CHOSEN" in officer.post(page, {"note": "gọi trước"}, 400).get_data(as_text=True)
    officer.post(page, {"row": "4", "assignee": "lan", "due_on": "31/12/2099", "note": "gọi trước"}, 303)

    assert "lan đang được giao xem 1 vị trí, hạn 31/12/2099" in said(officer.page(address))
    note = officer.get(f"{address}/rows/4.json").get_json()["notes"][0]
    assert (note["kind"], note["page"]) == ("visit", f"{page}#row-4")
    assert viettel.get(f"{address}/rows/4.json").get_json()["notes"] == []
    assert "đang được giao" not in said(viettel.page(address))
    assert inspector.get("/field/packs.json").get_json()["campaigns"] == []  # what an old app asks
    (listed,) = inspector.get("/field/packs.json?positions=1").get_json()["campaigns"]
    (target,) = inspector.get(f"/field/packs/{listed['id']}.json").get_json()["masts"]
    assert target["code"] == "V5"

    given = said(inspector.page("/today"))
    assert "Vị trí đề nghị phải đi xem" in given
    assert "V5 hạn 31/12/2099" in given
    assert "đã đi xem" not in said(officer.page("/today"))
    visit = new_id()
    made = {"visit": visit, "structure": target["structure"], **SHEET}
    send(
        registry_of(app),
        recorded("start", **made),
        recorded("reading", entry="owner", value="agrees", **made),
        recorded("position", entry="position", position=place(*desk.north(62.0), 4.0), **made),
        recorded("finish", **made),
        person=LAN,
    )
    assert "Vị trí đề nghị phải đi xem" not in said(inspector.page("/today"))
    (seen,) = [one for one in officer.page("/today").all("a") if one.get("href", "").startswith(page)]
    assert seen
    assert "1 vị trí đã đi xem, chưa quyết định" in said(officer.page("/today"))
    back = said(officer.page(page))
    assert "trong sai số, không kết luận là khác chỗ" in back
    assert "62 m (±4)" in back
    assert "chênh trong sai số đo" in back
    assert "Đồng ý" in back
    assert "đã có kết quả" in said(officer.page(address))
    row = load_request(registry_of(app), key).rows[4]
    rule = settled_by_looking(row)[0].rule
    form = {"row": "4", "rule": rule, "outcome": "pass", "text": ""}
    assert "REQUEST-REASON" in officer.post(f"{page}/{visit}/settle", form, 400).get_data(as_text=True)
    assert "POSITION-VISIT-UNKNOWN" in officer.post(
        f"{page}/{new_id()}/settle", {**form, "text": "đã xem"}, 400
    ).get_data(as_text=True)
    officer.post(f"{page}/{visit}/settle", {**form, "text": "đã xem tại chỗ"}, 303)
    row = load_request(registry_of(app), key).rows[4]
    assert next(one for one in row.findings if one.rule == rule).outcome is Outcome.PASS
    assert row.own[rule].who == "minh"


def test_a_visit_is_called_back_once_and_by_the_version_that_was_seen(app: Flask, tmp_path: Path) -> None:
    officer = account(app, "minh", Role.APPRAISER)
    address = received(officer, tmp_path)
    page = f"{address}/visits"
    officer.post(page, {"row": "0"}, 303)
    file = load_request(registry_of(app), address.rsplit("/", 1)[-1])
    ((target, _),) = visits_of(registry_of(app), file)[0]
    form = {"reason": "nhầm dòng", "version": "1"}
    officer.post(f"{page}/{target.id}/withdraw", form, 303)
    officer.post(f"{page}/{target.id}/withdraw", form, 303)  # the same twice changes nothing
    officer.post(f"{page}/{target.id}/withdraw", {**form, "reason": "khác"}, 409)
    assert "Chưa giao ai đi xem" in said(officer.page(page))
