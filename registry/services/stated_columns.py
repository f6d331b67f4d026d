"""Columns of a sender's list that a person explains: which field each is, in which unit, and who said so.

What is said stands in the reading of the list that it was said of, and from there it holds for the sender's
next lists as long as a column bears the same header; nothing of it holds for anybody else's.
"""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from registry.columns import CellType, ListKind, column, columns_for, fold
from registry.errors import RefusalError
from registry.intake.cells import LENGTHS_M
from registry.intake.meanings import Meaning, Meanings
from registry.intake.parsed import SheetColumn, SheetReading
from registry.messages import Language, Words
from registry.services.proposal_json import reading_from_json
from registry.store.desk_tables import request_lists, requests

LISTS_LOOKED_AT = 20
UNITS = ("m", *LENGTHS_M)
_FIELDS = tuple(item for item in columns_for(ListKind.PROPOSALS) if item.name != "ordinal")


def field_choices(lang: Language) -> list[dict[str, Any]]:
    """Return the fields that a column can be: name, label with its unit, whether it is a length."""
    found = []
    for item in _FIELDS:
        label = item.label_en if lang == "en" else item.label_vi
        unit = f" ({item.unit})" if item.unit else ""
        found.append(
            {
                "name": item.name,
                "label": label + unit,
                "length": item.type is CellType.METRES,
                "vi": item.label_vi,
            }
        )
    return found


def remembered(connection: Connection, organisation: str) -> dict[str, Meaning]:
    """Return what was said of columns of a sender's lists, by folded header; the newest that has one tells.

    A column that nobody explained in the newest list that has it is not explained.
    """
    query = (
        request_lists.select()
        .join(requests, requests.c.id == request_lists.c.request)
        .with_only_columns(request_lists.c.reading, requests.c.number)
        .where(requests.c.organisation == organisation)
        .order_by(request_lists.c.at.desc(), request_lists.c.ordinal.desc())
        .limit(LISTS_LOOKED_AT)
    )
    found: dict[str, Meaning | None] = {}
    for reading, number in connection.execute(query):
        for sheet in reading_from_json(reading)[1]:
            for item in sheet.columns:
                said = item.stated
                known = Meaning(said.name, said.unit, said.by, said.source or number) if said else None
                found.setdefault(fold(item.header), known)
    return {header: said for header, said in found.items() if said is not None}


def explained(
    meanings: Meanings, sheets: tuple[SheetReading, ...], header: str, said: Meaning | None
) -> dict[str, Meaning]:
    """Return ``meanings`` with what is ``said`` of a column (None: nothing any more).

    Refused for a header that no sheet has or that is understood (``COLUMN-NOT-OPEN``), a field or unit that
    is none (``COLUMN-FIELD``), and a field that another column of the sheet is already (``COLUMN-TAKEN``).
    """
    key = fold(header)
    open_ = [(sheet, item) for sheet in sheets for item in sheet.columns if _is_open(item, key)]
    if not key or not open_:
        raise RefusalError("COLUMN-NOT-OPEN", header=header[:80])
    if said is None:
        return {name: item for name, item in meanings.items() if name != key}
    if said.name not in {item.name for item in _FIELDS} or said.unit not in ("", *UNITS):
        raise RefusalError("COLUMN-FIELD", value=f"{said.name} {said.unit}".strip()[:40])
    known = column(said.name)
    if said.unit and known.type is not CellType.METRES:
        raise RefusalError("COLUMN-FIELD", value=f"{said.name} {said.unit}"[:40])
    for sheet, own in open_:
        for other in sheet.columns:
            if other.letter != own.letter and other.name.partition(":")[0] == said.name:
                raise RefusalError(
                    "COLUMN-TAKEN",
                    label=Words(known.label_vi, known.label_en),
                    letter=other.letter,
                    header=other.header[:80],
                )
    return {**meanings, key: said}


def _is_open(item: SheetColumn, key: str) -> bool:
    return fold(item.header) == key and (not item.name or item.stated is not None)


def meanings_to_json(meanings: Meanings) -> dict[str, dict[str, str]]:
    """Return what is said of columns as JSON."""
    return {header: asdict(said) for header, said in meanings.items()}


def meanings_from_json(value: dict[str, dict[str, str]]) -> dict[str, Meaning]:
    """Return what ``meanings_to_json`` wrote."""
    return {header: Meaning(**said) for header, said in value.items()}
