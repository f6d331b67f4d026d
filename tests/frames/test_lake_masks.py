"""A lake for others than the office holds nothing that its reader may not see."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely

from registry.errors import RefusalError
from registry.frames.lake.exporting import export_lake
from registry.frames.lake.masking import audience
from registry.frames.lake.snapshot import person_of
from registry.lake.columns import lake_layers
from registry.lake.reading import Lake
from registry.model.people import Person
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.disclosure import Audience, is_own, policy, restricted_layers
from registry.services.register.exports.exported_layers import mast_rows as exported_masts
from registry.store.office.operators import organisation_names
from tests.frames.lakes import OUTSIDE, day_of, read


def secrets_of(lived: Registry, person: Person) -> tuple[set[str], set[tuple[float, float]]]:
    """Texts and places of masts that a person may not see, worked out from the policy alone."""
    hidden: set[str] = set()
    shown: set[str] = set()
    places: set[tuple[float, float]] = set()
    mine: set[tuple[float, float]] = set()
    with lived.database.read() as connection:
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
    lived: Registry, lakes: dict[str, Lake], role: str
) -> None:
    """Neither in a value of any column nor in the statistics and metadata of any file."""
    lake, person = lakes[role], OUTSIDE[role]
    hidden, places = secrets_of(lived, person)
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
    lived: Registry, lakes: dict[str, Lake], role: str
) -> None:
    rows = read(lakes[role], "outages")
    assert rows
    carriers: dict[str, set[str]] = {}
    stations = lakes["office"].table(day_of(lakes["office"]), "stations", ["structure_id", "operator"])
    at = {row["structure_id"]: row["commune_code"] for row in read(lakes["office"], "sites")}
    for row in stations.to_pylist():
        carriers.setdefault(at[row["structure_id"]], set()).add(row["operator"])
    names: dict[str, list[str]] = {}
    for unit in context_for(lived, today()).units.communes:
        names.setdefault(f"{unit.kind} {unit.name}", []).append(unit.code)
    for row in rows:
        if row["line"] == "commune":
            assert any(len(carriers.get(code, ())) >= 3 for code in names.get(row["area"], ())), row


def test_whose_eyes_are_named_by_what_rows_call_an_organisation(lived: Registry, tmp_path: Path) -> None:
    with lived.database.read() as connection:
        names = organisation_names(connection)
        assert person_of(connection, "carrier:VTL").organisation == "VTL"
        assert person_of(connection, f"carrier:{names['VTL']}").organisation == "VTL"
        assert person_of(connection, "office").sees_all
        assert not person_of(connection, "public").sees_all
        for role in ("carrier:", "carrier:nobody", "VTL", "admin", ""):
            with pytest.raises(RefusalError, match="LAKE-ROLE"):
                person_of(connection, role)
    with pytest.raises(RefusalError, match="LAKE-ROLE"):
        export_lake(lived, tmp_path / "lake", today(), role="everybody")
    assert not (tmp_path / "lake").exists()
