"""A proposed repair that a person takes for right stays marked with how it was read."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.model.findings import Outcome
from registry.model.positions import UNSURE_PLANE, Confidence
from registry.services.appraise.appraise_list import appraise_list, appraise_proposals
from registry.services.appraise.row_texts import texts_of, typed
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.requests.decisions import corrected
from tests.services.appraise.plane_battery import HEADER
from tests.services.offices import office, write_list

DAY = dt.date(2026, 11, 24)
UNSURE = ("N1", "VTL", "Xã Văn Môn", 2341209.792, 596585.477, "cột mới", "A2b")


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    made = office(tmp_path_factory.mktemp("accepted"))
    yield made
    made.close()


def proposal(registry: Registry, folder: Path, row: tuple[object, ...]):  # type: ignore[no-untyped-def]
    found = appraise_list(registry, write_list(folder / "a.xlsx", [row], HEADER), operator="VTL", as_of=DAY)
    return found.rows[0].proposal


@pytest.mark.parametrize("decimals", [7, 6])
def test_an_accepted_proposal_keeps_its_reading_and_its_doubt(
    registry: Registry, tmp_path: Path, decimals: int
) -> None:
    before = proposal(registry, tmp_path, UNSURE)
    assert before.position.reading == UNSURE_PLANE
    text = ", ".join(f"{float(part):.{decimals}f}" for part in texts_of(before)["position"].split(","))
    after = corrected(before, typed(registry, {"position": text}, before, DAY)).position
    assert after.confidence is Confidence.ACCEPTED
    assert (after.reading, after.crs) == (before.position.reading, before.position.crs)
    assert after.accuracy_m == before.position.accuracy_m > 100
    assert not after.firm
    again = corrected(corrected(before, typed(registry, {"position": text}, before, DAY)), {
        "lon": after.lon, "lat": after.lat
    })  # fmt: skip
    assert again.position == after


def test_a_plane_that_is_not_sure_fails_nothing_even_where_it_is_accepted(
    registry: Registry, tmp_path: Path
) -> None:
    before = proposal(registry, tmp_path, UNSURE)
    text = texts_of(before)["position"]
    accepted = corrected(before, typed(registry, {"position": text}, before, DAY))
    rows, _law = appraise_proposals([accepted], context_for(registry, DAY))
    assert all(finding.outcome is not Outcome.FAIL for finding in rows[0].findings)


def test_another_position_typed_is_a_stated_one(registry: Registry, tmp_path: Path) -> None:
    before = proposal(registry, tmp_path, UNSURE)
    after = corrected(before, typed(registry, {"position": "21.1650, 105.9300"}, before, DAY)).position
    assert after.confidence is Confidence.STATED
    assert after.reading == "corrected"


def test_a_stated_position_that_is_typed_again_is_no_accepted_proposal(
    registry: Registry, tmp_path: Path
) -> None:
    row = ("N1", "VTL", "Xã Lạng Giang", 2361000.0, 423000.0, "cột mới", "A2b")
    before = proposal(registry, tmp_path, row)
    assert before.position.confidence is Confidence.STATED
    after = corrected(before, typed(registry, {"position": texts_of(before)["position"]}, before, DAY))
    assert after.position.confidence is Confidence.STATED


def test_typed_metres_of_an_unsure_plane_are_no_stated_position(registry: Registry, tmp_path: Path) -> None:
    row = ("N1", "VTL", "Xã Văn Môn", "", "", "cột mới", "A2b")
    before = proposal(registry, tmp_path, row)
    after = corrected(before, typed(registry, {"position": "X 2341209.792; Y 596585.477"}, before, DAY))
    assert after.position.confidence is Confidence.PROPOSED
    assert after.position.reading == UNSURE_PLANE
    assert after.position.accuracy_m > 100
