"""How papers name the place of a row whose commune is doubtful."""

from dataclasses import replace
from pathlib import Path

import pytest

from registry.messages import Words
from registry.model.findings import Finding, Outcome, Reservation
from registry.model.positions import Position
from registry.model.requests.proposals import Proposal
from registry.model.sites import MastClass
from registry.services.office.registry import Registry
from registry.services.requests.conditions.proposals import proposed_texts
from registry.services.requests.letters.places import (
    commune_meant,
    commune_of,
    commune_told,
    communes_told,
    mast,
)
from registry.services.requests.opened import load_request
from tests.services.requests import desk


def test_a_former_commune_is_told_with_what_it_is_part_of_today(office: Registry, tmp_path: Path) -> None:
    """Else the place in the letter, and what is asked of the carrier, seem to be of some other commune."""
    file = load_request(office, desk.received(office, tmp_path, desk.FIVE[:1]).id)
    row = file.rows[0]
    today = Words("phường Đa Mai kể từ 01/07/2025", "phường Đa Mai (since 01/07/2025)")
    former = ("LOC-02-FORMER", {"former": "phường Mỹ Độ", "name": today})
    params = {"stated": "Mỹ Độ", "here": "xã Lục Nam", "name": "phường Đa Mai", "distance": 558.0}
    finding = Finding(
        "LOC-02", Outcome.REVIEW, "LOC-02-OUTSIDE", params, notes=(former,), kind=Reservation.CONDITION
    )
    named = replace(row, proposal=replace(row.proposal, commune="Mỹ Độ"), findings=[finding])
    assert "Mỹ Độ (nay thuộc phường Đa Mai kể từ 01/07/2025)" in commune_told(file, named, "vi")
    (asked,) = proposed_texts([finding])
    assert "danh sách ghi Mỹ Độ (nay thuộc phường Đa Mai kể từ 01/07/2025)" in asked
    kept = replace(finding, notes=((former[0], {"former": "phường Mỹ Độ", "name": "phường Đa Mai"}),))
    assert "Mỹ Độ (nay thuộc phường Đa Mai), tọa độ" in proposed_texts([kept])[0]


@pytest.mark.parametrize(
    ("code", "sure"),
    [
        ("LOC-02-NOT-STATED", True),
        ("LOC-02-NOT-STATED-NEAR", False),
        ("LOC-02-NAME-UNKNOWN", True),
        ("LOC-02-NAME-UNKNOWN-NEAR", False),
    ],
)
def test_a_commune_that_the_border_cannot_tell_is_told_so_and_hears_of_no_letter(
    office: Registry, tmp_path: Path, code: str, sure: bool
) -> None:
    file = load_request(office, desk.received(office, tmp_path, desk.FIVE[:1]).id)
    (row,) = file.rows
    row = replace(row, findings=[Finding("LOC-02", Outcome.REVIEW, code, {"here": "xã"})])
    name = commune_of(file, row)
    told = name if sure else f"{name} hoặc xã, phường giáp ranh"
    assert commune_told(file, row, "vi") == told
    assert communes_told(replace(file, rows=(row,))) == ({name} if sure else set())


@pytest.mark.parametrize("code", ["LOC-01-OUTSIDE", "LOC-01-FAR"])
def test_no_committee_outside_the_territory_hears_of_a_letter(
    office: Registry, tmp_path: Path, code: str
) -> None:
    file = load_request(office, desk.received(office, tmp_path, desk.FIVE[:2]).id)
    first, second = file.rows
    abroad = replace(
        second,
        proposal=replace(second.proposal, commune="Phường Chí Linh"),
        commune_code="",
        findings=[Finding("LOC-01", Outcome.FAIL, code, {"name": "tỉnh Bắc Ninh", "distance": 9_914.0})],
    )
    assert communes_told(replace(file, rows=(first, abroad))) == {commune_of(file, first)}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("LOC-02-OUTSIDE-NEAR", "Xã Lục Nam"),
        ("LOC-02-OUTSIDE", "Lục Nam (tọa độ thuộc {found})"),
        ("LOC-02-INSIDE", "{here}"),
    ],
)
def test_where_the_border_cannot_tell_the_commune_is_the_one_that_the_list_states(
    office: Registry, tmp_path: Path, code: str, told: str
) -> None:
    file = load_request(office, desk.received(office, tmp_path, desk.FIVE[:1]).id)
    row = file.rows[0]
    doubted = replace(
        row,
        proposal=replace(row.proposal, commune="Lục Nam"),
        findings=[Finding("LOC-02", Outcome.REVIEW, code, {})],
    )
    here = commune_of(file, row)
    assert commune_told(file, doubted, "vi") == told.format(here=here, found=here[:1].lower() + here[1:])
    copied = commune_meant(file, doubted)  # whose People's Committee gets a copy
    assert copied == ("Xã Lục Nam" if code == "LOC-02-OUTSIDE-NEAR" else here)


@pytest.mark.parametrize(
    ("heights", "told"),
    [
        ({"mast_height_m": 42.0}, "A2b, 42,0 m"),
        ({"mast_height_m": 42.0, "rod_m": 2.0}, "A2b, cột 42,0 m, đỉnh 44,0 m"),
        ({"mast_height_m": 15.0, "building_height_m": 14.4}, "A2b, cột 15,0 m, đỉnh 29,4 m"),
        ({"top_agl_m": 31.0}, "A2b, đỉnh 31,0 m"),
        ({}, "A2b"),
    ],
)
def test_the_top_of_a_mast_is_not_told_as_its_height(heights: dict[str, float], told: str) -> None:
    """A rule about heights speaks of the mast itself, on the same page."""
    row = Proposal("", 1, Position(106.1, 21.2), mast_class=MastClass.A2B, **heights)
    assert mast(row, "vi") == told
