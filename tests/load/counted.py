"""What people were told that the register holds, against what it holds: lost, half-written, nobody's."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from registry.services.office.registry import Registry
from registry.store.field.tables import field_items, field_photos
from registry.store.tables import ledger

MARK = re.compile(r"Lz([a-z]+)x[a-z0-9]+x\d+z")
NEEDED = {
    "decision": {"row_decisions"},
    "outage": {"outage_reports", "outage_lines"},
    "phone": {"outage_reports", "outage_lines"},
    "answer": {"consultations"},
    "street": {"citizen_reports"},
}
"""What a deed of each kind writes at least, together or not at all."""


@dataclass
class Kept:
    """What the register holds: how often a mark was written in each table, and where its deed wrote."""

    entries: dict[str, Counter[str]] = field(default_factory=dict)
    tables: dict[str, set[str]] = field(default_factory=dict)
    items: Counter[str] = field(default_factory=Counter)
    photos: set[str] = field(default_factory=set)


@dataclass
class Findings:
    """What was counted, and what is wrong; empty lists are what is wanted."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    unknown_kept: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    kept_though_refused: list[str] = field(default_factory=list)
    made_by_nobody: list[str] = field(default_factory=list)
    overwritten: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> dict[str, list[str]]:
        """What is wrong, by its word."""
        named = ("lost", "doubled", "half", "kept_though_refused", "made_by_nobody", "overwritten")
        return {name: getattr(self, name) for name in named if getattr(self, name)}


def kept_by(registry: Registry, since: int) -> Kept:
    """Read every mark in the ledger after entry ``since``, in the phones' items and in the reports."""
    found = Kept()
    batches: dict[str, set[str]] = defaultdict(set)
    of_mark: dict[str, set[str]] = defaultdict(set)
    with registry.database.read() as connection:
        query = sa.select(ledger.c.batch, ledger.c.table_name, ledger.c.before, ledger.c.after)
        for row in connection.execute(query.where(ledger.c.seq > since)):
            batches[row.batch].add(row.table_name)
            before = {one.group() for one in MARK.finditer(row.before or "")}
            new = {one.group() for one in MARK.finditer(row.after or "")} - before
            for mark in new:  # what stood before is not written again
                found.entries.setdefault(mark, Counter())[row.table_name] += 1
                of_mark[mark].add(row.batch)
        for (content,) in connection.execute(sa.select(field_items.c.content)):
            found.items.update(one.group() for one in MARK.finditer(content))
        found.photos = {row.sha256 for row in connection.execute(sa.select(field_photos.c.sha256))}
    for mark, own in of_mark.items():
        found.tables[mark] = set().union(*(batches[one] for one in own))
    return found


def compare(kept: Kept, facts: Iterable[Mapping[str, Any]]) -> Findings:
    """Compare what was noted while people worked with what is kept."""
    found, known, versions = Findings(), set(), Counter[tuple[str, int]]()
    for fact in facts:
        if "photo" in fact:
            found.done["photo"] += fact["outcome"] == "done"
            if fact["outcome"] == "done" and fact["photo"] not in kept.photos:
                found.lost.append(f"photo {fact['photo'][:12]}")
        if "mark" not in fact:
            continue
        mark, outcome = str(fact["mark"]), str(fact["outcome"])
        known.add(mark)
        kind = _kind(mark)
        getattr(found, outcome)[kind] += 1
        there = _times(kept, mark)
        found.unknown_kept += outcome == "unknown" and there > 0
        if outcome == "done" and not there:
            found.lost.append(mark)
        if outcome == "refused" and there:
            found.kept_though_refused.append(f"{mark} ({fact['status']})")
        if there > 1:
            found.doubled.append(mark)
        lacks = NEEDED.get(kind, set()) - kept.tables.get(mark, set())
        if there and lacks:
            found.half.append(f"{mark} lacks {', '.join(sorted(lacks))}")
        if outcome == "done" and fact.get("seen"):
            versions[str(fact["seen"][0]), int(fact["seen"][1])] += 1
    found.overwritten = [
        f"{record} version {seen}" for (record, seen), times in versions.items() if times > 1
    ]
    every = kept.entries.keys() | set(kept.items)
    found.made_by_nobody = sorted(every - known)
    return found


def _kind(mark: str) -> str:
    found = MARK.fullmatch(mark)
    assert found is not None, mark
    return found.group(1)


def _times(kept: Kept, mark: str) -> int:
    """Return how often a mark was written: in one table of the ledger, or as an item."""
    return max([*kept.entries.get(mark, {}).values(), kept.items[mark]])
