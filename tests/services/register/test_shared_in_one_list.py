"""One list of several operators names a mast once for each: the same masts as by a list of each."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.import_sites import import_sites
from registry.services.register.same_mast import open_questions
from registry.services.register.verify import verify
from tests.services.offices import HEADER, mast, write_list

LON, LAT = 106.301234, 21.351234
NEAR, FAR = 0.0003, 0.002  # about 31 m and 207 m east
OWNED = (*HEADER, "Chủ sở hữu")


def taken(registry: Registry, path: Path, rows: Sequence[Sequence[Any]]) -> list[tuple[str, str, set[str]]]:
    """Import a list; the register's masts then: code, owner, operators that are on it."""
    import_sites(registry, write_list(path, rows, OWNED), yes=True, who="lan")
    context = context_for(registry, today())
    masts = context.masts
    return [
        (code, owner, {one.code for bit, one in enumerate(context.operators) if int(networks) >> bit & 1})
        for code, owner, networks in zip(masts.codes, masts.owners, masts.networks, strict=True)
    ]


@pytest.mark.parametrize("owner", ["", "Viettel", "VNPT"])
@pytest.mark.parametrize("first", ["VTL", "VNPT"])
def test_a_mast_that_two_operators_list_by_one_code_is_one_as_by_two_lists(
    registry: Registry, tmp_path: Path, first: str, owner: str
) -> None:
    second = {"VTL": "VNPT", "VNPT": "VTL"}[first]
    rows = [
        (*mast("N0", first, LON, LAT), owner),
        (*mast("N0", second, LON + NEAR, LAT, "A2b", 40), owner),
        (*mast("N0", second, LON + NEAR, LAT, "A2b", 40), owner),
    ]
    ((code, found_owner, networks),) = taken(registry, tmp_path / "one.xlsx", rows)
    assert code == "N0"
    assert len(networks) == 2
    assert found_owner == owner
    assert open_questions(registry) == []
    assert verify(registry).problems == ()
    again = import_sites(registry, tmp_path / "one.xlsx", yes=True, who="lan")
    assert again.counts["new"] == 0


def test_one_code_at_two_places_is_two_masts(registry: Registry, tmp_path: Path) -> None:
    rows = [(*mast("N0", "VTL", LON, LAT), ""), (*mast("N0", "VNPT", LON + FAR, LAT), "")]
    found = taken(registry, tmp_path / "one.xlsx", rows)
    assert sorted((code, len(networks)) for code, _, networks in found) == [("N0", 1), ("VNPT-N0", 1)]


def test_who_is_named_after_nobody_leads_the_mast(registry: Registry, tmp_path: Path) -> None:
    rows = [(*mast("N0", "", LON, LAT), ""), (*mast("N0", "VTL", LON + NEAR, LAT, "A2b", 40), "")]
    ((code, _, networks),) = taken(registry, tmp_path / "one.xlsx", rows)
    assert (code, networks) == ("N0", {"VTL"})
    height = context_for(registry, today()).masts.mast_height_m
    assert height is not None
    assert height.tolist() == [40.0]
