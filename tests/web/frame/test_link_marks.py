"""Links that are passed on by Zalo, Facebook or a mailing carry marks that nobody typed.

Every page for everybody, by the guards' own declaration, answers as though they were not there.
"""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from werkzeug.datastructures import MultiDict

from registry.errors import RefusalError
from registry.services.office.calendar import today
from registry.services.open_data.sets import datasets
from registry.services.storm.now_links import make_link
from tests.pages import Pages
from tests.services.outages.world import opened
from tests.web.people import registry_of, token, visitor
from web.frame import parameters
from web.frame.guard import guard_of
from web.frame.guides import GUIDES, PICTURES

MARKS = "zarsrc=410&utm_source=zalo&utm_medium=zalo&utm_campaign=zalo&fbclid=IwAR0x&gclid=Cj0&UTM_ID=7"
STRANGE = f"{MARKS}&khong-co=1&khong-co=2&mast_=x"
NOT_READ = {
    "oidc.back", "oidc.begin", "oidc.ended", "security.static", "security.tf_select",
    "security.two_factor_rescue", "security.two_factor_setup", "security.two_factor_token_validation",
    "tiles.hillshade", "tiles.pmtiles",
}  # fmt: skip
"""Steps of signing in, to which no link leads, and the tiles of a background that is not in this register."""


@pytest.fixture(scope="module")
def addresses(app: Flask) -> dict[str, str]:
    """An address that answers, for every public rule that is read."""
    event = opened(registry_of(app), name="Bão công khai")
    duty = visitor(app, "duty_officer")
    duty.post(f"/outages/{event.id}", {"deed": "publish", "version": event.version}, 303)
    leader, dataset = visitor(app, "leader"), next(iter(datasets().values()))
    for name in (dataset.name, "zones"):
        office = f"/office/open-data/{name}"
        typed = {
            "decision": "12/QĐ-SKHCN", "decided_on": today().isoformat(), "opens": today().isoformat(),
            "closes": today().isoformat(), "terms": "Ghi nguồn.", "contact": "bcvt@so.example",
            "since": leader.page(office).one(name="since")["value"],
        }  # fmt: skip
        leader.post(office, typed, 303)
    plates = visitor(app, "appraiser").page("/plates?codes=BGG00003")
    plate = next(a["href"] for a in plates.all("a") if a["href"].startswith("/m/"))
    receipt = reported(app.test_client())
    _link, code = make_link(registry_of(app), given_to="Văn phòng UBND", hours=24, who="trực")
    communes = app.test_client().get("/ogc/collections/communes/items?limit=1").get_json(force=True)
    commune = communes["features"][0]["id"]
    return {
        "about.show": "/about",
        "api.docs": "/api/v1/docs",
        "api.openapi": "/api/v1/openapi.json",
        "api.problem": "/api/v1/problems/TOKEN-WRONG",
        "api_check.check": "/api/check?lon=106.3&lat=21.35&height_m=42",
        "field_app.manifest": "/field/manifest.webmanifest",
        "field_app.shell": "/field/shell",
        "field_app.worker": "/field/worker.js",
        "field_reports.borders": "/report/borders.json",
        "field_reports.new": f"/report?mast={plate.removeprefix('/m/')}",
        "field_reports.photo": f"{receipt}/photos/0.jpg",
        "field_reports.status": receipt,
        "guides.listed": "/guide",
        "guides.picture": f"/guide/pictures/{next(PICTURES.glob('*.png')).name}",
        "guides.show": f"/guide/{GUIDES[0].name}",
        "country.script": "/country/map.js",
        "map.script": "/map/desk.js",
        "now.opened_link": f"/now/link/{code}",
        "ogc.collection": "/ogc/collections/communes",
        "ogc.collections": "/ogc/collections",
        "ogc.conformance": "/ogc/conformance",
        "ogc.item": f"/ogc/collections/communes/items/{commune}",
        "ogc.items": "/ogc/collections/communes/items?limit=2",
        "ogc.job": "/ogc/jobs/x",
        "ogc.job_results": "/ogc/jobs/x/results",
        "ogc.landing": "/ogc",
        "ogc.listed": "/ogc/processes",
        "ogc.openapi": "/ogc/openapi",
        "ogc.process": "/ogc/processes/appraise-list",
        "ogc.queryables": "/ogc/collections/communes/queryables",
        "ogc.schema": "/ogc/collections/communes/schema",
        "open_data.catalogue": "/open-data/catalogue.json",
        "open_data.dictionary": "/open-data/dictionary",
        "open_data.file": f"/open-data/{dataset.name}.{dataset.forms[0]}",
        "open_data.show": "/open-data",
        "open_tiles.about": "/open-data/tiles/zones.json",
        "open_tiles.tile": "/open-data/tiles/zones/8/203/112.mvt",
        "outages.public": f"/outages/public/{event.id}",
        "outages.public_csv": f"/outages/public/{event.id}.csv",
        "outages.public_list": "/outages/public",
        "plates.mast": plate,
        "security.login": "/sign-in",
        "static": "/static/icon.svg",
        "well_known.robots": "/robots.txt",
        "well_known.security": "/.well-known/security.txt",
    }


