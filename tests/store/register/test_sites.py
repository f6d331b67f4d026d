"""The register read as columns, the same from both backends."""

import datetime as dt

import numpy as np
import pytest

from registry.model.ledger import Change
from registry.store import ledger
from registry.store.changes import difference, stable_id
from registry.store.database import Database
from registry.store.office.operators import known_operators
from registry.store.register.same_mast import question_row
from registry.store.register.sites import (
    MastRows,
    alias_row,
    codes_of,
    load_masts,
    open_sites,
    site_id,
    station_id,
    structure_id,
)
from registry.store.tables import sites
from tests.store.rows import created, mast, site, station


@pytest.fixture
def filled(database: Database) -> Database:
    """Four sites (one merged into another), one with two structures, one dismantled."""
    changes = [
        *created("operators", *known_operators(), key="code"),
        *created(
            "sites",
            site("Đ1", 106.3, 21.3, commune_code="07375", address="Thôn Đồng"),
            site("A", 106.1, 21.1),
            site("B", 106.2, 21.2, accuracy_m=25.0),
            site("C", 106.2, 21.2, merged_into="site-B"),
        ),
        *created(
            "structures",
            mast(
                "A", mast_class="A2b", mast_height_m=42.0, built_on=dt.date(2016, 1, 1), built_year_only=True
            ),
            {**mast("A", state="dismantled", dismantled_on=dt.date(2020, 5, 1)), "id": "mast-A-2"},
            mast("B", owner="Công ty hạ tầng", state="approved", top_agl_m=45.5),
            mast("C"),
            mast("Đ1", state="dismantled"),
        ),
        *created(
            "stations", station("A", "VTL"), station("A", "VNPT"), station("C", "VMS"), station("Đ1", "VTL")
        ),
        *created(
            "site_aliases",
            alias_row("site-A", "VTL", "BGG001"),
            alias_row("site-A", "VTL", "CU01", former=True),
            alias_row("site-B", "VNPT", "BGG001"),
        ),
        *created("same_mast", question_row("site-B", "site-A", "near", distance_m=14.0)),
    ]
    with database.write() as connection:
        ledger.record(connection, changes, who="a", batch="B1")
    return database


@pytest.fixture
def masts(filled: Database) -> MastRows:
    with filled.read() as connection:
        return load_masts(connection)


def test_a_row_for_each_structure_in_the_order_of_code_and_id(masts: MastRows) -> None:
    assert list(masts.structure_ids) == ["mast-A", "mast-A-2", "mast-B", "mast-Đ1"]
    assert list(masts.codes) == ["A", "A", "B", "Đ1"]
    assert len(masts) == 4
    np.testing.assert_array_equal(masts.lon, [106.1, 106.1, 106.2, 106.3])
    np.testing.assert_array_equal(masts.lat, [21.1, 21.1, 21.2, 21.3])
    np.testing.assert_array_equal(masts.accuracy_m, [10, 10, 25, 10])
    assert list(masts.states) == ["in_service", "dismantled", "approved", "dismantled"]


def test_what_is_not_stated_is_nan_nat_or_empty(masts: MastRows) -> None:
    np.testing.assert_array_equal(masts.mast_height_m, [42, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(masts.top_agl_m, [np.nan, np.nan, 45.5, np.nan])
    assert list(masts.mast_classes) == ["A2b", "", "", ""]
    assert list(masts.owners) == ["", "", "Công ty hạ tầng", ""]
    assert list(masts.addresses) == ["", "", "", "Thôn Đồng"]
    np.testing.assert_array_equal(
        masts.built_on, np.array(["2016-01-01", "NaT", "NaT", "NaT"], "datetime64[D]")
    )
    assert list(masts.built_year_only) == [True, False, False, False]
    assert masts.dismantled_on[1] == np.datetime64("2020-05-01")


def test_networks_are_the_bits_of_the_operators_on_the_structure(masts: MastRows) -> None:
    bit = {row["code"]: 1 << row["ordinal"] for row in known_operators()}
    assert list(masts.networks) == [bit["VTL"] | bit["VNPT"], 0, 0, bit["VTL"]]


def test_a_code_leads_to_its_site_an_own_code_first_and_a_present_one_before_a_former(
    masts: MastRows,
) -> None:
    assert (masts.aliases["A"], masts.aliases["B"], masts.aliases["Đ1"], masts.aliases["CU01"]) == (
        0,
        2,
        3,
        0,
    )
    assert masts.alias_of == {("VTL", "BGG001"): 0, ("VNPT", "BGG001"): 2, ("VTL", "CU01"): 0}
    assert "C" not in masts.aliases


def test_sites_in_an_open_question_are_marked(filled: Database, masts: MastRows) -> None:
    assert list(masts.in_question) == [True, True, True, False]
    with filled.read() as connection:
        assert open_sites(connection) == {"site-A", "site-B"}


def test_an_empty_register_has_no_rows(database: Database) -> None:
    with database.read() as connection:
        masts = load_masts(connection)
    assert (len(masts), masts.lon.dtype, masts.networks.dtype, masts.aliases) == (0, float, np.int64, {})


def test_codes_by_operator_and_of_the_office(filled: Database) -> None:
    with filled.read() as connection:
        found = codes_of(connection)
    assert found["VTL", "BGG001"] == "site-A"
    assert found["VNPT", "BGG001"] == "site-B"
    assert found["", "A"] == "site-A"
    assert ("", "C") not in found


def test_ids_are_stable_and_differ_where_their_parts_do() -> None:
    assert site_id("VTL", "BGG001") == site_id("VTL", "BGG001") == stable_id("site", "VTL", "BGG001")
    ids = {
        site_id("VTL", "BGG001"),
        site_id("VNPT", "BGG001"),
        structure_id("x"),
        structure_id("x", 2),
        station_id("x", "VTL"),
        station_id("x", "VTL", "4G"),
    }
    assert len(ids) == 6
    assert {len(identity) for identity in ids} == {32}


def test_a_difference_tells_new_changed_and_unchanged_and_keeps_what_a_list_does_not_say(
    filled: Database,
) -> None:
    rows = [
        {"id": "site-Đ1", "code": "Đ1", "lon": 106.3},
        {"id": "site-B", "code": "B", "accuracy_m": 5},
        {"id": "site-A", "address": None, "note": "mới"},
        site("E"),
    ]
    with filled.write() as connection:
        found = difference(connection, sites, rows)
        assert [change.record for change in found.new] == ["site-E"]
        assert [change.record for change in found.changed] == ["site-B", "site-A"]
        assert found.unchanged == 1
        assert found.changes == [*found.new, *found.changed]
        ledger.record(connection, found.changes, who="a", batch="B2")
        again = difference(connection, sites, rows)
        assert (again.new, again.changed, again.unchanged) == ([], [], 4)
        kept = ledger.rows_by_key(connection, sites, ["site-B"])["site-B"]
    assert (kept["lon"], kept["accuracy_m"]) == (106.2, 5.0)
    assert isinstance(found.new[0], Change)
