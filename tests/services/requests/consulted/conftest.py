"""A request of five rows that is being appraised, of which bodies are asked."""

from pathlib import Path

import pytest

from registry.model.requests.desk import Request, RequestState
from registry.services.office.registry import Registry
from tests.services.requests import desk


@pytest.fixture
def five(office: Registry, tmp_path: Path) -> Request:
    return desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)
