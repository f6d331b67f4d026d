"""A lake for each pair of eyes, of the illustrative office after its work."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.frames.lake.exporting import export_lake
from registry.lake.reading import Lake
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.settings import read_settings
from registry.store.tables import structures
from tests.copied import copy_home
from tests.frames.lakes import OUTSIDE


@pytest.fixture(scope="session")
def lived(lived_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A copy of the illustrative office after its work: requests, inspections, outages."""
    home = tmp_path_factory.mktemp("lived") / "home"
    copy_home(lived_home, home)
    with contextlib.closing(open_registry(read_settings({"BTS_HOME": str(home)}))) as opened:
        with opened.database.write() as connection:  # no illustrative list states any power
            some = structures.c.id.in_(sa.select(structures.c.id).order_by(structures.c.id).limit(9))
            stated = {"transmission_hub": True, "generator": False, "battery_hours": 4.25}
            connection.execute(structures.update().where(some).values(power_feeder="471 E7.1", **stated))
        yield opened


@pytest.fixture(scope="session")
def lakes(lived: Registry, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Lake]:
    """The register of today, for each pair of eyes a lake."""
    made = {}
    for at, role in enumerate(("office", "viewer", *OUTSIDE)):
        folder = tmp_path_factory.mktemp("lakes") / str(at)
        export_lake(lived, folder, today(), role=role)
        made[role] = Lake(folder)
    return made
