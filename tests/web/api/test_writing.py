"""What programs of carriers send in: lists, requests, reports; once under a key, and nothing of others."""

import base64
import threading
import uuid
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.model.sign_in.tokens import Scope
from registry.services.lists.mast_lists import list_mast_lists
from registry.services.office.operation import jobs
from registry.services.outages.carrier_reports import reports_of
from tests.services.outages.world import opened
from tests.services.requests import desk as world
from tests.web.api.world import Program
from tests.web.people import registry_of, sign_in, token

ROW = {"site_code": "V1", "operator": "VTL", "mast_class": "A2b", "support": "dưới đất", "mast_height_m": 42,
       "designed_operators": 2}  # fmt: skip


def row(metres: float, code: str = "V1", **own: Any) -> dict[str, Any]:
    lon, lat = world.north(metres)
    return {**ROW, "site_code": code, "lon": round(lon, 6), "lat": round(lat, 6), **own}


def test_a_spot_is_appraised_with_what_was_measured_limit_and_article(vtl: Program, desk: Program) -> None:
    answer = desk.post("/appraisals", {"list": {"rows": [row(60.0)]}})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    told = answer.get_json()
    near = next(one for one in told["proposals"][0]["findings"] if one["code"] == "SPC-OTHER-NEAR")
    assert near["outcome"] == "fail"
    assert near["measured"] == pytest.approx(60.0, abs=1.0)
    assert near["limit"] > near["measured"]
    assert near["article"]
    assert near["related"] == "BGG00045"
    masked = vtl.post("/appraisals", {"list": {"rows": [row(60.0)]}}).get_json()
    assert "BGG00045" not in str(masked)
    again = vtl.get(f"/appraisals/{told['id']}")
    assert (again.status_code, again.get_json()["code"]) == (404, "APPRAISAL-NOT-FOUND")  # the office's own


def test_rows_and_the_same_workbook_are_judged_alike(desk: Program, tmp_path: Path) -> None:
    path = world.write_list(tmp_path / "ds.xlsx", world.FIVE)
    file = {"name": path.name, "content": base64.b64encode(path.read_bytes()).decode()}
    by_file = desk.post("/appraisals", {"list": {"file": file}}).get_json()
    rows = [row(metres, code) for code, metres, _ in world.FIVE]
    by_rows = desk.post("/appraisals", {"list": {"rows": rows}}).get_json()
    assert by_file["summary"] == by_rows["summary"]
    assert by_file["summary"]["rows"] == 5
    outcomes = [
        [(own["rule"], own["outcome"], own["code"]) for one in found["proposals"] for own in one["findings"]]
        for found in (by_file, by_rows)
    ]
    assert outcomes[0] == outcomes[1]


def test_a_request_is_filed_once_under_a_key_however_often_it_is_sent(vtl: Program, vnpt: Program) -> None:
    sent = {"kind": "position", "letter_number": "77/VT", "list": {"rows": [row(2500.0)]}}
    key = str(uuid.uuid4())
    first = vtl.post("/requests", sent, key=key)
    assert first.status_code == 201, first.get_data(as_text=True)
    made = first.get_json()
    assert (made["organisation"], made["state"], made["rows"]) == ("VTL", "received", 1)
    assert (made["clock"]["used_days"], made["clock"]["overdue"]) == (0, False)
    again = vtl.post("/requests", sent, key=key)
    assert (again.status_code, again.get_json(), again.headers["Location"]) == (
        201, made, first.headers["Location"]
    )  # fmt: skip
    assert again.headers["Idempotency-Replayed"] == "true"
    other = vtl.post("/requests", {**sent, "note": "khác"}, key=key)
    assert (other.status_code, other.get_json()["code"]) == (422, "API-KEY-OTHER")
    assert [one["id"] for one in vtl.get("/requests").get_json()["requests"]] == [made["id"]]
    assert vnpt.get("/requests").get_json()["requests"] == []
    assert vnpt.get(f"/requests/{made['id']}").status_code == 404


def test_what_was_filed_before_is_refused_as_by_the_form(vtl: Program) -> None:
    sent = {"kind": "position", "letter_number": "78/VT", "list": {"rows": [row(2600.0, "V2")]}}
    assert vtl.post("/requests", sent).status_code == 201
    answer = vtl.post("/requests", sent)
    assert answer.status_code in (400, 409, 422)
    assert answer.get_json()["code"].startswith("REQUEST-FILED")


def test_a_list_is_handed_in_compared_and_sent_and_nothing_enters_by_it(app: Flask, vtl: Program) -> None:
    before = vtl.get("/masts").get_json()["total"]
    sent = {"kind": "corrections", "list": {"rows": [row(7000.0, "VTL900")]}}
    made = vtl.post("/mast-lists", sent)
    assert made.status_code == 201, made.get_data(as_text=True)
    address = f"/mast-lists/{made.get_json()['id']}"
    assert jobs.finish(registry_of(app))
    compared = vtl.get(address).get_json()
    assert (compared["compared"], compared["counts"]["new"], compared["state"]) == (True, 1, "draft")
    gone = vtl.post(f"{address}/send", {"version": compared["version"] + 5})
    assert (gone.status_code, gone.get_json()["code"]) == (409, "CHANGED-MEANWHILE")
    assert int(gone.headers["Retry-After"]) > 0
    done = vtl.post(f"{address}/send", {"version": compared["version"]})
    assert (done.status_code, done.get_json()["state"]) == (200, "sent")
    assert vtl.get("/masts").get_json()["total"] == before


