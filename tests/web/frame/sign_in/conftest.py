"""A provider of sign-in that runs here, on a port of its own."""

from collections.abc import Iterator

import pytest

from tests.web.oidc_provider import provider_running


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with provider_running() as issuer:
        yield issuer
