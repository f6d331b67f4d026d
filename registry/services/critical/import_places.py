"""A list of critical places from a file: looked at first, then written as one batch.

A row is the place of its name in its commune: the same file twice changes nothing, a newer one brings the
place up to date. A row of which a cell is not understood is kept, and marked with what the cell says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.checks.communes import names_of
from registry.checks.context import Context
from registry.columns import ListKind, fold
from registry.intake.parsed import ParsedRow
from registry.intake.reading import read_list
from registry.messages import issue_of
from registry.model.critical_places import CriticalPlace, PlaceKind
from registry.model.issues import Issue
from registry.model.ledger import Origin
from registry.model.vietnam_time import one_moment
from registry.services.critical.editing import LONGEST_LINE, LONGEST_NAME
from registry.services.critical.named_masts import MastCodes, mast_codes
from registry.services.office.calendar import today
from registry.services.office.deeds import Actor, Deed, name_of
from registry.services.office.import_batch import counts_of, preview_rows
from registry.services.office.preview import ImportOutcome
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.place_names import commune_at
from registry.services.register.position_hints import hint_source
from registry.store import ledger
from registry.store.changes import difference, stable_id
from registry.store.critical.places import load_places
from registry.store.critical.tables import critical_places
from registry.store.records import row_of

KIND = "critical"
_POSITION = ("position", "lat", "lon", "northing", "easting")
_READ = ("critical_kind", "critical_telephone", "critical_speaker", "address")


@dataclass(frozen=True, slots=True)
class PlaceFile:
    """A list of critical places as read: the places by id, where each stands, what is to be looked at."""

    name: str
    sha256: str
    rows: Mapping[str, dict[str, Any]]
    read_at: Mapping[str, Origin]
    left_out: int
    issues: tuple[Issue, ...]


@one_moment()
def import_places(
    registry: Registry, path: Path, *, name: str = "", source: str = "", yes: bool = False, who: Actor
) -> ImportOutcome:
    """Bring in a list of critical places; without ``yes`` nothing is written.

    ``source`` is what the rows come from (a letter, a plan), the file's name where nothing is said. Refused
    where the file cannot be read as a list (``FILE-…``).
    """
    found = read_places(registry, path, name=name, source=source)
    opened = registry.database.write() if yes else registry.database.read()
    with opened as connection:
        made = Deed(
            connection, KIND, name_of(who), ledger.present(),
            {"file_name": found.name, "file_sha256": found.sha256, "options": {"source": source}},
        )  # fmt: skip
        part = difference(connection, critical_places, found.rows.values(), found.read_at)
        counts = counts_of([part], left_out=found.left_out)
        batch = None
        if yes:
            made.about["summary"] = counts
            made.add(part.changes)
            batch = made.write() or None
    return ImportOutcome(
        counts=counts, issues=found.issues, rows=preview_rows(part, named="name"), batch=batch,
        file_name=found.name,
    )  # fmt: skip


def read_places(registry: Registry, path: Path, *, name: str = "", source: str = "") -> PlaceFile:
    """Read a list of critical places (.xlsx, .xls, .ods, .csv); see ``import_places``."""
    parsed = read_list(path, ListKind.CRITICAL_PLACES, hints=hint_source(registry, today()), name=name)
    context = context_for(registry, today())
    with registry.database.read() as connection:
        standing = {
            (fold(one.name), one.commune_code): one.id for one in load_places(connection, closed=True)
        }
        codes = mast_codes(connection)
    issues = list(parsed.issues)
    rows: dict[str, dict[str, Any]] = {}
    read_at: dict[str, Origin] = {}
    headers = {sheet.name: {item.name: item.header for item in sheet.columns} for sheet in parsed.sheets}
    left_out = 0
    for row in parsed.rows:
        place, said = _place(row, context, codes, source or parsed.name)
        key = (fold(place.name), place.commune_code)
        identity = standing.get(key) or stable_id("critical", *key)
        if not key[0] or identity in rows:
            left_out += 1
            first = read_at[identity].row if identity in rows else 0
            params = {"name": place.name, "first": first}
            said = [("CRITICAL-TWICE" if key[0] else "CRITICAL-NO-NAME", "critical_name", params)]
        else:
            columns = row_of(critical_places, place, id=identity)
            rows[identity] = _stated(columns, new=identity not in standing.values())
            read_at[identity] = Origin(row.sheet, row.row)
        issues += [
            issue_of(
                code, sheet=row.sheet, row=row.row, column=headers.get(row.sheet, {}).get(column, ""),
                value=str(row.raw.get(column, ""))[:80], params=params,
            )
            for code, column, params in said
        ]  # fmt: skip
    return PlaceFile(parsed.name, parsed.sha256, rows, read_at, left_out, tuple(issues))


_Said = tuple[str, str, dict[str, Any]]


def _place(
    row: ParsedRow, context: Context, codes: MastCodes, source: str
) -> tuple[CriticalPlace, list[_Said]]:
    """Return the place of a row, and what has to be said of it: code, column, parameters."""
    values, position, raw = row.values, row.position, row.raw
    said: list[_Said] = []
    unread = {name: raw[name] for name in _READ if name in row.unread and name in raw}
    kind = values.get("critical_kind")
    if kind is None:
        said.append(("CRITICAL-NO-KIND", "critical_kind", {}))
        unread.setdefault("critical_kind", raw.get("critical_kind", ""))
    if not position.known or not position.firm:
        unread["position"] = "; ".join(raw[name] for name in _POSITION if name in raw)
    if not position.known:
        said.append(("CRITICAL-NO-POSITION", "", {}))
    structures, unknown = codes.named(str(values.get("critical_masts", "")))
    if unknown:
        said.append(("CRITICAL-MAST-UNKNOWN", "critical_masts", {"codes": ", ".join(unknown)[:80]}))
        unread["critical_masts"] = ", ".join(unknown)
    place = CriticalPlace(
        id="",
        name=_line(values.get("critical_name"), LONGEST_NAME),
        kind=PlaceKind.OTHER if kind is None else PlaceKind(kind),
        lon=position.lon,
        lat=position.lat,
        accuracy_m=position.accuracy_m if position.known else None,
        commune_code=_commune(row, context),
        address=_line(values.get("address"), LONGEST_LINE),
        speaker=_line(values.get("critical_speaker"), LONGEST_LINE),
        telephone=_line(values.get("critical_telephone"), 60),
        stated_masts=structures,
        source=_line(source, LONGEST_LINE),
        source_day=today(),
        note=_line(values.get("note"), LONGEST_LINE),
        unread={name: text[:120] for name, text in unread.items()},
    )
    return place, said


def _stated(row: dict[str, Any], *, new: bool) -> dict[str, Any]:
    """Return a row without what the file is silent about, so that what stands of it stays."""
    if new:
        return row
    silent = [
        name for name in ("lon", "lat", "accuracy_m", "address", "speaker", "telephone", "note")
        if row[name] in (None, "")
    ]  # fmt: skip
    silent += ["stated_masts"] if not row["stated_masts"] else []
    left_out = {*silent, "source_day", "closed_on", "closed_why"}
    return {name: value for name, value in row.items() if name not in left_out}


def _commune(row: ParsedRow, context: Context) -> str:
    """Return the code of the commune that holds the position, else of the one that the row names."""
    position = row.position
    if position.lon is not None and position.lat is not None:
        unit = commune_at(context, position.lon, position.lat)
        return unit.code if unit else ""
    written = str(row.values.get("commune", ""))
    named = names_of(context.units).find(written).rows if written else ()
    return context.units.communes[named[0]].code if len(named) == 1 else ""


def _line(value: Any, longest: int) -> str:
    return " ".join(str(value or "").split())[:longest]
