"""Pages point out what a visit says otherwise: of a defect recorded before, of what the register holds."""

from collections.abc import Iterator

import pytest
from flask import Flask

from registry.services.field.defects import list_defects
from registry.services.field.sends import take_items
from registry.settings import read_settings
from tests.services.field.world import LAN, OFFICER, item, new_id
from tests.services.requests import desk
from tests.web.people import registry_of, running, visitor, with_people

VISIT = new_id()
SAID = "Câu trả lời đã sửa sau khi ghi tồn tại này"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A register with a visit whose earthing was 120 Ω, a defect, then 12 Ω."""
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("corrected") / "home")})
    registry = desk.make(settings)
    first = item(visit=VISIT, entry="earthing", value="120", raw="120", unit="Ω")
    told = {"entry": "earthing", "defect": "earthing_high", "severity": "serious", "note": "120 Ω"}
    now = item(visit=VISIT, entry="earthing", value="12", raw="12", unit="Ω", seq=3, replaces=first["id"])
    seen = item("note", visit=VISIT, value="found_networks", raw="Gmobile", note="Mạng Gmobile", seq=4)
    sent = [first, item("defect", visit=VISIT, seq=2, **told), now, seen]
    take_items(registry, sent, person=LAN, device="d1")
    registry.close()
    with running(with_people(settings, tmp_path_factory.mktemp("people") / "home")) as app:
        yield app


def test_each_page_that_names_the_defect_says_both_numbers(app: Flask) -> None:
    (one,) = list_defects(registry_of(app), person=OFFICER)
    pages = visitor(app, "inspector")
    for where in (f"/visits/{VISIT}", f"/defects/{one.id}"):
        shown = pages.get(where).get_data(as_text=True)
        assert SAID in shown, where
        assert "ghi 120 Ω, nay là 12 Ω" in shown, where
    minutes = pages.get(f"/minutes/{VISIT}").get_data(as_text=True)
    assert "Có tồn tại ghi theo câu trả lời trước khi sửa" in minutes
    assert "120 Ω → 12 Ω" in minutes
    letter = pages.get(f"/defects/letters/one?to={one.organisation}").get_data(as_text=True)
    assert "ghi 120 Ω, nay là 12 Ω" in letter  # before it is sent
    who = "rival" if one.organisation == "VNPT" else "carrier"
    answer = visitor(app, who).get(f"/defects/{one.id}")
    assert answer.status_code == 200
    assert SAID not in answer.get_data(as_text=True)  # what the office weighs is none of the carrier's


def test_what_the_register_has_otherwise_stands_beside_it_with_the_way_to_a_corrected_list(
    app: Flask,
) -> None:
    shown = visitor(app, "inspector").get(f"/visits/{VISIT}").get_data(as_text=True)
    assert "Khác với sổ đăng ký:" in shown
    assert "Mạng trên cột: <b>Gmobile</b>" in shown
    assert "Cho tới khi đó sổ vẫn ghi như cũ." in shown
    assert 'href="/mast-lists"' in shown
    assert "Mạng Gmobile" not in shown  # said once, not among the remarks too
