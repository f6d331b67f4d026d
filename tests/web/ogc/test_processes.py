"""OGC API Processes Part 1: rows appraised in one question, by whoever may have a list appraised."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_schema_validator import OAS30Validator, validate
from openapi_spec_validator import validate as validate_document
from werkzeug.test import TestResponse

from registry.model.sign_in.tokens import Scope
from registry.services.office.sign_in.accounts import find_account
from registry.services.office.sign_in.tokens import make_token
from tests.services.requests import desk
from tests.web.ogc.world import read
from tests.web.people import registry_of
from web.ogc import processes
from web.ogc.conformance import CLASSES

PROCESS = "/processes/appraise-list"
ROW = {"site_code": "V1", "operator": "VTL", "mast_class": "A2b", "support": "dưới đất", "mast_height_m": 42,
       "designed_operators": 2}  # fmt: skip


def row(metres: float, code: str = "V1", **own: Any) -> dict[str, Any]:
    lon, lat = desk.north(metres)
    return {**ROW, "site_code": code, "lon": round(lon, 6), "lat": round(lat, 6), **own}


class Program:
    """A program that asks with a token of an account."""

    def __init__(self, app: Flask, account: str, *scopes: Scope) -> None:
        found = find_account(registry_of(app), name=account)
        assert found is not None
        _token, self.secret = make_token(registry_of(app), found.person, name="xử lý", scopes=scopes, days=3)
        self.client = app.test_client()

    def send(self, body: Any, path: str = f"{PROCESS}/execution", **headers: str) -> TestResponse:
        """Have a process executed."""
        own = {"Authorization": f"Bearer {self.secret}", "Accept-Language": "en", **headers}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(f"/ogc{path}", data=data, content_type="application/json", headers=own)

    def found(self, rows: list[Any], **inputs: Any) -> dict[str, Any]:
        """Return rows appraised."""
        answer = self.send({"inputs": {"rows": rows, **inputs}})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        told: dict[str, Any] = answer.get_json()
        return told


@pytest.fixture(scope="module")
def office(ogc_app: Flask) -> Program:
    """A program of the office's."""
    return Program(ogc_app, "leader", Scope.APPRAISE)


@pytest.fixture(scope="module")
def carrier(ogc_app: Flask) -> Program:
    """A program of a carrier's."""
    return Program(ogc_app, "viettel", Scope.APPRAISE)


def test_core_the_landing_page_leads_to_the_list_and_the_list_to_the_process(stranger: FlaskClient) -> None:
    assert "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/core" in CLASSES
    rel = "http://www.opengis.net/def/rel/ogc/1.0/processes"
    (link,) = [one for one in read(stranger, "")["links"] if one["rel"] == rel]
    found = stranger.get(link["href"].removeprefix("http://localhost")).get_json(force=True)
    (one,) = found["processes"]
    assert (one["id"], one["jobControlOptions"]) == ("appraise-list", ["sync-execute"])
    assert "inputs" not in one
    alone = read(stranger, PROCESS)
    assert {name: alone[name] for name in one} == one
    rels = {link["rel"]: link["href"] for link in alone["links"]}
    assert rels["self"] == f"http://localhost/ogc{PROCESS}"
    assert rels["http://www.opengis.net/def/rel/ogc/1.0/execute"].endswith(f"{PROCESS}/execution")
    assert read(stranger, "/processes?limit=1") == found
    for odd in ("limit=0", "limit=x", "khong=1", "f=html"):
        read(stranger, f"/processes?{odd}", 400)


def test_core_what_is_not_there_is_said_in_the_words_of_the_standard(
    stranger: FlaskClient, office: Program
) -> None:
    types = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/"
    for path, kind in (("/processes/xoa-het", "no-such-process"), ("/jobs/1", "no-such-job"),
                       ("/jobs/1/results", "no-such-job")):  # fmt: skip
        assert read(stranger, path, 404)["type"] == types + kind
    answer = office.send({"inputs": {}}, "/processes/xoa-het/execution")
    assert (answer.status_code, answer.get_json()["type"]) == (404, f"{types}no-such-process")


