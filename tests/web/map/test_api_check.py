"""``GET /api/check``: the findings of one spot, masked, strict about what it is asked."""

import numpy as np
import pytest
from flask import Flask

from registry.services.register.map_masts import STATES, MapMasts, map_masts
from tests.pages import Pages
from web.frame.office import registry

SPOT = "/api/check?lon=106.3&lat=21.35"


@pytest.fixture
def masts(demo_app: Flask) -> MapMasts:
    """The masts of the demo as the map has them."""
    with demo_app.app_context():
        return map_masts(registry())


def beside(masts: MapMasts, operator: str) -> str:
    """A spot some 20 m north of a standing mast that carries only ``operator``."""
    bit = 1 << masts.operators.index(operator)
    rows = np.flatnonzero((masts.networks == bit) & (masts.state == STATES.index("in_service")))
    row = int(rows[0])
    return (
        f"/api/check?lon={masts.lon[row]:.6f}&lat={masts.lat[row] + 0.00018:.6f}&mast_class=A2b&height_m=42"
    )


def test_it_answers_every_rule_in_the_form_of_the_contract(pages: Pages) -> None:
    answer = pages.get(f"{SPOT}&mast_class=A2b&height_m=42&operator=VTL&as_of=2026-11-24").get_json()
    assert (answer["lon"], answer["lat"], answer["mast_class"], answer["height_m"]) == (
        106.3,
        21.35,
        "A2b",
        42,
    )
    assert answer["as_of"] == "2026-11-24"
    rules = [finding["rule"] for finding in answer["findings"]]
    assert {"LOC-01", "SPC-01", "SPC-02", "AIR-01"} <= set(rules)
    assert len(rules) == len(set(rules))
    for finding in answer["findings"]:
        assert finding["outcome"] in {"pass", "fail", "consent", "review", "unknown", "na"}
        assert finding["message"]


def test_at_the_open_desk_of_the_machine_itself_everything_is_seen(pages: Pages, masts: MapMasts) -> None:
    findings = pages.get(beside(masts, "VNPT") + "&operator=VTL").get_json()["findings"]
    found = next(f for f in findings if f["rule"] == "SPC-01")
    assert found["related"] in set(masts.codes)
    assert found["measured"] == pytest.approx(20.0, abs=1.0)


def test_the_message_speaks_the_language_that_is_asked_for(pages: Pages) -> None:
    vietnamese = pages.get(f"{SPOT}&mast_class=A2b").get_json()["findings"]
    english = pages.get(f"{SPOT}&mast_class=A2b&lang=en").get_json()["findings"]
    assert [f["code"] for f in vietnamese] == [f["code"] for f in english]
    assert [f["message"] for f in vietnamese] != [f["message"] for f in english]


def test_by_the_law_of_an_earlier_day(pages: Pages) -> None:
    earlier = pages.get(f"{SPOT}&mast_class=A2b&height_m=50&as_of=2023-05-15").get_json()["findings"]
    later = pages.get(f"{SPOT}&mast_class=A2b&height_m=50&as_of=2026-11-24").get_json()["findings"]
    outcome = {
        day: next(f["outcome"] for f in found if f["rule"] == "AIR-01")
        for day, found in (("earlier", earlier), ("later", later))
    }
    assert outcome == {"earlier": "consent", "later": "pass"}
    assert all(f["limit"] is None for f in earlier if f["rule"] in {"SPC-01", "SPC-02"})


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "WEB-PARAMETER-MISSING"),
        ("?lon=106.3", "WEB-PARAMETER-MISSING"),
        ("?lon=106,3&lat=21.35", "WEB-PARAMETER"),
        ("?lon=nan&lat=21.35", "WEB-PARAMETER"),
        ("?lon=inf&lat=21.35", "WEB-PARAMETER"),
        ("?lon=200&lat=21.35", "SPOT-POSITION"),
        ("?lon=106.3&lat=21.35&height_m=tall", "WEB-PARAMETER"),
        ("?lon=106.3&lat=21.35&height_m=-4", "SPOT-HEIGHT"),
        ("?lon=106.3&lat=21.35&mast_class=Z9", "SPOT-CLASS"),
        ("?lon=106.3&lat=21.35&kind=teleport", "SPOT-KIND"),
        ("?lon=106.3&lat=21.35&operator=NOBODY", "OPERATOR-UNKNOWN"),
        ("?lon=106.3&lat=21.35&as_of=2026/24/11", "WEB-PARAMETER"),
        ("?lon=106.3&lat=21.35&hieght_m=4", "WEB-PARAMETER-UNKNOWN"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_code_and_a_remedy(pages: Pages, query: str, code: str) -> None:
    error = pages.get(f"/api/check{query}", 400).get_json()["error"]
    assert error["code"] == code
    assert error["message"]
    assert error["remedy"]