def test_another_carriers_list_is_not_there(vtl: Program, vnpt: Program) -> None:
    made = vtl.post("/mast-lists", {"kind": "corrections", "list": {"rows": [row(7100.0, "VTL901")]}})
    address = f"/mast-lists/{made.get_json()['id']}"
    for answer in (vnpt.get(address), vnpt.post(f"{address}/send", {"version": 1})):
        assert (answer.status_code, answer.get_json()["code"]) == (404, "MAST-LIST-UNKNOWN")


def test_outages_are_reported_by_the_deed_of_the_form(app: Flask, vtl: Program, vnpt: Program) -> None:
    event = opened(registry_of(app))
    told = vtl.get(f"/outage-events/{event.id}").get_json()
    assert (told["operators"], told["open"]) == (["VTL"], True)
    sent = {"due": told["due"][0], "statements": [{"code": "BGG00100", "state": "down", "cause": "grid"}]}
    made = vtl.post(f"/outage-events/{event.id}/reports", sent)
    assert made.status_code == 201, made.get_data(as_text=True)
    assert (made.get_json()["operator"], made.get_json()["waiting"]) == ("VTL", 0)
    odd = vtl.post(
        f"/outage-events/{event.id}/reports", {"statements": [{"code": "BGG00104", "state": "down"}]}
    )
    assert odd.get_json()["waiting"] == 1  # VNPT's station: not understood, shown to both sides
    assert len(vtl.get(f"/outage-events/{event.id}/reports").get_json()["reports"]) == 2
    assert vnpt.get(f"/outage-events/{event.id}/reports").get_json()["reports"] == []
    empty = vtl.post(f"/outage-events/{event.id}/reports", {})
    assert empty.get_json()["code"] == "OUTAGE-REPORT-EMPTY"


def test_two_reports_at_the_same_moment_under_one_key_are_one(app: Flask, vtl: Program) -> None:
    office = registry_of(app)
    event = opened(office, name="Bão số 4")
    key, told = str(uuid.uuid4()), []

    def send() -> None:
        told.append(vtl.post(f"/outage-events/{event.id}/reports", {"unchanged": True}, key=key).status_code)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert set(told) <= {201, 409}
    assert 201 in told
    assert len(reports_of(office, event.id)) == 1


def test_a_notice_is_marked_as_opened(app: Flask, desk: Program, vtl: Program) -> None:
    sent = {"kind": "position", "letter_number": "79/VT", "list": {"rows": [row(2800, "V9")]}}
    made = vtl.post("/requests", sent)
    assert made.status_code == 201
    notice = next(
        one for one in desk.get("/notices", unopened="true").get_json()["notices"]
        if one["record"] == made.get_json()["id"]
    )  # fmt: skip
    opened_now = desk.post(f"/notices/{notice['id']}/opened")
    assert (opened_now.status_code, opened_now.get_json()["opened_by"]) == (200, "appraiser")
    assert vtl.post(f"/notices/{notice['id']}/opened").status_code == 404


def test_without_a_key_nothing_is_written(app: Flask, vtl: Program) -> None:
    before = len(list_mast_lists(registry_of(app), "VTL"))
    headers = {"Authorization": f"Bearer {vtl.secret}"}
    body = {"kind": "corrections", "list": {"rows": [row(7200.0)]}}
    answer = app.test_client().post("/api/v1/mast-lists", json=body, headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "API-KEY-NEEDED")
    assert len(list_mast_lists(registry_of(app), "VTL")) == before


def test_a_session_needs_its_forms_token_to_write_and_a_program_none(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "vtl")
    form = token(client, "/account")
    body = {"kind": "corrections", "list": {"rows": [row(7300.0)]}}
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    answer = client.post("/api/v1/mast-lists", json=body, headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "WEB-STALE-FORM")
    answer = client.post("/api/v1/mast-lists", json=body, headers=headers | {"X-CSRFToken": form})
    assert answer.status_code == 201


def test_a_token_writes_only_what_it_is_for(app: Flask) -> None:
    reader = Program(app, "vtl", Scope.LISTS, Scope.OUTAGES, Scope.REQUESTS)
    for path, scope in (
        ("/mast-lists", "lists:write"), ("/requests", "requests:write"),
        ("/outage-events/x/reports", "outages:write"),
    ):  # fmt: skip
        answer = reader.post(path, {})
        assert (answer.status_code, answer.get_json()["code"]) == (403, "TOKEN-SCOPE")
        assert answer.get_json()["parameters"] == {"scope": scope}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"kind": "corrections"}, 422, "API-BODY"),
        ({"kind": "corrections", "list": {}}, 422, "API-LIST"),
        ({"kind": "corrections", "list": {"rows": [{"cột": 1}]}}, 422, "API-LIST-COLUMN"),
        ({"kind": "corrections", "list": {"rows": []}, "thêm": 1}, 422, "API-BODY"),
        ({"kind": "corrections", "list": {"file": {"name": "x.xlsx", "content": "%%"}}}, 422, "API-BODY"),
        ({"kind": "corrections", "list": {"file": {"name": "x.exe", "content": ""}}}, 400, "FILE-EXTENSION"),
    ],
)
def test_what_is_not_of_the_form_is_said_with_its_place(
    vtl: Program, body: dict[str, Any], status: int, code: str
) -> None:
    answer = vtl.post("/mast-lists", body)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code), answer.get_data(as_text=True)
