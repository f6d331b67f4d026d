"""The search over everything: what each role finds, and that nobody finds what he may not open."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from registry.model.outages.outages import EventKind
from registry.model.people import INSIDE, STAFF, Person, Role
from registry.services.office.found.index import Thing
from registry.services.outages.events import open_event
from registry.services.register.disclosed_masts import masts_for
from registry.settings import read_settings
from tests.pages import Pages
from tests.web.people import ORGANISATIONS, TERRITORIES, registry_of, running, signed_in, visitor, with_people
from web.frame.find.answers import indexes
from web.frame.find.kinds import KINDS
from web.frame.guard import guard_of

OF_OFFICE = {
    "approval", "area", "campaign", "carrier", "company_inspection", "critical", "defect", "design", "duty",
    "letter", "mast_list", "outage", "plan", "position", "request", "sharing", "storm", "visit", "cable",
}  # fmt: skip
CARRIERS = {
    "page", "deed", "mast", "request", "position", "approval", "sharing", "letter", "area",
    "company_inspection", "defect", "outage", "duty", "cable", "zone", "mast_list", "commune", "carrier",
    "hazard",
}  # fmt: skip
CONSULTED = {"page", "deed", "mast", "consultation", "zone", "commune"}

Everything = dict[Role, list[tuple[str, Thing]]]


@pytest.fixture(scope="module")
def app(lived_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An office that is lived in, with an account for every role."""
    lived = read_settings({"BTS_HOME": str(lived_home)})
    with running(with_people(lived, tmp_path_factory.mktemp("find") / "office")) as made:
        yield made


@pytest.fixture(scope="module")
def clients(app: Flask) -> dict[Role, FlaskClient]:
    return {role: signed_in(app, role.value) for role in Role}


@pytest.fixture(scope="module")
def everything(app: Flask) -> Everything:
    """What each role can find, whole."""
    return {role: things_of(app, role) for role in Role}


def person_of(role: Role) -> Person:
    return Person(role.value, frozenset({role}), ORGANISATIONS.get(role, ""), TERRITORIES.get(role, ""))


def things_of(app: Flask, role: Role) -> list[tuple[str, Thing]]:
    with app.test_request_context("/find", base_url="http://127.0.0.1"):
        g.person = person_of(role)
        return [(kind, thing) for kind, index in indexes("") for thing in index.things()]


def hits(client: FlaskClient, text: str) -> list[dict[str, Any]]:
    answer = client.get("/find/hits", query_string={"q": text})
    assert answer.status_code == 200
    return [hit for group in answer.get_json()["groups"] for hit in group["hits"]]


def sample(things: list[tuple[str, Thing]]) -> list[tuple[str, Thing]]:
    """One of each kind and of each page behind it (masts: the map); no pages and deeds."""
    by = {(kind, re.split("[/?#]", thing.address)[1]): (kind, thing) for kind, thing in things}
    return [one for (kind, _page), one in by.items() if kind not in {"page", "deed"}]


@pytest.mark.parametrize("role", list(Role))
def test_whatever_a_role_finds_its_view_is_for_that_role(
    role: Role, everything: Everything, app: Flask
) -> None:
    views = app.url_map.bind("127.0.0.1")
    for kind, thing in everything[role]:
        endpoint, _values = views.match(thing.address.partition("#")[0].partition("?")[0])
        guard = guard_of(app, endpoint)
        assert guard is not None
        assert guard.allows(person_of(role)), (role, kind, thing)


@pytest.mark.parametrize("role", [Role.CARRIER, Role.CONSULTED])
def test_whatever_a_role_finds_it_may_open(
    role: Role, everything: Everything, clients: dict[Role, FlaskClient], app: Flask
) -> None:
    codes = set(masts_for(registry_of(app), person_of(role)).codes)
    assert {thing.name for kind, thing in everything[role] if kind == "mast"} <= codes
    for kind, thing in sample(everything[role]):
        answer = clients[role].get(thing.address.partition("#")[0])
        assert answer.status_code == 200, (role, kind, thing)


def test_what_a_role_may_not_see_is_no_hit_and_no_hint(
    everything: Everything, clients: dict[Role, FlaskClient]
) -> None:
    """Whatever anybody finds is asked for by its name, and by its address as opened before."""
    every = [one for role in (Role.CARRIER, Role.CONSULTED, Role.APPRAISER) for one in everything[role]]
    asked = dict.fromkeys(Role, 0)
    for role in Role:
        own = {thing.address for _kind, thing in everything[role]}
        others = sample([one for one in every if one[1].address not in own])
        asked[role] = len(others)
        for kind, thing in others:
            assert {hit["url"] for hit in hits(clients[role], thing.name)} <= own, (role, kind, thing)
        for at in range(0, len(others), 8):
            before = [thing.address for _kind, thing in others[at : at + 8]]
            said = clients[role].get("/find/hits", query_string={"at": before}).get_json()
            assert said == {"groups": [{"kind": "", "more": False, "hits": []}]}
    assert asked[Role.CONSULTED] > 20
    assert asked[Role.CARRIER] > 15
    assert asked[Role.VIEWER] >= 2  # a citizen's report, a company's own page


def test_the_kinds_that_each_role_finds(everything: Everything) -> None:
    kinds = {role: {kind for kind, _thing in things} for role, things in everything.items()}
    assert set().union(*kinds.values()) >= set(KINDS) - {"hazard", "consultation"}
    assert kinds[Role.CONSULTED] <= CONSULTED
    assert kinds[Role.CARRIER] <= CARRIERS
    assert "report" not in kinds[Role.VIEWER]
    assert all("report" in kinds[role] for role in STAFF)
    for role in INSIDE:
        lacks = {"mast_list"} if role is Role.VIEWER else set()  # lists are for those who work with them
        assert (role, OF_OFFICE - kinds[role]) == (role, lacks)


