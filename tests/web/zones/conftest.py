"""An office of a test's own, whose zones it changes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.settings import Settings
from tests.pages import Pages
from tests.web.people import running


@pytest.fixture
def own_app(copy_demo: Callable[[Path], Settings], tmp_path: Path) -> Iterator[Flask]:
    with running(copy_demo(tmp_path / "home")) as app:
        yield app


@pytest.fixture
def own(own_app: Flask) -> Pages:
    return Pages(own_app)
