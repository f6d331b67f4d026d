"""Frames of the register: the same rows, the same masking and the same day as exports, pages and checks."""

import datetime as dt
import pickle
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

import registry
from registry.errors import RefusalError
from registry.frames.columns import frame_kinds
from registry.model.people import VISITOR, Person, Role
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.disclosed_masts import masts_for
from registry.services.register.disclosure import Audience, disclosed_rows, is_own, policy
from registry.services.register.exports.exported_layers import layer_rows, mast_rows

VTL = Person("viettel", frozenset({Role.CARRIER}), "VTL")
TOWERS = Person("towers", frozenset({Role.CARRIER}), "Công ty hạ tầng minh họa")
COMMUNE = Person("xã", frozenset({Role.CONSULTED}), territory="07228")
READER = Person("reader", frozenset({Role.VIEWER}))
OUTSIDE = (VTL, TOWERS, COMMUNE, VISITOR)
FRAMES = ("sites", "structures", "stations", "zones", "plan", "cables", "admin_units")


@pytest.fixture(scope="module")
def demo(demo_registry: Registry) -> Registry:
    return demo_registry


def frame(name: str, **asked: Any) -> gpd.GeoDataFrame:
    return getattr(registry, name)(**asked)


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_is_typed_placed_and_stamped(demo: Registry, name: str) -> None:
    found = frame(name, register=demo)
    kind = frame_kinds()[name]
    assert len(found)
    assert found.crs == "EPSG:4326"
    assert [*found.columns] == [*(item.name for item in kind.columns), "data_mark", "geometry"]
    assert {item.name: str(found[item.name].dtype) for item in kind.columns} == {
        item.name: item.dtype.value for item in kind.columns
    }
    assert found.attrs["frame"] == name
    assert found.attrs["day"] == today().isoformat()
    assert len(found.attrs["ledger_head"]) == 64
    assert found.attrs["disclosure"] == "office"
    assert found.attrs["illustrative"] is True
    assert set(found["data_mark"]) == {"Dữ liệu minh họa"}


def test_a_frame_holds_what_the_checks_look_at_on_every_day(demo: Registry) -> None:
    for day in (today(), dt.date(2015, 6, 1), dt.date(2005, 1, 1)):
        masts = context_for(demo, day).masts
        found = registry.structures(day, register=demo)
        assert [*found["site_code"]] == [*masts.codes]
        assert np.allclose(found.geometry.x, masts.lon)
        assert np.allclose(
            found["mast_height_m"].to_numpy(float, na_value=np.nan), masts.mast_height_m, equal_nan=True
        )
        assert set(registry.sites(day, register=demo)["site_code"]) == set(masts.codes)
    assert len(registry.structures("2005-01-01", register=demo)) < len(registry.structures(register=demo))


def test_a_frame_says_what_the_export_says(demo: Registry) -> None:
    with demo.database.read() as connection:
        rows = [row for row in mast_rows(connection) if row["state"] != "dismantled"]
    found = registry.structures(register=demo)
    assert [*found["site_code"]] == [row["site_code"] for row in rows]
    assert [*found["operator"]] == [row["operator"] for row in rows]
    assert [*found["shared_with"].fillna("")] == [",".join(row["shared_with"]) for row in rows]
    for name in ("owner", "permit", "form", "support"):
        assert [value or None for value in found[name].astype(object).where(found[name].notna(), None)] == [
            row[name] or None for row in rows
        ]
    for name in ("generator", "designed_operators", "rod_m"):
        assert [None if pd.isna(value) else value for value in found[name]] == [row[name] for row in rows]
    assert [None if pd.isna(day) else day.date() for day in found["built_on"]] == [
        row["built_on"] for row in rows
    ]


@pytest.mark.parametrize("person", OUTSIDE, ids=lambda person: person.name or "visitor")
def test_outsiders_get_what_their_export_holds(demo: Registry, person: Person) -> None:
    """Row by row what an export of the same person has: of another's, no code and no place."""
    with demo.database.read() as connection:
        every = [row for row in mast_rows(connection) if row["state"] != "dismantled"]
    shown = disclosed_rows("sites", every, person)
    found = registry.structures(viewer=person, register=demo)
    own = sum(is_own(row, person) for row in every)
    assert len(found) == len(shown)
    assert [shape is not None for shape in found.geometry] == [row["geometry"] is not None for row in shown]
    assert int(found.geometry.notna().sum()) == own
    there = {name for name in found.columns if found[name].notna().any()} - {"geometry"}
    assert there <= {name for name, audience in policy()["sites"].items() if audience is not Audience.STAFF}
    of_others = {name for name in found.columns if found[name].iloc[own:].notna().any()}
    assert of_others <= {name for name, audience in policy()["sites"].items() if audience is Audience.PUBLIC}
    assert not {"site_id", "structure_id", "robust_basis", "note"} & {*found.columns}
    if own:
        mine = found[found.geometry.notna()]
        assert [*mine["site_code"]] == [row["site_code"] for row in shown[:own]]
        assert set(masts_for(demo, person).codes) >= set(mine["site_code"]) - {None}
    else:
        assert "site_code" not in found


