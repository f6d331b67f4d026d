"""Import a list of standing masts: preview, then one batch. A list adds and changes; it never deletes.

Each row names a mast by its operator's own code. What an operator lists decides the position and the mast of
the sites that it leads (see ``mast_leads``); on a mast that another one leads (merged, shared) it says only
that it is there. A mast that a complete list no longer names is reported and stays.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from registry.checks.communes import names_of
from registry.checks.context import Context
from registry.columns import ListKind
from registry.errors import RefusalError
from registry.geo.crs import to_metric
from registry.intake.meanings import Meanings
from registry.intake.parsed import ParsedList
from registry.intake.reading import read_list
from registry.intake.standing_lists import check_standing
from registry.messages import issue_of
from registry.model.areas import OperatorList
from registry.model.issues import Issue
from registry.model.ledger import Change
from registry.model.sites import SiteState
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed, deed
from registry.services.office.preview import ImportOutcome, Kind, PreviewRow, field_changes
from registry.services.office.registry import Registry
from registry.services.register.context import check_operator, context_for, with_names
from registry.services.register.listed_against import Standing
from registry.services.register.listed_communes import commune_issues, outside_issues
from registry.services.register.listed_doubts import doubts_of
from registry.services.register.listed_masts import ListReader, Place, Rows
from registry.services.register.listed_operators import by_columns
from registry.services.register.position_hints import hint_source
from registry.services.register.same_mast import questions_for
from registry.store.changes import Difference, create, difference
from registry.store.database import Connection
from registry.store.register.lists import list_row, load_lists
from registry.store.tables import operator_lists, same_mast, site_aliases, sites, stations, structures

TOLD_ROWS = 500
"""After how many rows it is told again how far a list is."""
Finish = Callable[[str, Rows, "Compared", list[Issue]], None]


@one_moment()
def import_sites(
    registry: Registry,
    path: Path,
    *,
    operator: str = "",
    complete: bool = False,
    list_date: dt.date | None = None,
    yes: bool = False,
    who: str,
    name: str | None = None,
    columns: Meanings | None = None,
    sheets: Sequence[str] = (),
) -> ImportOutcome:
    """Import the list at ``path``; without ``yes`` nothing is written and the outcome is the preview.

    ``operator`` (a code) holds for rows that name none; ``complete`` states that the list holds all masts of
    the operators in it on ``list_date`` (default today). ``name`` is the sender's file name;
    ``columns`` what a person says of columns, all of which have to be there, and ``sheets`` those that are
    read (none: all). Raises
    RefusalError for a file that cannot be read as a list, an unknown operator, or a date to come.
    """
    day = list_date or today()
    _check(registry, operator, day)
    parsed = read_list(
        path, ListKind.SITES, hints=hint_source(registry, today()), operator=operator, meanings=columns,
        sheets=sheets, all_meant=True,
    )  # fmt: skip
    return import_read(
        registry, parsed, operator=operator, complete=complete, list_date=day, yes=yes, who=who, name=name
    )


def _check(registry: Registry, operator: str, day: dt.date) -> None:
    if day > today():
        raise RefusalError("LIST-DATE-AHEAD", day=day)
    check_operator(operator, context_for(registry, today()))


@one_moment()
def import_read(
    registry: Registry,
    parsed: ParsedList,
    *,
    operator: str = "",
    complete: bool = False,
    list_date: dt.date | None = None,
    yes: bool = False,
    who: str,
    name: str | None = None,
) -> ImportOutcome:
    """Import a list that is read already, as ``import_sites`` does."""
    day = list_date or today()
    _check(registry, operator, day)
    check_standing(parsed)
    context = context_for(registry, today())
    task = ListTask(parsed, context, operator=operator, complete=complete, list_date=day)
    if not yes:
        with registry.database.read() as connection:
            return task.outcome(*task.compare(connection), file_name=name or parsed.name)
    with deed(registry, "sites", who, file_name=name or parsed.name, file_sha256=parsed.sha256) as made:
        return task.commit(made)


class ListTask:
    """One list against the register.

    ``own`` and ``left``: see ``ListReader``; ``told`` is told how many rows were looked at, of all.
    """

    def __init__(
        self,
        parsed: ParsedList,
        context: Context,
        *,
        operator: str,
        complete: bool,
        list_date: dt.date,
        own: str = "",
        left: Collection[Place] = (),
        told: Callable[[int, int], None] | None = None,
    ) -> None:
        self.parsed, self.context = parsed, context
        self.operator, self.complete, self.list_date = operator, complete, list_date
        self.own, self.left, self.told = own, left, told

    def compare(self, connection: Connection) -> tuple[Rows, "Compared", list[Issue]]:
        """Return the list's rows, how they differ from the register, and everything to be said."""
        issues = list(self.parsed.issues)
        newest: dict[str, dt.date] = {item.operator: item.list_date for item in load_lists(connection)}
        named = {row.values.get("operator") or self.operator for row in self.parsed.rows} - {""}
        if self.own:  # a row that names another says nothing of that one's list
            named &= {self.own}
        stale = {code for code in named if newest.get(code, self.list_date) > self.list_date}
        issues += [
            issue_of("LIST-OLDER", params={"operator": code, "day": self.list_date, "newest": newest[code]})
            for code in sorted(stale)
        ]
        self.standing = standing = Standing(connection)
        reader = ListReader(
            standing,
            issues,
            operator=self.operator,
            list_date=self.list_date,
            stale=stale,
            commune_of=_communes_of(self.parsed, self.context).get_code,
            names=names_of(self.context.units),
            own=self.own,
            left=self.left,
        )
        for at, row in enumerate(self.parsed.rows):
            if self.told and at % TOLD_ROWS == 0:
                self.told(at, len(self.parsed.rows))
            reader.add(row)
        reader.finish()
        issues = by_columns(issues, self.parsed)
        issues += commune_issues(self.parsed, self.context)
        issues += outside_issues(self.parsed, self.context)
        rows = reader.rows
        compared = Compared(connection, rows)
        issues += doubts_of(self.parsed, standing, rows, compared.changes, self.list_date)
        if self.complete:
            compared.vanished = _vanished(standing, rows, named - stale)
            issues += [
                issue_of("SITE-VANISHED", value=code, params={"code": code, "operator": operator})
                for operator, code in compared.vanished
            ]
            issues += [
                issue_of("LIST-NOT-WHOLE", params={"operator": code, "count": count})
                for code in sorted(rows.listed.keys() - {""})
                if (count := rows.not_in_register(code))
            ]
        compared.questions = questions_for(connection, standing, rows, self.context.metric_epsg)
        return rows, compared, with_names(issues, self.context)

    def outcome(
        self,
        rows: Rows,
        compared: "Compared",
        issues: list[Issue],
        *,
        file_name: str,
        batch: str | None = None,
    ) -> ImportOutcome:
        """Return the outcome for a person."""
        return ImportOutcome(
            counts=compared.counts(rows),
            issues=tuple(issues),
            rows=tuple(compared.preview(rows)),
            batch=batch,
            file_name=file_name,
            operators=tuple(sorted(rows.listed.keys() - {""})),
        )

    def commit(self, made: Deed, finish: Finish | None = None) -> ImportOutcome:
        """Write the differences as one batch; nothing where there are none.

        ``finish`` is called with all that was found before it is written, to add to the same batch; its
        id is "" where there is none.
        """
        rows, compared, issues = self.compare(made.connection)
        file_name = made.about["file_name"]
        known = {(item.operator, item.list_date, item.complete) for item in load_lists(made.connection)}
        told = [
            OperatorList(code, self.list_date, self.complete and not rows.not_in_register(code))
            for code in sorted(rows.listed.keys() - {""})
        ]
        lists = [item for item in told if (item.operator, item.list_date, item.complete) not in known]
        changes = [*compared.changes, *(create(same_mast, row) for row in compared.questions)]
        if not changes and not lists:
            if finish:
                finish("", rows, compared, issues)
            return self.outcome(rows, compared, issues, file_name=file_name)
        made.about |= {
            "options": {
                "operator": self.operator,
                "complete": all(item.complete for item in told) if told else self.complete,
                "list_date": self.list_date.isoformat(),
            },
            "summary": compared.counts(rows),
        }
        batch = made.open()
        made.add(changes)
        for item in lists:
            made.create(operator_lists, list_row(replace(item, batch=batch)))
        if finish:
            finish(batch, rows, compared, issues)
        made.write()
        return self.outcome(rows, compared, issues, file_name=file_name, batch=batch)


