"""An illustrative office with people, and the cable of one carrier alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from registry.services.office.registry import open_registry
from registry.settings import Settings
from registry.store.cables.tables import cable_nodes, cable_routes, cable_segments, cable_troubles
from tests.web.people import running, with_people


@pytest.fixture(scope="module")
def people(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return with_people(demo_settings, tmp_path_factory.mktemp("cáp") / "home")


@pytest.fixture(scope="module")
def app(people: Settings) -> Iterator[Flask]:
    with running(people) as app:
        yield app


@pytest.fixture(scope="module")
def plant(people: Settings) -> dict[str, Any]:
    """One route, segment, node and trouble of VNPT alone, with the place of the segment."""
    register = open_registry(people)
    try:
        with register.database.read() as connection:

            def one(table: Any, code: str) -> Any:
                return connection.execute(table.select().where(table.c.code == code)).mappings().one()

            segment = one(cable_segments, "VNPT-DT293-04/010")
            return {
                "route": one(cable_routes, "VNPT-DT293-04")["id"], "segment": segment["id"],
                "number": segment["fid"], "node": one(cable_nodes, "VNPT-DT293-04/C010")["id"],
                "place": segment["geometry"].coords[0],
                "shared": one(cable_segments, "VNPT-QL31-01/010")["id"],
                "trouble": connection.execute(
                    cable_troubles.select().where(cable_troubles.c.owner == "VNPT")
                ).mappings().one()["id"],
            }  # fmt: skip
    finally:
        register.close()