@pytest.mark.parametrize("name", ["sites", "structures", "stations", "plan", "cables"])
@pytest.mark.parametrize("person", OUTSIDE, ids=lambda person: person.name or "visitor")
def test_nothing_of_anothers_is_anywhere_in_a_frame(
    demo: Registry, name: str, person: Person, tmp_path: Path
) -> None:
    """Not in a category, an index, an attribute or a file: neither codes nor keys nor a place."""
    full, found = frame(name, register=demo), frame(name, viewer=person, register=demo)
    key = {"plan": "plan_code", "cables": "cable_code"}.get(name, "site_code")
    own = set(found[key].dropna()) if key in found else set()
    others = set(full[key]) - own
    assert others
    found.to_parquet(tmp_path / "out.parquet")
    again = gpd.read_parquet(tmp_path / "out.parquet")
    assert again.attrs["disclosure"] == found.attrs["disclosure"] != "office"
    held = pickle.dumps(found) + again.to_csv().encode()
    assert [code for code in others if code.encode() in held] == []
    keys = {column for column in ("site_id", "structure_id", "station_id") if column in full}
    assert not any(str(one).encode() in held for column in keys for one in full[column])
    places = {shape.wkb for shape in found.geometry if shape is not None}
    foreign = full[~full[key].isin(own)]
    assert not places & (
        {shape.wkb for shape in foreign.geometry if shape is not None}
        - {shape.wkb for shape in full[full[key].isin(own)].geometry if shape is not None}
    )


def test_the_order_of_others_rows_tells_nothing_of_what_is_taken_out(demo: Registry) -> None:
    found = registry.structures(viewer=VISITOR, register=demo)
    public = found.drop(columns=["geometry", "data_mark"]).astype(str)
    assert public.equals(public.sort_values([*public.columns], kind="stable", ignore_index=True))
    assert len(found) == len(registry.structures(register=demo))


def test_cables_of_others_are_not_even_counted(demo: Registry) -> None:
    assert len(registry.cables(viewer=VISITOR, register=demo)) == 0
    mine = registry.cables(viewer=VTL, register=demo)
    with demo.database.read() as connection:
        assert len(mine) == len(disclosed_rows("cables", layer_rows(connection, "cables"), VTL))
    assert all(
        "VTL" in (owner, *(others or "").split(","))
        for owner, others in zip(mine["owner"], mine["operators"], strict=True)
    )


def test_a_hidden_layer_is_refused_and_left_out(demo: Registry) -> None:
    with pytest.raises(RefusalError, match="EXPORT-LAYER-HIDDEN"):
        registry.zones("air_defence", viewer=VTL, register=demo)
    with pytest.raises(RefusalError, match="EXPORT-LAYER"):
        registry.zones("no_such_layer", register=demo)
    assert "air_defence" in set(registry.zones(register=demo)["layer"])
    assert not {"air_defence", "military"} & set(registry.zones(viewer=VTL, register=demo)["layer"])
    assert set(registry.zones("road", register=demo)["layer"]) == {"road"}


def test_zones_and_plans_are_those_of_the_day(demo: Registry) -> None:
    context = context_for(demo, today())
    found = registry.zones(register=demo)
    assert len(found) == sum(len(item.zones) for item in context.zones.values())
    assert len(registry.zones(day="1990-01-01", register=demo)) == 0
    assert len(registry.plan(register=demo)) == len(context.plans.positions)
    assert set(registry.plan("VTL", register=demo)["operator"]) == {"VTL"}
    districts = registry.admin_units("2024-01-01", register=demo)
    assert "district" in set(districts["level"])
    assert "district" not in set(registry.admin_units(register=demo)["level"])


def test_a_reader_of_the_office_sees_all(demo: Registry) -> None:
    pd.testing.assert_frame_equal(
        registry.stations(viewer=READER, register=demo), registry.stations(register=demo)
    )


def test_the_register_of_the_environment_is_found(demo: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BTS_HOME", str(demo.settings.home))
    pd.testing.assert_frame_equal(registry.sites(), registry.sites(register=demo))
    monkeypatch.setenv("BTS_HOME", str(demo.settings.home / "nowhere"))
    with pytest.raises(RefusalError, match="STORE-MISSING"):
        registry.sites()