class Compared:
    """How a list's rows differ from the register, gathered by site."""

    def __init__(self, connection: Connection, rows: Rows) -> None:
        found: list[tuple[Difference, str]] = [
            (difference(connection, sites, rows.sites.values(), rows.origins), "id"),
            (difference(connection, structures, rows.structures.values(), rows.origins), "site"),
            (difference(connection, stations, rows.stations.values(), rows.origins), "site"),
        ]
        self.aliases = difference(connection, site_aliases, rows.aliases.values(), rows.origins)
        self.by_site: dict[str, list[Change]] = defaultdict(list)
        self.new: set[str] = {change.record for change in found[0][0].new}
        self.changes: list[Change] = []
        for part, key in found:
            self.changes += part.changes
            for change in part.changes:
                site = change.record if key == "id" else rows.site_of[change.record]
                self.by_site[site].append(change)
        self.changes += self.aliases.changes
        self.vanished: list[tuple[str, str]] = []
        self.questions: list[dict[str, Any]] = []

    def counts(self, rows: Rows) -> dict[str, int]:
        """Return how many masts are new, changed, unchanged and vanished, and how many rows are kept out."""
        named = {site for listed in rows.listed.values() for site in listed}
        changed = len(set(self.by_site) - self.new)
        return {
            "new": len(self.new),
            "changed": changed,
            "unchanged": len(named) - len(self.new) - changed,
            "vanished": len(self.vanished),
            "not_imported": rows.not_imported,
            "questions": len(self.questions),
        }

    def preview(self, rows: Rows) -> Iterable[PreviewRow]:
        """Yield the masts that are new or change, field by field, then those that have vanished."""
        for site, changes in self.by_site.items():
            kind = Kind.NEW if site in self.new else Kind.CHANGED
            yield PreviewRow(kind, rows.code_of.get(site, ""), field_changes(changes))
        for _operator, code in self.vanished:
            yield PreviewRow(Kind.VANISHED, code)


