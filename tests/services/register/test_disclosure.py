"""Who may see which column: every column has its line, and no export shows what another operator keeps."""

from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest

import registry.store.tables as t
from registry.columns import COLUMNS, ListKind
from registry.model.people import OPEN_DESK, VISITOR, Person, Role
from registry.services.office.registry import Registry
from registry.services.register.disclosed_masts import masts_for, site_for
from registry.services.register.disclosure import Audience, blanked, disclosed, disclosed_rows, is_own, policy
from registry.services.register.exports.export import WRITERS, export_layer
from registry.services.register.exports.exported_layers import POSITION, layer_rows
from registry.services.register.map_masts import map_masts
from registry.store.register import site_views

VTL = Person("viettel", frozenset({Role.CARRIER}), "VTL")
TOWERS = Person("towers", frozenset({Role.CARRIER}), "Công ty hạ tầng minh họa")
READER = Person("reader", frozenset({Role.VIEWER}))
CONSULTED = Person("consulted", frozenset({Role.CONSULTED}), territory="urban_area")
MACHINE = {"id", "fid", "version", "site_id", "structure_id", "plan_version"}


@pytest.fixture(scope="module")
def demo(demo_registry: Registry) -> Registry:
    return demo_registry


def test_every_column_of_every_list_has_its_line() -> None:
    for kind, layer in (
        (ListKind.SITES, "sites"),
        (ListKind.PLAN, "plan"),
        (ListKind.PROPOSALS, "proposals"),
        (ListKind.CABLES, "cables"),
        (ListKind.CABLE_NODES, "cable_nodes"),
    ):
        named = {column.name for column in COLUMNS if kind in column.kinds}
        assert named - set(policy()[layer]) == set(), layer


def test_every_column_of_every_export_has_its_line(demo: Registry) -> None:
    with demo.database.read() as connection:
        for layer in ("sites", "stations", "plan"):
            rows = layer_rows(connection, layer)
            assert rows
            named = {name for row in rows for name in row} - {"geometry"}
            assert named - set(policy()[layer]) == set(), layer


def test_every_stored_column_of_a_mast_a_station_and_a_request_has_its_line() -> None:
    tables = {
        "sites": (t.sites, t.structures),
        "stations": (t.stations,),
        "requests": (t.desk_tables.requests,),
        "cables": (t.cable_tables.cable_routes, t.cable_tables.cable_segments),
        "cable_nodes": (t.cable_tables.cable_nodes,),
    }
    for layer, those in tables.items():
        named = {column.name for table in those for column in table.c} - MACHINE
        assert named - set(policy()[layer]) == set(), layer


def test_no_line_is_left_over_for_a_column_that_is_nowhere() -> None:
    everywhere = {column.name for column in COLUMNS} | {"data_mark", "decision", "valid_from", "valid_to"}
    everywhere |= set(POSITION)
    cable = (t.cable_tables.cable_routes, t.cable_tables.cable_segments, t.cable_tables.cable_nodes)
    for table in (t.sites, t.structures, t.stations, t.planned_positions, t.desk_tables.requests, *cable):
        everywhere |= {column.name for column in table.c}
    for layer, columns in policy().items():
        assert set(columns) - everywhere == set(), layer


def test_a_place_and_a_code_are_public_nowhere() -> None:
    for layer, columns in policy().items():
        for name in ("lon", "lat", "position", "northing", "easting", "site_code", "code", "address"):
            assert columns.get(name, Audience.OWN) is not Audience.PUBLIC, (layer, name)


def test_a_column_without_a_line_is_for_the_office_only() -> None:
    row = {"operator": "VTL", "a_new_secret": 1, "lon": 106.1}
    assert disclosed("sites", row, VTL) == {"operator": "VTL", "lon": 106.1}
    assert disclosed("sites", row, READER) == row
    assert disclosed("sites", row, VISITOR) == {"operator": "VTL"}


def test_a_row_is_own_by_network_by_owner_by_sharing_and_by_commune() -> None:
    assert is_own({"operator": "VTL"}, VTL)
    assert is_own({"operator": "VNPT", "shared_with": ["VTL"]}, VTL)
    assert is_own({"operator": "VNPT", "owner": TOWERS.organisation}, TOWERS)
    assert is_own({"organisation": "VTL"}, VTL)
    assert not is_own({"operator": "VNPT", "owner": "", "shared_with": None}, VTL)
    assert not is_own({"operator": "", "owner": ""}, VISITOR)
    commune = Person("xa", frozenset({Role.CONSULTED}), territory="07213")
    assert is_own({"commune_code": "07213"}, commune)
    assert not is_own({"commune_code": "07214"}, commune)
    assert not is_own({"commune_code": ""}, VISITOR)


def test_a_row_of_a_shared_mast_says_of_its_stations_what_the_sheet_does() -> None:
    """Technologies and certificates are the network's, not of whoever shares the mast or owns it."""
    row = {
        "site_code": "BGG10091", "operator": "VNPT", "shared_with": ["VTL"], "owner": TOWERS.organisation,
        "technology": "2G, 4G", "emf_certificate": "GCN-1", "emf_expires_on": "2027-02-01",
        "commune_code": "7",
    }  # fmt: skip
    of_stations = {"technology", "emf_certificate", "emf_expires_on"}
    for person in (VTL, TOWERS):
        assert row.keys() - disclosed("sites", row, person).keys() == of_stations
    for person in (Person("vnpt", VTL.roles, "VNPT"), Person("xa", CONSULTED.roles, territory="7")):
        assert disclosed("sites", row, person) == row