def test_the_description_has_sound_schemas_which_the_answer_keeps(
    stranger: FlaskClient, office: Program
) -> None:
    described = read(stranger, PROCESS)
    for part in (*described["inputs"].values(), *described["outputs"].values()):
        OAS30Validator.check_schema(part["schema"])
        assert "$ref" not in json.dumps(part)
    assert {name: one["minOccurs"] for name, one in described["inputs"].items()} == {
        "rows": 1, "operator": 0, "as_of": 0,
    }  # fmt: skip
    rows = [row(60.0), {"site_code": "hỏng", "lon": "đâu đó"}]
    validate(rows, described["inputs"]["rows"]["schema"], cls=OAS30Validator)
    validate(office.found(rows), described["outputs"]["appraisal"]["schema"], cls=OAS30Validator)
    document = read(stranger, "/openapi")
    validate_document(document)
    assert f"{PROCESS}/execution" in document["paths"]


def test_a_row_gets_its_findings_with_measure_limit_and_article(office: Program) -> None:
    told = office.found([row(60.0)])
    assert told["summary"]["rows"] == 1
    (one,) = told["rows"]
    near = next(each for each in one["findings"] if each["code"] == "SPC-OTHER-NEAR")
    assert near["outcome"] == "fail"
    assert near["measured"] == pytest.approx(60.0, abs=1.0)
    assert near["limit"] > near["measured"]
    assert near["article"]
    assert near["related"] == "BGG00045"


def test_the_answer_is_that_of_the_other_interface_also_in_what_is_withheld(
    ogc_app: Flask, office: Program, carrier: Program
) -> None:
    rows = [row(60.0), row(500.0, "V2")]
    for program in (office, carrier):
        here = program.found(rows)
        answer = program.client.post(
            "/api/v1/appraisals", data=json.dumps({"list": {"rows": rows}}), content_type="application/json",
            headers={"Authorization": f"Bearer {program.secret}", "Accept-Language": "en",
                     "Idempotency-Key": program.secret[-20:]},
        )  # fmt: skip
        there = answer.get_json()
        assert here["rows"] == there["proposals"]
        assert (here["summary"], here["issues"], here["law"]) == (
            there["summary"], there["issues"], there["law"]
        )  # fmt: skip
    masked = carrier.found(rows)
    assert "BGG00045" not in json.dumps(masked)
    near = next(one for one in masked["rows"][0]["findings"] if one["rule"] == "SPC-01")
    assert (near["code"], near["outcome"], near["measured"]) == ("SPC-MASKED-NEAR", "fail", None)
    assert near["limit"] > 60.0


def test_a_carrier_speaks_for_itself(carrier: Program, office: Program) -> None:
    own = row(60.0)
    del own["operator"]
    assert carrier.found([own], operator="VNPT")["rows"][0]["operator"] == "VTL"
    assert office.found([own], operator="VNPT")["rows"][0]["operator"] == "VNPT"
    answer = office.send({"inputs": {"rows": [own], "operator": "KHONG"}})
    assert answer.get_json()["code"] == "OPERATOR-UNKNOWN"


def test_one_bad_row_does_not_lose_the_others(office: Program) -> None:
    bad: list[dict[str, Any]] = [
        {"site_code": "X1", "lon": "abc", "lat": None},
        {"site_code": "X2", "lon": 1e300, "lat": -1e300, "mast_height_m": "cao"},
        {"site_code": "=cmd|'/c calc'!A1\r\n\"", "lon": True, "lat": "\u202e\u0000"},
        {"site_code": ";" * 300, "lon": "\t" * 300, "lat": '"' * 301},
        {"site_code": "Tổng cộng", "lon": "Kinh độ", "lat": "Vĩ độ"},
        {},
    ]
    told = office.found([row(60.0, "V1"), *bad, row(2500.0, "V9")])
    kept = {one["site_code"]: one for one in told["rows"]}
    alone = {one["site_code"]: one for one in office.found([row(60.0, "V1"), row(2500.0, "V9")])["rows"]}
    for code in ("V1", "V9"):
        found, wanted = (
            [(each["code"], each["outcome"], each["measured"]) for each in one[code]["findings"]]
            for one in (kept, alone)
        )
        assert found == wanted
        assert len(found) > 10
    assert kept["X1"]["lon"] is None
    assert {3, 4} <= {one["row"] for one in told["issues"] if one["code"].startswith("COORD")}


