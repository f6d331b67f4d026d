"""The province now: calm without a storm, one look with one, and nobody reads what is another's."""

import datetime as dt
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask import Flask

from registry.model.outages.outages import EventKind, Incident, IncidentKind
from registry.model.people import OPEN_DESK, Person, Role
from registry.model.storm.storm_records import OrderKind
from registry.services.office.calendar import now
from registry.services.outages.board import board_of
from registry.services.outages.critical_places import places_of_event
from registry.services.outages.events import close_event, open_event
from registry.services.outages.incidents import add_incident
from registry.services.outages.stations import station_book
from registry.services.storm.letters_now import Letters
from registry.services.storm.now import province_now, storm_is_on
from registry.services.storm.now_links import figures
from registry.services.storm.now_sentences import sentences
from registry.services.storm.orders import get_order
from registry.services.storm.storm_clock import Phase
from registry.services.storm.storms import close_storm, get_storm, reopen_storm
from registry.storm.unfinished import Unfinished
from tests.pages import Page
from tests.web.people import registry_of, sign_in, visitor
from tests.web.storm.conftest import version
from web.storm.now_tiles import DUE, FINE, tiles

CARRIER = Person("viettel", frozenset({Role.CARRIER}), organisation="VTL")
NOWHERE = Person("ai đó", frozenset({Role.CONSULTED}), territory="urban_area")


def text(page: Page) -> str:
    return " ".join(page.text)


def tile(page: Page, code: str) -> str:
    found = [item for _, item in page.elements if item.get("data-tile", "").startswith(code)]
    assert len(found) == 1, code
    return found[0].get("href", "")


def test_without_a_storm_the_page_is_calm_and_says_so(app: Flask) -> None:
    registry = registry_of(app)
    found = province_now(registry, OPEN_DESK)
    assert found.calm
    assert not storm_is_on(registry)
    assert sentences(found)[:2] == (
        "Không có bão đang theo dõi.",
        "Không có sự kiện mất liên lạc nào đang mở.",
    )
    page = text(visitor(app, "leader").page("/now"))
    assert "Dưới đây là những gì còn tồn trong sổ" in page
    client = app.test_client()
    assert sign_in(client, "leader") == "/start"
    assert client.get("/start").headers["Location"] == "/today"


def test_one_look_says_storm_networks_and_work(app: Flask, on: tuple[str, str]) -> None:
    storm, event = on
    found = province_now(registry_of(app), OPEN_DESK)
    assert found.storm is not None
    assert found.storm.clock.phase in (Phase.COMING, Phase.BLOWING)
    assert found.network is not None
    assert found.network.down == 5
    assert [row.operator for row in found.network.missing] == ["VMS"]
    assert found.cut_places == ()  # the illustrative ones all have a network left
    board = board_of(registry_of(app), event)
    assert found.network.none_perhaps == board.without[1]
    assert found.cut_perhaps == len(places_of_event(registry_of(app), board).perhaps)
    said = sentences(found)
    assert said[0].startswith("Bão số 3 (YAGI), ")
    assert "ước tính" in said[0]
    assert "5 vị trí trạm đang mất liên lạc" in said[1]
    assert "theo 2 trên 3 doanh nghiệp" in said[1]
    assert "MobiFone" in said[1]
    assert "chưa gửi công văn nào" in said[2]
    assert not any("{" in one or "None" in one for one in (*said, *sentences(found, "en")))
    page = visitor(app, "leader").page("/now")
    assert all(one in text(page) for one in said)
    unsure = replace(found, network=replace(found.network, none_perhaps=2), cut_perhaps=1)
    with app.test_request_context("/now"):
        shown = {one.code: (one.kind, one.value, one.sub) for one in tiles(unsure)}
    told = sentences(unsure)[1]
    assert "2 xã, phường chưa rõ còn trạm hoạt động hay không" in told  # not that none is on the air
    assert shown["without"] == (DUE, "0", "chưa rõ: 2")  # never a bare zero that reads as good
    assert shown["cut"] == (DUE, "0", "chưa rõ: 1")
    assert tile(page, "storm-") == f"/storms/{storm}"
    assert tile(page, "dark") == f"/outages/{event}/rows?state=down"
    assert tile(page, "letters-") == f"/storms/{storm}/letters"
    assert tile(page, "reports") == "/field-reports?state=new&danger=1"


