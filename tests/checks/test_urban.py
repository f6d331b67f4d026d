"""Urban or not: stated, by the layer, by what stands in for it, or not known."""

from typing import Any

import pytest

from registry.checks.proposals import Proposals
from registry.checks.urban import Urban, UrbanBasis, urban_of
from tests.world import proposal, world

LAYER = {"zones": [{"layer": "urban_area", "half_m": 1000.0}]}
COVERED = LAYER | {"coverage": {"urban_area": "everywhere"}}
FORMER = {"units": {"former_urban": [{"half_m": 1000.0}], "former_urban_error_m": 300.0}}


def urban(spec: dict[str, Any], **row: Any) -> Urban:
    context = world(spec)
    return urban_of(Proposals.of([proposal(**row)], context), context)[0]


@pytest.mark.parametrize("stated", [True, False])
@pytest.mark.parametrize("spec", [{}, FORMER])
def test_what_the_row_states_settles_what_no_layer_does(stated: bool, spec: dict[str, Any]) -> None:
    assert urban(spec, urban=stated) == Urban(stated, False, False, UrbanBasis.STATED)


def test_what_the_row_states_holds_where_the_layer_agrees_or_is_not_sure() -> None:
    assert urban(COVERED, urban=True).basis is UrbanBasis.STATED
    assert urban(COVERED, urban=False, east_m=5000.0).basis is UrbanBasis.STATED
    assert urban(LAYER, urban=True, east_m=5000.0) == Urban(True, False, False, UrbanBasis.STATED)
    assert not urban(COVERED, urban=False, east_m=995.0, accuracy_m=10.0).approximate


def test_a_row_that_the_layer_surely_contradicts_settles_nothing() -> None:
    """Stating "urban" would more than halve the distance that is asked."""
    assert urban(COVERED, urban=True, east_m=5000.0) == Urban(True, True, False, UrbanBasis.DISPUTED)
    assert urban(LAYER, urban=False) == Urban(False, True, False, UrbanBasis.DISPUTED, 0)


def test_inside_a_polygon_is_known_even_where_the_layer_is_not_complete() -> None:
    assert urban(LAYER) == Urban(True, False, False, UrbanBasis.LAYER, 0)


def test_outside_every_polygon_is_known_only_where_the_layer_is_complete() -> None:
    assert urban(COVERED, east_m=5000.0) == Urban(False, False, False, UrbanBasis.LAYER)
    assert urban(LAYER, east_m=5000.0).urban is None


@pytest.mark.parametrize(("east_m", "likelier"), [(995.0, True), (1005.0, False)])
def test_at_the_edge_the_answer_is_only_the_likelier_one(east_m: float, likelier: bool) -> None:
    found = urban(COVERED, east_m=east_m, accuracy_m=10.0)
    assert (found.urban, found.approximate, found.near) == (likelier, True, True)


@pytest.mark.parametrize(
    ("east_m", "likelier", "near"),
    [(0.0, True, False), (900.0, True, True), (1200.0, False, True), (5000.0, False, False)],
)
def test_former_wards_are_never_more_than_approximate(east_m: float, likelier: bool, near: bool) -> None:
    assert urban(FORMER, east_m=east_m) == Urban(likelier, True, near, UrbanBasis.FORMER_UNITS)


def test_former_wards_answer_where_the_layer_leaves_the_point_open() -> None:
    both = LAYER | {"units": {"former_urban": [{"east_m": 5000.0, "half_m": 1000.0}]}}
    assert urban(both, east_m=5000.0).basis is UrbanBasis.FORMER_UNITS


def test_nothing_is_known_without_a_position_or_without_any_layer() -> None:
    assert urban(COVERED, unreadable=True).urban is None
    assert urban({}).urban is None


def test_the_answers_are_worked_out_once_for_a_list() -> None:
    context = world(COVERED)
    proposals = Proposals.of([proposal()], context)
    assert urban_of(proposals, context) is urban_of(proposals, context)
