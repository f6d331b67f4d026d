"""The description of the service: a sound document, kept by every answer to every question made from it."""

import json
from typing import Any

import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate

from registry.model.sign_in.tokens import Scope
from tests.web.ogc.test_clients import secret
from tests.web.ogc.world import read
from tests.web.people import sign_in

EXAMPLES = 6
"""Questions of each kind to each address."""


def document(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = read(client, "/openapi")
    return found


def test_oas30_the_description_is_sound_and_stands_by_itself(
    leader: FlaskClient, stranger: FlaskClient
) -> None:
    for client in (leader, stranger):
        found = document(client)
        validate(found)
        assert "http" not in "".join(refs(found))
    assert "/collections/masts/items" in document(leader)["paths"]
    assert "/collections/masts/items" not in document(stranger)["paths"]


def refs(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [one for item in value.values() for one in refs(item)]
    return [one for item in value for one in refs(item)] if isinstance(value, list) else []


def test_oas30_every_parameter_of_the_description_is_taken(leader: FlaskClient) -> None:
    found = document(leader)
    for path, item in found["paths"].items():
        if not path.endswith("/items"):
            continue
        known = {
            (found["components"]["parameters"][one["$ref"].rpartition("/")[2]] if "$ref" in one else one)[
                "name"
            ]
            for one in item["get"]["parameters"]
        }
        refused = read(leader, f"{path}?khong-co=1", 400)
        assert refused["code"] == "WEB-PARAMETER-UNKNOWN"
        said = set(refused["remedy"].partition(": ")[2].rstrip(".").split(", "))
        assert said == known


def test_no_question_made_from_the_description_meets_a_fault(ogc_app: Flask) -> None:
    client = ogc_app.test_client()
    sign_in(client, "leader")
    token, program = secret(ogc_app, "leader", Scope.APPRAISE), ogc_app.test_client()
    schema = schemathesis.openapi.from_dict(document(client))
    asked: list[int] = []

    def ask(case: Any) -> None:
        if case.method == "POST":
            body, own = json.dumps(case.body), {"Authorization": f"Bearer {token}"}
            path = f"/ogc{case.formatted_path}"
            answer = program.post(path, data=body, content_type="application/json", headers=own)
        else:
            answer = client.get(f"/ogc{case.formatted_path}", query_string=case.query)
        asked.append(answer.status_code)
        assert answer.status_code in (200, 400, 404), (
            case.query,
            case.body,
            answer.get_data(as_text=True)[:300],
        )
        if answer.status_code != 200:
            found = answer.get_json(force=True)
            assert found["code"]
            assert found["description"]

    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path.startswith("/collections/") and "/masts" not in operation.path:
            continue
        given(case=operation.as_strategy())(bounded(ask))()
    assert len(asked) > 9
    assert {200, 400, 404} <= set(asked)


def bounded(ask: Any) -> Any:
    """Return a function of its own for each address, that is asked a few times."""

    def one(case: Any) -> None:
        ask(case)

    return settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )(one)  # fmt: skip