def test_what_may_not_be_seen_is_blank_on_a_page_that_names_it() -> None:
    shown = blanked("sites", {"id": "x", "note": "secret", "lon": 106.1, "operator": "VNPT"}, VTL, own=False)
    assert shown == {"id": "x", "note": None, "lon": None, "operator": "VNPT"}


@pytest.mark.parametrize("layer", ["sites", "stations", "plan"])
def test_rows_of_others_keep_their_confidential_columns(demo: Registry, layer: str) -> None:
    with demo.database.read() as connection:
        rows = layer_rows(connection, layer)
    confidential = {name for name, audience in policy()[layer].items() if audience is not Audience.PUBLIC}
    for person in (VTL, CONSULTED, VISITOR):
        own = [row for row in rows if is_own(row, person)]
        shown = disclosed_rows(layer, rows, person)
        assert len(shown) == len(rows)
        assert bool(own) is (person is VTL)
        for row in shown[len(own) :]:
            assert not confidential & {name for name, value in row.items() if value is not None}
            assert row["geometry"] is None
        for row in shown[: len(own)]:
            assert is_own({**row, "owner": row.get("owner"), "shared_with": row.get("shared_with")}, person)


def test_the_order_of_masked_rows_does_not_follow_their_codes(demo: Registry) -> None:
    with demo.database.read() as connection:
        rows = layer_rows(connection, "sites")
    once = disclosed_rows("sites", rows, VISITOR)
    assert once == disclosed_rows("sites", rows[::-1], VISITOR)


@pytest.mark.parametrize("extension", sorted(WRITERS))
@pytest.mark.parametrize("layer", ["sites", "stations", "plan"])
def test_a_carriers_export_holds_no_code_of_another(
    demo: Registry, tmp_path: Path, layer: str, extension: str
) -> None:
    with demo.database.read() as connection:
        rows = layer_rows(connection, layer)
    key = "plan_code" if layer == "plan" else "site_code"
    own = {str(row[key]) for row in rows if is_own(row, VTL)}
    others = {str(row[key]) for row in rows} - own
    assert own
    assert others
    path = tmp_path / f"out{extension}"
    assert export_layer(demo, layer, path, viewer=VTL) == len(rows)
    if extension == ".xlsx":
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        text = "\n".join(str(cell) for line in sheet.iter_rows(values_only=True) for cell in line)
    elif extension in (".gpkg", ".fgb"):
        text = gpd.read_file(path).to_csv()
    elif extension == ".parquet":
        text = gpd.read_parquet(path).to_csv()
    else:
        text = path.read_text(encoding="utf-8-sig")
    assert any(code in text for code in own)
    assert [code for code in others if code in text] == []


def test_the_office_exports_everything_as_before(demo: Registry, tmp_path: Path) -> None:
    export_layer(demo, "sites", tmp_path / "a.csv")
    export_layer(demo, "sites", tmp_path / "b.csv", viewer=READER)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_the_map_of_a_carrier_holds_its_own_masts_and_no_other(demo: Registry) -> None:
    every, own = map_masts(demo), masts_for(demo, VTL)
    bit = 1 << every.operators.index("VTL")
    assert 0 < len(own) < len(every)
    assert len(own) == int(((every.networks.astype(int) & bit) != 0).sum())
    assert all(int(mask) & bit for mask in own.networks)
    assert masts_for(demo, VTL) is own
    assert masts_for(demo, OPEN_DESK) is every
    assert len(masts_for(demo, VISITOR)) == 0
    assert len(masts_for(demo, CONSULTED)) == 0


def test_a_commune_sees_the_masts_that_stand_in_it(demo: Registry) -> None:
    every = map_masts(demo)
    code = next(code for code in every.commune_codes if code)
    own = masts_for(demo, Person("xa", frozenset({Role.CONSULTED}), territory=code))
    assert len(own) == list(every.commune_codes).count(code)


def test_a_tower_company_sees_the_masts_it_owns(demo: Registry) -> None:
    every = map_masts(demo)
    owner = next(owner for owner in every.owners if owner and owner not in every.operators)
    own = masts_for(demo, Person("towers", frozenset({Role.CARRIER}), owner))
    assert len(own) == list(every.owners).count(owner)
    assert set(own.owners) == {owner}


def test_the_sheet_of_a_shared_mast_says_only_that_others_are_on_it(demo: Registry) -> None:
    every = map_masts(demo)
    bit = 1 << every.operators.index("VTL")
    shared = next(
        int(site) for site, mask in zip(every.site, every.networks, strict=True) if mask & bit and mask != bit
    )
    with demo.database.read() as connection:
        site = site_views.site_by_number(connection, shared)
    assert site is not None
    shown = site_for(site, VTL)
    assert shown is not None
    assert shown["code"] == site["code"]
    assert shown["questions"] == []
    assert {alias["operator"] for alias in shown["aliases"]} <= {"", "VTL"}
    others = [s for part in shown["structures"] for s in part["stations"] if s["operator"] != "VTL"]
    assert others
    assert all(s["emf_certificate"] is None and s["technology"] is None for s in others)


def test_the_sheet_of_anothers_mast_is_not_there(demo: Registry) -> None:
    every = map_masts(demo)
    bit = 1 << every.operators.index("VTL")
    foreign = next(
        int(s) for s, mask in zip(every.site, every.networks, strict=True) if mask and not mask & bit
    )
    with demo.database.read() as connection:
        site = site_views.site_by_number(connection, foreign)
    assert site is not None
    assert site_for(site, VTL) is None
    assert site_for(site, READER) is site
