"""Whoever connects to PostgreSQL directly sees what exports show, and can read nothing else."""

import contextlib
import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import shapely
import sqlalchemy as sa
from psycopg.rows import dict_row

from registry.errors import RefusalError
from registry.model.areas import Layer
from registry.model.people import Person
from registry.services.office.registry import Registry, open_registry
from registry.services.open_data.decisions import withdraw
from registry.services.open_data.disclosed import open_table
from registry.services.open_data.read_views import make_all_again, make_views, reader_of
from registry.services.open_data.sets import dataset
from registry.services.register.disclosure import Audience, disclosed_rows, hidden_layers, policy
from registry.services.register.exports.exported_layers import layer_rows
from registry.settings import read_settings
from registry.store import batches, ledger
from registry.store.migrations import runner
from registry.store.read_views import make_read_views
from registry.store.register.plans import version_id
from tests.postgres import Server
from tests.services.requests import desk
from tests.store.rows import created, mast, site, station
from tests.web.open_data.world import LEADER, add_zones, open_

DAY = dt.date(2026, 1, 1)


def _office_in(url: str) -> None:
    """Make an office with masts of three carriers, one of them shared, a plan and zones."""
    with tempfile.TemporaryDirectory() as home:
        settings = read_settings({"BTS_HOME": home, "BTS_DATABASE_URL": url})
        desk.fill(settings)
        with contextlib.closing(open_registry(settings)) as made:
            add_zones(made)
            version = version_id("VTL", "QĐ 9", DAY)
            rows = [
                *created("sites", site("VTL1", 106.21, 21.21, accuracy_m=5.0), site("SHARED", 106.22, 21.22)),
                *created(
                    "structures",
                    mast("VTL1", owner="Viettel", dismantled_on=DAY),
                    mast("SHARED", state="approved"),
                ),
                *created(
                    "stations",
                    station("VTL1", "VTL", technology="4G", id="t1", emf_certificate="GCN 1"),
                    station("VTL1", "VTL", technology="5G", id="t2", emf_certificate="GCN 2"),
                    station("SHARED", "VNPT", technology="4G"),
                    station("SHARED", "VTL", technology="4G", emf_certificate="GCN 3"),
                ),
                *created(
                    "plan_versions",
                    {"id": version, "operator": "VTL", "decision": "QĐ 9", "valid_from": DAY},
                ),
                *created(
                    "planned_positions",
                    *(
                        {"id": f"p{n}", "plan_version": version, "operator": operator, "code": f"P{n}",
                         "lon": 106.2 + n / 100, "lat": 21.2, "accuracy_m": 1.0, "commune_code": "",
                         "commune_as_written": "Xã A", "address": "thôn B", "mast_class": "A2b",
                         "max_height_m": 42.0}
                        for n, operator in enumerate(("VTL", "VNPT", "VTL"))
                    ),
                ),
            ]  # fmt: skip
            with made.database.write() as connection:
                batch = batches.open_batch(connection, kind="sites", who="lan")
                ledger.record(connection, rows, who="lan", batch=batch.id)


@pytest.fixture
def base(server: Server, tmp_path: Path) -> Iterator[tuple[Registry, str]]:
    with server.fresh(made_by=_office_in) as url:
        settings = read_settings({"BTS_HOME": str(tmp_path / "sổ"), "BTS_DATABASE_URL": url})
        try:
            with contextlib.closing(open_registry(settings)) as opened:
                yield opened, url
        finally:
            with psycopg.connect(url, autocommit=True) as owner:
                for (role,) in owner.execute(
                    "SELECT rolname FROM pg_roles WHERE rolname LIKE 'bts\\_%'"
                ).fetchall():
                    owner.execute(f"DROP OWNED BY {role} CASCADE")
                    owner.execute(f"DROP ROLE {role}")


def read(url: str, role: str, view: str) -> list[dict[str, Any]]:
    """Return what the role sees of a view, as that role itself signs in."""
    with psycopg.connect(url.replace("registry@", f"{role}@"), row_factory=dict_row) as connection:
        return connection.execute(f"SELECT * FROM {role}.{view} ORDER BY fid").fetchall()


def known_outside(layer: str) -> set[str]:
    """What somebody outside the office may see of a row of its own."""
    return {name for name, audience in policy()[layer].items() if audience is not Audience.STAFF}