CLOSED = {"api_check.check": 403, "ogc.job": 404, "ogc.job_results": 404, "well_known.security": 404}
"""Until the office opens it by a decision, until whoever keeps the server sets a contact; no job is kept."""


def reported(client: FlaskClient) -> str:
    """Report a leaning mast by the form of a link that bears a mark; the address of the receipt."""
    into = io.BytesIO()
    Image.new("RGB", (64, 48), "grey").save(into, "JPEG")
    into.seek(0)
    sent = {
        "csrf_token": token(client, "/report?zarsrc=410"), "kind": "leaning", "words": "Cột nghiêng",
        "place": "đầu thôn Chợ", "commune-unknown": "1", "photos": [(into, "a.jpg")],
    }  # fmt: skip
    answer = client.post("/report?zarsrc=410", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.get_data(as_text=True)[:400]
    return answer.headers["Location"]


def with_(address: str, query: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{query}"


def shown(client: FlaskClient, address: str) -> tuple[int, bytes]:
    """Return the status, and a file's bytes; a page has a token of its own each time."""
    answer = client.get(address)
    body = answer.get_data()
    answer.close()
    return answer.status_code, b"" if answer.mimetype == "text/html" else body


def test_every_page_for_everybody_answers_what_it_would_without_the_marks(
    app: Flask, addresses: dict[str, str]
) -> None:
    public = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and (guard := guard_of(app, rule.endpoint)) is not None
        and guard.public
    }
    assert public == set(addresses) | NOT_READ
    client = app.test_client()
    for endpoint, address in addresses.items():
        bare = shown(client, address)
        assert bare[0] == CLOSED.get(endpoint, 200), address
        guard = guard_of(app, endpoint)
        assert guard is not None
        for query in (MARKS,) if guard.exact else (MARKS, STRANGE):
            assert shown(client, with_(address, query)) == bare, (address, query)


def test_what_a_public_page_knows_is_still_checked(app: Flask) -> None:
    anybody = Pages(app)
    assert "PLATE-UNKNOWN" in anybody.get(f"/report?mast=ABCDEFGH&{MARKS}").get_data(as_text=True)
    assert app.test_client().get(f"/api/check?lat=21.35&{MARKS}").status_code == 400
    misspelt = app.test_client().get(f"/api/check?lon=106.3&lat=21.35&hieght_m=4&{MARKS}")
    assert misspelt.get_json()["error"]["code"] == "WEB-PARAMETER-UNKNOWN", "a height would be left out"


def test_a_page_inside_drops_marks_and_refuses_other_strange_parameters(app: Flask) -> None:
    officer = visitor(app, "appraiser")
    for page in ("/defects", "/campaigns", "/outages", "/zones", "/visits", "/storms", "/same-mast"):
        officer.get(f"{page}?{MARKS}")
        refused = officer.get(f"{page}?{STRANGE}", 400).get_data(as_text=True)
        assert "WEB-PARAMETER-UNKNOWN" in refused
        assert "khong-co" in refused, "the one that is wrong is named, not the mark"


@given(st.text(min_size=1, max_size=20))
def test_only_marks_are_dropped_inside(name: str) -> None:
    """No name that a page inside may know, or somebody may misspell, passes for a mark by being like one."""
    asked = MultiDict({name: "1"})
    try:
        parameters.known_only(asked, ("zone", "q", "page"))
    except RefusalError:
        assert not parameters.is_mark(name)
    else:
        assert parameters.is_mark(name) or name in {"zone", "q", "page", "lang"}
