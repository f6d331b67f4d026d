"""The column dictionary: one definition that feeds the parser, the template workbook, forms and exports.

The definition is ``data/codes/columns.toml``; this module reads it and matches headers with it.

A header matches when its letters and digits, without diacritics, case, punctuation or unit, equal those of
the name, a label or an alias. Synonyms come from lists that carriers really send (see ``data/README.md``).
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

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


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in code, labels, what else people call it, and how its cells are read.

    ``choices`` names the code table (``data/codes``) of a CHOICE. ``required`` holds the kinds of list
    that cannot do without it (a position may be given in any of its forms).
    ``span`` is the smallest and the largest number that makes sense; what lies beyond it is no value.
    ``least`` is the smallest length that occurs, 0 apart: a smaller one is most likely in kilometres.
    ``empty`` is the choice that an empty cell stands for: then only an empty one is taken so, not "không rõ".
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
    empty: str = ""

    def with_unit(self, lang: str) -> str:
        """Return the label in a language ("vi", "en") with its unit; only the degree has a word for it."""
        label = self.label_en if lang == "en" else self.label_vi
        unit = "°" if lang == "en" and self.unit == "độ" else self.unit
        return f"{label} ({unit})" if unit else label


def _read_columns() -> tuple[Column, ...]:
    table = tomllib.loads((DATA / "codes" / "columns.toml").read_text(encoding="utf-8"))
    return tuple(
        Column(
            name=name,
            label_vi=item["label_vi"],
            label_en=item["label_en"],
            type=CellType(item["type"]),
            aliases=tuple(item.get("aliases", ())),
            unit=item.get("unit", ""),
            choices=item.get("choices", ""),
            kinds=frozenset(map(ListKind, item.get("kinds", OF_MASTS))),
            required=frozenset(map(ListKind, item.get("required", ()))),
            example=item.get("example", ""),
            span=(item["span"][0], item["span"][1]) if "span" in item else None,
            least=item.get("least", 0.0),
            empty=item.get("empty", ""),
        )
        for name, item in table.items()
    )


COLUMNS: tuple[Column, ...] = _read_columns()


def columns_for(kind: ListKind) -> tuple[Column, ...]:
    """Return the columns that a kind of list may have, in the order of the template."""
    return tuple(column for column in COLUMNS if kind in column.kinds)


def column(name: str) -> Column:
    """Return one column by its name in code; KeyError where there is none."""
    return _BY_NAME[name]


_BY_NAME = {item.name: item for item in COLUMNS}


_UNIT = re.compile(r"[(\[].*?[)\]]")


@lru_cache(maxsize=8_192)  # names of zones, communes and columns are asked for again and again
def fold(text: str) -> str:
    """Reduce text to its letters and digits: no case, diacritics, punctuation or spaces ("Đ" becomes "d")."""
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(c for c in decomposed.lower() if c.isalnum() and not unicodedata.combining(c))


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
