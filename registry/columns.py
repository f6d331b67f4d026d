"""The column dictionary: one definition that feeds whatever names a column of a list.

The definition is ``data/codes/columns.toml``; this module reads it and matches headers with it. From it come
the parser, the template workbook, forms, the tables of masts, the mast's sheet and history, what a list
changed, the comparison of two masts, exports, who may see what, and ``docs/list-columns.md``.

A header matches when its letters and digits, without diacritics, case, punctuation or unit, equal those of
the name, a label or an alias. Synonyms come from lists that carriers really send (see ``data/README.md``).
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from registry.model.alphabet import plain_d
from registry.settings import DATA


class ListKind(StrEnum):
    """The lists that a person uploads."""

    PROPOSALS = "proposals"  # danh sách vị trí đề nghị
    SITES = "sites"  # danh sách cột, trạm hiện có
    PLAN = "plan"  # danh sách vị trí quy hoạch, kế hoạch
    ZONES = "zones"  # danh mục khu vực, tuyến đường của một quyết định
    OUTAGES = "outages"  # báo cáo mất liên lạc
    CABLES = "cables"  # danh sách đoạn cáp ngoại vi
    CABLE_NODES = "cable_nodes"  # danh sách cột, bể, tủ, biển của mạng cáp
    SELF_INSPECTIONS = "self_inspections"  # danh sách cột do doanh nghiệp tự kiểm tra
    CRITICAL_PLACES = "critical_places"  # danh sách nơi trọng yếu
    POPULATIONS = "populations"  # bảng dân số theo xã, phường
    CITIZEN_REPORTS = "citizen_reports"  # danh sách phản ánh của hệ thống tỉnh


OF_MASTS = frozenset({ListKind.PROPOSALS, ListKind.SITES, ListKind.PLAN})
"""The lists whose rows are masts: a column that names no kinds of list is theirs."""


class CellType(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    CODE = "code"
    LON = "lon"
    LAT = "lat"
    POSITION = "position"  # both in one cell
    EASTING = "easting"
    NORTHING = "northing"
    METRES = "metres"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"
    YESNO = "yesno"
    CHOICE = "choice"
    CHOICES = "choices"  # several, separated by , ; / +


class Level(StrEnum):
    """What a list of standing masts says something of: the names of the tables are these with an s."""

    SITE = "site"
    STRUCTURE = "structure"
    STATION = "station"


class Shown(StrEnum):
    """Where a fact of a mast is shown, apart from its history and the exports."""

    SHEET = "sheet"  # the mast's sheet on the map
    MERGE = "merge"  # the comparison of two masts that may be one


class Asked(StrEnum):
    """Whether a list that changes a fact is asked why."""

    NEVER = ""  # the list brings it up to date
    ALWAYS = "always"
    KNOWN = "known"  # only where the register knew it: filled in, it is new knowledge


CONSULTED = "consulted"
"""The policy's name for a row of a request as a body that was asked about it reads it."""
_MASKED = (ListKind.SITES, ListKind.PLAN, ListKind.PROPOSALS)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in code, labels, what else people call it, and how its cells are read.

    ``choices`` names the code table (``data/codes``) of a CHOICE. ``required`` holds the kinds of list
    that cannot do without it (a position may be given in any of its forms).
    ``span`` is the smallest and the largest number that makes sense; what lies beyond it is no value.
    ``least`` is the smallest length that occurs, 0 apart: a smaller one is most likely in kilometres.
    ``usual`` is the largest number that is found in practice: a larger one is taken, and asked about.
    ``empty`` is the choice that an empty cell stands for: then only an empty one is taken so, not "không rõ".

    A column with a ``level`` is a fact of the mast that is kept as the list states it, in the column
    ``stored`` of that level's table. ``short_vi`` and ``short_en`` are its labels on the mast's sheet.
    ``disclosed`` is who may see it, by layer of the policy (``services/register/disclosure.py``).
    """

    name: str
    label_vi: str
    label_en: str
    type: CellType
    aliases: tuple[str, ...] = ()
    unit: str = ""
    choices: str = ""
    kinds: frozenset[ListKind] = OF_MASTS
    required: frozenset[ListKind] = frozenset()
    example: str = ""
    span: tuple[float, float] | None = None
    least: float = 0.0
    usual: float | None = None
    empty: str = ""
    level: Level | None = None
    stored: str = ""
    short_vi: str = ""
    short_en: str = ""
    shown: frozenset[Shown] = frozenset()
    asked: Asked = Asked.NEVER
    exported: bool = False
    disclosed: Mapping[str, str] = field(default_factory=dict, hash=False)

    def label(self, lang: str) -> str:
        """Return the label in a language ("vi", "en")."""
        return self.label_en if lang == "en" else self.label_vi

    @property
    def in_hours(self) -> bool:
        """Whether its numbers are hours, so that a cell may say "4h"."""
        return self.unit == "h" or self.label_en.endswith("(h)")

    def short(self, lang: str) -> str:
        """Return the label on the mast's sheet."""
        return self.short_en if lang == "en" else self.short_vi

    def with_unit(self, lang: str) -> str:
        """Return the label in a language ("vi", "en") with its unit; only the degree has a word for it."""
        unit = "°" if lang == "en" and self.unit == "độ" else self.unit
        return f"{self.label(lang)} ({unit})" if unit else self.label(lang)


