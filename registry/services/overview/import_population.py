"""A table of population from a file: looked at first, then written as one batch that can be taken back.

A figure is that of a commune on a day: the same table twice changes nothing, a table of a later day
supersedes from its day, and what held before still holds for the days before.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake.reading import read_list
from registry.messages import issue_of
from registry.model.areas import full_name
from registry.model.issues import Issue
from registry.model.ledger import Origin
from registry.model.populations import Population
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import today
from registry.services.office.deeds import Actor, Deed, name_of
from registry.services.office.import_batch import counts_of, preview_rows
from registry.services.office.preview import ImportOutcome
from registry.services.office.registry import Registry
from registry.services.overview.population_rows import Figure, figures_of
from registry.services.register.context import context_for
from registry.store import ledger
from registry.store.changes import difference
from registry.store.overview.populations import load_populations
from registry.store.overview.tables import populations
from registry.store.records import row_of
from registry.typed_text import line_within

KIND = "population"
LONGEST = 300
_TOTAL = "ROW-TOTAL"
_NUMBER = re.compile(r"\d[\d.,\s]*\d|\d")


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of a whole table: its day (None: the rows say a year), whose it is, its document."""

    as_of: dt.date | None = None
    source: str = ""
    document: str = ""
    licence: str = ""


@one_moment()
def import_population(
    registry: Registry, path: Path, *, given: Given, name: str = "", yes: bool = False, who: Actor
) -> ImportOutcome:
    """Bring in a table of population; without ``yes`` nothing is written.

    Refused where the file cannot be read as a list (``FILE-…``), without a source for every row
    (``POPULATION-NO-SOURCE``) and for a day that has not come (``POPULATION-DAY``).
    """
    if given.as_of is not None and given.as_of > today():
        raise RefusalError("POPULATION-DAY", day=given.as_of)
    parsed = read_list(path, ListKind.POPULATIONS, name=name)
    context = context_for(registry, today())
    read = figures_of(parsed.rows, context, as_of=given.as_of, today=today())
    if any(not (one.source or line_within(given.source, LONGEST)) for one in read.figures):
        raise RefusalError("POPULATION-NO-SOURCE")
    headers = {sheet.name: {item.name: item.header for item in sheet.columns} for sheet in parsed.sheets}
    said = [
        issue_of(
            code, sheet=row.sheet, row=row.row, column=headers.get(row.sheet, {}).get(column, ""),
            value=str(row.raw.get(column, ""))[:80], params=params,
        )
        for row, (code, column, params) in read.said
    ]  # fmt: skip
    said += _totals(parsed.issues, read.summed)
    rows = {one.id: row_of(populations, _record(one, given), id=one.id) for one in read.figures}
    named = {one.id: full_name(one.commune) for one in read.figures}
    opened = registry.database.write() if yes else registry.database.read()
    with opened as connection:
        about = {
            "file_name": parsed.name, "file_sha256": parsed.sha256,
            "options": {"source": given.source, "document": given.document},
        }  # fmt: skip
        made = Deed(connection, KIND, name_of(who), ledger.present(), about)
        origins = {one.id: Origin(one.row.sheet, one.row.row) for one in read.figures}
        part = difference(connection, populations, rows.values(), origins)
        counts = counts_of([part], left_out=read.left_out)
        said += _jumps(load_populations(connection), read.figures)
        batch = None
        if yes:
            made.about["summary"] = counts
            made.add(part.changes)
            batch = made.write() or None
    shown = preview_rows(part, named="id")
    return ImportOutcome(
        counts=counts, issues=(*(one for one in parsed.issues if one.code != _TOTAL), *said),
        rows=tuple(_called(one, named) for one in shown), batch=batch, file_name=parsed.name,
    )  # fmt: skip


def _record(one: Figure, given: Given) -> Population:
    return Population(
        id=one.id,
        commune_code=one.commune.code,
        as_of=one.as_of,
        inhabitants=one.people,
        households=one.households,
        source=line_within(one.source or given.source, LONGEST),
        document=line_within(one.document or given.document, LONGEST),
        licence=line_within(given.licence, LONGEST),
        note=", ".join(unit.name for unit in one.former)[:LONGEST],
    )


def _called(row: Any, named: Mapping[str, str]) -> Any:
    return type(row)(row.kind, named.get(row.code, row.code), row.fields)


def _totals(issues: Iterable[Issue], summed: int) -> list[Issue]:
    """Say where a line of totals names numbers of which none is what the rows add up to."""
    found = []
    for issue in issues:
        stated = [int(re.sub(r"\D", "", text)) for text in _NUMBER.findall(issue.value)]
        if issue.code == _TOTAL and stated and summed not in stated:
            params = {"stated": max(stated), "summed": summed}
            found.append(issue_of("POPULATION-SUM", sheet=issue.sheet, row=issue.row, params=params))
    return found


def _jumps(standing: list[Population], figures: list[Figure]) -> list[Issue]:
    """Say where a figure is far from the one that stands: twice as many people, or half as many."""
    before: dict[str, Population] = {}
    for one in standing:
        before[one.commune_code] = one
    found = []
    for figure in figures:
        known = before.get(figure.commune.code)
        if known is None or known.as_of == figure.as_of:
            continue
        if not known.inhabitants / 2 <= figure.people <= known.inhabitants * 2:
            params = {
                "name": full_name(figure.commune), "people": figure.people, "before": known.inhabitants,
                "day": known.as_of,
            }  # fmt: skip
            found.append(
                issue_of("POPULATION-JUMP", sheet=figure.row.sheet, row=figure.row.row, params=params)
            )
    return found


def known_populations(registry: Registry) -> list[Population]:
    """Return every figure that the register holds, by commune and then by day."""
    with registry.database.read() as connection:
        return load_populations(connection)
