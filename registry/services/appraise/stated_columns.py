"""Columns of a sender's list that a person explains: which field each is or none, in which unit, who said so.

What is said stands in the reading of the list that it was said of, and from there it holds for the sender's
next lists as long as a column bears the same header; nothing of it holds for anybody else's.
"""

from dataclasses import asdict, dataclass
from typing import Any

from registry.columns import CellType, Column, ListKind, column, columns_for
from registry.errors import RefusalError
from registry.intake.cells import LENGTHS_M
from registry.intake.meanings import NOT_USED, Meaning, Meanings, column_keys, is_placed, stated_columns
from registry.intake.parsed import SheetReading
from registry.messages import Language, Words
from registry.services.appraise.proposal_json import reading_from_json
from registry.store.database import Connection
from registry.store.requests.handed_in import newest_readings

LISTS_LOOKED_AT = 20
UNITS = ("m", *LENGTHS_M)
_NAMELESS = Words("không có tên", "no name")


def fields_of(kind: ListKind) -> tuple[Column, ...]:
    """Return the fields that a column of a list can be."""
    return tuple(item for item in columns_for(kind) if item.name != "ordinal")


def field_choices(lang: Language, kind: ListKind = ListKind.PROPOSALS) -> list[dict[str, Any]]:
    """Return the fields that a column can be: name, label with its unit, whether it is a length."""
    found = []
    for item in fields_of(kind):
        found.append(
            {
                "name": item.name,
                "label": item.with_unit(lang),
                "length": item.type is CellType.METRES,
                "vi": item.label_vi,
            }
        )
    return found


def remembered(connection: Connection, organisation: str, request: str = "") -> dict[str, Meaning]:
    """Return what was said of columns of a sender's lists, by their keys; the newest that has one tells.

    A column that nobody explained in the newest list that has it is not explained. The lists of ``request``
    go before all others, for a corrected one is read as that which it replaces; only they tell of columns
    without a header.
    """
    found: dict[str, Meaning | None] = {}
    lists = newest_readings(connection, organisation, most=LISTS_LOOKED_AT, first=request)
    for reading, number, of, _ordinal in lists:
        for ordinal, sheet in enumerate(reading_from_json(reading)[1]):
            for key, item in zip(keys_of(ordinal, sheet), sheet.columns, strict=True):
                if is_placed(key) and of != request:
                    continue
                said = item.stated
                known = Meaning(said.name, said.unit, said.by, said.source or number) if said else None
                found.setdefault(key, known)
    return {key: said for key, said in found.items() if said is not None}


def keys_of(ordinal: int, sheet: SheetReading) -> list[str]:
    """Return by what each column of a sheet (counted from 0) is known."""
    return column_keys(ordinal, [(item.letter, item.header) for item in sheet.columns])


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """A column as a page shows it: its sheet, its letter and its header ("": it has none)."""

    sheet: str
    letter: str
    header: str


def explained(
    meanings: Meanings,
    sheets: tuple[SheetReading, ...],
    place: ColumnPlace,
    said: Meaning | None,
    kind: ListKind = ListKind.PROPOSALS,
) -> dict[str, Meaning]:
    """Return ``meanings`` with what is ``said`` of a column (None: nothing any more).

    It holds for every column with the same header. Refused for a column that the list does not have or that
    is our own (``COLUMN-UNKNOWN``), a field or unit that is none (``COLUMN-FIELD``), and where two columns of
    a sheet would be one field (``COLUMN-TAKEN``): by what is said, or by what is no longer said.
    """
    key = _key_at(sheets, place)
    if said is not None:
        _check_field(said, kind)
    after = {name: item for name, item in meanings.items() if name != key} | ({key: said} if said else {})
    for ordinal, sheet in enumerate(sheets):
        keys, own = keys_of(ordinal, sheet), [item.own for item in sheet.columns]
        before = stated_columns(keys, own, meanings)[1]
        stated, refused = stated_columns(keys, own, after)
        for i, j in refused.items():
            if before.get(i) != j or keys[i] == key:
                other = sheet.columns[j if keys[i] == key else i]
                known = column(stated[i].field)
                raise RefusalError(
                    "COLUMN-TAKEN",
                    label=Words(known.label_vi, known.label_en),
                    letter=other.letter,
                    header=other.header[:80] or _NAMELESS,
                )
    return after


def sure_proposals(sheets: tuple[SheetReading, ...]) -> list[tuple[ColumnPlace, str]]:
    """Return the columns that were not understood but are surely a field, with that field."""
    return [
        (ColumnPlace(sheet.name, item.letter, item.header), item.proposed.name)
        for sheet in sheets
        for item in sheet.columns
        if item.proposed is not None and item.proposed.sure and item.stated is None
    ]


def _key_at(sheets: tuple[SheetReading, ...], place: ColumnPlace) -> str:
    """Return the key of a column; the header has to be the one that the page showed."""
    for ordinal, sheet in enumerate(sheets):
        for key, item in zip(keys_of(ordinal, sheet), sheet.columns, strict=True):
            if (sheet.name, item.letter, item.header) == (place.sheet, place.letter, place.header) and key:
                return key
    header = place.header[:80] or _NAMELESS
    raise RefusalError("COLUMN-UNKNOWN", letter=place.letter[:10], header=header)


def _check_field(said: Meaning, kind: ListKind) -> None:
    """Refuse a field that is none, a unit that is none, and a unit of what is no length."""
    known = next((item for item in fields_of(kind) if item.name == said.name), None)
    length = known is not None and known.type is CellType.METRES
    if (known is None and said.name != NOT_USED) or (said.unit and (not length or said.unit not in UNITS)):
        raise RefusalError("COLUMN-FIELD", value=f"{said.name} {said.unit}".strip()[:40])


def meanings_to_json(meanings: Meanings) -> dict[str, dict[str, str]]:
    """Return what is said of columns as JSON."""
    return {header: asdict(said) for header, said in meanings.items()}


def meanings_from_json(value: dict[str, dict[str, str]]) -> dict[str, Meaning]:
    """Return what ``meanings_to_json`` wrote."""
    return {header: Meaning(**said) for header, said in value.items()}