def plain(value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, list | tuple):
        return ",".join(value) or None
    if isinstance(value, shapely.Geometry):
        return shapely.to_wkt(shapely.normalize(value))
    return value


def row_of(row: dict[str, Any], columns: list[str]) -> str:
    found = {name: plain(row.get(name)) for name in columns}
    shape = row.get("geometry")
    if isinstance(shape, str):
        found["geometry"] = shapely.to_wkt(shapely.normalize(shapely.set_srid(shapely.from_wkb(shape), 0)))
    return repr(sorted((name, str(value)) for name, value in found.items()))


def test_a_reader_comes_into_a_database_that_lets_in_nobody_by_itself(base: tuple[Registry, str]) -> None:
    """As ``deploy/postgresql/roles.sql`` makes it: whoever is not named has no right to connect."""
    made, url = base
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
    role = make_views(made, "office")
    assert read(url, role, "masts")


def test_a_user_who_may_not_let_a_reader_in_is_told_so_and_makes_nothing(base: tuple[Registry, str]) -> None:
    _made, url = base
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
        owner.execute("CREATE ROLE bts_guest LOGIN CREATEROLE")
        owner.execute(f'GRANT CONNECT, CREATE ON DATABASE "{name}" TO bts_guest')
    theirs = url.replace("registry@", "bts_guest@").replace("postgresql://", "postgresql+psycopg://")
    engine = sa.create_engine(theirs, poolclass=sa.NullPool)
    with pytest.raises(RefusalError, match="VIEWS-NO-CONNECT"), engine.begin() as connection:
        make_read_views(connection, "bts_office", "office", [])
    with psycopg.connect(url) as owner:
        roles = owner.execute("SELECT rolname FROM pg_roles WHERE rolname = 'bts_office'").fetchall()
    assert roles == []


@pytest.mark.parametrize("reader", ["office", "carrier:VTL", "carrier:VNPT", "carrier:VMS"])
def test_a_view_shows_the_rows_and_columns_of_the_export(base: tuple[Registry, str], reader: str) -> None:
    made, url = base
    role, person = make_views(made, reader), reader_of(reader)
    for view, layer in (
        ("masts", "sites"),
        ("stations", "stations"),
        ("plan", "plan"),
        ("communes", "units"),
    ):
        with made.database.read() as connection:
            wanted = disclosed_rows(layer, layer_rows(connection, layer), person)
        shown = read(url, role, view)
        assert wanted
        left = {"predecessors"} if layer == "units" else set()
        columns = sorted({name for row in wanted for name in row} - left)
        assert wanted
        sees = {name for name in shown[0] if name != "fid"}
        may = columns if person.sees_all or layer == "units" else known_outside(layer)
        assert sees <= set(may) | {"geometry"}, f"{view}: more than the export"
        assert {name for name in columns if any(row.get(name) is not None for row in wanted)} <= sees
        assert sorted(row_of(row, columns) for row in shown) == sorted(row_of(row, columns) for row in wanted)
        assert len({row["fid"] for row in shown}) == len(shown)
    zones = {row["layer"] for row in read(url, role, "zones")}
    assert zones == {"planning", "urban_area"}
    assert Layer.MILITARY in hidden_layers(person)


def test_a_carriers_masked_rows_stand_last_in_an_order_that_tells_nothing(base: tuple[Registry, str]) -> None:
    made, url = base
    rows = read(url, make_views(made, "carrier:VTL"), "masts")
    assert [row["site_code"] for row in rows] == ["SHARED", "VTL1", None] or {
        row["site_code"] for row in rows[:2]
    } == {"SHARED", "VTL1"}
    foreign = rows[-1]
    assert (foreign["operator"], foreign["site_code"], foreign["lon"], foreign["geometry"]) == (
        "VNPT", None, None, None
    )  # fmt: skip


