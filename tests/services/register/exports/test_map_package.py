"""The GeoPackage for QGIS holds what exports show: own masts with their places, never another's."""

from pathlib import Path

import pyogrio
import pytest

from registry.model.areas import Layer
from registry.model.people import OPEN_DESK, VISITOR, Person, Role
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.disclosure import disclosed_rows, hidden_layers, is_own
from registry.services.register.exports.exported_layers import layer_rows
from registry.services.register.exports.map_package import write_map_package

PEOPLE = {
    "office": OPEN_DESK,
    "viewer": Person("viewer", frozenset({Role.VIEWER})),
    "carrier": Person("viettel", frozenset({Role.CARRIER}), "VTL"),
    "towers": Person("towers", frozenset({Role.CARRIER}), "Công ty hạ tầng minh họa"),
    "layer": Person("văn hóa", frozenset({Role.CONSULTED}), territory="urban_area"),
    "defence": Person("quân khu", frozenset({Role.CONSULTED}), territory=Layer.MILITARY.value),
    "unbound": Person("ai đó", frozenset({Role.CARRIER})),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_gets_more_than_the_exports_give(demo_registry: Registry, tmp_path: Path, who: str) -> None:
    person, path = PEOPLE[who], tmp_path / "sổ.gpkg"
    packed = write_map_package(demo_registry, path, person, today())
    tables = {name for name, _kind in pyogrio.list_layers(path)}
    assert tables == {one.table for one in packed}
    hidden = {layer.value for layer in hidden_layers(person)}
    assert not tables & hidden
    assert ("military" in tables) is (Layer.MILITARY not in hidden_layers(person))
    with demo_registry.database.read() as connection:
        for layer, table, key in (("sites", "masts", "site_code"), ("plan", "plan", "plan_code")):
            every = layer_rows(connection, layer)
            wanted = {row.get(key) for row in disclosed_rows(layer, every, person) if row.get("geometry")}
            found = set()
            if table in tables:
                frame = pyogrio.read_dataframe(path, layer=table)
                found = set(frame[key])
                assert set(frame.columns) <= {*every[0], "data_mark", "geometry"}
                if (
                    who == "carrier" and layer == "sites"
                ):  # of a shared mast its own stations, not the rival's
                    others = frame[frame["operator"] != "VTL"]
                    assert len(others) < len(frame)
                    assert others[["technology", "emf_certificate"]].isna().all(axis=None)
            if layer == "sites":
                assert found == wanted
                others = {str(row[key]) for row in every if not (person.sees_all or is_own(row, person))}
                content = path.read_bytes()
                assert not [code for code in others if len(code) > 5 and code.encode() in content]
            else:
                assert found <= wanted
    for one in packed:
        info = pyogrio.read_info(path, layer=one.table)
        assert info["features"] == one.rows > 0
        assert info["crs"] == "EPSG:4326"


def test_cables_are_for_whoever_may_see_their_pages(demo_registry: Registry, tmp_path: Path) -> None:
    tables = {
        who: {
            one.table
            for one in write_map_package(demo_registry, tmp_path / f"{who}.gpkg", PEOPLE[who], today())
        }
        for who in ("office", "layer", "unbound")
    }
    assert "cables" in tables["office"]
    assert "cables" not in tables["layer"] | tables["unbound"]


def test_a_visitor_s_package_has_no_masts(demo_registry: Registry, tmp_path: Path) -> None:
    packed = write_map_package(demo_registry, tmp_path / "a.gpkg", VISITOR, today())
    assert not {"masts", "plan", "cables"} & {one.table for one in packed}
