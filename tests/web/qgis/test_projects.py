"""The projects of QGIS: as QGIS writes its own, each source opened by GDAL, nothing beyond the reader's."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pyogrio
import pytest
from defusedxml.ElementTree import fromstring
from flask import Flask

from registry.model.people import Person, Role
from registry.services.office.sign_in.accounts import add_account, list_accounts
from registry.services.office.sign_in.tokens import make_token
from registry.settings import read_settings
from tests.e2e.conftest import served
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.open_data.world import add_zones
from tests.web.people import PASSWORD, registry_of, running, visitor
from web.app import create_app
from web.map.mast_shapes import SHAPES

_ORDER = ["id", "datasource", "layername", "srs", "resourceMetadata", "provider", "flags", "renderer-v2"]
"""The elements of a layer in the order in which QGIS writes those of them that we write."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("qgis") / "sổ")})
    made = desk.make(settings)
    add_zones(made)
    for role in (Role.APPRAISER, Role.VIEWER):
        add_account(made, role.value, [role], password=PASSWORD, must_change=False, who="t")
    for name, organisation in (("vnpt", "VNPT"), ("viettel", "VTL")):
        add_account(
            made,
            name,
            [Role.CARRIER],
            organisation=organisation,
            password=PASSWORD,
            must_change=False,
            who="t",
        )
    made.close()
    with running(settings) as app:
        yield app


def package(pages: Pages, folder: Path) -> tuple[Element, Path]:
    answer = pages.get("/qgis/so-bts.zip")
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        assert sorted(archive.namelist()) == ["so-bts.gpkg", "so-bts.qgs"]
        archive.extractall(folder)
    return fromstring((folder / "so-bts.qgs").read_text(encoding="utf-8")), folder


def sources_of(layer: Element) -> str:
    return str(layer.findtext("datasource"))


def sources(project: Element) -> dict[str, str]:
    """Return the source of each layer by its title."""
    return {
        str(layer.findtext("layername")): str(layer.findtext("datasource"))
        for layer in project.iter("maplayer")
    }


def test_every_source_of_the_package_is_opened_by_gdal(app: Flask, tmp_path: Path) -> None:
    project, folder = package(visitor(app, "appraiser"), tmp_path)
    for title, source in sources(project).items():
        path, _, table = source.partition("|layername=")
        info = pyogrio.read_info(folder / path, layer=table)
        assert info["features"] > 0, title
    layers = {source.partition("=")[2] for source in sources(project).values()}
    assert layers == {name for name, _kind in pyogrio.list_layers(folder / "so-bts.gpkg")}
    assert {"masts", "planning", "urban_area", "military"} <= layers


def test_a_project_is_made_as_qgis_makes_its_own(app: Flask, tmp_path: Path) -> None:
    project, _folder = package(visitor(app, "appraiser"), tmp_path)
    assert project.tag == "qgis"
    assert str(project.get("version")).startswith("3.")
    plane = registry_of(app).settings.metric_epsg
    layers = list(project.iter("maplayer"))
    ids = [layer.findtext("id") for layer in layers]
    assert len(set(ids)) == len(ids)
    assert [leaf.get("id") for leaf in project.iter("layer-tree-layer")] == ids
    assert [one.get("id") for one in project.iterfind("layerorder/layer")] == ids
    assert project.findtext("projectCrs/spatialrefsys/authid") == f"EPSG:{plane}"
    assert project.find("mapcanvas/destinationsrs/spatialrefsys/wkt") is not None
    west, east = (float(str(project.findtext(f"mapcanvas/extent/{side}"))) for side in ("xmin", "xmax"))
    assert 300_000 < west < east < 700_000
    for layer in layers:
        tags = [child.tag for child in layer]
        assert [tag for tag in tags if tag in _ORDER] == _ORDER
        assert layer.findtext("provider") == "ogr"
        assert layer.findtext("srs/spatialrefsys/authid") == "EPSG:4326"
        assert layer.get("geometry") in {"Point", "Line", "Polygon"}
        assert (
            layer.findtext("layerGeometryType")
            == {"Point": "0", "Line": "1", "Polygon": "2"}[layer.get("geometry", "")]
        )
        assert "Lập cho appraiser" in str(layer.findtext("resourceMetadata/abstract"))
        names = {symbol.get("name") for symbol in layer.iterfind("renderer-v2/symbols/symbol")}
        asked = {one.get("symbol") for one in layer.iterfind("renderer-v2/categories/category")}
        assert asked <= names
        for symbol in layer.iterfind("renderer-v2/symbols/symbol"):
            kinds = {"marker": "SimpleMarker", "line": "SimpleLine", "fill": "SimpleFill"}
            assert {part.get("class") for part in symbol.iterfind("layer")} == {kinds[symbol.get("type", "")]}


def test_masts_have_the_signs_and_colours_of_our_map(app: Flask, tmp_path: Path) -> None:
    project, _folder = package(visitor(app, "appraiser"), tmp_path)
    masts = next(layer for layer in project.iter("maplayer") if layer.get("geometry") == "Point")
    renderer = masts.find("renderer-v2")
    assert renderer is not None
    assert renderer.get("type") == "categorizedSymbol"
    assert {one.get("value") for one in renderer.iter("category")} == set(SHAPES)
    signs = {
        option.get("value")
        for option in renderer.iterfind("symbols/symbol/layer/Option/Option")
        if option.get("name") == "name"
    }
    assert signs == {"cross", "circle", "diamond", "square", "triangle", "pentagon"}
    said = {option.get("value") for option in renderer.iter("Option") if option.get("name") == "expression"}
    (expression,) = said
    assert str(expression).startswith('CASE "operator" WHEN ')
    assert "WHEN 'VNPT' THEN '#" in str(expression)
    assert masts.get("labelsEnabled") == "1"


