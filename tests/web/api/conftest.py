"""The office that the addresses for programs are tried on."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.web.api.world import Program, peopled


@pytest.fixture(scope="package")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An office of the package's own."""
    with peopled(tmp_path_factory.mktemp("api") / "nhà") as made:
        yield made


@pytest.fixture(scope="package")
def vtl(app: Flask) -> Program:
    """A program of Viettel's."""
    return Program(app, "vtl")


@pytest.fixture(scope="package")
def vnpt(app: Flask) -> Program:
    """A program of VNPT's."""
    return Program(app, "vnpt")


@pytest.fixture(scope="package")
def desk(app: Flask) -> Program:
    """A program of an appraiser's."""
    return Program(app, "appraiser")