@pytest.mark.parametrize("reader", ["public", "office", "carrier:VTL"])
def test_a_reader_reads_its_views_and_nothing_else(base: tuple[Registry, str], reader: str) -> None:
    made, url = base
    role = make_views(made, reader)
    other = make_views(made, "carrier:VMS")
    with psycopg.connect(url.replace("registry@", f"{role}@"), autocommit=True) as connection:
        tables = ["sites", "structures", "stations", "zones", "ledger", "accounts", "settings"]
        for what in (*(f"public.{table}" for table in tables), f"{other}.masts"):
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedTable)):
                connection.execute(f"SELECT * FROM {what}")
        for deed in (
            f"DELETE FROM {role}.zones", f"UPDATE {role}.communes SET name = 'x'", "CREATE TABLE x (a int)",
            f"CREATE VIEW {role}.x AS SELECT 1", f"DROP VIEW {role}.zones",
            "INSERT INTO sites (id) VALUES ('x')",
        ):  # fmt: skip
            with pytest.raises(psycopg.Error):
                connection.execute(deed)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SET ROLE registry")


def test_a_function_in_the_question_is_not_shown_what_is_masked(base: tuple[Registry, str]) -> None:
    """A cheap function that tells what it is given may not be asked before the mask."""
    made, url = base
    role = make_views(made, "carrier:VTL")
    told: list[str] = []
    with psycopg.connect(url.replace("registry@", f"{role}@"), autocommit=True) as connection:
        connection.add_notice_handler(lambda notice: told.append(str(notice.message_primary)))
        connection.execute(
            "CREATE FUNCTION pg_temp.tell(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS "
            "$$ BEGIN RAISE NOTICE 'seen %', $1; RETURN true; END $$"
        )
        connection.execute(f"SELECT count(*) FROM {role}.masts WHERE pg_temp.tell(site_code)")
    assert "seen VTL1" in told
    assert not [text for text in told if "BGG00045" in text]


def test_the_public_sees_what_the_office_has_opened_and_while_it_is_open(base: tuple[Registry, str]) -> None:
    made, url = base
    role = make_views(made, "public")
    assert read(url, role, "masts") == []
    assert read(url, role, "zones") == []
    open_(made, "masts", "zones")
    now = dt.datetime.now(dt.UTC).astimezone()
    for name in ("masts", "zones"):
        one = dataset(name)
        table = open_table(made, one, now)
        columns = [field.name for field in one.fields] + (["geometry"] if name == "zones" else [])
        shown = read(url, role, name)
        assert set(shown[0]) == {*columns, "fid"}
        assert sorted(row_of(row, columns) for row in shown) == sorted(
            row_of(row, columns) for row in table.rows
        )
    withdraw(made, "masts", "số liệu sai", person=LEADER)
    assert read(url, role, "masts") == []
    assert read(url, role, "zones") != []


def test_views_go_before_the_tables_change_and_are_made_again(base: tuple[Registry, str]) -> None:
    made, url = base
    make_views(made, "office")
    role = make_views(made, "carrier:VTL")
    before = read(url, role, "masts")
    with made.database.write() as connection:
        runner.upgrade(connection)
        connection.exec_driver_sql("ALTER TABLE structures ALTER COLUMN support TYPE varchar")
    with pytest.raises(psycopg.errors.UndefinedTable):
        read(url, role, "masts")
    assert make_all_again(made) == ["bts_carrier_vtl", "bts_office"]
    assert read(url, role, "masts") == before


def test_who_is_no_reader_and_a_role_that_reads_more_are_refused(base: tuple[Registry, str]) -> None:
    made, url = base
    for reader in ("carrier:XYZ", "carrier:", "boss", "VTL", "public; DROP TABLE sites"):
        with pytest.raises(RefusalError, match="VIEWS-READER"):
            make_views(made, reader)
    make_views(made, "office")
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("GRANT SELECT (name) ON accounts TO bts_office")
        with pytest.raises(RefusalError, match="VIEWS-ROLE-READS-MORE"):
            make_views(made, "office")
        owner.execute("REVOKE ALL ON accounts FROM bts_office")
        owner.execute("ALTER ROLE bts_office SUPERUSER")
        with pytest.raises(RefusalError, match="VIEWS-ROLE-READS-MORE"):
            make_views(made, "office")
        owner.execute("ALTER ROLE bts_office NOSUPERUSER")


def test_a_register_in_a_file_has_no_views(office: Registry) -> None:
    with pytest.raises(RefusalError, match="VIEWS-NOT-POSTGRESQL"):
        make_views(office, "office")


def test_nobody_is_named_whose_eyes_are_wider_than_the_role() -> None:
    assert reader_of("carrier:VTL") == Person("carrier:VTL", reader_of("carrier:X").roles, "VTL")
    assert reader_of("public").organisation == ""
    assert not reader_of("office").is_staff
