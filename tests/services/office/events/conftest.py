"""A receiver of events that runs here."""

from collections.abc import Iterator

import pytest

from tests.services.office import receivers


@pytest.fixture
def gateway() -> Iterator[receivers.GatewayBox]:
    with receivers.gateway() as box:
        yield box