def _read_columns() -> tuple[Column, ...]:
    table = tomllib.loads((DATA / "codes" / "columns.toml").read_text(encoding="utf-8"))
    return tuple(_read_column(name, item) for name, item in table.items())


def _read_column(name: str, item: Mapping[str, Any]) -> Column:
    kinds = frozenset(map(ListKind, item.get("kinds", OF_MASTS)))
    level = Level(item["of"]) if "of" in item else None
    return Column(
        name=name,
        label_vi=item["label_vi"],
        label_en=item["label_en"],
        type=CellType(item["type"]),
        aliases=tuple(item.get("aliases", ())),
        unit=item.get("unit", ""),
        choices=item.get("choices", ""),
        kinds=kinds,
        required=frozenset(map(ListKind, item.get("required", ()))),
        example=item.get("example", ""),
        span=(item["span"][0], item["span"][1]) if "span" in item else None,
        least=item.get("least", 0.0),
        usual=item.get("usual"),
        empty=item.get("empty", ""),
        level=level,
        stored=item.get("stored", name) if level else "",
        short_vi=item.get("short_vi", item["label_vi"]),
        short_en=item.get("short_en", item["label_en"]),
        shown=frozenset(map(Shown, item.get("shown", Shown))) if level else frozenset(),
        asked=Asked(item.get("asked", "")),
        exported=item.get("exported", level is not None),
        disclosed=_disclosed(item, kinds, level),
    )


def _disclosed(item: Mapping[str, Any], kinds: frozenset[ListKind], level: Level | None) -> dict[str, str]:
    """Return who may see a column of the lists of masts, by layer: one word for all, or one for each."""
    given = item.get("disclosed", {})
    found = {kind.value: given if isinstance(given, str) else given.get(kind, "") for kind in _MASKED}
    found = {layer: audience for layer, audience in found.items() if audience and layer in kinds}
    if level is Level.STATION and ListKind.SITES in found:
        found["stations"] = found[ListKind.SITES]
    if item.get(CONSULTED, False):
        found[CONSULTED] = found[ListKind.PROPOSALS]
    return found


COLUMNS: tuple[Column, ...] = _read_columns()


def columns_for(kind: ListKind) -> tuple[Column, ...]:
    """Return the columns that a kind of list may have, in the order of the template."""
    return tuple(column for column in COLUMNS if kind in column.kinds)


@cache
def stored_columns(level: Level) -> tuple[Column, ...]:
    """Return the columns that a list of standing masts says of a level, in the order of the template."""
    return tuple(column for column in COLUMNS if column.level is level)


def column(name: str) -> Column:
    """Return one column by its name in code; KeyError where there is none."""
    return _BY_NAME[name]


_BY_NAME = {item.name: item for item in COLUMNS}


_UNIT = re.compile(r"[(\[].*?[)\]]")


class _Kept(dict[int, str | None]):
    """The characters that stay, by their number; None for those that go."""

    def __missing__(self, number: int) -> str | None:
        letter = chr(number)
        kept = letter if letter.isalnum() and not unicodedata.combining(letter) else None
        if len(self) < _KNOWN_LETTERS:
            self[number] = kept
        return kept


_KNOWN_LETTERS = 4_096  # Vietnamese has some hundred; a hostile text may have them all
_KEPT = _Kept()


@lru_cache(maxsize=8_192)  # names of zones, communes and columns are asked for again and again
def fold(text: str) -> str:
    """Reduce text to its letters and digits: no case, diacritics, punctuation or spaces ("Đ" becomes "d")."""
    if not text.isascii():
        text = unicodedata.normalize("NFD", plain_d(text))
    return text.lower().translate(_KEPT)


def fold_each(texts: Sequence[str]) -> list[str]:
    """Return ``fold`` of each text, of all in one pass."""
    if not texts:
        return []
    whole = "\n".join(texts)
    if whole.count("\n") != len(texts) - 1:
        return [fold(text) for text in texts]
    if whole.isascii():
        return whole.lower().translate(_NO_SIGNS).split("\n")
    decomposed = unicodedata.normalize("NFD", plain_d(whole)).lower()
    kept = (c for c in decomposed if c == "\n" or (c.isalnum() and not unicodedata.combining(c)))
    return "".join(kept).split("\n")


_NO_SIGNS = {code: None for code in range(128) if not chr(code).isalnum() and chr(code) != "\n"}


def fold_header(text: str) -> tuple[str, str]:
    """Return the folded header with and without what stands in brackets (units, examples)."""
    return fold(text), fold(_UNIT.sub(" ", text))


@cache
def header_index(kind: ListKind) -> dict[str, str]:
    """Map every folded name, label and alias of a kind's columns to the column's name; first one wins."""
    index: dict[str, str] = {}
    for item in columns_for(kind):
        for text in _texts(item):
            for folded in fold_header(text):
                if folded:
                    index.setdefault(folded, item.name)
    return index


def _texts(item: Column) -> Iterable[str]:
    yield item.label_vi
    yield item.label_en
    yield item.name
    yield from item.aliases
