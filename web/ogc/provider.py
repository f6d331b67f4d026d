"""Our rows as pygeoapi asks a provider for them; the policy of disclosure was applied before.

Imported by pygeoapi by its name, at the first question.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import orjson
from flask_babel import gettext as _
from pygeoapi.provider.base import BaseProvider, ProviderItemNotFoundError

from registry.frames.columns import Dtype, FrameColumn
from registry.messages import Language
from web.frame.wording.filters import day, number
from web.ogc.collections import Collection
from web.ogc.queries import Query
from web.ogc.systems import System

NAME = "web.ogc.provider.Columns"
_ON_A_PAGE = 6
_TYPES: dict[Dtype, dict[str, str]] = {
    Dtype.NUMBER: {"type": "number"},
    Dtype.WHOLE: {"type": "integer"},
    Dtype.YES_NO: {"type": "boolean"},
    Dtype.DAY: {"type": "string", "format": "date"},
    Dtype.MOMENT: {"type": "string", "format": "date-time"},
}


@dataclass(slots=True)
class Question:
    """What is asked of a collection, and the rows of the answer, encoded."""

    collection: Collection
    language: Language
    query: Query | None = None
    system: System | None = None
    rows: Sequence[bytes] = field(default=())

    def shown_columns(self) -> list[FrameColumn]:
        """Return the columns that a page has room for: the first that say something to people."""
        named = [item for item in self.collection.table.features.columns if not item.name.endswith("_id")]
        return named[:_ON_A_PAGE]

    def shown(self, column: FrameColumn, value: Any) -> str:
        """Return a value as a page writes it."""
        if value is None:
            return ""
        if column.dtype is Dtype.YES_NO:
            return str(_("có") if value else _("không"))
        if column.dtype in (Dtype.NUMBER, Dtype.WHOLE):
            return f"{number(value, 0 if float(value).is_integer() else 2)} {column.unit}".strip()
        if column.dtype is Dtype.DAY:
            return str(day(dt.date.fromisoformat(value)))
        return column.labels.get(value, str(value)) if self.language == "vi" else str(value)

    def __deepcopy__(self, _memo: Any) -> "Question":
        return self  # pygeoapi copies its configuration


class Columns(BaseProvider):  # type: ignore[misc]  # pygeoapi has no types
    """A provider over the columns of a collection; it only reads."""

    def __init__(self, definition: dict[str, Any]) -> None:
        super().__init__(definition)
        self.question: Question = definition["data"]
        self._fields = self.get_fields()

    def get_fields(self) -> dict[str, dict[str, Any]]:
        """Return what may be asked about, as JSON Schema has it."""
        collection, lang = self.question.collection, self.question.language
        return {
            name: schema(collection.table.columns[column], lang)
            for name, column in collection.queryables.items()
        }

    def query(self, *, offset: int = 0, limit: int = 10, **_rest: Any) -> dict[str, Any]:
        """Return the head of an answer; its rows are put into the question, encoded.

        pygeoapi would write them as text row by row, which is what its answers take their time for.
        """
        question = self.question
        assert question.query is not None
        table = question.collection.table
        found = question.query.rows(table, question.collection.queryables)
        names = tuple(table.columns) if question.query.names is None else question.query.names
        system = question.query.system if question.query.outlines else None
        question.rows = table.encoded(found[offset : offset + limit], names, system)
        return {
            "type": "FeatureCollection",
            "features": [],
            "numberMatched": len(found),
            "numberReturned": len(question.rows),
        }

    def get(self, identifier: str, **_rest: Any) -> dict[str, Any]:
        """Return one row by its id."""
        table = self.question.collection.table
        row = table.at.get(identifier)
        if row is None:
            raise ProviderItemNotFoundError(identifier)
        (made,) = table.encoded(np.array([row], dtype=np.int64), tuple(table.columns), self.question.system)
        found: dict[str, Any] = orjson.loads(made)
        return found


def schema(column: FrameColumn, lang: Language) -> dict[str, Any]:
    """Return a column as JSON Schema; its codes where it has few."""
    title = column.label_en if lang == "en" else column.label_vi
    found: dict[str, Any] = {"title": title, **_TYPES.get(column.dtype, {"type": "string"})}
    if column.unit:
        found["x-ogc-unit"] = column.unit
    if column.vocabulary and column.dtype is Dtype.CHOICE:
        found["values"] = list(column.vocabulary)
    return found
