"""The rows of a list of self-inspections, and what becomes of them: inspections, facts of masts, issues."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.intake.parsed import ParsedList, ParsedRow
from registry.intake.raw import cell_text
from registry.messages import issue_of
from registry.model.field.inspections import MastLabel
from registry.model.issues import Issue
from registry.model.people import Person
from registry.services.field.deeds import stamp, words
from registry.services.field.responsible import labels_of
from registry.services.office.calendar import today
from registry.services.office.deeds import name_of
from registry.store.changes import stable_id
from registry.store.database import Connection
from registry.store.field.tables import mast_safety
from registry.store.field.views import Row, rows_by
from registry.store.register.placed_masts import structures_by_site
from registry.store.register.sites import codes_of
from registry.store.tables import structures

READINGS: Mapping[str, str] = {
    "si_joint_gap": "joint_gap",
    "si_guy_tension": "guy_tension",
    "si_clamp_torque": "clamp_torque",
    "si_rebound": "rebound",
    "si_earthing": "earthing",
    "si_verticality": "verticality",
}
"""Column of the list -> entry of the technical sheets."""


_FACTS: Mapping[str, str] = {
    "si_structural_on": "inspected_on",
    "si_structural_by": "inspected_by",
    "si_structural_result": "inspection_result",
    "si_antennas": "antennas",
    "si_designed_antennas": "designed_antennas",
    "si_houses": "houses_in_fall",
}


INSPECTED_ON = "si_inspected_on"
_DAYS = (INSPECTED_ON, "si_calibrated_on", "si_remedied_on", "si_structural_on")


@dataclass
class FoundRows:
    """What a list says of masts that the organisation answers for, by structure; and all issues."""

    rows: dict[str, Row] = field(default_factory=dict)
    facts: dict[str, Row] = field(default_factory=dict)
    labels: dict[str, MastLabel] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    left_out: int = 0


def read_rows(
    connection: Connection, parsed: ParsedList, organisation: str, campaign: str, person: Person
) -> FoundRows:
    """Return what the rows of a list say of an organisation\'s masts; what is not understood as issues."""
    found = FoundRows(issues=list(parsed.issues))
    masts = structures_by_site(connection)
    codes = codes_of(connection)
    spelled = _spelled(codes, organisation)
    named: dict[int, str] = {}
    for at, row in enumerate(parsed.rows):
        code = str(row.values.get("site_code", "")).strip()
        site = codes.get((organisation, code)) or codes.get(("", code)) or spelled.get(code.casefold(), "")
        named[at] = masts.get(site, "")
    labels = labels_of(connection, [key for key in named.values() if key])
    known = [key for key in named.values() if key]
    stated = rows_by(connection, mast_safety, known)
    ended = {key: mast["dismantled_on"] for key, mast in rows_by(connection, structures, known).items()}
    letters = {sheet.name: {c.name: c for c in sheet.columns if c.name} for sheet in parsed.sheets}
    for at, row in enumerate(parsed.rows):
        label = labels.get(named[at])
        own = label is not None and organisation in (label.organisation, *label.operators)
        if label is None or not own:
            code = str(row.values.get("site_code", "")).strip()
            _leave(found, row, letters, "site_code", "SELF-CODE-UNKNOWN", code=code or "–")
        elif "si_inspected_on" not in row.values:
            _leave(found, row, letters, "si_inspected_on", "SELF-NO-DAY", code=label.code)
        elif label.structure in found.rows:
            first = found.rows[label.structure]["row"]
            _leave(found, row, letters, "site_code", "SELF-TWICE", code=label.code, first=first)
        elif (gone := ended.get(label.structure)) is not None and gone <= row.values["si_inspected_on"]:
            _leave(found, row, letters, "si_inspected_on", "SELF-GONE", code=label.code, day=gone)
        elif not _future(found, row, letters):
            found.labels[label.structure] = label
            found.rows[label.structure] = _row(row, label, organisation, campaign)
            facts = _stated(row, label, stated.get(label.structure), campaign, person)
            if facts:
                found.facts[label.structure] = facts
    return found


