"""The rows of a table of population as figures of today's communes, by code or name; former ones summed.

A former commune that went whole into one of today's is part of its sum; the sum is kept only where every
former commune is there that today's came from. A total in the table is held against the sum of its rows.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.checks.communes import names_of
from registry.checks.context import Context
from registry.columns import fold
from registry.intake.parsed import ParsedRow
from registry.model.areas import AdminLevel, AdminUnit, full_name
from registry.store.changes import stable_id

_TOTAL = re.compile(r"(tong|cong|toantinh|tongcong|tongso|toantinh.*|tinh.*)")
CODE_DIGITS = 5

Said = tuple[str, str, dict[str, Any]]
"""Code of a message, the dictionary's column it is about, its parameters."""


@dataclass
class Figure:
    """What a table says of one commune: of its own row, or as the sum of rows of former communes."""

    commune: AdminUnit
    as_of: dt.date
    people: int
    households: int | None
    source: str
    document: str
    row: ParsedRow
    former: list[AdminUnit] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The key of the figure: a table of the same day says the same thing anew."""
        return stable_id("population", self.commune.code, self.as_of.isoformat())


@dataclass
class RowsRead:
    """The figures of a table and what has to be said of its rows, each with its row."""

    figures: list[Figure] = field(default_factory=list)
    said: list[tuple[ParsedRow, Said]] = field(default_factory=list)
    left_out: int = 0
    summed: int = 0  # people of all rows that have a number


def figures_of(
    rows: Iterable[ParsedRow], context: Context, *, as_of: dt.date | None, today: dt.date
) -> RowsRead:
    """Return the figures of rows; ``as_of`` is the day of all, else the last day of each one's year."""
    found = RowsRead()
    own: dict[tuple[str, dt.date], Figure] = {}
    former: dict[tuple[str, dt.date], list[Figure]] = defaultdict(list)
    totals: list[ParsedRow] = []
    summed = 0
    communes = {fold(unit.name) for unit in (*context.units.communes, *context.units.legacy)}
    for row in rows:
        people = row.values.get("pop_people")
        written = str(row.values.get("commune") or "")
        total = _TOTAL.fullmatch(fold(written)) and fold(written) not in communes  # "Tịnh Khê" is one
        if total and not row.values.get("pop_code"):
            totals.append(row)
            continue
        if people is None:
            _leave(found, row, "POPULATION-NO-NUMBER", "pop_people")
            continue
        summed += int(people)
        day = _day_of(row, as_of)
        if day is None or day > today:
            code = "POPULATION-NO-DAY" if day is None else "POPULATION-DAY"
            _leave(found, row, code, "pop_year", **({} if day is None else {"day": day}))
            continue
        unit, old, why = _unit_of(row, context)
        if unit is None:
            _leave(found, row, why, "commune", name=(written or str(row.values.get("pop_code", "")))[:60])
            continue
        figure = Figure(
            unit, day, int(people), row.values.get("pop_households"),
            str(row.values.get("pop_source") or ""), str(row.values.get("pop_document") or ""), row,
            [old] if old else [],
        )  # fmt: skip
        key = (unit.code, day)
        if old is not None:
            if any(old in one.former for one in former[key]):
                _leave(
                    found, row, "POPULATION-TWICE", "commune", name=old.name, first=_first(former[key], old)
                )
            else:
                former[key].append(figure)
        elif key in own:
            _leave(found, row, "POPULATION-TWICE", "commune", name=full_name(unit), first=own[key].row.row)
        else:
            own[key] = figure
    found.figures = list(own.values())
    _sum_up(found, own, former, context)
    _hold_totals(found, totals, summed)
    found.summed = summed
    return found


def _day_of(row: ParsedRow, as_of: dt.date | None) -> dt.date | None:
    if as_of is not None:
        return as_of
    year = row.values.get("pop_year")
    return None if year is None else dt.date(int(year), 12, 31)


