"""Many masked answers together must not place another operator's mast: the attack, tried and measured."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.geo.distances import destination
from registry.model.findings import Finding, Outcome
from registry.model.people import Person, Role
from registry.services.asked_spots import Spot, raised, withheld
from registry.services.calendar import today
from registry.services.finding_words import finding_json
from registry.services.mask_secret import mask_secret, shifted
from registry.services.masking import class_of, masked
from registry.services.registry import Registry, open_registry
from registry.services.spot_settings import DEFAULT_BUDGET, set_spots
from registry.settings import Settings

VTL = Person("c", frozenset({Role.CARRIER}), "VTL")
LEADER = Person("l", frozenset({Role.LEADER}))
SECRET = b"of a register"
LIMIT_M = 250.0


@pytest.fixture
def office(copy_demo: Callable[[Path], Settings], tmp_path: Path) -> Iterator[Registry]:
    """A copy of the illustrative register in which nobody has asked anything."""
    registry = open_registry(copy_demo(tmp_path / "home"))
    yield registry
    registry.close()


def near_finding(metres: float, code: str = "M1") -> Finding:
    """What SPC-01 says in full of a mast too near."""
    return Finding(
        "SPC-01", Outcome.FAIL, "SPC-OTHER-NEAR",
        {"limit": LIMIT_M, "measured": metres, "related": code, "operators": "VNPT"},
        measured=metres, limit=LIMIT_M, unit="m", related=code, related_operator="VNPT",
        evidence={"type": "LineString", "coordinates": [[106.0, 21.0], [106.0, 21.001]]},
        notes=(("SPC-MEASURE-AGAIN", {"accuracy": metres / 7}),),
    )  # fmt: skip


@settings(max_examples=150)
@given(
    st.floats(0, 249.9), st.floats(0, 249.9),
    st.sampled_from(
        ["SPC-OTHER-NEAR", "SPC-SAME-NO-HEIGHT", "SPC-SMALL-URBAN", "SPC-OTHER-REVIEW", "SPC-OTHER-LIMITS",
         "SPC-SAME-OPERATOR", "SPC-OTHER-FAR", "SPC-SAME-LISTS", "SPC-03-SAME", "SPC-03-DUPLICATE",
         "PLN-01-NEAR", "PLN-01-MOVED", "PLN-01-NOT-FOUND-NEAREST", "A-SENTENCE-OF-TOMORROW"]
    ),
    st.booleans(),
)  # fmt: skip
def test_what_is_shown_hangs_on_the_class_alone(one: float, other: float, code: str, doubt: bool) -> None:
    def shown(metres: float) -> str:
        params = {
            "limit": LIMIT_M, "measured": metres, "related": "M1", "code": "M1", "operators": "VNPT",
            "operator": "VNPT", "decision": "1/QĐ", "small": 3.0, "near": metres, "same": 50.0,
        }  # fmt: skip
        rule = "PLN-01" if code.startswith("PLN") else "SPC-03" if "03" in code else "SPC-01"
        made = replace(near_finding(metres), code=code, params=params, rule=rule, flips=doubt)
        return json.dumps([finding_json(item, "vi") for item in masked([made], "VTL", secret=SECRET)])

    if class_of(shifted(one, "M1", SECRET, LIMIT_M)) == class_of(shifted(other, "M1", SECRET, LIMIT_M)):
        assert shown(one) == shown(other)
    assert "M1" not in shown(one)


@given(st.floats(0, 5000), st.text(min_size=1, max_size=8))
def test_a_shift_is_small_fixed_and_never_across_the_limit(metres: float, code: str) -> None:
    moved = shifted(metres, code, SECRET, LIMIT_M)
    assert moved == shifted(metres, code, SECRET, LIMIT_M)
    assert moved >= 0.0
    assert abs(moved - metres) <= 30.0 + 1e-6
    assert (moved < LIMIT_M) or metres >= LIMIT_M


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = mask_secret(tmp_path)
    assert mask_secret(tmp_path) == first
    assert len(first) >= 32
    assert (tmp_path / "mask_secret").stat().st_mode & 0o077 == 0


def at(metres: float, azimuth: float, hit: bool) -> Spot:
    lon, lat = destination(106.2, 21.3, azimuth, metres)
    return Spot(lon, lat, (("M1", 106.2, 21.3),) if hit else ())


def test_closing_in_on_a_mast_costs_a_days_budget_for_three_answers(office: Registry) -> None:
    answered, low, high = 0, 0.0, 600.0
    while True:
        middle = (low + high) / 2
        hit = middle < LIMIT_M
        if withheld(office, VTL, [at(middle, 30.0, hit)])[0]:
            break
        answered += 1
        low, high = (middle, high) if hit else (low, middle)
    assert answered <= DEFAULT_BUDGET
    assert high - low >= 600.0 / 2**DEFAULT_BUDGET


def test_once_the_budget_is_gone_near_and_far_are_withheld_alike(office: Registry) -> None:
    spots = [at(20.0 + 15.0 * k, 0.0, True) for k in range(8)]
    assert withheld(office, VTL, spots)[-1] is True
    far = Spot(106.5, 21.5, ())
    assert withheld(office, VTL, [far]) == [True]
    assert withheld(office, VTL, spots[:1]) == [False]  # a place once answered is answered again
    assert [(item.asker, item.day) for item in raised(office)] == [("VTL", today())]
    office.close()
    again = open_registry(office.settings)
    assert withheld(again, VTL, [far]) == [True]  # a restart gives no new day
    again.close()


def test_a_budget_of_nothing_tells_nothing(office: Registry) -> None:
    set_spots(office, "0", "", None, person=LEADER)
    assert withheld(office, VTL, [Spot(106.5, 21.5, ())]) == [True]
