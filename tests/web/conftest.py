"""The demo registry, made once for all tests of pages; nothing here changes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.services.initialise import init_registry
from registry.settings import Settings, read_settings
from tests.pages import Pages
from web.app import create_app


@pytest.fixture(scope="session")
def demo_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a fresh illustrative registry, in a folder with a space in its name."""
    home: Path = tmp_path_factory.mktemp("demo home")
    settings = read_settings({"BTS_HOME": str(home)})
    init_registry(settings, demo=True)
    return settings


@pytest.fixture(scope="session")
def demo_app(demo_settings: Settings) -> Iterator[Flask]:
    """The application over the illustrative registry."""
    app = create_app(demo_settings)
    yield app
    if app.extensions["bts-registry"] is not None:
        app.extensions["bts-registry"].close()


@pytest.fixture
def pages(demo_app: Flask) -> Pages:
    """A fresh visitor who looks at every page."""
    return Pages(demo_app)
