"""What a carrier gets on the pages: its own lists and masts, whatever it asks for; others only masked."""

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.model.people import Person, Role
from registry.model.requests.desk import RequestKind
from registry.services.appraise.spot_settings import set_spots
from registry.services.office.registry import open_registry
from registry.services.register.map_masts import MapMasts, map_masts
from registry.services.requests.requests import receive_request
from registry.settings import Settings
from tests.web.people import running, signed_in, token, with_people
from web.frame.office import registry


@pytest.fixture(scope="module")
def people(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home: Path = tmp_path_factory.mktemp("masking") / "home"
    return with_people(demo_settings, home)


@pytest.fixture(scope="module")
def people_app(people: Settings) -> Iterator[Flask]:
    with running(people) as app:
        yield app


@pytest.fixture(scope="module")
def masts(people: Settings) -> Iterator[MapMasts]:
    registry = open_registry(people)
    yield map_masts(registry)
    registry.close()


def split(masts: MapMasts, operator: str) -> tuple[list[int], list[int]]:
    """Rows of masts with this operator on them, and of the others."""
    bit = 1 << masts.operators.index(operator)
    rows = range(len(masts))
    return [r for r in rows if masts.networks[r] & bit], [r for r in rows if not masts.networks[r] & bit]


def upload(client: FlaskClient, path: Path) -> str:
    with path.open("rb") as file:
        answer = client.post(
            "/appraise",
            data={"csrf_token": token(client, "/appraise"), "list": (io.BytesIO(file.read()), path.name)},
        )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"]


def body(client: FlaskClient, path: str) -> bytes:
    """What an address answers; files made for it are closed."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    found = answer.get_data()
    answer.close()
    return found


@pytest.fixture(scope="module")
def own_list(people: Settings, people_app: Flask) -> str:
    """The address of the sample list, handed in by the carrier and appraised."""
    address = upload(signed_in(people_app, "carrier"), people.home / "samples" / "danh-sach-mau-lon-xon.xlsx")
    assert signed_in(people_app, "appraiser").get(f"{address}/view.json").status_code == 200
    return address


def test_the_maps_data_holds_only_the_carriers_own_masts(people_app: Flask, masts: MapMasts) -> None:
    own, _ = split(masts, "VTL")
    sent = signed_in(people_app, "carrier").get("/map/masts.bin").get_data()
    assert int.from_bytes(sent[8:12], "little") == len(own)
    assert int.from_bytes(signed_in(people_app, "viewer").get("/map/masts.bin").data[8:12], "little") == len(
        masts
    )


def test_the_sheet_of_anothers_mast_is_not_found_by_code_or_by_number(
    people_app: Flask, masts: MapMasts
) -> None:
    own, others = split(masts, "VTL")
    client = signed_in(people_app, "carrier")
    assert client.get(f"/map/site?number={masts.site[own[0]]}").status_code == 200
    for row in others[:12]:
        for asked in (f"number={masts.site[row]}", f"code={masts.codes[row]}"):
            answer = client.get(f"/map/site?{asked}")
            assert answer.status_code == 404
            assert f"{masts.lat[row]:.4f}" not in answer.get_data(as_text=True)


def test_search_and_list_name_no_mast_of_others(people_app: Flask, masts: MapMasts) -> None:
    own, others = split(masts, "VTL")
    client = signed_in(people_app, "carrier")
    shared = {masts.codes[row] for row in own}
    for row in others[:12]:
        code = masts.codes[row]
        if code in shared:
            continue
        hits = client.get(f"/search?q={code}").get_json()["hits"]
        assert all(hit["kind"] != "site" or hit["code"] in shared for hit in hits)
    text = client.get("/map/list?bbox=100,15,110,25").get_data(as_text=True)
    foreign = {masts.codes[row] for row in others} - shared
    assert [code for code in foreign if f">{code}<" in text] == []
    assert client.get(f"/search?q={masts.codes[own[0]]}").get_json()["hits"]


def test_a_spot_beside_anothers_mast_is_judged_but_tells_nothing_of_it(
    people_app: Flask, masts: MapMasts
) -> None:
    _, others = split(masts, "VTL")
    row = next(r for r in others if masts.networks[r] and masts.state[r] == 0 and masts.mast_class[r] == 4)
    asked = f"lon={masts.lon[row] + 0.0004}&lat={masts.lat[row]}&mast_class=A2b&operator=VTL&height_m=42"
    visitor = people_app.test_client()
    refused = visitor.get(f"/api/check?{asked}")
    assert refused.status_code == 403  # until the office decides otherwise
    assert refused.get_json()["error"]["code"] == "SPOTS-CLOSED"
    leader = Person("leader", frozenset({Role.LEADER}))
    with people_app.app_context():
        set_spots(registry(), "4", "12/QĐ-SKHCN", dt.date(2026, 11, 2), person=leader)
    for client in (visitor, signed_in(people_app, "carrier")):
        answer = client.get(f"/api/check?{asked}")
        assert masts.codes[row] not in answer.get_data(as_text=True)
        near = [f for f in answer.get_json()["findings"] if f["rule"] == "SPC-01"]
        assert near
        assert all(f[name] is None for f in near for name in ("related", "evidence", "measured"))
        assert "dưới khoảng 50 m" in near[0]["message"] or "50 đến 100 m" in near[0]["message"]
    page = signed_in(people_app, "carrier").get(f"/map/spot?{asked}")
    assert masts.codes[row] not in page.get_data(as_text=True)
    full = signed_in(people_app, "appraiser").get(f"/api/check?{asked}").get_data(as_text=True)
    assert masts.codes[row] in full


def test_a_list_is_found_by_its_own_carrier_and_the_office_and_by_nobody_else(
    people_app: Flask, own_list: str
) -> None:
    ways = ["", "/progress.json", "/view.json", "/around.json", "/rows/0.json"]
    ways += ["/marked.xlsx", "/findings.json", "/map.html"]
    for name, status in (("carrier", 200), ("leader", 200), ("rival", 404)):
        client = signed_in(people_app, name)
        for way in ways:
            answer = client.get(f"{own_list}{way}")
            assert answer.status_code == status, (name, way)
            answer.close()
        assert (own_list in client.get("/appraise").get_data(as_text=True)) is (status == 200)
    rival = signed_in(people_app, "rival")
    moved = rival.post(
        f"{own_list}/rows/0/move",
        json={"lon": 106.2, "lat": 21.3},
        headers={"X-CSRFToken": token(rival, "/appraise")},
    )
    assert moved.status_code == 404


def test_a_list_of_the_office_is_not_found_by_a_carrier(people_app: Flask, people: Settings) -> None:
    address = upload(signed_in(people_app, "appraiser"), people.home / "samples" / "danh-sach-mau-sach.xlsx")
    assert signed_in(people_app, "carrier").get(address).status_code == 404
    assert signed_in(people_app, "carrier").get(f"{address}/view.json").status_code == 404


def test_a_carriers_results_name_no_mast_of_others_in_any_form(
    people_app: Flask, own_list: str, masts: MapMasts, people: Settings
) -> None:
    own, others = split(masts, "VTL")
    sent = {
        str(cell)
        for sheet in openpyxl.load_workbook(people.home / "samples" / "danh-sach-mau-lon-xon.xlsx")
        for line in sheet.iter_rows(values_only=True)
        for cell in line
    }
    foreign = {masts.codes[row] for row in others} - {masts.codes[row] for row in own} - sent
    assert len(foreign) > 20
    carrier, officer = signed_in(people_app, "carrier"), signed_in(people_app, "appraiser")
    pattern = re.compile(r"[A-Za-z0-9_-]{4,}")

    def named(text: str) -> set[str]:
        return set(pattern.findall(text)) & foreign

    full = body(officer, f"{own_list}/findings.json").decode()
    assert named(full)
    rows = len(json.loads(full)["proposals"])
    ways = ["/view.json", "/around.json", "/findings.json", "/map.html"]
    for way in (*ways, *(f"/rows/{row}.json" for row in range(rows))):
        assert named(body(carrier, f"{own_list}{way}").decode()) == set(), way
    book = openpyxl.load_workbook(io.BytesIO(body(carrier, f"{own_list}/marked.xlsx")))
    written = [
        f"{cell.value or ''} {cell.comment.text if cell.comment else ''}"
        for sheet in book
        for line in sheet.iter_rows()
        for cell in line
    ]
    assert named(" ".join(written)) == set()


@pytest.fixture(scope="module")
def own_request(people: Settings) -> str:
    """The id of a request of the carrier's."""
    registry = open_registry(people)
    try:
        made = receive_request(
            registry,
            people.home / "samples" / "danh-sach-mau-sach.xlsx",
            kind=RequestKind.POSITION,
            organisation="VTL",
            officer="appraiser",
            who="test",
        )
    finally:
        registry.close()
    return made.id


def test_another_carrier_reaches_nothing_of_a_request_or_list_by_any_way_in(
    people_app: Flask, own_list: str, own_request: str
) -> None:
    rival, owner = signed_in(people_app, "rival"), signed_in(people_app, "carrier")
    addresses = {
        "api": own_list.rpartition("/")[2],
        "appraise": own_list.rpartition("/")[2],
        "requests": own_request,
        "papers": own_request,
        "letter": own_request,
    }
    assert owner.get(f"/requests/{own_request}").status_code == 200
    form = token(rival, "/appraise")
    tried = 0
    for rule in people_app.url_map.iter_rules():
        if "address" not in rule.arguments:
            continue
        path = rule.rule.replace("<address>", addresses[rule.endpoint.partition(".")[0].partition("_")[0]])
        path = re.sub(r"<(?:int:)?\w+>", "0", path)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = rival.open(path, method=method, data={"csrf_token": form} if method == "POST" else None)
            assert answer.status_code in {403, 404}, (method, path, answer.status_code)
            answer.close()
            tried += 1
    assert tried > 60


def test_a_consulted_body_gets_masked_findings_and_no_lists(people_app: Flask, own_list: str) -> None:
    client = signed_in(people_app, "consulted")
    assert client.get(own_list).status_code == 403
    assert client.get("/").status_code == 200
