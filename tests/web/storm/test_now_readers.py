"""What each reader is told of this moment; what is not told is never said to be nothing."""

import re

from flask import Flask

from registry.model.people import OPEN_DESK, Person, Role
from registry.services.office.calendar import now
from registry.services.storm.exposure import exposure_of
from registry.services.storm.now import province_now
from registry.services.storm.now_links import figures
from registry.services.storm.now_sentences import sentences
from registry.services.storm.ordered_masts import held_by
from tests.pages import Page
from tests.web.people import registry_of, visitor

CARRIER = Person("viettel", frozenset({Role.CARRIER}), organisation="VTL")
NOWHERE = Person("ai đó", frozenset({Role.CONSULTED}), territory="urban_area")


def text(page: Page) -> str:
    return " ".join(page.text)


def tile(page: Page, code: str) -> str:
    found = [item for _, item in page.elements if item.get("data-tile", "").startswith(code)]
    assert len(found) == 1, code
    return found[0].get("href", "")


def test_a_carrier_reads_its_own_and_a_layer_s_owner_nothing_of_stations(
    app: Flask, on: tuple[str, str]
) -> None:
    registry = registry_of(app)
    own = province_now(registry, CARRIER)
    assert own.network is not None
    assert own.network.down == 3
    assert [row.operator for row in own.network.carriers] == ["VTL"]
    assert own.network.missing == ()
    assert (own.reports, own.crews, own.cut_places) == (None, None, None)
    assert own.storm is not None
    of_letter = held_by(registry, exposure_of(registry, own.storm.track).masts, "VTL")
    assert own.storm.clock.masts == int(of_letter.sum())
    page = visitor(app, "carrier").get("/now").get_data(as_text=True)
    assert "3 vị trí trạm của đơn vị đang mất liên lạc" in page
    main = page.split('id="now"')[1]
    # one whose stations are all lost reads nothing of others' there
    assert "xã, phường đơn vị không còn trạm" in main
    assert "xã, phường không còn trạm</" not in main.split("now-map")[0]
    assert not re.search(r"VNPT|MobiFone|Vietnamobile", main)
    nothing = province_now(registry, NOWHERE)
    assert nothing.network is not None
    assert (nothing.network.communes, nothing.network.carriers, nothing.network.incidents) == ((), (), ())
    assert nothing.dangers is None


def test_a_commune_reads_what_lies_in_it_without_any_carrier(app: Flask, on: tuple[str, str]) -> None:
    registry = registry_of(app)
    everything = province_now(registry, OPEN_DESK).network
    assert everything is not None
    struck = everything.communes[0]
    who = Person("xã", frozenset({Role.CONSULTED}), territory=struck.code)
    found = province_now(registry, who)
    assert found.network is not None
    assert found.network.communes == (struck,)
    assert found.network.down == struck.down
    assert found.network.carriers == ()
    assert found.storm is not None
    assert 0 < found.storm.clock.masts < 2000


def test_what_a_reader_is_not_told_is_never_said_to_be_nothing(app: Flask, on: tuple[str, str]) -> None:
    registry, at = registry_of(app), now()
    whole = province_now(registry, OPEN_DESK, at)
    assert whole.dangers
    assert "1 hư hỏng nguy hiểm trên cột" in sentences(whole)[2]
    link = sentences(figures(whole))[2]
    assert link.startswith(
        "Không có phản ánh nguy hiểm nào đang chờ xử lý trong sổ; hư hỏng nguy hiểm, sự cố: "
    )
    struck = whole.network.communes[0].code if whole.network else ""
    commune = province_now(registry, Person("xã", frozenset({Role.CONSULTED}), territory=struck), at)
    assert sentences(commune)[2] == (
        "Không có sự cố nào trên địa bàn đang chờ xử lý trong sổ; "
        "hư hỏng nguy hiểm, phản ánh nguy hiểm: không nêu ở đây."
    )
    nobody = sentences(province_now(registry, NOWHERE, at), "en")[2]
    assert nobody == "Dangerous defect, dangerous report, incident: not told here."
    own = sentences(province_now(registry, CARRIER, at))[2]
    assert "Không có hư hỏng nguy hiểm hay sự cố nào của đơn vị đang chờ xử lý trong sổ" in own