def _spelled(codes: Mapping[tuple[str, str], str], organisation: str) -> dict[str, str]:
    """Return small-lettered code -> site where one site only is meant: small letters name no other mast.

    The organisation's own codes go before those of the register.
    """
    found: dict[str, str] = {}
    for whose in ("", organisation):
        meant: dict[str, set[str]] = {}
        for (operator, code), site in codes.items():
            if operator == whose:
                meant.setdefault(code.casefold(), set()).add(site)
        found |= {code: min(sites) if len(sites) == 1 else "" for code, sites in meant.items()}
    return found


def say_outside(found: FoundRows, parsed: ParsedList, first: dt.date, last: dt.date) -> None:
    """Say once of a list which of its inspections were not made in the period that it is handed in for.

    They are taken all the same: the day of a mast is in its row, and the period only names the round.
    """
    out = [row for row in found.rows.values() if not first <= row["inspected_on"] <= last]
    if not out:
        return
    days = sorted(row["inspected_on"] for row in out)
    earliest = min(out, key=lambda row: (row["inspected_on"], row["sheet"], row["row"]))
    at = next(
        (c for s in parsed.sheets if s.name == earliest["sheet"] for c in s.columns if c.name == _DAYS[0]),
        None,
    )
    found.issues.append(
        issue_of(
            "SELF-OUTSIDE",
            sheet=earliest["sheet"],
            row=earliest["row"],
            column=at.header if at else "",
            letter=at.letter if at else "",
            value=f"{days[0]:%d/%m/%Y}",
            params={
                "count": len(out),
                "earliest": days[0],
                "latest": days[-1],
                "first": first,
                "last": last,
            },
        )
    )


def _future(found: FoundRows, row: ParsedRow, letters: Mapping[str, Any]) -> bool:
    """Whether a day of the row lies in the future: then it is left out, and said at its cell."""
    for name in _DAYS:
        day = row.values.get(name)
        if isinstance(day, dt.date) and day > today():
            _leave(found, row, letters, name, "SELF-DAY", day=day)
            return True
    return False


def _row(row: ParsedRow, label: MastLabel, organisation: str, campaign: str) -> Row:
    values = row.values
    readings = {
        entry: cell_text(values[column])
        for column, entry in READINGS.items()
        if values.get(column) is not None
    }
    return {
        "id": stable_id("self inspection", campaign, label.structure),
        "campaign": campaign,
        "structure": label.structure,
        "organisation": organisation,
        "inspected_on": values["si_inspected_on"],
        "inspector": words(values.get("si_inspector", ""), 200),
        "instrument": words(values.get("si_instrument", ""), 200),
        "calibrated_on": values.get("si_calibrated_on"),
        "readings": readings,
        "defects": words(values.get("si_defects", "")),
        "result": values.get("si_result", ""),
        "remedied_on": values.get("si_remedied_on"),
        "note": words(values.get("si_note", "")),
        "sheet": row.sheet,
        "row": row.row,
    }


def _stated(
    row: ParsedRow, label: MastLabel, standing: Row | None, campaign: str, person: Person
) -> Row | None:
    """Return the safety facts that a row states; what was stated later than its day stays."""
    on = row.values["si_inspected_on"].isoformat()
    sources = dict((standing or {}).get("sources") or {})
    facts: dict[str, Any] = {
        column: row.values[name] for name, column in _FACTS.items() if row.values.get(name) is not None
    }
    if row.values.get("si_building_used") is not None:
        facts["building_disused"] = not row.values["si_building_used"]
    newer = {
        name: value
        for name, value in facts.items()
        if on >= str((sources.get(name) or {}).get("on") or "")
        and not ((standing or {}).get(name) == value and name in sources)
    }
    if not newer:
        return None
    sources |= {name: {"from": f"self:{campaign}", "on": on} for name in newer}
    return {
        "structure": label.structure,
        **newer,
        "sources": sources,
        "who": name_of(person),
        "at": stamp(),
    }


def _leave(
    found: FoundRows, row: ParsedRow, letters: Mapping[str, Any], column: str, issue: str, **params: Any
) -> None:
    found.left_out += 1
    at = letters.get(row.sheet, {}).get(column)
    found.issues.append(
        issue_of(
            issue,
            sheet=row.sheet,
            row=row.row,
            column=at.header if at else "",
            letter=at.letter if at else "",
            value=row.raw.get(column, ""),
            params=params,
        )
    )
