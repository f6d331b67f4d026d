"""A day of the register as a lake: all that judges a mast, to the bit, and nothing of others' for others."""

import contextlib
import dataclasses
import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
import sqlalchemy as sa

from registry.checks.context import Masts
from registry.errors import RefusalError
from registry.frames.lake import dictionary
from registry.frames.lake.exporting import export_lake
from registry.frames.lake.masking import audience
from registry.frames.lake.snapshot import person_of
from registry.lake.columns import lake_layers
from registry.lake.layout import LakeLayer
from registry.lake.manifest import Manifest
from registry.lake.reading import Lake
from registry.law import law_in_force
from registry.model.areas import AdminLevel, AdminUnit, Layer, LayerCoverage, OperatorList, Zone
from registry.model.people import VISITOR, Person, Role
from registry.model.plans import PlannedPosition, PlanVersion
from registry.model.sites import Operator
from registry.model.standing import Fact
from registry.services.obligations.standing_masts import known_facts
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.register.context import context_for, mast_rows
from registry.services.register.disclosure import Audience, is_own, policy, restricted_layers
from registry.services.register.exports.exported_layers import mast_rows as exported_masts
from registry.settings import read_settings
from registry.store import ledger
from registry.store.obligations.standing_rows import load_standing
from registry.store.office.operators import organisation_names
from registry.store.register.plans import load_positions, load_versions
from registry.store.register.units import load_units
from registry.store.requests.requests import open_rows
from registry.store.storm.masts import load_power, load_strengths, load_written_communes
from registry.store.tables import structures
from registry.store.zones.zones import load_coverages, load_zones

OUTSIDE = {
    "public": VISITOR,
    "carrier:VTL": Person("v", frozenset({Role.CARRIER}), "VTL"),
    "carrier:VNM": Person("m", frozenset({Role.CARRIER}), "VNM"),
}


