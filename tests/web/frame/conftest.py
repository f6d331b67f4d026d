"""An office with an account for every role, its pages, and its register: of one test alone."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.services.office.registry import Registry, open_registry
from registry.settings import Settings
from tests.web.people import running, with_people


@pytest.fixture
def people(demo_settings: Settings, tmp_path: Path) -> Settings:
    return with_people(demo_settings, tmp_path / "home")


@pytest.fixture
def people_app(people: Settings) -> Iterator[Flask]:
    with running(people) as app:
        yield app


@pytest.fixture
def registry(people: Settings) -> Iterator[Registry]:
    with contextlib.closing(open_registry(people)) as opened:
        yield opened
