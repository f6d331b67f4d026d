"""Pages of a ledger of 1,000,000 entries, by each of its filters, against reading pages by their number.

The entries are those of masts that came in and were changed, written past the services with true hashes. The
baseline skips to the same place with OFFSET, as pages by number do. The slowest of five times is told.
"""

import datetime as dt
import json
import resource
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from registry.demo.initialise import init_registry
from registry.model.people import OPEN_DESK
from registry.services.office.registry import Registry, open_registry
from registry.services.register import ledger_pages
from registry.services.register.ledger_pages import Asked
from registry.settings import read_settings
from registry.store import ledger
from registry.store.tables import ledger as entries

ENTRIES = 1_000_000
_PART = 20_000
_START = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
_TIMES = 5


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        settings = read_settings({"BTS_HOME": str(Path(folder) / "home")})
        init_registry(settings)
        registry = open_registry(settings)
        try:
            _fill(registry)
            middle = ENTRIES // 2
            day = (_START + dt.timedelta(minutes=middle)).date()
            asked: dict[str, Callable[[], Any]] = {
                "the newest page": lambda: _page(registry, Asked()),
                "a page in the middle": lambda: _page(registry, Asked(), before=middle),
                "the oldest page": lambda: _page(registry, Asked(), before=52),
                "by somebody who wrote three": lambda: _page(registry, Asked(who="rare")),
                "by somebody, one kind, in the middle": lambda: _page(
                    registry, Asked(who="officer3", kind="structures"), before=middle
                ),
                "a kind of which there are four": lambda: _page(registry, Asked(kind="zones")),
                "somebody and a kind that never met": lambda: _page(
                    registry, Asked(who="officer3", kind="zones")
                ),
                "one day of two years": lambda: _page(registry, Asked(first=day, last=day)),
                "one person in one old month": lambda: _page(
                    registry, Asked(who="officer5", first=dt.date(2024, 2, 1), last=dt.date(2024, 2, 29))
                ),
                "a batch of 10,000": lambda: _page(registry, Asked(batch="B5")),
                "a mast by its code": lambda: _page(registry, Asked(code="M0000500")),
            }
            found = [(name, _slowest(deed)) for name, deed in asked.items()]
            baseline = _slowest(lambda: _by_number(registry, middle))
            people = _slowest(lambda: ledger_pages.writers(registry))
        finally:
            registry.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows: list[dict[str, Any]] = [
        {"name": f"ledger of {ENTRIES:,}: {name}", "seconds": seconds} for name, seconds in found
    ]
    rows[1] |= {"baseline": "the same page by its number (OFFSET)", "baseline_seconds": baseline}
    rows[0]["peak_mib"] = peak
    return [*rows, {"name": "everybody who ever wrote", "seconds": people}]


def _page(registry: Registry, asked: Asked, before: int | None = None) -> int:
    found = ledger_pages.page_of(registry, asked, OPEN_DESK, before=before)
    return len(found.entries)


def _by_number(registry: Registry, at: int) -> int:
    query = sa.select(entries).order_by(entries.c.seq.desc()).limit(50).offset(at)
    with registry.database.read() as connection:
        return len(connection.execute(query).all())


def _slowest(deed: Callable[[], Any]) -> float:
    times = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        deed()
        times.append(time.perf_counter() - start)
    return max(times)


def _fill(registry: Registry) -> None:
    """Write entries of three kinds, twenty officers and batches of 10,000 after those that stand."""
    with registry.database.read() as connection:
        head = ledger.head(connection)
    rows = _rows(head.seq + 1, head.hash)
    while part := list(islice(rows, _PART)):
        with registry.database.write() as connection:
            connection.execute(entries.insert(), part)


def _rows(first: int, previous: str) -> Any:
    for seq in range(first, ENTRIES + 1):
        kind = ("sites", "structures", "stations")[seq % 3]
        who = "rare" if seq % 333_333 == 0 else f"officer{seq % 20}"
        if seq % 250_000 == 7:
            kind, who = "zones", "officer1"
        record = f"{seq // 10:032x}"
        after = json.dumps(
            {"code": f"M{seq // 10:07d}", "id": record, "note": "x" * 300, "version": 2}, sort_keys=True
        )
        at = ledger.stamp(_START + dt.timedelta(minutes=seq))
        row: dict[str, Any] = {
            "seq": seq, "at": at, "who": who, "batch": f"B{seq // 10_000}", "table_name": kind,
            "record": record, "before": None, "after": after, "origin": None, "previous_hash": previous,
        }  # fmt: skip
        previous = row["hash"] = ledger.hash_of(row)
        yield row
