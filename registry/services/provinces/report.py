"""What went where when a register became part of another, and what waits for a person."""

import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from registry.messages import render
from registry.services.office.record_words import word
from registry.services.office.registry import Registry
from registry.services.office.table_book import Sheet, sheets_book
from registry.services.provinces.rules import How, rules
from registry.store.verification import Problem


class Went(StrEnum):
    """What became of one record. ``TOLD_APART``: it entered under another code, number or name."""

    ENTERED = "entered"
    TOLD_APART = "told-apart"
    UNITED = "united"
    CHANGED = "changed"
    KEPT = "kept"


_WORDS = {
    Went.ENTERED: "đã nhập",
    Went.TOLD_APART: "đã nhập, đặt lại mã hoặc tên cho khỏi trùng",
    Went.UNITED: "đã có sẵn, giữ bản của sổ nhận",
    Went.CHANGED: "bản của sổ nhận được sửa theo",
    Went.KEPT: "chỉ có trong sổ cái cũ",
}


class Item(NamedTuple):
    """What became of one record: its key in its register and here (``to``, "" where it did not enter), what
    people knew it by before and know it by now, and what a person has to look at (None: nothing)."""

    table: str
    record: str
    went: Went
    to: str
    was: str = ""
    now: str = ""
    waits: Problem | None = None


@dataclass
class MergeReport:
    """One merging: which registers, their ledgers' heads, and what became of every record."""

    sign: str
    name: str
    province: str
    entries: int
    head: str
    own_head: str
    day: str
    dry: bool
    items: list[Item] = field(default_factory=list)
    contacts: int = 0
    files: int = 0
    batch: str = ""
    new_head: str = ""

    def add(self, *item: Any, **more: Any) -> None:
        """Add what became of a record: see ``Item``."""
        self.items.append(Item(*item, **more))

    @property
    def counts(self) -> dict[str, int]:
        """How many records went each way."""
        found = Counter(item.went.value for item in self.items)
        return {went.value: found[went.value] for went in Went}

    @property
    def waiting(self) -> list[Item]:
        """What waits for a person."""
        return [item for item in self.items if item.waits]


def as_json(report: MergeReport) -> str:
    """Return the whole report as JSON."""
    facts = {name: getattr(report, name) for name in _FACTS}
    kept = {
        table: {"vi": rule.why.vi, "en": rule.why.en}
        for table, rule in sorted(rules().items())
        if rule.how is How.KEPT
    }
    told = [{**item._asdict(), "waits": _told(item.waits)} for item in report.items]
    whole = {**facts, "counts": report.counts, "kept_only": kept, "records": told}
    return json.dumps(whole, ensure_ascii=False, indent=1)


_FACTS = (
    "sign", "name", "province", "entries", "head", "own_head", "day", "dry", "files", "contacts", "batch",
    "new_head",
)  # fmt: skip


def _told(waits: Problem | None) -> dict[str, str] | None:
    if waits is None:
        return None
    vi, en = (render(waits.code, waits.params, lang) for lang in ("vi", "en"))
    return {"code": waits.code, "vi": vi, "en": en}


def as_workbook(registry: Registry, report: MergeReport) -> bytes:
    """Return the report as a workbook: what waits first, then every record, then what is kept only."""
    header = ("Loại bản ghi", "Trước là", "Nay là", "Kết quả", "Việc cần người xem", "Khóa cũ", "Khóa mới")
    rows = [
        (
            word("tables", item.table).vi,
            item.was,
            item.now,
            _WORDS[item.went],
            render(item.waits.code, item.waits.params) if item.waits else "",
            item.record,
            item.to,
        )
        for item in report.items
    ]
    kept = [
        (word("tables", table).vi, table, rule.why.vi)
        for table, rule in sorted(rules().items())
        if rule.how is How.KEPT
    ]
    return sheets_book(
        registry,
        [
            Sheet("Cần người xem", header, [row for row in rows if row[4]]),
            Sheet("Mọi bản ghi", header, rows),
            Sheet("Chỉ trong sổ cái cũ", ("Loại bản ghi", "Bảng", "Lý do"), kept),
        ],
    )


def write(registry: Registry, report: MergeReport, path: Path) -> None:
    """Write the report: a workbook where the name ends with .xlsx, else JSON."""
    if path.suffix.lower() == ".xlsx":
        path.write_bytes(as_workbook(registry, report))
    else:
        path.write_text(as_json(report), encoding="utf-8")
