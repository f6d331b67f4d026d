"""Import one version of an operator's plan; it ends the version before it on the day before its first."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from registry.checks.communes import names_of
from registry.checks.context import Context
from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake.meanings import Meanings
from registry.intake.parsed import ParsedList, ParsedRow
from registry.intake.reading import read_list
from registry.messages import issue_of
from registry.model.issues import Issue
from registry.model.ledger import Change, Origin
from registry.model.plans import PlannedPosition, PlanVersion
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed, deed
from registry.services.office.import_batch import counts_of, preview_rows
from registry.services.office.preview import ImportOutcome
from registry.services.office.registry import Registry
from registry.services.register.context import check_operator, context_for, with_names
from registry.services.register.place_names import commune_at
from registry.services.register.position_hints import hint_source
from registry.store.changes import difference, stable_id
from registry.store.database import Connection
from registry.store.register.plans import load_positions, load_versions, position_row, version_id, version_row
from registry.store.tables import plan_versions, planned_positions

KIND = "plan"


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A list read as one version of an operator's plan; ``read_at`` is where each position stands."""

    name: str
    sha256: str
    version: PlanVersion
    positions: list[PlannedPosition]
    read_at: Mapping[str, Origin]
    left_out: int
    issues: tuple[Issue, ...]


@one_moment()
def import_plan(
    registry: Registry,
    path: Path,
    *,
    operator: str,
    decision: str,
    valid_from: dt.date,
    yes: bool = False,
    who: str,
    name: str | None = None,
    columns: Meanings | None = None,
    sheets: Sequence[str] = (),
) -> ImportOutcome:
    """Import the list at ``path`` as the version of ``operator``'s plan that ``decision`` put in force.

    Without ``yes`` nothing is written. Rows of another operator are kept out, as issues. Raises RefusalError
    for a file that cannot be read, an unknown operator, or a day on which another decision begins already.
    ``columns`` and ``sheets`` are as for a list of masts.
    """
    found = read_plan(
        registry, path, operator=operator, decision=decision, valid_from=valid_from, name=name,
        columns=columns, sheets=sheets,
    )  # fmt: skip
    if not yes:
        return try_plan(registry, found)
    with deed(registry, KIND, who) as made:
        outcome = put_plan(made, found)
        return replace(outcome, batch=made.write() or None)


def read_plan(
    registry: Registry, path: Path, *, operator: str, decision: str, valid_from: dt.date,
    name: str | None = None, columns: Meanings | None = None, sheets: Sequence[str] = (),
) -> PlanFile:  # fmt: skip
    """Read a list as a version of a plan; refused as ``import_plan`` is."""
    if not decision.strip():
        raise RefusalError("ZONES-NO-DECISION")
    context = context_for(registry, today())
    check_operator(operator or "–", context)
    parsed = read_list(
        path, ListKind.PLAN, hints=hint_source(registry, today()), operator=operator, meanings=columns,
        sheets=sheets, all_meant=True,
    )  # fmt: skip
    version = PlanVersion(version_id(operator, decision, valid_from), operator, decision, valid_from)
    issues = list(parsed.issues)
    positions, read_at, left_out = _positions(parsed, version, context, issues)
    file = name or parsed.name
    said = tuple(with_names(issues, context))
    return PlanFile(file, parsed.sha256, version, positions, read_at, left_out, said)


def try_plan(registry: Registry, found: PlanFile) -> ImportOutcome:
    """Return what a version that was read would change; nothing is written."""
    with registry.database.read() as connection:
        _changes, outcome = _compared(connection, found)
    return outcome


def put_plan(made: Deed, found: PlanFile) -> ImportOutcome:
    """Gather a version that was read in a deed, which has still to be written."""
    changes, outcome = _compared(made.connection, found)
    version = found.version
    made.about |= {
        "file_name": found.name,
        "file_sha256": found.sha256,
        "options": {
            "operator": version.operator, "decision": version.decision,
            "valid_from": version.valid_from.isoformat(),
        },
        "summary": outcome.counts,
    }  # fmt: skip
    made.add(changes)
    return outcome


