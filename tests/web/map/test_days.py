"""The map on a day: its span, what changed on it, the zones of a day, as whoever asks may see them."""

import datetime as dt
import struct

import pytest
from flask import Flask

from registry.model.people import OPEN_DESK, Person, Role
from registry.services.register.disclosure import hidden_layers
from registry.services.register.map_masts import STATES
from registry.services.register.mast_days import days_for
from tests.pages import Pages
from tests.web.people import visitor
from web.frame.office import registry

JSON = {"Accept": "application/json"}


def zones(pages: Pages, layer: str, day: str = "") -> list[str]:
    answer = pages.get(f"/map/zones/{layer}.json{day and f'?day={day}'}")
    return [item["properties"]["decision"] for item in answer.get_json()["features"]]


def test_the_span_begins_with_the_first_mast_and_tells_what_changed(pages: Pages) -> None:
    found = pages.get("/map/days.json").get_json()
    assert found["first"] < found["reform"] < found["today"]
    days = [one["day"] for one in found["changes"]]
    assert days == sorted(days)
    assert max(days) <= found["today"]
    assert found["reform"] in days
    for layer in found["layers"].values():
        assert set(layer["days"]) <= set(days)
    assert {plan["operator"] for plan in found["plans"]} >= {"Viettel", "VNPT"}


def test_zones_are_those_of_the_day_and_todays_are_the_same_with_and_without_one(pages: Pages) -> None:
    found = pages.get("/map/days.json").get_json()
    for name, layer in found["layers"].items():
        assert zones(pages, name, found["today"]) == zones(pages, name)
        first = dt.date.fromisoformat(layer["days"][0])
        assert zones(pages, name, first.isoformat())
        assert zones(pages, name, (first - dt.timedelta(days=1)).isoformat()) == []
    pages.get("/map/zones/planning.json?day=hôm+qua", 400, headers=JSON)
    pages.get("/map/zones/planning.json?dya=2020-01-01", 400, headers=JSON)


def test_the_days_of_masts_are_as_many_as_the_masts(pages: Pages) -> None:
    masts, days = (pages.get(path).get_data() for path in ("/map/masts.bin", "/map/mast_days.bin"))
    (rows,) = struct.unpack_from("<I", masts, 8)
    assert struct.unpack_from("<4sII", days) == (b"BTSD", 1, rows)
    assert len(days) == 32 + 6 * rows


def test_the_table_is_of_the_day_too_and_its_file_says_which(pages: Pages) -> None:
    def total(**asked: str) -> int:
        found: int = pages.get("/map/table.json", query_string=asked).get_json()["total"]
        return found

    with pages.client.application.app_context():
        days = days_for(registry(), OPEN_DESK)
    sure, maybe = days.standing(dt.date(2016, 5, 4))
    assert 0 < total(asof="2016-05-04") == int((sure | maybe).sum()) < total()
    in_service = 1 << STATES.index("in_service")
    gone = STATES.index("dismantled")
    assert total(asof="2016-05-04", states=str(in_service)) > 0
    assert total(asof="2016-05-04", states=str(1 << gone)) == 0, "what was dismantled later stood then"
    answer = pages.get("/map/table.csv?asof=2016-05-04&states=1")
    assert "-ngay-20160504" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("role", ["carrier", "consulted", "viewer"])
def test_each_is_told_of_its_own_plans_and_of_layers_that_it_may_see(app: Flask, role: str) -> None:
    pages = visitor(app, role)
    found = pages.get("/map/days.json").get_json()
    wanted = {"carrier": {"Viettel"}, "consulted": set()}.get(role)
    operators = {plan["operator"] for plan in found["plans"]}
    assert operators == wanted if wanted is not None else len(operators) > 1
    hidden = {layer.value for layer in hidden_layers(Person(roles=frozenset({Role(role)})))}
    assert hidden.isdisjoint(found["layers"])
    assert found["layers"]
    for layer in sorted(hidden):
        pages.get(f"/map/zones/{layer}.json?day=2022-01-01", 404, headers=JSON)
