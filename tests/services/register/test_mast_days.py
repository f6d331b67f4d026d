"""What stood on a day follows from the masts' own days, and what nobody knows is said to be unknown."""

import datetime as dt
import struct
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.model.people import OPEN_DESK, Person, Role
from registry.services.office.registry import Registry
from registry.services.register.disclosed_masts import masts_for
from registry.services.register.mast_days import build_days, days_for, number_of
from registry.store import batches, ledger
from tests.services.requests import desk
from tests.store.rows import created, mast, site, station

DAY = dt.date


def row(state: str = "in_service", **own: Any) -> Any:
    known = {"built_on": None, "built_year_only": False, "dismantled_on": None, "on_air_on": None}
    return SimpleNamespace(fid=1, state=state, **{**known, **own})


@pytest.mark.parametrize(
    ("found", "day", "standing"),
    [
        (row(built_on=DAY(2015, 6, 1)), DAY(2015, 5, 31), "no"),
        (row(built_on=DAY(2015, 6, 1)), DAY(2015, 6, 1), "yes"),
        (row(built_on=DAY(2015, 1, 1), built_year_only=True), DAY(2014, 12, 31), "no"),
        (row(built_on=DAY(2015, 1, 1), built_year_only=True), DAY(2015, 8, 1), "unknown"),
        (row(built_on=DAY(2015, 1, 1), built_year_only=True), DAY(2015, 12, 31), "yes"),
        (row(), DAY(2015, 1, 1), "unknown"),
        (row(on_air_on=DAY(2012, 3, 4)), DAY(2012, 3, 3), "unknown"),
        (row(on_air_on=DAY(2012, 3, 4)), DAY(2012, 3, 4), "yes"),
        (
            row("dismantled", built_on=DAY(2010, 1, 1), dismantled_on=DAY(2020, 1, 1)),
            DAY(2019, 12, 31),
            "yes",
        ),
        (row("dismantled", built_on=DAY(2010, 1, 1), dismantled_on=DAY(2020, 1, 1)), DAY(2020, 1, 1), "no"),
        (row("dismantled", built_on=DAY(2010, 1, 1)), DAY(2015, 1, 1), "unknown"),
        (row("dismantled", built_on=DAY(2010, 1, 1)), DAY(2009, 1, 1), "no"),
        (row("approved", built_on=DAY(2010, 1, 1)), DAY(2015, 1, 1), "no"),
        (row("under_construction"), DAY(2015, 1, 1), "no"),
        (row("suspended", built_on=DAY(1850, 1, 1)), DAY(1900, 1, 1), "yes"),
    ],
)
def test_what_stood_on_a_day(found: Any, day: dt.date, standing: str) -> None:
    sure, maybe = build_days("v", [found]).standing(day)
    assert {(True, False): "yes", (False, True): "unknown", (False, False): "no"}[
        bool(sure[0]), bool(maybe[0])
    ] == standing


_DAYS = st.none() | st.dates(DAY(1995, 1, 1), DAY(2026, 11, 29))


@given(
    st.builds(
        row,
        st.sampled_from(["in_service", "suspended", "dismantled", "approved", "under_construction"]),
        built_on=_DAYS,
        built_year_only=st.booleans(),
        dismantled_on=_DAYS,
        on_air_on=_DAYS,
    ),
    st.dates(DAY(1990, 1, 1), DAY(2026, 11, 29)),
    st.dates(DAY(1990, 1, 1), DAY(2026, 11, 29)),
)
def test_a_mast_that_surely_stood_does_so_until_it_ends(found: Any, one: dt.date, other: dt.date) -> None:
    days = build_days("v", [found])
    first, later = sorted((one, other))
    sure, maybe = days.standing(first)
    assert not (sure & maybe).any()
    if sure[0]:
        still, _ = days.standing(later)
        assert still[0] or (found.dismantled_on is not None and found.dismantled_on <= later)


def test_rows_are_those_of_the_map_and_a_carriers_its_own(office: Registry) -> None:
    rows: list[Any] = []
    for at, (code, built) in enumerate({"BGG2": "2012-05-06", "BGG1": None, "BGG3": "2001-01-01"}.items()):
        rows += created("sites", site(code, *desk.north(700.0 * (at + 1))))
        rows += created("structures", mast(code, built_on=DAY.fromisoformat(built) if built else None))
        rows += created("stations", station(code, "VTL"))
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan").id
        ledger.record(connection, rows, who="lan", batch=batch)
    for person in (OPEN_DESK, Person("viettel", frozenset({Role.CARRIER}), "VTL"), Person()):
        masts, days = masts_for(office, person), days_for(office, person)
        assert days.version == masts.version
        assert np.array_equal(days.sites, masts.site)
        by_code = dict(zip(masts.codes, days.sure.tolist(), strict=True))
        if len(masts):
            assert by_code["BGG2"] == number_of(DAY(2012, 5, 6))
            assert by_code["BGG1"] == 0
            assert days.first == DAY(2001, 1, 1)
        magic, form, count, _, total, _ = struct.unpack_from("<4sIIIdd", days.binary)
        assert (magic, form, count) == (b"BTSD", 1, len(masts))
        assert total == int(masts.site.sum())
        assert len(days.binary) == 32 + 6 * count
    assert days.first is None
