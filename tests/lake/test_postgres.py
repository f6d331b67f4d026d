"""The lake of a register on PostgreSQL is that of the same register in a file, byte for byte."""

import contextlib
import datetime as dt
from pathlib import Path

import pytest

from registry.frames.lake.exporting import export_lake
from registry.services.office.backups.backup import backup, restore
from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.settings import read_settings
from registry.store.tables import sites
from tests import postgres
from tests.services.requests import desk

DAY = dt.date(2026, 11, 30)


@pytest.mark.parametrize("role", ["office", "carrier:VTL"])
def test_the_lake_does_not_hang_on_the_database(tmp_path: Path, server: postgres.Server, role: str) -> None:
    local = read_settings({"BTS_HOME": str(tmp_path / "local")})
    with contextlib.closing(desk.make(local)) as office, server.fresh() as address:
        desk.received(office, tmp_path)
        backup(office, tmp_path / "b.zip")
        away = read_settings({"BTS_HOME": str(tmp_path / "away"), "BTS_DATABASE_URL": address})
        restore(tmp_path / "b.zip", away, unproven=True)
        with contextlib.closing(open_registry(away)) as other:
            for one_of in (office, other):
                with one_of.database.write() as connection:  # the cells of a position are JSON
                    connection.execute(sites.update().values(position_raw=["106,1946", "21,2734"]))
            one = export_lake(office, tmp_path / "one", max(DAY, today()), role=role).manifest
            two = export_lake(other, tmp_path / "two", max(DAY, today()), role=role).manifest
    rows = {item.layer: item.rows for item in one.files}
    assert rows["sites"] == 1
    assert rows["proposals"] == 5
    assert rows["units"] > 300
    assert one == two
    for item in one.files:
        assert (tmp_path / "one" / item.path).read_bytes() == (tmp_path / "two" / item.path).read_bytes()
