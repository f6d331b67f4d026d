"""The sets of data that an office may open to everybody, as ``data/open_data.toml`` describes them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from registry.columns import COLUMNS
from registry.errors import RefusalError
from registry.messages import Words
from registry.services.office.table_book import MARK
from registry.settings import DATA

_LABELS = {item.name: Words(item.label_vi, item.label_en) for item in COLUMNS}


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name in code, its heading in the files, what it says, and what its cells are.

    ``datatype`` is a name of XML Schema; a program that is not told reads a code as a number and drops its 0.
    """

    name: str
    label: Words
    means: Words
    datatype: str = "string"


MARKED = Field(
    MARK,
    Words("Nhãn dữ liệu", "Mark of the data"),
    Words("Mọi dòng được tạo ra để minh họa, không có thật.", "Every row is made up to illustrate."),
)
"""The last column of every file of an illustrative register."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A set of data: ``layer`` is that of the policy of disclosure, ``forms`` the files that it comes as."""

    name: str
    layer: str
    forms: tuple[str, ...]
    title: Words
    about: Words
    left_out: tuple[Words, ...]
    fields: tuple[Field, ...]

    def fields_of(self, *, illustrative: bool) -> tuple[Field, ...]:
        """Return the columns of its files, the mark of an illustrative register among them."""
        return (*self.fields, MARKED) if illustrative else self.fields


@cache
def datasets() -> Mapping[str, Dataset]:
    """Return every set by its name, in the order of the file."""
    content = tomllib.loads((DATA / "open_data.toml").read_text(encoding="utf-8"))
    return {name: _dataset(name, entry) for name, entry in content.items()}


def dataset(name: str) -> Dataset:
    """Return a set by its name (``OPEN-DATA-UNKNOWN``)."""
    found = datasets().get(name)
    if found is None:
        raise RefusalError("OPEN-DATA-UNKNOWN", name=name[:40])
    return found


def _dataset(name: str, entry: Mapping[str, Any]) -> Dataset:
    return Dataset(
        name=name,
        layer=entry["layer"],
        forms=tuple(entry["forms"]),
        title=_words(entry, "title"),
        about=_words(entry, "about"),
        left_out=tuple(map(Words, entry["left_out_vi"], entry["left_out_en"])),
        fields=tuple(
            Field(
                column["name"],
                _words(column, "label") if "label_vi" in column else _LABELS[column["name"]],
                _words(column, "means"),
                column.get("datatype", "string"),
            )
            for column in entry["columns"]
        ),
    )


def _words(entry: Mapping[str, Any], name: str) -> Words:
    return Words(entry[f"{name}_vi"], entry[f"{name}_en"])
