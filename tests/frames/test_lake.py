"""A day of the register as a lake: all that judges a mast, to the bit."""

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import shapely

from registry.checks.context import Masts
from registry.frames.lake import dictionary
from registry.frames.lake.exporting import export_lake
from registry.lake.columns import lake_layers
from registry.lake.layout import LakeLayer
from registry.lake.reading import Lake
from registry.law import law_in_force
from registry.model.areas import AdminLevel, AdminUnit, Layer, LayerCoverage, OperatorList, Zone
from registry.model.plans import PlannedPosition, PlanVersion
from registry.model.sites import Operator
from registry.model.standing import Fact
from registry.services.obligations.standing_masts import known_facts
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for, mast_rows
from registry.store import ledger
from registry.store.obligations.standing_rows import load_standing
from registry.store.register.plans import load_positions, load_versions
from registry.store.register.units import load_units
from registry.store.requests.requests import open_rows
from registry.store.storm.masts import load_power, load_strengths, load_written_communes
from registry.store.zones.zones import load_coverages, load_zones
from tests.frames.lakes import OUTSIDE, day_of, days, masts_of, numbers, read, same


def test_the_masts_of_the_checks_are_in_the_lake_to_the_bit(lived: Registry, lakes: dict[str, Lake]) -> None:
    context = context_for(lived, today())
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


def test_what_the_compliance_run_knows_is_in_the_lake(lived: Registry, lakes: dict[str, Lake]) -> None:
    context, (_head, held) = context_for(lived, today()), mast_rows(lived, today())
    with lived.database.read() as connection:
        masts, stations = load_standing(connection, held, today())
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


def test_what_a_storm_asks_of_a_mast_is_in_the_lake(lived: Registry, lakes: dict[str, Lake]) -> None:
    with lived.database.read() as connection:
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
    lived: Registry, lakes: dict[str, Lake]
) -> None:
    lake, context = lakes["office"], context_for(lived, today())
    with lived.database.read() as connection:
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


def test_a_manifest_says_of_which_register_and_law_the_day_is(
    lived: Registry, lakes: dict[str, Lake]
) -> None:
    manifest, context = day_of(lakes["office"]), context_for(lived, today())
    with lived.database.read() as connection:
        head = ledger.head(connection)
    assert (manifest.ledger_entries, manifest.ledger_head) == (head.seq, head.hash)
    assert manifest.law == law_in_force("24", today(), office=context.office_numbers).digest
    assert (manifest.province, manifest.metric_epsg) == ("24", lived.settings.metric_epsg)
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
    lived: Registry, lakes: dict[str, Lake], tmp_path: Path
) -> None:
    again = export_lake(lived, tmp_path / "again", today()).manifest
    assert again == day_of(lakes["office"])
    tomorrow = export_lake(lived, tmp_path / "again", today() + dt.timedelta(days=1))
    assert tomorrow.linked >= 9  # what does not hang on the day is the same file


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
