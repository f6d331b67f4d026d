"""The search over everything (Ctrl+K) over HTTP at every key, over 200,000 masts and all else of a register.

Asked as somebody types: the code of a mast from its first sign to its last, a carrier, a page by its name,
and what nothing is called. Also the first key after the start, which lays the names out,
and the first after a mast changed. The baseline asks the database for the same text in the codes and
addresses of sites alone (``LIKE '%…%'``, which no index serves), without ranking and without who may see it.
"""

import json
import statistics
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from registry.model.ledger import Change
from registry.services.office.registry import Registry, open_registry
from registry.store import batches, ledger, tables
from tests.benchmarks import measure
from tests.benchmarks.bench_map import filled_registry
from tests.e2e.conftest import served
from web.app import create_app

MASTS = 200_000
SIZES = (MASTS, MASTS // 10, MASTS // 100)
CODE, CARRIER, NOTHING, PAGE = "S000123", "mobifone", "khong ai goi the", "tuyen cap"
KEYS = [CODE[:length] for length in range(1, len(CODE) + 1)]
TYPED = [*KEYS, CARRIER, PAGE, NOTHING]
ROUNDS, CHANGES = 12, 5


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    key: dict[int, float] = {}
    slowest = first = changed = bare = 0.0
    for n in reversed(SIZES):
        with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
            settings = filled_registry(Path(folder) / "home", n)
            with served(create_app(settings)) as address:
                first = _asked(address, CODE)
                taken = {text: [_asked(address, text) for _ in range(ROUNDS)] for text in TYPED}
                opened = open_registry(settings)
                try:
                    changed = statistics.median(_after_a_change(opened, address, i) for i in range(CHANGES))
                    bare = statistics.median(_bare(opened, text) for text in TYPED for _ in range(ROUNDS))
                finally:
                    opened.close()
        key[n] = statistics.median(one for times in taken.values() for one in times)
        slowest = max(statistics.median(times) for times in taken.values())
    held = f"{MASTS:,} masts"
    alike = ("the database asked for the text in codes and addresses alone", bare)
    return [
        measure.row(f"Ctrl+K, one key over HTTP (p50): {held}", key[MASTS], baseline=alike, growth=key),
        measure.row(f"Ctrl+K, the slowest of {len(TYPED)} texts over HTTP: {held}", slowest, baseline=alike),
        measure.row(f"Ctrl+K, the first key after the start: {held}", first),
        measure.row(f"Ctrl+K, the first key after a mast changed: {held}", changed),
    ]


def _asked(address: str, text: str) -> float:
    """Return how long one key takes; what must be found must stand there, or nothing was measured."""
    start = time.perf_counter()
    with urllib.request.urlopen(f"{address}/find/hits?q={urllib.parse.quote(text)}", timeout=120) as answer:
        said = json.load(answer)
    taken = time.perf_counter() - start
    names = ["".join(part for part, _ in hit["name"]) for group in said["groups"] for hit in group["hits"]]
    if (text == NOTHING) != (not names) or (text == CODE and CODE not in names[0]):
        raise AssertionError(f"{text!r} found {names[:3]}")
    return taken


def _after_a_change(opened: Registry, address: str, number: int) -> float:
    """Return how long the next key takes after somebody wrote a mast's height."""
    table = tables.structures
    with opened.database.write() as connection:
        found = connection.execute(sa.select(table).where(table.c.id == f"t{number}")).mappings().one()
        row = {name: value for name, value in found.items() if name != "fid"}
        batch = batches.open_batch(connection, kind="correction", who="bench")
        change = Change(table.name, row["id"], row, {**row, "mast_height_m": 30.0 + number})
        ledger.record(connection, [change], who="bench", batch=batch.id)
    return _asked(address, CODE)


def _bare(opened: Registry, text: str) -> float:
    sites = tables.sites
    like = f"%{text}%"
    start = time.perf_counter()
    with opened.database.read() as connection:
        connection.execute(
            sa.select(sites.c.id).where(sites.c.code.like(like) | sites.c.address.like(like)).limit(13)
        ).all()
    return time.perf_counter() - start
