"""A real server, opened by the programs that people have: GDAL's driver for OGC API, and OWSLib."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from flask import Flask
from owslib.ogcapi.features import Features as Client
from owslib.ogcapi.processes import Processes
from owslib.ogcapi.records import Records
from shapely import Point

from registry.model.people import Person, Role
from registry.model.sign_in.tokens import Scope
from registry.services.office.calendar import today
from registry.services.office.sign_in.accounts import find_account
from registry.services.office.sign_in.tokens import make_token
from registry.services.open_data.decisions import Typed, open_set, withdraw
from tests.web.ogc.world import EPSG, LAT, LON
from tests.web.people import registry_of

DOCUMENT = Path(__file__).parents[3] / "docs" / "operate" / "ogc-api.md"


# A process of its own: GDAL waits for its answer without letting another thread of ours run.
SERVER = """
import sys, waitress
from registry.settings import read_settings
from web.app import create_app

app = create_app(read_settings({"BTS_HOME": sys.argv[1]}))
server = waitress.create_server(app, host="127.0.0.1", port=0, threads=2)
print(server.effective_port, flush=True)
server.run()
"""


@pytest.fixture(scope="module")
def address(ogc_app: Flask) -> Iterator[str]:
    """The address of the service of a server as it runs in an office."""
    home = ogc_app.extensions["bts-settings"].home
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(home)], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        pyogrio.set_gdal_config_options({"GDAL_HTTP_TIMEOUT": "30"})
        yield f"http://127.0.0.1:{port}/ogc"
        server.kill()


def secret(app: Flask, name: str, *scopes: Scope) -> str:
    account = find_account(registry_of(app), name=name)
    assert account is not None
    _token, found = make_token(registry_of(app), account.person, name="bản đồ", scopes=scopes, days=3)
    return found


@contextmanager
def gdal(**options: str) -> Iterator[None]:
    """Have GDAL ask with these settings, and no more afterwards."""
    pyogrio.set_gdal_config_options(dict(options))
    yield
    pyogrio.set_gdal_config_options(dict.fromkeys(options))


def layers(address: str) -> list[str]:
    return sorted(str(name) for name, _kind in pyogrio.list_layers(f"OAPIF:{address}"))


def test_gdal_opens_what_a_stranger_may_see(address: str) -> None:
    assert layers(address) == ["catalogue", "communes"]
    info = pyogrio.read_info(f"OAPIF:{address}", layer="communes", force_feature_count=True)
    assert info["features"] > 90
    assert "CRS84" in info["crs"]


@pytest.mark.parametrize("how", ["basic", "bearer"])
def test_gdal_opens_a_carriers_own_masts_by_its_token(ogc_app: Flask, address: str, how: str) -> None:
    token = secret(ogc_app, "viettel", Scope.REGISTER)
    by = {
        "basic": {"GDAL_HTTP_AUTH": "BASIC", "GDAL_HTTP_USERPWD": f"ai:{token}"},
        "bearer": {"GDAL_HTTP_AUTH": "BEARER", "GDAL_HTTP_BEARER": token},
    }[how]
    with gdal(**by):
        assert layers(address) == ["cables", "catalogue", "communes", "masts", "plan", "zones"]
        found = pyogrio.read_dataframe(f"OAPIF:{address}", layer="masts")
        assert sorted(found["site_code"]) == ["VTL1", "VTL2"]
        zones = pyogrio.read_dataframe(f"OAPIF:{address}", layer="zones")
        assert list(zones["layer"]) == ["urban_area"]


def test_gdal_narrows_by_box_and_by_attribute_and_pages_by_itself(ogc_app: Flask, address: str) -> None:
    with gdal(GDAL_HTTP_USERPWD=f"ai:{secret(ogc_app, 'leader', Scope.REGISTER)}", GDAL_HTTP_AUTH="BASIC"):
        where = f"OAPIF:{address}"
        every = pyogrio.read_dataframe(where, layer="masts", PAGE_SIZE="1")
        assert sorted(every["site_code"]) == ["BGG00045", "VMS1", "VTL1", "VTL2"]
        box = (LON - 0.001, LAT - 0.001, LON + 0.001, LAT + 0.010)
        assert sorted(pyogrio.read_dataframe(where, layer="masts", bbox=box)["site_code"]) == [
            "BGG00045",
            "VTL1",
        ]
        for text, chosen in {
            "mast_height_m > 42": ["VMS1", "VTL2"],
            "operator = 'VNPT'": ["BGG00045"],
            "mast_class = 'A2b' AND mast_height_m < 45": ["BGG00045"],
        }.items():
            assert sorted(pyogrio.read_dataframe(where, layer="masts", where=text)["site_code"]) == chosen
        (place,) = every[every["site_code"] == "BGG00045"].geometry
        assert (place.x, place.y) == pytest.approx((LON, LAT), abs=1e-7)
        plane = pyogrio.read_dataframe(where, layer="masts", CRS=f"{EPSG}9214")
        assert plane.crs.to_epsg() == 9214
        back = plane.to_crs(4326)[plane["site_code"] == "BGG00045"].geometry.iloc[0]
        assert (back.x, back.y) == pytest.approx((LON, LAT), abs=1e-5)


def test_a_token_that_does_not_read_the_register_sees_as_a_stranger_and_a_wrong_one_nothing(
    ogc_app: Flask, address: str
) -> None:
    client, path = ogc_app.test_client(), "/ogc/collections"

    def seen(token: str) -> list[str]:
        answer = client.get(path, headers={"Authorization": f"Bearer {token}"})
        return [one["id"] for one in answer.get_json(force=True)["collections"]]

    assert seen(secret(ogc_app, "viettel", Scope.NOTICES)) == ["communes", "catalogue"]
    assert "masts" in seen(secret(ogc_app, "viettel", Scope.REGISTER))
    wrong = client.get(path, headers={"Authorization": "Bearer bts_" + "x" * 43})
    assert wrong.status_code == 401
    assert wrong.get_json(force=True)["code"] == "TOKEN-WRONG"


def test_owslib_reads_collections_queryables_and_items(ogc_app: Flask, address: str) -> None:
    token = secret(ogc_app, "leader", Scope.REGISTER)
    client = Client(address, headers={"Authorization": f"Bearer {token}"})
    assert {"masts", "zones", "communes"} <= set(client.feature_collections())
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in client.conformance()["conformsTo"]
    assert client.api()["openapi"].startswith("3.0")
    assert "mast_height_m" in client.collection_queryables("masts")["properties"]
    assert client.collection("masts")["id"] == "masts"
    found = client.collection_items("masts", limit=2, bbox=[LON - 1, LAT - 1, LON + 1, LAT + 1])
    assert (found["numberMatched"], found["numberReturned"]) == (4, 2)
    chosen = client.collection_items("masts", filter="mast_height_m > 42", limit=10)
    assert sorted(one["properties"]["site_code"] for one in chosen["features"]) == ["VMS1", "VTL2"]
    one: Any = client.collection_item("masts", "mast-VTL1")
    assert one["properties"]["site_code"] == "VTL1"


def test_the_commands_of_the_document_do_what_it_says(address: str, tmp_path: Path) -> None:
    """By the very driver that the commands use; the address of the document is that of the server here."""
    text = DOCUMENT.read_text(encoding="utf-8").replace("http://127.0.0.1:8000/ogc", address)
    commands = [line.split() for line in text.splitlines() if re.match(r"(ogrinfo|ogr2ogr) ", line)]
    assert len(commands) == 4
    for tool, *rest in commands:
        (source,) = [part for part in rest if part.startswith("OAPIF:")]
        assert layers(source.removeprefix("OAPIF:")) == ["catalogue", "communes"]
        if "communes" not in rest:
            continue
        box = None
        if "-spat" in rest:
            west, south, east, north = map(float, rest[rest.index("-spat") + 1 : rest.index("-spat") + 5])
            box = (west, south, east, north)
        found = pyogrio.read_dataframe(source, layer="communes", bbox=box)
        assert len(found) > 0
        if tool == "ogr2ogr":
            target = tmp_path / rest[rest.index("-f") + 2]
            pyogrio.write_dataframe(found, target, driver=rest[rest.index("-f") + 1])
            assert pyogrio.read_info(target)["features"] == len(found)
    examples = [line for line in text.splitlines() if line.startswith("/ogc/collections/")]
    assert len(examples) == 8


def test_the_addresses_of_the_document_answer(leader: Any) -> None:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    for line in (line for line in lines if line.startswith("/ogc/")):
        assert leader.get(line).status_code == 200, line


def test_gdal_takes_the_records_for_a_layer_and_reads_them(ogc_app: Flask, address: str) -> None:
    leader = Person("leader", frozenset({Role.LEADER}))
    typed = Typed("12/QĐ", today(), today(), None, "Ghi nguồn.", "bcvt@so.example")
    open_set(registry_of(ogc_app), "zones", typed, person=leader)
    try:
        found = pyogrio.read_dataframe(f"OAPIF:{address}", layer="catalogue")
    finally:
        withdraw(registry_of(ogc_app), "zones", "hết", person=leader)
    assert list(found["type"]) == ["dataset"]
    assert list(found["rights"]) == ["Ghi nguồn."]
    assert found.geometry.iloc[0].contains(Point(LON, LAT))


def test_owslib_finds_the_catalogue_and_has_rows_appraised(ogc_app: Flask, address: str) -> None:
    records = Records(address)
    assert records.records() == ["catalogue"]
    assert records.collection_items("catalogue", q="xyzzy")["numberMatched"] == 0
    token = secret(ogc_app, "viettel", Scope.APPRAISE)
    processes = Processes(address, headers={"Authorization": f"Bearer {token}"})
    assert [one["id"] for one in processes.processes()] == ["appraise-list"]
    assert set(processes.process("appraise-list")["inputs"]) == {"rows", "operator", "as_of"}
    rows = [{"site_code": "V1", "lon": LON, "lat": LAT + 0.002, "mast_height_m": 42}]
    for late in (False, True):  # a wish to be answered later is left unheard
        found = processes.execute("appraise-list", inputs={"rows": rows}, async_=late)
        (one,) = found["appraisal"]["value"]["rows"]
        assert (one["site_code"], one["operator"]) == ("V1", "VTL")
        assert one["findings"]
