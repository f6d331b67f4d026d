"""A register with operators and units, and nothing else: what lists, plans and borders are brought into."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.services.office.registry import Registry
from tests.services.offices import office


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    with contextlib.closing(office(tmp_path / "home")) as opened:
        yield opened
