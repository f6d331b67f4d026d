"""The page of owners of masts: entered and changed by the administrator; its people see what is theirs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.model.people import Person, Role
from registry.services.office.calendar import today
from registry.services.office.notices import inbox
from registry.services.office.sign_in.accounts import add_account
from registry.services.requests.sharing import sharing_of
from tests.services.field.world import add_masts
from tests.web.people import PASSWORD, registry_of, signed_in, small_office, token, visitor

NAME = "Công ty CP Hạ tầng Sông Cầu"
PAGE = "/office/owners"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """A small office whose masts bear the name of a company, another name of it, and another company's."""
    with small_office(tmp_path / "sổ", Role.ADMINISTRATOR, Role.CARRIER) as made:
        written = {"A1": NAME, "A2": "HTSC", "A3": f"{NAME} Bắc Ninh"}
        add_masts(registry_of(made), {
            code: {"owner": owner, "lon": 106.2 + at / 100, "lat": 21.3, "operators": ("VMS",)}
            for at, (code, owner) in enumerate(written.items())
        })  # fmt: skip
        yield made


def enter(app: Flask, name: str = NAME, aliases: str = "HTSC") -> str:
    admin = visitor(app, "administrator")
    form = {"csrf_token": token(admin.client, PAGE), "name": name, "kind": "tower_company"}
    answer = admin.client.post(PAGE, data={**form, "aliases": aliases}, follow_redirects=True)
    return answer.get_data(as_text=True)


def test_an_owner_is_entered_by_a_name_that_masts_bear_and_changed_on_the_page(app: Flask) -> None:
    admin = visitor(app, "administrator")
    assert f'href="{PAGE}"' in admin.client.get("/accounts").get_data(as_text=True)
    offered = admin.client.get(PAGE).get_data(as_text=True)
    assert "Chưa nhập chủ sở hữu nào." in offered
    link = re.search(rf'href="({PAGE}\?name=[^"#]+)#add" aria-label="Nhập HTSC"', offered)
    assert link
    assert 'value="HTSC"' in admin.client.get(link[1]).get_data(as_text=True)
    assert f"Đã thêm {NAME}; 1 cột trong sổ ghi tên này." in enter(app, aliases="")
    form = {"csrf_token": token(admin.client, PAGE), "owner": NAME, "version": "1", "kind": "tower_company"}
    answer = admin.client.post(f"{PAGE}/change", data={**form, "aliases": "HTSC"}, follow_redirects=True)
    assert f"Đã lưu {NAME}; 2 cột trong sổ ghi tên này." in answer.get_data(as_text=True)
    late = admin.client.post(f"{PAGE}/change", data={**form, "kind": "building", "aliases": "Sông Cầu"})
    assert late.status_code == 409
    shown = late.get_data(as_text=True)
    assert "CHANGED-MEANWHILE" in shown
    assert "Sông Cầu</textarea>" in shown, "what was typed stays"
    named = admin.client.post(
        f"{PAGE}/change",
        data={**form, "version": "2", "name": "Công ty Hạ tầng Sông Cầu", "aliases": "HTSC"},
        follow_redirects=True,
    )
    assert "Đã lưu Công ty Hạ tầng Sông Cầu; 2 cột trong sổ ghi tên này." in named.get_data(as_text=True)


def test_a_name_of_an_operator_is_refused_and_what_was_typed_stays(app: Flask) -> None:
    said = enter(app, name="Công ty Mới", aliases="Viettel Bắc Giang")
    assert "“Viettel Bắc Giang” đã là tên của Viettel; chưa ghi gì" in said
    assert 'value="Công ty Mới"' in said
    assert "Viettel Bắc Giang</textarea>" in said


def test_the_people_of_an_owner_see_its_masts_and_nobody_elses(app: Flask) -> None:
    enter(app)
    add_account(
        registry_of(app), "songcau", [Role.CARRIER], organisation=NAME, password=PASSWORD,
        must_change=False, who="t",
    )  # fmt: skip
    pages = visitor(app, "songcau")
    sent = pages.client.get("/map/masts.bin").get_data()
    assert int.from_bytes(sent[8:12], "little") == 2
    shown = pages.client.get("/map/list?bbox=102,8,110,24").get_data(as_text=True)
    assert {code for code in ("A1", "A2", "A3", "BGG00045") if f">{code}<" in shown} == {"A1", "A2"}
    for path in ("/", "/today", "/requests", "/sharing", "/obligations", "/followed-letters", "/defects/own",
                 "/campaigns/self", "/storms", "/outages", "/notices", "/cables", "/plates", "/mast-lists",
                 "/company-inspections/own"):  # fmt: skip
        answer = pages.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, path
        text = answer.get_data(as_text=True)
        assert not re.search(r"\b(A3|BGG00045)\b", text), path
    assert signed_in(app, "songcau").get(PAGE).status_code == 403
    assert signed_in(app, "carrier").get(PAGE).status_code == 403


def test_an_owner_is_asked_to_share_its_mast_and_told_of_no_other_request(app: Flask) -> None:
    enter(app)
    registry = registry_of(app)
    add_account(
        registry, "songcau", [Role.CARRIER], organisation=NAME, password=PASSWORD,
        must_change=False, who="t",
    )  # fmt: skip
    asker = signed_in(app, "carrier")
    for mast in ("A2", "A3"):
        form = {"csrf_token": token(asker, "/sharing/new"), "mast": mast, "letter_number": f"{mast}/VT"}
        asked = {**form, "owner": NAME if mast == "A2" else "VNPT", "sent_on": f"{today():%d/%m/%Y}"}
        assert asker.post("/sharing/new", data=asked).status_code == 303
    owner = signed_in(app, "songcau")
    listed = owner.get("/sharing").get_data(as_text=True)
    assert "A2/VT" in listed
    assert "A3/VT" not in listed
    ids = {item.mast: item.id for item in sharing_of(registry)}
    shown = owner.get(f"/sharing/{ids['A2']}")
    assert shown.status_code == 200
    assert owner.get(f"/sharing/{ids['A3']}").status_code == 404
    (told,) = inbox(registry, Person("songcau", frozenset({Role.CARRIER}), NAME), NAME)
    assert told.record == ids["A2"]
