"""Matters of places and codes, rule by rule: beside the list, other requests and masts that stand."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.model.requests.desk import RequestKind
from registry.model.requests.matters import Matter, Weight
from registry.model.requests.proposals import Proposal
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.matters import Facts, said
from registry.services.requests.place_matters import (
    AGREED,
    ASKED,
    CODE_AGREED,
    CODE_ASKED,
    CODE_TWICE,
    OTHERS,
    PLACE_TWICE,
    ROW_TWICE,
    ROWS,
    STANDS,
    STANDS_CODE,
    STANDS_FAR,
    filing_matters,
    row_matters,
)
from registry.services.requests.taken import taken_now
from tests.services.requests import desk
from tests.services.requests.desk import issued, received
from tests.world import proposal, world

FACTS = Facts("", RequestKind.POSITION, "VTL", "", None, today(), "")
HERE = [("V1", 2000.0, 0.0)]


def north(metres: float, code: str, **own: Any) -> Proposal:
    """A row of Viettel's so far north of the office's mast, exact to 10 m."""
    lon, lat = desk.north(metres)
    return proposal(**{"lon": lon, "lat": lat, "accuracy_m": 10.0, "site_code": code, **own})


def matters(
    registry: Registry, rows: list[Proposal], *masts: dict[str, Any], **own: Any
) -> dict[int, list[Matter]]:
    """Return what is doubtful of rows before masts of a world of their own; ``own`` changes the request."""
    facts = Facts(**{name: own.get(name, getattr(FACTS, name)) for name in Facts.__slots__})
    return row_matters(facts, rows, taken_now(registry), world({"masts": list(masts)}))


def codes(found: dict[int, list[Matter]]) -> dict[int, list[str]]:
    return {row: [one.code for one in of_row] for row, of_row in found.items()}


def standing(metres: float = 2000.0, **own: Any) -> dict[str, Any]:
    lon, lat = desk.north(metres)
    return {"lon": lon, "lat": lat, "accuracy_m": 10.0, "code": "BN1", "operators": ["VTL"], **own}


@pytest.mark.parametrize(
    ("kinds", "weight", "others"),
    [
        (("new", "new"), Weight.BARS, [(1,), (0,)]),
        (("new", "upgrade"), Weight.ASKS, [(), ()]),  # the code may be meant
    ],
)
def test_one_code_on_two_places_bars_where_both_ask_for_a_place(
    office: Registry, kinds: tuple[str, str], weight: Weight, others: list[tuple[int, ...]]
) -> None:
    rows = [north(2000.0, "V1", kind=kinds[0], row=5), north(3000.0, " v1", kind=kinds[1], row=9)]
    found = matters(office, rows)
    assert codes(found) == {0: [CODE_TWICE], 1: [CODE_TWICE]}
    assert [found[at][0].weight for at in (0, 1)] == [weight, weight]
    assert [found[at][0].rows for at in (0, 1)] == others
    assert found[0][0].params["rows"] == "5, 9"
    assert found[0][0].params["distance"] == pytest.approx(1000.0, rel=0.01)


def test_two_rows_that_cannot_be_told_apart_are_one_place_and_no_code_twice(office: Registry) -> None:
    twice = codes(matters(office, [north(2000.0, "V1"), north(2010.0, "V1")]))
    assert twice == {0: [ROW_TWICE], 1: [ROW_TWICE]}
    found = matters(office, [north(2000.0, "V1"), north(2010.0, "V2")])
    assert codes(found) == {0: [PLACE_TWICE], 1: [PLACE_TWICE]}
    assert [found[at][0].about for at in (0, 1)] == ["v2", "v1"]
    assert codes(matters(office, [north(2000.0, "V1"), north(2010.0, "M1", operator="VMS")])) == {}


def test_more_rows_than_a_sentence_bears_are_not_all_named(office: Registry) -> None:
    rows = [north(2000.0 + 500.0 * at, "V1", row=at + 2) for at in range(8)]
    assert matters(office, rows)[0][0].params["rows"] == "2, 3, 4, 5, 6, 7 …"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spots=st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ABC")), max_size=6))
def test_doubts_among_rows_are_mutual_whatever_their_order(
    office: Registry, spots: list[tuple[int, str]]
) -> None:
    rows = [north(2000.0 + 12.0 * at, code) for at, code in spots]
    forth, back = codes(matters(office, rows)), codes(matters(office, rows[::-1]))
    assert forth == {len(rows) - 1 - at: of_row for at, of_row in back.items()}
    for code in (CODE_TWICE, PLACE_TWICE):
        assert sum(code in of_row for of_row in forth.values()) != 1


def test_a_place_that_another_request_asks_for_or_was_agreed_to_is_its_holder_s_to_read(
    office: Registry, tmp_path: Path
) -> None:
    other = received(office, tmp_path, [("M1", 2000.0, 0.0)], organisation="VMS")
    (asked,) = matters(office, [north(2005.0, "V1")])[0]
    assert (asked.code, asked.about, asked.holders) == (ASKED, f"{other.id}:M1", ("VMS", "VMS"))
    assert not asked.seen_by("VTL")
    assert codes(matters(office, [north(2005.0, "V1")], id=other.id)) == {}, "its own places are no doubt"
    issued(office, tmp_path, other)
    assert codes(matters(office, [north(2005.0, "V1")])) == {0: [AGREED]}


def test_a_code_that_another_request_holds_elsewhere_is_said_unless_the_mast_moves(
    office: Registry, tmp_path: Path
) -> None:
    other = received(office, tmp_path, HERE)
    (found,) = matters(office, [north(9000.0, "v1")])[0]
    assert found.code == CODE_ASKED
    assert found.params["distance"] == pytest.approx(7000.0, rel=0.01)
    assert codes(matters(office, [north(9000.0, "V1", kind="relocate")])) == {}
    assert codes(matters(office, [north(9000.0, "V1", operator="VMS")])) == {}
    issued(office, tmp_path, other)
    assert codes(matters(office, [north(9000.0, "V1")])) == {0: [CODE_AGREED]}


def test_what_an_amendment_changes_is_no_doubt_under_its_own_code_alone(
    office: Registry, tmp_path: Path
) -> None:
    amended = issued(office, tmp_path, received(office, tmp_path, HERE))
    own = {"kind": RequestKind.AMENDMENT, "amends": amended.id}
    assert codes(matters(office, [north(2000.0, "V1"), north(9000.0, "V9")], **own)) == {}
    assert codes(matters(office, [north(2000.0, "V9")], **own)) == {0: [AGREED]}
    assert codes(matters(office, [north(2000.0, "V1")], kind=RequestKind.AMENDMENT)) == {0: [AGREED]}


def test_a_position_that_an_amendment_moved_is_amended_again_without_a_doubt_of_its_code(
    office: Registry, tmp_path: Path
) -> None:
    first = issued(office, tmp_path, received(office, tmp_path, HERE))
    moved = received(office, tmp_path, [("V1", 5000.0, 0.0)], kind=RequestKind.AMENDMENT, amends=first.id)
    own = {"kind": RequestKind.AMENDMENT, "amends": first.id}
    again = north(9000.0, "V1")
    asked = codes(matters(office, [again], **own))
    assert asked == {0: [CODE_ASKED]}, "two amendments of one position are open at once"
    issued(office, tmp_path, moved)
    for amends in (first, moved):
        assert codes(matters(office, [again], **own | {"amends": amends.id})) == {}
    assert codes(matters(office, [again])) == {0: [CODE_AGREED]}


@pytest.mark.parametrize("kind", [RequestKind.COMMENCEMENT, RequestKind.SHARING])
def test_a_request_that_asks_for_no_places_is_not_asked_about_them(
    office: Registry, tmp_path: Path, kind: RequestKind
) -> None:
    received(office, tmp_path, HERE)
    rows = [north(2000.0, "V1"), north(3000.0, "V1")]
    assert matters(office, rows, standing(), kind=kind) == {}
    assert codes(matters(office, rows[:1], standing(), kind=RequestKind.ANNUAL_PLAN)) == {}


@pytest.mark.parametrize(
    ("row", "mast", "expected"),
    [
        ({}, {}, [STANDS]),
        (
            {"operator": "VMS"},
            {},
            [OTHERS],
        ),  # another network's: the spacing rules refuse it, or it is shared
        ({"operator": "VMS", "kind": "share"}, {}, []),
        ({"operator": "VMS", "metres": 2030.0}, {}, []),
        ({"operator": "VMS", "owner": "Cty Hạ Tầng"}, {"owner": "CTY HẠ TẦNG"}, [STANDS]),
        ({"operator": "VMS"}, {"owner": "MobiFone Bắc Giang"}, [STANDS]),
        ({"kind": "replace"}, {}, []),
        ({"kind": "replace", "metres": 9000.0, "site_code": "BN1"}, {}, []),
        ({"metres": 2030.0}, {}, []),
        ({"metres": 2030.0, "site_code": "bn1"}, {}, [STANDS_CODE]),
        ({"metres": 2030.0, "site_code": "BN1", "kind": "share"}, {}, [STANDS_FAR]),
        ({"metres": 2005.0, "site_code": "BN1", "kind": "share"}, {}, []),
        ({"metres": 2030.0, "site_code": "BN1"}, {"state": "approved"}, []),
    ],
)
def test_a_mast_of_the_same_owner_that_stands_there_or_under_the_code_is_said(
    office: Registry, row: dict[str, Any], mast: dict[str, Any], expected: list[str]
) -> None:
    own = dict(row)
    asked = north(own.pop("metres", 2005.0), own.pop("site_code", "V1"), **own)
    found = matters(office, [asked], standing(**mast))
    assert codes(found).get(0, []) == expected


def test_a_mast_that_is_only_agreed_to_is_left_to_the_agreement(office: Registry, tmp_path: Path) -> None:
    row, mast = [north(2005.0, "V9")], standing(state="approved")
    assert codes(matters(office, row, mast)) == {0: [STANDS]}
    issued(office, tmp_path, received(office, tmp_path, HERE))
    assert codes(matters(office, row, mast)) == {0: [AGREED]}
    assert codes(matters(office, row, standing())) == {0: [AGREED, STANDS]}


def test_of_several_masts_that_stand_there_the_nearest_is_named(office: Registry) -> None:
    masts = [standing(1995.0, code="XA"), standing(2004.0, code="GAN"), standing(2010.0, code="VUA")]
    (found,) = matters(office, [north(2003.0, "V1")], *masts)[0]
    assert (found.about, found.cell, found.holders) == ("GAN", "kind", ("VTL",))
    assert found.params["distance"] == pytest.approx(1.0, abs=0.3)


def test_whoever_files_is_asked_once_about_all_rows_of_its_own(office: Registry, tmp_path: Path) -> None:
    own = issued(office, tmp_path, received(office, tmp_path, [("V1", 2000.0, 0.0), ("V2", 3000.0, 0.0)]))
    other = received(office, tmp_path, [("M1", 4000.0, 0.0)], organisation="VMS")
    rows = [north(1000.0 * at, f"N{at}", row=at) for at in (2, 3, 4, 5)]
    (found,) = filing_matters(FACTS, rows, taken_now(office), world())
    assert (found.code, found.about, found.holders) == (ROWS, own.number, ("VTL",))
    assert (found.params["count"], found.params["rows"]) == (2, "2, 3")
    for lang in ("vi", "en"):
        assert "321/SKHCN-VT" in said(found, lang)
        assert other.number not in said(found, lang)
    assert filing_matters(FACTS, rows[2:], taken_now(office), world()) == []


def test_one_place_under_one_code_twice_is_agreed_to_once_only(office: Registry) -> None:
    rows = [north(500, "V8"), north(500, "v8 "), north(900, "V9")]
    found = matters(office, rows)
    assert codes(found) == {0: [ROW_TWICE], 1: [ROW_TWICE]}
    assert [(one.weight, one.rows) for one in (found[0][0], found[1][0])] == [
        (Weight.BARS, (1,)),
        (Weight.BARS, (0,)),
    ]
    assert "chỉ thống nhất một dòng" in said(found[0][0])