def _unit_of(row: ParsedRow, context: Context) -> tuple[AdminUnit | None, AdminUnit | None, str]:
    """Return the commune of today that a row is about, the former one it names, else why none."""
    units = context.units
    code = re.sub(r"\D", "", str(row.values.get("pop_code") or "")).zfill(CODE_DIGITS)
    written = str(row.values.get("commune") or "")
    present = {unit.code: unit for unit in units.communes}
    if code.strip("0"):
        old = next(
            (one for one in units.legacy if one.code == code and one.level is AdminLevel.COMMUNE), None
        )
        # a code may be used again: with a name beside it, the name says which of the two is meant
        here = present.get(code)
        if here is not None and (
            old is None or not written or _named(here, written) or not _named(old, written)
        ):
            return here, None, ""
        if old is not None:
            return _succeeding(old, context)
    if not written:
        return None, None, "POPULATION-COMMUNE-UNKNOWN"
    found = names_of(units).find(written, str(row.values.get("district") or ""))
    if found.former is not None:
        return _succeeding(found.former, context)
    if len(found.rows) == 1:
        return units.communes[found.rows[0]], None, ""
    return None, None, "POPULATION-COMMUNE-SEVERAL" if found.rows else "POPULATION-COMMUNE-UNKNOWN"


def _named(unit: AdminUnit, written: str) -> bool:
    return fold(unit.name) in fold(written)


def _succeeding(old: AdminUnit, context: Context) -> tuple[AdminUnit | None, AdminUnit | None, str]:
    ids = context.units.current_of.get(old.id, ())
    here = [unit for unit in context.units.communes if unit.id in ids]
    if len(here) == 1 and len(ids) == 1:
        return here[0], old, ""
    return None, None, "POPULATION-SPLIT" if here else "POPULATION-COMMUNE-UNKNOWN"


def _first(figures: list[Figure], old: AdminUnit) -> int:
    return next(one.row.row for one in figures if old in one.former)


def _sum_up(
    found: RowsRead,
    own: Mapping[tuple[str, dt.date], Figure],
    former: Mapping[tuple[str, dt.date], list[Figure]],
    context: Context,
) -> None:
    """Add the sums of former communes, where all are there and today's has no row of its own."""
    names = names_of(context.units)
    rows = {unit.code: at for at, unit in enumerate(context.units.communes)}
    for key, parts in former.items():
        if not parts:
            continue
        first = parts[0]
        if key in own:
            for part in parts:
                _leave(
                    found, part.row, "POPULATION-TWICE", "commune",
                    name=full_name(first.commune), first=own[key].row.row,
                )  # fmt: skip
            continue
        there = {one.id for part in parts for one in part.former}
        gone = [one.name for one in names.predecessors(rows[key[0]]) if one.id not in there]
        if gone:
            for part in parts:
                _leave(
                    found, part.row, "POPULATION-PART", "commune",
                    name=full_name(first.commune), missing=", ".join(sorted(set(gone)))[:120],
                )  # fmt: skip
            continue
        households = [part.households for part in parts]
        known = [one for one in households if one is not None]
        first.people = sum(part.people for part in parts)
        first.households = sum(known) if len(known) == len(households) else None
        first.former = [one for part in parts for one in part.former]
        found.figures.append(first)
        if len(parts) > 1:
            params = {
                "name": full_name(first.commune),
                "former": ", ".join(one.name for one in first.former)[:120],
                "people": first.people,
            }
            found.said.append((first.row, ("POPULATION-SUMMED", "commune", params)))


def _hold_totals(found: RowsRead, totals: Iterable[ParsedRow], summed: int) -> None:
    for row in totals:
        stated = row.values.get("pop_people")
        if stated is not None and int(stated) != summed:
            params = {"stated": int(stated), "summed": summed}
            found.said.append((row, ("POPULATION-SUM", "pop_people", params)))


def _leave(found: RowsRead, row: ParsedRow, code: str, column: str, **params: Any) -> None:
    found.left_out += 1
    found.said.append((row, (code, column, params)))
