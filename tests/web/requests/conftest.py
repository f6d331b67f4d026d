"""The pages over an office of one's own, with one mast; a module that needs more has its own ``settings``."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.settings import Settings, read_settings
from tests.services.requests import desk
from tests.web.people import running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    desk.make(settings).close()
    return settings


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    with running(settings) as app:
        yield app
