"""What was just done is offered to be taken back: once, to whoever did it, by the guard of the real undo."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask

from registry.errors import RefusalError
from registry.model.field.field_reports import CitizenReportKind
from registry.model.people import Role
from registry.services.field.position_corrections import list_proposals
from registry.services.obligations.obligations import duties_of, duty_of
from registry.services.office import taking_back
from registry.services.office.batches import list_batches
from registry.services.public import citizen_reports, joining
from registry.services.public.cases import SentCase, take_case
from registry.services.register.import_sites import import_sites
from registry.services.register.same_mast import open_questions
from registry.store.cables.tables import cable_nodes
from tests.pages import Page, Pages
from tests.services.field.world import LAN, OFFICER, item, new_id, place
from tests.services.field.world import send as sent_from_phone
from tests.services.offices import HEADER, mast, write_list
from tests.services.requests.desk import north
from tests.web.people import registry_of, small_office, token, visitor

NODE = {"node_kind": "pole_own", "cable_owner": "VTL", "at": "21,2735; 106,1946"}
FORM = "/cables/node-form"
SAID = "Vừa ghi vào sổ: "


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    roles = (Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER, Role.CARRIER)
    with small_office(tmp_path_factory.mktemp("hoàn tác") / "sổ", *roles) as made:
        yield made


@pytest.fixture(scope="module")
def lan(app: Flask) -> Pages:
    return visitor(app, "appraiser")


@pytest.fixture(scope="module")
def leader(app: Flask) -> Pages:
    return visitor(app, "leader")


def text_of(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def offered(page: Page) -> str:
    """Return the address that takes back at once, "" where the page offers none."""
    found = [form.get("action", "") for form, _names in page.forms]
    return next((one for one in found if one.startswith("/undo/")), "")


def entered(pages: Pages, name: str) -> str:
    """Enter a pole of a cable and return the address of its page."""
    return str(pages.post(FORM, {**NODE, "node_code": name}, 303).headers["Location"])


def changed(pages: Pages, there: str, code: str) -> None:
    """Give a pole that stands another code."""
    form = {**NODE, "node": there.rsplit("/", 1)[1], "node_code": code, "version": "1"}
    pages.post(FORM, form, 303)


def names(app: Flask) -> set[str]:
    with registry_of(app).database.read() as connection:
        return set(connection.execute(sa.select(cable_nodes.c.code)).scalars())


def file_of(header: tuple[str, ...], *rows: tuple[Any, ...]) -> tuple[io.BytesIO, str]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header, *rows):
        sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    kept.seek(0)
    return kept, "bảng.xlsx"


def written(pages: Pages, address: str, file: tuple[io.BytesIO, str], **terms: str) -> Page:
    """Hand a file in, write what its preview shows, and return the page that follows."""
    sent = pages.post(address, {"list": file, **terms}, 303, content_type="multipart/form-data")
    preview = pages.page(sent.headers["Location"])
    assert SAID not in text_of(preview), "nothing is written yet"
    fields = {one["name"]: one["value"] for one in preview.all("input") if one.get("type") == "hidden"}
    done = pages.post(sent.headers["Location"].split("?")[0], fields, 303)
    return pages.page(done.headers["Location"])


def newest(app: Flask) -> tuple[str, str]:
    found = list_batches(registry_of(app))[-1]
    return found.kind, found.undoes or ""


def test_a_deed_is_offered_once_taken_back_where_it_was_done_and_done_again(app: Flask, lan: Pages) -> None:
    there = lan.post(
        FORM, {**NODE, "node_code": "CỘT-A"}, 303,
        headers={"Referer": f"http://localhost{FORM}?x=1"},
    ).headers["Location"]  # fmt: skip
    page = lan.page(there)
    assert f"{SAID}sửa mạng cáp. Hoàn tác" in text_of(page)
    assert SAID not in text_of(lan.page(there)), "offered once"
    press = offered(page)
    assert f"{FORM}?x=1" in [one["value"] for one in page.all("input") if one.get("name") == "next"]
    back = lan.post(press, {"next": "/critical-places"}, 303).headers["Location"]
    assert back == "/critical-places"
    assert "CỘT-A" not in names(app)
    undone = lan.page(back)
    assert "Đã hoàn tác: sửa mạng cáp. Làm lại" in text_of(undone)
    lan.post(offered(undone), {"next": "https://elsewhere.example/x"}, 303)
    assert "CỘT-A" in names(app)
    assert f"{SAID}sửa mạng cáp. Hoàn tác" in text_of(lan.page(there)), "what was done again is undone again"


def test_it_is_gone_for_others_and_for_whoever_signs_in_after(app: Flask, lan: Pages) -> None:
    there = entered(lan, "CỘT-B")
    assert offered(visitor(app, "administrator").page(there)) == ""
    with lan.client.session_transaction() as session:
        session["undo-offer"] = {**session["undo-offer"], "who": "leader"}
    assert offered(lan.page(there)) == ""
    carrier = visitor(app, "carrier")
    assert offered(carrier.page(entered(carrier, "CỘT-C"))) == "", (
        "who may not take it back is not offered it"
    )
    carrier.post(f"/undo/{list_batches(registry_of(app))[-1].id}", {"next": "/"}, 403)
    stranger = {"csrf_token": token(client := app.test_client()), "next": "/"}
    assert client.post(f"/undo/{list_batches(registry_of(app))[-1].id}", data=stranger).status_code == 401


def test_a_form_that_changes_nothing_or_is_refused_offers_nothing(app: Flask, lan: Pages) -> None:
    entered(lan, "CỘT-D")
    lan.page("/critical-places")
    lan.post("/language", {"lang": "vi", "next": "/critical-places"}, 303)
    assert offered(lan.page("/critical-places")) == ""
    lan.post(FORM, {**NODE, "node_code": "H", "at": "gần chợ"}, 400)
    assert offered(lan.page("/critical-places")) == ""


def test_what_somebody_changed_meanwhile_is_refused_well_and_stands(app: Flask, lan: Pages) -> None:
    there = entered(lan, "CỘT-E")
    press = offered(lan.page(there))
    other = visitor(app, "administrator")
    changed(other, there, "CỘT-E2")
    answer = lan.post(press, {"next": there}, 409).get_data(as_text=True)
    said = text_of(Page(answer))
    assert "Không hoàn tác được nữa: sửa mạng cáp" in said
    assert "BATCH-UNDO-CONFLICT" in said
    assert "Hoàn tác các lô về sau trước" in said
    links = {link.get("href") for link in Page(answer).all("a")}
    assert {there, press.replace("/undo/", "/batches/")} <= links
    assert "CỘT-E2" in names(app)
    lan.post("/undo/B99999", {"next": there}, 400)


def test_where_something_rests_on_it_before_the_page_comes_nothing_is_offered(app: Flask, lan: Pages) -> None:
    there = entered(lan, "CỘT-G")
    other = visitor(app, "administrator")
    changed(other, there, "CỘT-G2")
    page = lan.page(there)
    assert offered(page) == ""
    assert SAID not in text_of(page)


def test_in_english(lan: Pages) -> None:
    there = entered(lan, "CỘT-H")
    lan.client.set_cookie("lang", "en")
    shown = lan.page(there)
    lan.client.delete_cookie("lang")
    assert "Just entered: cable edited. Undo" in text_of(shown)


def test_what_would_set_much_back_is_looked_at_before(
    app: Flask, lan: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_back, "AT_ONCE", 1)
    there = entered(lan, "CỘT-K")
    page = lan.page(there)
    batch = list_batches(registry_of(app))[-1].id
    assert offered(page) == ""
    assert f"/batches/{batch}/take-back" in {link.get("href") for link in page.all("a")}
    assert "Xem trước khi rút" in text_of(page)


def test_files_of_masts_places_and_people_are_taken_back_at_once(app: Flask, lan: Pages) -> None:
    masts = file_of(HEADER, mast("BGG00777", "VTL", 106.30, 21.35))
    places = file_of(("Tên nơi trọng yếu", "Loại nơi", "Vĩ độ", "Kinh độ"), ("Kho thử", "kho", 21.28, 106.2))
    people = file_of(("Mã xã", "Dân số", "Năm"), ("07210", 12_000, 2025))
    for address, file, terms, kind, word in (
        ("/site-lists/file", masts, {}, "sites", "danh sách cột"),
        ("/critical-places/file", places, {"source": "CV 5"}, "critical", "nơi trọng yếu"),
        ("/overview/population/file", people, {"source": "Thống kê"}, "population", "bảng dân số"),
    ):
        page = written(lan, address, file, **terms)
        made = list_batches(registry_of(app))[-1]
        assert made.kind == kind
        assert f"{SAID}{word}. Hoàn tác" in text_of(page)
        there = lan.post(offered(page), {"next": "/critical-places"}, 303).headers["Location"]
        assert newest(app) == ("undo", made.id)
        assert f"Đã hoàn tác: {word}. Làm lại" in text_of(lan.page(there))


def test_cable_and_its_areas_are_taken_back_at_once(app: Flask, lan: Pages) -> None:
    corners = "21,27; 106,19\n21,28; 106,19\n21,28; 106,20"
    area = {"name": "Phố thử", "decision": "QĐ 5", "points": corners, "due_on": "2027-01-01"}
    for address, form, kind in (
        ("/cables/node-form", {**NODE, "node_code": "BG-C1"}, "cable-edit"),
        ("/cables/underground", area, "cable-underground"),
    ):
        page = lan.page(lan.post(address, form, 303).headers["Location"])
        made = list_batches(registry_of(app))[-1]
        assert made.kind == kind
        lan.post(offered(page), {"next": "/cables"}, 303)
        assert newest(app) == ("undo", made.id)


def test_one_mast_or_two_is_taken_back_at_once(app: Flask, lan: Pages, tmp_path: Path) -> None:
    for name, row in (
        ("a", mast("BGG00801", "VTL", 106.25, 21.31)),
        ("b", mast("BGG_817", "VNPT", 106.2501, 21.31)),
    ):
        import_sites(registry_of(app), write_list(tmp_path / f"{name}.xlsx", [row]), yes=True, who="lan")
    (question,) = open_questions(registry_of(app))
    for decision, kind in (("apart", "apart"), (question.site_a, "merge")):
        there = f"/same-mast/{question.id}"
        lan.post(f"{there}/decide", {"decision": decision}, 303)
        made = list_batches(registry_of(app))[-1]
        assert made.kind == kind
        lan.post(offered(lan.page(there)), {"next": there}, 303)
        assert newest(app) == ("undo", made.id)
        assert [one.id for one in open_questions(registry_of(app))] == [question.id]


def test_a_measured_position_is_taken_back_at_once(app: Flask, lan: Pages) -> None:
    registry = registry_of(app)
    fix = item("position", visit=new_id(), entry="position", position=place(*north(60.0), 5.0))
    assert sent_from_phone(registry, fix, person=LAN, by="lan")[0].state == "verified"
    (found,) = list_proposals(registry, person=OFFICER)
    form = {"deed": "accept", "reason": "đo lại", "version": str(found.version)}
    page = lan.page(lan.post(f"/visits/positions/{found.id}", form, 303).headers["Location"])
    lan.post(offered(page), {"next": f"/visits/positions/{found.id}"}, 303)
    assert [one.state for one in list_proposals(registry, person=OFFICER, state="")] == ["open"]


def test_what_is_law_is_led_to_where_the_reason_is_asked(app: Flask, lan: Pages, leader: Pages) -> None:
    rows = file_of(
        ("Mã quy hoạch", "Doanh nghiệp", "Kinh độ", "Vĩ độ"), ("KH-1", "Viettel", "106,30", "21,35")
    )
    terms = {"operator": "VTL", "decision": "QĐ 88/2026", "valid_from": "2026-01-01"}
    proposed = written(lan, "/plans/file", rows, **terms)
    assert offered(proposed) == ""
    assert SAID not in text_of(proposed), "what is proposed is no law yet"
    (made,) = {
        one for link in leader.page("/plans").all("a") if "/proposed/" in (one := link.get("href", ""))
    }
    done = leader.page(leader.post(f"{made}/publish", {}, 303).headers["Location"])
    batch = list_batches(registry_of(app))[-1]
    assert batch.kind == "plan"
    assert offered(done) == ""
    assert f"{SAID}kế hoạch. Rút lại, ghi lý do" in text_of(done)
    assert f"/batches/{batch.id}/take-back" in {link.get("href") for link in done.all("a")}
    leader.post(f"/undo/{batch.id}", {"next": "/plans"}, 400)  # no press goes round the reason
    assert newest(app) == ("plan", "")


@pytest.mark.parametrize("fault", ["at the deed", "at the page"])
def test_what_cannot_be_looked_up_only_offers_nothing(
    app: Flask, lan: Pages, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    def refuse(*_args: object) -> None:
        raise RefusalError("BATCH-UNKNOWN", batch="B1")

    monkeypatch.setattr(taking_back, "made_now" if fault == "at the deed" else "offer", refuse)
    page = lan.page(entered(lan, f"CỘT-{fault}"))
    assert offered(page) == ""
    assert f"CỘT-{fault}" in names(app)


def test_the_first_mark_of_an_obligation_is_taken_back_at_once(app: Flask, lan: Pages) -> None:
    duty = next(one for one in duties_of(registry_of(app)) if one.open and one.version == 0)
    there = f"/obligations/{duty.key}"
    lan.post(f"{there}/done", {"version": "0", "note": "đã nhận", "received_on": ""}, 303)
    page = lan.page(there)
    assert "Đã ghi nhận việc này đã làm. Hoàn tác" in text_of(page)
    again = next(form for form, names in page.forms if form.get("action") == f"{there}/back")
    assert again
    lan.post(f"{there}/back", {"version": "1"}, 303)
    assert duty_of(registry_of(app), duty.key).state == duty.state
    shown = text_of(lan.page(there))
    assert "Đã ghi nhận việc này đã làm. Hoàn tác" not in shown


def test_two_joined_reports_are_parted_at_once(app: Flask, lan: Pages) -> None:
    registry = registry_of(app)
    sent = [
        SentCase(
            number, words=f"Cột nghiêng {number}", kind=CitizenReportKind.LEANING, position=north(metres)
        )
        for number, metres in (("N-1", 9000.0), ("N-2", 9150.0))
    ]
    lead, other = (take_case(registry, one, who="tỉnh")[0] for one in sent)
    form = {"one": other.id, f"version-{other.id}": other.version, f"version-{lead.id}": lead.version}
    page = lan.page(lan.post(f"/field-reports/{lead.id}/join", form, 303).headers["Location"])
    assert "Đã ghép 1 phản ánh" in text_of(page)
    address = f"/field-reports/{other.id}/take-out"
    assert address in {form.get("action") for form, _names in page.forms}
    version = citizen_reports.report(registry, other.id).version
    lan.post(address, {"version": version}, 303)
    assert joining.joined(registry, lead.id) == []