def _compared(connection: Connection, found: PlanFile) -> tuple[list[Change], ImportOutcome]:
    versions = difference(
        connection, plan_versions, [version_row(item) for item in _in_line(connection, found.version)]
    )
    rows = difference(
        connection, planned_positions, [position_row(item) for item in found.positions], found.read_at
    )
    said = {item.id for item in found.positions}
    standing = load_positions(connection, [found.version.id])
    vanished = [item.code for item in standing if item.id not in said]
    outcome = ImportOutcome(
        counts=counts_of([rows], vanished=len(vanished), left_out=found.left_out),
        issues=found.issues,
        rows=preview_rows(rows, vanished),
        file_name=found.name,
        operators=(found.version.operator,),
    )
    return [*versions.changes, *rows.changes], outcome


def _in_line(connection: Connection, version: PlanVersion) -> list[PlanVersion]:
    """Return the new version and the one before it, each ending the day before the next begins."""
    others = [
        item
        for item in load_versions(connection)
        if item.operator == version.operator and item.id != version.id
    ]
    if any(item.valid_from == version.valid_from for item in others):
        same = next(item for item in others if item.valid_from == version.valid_from)
        raise RefusalError("PLAN-SAME-DAY", decision=same.decision, day=version.valid_from)
    day_before = dt.timedelta(days=1)
    later = min((item.valid_from for item in others if item.valid_from > version.valid_from), default=None)
    found = [replace(version, valid_to=later - day_before if later else None)]
    before = max(
        (item for item in others if item.valid_from < version.valid_from),
        key=lambda item: item.valid_from,
        default=None,
    )
    if before is not None and (before.valid_to is None or before.valid_to >= version.valid_from):
        found.append(replace(before, valid_to=version.valid_from - day_before))
    return found


def _positions(
    parsed: ParsedList, version: PlanVersion, context: Context, issues: list[Issue]
) -> tuple[list[PlannedPosition], dict[str, Origin], int]:
    found: dict[str, PlannedPosition] = {}
    read_at: dict[str, Origin] = {}
    left_out = 0
    for row in parsed.rows:
        other = row.values.get("operator", version.operator)
        code = str(row.values.get("plan_code") or row.values.get("site_code") or "")
        identity = stable_id("planned", version.id, code or f"{row.sheet} {row.row}")
        if other != version.operator:
            problem = ("PLAN-OTHER-OPERATOR", {"operator": other, "expected": version.operator})
        elif identity in found:
            problem = ("PLAN-CODE-TWICE", {"code": code})
        else:
            found[identity] = _position(row, identity, code, version, context)
            read_at[identity] = Origin(row.sheet, row.row)
            continue
        left_out += 1
        issues.append(issue_of(problem[0], sheet=row.sheet, row=row.row, value=code, params=problem[1]))
    return list(found.values()), read_at, left_out


def _position(
    row: ParsedRow, identity: str, code: str, version: PlanVersion, context: Context
) -> PlannedPosition:
    values, position = row.values, row.position
    commune = str(values.get("commune", ""))
    return PlannedPosition(
        id=identity,
        plan_version=version.id,
        operator=version.operator,
        code=code,
        lon=position.lon,
        lat=position.lat,
        accuracy_m=position.accuracy_m,
        commune_code=_commune_code(row, commune, context),
        commune_as_written=commune,
        address=str(values.get("address", "")),
        mast_class=str(values.get("mast_class", "")),
        max_height_m=values.get("mast_height_m"),
    )


def _commune_code(row: ParsedRow, commune: str, context: Context) -> str:
    """Return the code of the commune that holds the position, else of the one that the name stands for."""
    if row.position.lon is not None and row.position.lat is not None:
        unit = commune_at(context, row.position.lon, row.position.lat)
        return unit.code if unit else ""
    named = names_of(context.units).find(commune, str(row.values.get("district", ""))).rows if commune else ()
    return context.units.communes[named[0]].code if len(named) == 1 else ""