@pytest.fixture(scope="module")
def demo(lived_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A copy of the illustrative office after its work: requests, inspections, outages."""
    home = tmp_path_factory.mktemp("lived") / "home"
    shutil.copytree(lived_home, home)
    with contextlib.closing(open_registry(read_settings({"BTS_HOME": str(home)}))) as opened:
        with opened.database.write() as connection:  # no illustrative list states any power
            some = structures.c.id.in_(sa.select(structures.c.id).order_by(structures.c.id).limit(9))
            stated = {"transmission_hub": True, "generator": False, "battery_hours": 4.25}
            connection.execute(structures.update().where(some).values(power_feeder="471 E7.1", **stated))
        yield opened


@pytest.fixture(scope="module")
def lakes(demo: Registry, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Lake]:
    """The register of today, for each pair of eyes a lake."""
    made = {}
    for at, role in enumerate(("office", "viewer", *OUTSIDE)):
        folder = tmp_path_factory.mktemp("lakes") / str(at)
        export_lake(demo, folder, today(), role=role)
        made[role] = Lake(folder)
    return made


def day_of(lake: Lake) -> Manifest:
    (manifest,) = lake.manifests(today())
    return manifest


def read(lake: Lake, layer: str) -> list[dict[str, Any]]:
    return list(lake.table(day_of(lake), layer).to_pylist())


def numbers(rows: list[dict[str, Any]], name: str) -> Any:
    return np.array([row[name] for row in rows], dtype=float)


def days(rows: list[dict[str, Any]], name: str) -> Any:
    return np.array([row[name] for row in rows], dtype="datetime64[D]")


def same(one: Any, other: Any) -> bool:
    """Whether two arrays are equal to the bit; nan and NaT equal themselves."""
    one, other = np.asarray(one), np.asarray(other)
    if one.dtype.kind in "fM":
        return one.dtype == other.dtype and one.tobytes() == other.tobytes()
    return one.tolist() == other.tolist()


def masts_of(lake: Lake) -> list[dict[str, Any]]:
    """The rows of masts in the order of the register: by code, then by the structure's key."""
    return sorted(read(lake, "sites"), key=lambda row: (row["site_code"], row["structure_id"]))


def test_the_masts_of_the_checks_are_in_the_lake_to_the_bit(demo: Registry, lakes: dict[str, Lake]) -> None:
    context = context_for(demo, today())
    expected = context.masts
    bit = {item.code: 1 << at for at, item in enumerate(context.operators)}
    rows = [row for row in masts_of(lakes["office"]) if row["counts"]]
    place = {row["structure_id"]: at for at, row in enumerate(rows)}
    heights = numbers(rows, "mast_height_m")
    twins = {}
    for at, row in enumerate(rows):
        others = [place.get(one, -1) for one in row["asked_with"] or ()]
        if others and min(others) >= 0:
            twins[at] = tuple(others)
    found = {
        "codes": [row["site_code"] for row in rows],
        "lon": numbers(rows, "lon"),
        "lat": numbers(rows, "lat"),
        "accuracy_m": numbers(rows, "accuracy_m"),
        "networks": np.array([sum(bit[one] for one in row["networks"]) for row in rows], dtype=np.int64),
        "approved_only": [row["state"] == "approved" for row in rows],
        "small": (heights > 0) & (heights <= 3.0),
        "in_question": [row["in_question"] for row in rows],
        "top_agl_m": numbers(rows, "top_agl_m"),
        "mast_classes": [row["mast_class"] or "" for row in rows],
        "owners": [row["owner"] for row in rows],
        "mast_height_m": heights,
        "designed_operators": numbers(rows, "designed_operators"),
        "load_used_pct": numbers(rows, "load_used_pct"),
        "robust": [row["robust"] is True for row in rows],
    }
    assert len(rows) == len(expected) > 1_000
    for name, held in found.items():
        assert same(held, getattr(expected, name)), name
    assert {code: at for at, row in enumerate(rows) for code in row["aliases"]} == dict(expected.aliases)
    assert twins == expected.twins != {}
    told = {*found, "aliases", "twins", "x", "y"}  # the last two are measured anew from lon and lat
    assert told == {item.name for item in dataclasses.fields(Masts)}


def test_what_the_compliance_run_knows_is_in_the_lake(demo: Registry, lakes: dict[str, Lake]) -> None:
    context, (_head, held) = context_for(demo, today()), mast_rows(demo, today())
    with demo.database.read() as connection:
        masts, stations = load_standing(connection, held)
        known = known_facts(connection, context, masts)
    by_id = {row["structure_id"]: row for row in read(lakes["office"], "sites")}
    assert len(by_id) == len(held)  # those that do not count on the day are there, too
    assert not all(row["counts"] for row in by_id.values())
    rows = [by_id[one] for one in masts.structure_ids]
    texts = {
        "site_ids": "site_id", "codes": "site_code", "operators": "listed_by", "owners": "owner",
        "communes": "commune_code", "states": "state", "permits": "permit", "mast_classes": "mast_class",
        "old_classes": "old_class", "forms": "form", "supports": "support",
    }  # fmt: skip
    for field, name in texts.items():
        assert [row[name] or "" for row in rows] == [one or "" for one in getattr(masts, field)], field
    for name in ("lon", "lat", "accuracy_m", "mast_height_m", "building_height_m", "designed_operators"):
        assert same(numbers(rows, name), getattr(masts, name)), name
    assert same(days(rows, "built_on"), masts.built_on)
    assert same(days(rows, "listed_on"), masts.listed_on)
    assert [row["built_year_only"] for row in rows] == masts.built_year_only.tolist()
    assert [-1 if row["robust"] is None else int(row["robust"]) for row in rows] == masts.robust.tolist()
    assert [len(row["networks"]) for row in rows] == masts.networks.tolist()
    for fact in Fact:
        said = [-1 if row[fact.value] is None else int(row[fact.value]) for row in rows]
        assert said == known.yes_no.get(fact, np.full(len(rows), -1)).tolist(), fact
    assert [row["urban_then"] for row in rows] == known.urban_then.tolist()
    assert [row["approved"] for row in rows] == known.approved.tolist()
    assert [row["inspection_result"] or "" for row in rows] == known.inspection_results.tolist()
    for name in ("inspected_on", "looked_at_on"):
        assert same(days(rows, name), getattr(known, name)), name
    for name in ("approved_lon", "approved_lat"):
        assert same(numbers(rows, name), getattr(known, name)), name
    assert known.approved.any()
    assert not np.isnat(known.inspected_on).all()

    def station(structure: str, operator: str, technology: str, *more: Any) -> tuple[Any, ...]:
        return structure, operator, technology, *more

    ids = masts.structure_ids[stations.mast]
    wanted = [
        station(*one)
        for one in zip(
            ids.tolist(), stations.operators.tolist(), stations.technologies.tolist(),
            [text or "" for text in stations.certificates.tolist()], stations.expires_on.astype(object),
            stations.listed_on.astype(object), strict=True,
        )
    ]  # fmt: skip
    standing = set(masts.structure_ids.tolist())
    got = [
        station(
            row["structure_id"], row["operator"], row["technology"], row["emf_certificate"] or "",
            row["emf_expires_on"], row["listed_on"],
        )
        for row in read(lakes["office"], "stations")
        if row["structure_id"] in standing
    ]  # fmt: skip
    assert sorted(map(str, got)) == sorted(map(str, wanted))


def test_what_a_storm_asks_of_a_mast_is_in_the_lake(demo: Registry, lakes: dict[str, Lake]) -> None:
    with demo.database.read() as connection:
        strengths, power = load_strengths(connection), load_power(connection)
        written = load_written_communes(connection)
    rows = read(lakes["office"], "sites")
    stated = {row["structure_id"]: row for row in rows}
    merged = strengths.keys() - stated.keys()  # what stands on a site that became another's counts nowhere
    assert len(merged) < 20 < len(strengths)
    assert len(power) == 9
    for key in strengths.keys() - merged:
        row, strength = stated[key], strengths[key]
        assert (row["design_wind_ms"], row["robust"]) == (strength.design_wind_ms, strength.robust)
    for key, one in power.items():
        row = stated[key]
        assert row["battery_hours"] == one.battery_hours
        assert (row["transmission_hub"], row["generator"]) == (one.hub, one.generator)
        assert ((row["power_feeder"] or ""), row["flood_prone"]) == ((one.feeder or ""), one.flood_prone)
    assert {row["site_id"]: row["commune"] for row in rows if row["commune"]} == {
        site: name for site, name in written.items() if site in {row["site_id"] for row in rows}
    }
    for name in ("defects", "fall_circle", "load_pct", "critical_places", "seen_inspected_on"):
        assert any(row[name] is not None for row in rows), name


def test_zones_units_plans_and_lists_are_there_as_the_register_has_them(
    demo: Registry, lakes: dict[str, Lake]
) -> None:
    lake, context = lakes["office"], context_for(demo, today())
    with demo.database.read() as connection:
        zones, coverages = load_zones(connection), load_coverages(connection)
        units = load_units(connection)
        versions, positions = load_versions(connection), load_positions(connection)
        asked = open_rows(connection)

    def shape(row: dict[str, Any]) -> Any:
        return None if row["geometry"] is None else shapely.from_wkb(row["geometry"])

    def limit(row: dict[str, Any]) -> float | None:
        return float("inf") if row["height_unlimited"] else row["max_height_m"]

    found_zones = [
        Zone(
            row["zone_id"], Layer(row["zone_layer"]), row["name"], row["decision"], row["article"],
            row["valid_from"], row["valid_to"], shape(row),
            None if row["allowed_classes"] is None else frozenset(row["allowed_classes"]), limit(row),
            row["error_m"], None if row["attributes"] is None else json.loads(row["attributes"]),
        )
        for row in read(lake, "zones")
    ]  # fmt: skip
    assert sorted(found_zones, key=lambda one: (one.layer, one.id)) == [
        dataclasses.replace(one, attributes=one.attributes or None) for one in zones
    ]
    found_units = [
        AdminUnit(
            row["unit_id"], row["code"], AdminLevel(row["level"]), row["name"], row["kind"], row["parent"],
            row["valid_from"], row["valid_to"], tuple(row["predecessors"]), shape(row),
            row["boundary_error_m"], row["source"],
        )
        for row in read(lake, "units")
    ]  # fmt: skip
    assert sorted(found_units, key=lambda one: (one.level, one.id)) == units
    found_coverages = [
        LayerCoverage(
            Layer(row["zone_layer"]), row["decision"], row["valid_from"], row["valid_to"], shape(row)
        )
        for row in read(lake, "coverages")
    ]
    assert sorted(map(str, found_coverages)) == sorted(map(str, coverages))
    plans = read(lake, "plans")
    assert {
        PlanVersion(row["plan_version"], row["operator"], row["decision"], row["valid_from"], row["valid_to"])
        for row in plans
    } == set(versions)
    found_positions = {
        PlannedPosition(
            row["position_id"], row["plan_version"], row["operator"], row["plan_code"], row["lon"],
            row["lat"], row["accuracy_m"], row["commune_code"], row["commune"], row["address"],
            row["mast_class"], row["max_height_m"],
        )
        for row in plans
        if row["position_id"] is not None
    }  # fmt: skip
    assert found_positions == set(positions)
    lists = read(lake, "operator_lists")
    assert [row["ordinal"] for row in lists] == [*range(len(context.operators))]
    assert [
        Operator(row["operator"], row["name"], tuple(row["old_names"]), row["awaited"], row["colour"])
        for row in lists
    ] == [*context.operators]
    assert {
        row["operator"]: OperatorList(row["operator"], row["list_date"], True, row["list_batch"])
        for row in lists
        if row["list_date"] is not None
    } == context.lists
    assert {row["operator"] for row in lists if row["announced_plan"]} == context.plans.announced
    proposals = {row["id"]: row for row in read(lake, "proposals")}
    assert set(proposals) == {row["id"] for row in asked} != set()
    for row in asked:
        held = proposals[row["id"]]
        assert json.loads(held["proposal"]) == row["proposal"]
        for name in ("lon", "lat", "accuracy_m", "number", "sheet_row", "site_code", "operator", "kind"):
            assert held[name] == row[name], name


def test_a_manifest_says_of_which_register_and_law_the_day_is(demo: Registry, lakes: dict[str, Lake]) -> None:
    manifest, context = day_of(lakes["office"]), context_for(demo, today())
    with demo.database.read() as connection:
        head = ledger.head(connection)
    assert (manifest.ledger_entries, manifest.ledger_head) == (head.seq, head.hash)
    assert manifest.law == law_in_force("24", today(), office=context.office_numbers).digest
    assert (manifest.province, manifest.metric_epsg) == ("24", demo.settings.metric_epsg)
    assert manifest.province_name == "Tỉnh Bắc Ninh"
    assert manifest.illustrative
    assert manifest.office is not None
    assert dict(manifest.office.numbers) == dict(context.office_numbers)
    for item in manifest.files:
        assert item.rows == len(lakes["office"].table(manifest, item.layer))
        assert set(lakes["office"].table(manifest, item.layer)["data_mark"].to_pylist()) <= {
            "Dữ liệu minh họa"
        }
    assert {item.layer for item in manifest.files} == {layer.value for layer in LakeLayer}
    assert all(day_of(lakes[role]).office is None for role in ("viewer", *OUTSIDE))


def test_the_same_register_and_day_give_the_same_bytes(
    demo: Registry, lakes: dict[str, Lake], tmp_path: Path
) -> None:
    again = export_lake(demo, tmp_path / "again", today()).manifest
    assert again == day_of(lakes["office"])
    tomorrow = export_lake(demo, tmp_path / "again", today() + dt.timedelta(days=1))
    assert tomorrow.linked >= 9  # what does not hang on the day is the same file


def secrets_of(demo: Registry, person: Person) -> tuple[set[str], set[tuple[float, float]]]:
    """Texts and places of masts that a person may not see, worked out from the policy alone."""
    hidden: set[str] = set()
    shown: set[str] = set()
    places: set[tuple[float, float]] = set()
    mine: set[tuple[float, float]] = set()
    with demo.database.read() as connection:
        every = exported_masts(connection)
    for row in every:
        own = is_own(row, person)
        (mine if own else places).add((row["lon"], row["lat"]))
        for name, value in row.items():
            if isinstance(value, str) and value and name != "technology":  # that is said of each station
                who = policy()["sites"].get(name, Audience.STAFF)
                seen = who is Audience.PUBLIC or (own and who is Audience.OWN)
                (shown if seen else hidden).add(value)
    return hidden - shown, places - mine


def texts_in(values: pa.ChunkedArray) -> set[str]:
    kind = values.type
    if pa.types.is_list(kind):
        return {str(one) for row in values.to_pylist() for one in row or ()}
    return set(values.to_pylist()) - {None} if pa.types.is_string(kind) else set()


@pytest.mark.parametrize("role", OUTSIDE)
def test_nothing_that_a_role_may_not_see_is_in_its_lake(
    demo: Registry, lakes: dict[str, Lake], role: str
) -> None:
    """Neither in a value of any column nor in the statistics and metadata of any file."""
    lake, person = lakes[role], OUTSIDE[role]
    hidden, places = secrets_of(demo, person)
    full = lakes["office"]
    keys = {row[name] for row in read(full, "sites") for name in ("structure_id", "site_id")}
    keys |= {row["station_id"] for row in read(full, "stations")}
    codes = {row["site_code"] for row in read(full, "sites")} & hidden
    assert len(codes) > 300
    texts: set[str] = set()
    points: set[tuple[float, float]] = set()
    for item in day_of(lake).files:
        table = lake.table(day_of(lake), item.layer)
        if item.layer in ("sites", "structures", "stations"):
            for name in {*table.schema.names} - {"data_mark"}:
                texts |= texts_in(table[name])
            shapes = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
            points |= {(one.x, one.y) for one in shapes if one is not None}
            if "lon" in table.schema.names:
                points |= set(zip(table["lon"].to_pylist(), table["lat"].to_pylist(), strict=True))
        raw = (lake.folder / item.path).read_bytes()  # footers and statistics are not packed
        assert [one for one in codes | keys if one.encode() in raw] == [], item.layer
    assert texts & (hidden | keys) == set()
    assert points & places == set()
    for row in read(lake, "plans"):
        of_another = ("plan_code", "address", "lon", "geometry", "bbox")
        assert row["operator"] == person.organisation or all(row.get(name) is None for name in of_another)
    for layer in ("proposals", "cables"):
        assert all(_is_mine(row, person) for row in read(lake, layer)), layer


def _is_mine(row: dict[str, Any], person: Person) -> bool:
    return bool(person.organisation) and person.organisation in (
        row["operator"] if "operator" in row else row["owner"], *(row.get("operators") or ()),
    )  # fmt: skip


@pytest.mark.parametrize("role", OUTSIDE)
def test_a_column_that_is_for_the_office_only_is_in_no_other_lake(lakes: dict[str, Lake], role: str) -> None:
    for layer, facts in lake_layers().items():
        there = set(lakes[role].table(day_of(lakes[role]), layer).schema.names)
        for item in facts.columns:
            who = audience(facts, item)
            assert (item.name in there) == (
                who is Audience.PUBLIC or (who is Audience.OWN and role != "public")
            ), (layer, item.name)
            if facts.policy and item.name in policy()[facts.policy] and not item.seen:
                assert who is policy()[facts.policy][item.policy]


def test_a_carrier_has_its_own_masts_whole_and_others_in_the_masked_form(lakes: dict[str, Lake]) -> None:
    mine = read(lakes["carrier:VTL"], "sites")
    own = [row for row in mine if row["site_code"] is not None]
    full = {row["site_code"]: row for row in read(lakes["office"], "sites") if row["counts"]}
    assert {row["site_code"] for row in own} == {
        code for code, row in full.items() if "VTL" in (*row["networks"], row["operator"], row["owner"])
    }
    for row in own:
        held = full[row["site_code"]]
        assert (row["lon"], row["lat"], row["geometry"]) == (held["lon"], held["lat"], held["geometry"])
    others = [row for row in mine if row["site_code"] is None]
    assert len(others) + len(own) == len(full)
    shown = ["operator", "state", "mast_class", "old_class", "support", "commune_code", "commune"]
    assert all(row["operator"] for row in others)
    assert all(row["geometry"] is None and row["bbox"] is None for row in others)
    public = [[str(row[name]) for name in shown] for row in read(lakes["public"], "sites")]
    assert public == sorted(public, key=lambda row: [row[0], *row[1:]])  # in an order that says nothing more


def test_the_public_hears_of_no_mast_that_is_only_agreed_to(lakes: dict[str, Lake]) -> None:
    assert "approved" in {row["state"] for row in read(lakes["office"], "sites")}
    for layer in ("sites", "structures"):
        assert "approved" not in {row["state"] for row in read(lakes["public"], layer)}


def test_zones_of_hidden_layers_are_in_the_lake_of_the_office_alone(lakes: dict[str, Lake]) -> None:
    hidden = {layer.value for layer in restricted_layers()}
    for layer in ("zones", "coverages"):
        assert hidden & {row["zone_layer"] for row in read(lakes["office"], layer)}
        for role in ("viewer", *OUTSIDE):
            assert not hidden & {row["zone_layer"] for row in read(lakes[role], layer)}, (role, layer)
    assert len(read(lakes["viewer"], "sites")) == len(read(lakes["office"], "sites"))


@pytest.mark.parametrize("role", ["office", "viewer", *OUTSIDE])
def test_sums_of_outages_are_of_at_least_three_carriers_for_whoever_asks(
    demo: Registry, lakes: dict[str, Lake], role: str
) -> None:
    rows = read(lakes[role], "outages")
    assert rows
    carriers: dict[str, set[str]] = {}
    stations = lakes["office"].table(day_of(lakes["office"]), "stations", ["structure_id", "operator"])
    at = {row["structure_id"]: row["commune_code"] for row in read(lakes["office"], "sites")}
    for row in stations.to_pylist():
        carriers.setdefault(at[row["structure_id"]], set()).add(row["operator"])
    names: dict[str, list[str]] = {}
    for unit in context_for(demo, today()).units.communes:
        names.setdefault(f"{unit.kind} {unit.name}", []).append(unit.code)
    for row in rows:
        if row["line"] == "commune":
            assert any(len(carriers.get(code, ())) >= 3 for code in names.get(row["area"], ())), row


def test_whose_eyes_are_named_by_what_rows_call_an_organisation(demo: Registry, tmp_path: Path) -> None:
    with demo.database.read() as connection:
        names = organisation_names(connection)
        assert person_of(connection, "carrier:VTL").organisation == "VTL"
        assert person_of(connection, f"carrier:{names['VTL']}").organisation == "VTL"
        assert person_of(connection, "office").sees_all
        assert not person_of(connection, "public").sees_all
        for role in ("carrier:", "carrier:nobody", "VTL", "admin", ""):
            with pytest.raises(RefusalError, match="LAKE-ROLE"):
                person_of(connection, role)
    with pytest.raises(RefusalError, match="LAKE-ROLE"):
        export_lake(demo, tmp_path / "lake", today(), role="everybody")
    assert not (tmp_path / "lake").exists()


def test_the_paper_says_what_the_data_say() -> None:
    assert dictionary.PAGE.read_text(encoding="utf-8") == dictionary.page()


def test_every_file_has_the_columns_of_the_dictionary(lakes: dict[str, Lake]) -> None:
    for layer, facts in lake_layers().items():
        item = day_of(lakes["office"]).file(layer)
        schema = pq.read_schema(lakes["office"].folder / item.path)
        names = [*(one.name for one in facts.columns), "data_mark"]
        assert [name for name in schema.names if name not in ("bbox", "geometry")] == names
        for one in facts.columns:
            assert (
                str(schema.field(one.name).type).replace("element: ", "").replace("[day]", "")
                == one.type.arrow
            )
