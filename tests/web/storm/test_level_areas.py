"""A bulletin's level of disaster with the area it is for: kept, corrected, said in letters and on /now."""

import datetime as dt
import io

import pytest
from docx import Document
from flask import Flask

from registry.services.office.calendar import now
from registry.services.outages.stations import station_book
from registry.services.storm.hazards.texts import province_names
from registry.services.storm.orders import list_orders
from registry.services.storm.storms import get_storm
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text
from tests.web.storm.test_last_bulletin import position

SEA = "Cấp độ rủi ro thiên tai: Cấp 3: vùng biển phía Bắc vịnh Bắc Bộ"
LAND = "Cấp độ rủi ro thiên tai: Cấp 4: vùng biển ven bờ Quảng Ninh; Cấp 3: đất liền Đông Bắc Bộ"


def bulletin(risk: str) -> str:
    present = now().replace(minute=0, second=0, microsecond=0) - dt.timedelta(hours=3)
    said = (
        ("19,4 độ Vĩ Bắc; 110,8 độ Kinh Đông", "mạnh cấp 14, giật cấp 17"),
        ("20,9 độ Vĩ Bắc; 107,3 độ Kinh Đông", "mạnh cấp 13, giật cấp 16"),
        ("21,4 độ Vĩ Bắc; 105,4 độ Kinh Đông", "mạnh cấp 9"),
        ("21,7 độ Vĩ Bắc; 103,6 độ Kinh Đông", "dưới cấp 6"),
    )
    lines = [
        position(present + dt.timedelta(hours=12 * at), place, strength, seen=not at)
        for at, (place, strength) in enumerate(said)
    ]
    return "\n".join(["TIN BÃO KHẨN CẤP", *lines, risk])


def chosen(html: str) -> str:
    select = html.split('<select id="disaster"')[1].split("</select>", maxsplit=1)[0]
    picked = [one for one in select.split("<option")[1:] if " selected" in one] or [
        select.split("<option")[1]
    ]
    return picked[0].split('value="')[1].split('"')[0]


def save(app: Flask, risk: str, level: str, number: str) -> str:
    form = {
        "text": bulletin(risk), "deed": "save", "storm_name": "", "number": number, "source": "",
        "disaster_level": level,
    }  # fmt: skip
    went = visitor(app, "duty_officer").post("/storms/new", form, 303)
    return str(went.headers["Location"]).rsplit("/", 1)[-1]


NAMED = "Cấp độ rủi ro thiên tai: Cấp 4: Quảng Ninh, Hải Phòng; Cấp 3: Bắc Vịnh Bắc Bộ, {province}, Hà Nội"


def test_the_level_stated_for_the_province_by_its_name_is_chosen(app: Flask) -> None:
    name = province_names(station_book(registry_of(app)).context.units.territory_name)[0]
    form = {"text": bulletin(NAMED.format(province=name)), "deed": "read"}
    html = visitor(app, "duty_officer").post("/storms/new", form, 200).get_data(as_text=True)
    assert "cấp 3, bản tin ghi cho tỉnh" in html
    assert chosen(html) == "3"


@pytest.mark.parametrize(("risk", "level"), [(SEA, "0"), (LAND, "3"), ("Rủi ro thiên tai: cấp 3.", "")])
def test_none_for_the_province_is_offered_and_chosen_where_the_sea_alone_is_named(
    app: Flask, risk: str, level: str
) -> None:
    form = {"text": bulletin(risk), "deed": "read"}
    html = visitor(app, "duty_officer").post("/storms/new", form, 200).get_data(as_text=True)
    assert "không cấp nào ghi cho tỉnh" in html
    assert chosen(html) == level
    kept = visitor(app, "duty_officer").post("/storms/new", {**form, "disaster_level": "4"}, 200)
    assert chosen(kept.get_data(as_text=True)) == "4"


def test_none_for_the_province_is_kept_and_no_page_or_letter_says_a_level(app: Flask) -> None:
    storm, officer = save(app, SEA, "0", "32"), visitor(app, "duty_officer")
    file = get_storm(registry_of(app), storm)
    assert file.current.disaster_level is None
    assert file.current.level_elsewhere
    page = text(officer.page(f"/storms/{storm}"))
    assert "bản tin không ghi cho tỉnh" in page
    assert "cấp 3: vùng biển phía Bắc vịnh Bắc Bộ" in page
    assert "không cấp nào ghi cho tỉnh" in text(officer.page(f"/storms/{storm}/bulletins"))
    again = {"text": bulletin(LAND), "deed": "read", "version": str(file.storm.version)}
    html = officer.post(f"/storms/{storm}/bulletins/new?from=1", again, 200).get_data(as_text=True)
    assert chosen(html) == "0"
    officer.post(f"/storms/{storm}/letters", {"version": str(file.storm.version)})
    order = list_orders(registry_of(app), storm)[0].id
    paper = Document(io.BytesIO(officer.get(f"/storms/letters/{order}/letter.docx").data))
    assert "cấp độ rủi ro" not in "\n".join(one.text for one in paper.paragraphs)


def test_letters_and_the_situation_name_where_a_level_is_for(app: Flask) -> None:
    storm, officer = save(app, LAND, "3", "33"), visitor(app, "duty_officer")
    file = get_storm(registry_of(app), storm)
    officer.post(f"/storms/{storm}/letters", {"version": str(file.storm.version)})
    for order in list_orders(registry_of(app), storm):
        paper = Document(io.BytesIO(officer.get(f"/storms/letters/{order.id}/letter.docx").data))
        said = "\n".join(one.text for one in paper.paragraphs)
        assert "cấp độ rủi ro thiên tai: cấp 3 (đất liền Đông Bắc Bộ)" in said
    assert "cấp độ rủi ro thiên tai 3 ở đất liền Đông Bắc Bộ" in text(officer.page("/now"))


def test_a_level_chosen_amiss_is_corrected_with_the_same_text(app: Flask) -> None:
    storm, officer = save(app, SEA, "", "34"), visitor(app, "duty_officer")
    file = get_storm(registry_of(app), storm)
    assert file.current.disaster_level == 3
    form = {
        "text": bulletin(SEA), "deed": "save", "storm_name": "", "number": "34", "source": "",
        "disaster_level": "0", "instead": file.current.id, "version": str(file.storm.version),
    }  # fmt: skip
    officer.post(f"/storms/{storm}/bulletins/new", form, 303)
    corrected = get_storm(registry_of(app), storm)
    assert corrected.current.level_elsewhere
    assert [one.ordinal for one in corrected.in_use] == [2]
    form |= {"version": str(corrected.storm.version), "instead": corrected.current.id}
    officer.post(f"/storms/{storm}/bulletins/new", form, 409)
