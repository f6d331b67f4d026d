"""The demo registry, made once for all tests of pages; nothing here changes it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.checks.context import Context
from registry.services.register.map_masts import MapMasts, map_masts
from registry.settings import Settings
from tests.pages import Pages
from tests.web.people import running, with_people
from web.app import create_app
from web.frame.office import context, registry


@pytest.fixture(scope="session")
def demo_settings(
    copy_demo: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """Settings of an illustrative registry of their own, in a folder with a space in its name."""
    return copy_demo(tmp_path_factory.mktemp("web") / "demo home")


@pytest.fixture(scope="session")
def demo_app(demo_settings: Settings) -> Iterator[Flask]:
    """The application over the illustrative registry."""
    app = create_app(demo_settings)
    yield app
    if app.extensions["bts-registry"] is not None:
        app.extensions["bts-registry"].close()


@pytest.fixture(scope="module")
def app(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a copy of it with an account for every role, for the tests of one module."""
    with running(with_people(demo_settings, tmp_path_factory.mktemp("mọi người") / "sổ")) as app:
        yield app


@pytest.fixture
def pages(demo_app: Flask) -> Pages:
    """A fresh visitor who looks at every page."""
    return Pages(demo_app)


@pytest.fixture
def masts(demo_app: Flask) -> MapMasts:
    """The masts of the demo as the map has them."""
    with demo_app.app_context():
        return map_masts(registry())


@pytest.fixture
def known(demo_app: Flask) -> Context:
    """What the checks know of the demo today."""
    with demo_app.app_context():
        return context()