def test_a_tile_leads_to_what_it_counts(
    app: Flask, on: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = province_now(registry_of(app), OPEN_DESK)
    monkeypatch.setattr("web.storm.now_tiles.may_use", lambda _app, _endpoint: True)
    with app.test_request_context("/now"):
        unsure = {one.code: one.href for one in tiles(replace(found, cut_perhaps=1, dangers=("một",)))}
        known = {
            one.code: one.href for one in tiles(replace(found, cut_places=(), cut_perhaps=0, dangers=()))
        }
    assert unsure["cut"] == f"/outages/{on[1]}#places"  # which of them is not known is said there
    assert (known["cut"], known["dangers"]) == ("/critical-places?show=without", "/defects")
    assert unsure["dangers"] == "/defects?show=standing&severity=urgent"


def test_a_defect_that_two_storms_reach_is_one(app: Flask, on: tuple[str, str]) -> None:
    assert on
    found = province_now(registry_of(app), OPEN_DESK)
    (storm, *_others) = found.storms
    defect = SimpleNamespace(id="d1")
    twice = replace(found, dangers=(defect,), storms=(replace(storm, dangers=(defect,)),) * 2)
    assert twice.dangers_in_gusts == 1
    assert "1 hư hỏng nguy hiểm trên cột trong vùng gió giật" in sentences(twice)[2]
    with app.test_request_context("/now"):
        (tile_of,) = [one for one in tiles(twice) if one.code == "dangers"]
    assert (tile_of.value, tile_of.sub) == ("1", "trong đó 1 ở vùng gió giật")


def test_two_storms_and_two_events_are_told_apart(app: Flask, on: tuple[str, str]) -> None:
    found = province_now(registry_of(app), OPEN_DESK)
    (storm, *_others), network = found.storms, found.network
    assert network is not None

    def letters(**heard: bool) -> Any:
        orders = [
            SimpleNamespace(order=SimpleNamespace(recipient_name=name, acknowledged=one, sent_at="", id=name))
            for name, one in heard.items()
        ]
        return Letters(tuple(cast(Any, orders)), 0)

    first = replace(storm, letters=letters(VNPT=True, Viettel=False))
    second = replace(
        storm,
        letters=letters(MobiFone=True, Viettel=False),
        clock=replace(storm.clock, storm=replace(storm.clock.storm, id="s2", number=4, name="KOTO")),
    )
    event = replace(network.event, id="e2", name="Giông lốc")
    both = replace(
        found,
        storms=(first, second),
        network=replace(network, none_perhaps=0),
        beside=(replace(network, event=event, none_perhaps=2),),
    )
    said = sentences(both)
    beside = said[1].partition("Giông lốc: 5 vị trí")[2]
    assert "2 xã, phường chưa rõ còn trạm hoạt động hay không" in beside
    assert "MobiFone" in beside  # who owes the report of either event
    assert "đã gửi 4 công văn cho doanh nghiệp, 2 đã được xác nhận; chưa xác nhận: Viettel." in said[2]
    with app.test_request_context("/now"):
        shown = {one.code: one for one in tiles(both)}
        alone = {one.code: one for one in tiles(replace(both, storms=(first,), beside=()))}
    assert (shown["without"].kind, shown["without"].sub) == (FINE, "Bão số 3")
    assert (shown["also-without-e2"].kind, shown["also-without-e2"].sub) == (DUE, "chưa rõ: 2 · Giông lốc")
    assert shown["silent"].sub == "MobiFone · Bão số 3"
    assert shown["also-silent-e2"].sub == "MobiFone · Giông lốc"
    assert shown["storm-s2"].sub.startswith("bão số 4 (KOTO)")
    assert shown["letters-s2"].sub == "bão số 4 (KOTO) · chưa: Viettel"
    assert alone[f"letters-{storm.clock.storm.id}"].sub == "chưa: Viettel"  # one needs no name


def listed(page: Page, code: str) -> int:
    """How many things the list behind a tile shows, by what each of them is on its page."""
    links = {link.get("href", "").partition("?")[0] for link in page.all("a")}
    of = {
        "silent": lambda: sum(name == "section" and "owes-" in item.get("aria-labelledby", "")
                              for name, item in page.elements),
        "incidents": lambda: sum(
            re.fullmatch(r"/outages/\w+/(incidents|lines)/\w+", one) is not None for one in links
        ),
        "dangers": lambda: len({one for one in links if re.fullmatch(r"/defects/\w{16,}", one)}),
        "reports": lambda: len({one for one in links if re.fullmatch(r"/field-reports/\w{16,}", one)}),
        "crews": lambda: len({one for one in links if re.fullmatch(r"/visits/[\w-]{16,}", one)}),
    }  # fmt: skip
    return of[code]()


def test_every_number_leads_to_a_list_of_that_many(app: Flask, on: tuple[str, str]) -> None:
    leader = visitor(app, "leader")
    page = leader.page("/now")
    checked = set()
    with app.test_request_context("/now"):
        found = tiles(province_now(registry_of(app), OPEN_DESK))
    for one in found:
        if one.code not in {"silent", "incidents", "dangers", "reports", "crews"}:
            continue
        href = tile(page, one.code)
        shown = leader.page(href)
        assert listed(shown, one.code) == int(one.value.replace(".", "")), (one.code, href)
        checked.add(one.code)
    assert {"silent", "crews", "reports", "dangers"} <= checked


def test_it_is_the_first_page_of_leader_and_duty_officer_while_a_storm_is_on(
    app: Flask, on: tuple[str, str]
) -> None:
    for name, first in (("leader", "/now"), ("duty_officer", "/now"), ("appraiser", "/today")):
        client = app.test_client()
        sign_in(client, name)
        assert client.get("/start").headers["Location"] == first
    html = visitor(app, "appraiser").get("/today").get_data(as_text=True)
    bar = re.findall(r'<a href="([^"]+)"', html.split('<nav class="places"')[1])
    assert bar[0] == "/now"


def test_what_is_guessed_or_not_known_of_a_storm_is_said_so(app: Flask, on: tuple[str, str]) -> None:
    found = province_now(registry_of(app), OPEN_DESK)
    assert found.storm is not None
    clock, at = found.storm.clock, found.at
    assert clock.coming is not None
    assert not clock.coming.stated  # the text of this bulletin says nothing of the next
    assert "bản tin tiếp theo ước khoảng" in sentences(found)[0]
    assert "theo nhịp ba giờ" in text(visitor(app, "leader").page("/now"))
    hour = dt.timedelta(hours=1)
    ends = Unfinished(at - hour, 13, 41.0, 50e3, 280.0, 5.0, 0, 0.0)
    for phase, said in (
        (Phase.BLOWING, "chưa rõ khi nào dứt vì đường đi dừng khi bão còn mạnh"),
        (Phase.COMING, "sau đó chưa rõ vì đường đi dừng khi bão còn mạnh"),
    ):
        told = replace(clock, phase=phase, unfinished=ends, onset=at - 3 * hour, end=at - hour)
        shown = replace(found, storms=(replace(found.storm, clock=told),))
        assert said in sentences(shown)[0]
        assert "dứt khoảng" not in sentences(shown)[0]
        with app.test_request_context("/now"):
            assert tiles(shown)[0].value != "đang thổi"
    heard = replace(clock, coming=replace(clock.coming, stated=True))
    assert (
        "bản tin tiếp theo lúc" in sentences(replace(found, storms=(replace(found.storm, clock=heard),)))[0]
    )


def test_the_same_minute_is_worked_out_once_and_a_deed_is_seen_at_once(
    app: Flask, on: tuple[str, str]
) -> None:
    registry, at = registry_of(app), now()
    first = province_now(registry, OPEN_DESK, at)
    assert province_now(registry, OPEN_DESK, at) is first
    assert province_now(registry, CARRIER, at) is not first
    live = visitor(app, "leader").get("/now", headers={"X-Part": "1"}).get_data(as_text=True)
    assert "<html" not in live
    assert live.count("data-live") == 5
    wall = visitor(app, "leader").get("/now?wall").get_data(as_text=True)
    assert '<nav class="places"' not in wall
    storm = first.storm
    assert storm is not None
    close_storm(registry, on[0], seen=storm.clock.storm.version, reason="thử", who="trực",
                before_its_end=True)  # fmt: skip
    assert province_now(registry, OPEN_DESK, at).storms == ()
    assert storm_is_on(registry)  # an event of a storm's outages is open still


def test_an_incident_outlives_the_end_of_its_event_in_the_office_s_words(app: Flask) -> None:
    registry, start = registry_of(app), now() - dt.timedelta(hours=2)
    event = open_event(
        registry, name="Giông lốc", kind=EventKind.OTHER, started_at=start,
        first_due=start + dt.timedelta(hours=6), hours=6, operators=("VTL",), who="trực",
    )  # fmt: skip
    commune = next(item.commune for item in station_book(registry).of_operator["VTL"] if item.commune)
    fallen = Incident(id="", event=event.id, operator="VTL", kind=IncidentKind.MAST, commune=commune,
                      occurred_at=start)  # fmt: skip
    add_incident(registry, fallen, who="trực")
    assert province_now(registry, OPEN_DESK).left == ()
    both = province_now(registry, OPEN_DESK)
    assert [one.event.name for one in both.networks] == ["Bão số 3", "Giông lốc"]  # none hides the other
    assert "Giông lốc: chưa biết số trạm mất liên lạc." in sentences(both)[1]
    assert (
        both.cut_places is None
    )  # nobody has reported of the other event: that none is cut off is not known
    assert [one.down for one in figures(both).beside] == [None]  # a link without an account: as of the first
    assert not figures(both).incidents
    shown = text(visitor(app, "leader").page("/now"))
    assert "Giông lốc · chưa doanh nghiệp nào báo cáo" in shown
    close_event(registry, event.id, seen=event.version, who="trực")
    found = province_now(registry, OPEN_DESK)
    assert [one.incident.kind for one in found.left] == [IncidentKind.MAST]
    alone = replace(found, network=None, dangers=(), reports=(), storms=())
    assert sentences(alone)[2] == "1 sự cố chưa xử lý xong."
    with app.test_request_context("/now"):
        assert [(one.value, one.sub) for one in tiles(alone) if one.code == "incidents"] == [
            ("1", "chưa sự cố nào quá hạn")  # the sentence and the tile count the same
        ]
    shift = text(visitor(app, "leader").page("/shift"))
    assert "Sự cố chưa xử lý xong của sự kiện đã kết thúc" in shift
    assert figures(alone).left == ()  # as the incidents of an open event: not for a link without an account
    assert province_now(registry, CARRIER).left == ()


def test_a_storm_ends_before_its_end_only_when_asked_and_its_drafts_are_not_sent_then(
    app: Flask, on: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, storm = visitor(app, "duty_officer"), f"/storms/{on[0]}"

    def boxes() -> dict[str, str]:
        found = officer.page(f"{storm}/letters").all("input")
        own = {item["name"]: item.get("value", "") for item in found if item.get("form") == "send-all"}
        return {name: value for name, value in own.items() if name.startswith(("number-", "version-"))}

    held = get_storm(registry_of(app), on[0]).storm
    reopen_storm(registry_of(app), on[0], seen=held.version, who="trực")  # a test before has ended it
    seen = version(officer, f"{storm}/bulletins")
    officer.post(f"{storm}/letters", {"version": seen})
    drafted = boxes()
    first = next(name for name in drafted if name.startswith("number-"))
    officer.post(f"{storm}/letters/sent", {**drafted, first: "9/SKHCN"})
    ends = officer.page(f"{storm}/bulletins")
    assert "required" in ends.one(name="before_its_end")
    assert "Theo bản tin đang dùng, " in text(ends)
    with monkeypatch.context() as patched:  # a track that ends before its storm tells no end
        standing = province_now(registry_of(app), OPEN_DESK).storms[0].clock
        told = replace(standing, unfinished=Unfinished(now(), 13, 41.0, 5e4, 280.0, 5.0, 0, 0.0))
        patched.setattr("web.storm.storms.storm_clock", lambda *_given: told)
        said = text(officer.page(f"{storm}/bulletins"))
    assert "chưa rõ khi nào dứt." in said
    assert "cấp 8, đến" not in said
    order = {"version": seen, "reason": "lệnh của ban chỉ huy"}
    refused = officer.post(f"{storm}/close", order, 409).get_data(as_text=True)
    assert "STORM-BEFORE-END" in refused  # the service asks, and not the page's tick alone
    assert 'value="lệnh của ban chỉ huy"' in refused
    officer.post(f"{storm}/close", {**order, "before_its_end": "1"}, 303)
    assert not boxes()  # what was to be done before the gusts is no draft to send any more
    assert "Bão đã kết thúc theo dõi: không gửi nữa." in text(officer.page(f"{storm}/letters"))
    officer.post(f"{storm}/letters/over", {})
    over = [name.removeprefix("number-") for name in boxes() if name.startswith("number-")]
    kinds = {get_order(registry_of(app), order).kind for order in over}
    assert kinds == {OrderKind.STAND_DOWN}