def test_by_the_api_each_collection_is_a_source_without_a_secret(app: Flask) -> None:
    project = fromstring(visitor(app, "appraiser").get("/qgis/so-bts.qgs").get_data(as_text=True))
    found = {}
    for layer in project.iter("maplayer"):
        assert layer.findtext("provider") == "OAPIF"
        assert layer.findtext("srs/spatialrefsys/authid") == "OGC:CRS84"
        parts = dict(part.split("=", 1) for part in str(layer.findtext("datasource")).split())
        found[parts["typename"]] = parts
        assert parts["url"] == "'http://localhost/ogc'"
        assert parts["version"] == "'OGC_API_FEATURES'"
        assert not {"authcfg", "username", "password"} & set(parts)
    assert set(found) == {f"'{name}'" for name in ("masts", "plan", "cables", "zones", "communes")}
    zones = next(
        layer for layer in project.iter("maplayer") if "'zones'" in str(layer.findtext("datasource"))
    )
    assert {"planning", "urban_area", "military"} <= {one.get("value") for one in zones.iter("category")}


def test_whom_a_layer_is_hidden_from_has_neither_it_nor_its_name(app: Flask, tmp_path: Path) -> None:
    for name in ("viewer", "vnpt", "viettel"):
        pages = visitor(app, name)
        project, folder = package(pages, tmp_path / name)
        layers = {table for table, _kind in pyogrio.list_layers(folder / "so-bts.gpkg")}
        assert "military" not in layers
        assert ("masts" in layers) is (name != "viettel")
        assert "military" not in pages.get("/qgis/so-bts.qgs").get_data(as_text=True)
        assert len(sources(project)) == len(layers)


def test_the_page_leads_to_both_and_is_for_whoever_has_signed_in(app: Flask) -> None:
    links = {link.get("href") for link in visitor(app, "viettel").page("/qgis").all("a")}
    assert "/qgis/so-bts.zip" in links
    assert Pages(app).client.get("/qgis/so-bts.zip").status_code == 302
    assert Pages(app).client.get("/qgis/so-bts.qgs").status_code == 302


def test_what_the_project_asks_of_the_api_is_there(app: Flask) -> None:
    """Each collection is one of the reader's, and has the columns by which it is drawn and labelled."""
    pages = visitor(app, "appraiser")
    project = fromstring(pages.get("/qgis/so-bts.qgs").get_data(as_text=True))
    there = {one["id"] for one in pages.get("/ogc/collections?f=json").get_json()["collections"]}
    checked = 0
    for layer in project.iter("maplayer"):
        parts = dict(part.split("=", 1) for part in sources_of(layer).split())
        name = parts["typename"].strip("'")
        assert name in there
        known = pages.get(f"/ogc/collections/{name}/schema?f=json").get_json()["properties"]
        asked = {style.get("fieldName") for style in layer.iter("text-style")}
        renderer = layer.find("renderer-v2")
        assert renderer is not None
        if attribute := renderer.get("attr"):
            asked.add(attribute.replace("coalesce(", "").split(",")[0].strip('"'))
            asked |= {"operator"} if name == "masts" else set()
        assert asked <= set(known), name
        checked += len(asked)
    assert checked >= 5


BY_GDAL = """
import json, sys, pyogrio
url = sys.argv[1]
found = {"layers": [name for name, _kind in pyogrio.list_layers("OAPIF:" + url)]}
for layer, column in (("masts", "site_code"), ("zones", "layer")):
    found[layer] = sorted(pyogrio.read_dataframe("OAPIF:" + url, layer=layer)[column])
print(json.dumps(found))
"""
"""A process of its own: GDAL waits for the server with the lock that the server's threads would need."""


def test_gdal_opens_what_the_project_names_by_a_token(tmp_path: Path) -> None:
    """By the address and collections of the project, as the reader of the token."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    made = desk.make(settings)
    add_zones(made)
    add_account(
        made, "vnpt", [Role.CARRIER], organisation="VNPT", password=PASSWORD, must_change=False, who="t"
    )
    owner = next(account for account in list_accounts(made) if account.name == "vnpt")
    person = Person("vnpt", frozenset({Role.CARRIER}), "VNPT", id=owner.id)
    _token, secret = make_token(made, person, name="QGIS", scopes=["register:read"], days=7)
    made.close()
    app = create_app(settings)
    with served(app) as address:
        said = visitor(app, "vnpt").get("/qgis/so-bts.qgs").get_data(as_text=True)
        project = fromstring(said.replace("http://localhost", address))  # by the name it is asked for
        named = [dict(p.split("=", 1) for p in sources_of(one).split()) for one in project.iter("maplayer")]
        (url,) = {parts["url"].strip("'") for parts in named}
        assert url == f"{address}/ogc"
        done = subprocess.run(
            [sys.executable, "-c", BY_GDAL, url], capture_output=True, text=True, timeout=60, check=False,
            env={**os.environ, "GDAL_HTTP_USERPWD": f"qgis:{secret}"},
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {parts["typename"].strip("'") for parts in named} <= set(found["layers"])
    assert found["masts"] == ["BGG00045"]
    assert found["zones"] == ["planning", "urban_area"]
