"""An office with an outage of its own, for the tests of a module."""

from collections.abc import Iterator

import pytest
from flask import Flask

from registry.model.people import Role
from registry.services.office.sign_in.accounts import add_account
from registry.settings import Settings, read_settings
from tests.services.outages.world import built, opened
from tests.services.requests import desk
from tests.web.people import PASSWORD, running


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("outages") / "sổ")})
    registry = built(desk.make(settings))
    opened(registry)
    for name, role, organisation in (
        ("truc", Role.DUTY_OFFICER, ""), ("xem", Role.VIEWER, ""), ("viettel", Role.CARRIER, "VTL"),
        ("vnpt", Role.CARRIER, "VNPT"), ("vms", Role.CARRIER, "VMS"),
    ):  # fmt: skip
        add_account(
            registry, name, [role], organisation=organisation, password=PASSWORD, must_change=False, who="t"
        )
    registry.close()
    return settings


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    with running(settings) as app:
        yield app