def test_a_carrier_finds_its_own_of_each_kind_and_nothing_of_its_rival(everything: Everything) -> None:
    own = [thing for kind, thing in everything[Role.CARRIER] if kind == "mast"]
    every = [thing for kind, thing in everything[Role.APPRAISER] if kind == "mast"]
    assert 0 < len(own) < len(every)
    assert {thing.name for kind, thing in everything[Role.CARRIER] if kind == "carrier"} == {"Viettel"}
    requests = [thing for kind, thing in everything[Role.CARRIER] if kind == "request"]
    assert requests
    assert all(thing.note.startswith("Viettel ·") for thing in requests)


def test_a_viewer_begins_nothing(everything: Everything) -> None:
    assert not [thing for kind, thing in everything[Role.VIEWER] if kind == "deed"]


def test_a_mast_is_found_first_and_then_its_inspection(
    everything: Everything, clients: dict[Role, FlaskClient]
) -> None:
    code = next(thing.name for kind, thing in everything[Role.INSPECTOR] if kind == "to_inspect")
    groups = clients[Role.INSPECTOR].get(f"/find/hits?q={code}").get_json()["groups"]
    kinds = [group["kind"] for group in groups]
    assert kinds.index("mast") < kinds.index("to_inspect")
    (hit, *_others) = groups[kinds.index("to_inspect")]["hits"]
    assert hit["url"].startswith("/field#/at/")
    assert hit["url"].endswith(f"/{code}")
    opened = clients[Role.INSPECTOR].get("/find/hits", query_string={"at": [hit["url"]]}).get_json()
    assert [one["url"] for one in opened["groups"][0]["hits"]] == [hit["url"]]
    for role in (Role.VIEWER, Role.CARRIER, Role.CONSULTED):  # who does not go to masts
        assert not [thing for kind, thing in everything[role] if kind == "to_inspect"]


def test_the_letters_of_several_rooms_are_one_group_the_best_first(clients: dict[Role, FlaskClient]) -> None:
    answer = clients[Role.APPRAISER].get("/find/hits?q=SKHCN").get_json()
    kinds = [group["kind"] for group in answer["groups"]]
    assert "letter" in kinds
    assert len(kinds) == len(set(kinds))


def test_everyday_words_find_pages_and_what_begins(clients: dict[Role, FlaskClient]) -> None:
    for text, name in (
        ("công văn", "Công văn theo dõi"), ("cong van", "Công văn theo dõi"), ("mất sóng", "Mất liên lạc"),
        ("ban tin bao", "Ghi bản tin bão"), ("nhan danh sach cot", "Nhận danh sách cột"),
    ):  # fmt: skip
        found = ["".join(part for part, _typed in hit["name"]) for hit in hits(clients[Role.APPRAISER], text)]
        assert name in found[:4], (text, found)


def test_what_was_written_a_moment_ago_is_found(app: Flask, clients: dict[Role, FlaskClient]) -> None:
    assert hits(clients[Role.LEADER], "Thử tìm ngay lập tức") == []
    at = dt.datetime(2026, 11, 30, 3, tzinfo=dt.UTC)
    open_event(
        registry_of(app), name="Thử tìm ngay lập tức", kind=EventKind.STORM, started_at=at,
        first_due=at + dt.timedelta(hours=3), hours=6, operators=["VNPT"], who="test",
    )  # fmt: skip
    (hit,) = hits(clients[Role.LEADER], "Thử tìm ngay lập tức")
    assert hit["kind"] == "outage"
    assert hits(clients[Role.CARRIER], "Thử tìm ngay lập tức") == []  # reports of VNPT are awaited, not its


def test_what_was_opened_before_is_answered_as_it_stands(
    clients: dict[Role, FlaskClient], everything: Everything
) -> None:
    request = next(thing for kind, thing in everything[Role.LEADER] if kind == "request")
    answer = clients[Role.LEADER].get(
        "/find/hits", query_string={"at": [request.address, "/requests", "https://else.where/", "/no-such"]}
    )
    (group,) = answer.get_json()["groups"]
    assert [hit["url"] for hit in group["hits"]] == [request.address, "/requests"]
    assert answer.headers["Cache-Control"] == "no-store"
    narrowed = [f"/requests?page={at}" for at in range(2, 16)]  # a list turned over leads to no thing
    said = clients[Role.LEADER].get("/find/hits", query_string={"at": [*narrowed, request.address]})
    assert [hit["url"] for hit in said.get_json()["groups"][0]["hits"]] == [request.address]


def test_the_page_without_script_has_the_same_answers(app: Flask, clients: dict[Role, FlaskClient]) -> None:
    pages = visitor(app, Role.APPRAISER.value)
    empty = pages.get("/find").get_data(as_text=True)
    assert "Ctrl K" in empty
    shown = pages.get("/find?q=viettel").get_data(as_text=True)
    for hit in hits(clients[Role.APPRAISER], "viettel"):
        assert f'href="{hit["url"].replace("&", "&amp;")}"' in shown
    alone = pages.get("/find?q=viettel&kind=mast").get_data(as_text=True)
    assert "Chỉ tìm trong" in alone
    assert alone.count('class="find-sign"') == 50
    assert clients[Role.APPRAISER].get("/find?q=x&kind=nothing").status_code == 400
    assert clients[Role.APPRAISER].get("/find?p=1").status_code == 400


def test_whoever_has_not_signed_in_has_no_button_and_no_answer(app: Flask) -> None:
    pages = Pages(app)
    assert "find-open" not in pages.get("/sign-in").get_data(as_text=True)
    assert pages.client.get("/find?q=a").status_code == 302
    assert app.test_client().get("/find/hits?q=a").status_code in {302, 401}
