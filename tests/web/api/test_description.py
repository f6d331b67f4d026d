"""The description in OpenAPI 3.1: valid, and kept by every operation, whatever is sent (schemathesis)."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.api.world import Program, peopled
from web.api.openapi import description
from web.api.operations import OPERATIONS
from web.frame.problems import API

_CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    negative_data_rejection,
]  # fmt: skip


def test_the_description_is_valid_and_names_every_operation() -> None:
    found = description()
    validate(found)
    named = {own["operationId"] for path in found["paths"].values() for own in path.values()}
    assert named == set(OPERATIONS)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Program]]:
    """The description as an office sends it that may be written full, and a carrier's program."""
    with peopled(tmp_path_factory.mktemp("described") / "nhà") as made:
        yield schemathesis.openapi.from_wsgi(f"{API}/openapi.json", made), Program(made, "vtl")


@pytest.mark.parametrize("name", OPERATIONS)
def test_whatever_is_sent_is_answered_as_described(asked: tuple[Any, Program], name: str) -> None:
    schema, program = asked
    headers = {"Authorization": f"Bearer {program.secret}"}
    described = next(
        found for one in schema.get_all_operations()
        if (found := one.ok()).definition.raw["operationId"] == name
    )  # fmt: skip

    @given(case=described.as_strategy(generation_mode=GenerationMode.POSITIVE))
    @settings(
        max_examples=4, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def fitting(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=_CHECKS)

    @given(case=described.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    @settings(
        max_examples=4, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def broken(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=_CHECKS)

    fitting()
    if OPERATIONS[name].query or OPERATIONS[name].body:  # of a path alone nothing is of another form
        broken()