def _vanished(standing: Standing, rows: Rows, operators: Iterable[str]) -> list[tuple[str, str]]:
    """Return (operator, code) of the masts that an operator listed once and a complete list leaves out."""
    asked = set(operators)
    found = []
    for (operator, code), alias in sorted(standing.aliases.items()):
        site = alias["site_id"]
        if operator not in asked or alias["former"]:
            continue
        if site in rows.listed[operator] or site in rows.passed_over:
            continue
        state = standing.structures.get(site, ("", SiteState.DISMANTLED))[1]
        if state not in {
            SiteState.DISMANTLED,
            SiteState.APPROVED,
        }:  # agreed positions are no masts
            found.append((operator, code))
    return found


class _Communes:
    """The commune in force that holds each of a list's positions, worked out for all rows at once."""

    def __init__(self, codes: dict[tuple[float, float], str]) -> None:
        self.codes = codes

    def get_code(self, lon: float, lat: float) -> str:
        """Return the commune's code, "" where none is known to hold the point."""
        return self.codes.get((lon, lat), "")


def _communes_of(parsed: ParsedList, context: Context) -> _Communes:
    places = list({(row.position.lon, row.position.lat) for row in parsed.rows if row.position.known})
    if not places or not len(context.units.geometries):
        return _Communes({})
    degrees = np.array(places, dtype=float)
    x, y = to_metric(degrees[:, 0], degrees[:, 1], context.metric_epsg)
    at, units = context.units.tree.query(shapely.points(x, y), predicate="intersects")
    codes: dict[tuple[float, float], str] = {}
    for row, unit in zip(at.tolist(), units.tolist(), strict=True):
        codes.setdefault((float(degrees[row, 0]), float(degrees[row, 1])), context.units.communes[unit].code)
    return _Communes(codes)
