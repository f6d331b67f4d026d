"""A list's state of a mast and its day of dismantling never contradict in the register."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from registry.services.office.registry import Registry
from registry.services.register.import_sites import import_sites
from registry.store.reading import every_row
from registry.store.tables import structures
from tests.services.offices import HEADER, mast, write_list

LON, LAT = 106.301234, 21.351234
HEAD = (*HEADER, "Ngày tháo dỡ")
BUILT = (*HEADER, "Ngày xây dựng")
LISTED = dt.date(2026, 6, 30)
GONE = dt.date(2026, 6, 1)
STATES = {"đang hoạt động": "in_service", "tạm ngừng": "suspended", "đã tháo dỡ": "dismantled"}


def held(registry: Registry, folder: Path, state: str, gone: str, day: dt.date = LISTED) -> Any:
    """Return (state, day of dismantling) of the register's only mast once a list says this of it."""
    row = (*mast("V0", "VTL", LON, LAT, "A2b", 42, state), gone)
    path = write_list(folder / "l.xlsx", [row], HEAD)
    import_sites(registry, path, yes=True, who="lan", list_date=day)
    with registry.database.read() as connection:
        (found,) = every_row(connection, structures)
    return found["state"], found["dismantled_on"]


@pytest.mark.parametrize("known", [None, "đang hoạt động", "tạm ngừng"])
def test_a_day_without_a_state_says_that_the_mast_is_gone(
    registry: Registry, tmp_path: Path, known: str | None
) -> None:
    if known:
        assert held(registry, tmp_path, known, "", LISTED - dt.timedelta(days=90)) == (STATES[known], None)
    assert held(registry, tmp_path, "", "01/06/2026") == ("dismantled", GONE)


@pytest.mark.parametrize("state", ["đang hoạt động", "tạm ngừng"])
def test_a_day_beside_a_mast_that_stands_is_not_taken(registry: Registry, tmp_path: Path, state: str) -> None:
    assert held(registry, tmp_path, state, "01/06/2026") == (STATES[state], None)
    ahead = held(registry, tmp_path, state, "01/08/2026")  # to come: what the list announces stays
    assert ahead == (STATES[state], dt.date(2026, 8, 1))


def test_a_mast_that_is_said_to_stand_again_has_no_day_on_which_it_fell(
    registry: Registry, tmp_path: Path
) -> None:
    assert held(registry, tmp_path, "đã tháo dỡ", "01/06/2026") == ("dismantled", GONE)
    assert held(registry, tmp_path, "", "") == ("dismantled", GONE)  # nothing is said of it
    assert held(registry, tmp_path, "đang hoạt động", "") == ("in_service", None)


def test_a_state_that_cannot_be_read_ends_nothing(registry: Registry, tmp_path: Path) -> None:
    held(registry, tmp_path, "đang hoạt động", "", LISTED - dt.timedelta(days=90))
    assert held(registry, tmp_path, "kỳ lạ", "01/06/2026") == ("in_service", None)


def test_a_mast_that_works_is_not_built_on_a_day_to_come(registry: Registry, tmp_path: Path) -> None:
    def built(state: str, day: str) -> Any:
        row = (*mast("V0", "VTL", LON, LAT, "A2b", 42, state), day)
        path = write_list(tmp_path / "l.xlsx", [row], BUILT)
        import_sites(registry, path, yes=True, who="lan", list_date=LISTED)
        with registry.database.read() as connection:
            (found,) = every_row(connection, structures)
        return found["state"], found["built_on"], found["built_year_only"]

    assert built("đang hoạt động", "01/08/2026") == ("in_service", None, False)
    assert built("đang hoạt động", "2027") == ("in_service", None, False)
    assert built("đang xây dựng", "01/08/2026") == ("under_construction", dt.date(2026, 8, 1), False)
    assert built("", "01/09/2026") == ("under_construction", dt.date(2026, 9, 1), False)
    assert built("đang hoạt động", "30/06/2026") == ("in_service", LISTED, False)
    assert built("", "01/08/2026") == ("in_service", LISTED, False)  # what is known stays
