"""The table of masts: sorted over all of them, what is not known last, and to each person its own."""

import math
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from registry.checks.context import Context
from registry.errors import RefusalError
from registry.geo.crs import to_metric
from registry.model.alphabet import in_alphabet
from registry.model.people import OPEN_DESK, Person, Role
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.chosen_areas import Shown
from registry.services.register.context import context_for
from registry.services.register.map_masts import STATES
from registry.services.register.mast_table import NAMES, MastTable, mast_table, masts_shown

CARRIER = Person(name="vtl", roles=frozenset({Role.CARRIER}), organisation="VTL")
BODY = Person(name="xã", roles=frozenset({Role.CONSULTED}), organisation="", territory="07210")


@pytest.fixture(scope="module")
def registry(demo_registry: Registry) -> Registry:
    return demo_registry


@pytest.fixture(scope="module")
def context(registry: Registry) -> Context:
    return context_for(registry, today())


@pytest.fixture(scope="module")
def table(registry: Registry, context: Context) -> MastTable:
    return mast_table(registry, context, OPEN_DESK)


def plain(name: str, value: Any) -> Any:
    if name in {"operators", "commune", "owner"}:
        return in_alphabet(value)
    return STATES.index(value) if name == "state" else value


@pytest.mark.parametrize("name", NAMES)
def test_a_column_sorts_what_is_asked_for_and_nothing_else(table: MastTable, name: str) -> None:
    asked = np.arange(0, len(table.masts), 3, dtype=np.int64)
    for down in (False, True):
        rows = table.sorted(asked, f"{'-' * down}{name}")
        assert sorted(rows.tolist()) == asked.tolist()
        values = table.values(name, rows)
        known = [plain(name, value) for value in values if value is not None]
        assert known == sorted(known, reverse=down)
        assert all(value is None for value in values[len(known) :])  # last in either direction


def test_masts_that_are_alike_stand_by_their_codes(table: MastTable) -> None:
    rows = table.sorted(np.arange(len(table.masts), dtype=np.int64), "state")
    pairs = list(zip(table.values("state", rows), table.values("code", rows), strict=True))
    assert pairs == sorted(pairs, key=lambda pair: (STATES.index(pair[0]), pair[1]))


def test_the_metres_are_those_of_the_offices_plane(table: MastTable, context: Context) -> None:
    rows = np.arange(50, dtype=np.int64)
    x, y = to_metric(table.masts.lon[rows], table.masts.lat[rows], context.metric_epsg)
    assert table.values("easting", rows) == x.tolist()
    assert table.values("northing", rows) == y.tolist()


def test_a_column_that_there_is_not_is_refused(table: MastTable) -> None:
    with pytest.raises(RefusalError) as refused:
        table.sorted(np.arange(3, dtype=np.int64), "-password")
    assert refused.value.code == "WEB-PARAMETER"


def test_each_sees_the_columns_and_masts_that_are_its_own(registry: Registry, context: Context) -> None:
    office, carrier, body = (mast_table(registry, context, who) for who in (OPEN_DESK, CARRIER, BODY))
    assert set(office.columns) == set(NAMES)
    assert set(NAMES) - set(carrier.columns) == {"inspected"}
    assert set(NAMES) - set(body.columns) == {"inspected", "defects"}
    bit = 1 << carrier.masts.operators.index("VTL")
    rows = masts_shown(registry, CARRIER, Shown(), None, None)
    assert 0 < len(rows) < len(office.masts)
    assert all(
        int(carrier.masts.networks[row]) & bit or carrier.masts.owners[row] == "VTL" for row in rows.tolist()
    )


def test_the_panels_filter_and_the_box_choose_the_rows(registry: Registry, table: MastTable) -> None:
    masts = table.masts
    box = (106.1, 21.2, 106.3, 21.35)
    rows = masts_shown(registry, OPEN_DESK, Shown(operators=1, states=0b11), box, None)
    expected = [
        row
        for row in range(len(masts))
        if box[0] <= masts.lon[row] <= box[2] and box[1] <= masts.lat[row] <= box[3]
        if masts.networks[row] & 1 and masts.state[row] < 2
    ]
    assert expected
    assert rows.tolist() == expected


def test_a_table_is_kept_while_the_data_is_the_same(registry: Registry, context: Context) -> None:
    assert mast_table(registry, context, CARRIER) is mast_table(registry, context, CARRIER)


def test_a_table_calls_the_communes_as_they_are_called_on_the_day(
    registry: Registry, context: Context
) -> None:
    """The day may turn without an entry of the ledger: a unit that begins on it has its name from then on."""
    before = mast_table(registry, context, CARRIER)
    first, *rest = context.units.communes
    renamed = replace(context.units, communes=[replace(first, name="Phường Mới"), *rest])
    after = mast_table(registry, replace(context, units=renamed), CARRIER)
    assert (before.communes[first.code], after.communes[first.code]) == (first.name, "Phường Mới")


def test_a_second_look_at_an_order_is_quick_for_200_000_masts(table: MastTable) -> None:
    """Two hundred thousand rows: an order that was worked out is looked up, not sorted again."""
    times = math.ceil(200_000 / len(table.masts))
    every = np.tile(np.arange(len(table.masts), dtype=np.int64), times)[:200_000]
    large = replace(
        table,
        masts=table.masts.only(every),
        accuracy_m=table.accuracy_m[every],
        inspected=table.inspected[every],
        defects=table.defects[every],
        _orders={},
        _metres=None,
    )
    rows = np.arange(len(every), dtype=np.int64)
    large.sorted(rows, "height_m")
    began = time.process_time()
    for sort in ("height_m", "-height_m") * 3:
        assert len(large.sorted(rows, sort)) == len(rows)
    assert (time.process_time() - began) / 6 < 0.2