def test_who_may_not_have_lists_appraised_is_refused(ogc_app: Flask, stranger: FlaskClient) -> None:
    body = {"inputs": {"rows": [row(60.0)]}}
    refused = stranger.post(f"/ogc{PROCESS}/execution", json=body)
    assert refused.status_code == 401
    assert "Bearer" in refused.headers["WWW-Authenticate"]
    other = Program(ogc_app, "leader", Scope.REGISTER).send(body)
    assert (other.status_code, other.get_json()["code"]) == (403, "TOKEN-SCOPE")
    assert stranger.get(f"/ogc{PROCESS}/execution").status_code in (404, 405)


def test_a_document_is_given_where_it_is_asked_for(office: Program) -> None:
    rows = {"value": [{"value": row(60.0)}], "mediaType": "application/json"}
    asked = {
        "inputs": {"rows": rows, "as_of": "2026-01-05"},
        "outputs": {"appraisal": {"transmissionMode": "value", "format": {"mediaType": "application/json"}}},
    }
    raw = office.send(asked, Prefer="respond-async").get_json()
    assert raw["as_of"] == "2026-01-05"
    document = office.send({**asked, "response": "document"}).get_json()
    assert document == {"appraisal": {"value": raw}}


GOOD = {"rows": [row(60.0)]}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 5000,
        {},
        {"inputs": {}},
        {"inputs": {"rows": []}},
        {"inputs": {"rows": [row(1.0)] * (processes.MOST_ROWS + 1)}},
        {"inputs": {**GOOD, "khong": 1}},
        {"inputs": {**GOOD, "as_of": "hôm qua"}},
        {"inputs": {**GOOD, "operator": "V" * 41}},
        {"inputs": {"rows": {"href": "http://127.0.0.1/rows.json"}}},
        {"inputs": {"rows": [{"href": {"a": 1}}]}},
        {"inputs": {"rows": [{"cột lạ": 1}]}},
        {"inputs": GOOD, "subscriber": {"successUri": "http://127.0.0.1:9/"}},
        {"inputs": GOOD, "mode": "async"},
        {"inputs": GOOD, "response": "khác"},
        {"inputs": GOOD, "outputs": {"khác": {}}},
        {"inputs": GOOD, "outputs": {"appraisal": {"transmissionMode": "reference"}}},
        {"inputs": GOOD, "outputs": {"appraisal": {"format": {"mediaType": "text/xml"}}}},
    ],
)  # fmt: skip
def test_what_is_no_execution_is_refused_and_nothing_is_kept(
    office: Program, ogc_app: Flask, body: Any
) -> None:
    folder = registry_of(ogc_app).settings.home / "appraisals"
    before = sorted(folder.glob("*"))
    answer = office.send(body)
    assert answer.status_code == 400, answer.get_data(as_text=True)[:300]
    assert answer.get_json(force=True)["code"] in ("OGC-EXECUTE", "OGC-COLUMN")
    assert sorted(folder.glob("*")) == before


def test_what_is_said_to_be_no_json_and_an_unknown_parameter_are_refused(office: Program) -> None:
    headers = {"Authorization": f"Bearer {office.secret}"}
    path = f"/ogc{PROCESS}/execution"
    form = office.client.post(path, data={"inputs": "x"}, headers=headers)
    assert form.status_code == 415
    odd = office.client.post(f"{path}?async=true", json={"inputs": GOOD}, headers=headers)
    assert odd.status_code == 400


def test_rows_that_take_too_long_are_told_where_to_ask(
    office: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "WAIT_S", 0.0)
    answer = office.send({"inputs": {"rows": [row(float(n), f"V{n}") for n in range(400)]}})
    assert (answer.status_code, answer.get_json()["code"]) == (503, "OGC-SLOW")
    assert answer.headers["Retry-After"]
