"""Two offices of provinces that are to become one: Bắc Ninh's of the desk, and Lạng Sơn's, of days gone by.

Lạng Sơn's has a record of each kind; a mast with a code and a key that Bắc Ninh's has, ten metres off, and
one of its own, which was moved on a later day; and a request of a number that Bắc Ninh's gave as well.
"""

import contextlib
import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from registry.demo.initialise import init_registry
from registry.model import vietnam_time
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry, open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.settings import Settings, read_settings
from registry.store import batches, ledger
from registry.store.database import Connection, Database
from registry.store.earlier.standing import images_of
from registry.store.register.plans import version_id
from registry.store.tables import LEDGERED
from tests.services.office import one_of_each
from tests.services.requests import desk
from tests.store.rows import created, mast, site, station

FIRST, MOVED, MERGED = dt.date(2026, 11, 3), dt.date(2026, 11, 10), dt.date(2026, 11, 20)
"""When Lạng Sơn's masts were entered, when one of them was moved, and when the provinces become one."""
LON, LAT = 106.76, 21.85  # in Lạng Sơn
PAPER = b"%PDF-1.7 signed"
SHA = hashlib.sha256(PAPER).hexdigest()
Clock = Callable[[dt.date], None]


def clock(patch: Callable[..., None]) -> Clock:
    """Return what sets the machine's clock to eight in the morning of a day; it goes on by itself."""
    held = {"day": FIRST}
    real = vietnam_time.read_clock

    def read() -> dt.datetime:
        now = real()
        since = now - now.replace(hour=0, minute=0, second=0, microsecond=0)
        begin = dt.datetime.combine(held["day"], dt.time(8), vietnam_time.VIETNAM)
        return begin + since / 1000

    patch(vietnam_time, "read_clock", read)
    return lambda day: held.update(day=day)


def write(settings: Settings, enter: Callable[[Connection, str], None], who: str = "lan") -> None:
    """Write in an office as one batch."""
    with contextlib.closing(open_registry(settings)) as opened, opened.database.write() as connection:
        enter(connection, batches.open_batch(connection, kind="sites", who=who).id)


def lang_son(home: Path, at: Clock, **environ: str) -> Settings:
    """Make Lạng Sơn's office."""
    settings = read_settings({"BTS_HOME": str(home), "BTS_PROVINCE": "20", **environ})
    at(FIRST)
    init_registry(settings)
    (settings.files / f"{SHA}.pdf").write_bytes(PAPER)
    with contextlib.closing(open_registry(settings)) as opened:
        _fill(opened)
        add_account(opened, "lan", ["appraiser"], who="quản trị")
        add_account(opened, "hoa", ["viewer"], who="quản trị")

    def masts(connection: Connection, batch: str) -> None:
        version = version_id("VTL", "QĐ 20", dt.date(2026, 1, 1))
        plan = {"id": version, "operator": "VTL", "decision": "QĐ 20", "valid_from": dt.date(2026, 1, 1)}
        planned = {"id": "p20", "plan_version": version, "operator": "VTL", "code": "P20", "lon": LON,
                   "lat": LAT, "accuracy_m": 10.0}  # fmt: skip
        near, code = desk.north(10.0), commune(settings)
        rows = [
            *created("sites", site("BGG00045", *near), site("LSN00001", LON, LAT, commune_code=code)),
            *created("structures", mast("BGG00045"), mast("LSN00001", mast_height_m=42.0)),
            *created("stations", station("BGG00045", "VNPT"), station("LSN00001", "VTL")),
            *created("site_aliases", {"id": "alias", "site_id": "site-LSN00001", "operator": "VTL",
                                      "code": "LSN00001", "former": False}),
            *created("attachments", {"id": "paper", "request": "request", "kind": "signed", "name": "ký.pdf",
                                     "sha256": SHA, "size_bytes": len(PAPER)}),
            *created("plan_versions", plan),
            *created("planned_positions", planned),
        ]  # fmt: skip
        ledger.record(connection, rows, who="lan", batch=batch)

    def moved(connection: Connection, batch: str) -> None:
        from registry.store.changes import amend
        from registry.store.tables import sites

        standing = ledger.rows_by_key(connection, sites, ["site-LSN00001"])["site-LSN00001"]
        ledger.record(connection, [amend(sites, standing, lat=LAT + 0.001)], who="hoa", batch=batch)

    write(settings, masts)
    at(MOVED)
    write(settings, moved, who="hoa")
    at(MERGED)
    return settings


def _fill(registry: Registry) -> None:
    """Write a record of each kind; the files that they name are there."""
    with deed(registry, "desk-world", "ai đó") as made:
        for name, rows in one_of_each.OWN.items():
            table = one_of_each.LEDGERED[name]
            for row in rows:
                filed = {"sha256": SHA} if "sha256" in row else {}
                made.create(table, {**one_of_each._least(table), **row, **filed})


def commune(settings: Settings) -> str:
    """Return the code of a commune of an office's province."""
    from registry.store.register.units import load_units

    with contextlib.closing(open_registry(settings)) as opened, opened.database.read() as connection:
        return next(
            unit.code for unit in load_units(connection, boundaries=False)
            if unit.level == "commune" and unit.parent == settings.province and unit.valid_to is None
        )  # fmt: skip


def bac_ninh(home: Path, **environ: str) -> Settings:
    """Make Bắc Ninh's office, with an account, a request and a plan that Lạng Sơn's has, too."""
    settings = read_settings({"BTS_HOME": str(home), **environ})
    desk.fill(settings)
    with contextlib.closing(open_registry(settings)) as opened:
        add_account(opened, "lan", ["appraiser"], who="quản trị")

    def enter(connection: Connection, batch: str) -> None:
        version = version_id("VTL", "QĐ 24", dt.date(2026, 1, 1))
        plan = {"id": version, "operator": "VTL", "decision": "QĐ 24", "valid_from": dt.date(2026, 1, 1)}
        rows = [
            *created("plan_versions", plan),
            *created("requests", {**one_of_each._least(one_of_each.LEDGERED["requests"]),
                                  **one_of_each.OWN["requests"][0], "id": "own request"}),
        ]  # fmt: skip
        ledger.record(connection, rows, who="lan", batch=batch)

    write(settings, enter)
    return settings


class Two(NamedTuple):
    """The office that receives, and the settings of the other."""

    own: Registry
    other: Settings


def images(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return every ledgered row of an office, by table and key."""
    with contextlib.closing(Database(settings.database_url)) as database, database.read() as connection:
        return {name: images_of(connection, table) for name, table in LEDGERED.items()}


def head_of(settings: Settings) -> tuple[int, str]:
    with contextlib.closing(Database(settings.database_url)) as database, database.read() as connection:
        return ledger.head(connection)[:2]
