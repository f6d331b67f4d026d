"""Checklists at the office by their pages: drawn up, mended, published by another, asked by phones."""

import html
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from registry.model.people import Role
from registry.services.field.checklists.held import sheets_held
from registry.services.office.calendar import today
from tests.web.people import small_office, visitor
from web.frame.office import registry

FIELD = re.compile(
    r'<(?:input type="(?P<kind>text|hidden|checkbox)"[^>]*?name="(?P<name>[^"]+)"(?P<more>[^>]*)>'
    r'|textarea[^>]*name="(?P<area>[^"]+)"[^>]*>(?P<text>[^<]*)</textarea>'
    r'|select[^>]*name="(?P<select>[^"]+)"[^>]*>(?P<options>.*?)</select>)',
    re.DOTALL,
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with small_office(tmp_path_factory.mktemp("sổ"), Role.LEADER, Role.INSPECTOR) as made:
        yield made


def form_on(page: str) -> dict[str, str]:
    """What the first form of a draft's page would send."""
    found: dict[str, str] = {}
    form = page[page.index('class="sheet-form"') :].partition("</form>")[0]
    for one in FIELD.finditer(form):
        if one["name"]:
            value = re.search(r'value="([^"]*)"', one["more"])
            if one["kind"] != "checkbox" or " checked" in one["more"]:
                found[one["name"]] = html.unescape(value[1] if value else "")
        elif one["area"]:
            found[one["area"]] = html.unescape(one["text"])
        else:
            chosen = re.search(r"<option(?: value=\"([^\"]*)\")? selected>([^<]*)", one["options"])
            found[one["select"]] = "" if chosen is None else html.unescape(chosen[1] or chosen[2])
    return found


def test_a_version_is_drawn_up_mended_and_published_by_another(app: Flask) -> None:
    inspector, leader = visitor(app, Role.INSPECTOR), visitor(app, Role.LEADER)
    begun = inspector.post("/office/checklists/office/2/draft")
    address = begun.headers["Location"]
    page = inspector.get(address).get_data(as_text=True)
    form = form_on(page)
    same = inspector.post(address, data=form)
    assert same.status_code == 303
    with app.app_context():
        held = sheets_held(registry()).get("office", 2)
        assert held is not None
    count = len(held.entries)
    assert form["entrys"] == str(count)
    form = form_on(inspector.get(address).get_data(as_text=True))
    added = inspector.post(address, form | {"do": f"entry-add-{count - 1}"})
    assert added.headers["Location"].endswith(f"#entry-{count}")
    page = inspector.get(address).get_data(as_text=True)
    assert "1 chỗ phải sửa" in page
    form = form_on(page)
    form |= {f"entry-{count}-vi": "Cửa phòng máy khóa", f"entry-{count}-en": "The shelter is locked"}
    inspector.post(address, data=form)
    page = inspector.get(address).get_data(as_text=True)
    assert "không còn chỗ sai" in page
    assert "Ban hành</button>" not in page
    version = form_on(page)["version"]
    told = {"version": version, "valid_from": f"{today():%d/%m/%Y}", "reason": "hỏi thêm"}
    done = leader.post(f"{address}/publish", told)
    assert done.headers["Location"] == "/office/checklists/office/101"
    shown = leader.get("/office/checklists/office/101").get_data(as_text=True)
    assert "Cửa phòng máy khóa" in shown
    assert "inspector soạn, leader ban hành" in shown
    with app.app_context():
        held = sheets_held(registry()).current("office", today())
        assert held is not None
    assert (held.version, len(held.entries)) == (101, count + 1)


def test_what_cannot_be_read_is_kept_and_said_at_its_entry(app: Flask) -> None:
    inspector = visitor(app, Role.INSPECTOR)
    address = inspector.post("/office/checklists/guyed/2/draft").headers["Location"]
    form = form_on(inspector.get(address).get_data(as_text=True))
    at = next(name for name, value in form.items() if name.endswith("-limit-value") and value)
    inspector.post(address, form | {at: "gần mười"})
    page = inspector.get(address).get_data(as_text=True)
    assert "“gần mười” không phải là số" in html.unescape(page)
    assert form_on(page)[at] == "gần mười"
