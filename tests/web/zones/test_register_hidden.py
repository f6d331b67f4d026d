"""Zones of restricted layers: on no page, in no answer and in no file of whoever may not see them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from flask import Flask

from registry.model.areas import Layer, Zone
from registry.model.people import VISITOR, Person, Role
from registry.model.requests.desk import RequestKind
from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.register.context import context_for
from registry.services.register.disclosure import hidden_layers, restricted_layers
from registry.services.requests.requests import receive_request
from registry.settings import Settings
from tests.services.requests.desk import HEADER
from tests.web.people import PASSWORD, running, signed_in, with_people

SEES = {Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER}
OTHERS = tuple(role.value for role in Role if role not in SEES)


@pytest.fixture(scope="module")
def people(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """People of every role, and a consulted body bound to the military layer."""
    settings = with_people(demo_settings, tmp_path_factory.mktemp("zones") / "home")
    registry = open_registry(settings)
    add_account(
        registry, "quandoi", [Role.CONSULTED], territory="military", password=PASSWORD, must_change=False,
        who="t",
    )  # fmt: skip
    registry.close()
    return settings


@pytest.fixture(scope="module")
def app(people: Settings) -> Iterator[Flask]:
    with running(people) as app:
        yield app


@pytest.fixture(scope="module")
def zone(people: Settings) -> Zone:
    registry = open_registry(people)
    try:
        return context_for(registry, today()).layer(Layer.MILITARY).zones[0]
    finally:
        registry.close()


@pytest.fixture(scope="module")
def request_id(people: Settings, zone: Zone, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A request of Viettel's whose only row stands in the zone."""
    from openpyxl import Workbook

    inside = zone.geometry.representative_point()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append(("QP1", "VTL", round(inside.x, 6), round(inside.y, 6), "A2b", "dưới đất", 42, 2))
    path: Path = tmp_path_factory.mktemp("list") / "ds.xlsx"
    book.save(path)
    registry = open_registry(people)
    try:
        return receive_request(
            registry, path, kind=RequestKind.POSITION, organisation="VTL", officer="appraiser", who="t"
        ).id
    finally:
        registry.close()


def ways(zone: Zone, request: str) -> list[str]:
    inside = zone.geometry.representative_point()
    at = f"lon={inside.x:.6f}&lat={inside.y:.6f}&mast_class=A2b&height_m=42"
    return [
        "/", "/map/zones/military.json", "/map/zones/military.json?day=2022-01-01", "/map/days.json",
        f"/map/spot?{at}", f"/api/check?{at}", "/zones",
        "/zones?layer=military", f"/zones/zone/{zone.id}", "/zones/export/military.geojson",
        "/coverage", "/coverage/area.json?rule=COR-06", f"/requests/{request}",
        f"/requests/{request}/view.json", f"/requests/{request}/around.json",
        f"/requests/{request}/rows/0.json", f"/search?q={zone.name}",
    ]  # fmt: skip


def said(app: Flask, name: str, zone: Zone, request: str) -> dict[str, str]:
    """What every way answers to somebody, as text."""
    client = signed_in(app, name)
    found = {}
    for way in ways(zone, request):
        answer = client.get(way)
        assert answer.status_code < 500, way
        found[way] = answer.get_data(as_text=True)
        answer.close()
    return found


def corner(zone: Zone) -> str:
    """The longitude of a corner of the zone to four decimals, as every drawing of it would have."""
    lon = float(np.asarray(zone.geometry.exterior.coords)[0][0])
    return f"{lon:.4f}"


def test_the_policy_hides_defence_from_all_but_those_named() -> None:
    both = {Layer.MILITARY, Layer.AIR_DEFENCE}
    assert restricted_layers() == dict.fromkeys(both, frozenset(SEES))
    assert hidden_layers(VISITOR) == both
    assert hidden_layers(Person(roles=frozenset({Role.CONSULTED}), territory="military")) == {
        Layer.AIR_DEFENCE
    }
    assert hidden_layers(Person(roles=frozenset({Role.CONSULTED}), territory="forest")) == both


def test_those_named_see_the_zone(app: Flask, zone: Zone, request_id: str) -> None:
    found = said(app, "appraiser", zone, request_id)
    for way in ("/map/zones/military.json", f"/requests/{request_id}/rows/0.json"):
        assert zone.name in found[way], way
    body = said(app, "quandoi", zone, request_id)
    assert zone.name in body["/map/zones/military.json"]


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_gets_its_name_or_outline_by_any_way(
    app: Flask, zone: Zone, request_id: str, name: str
) -> None:
    asked = f"/search?q={zone.name}"
    for way, text in said(app, name, zone, request_id).items():
        assert zone.name not in text or way == asked, (name, way)
        assert corner(zone) not in text, (name, way)


def test_the_outcome_and_article_stay_without_the_measure(app: Flask, zone: Zone, request_id: str) -> None:
    inside = zone.geometry.representative_point()
    for client in (signed_in(app, "inspector"), signed_in(app, "carrier")):
        answer = client.get(f"/api/check?lon={inside.x:.6f}&lat={inside.y:.6f}&mast_class=A2b&height_m=42")
        found = next(item for item in answer.get_json()["findings"] if item["rule"] == "COR-06")
        assert found["outcome"] in {"review", "fail", "consent"}
        assert found["article"]
        assert found["evidence"] is None
        assert found["related"] is None
        assert found["measured"] is None
