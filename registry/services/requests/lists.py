"""The list of a request: read once when it comes in, kept as it was read, replaced by a corrected version."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from registry.appraisal import verdict
from registry.checks.context import Context
from registry.columns import ListKind
from registry.geo.crs import to_metric
from registry.intake.meanings import Meanings
from registry.intake.reading import read_list
from registry.model.requests.desk import Request
from registry.model.requests.kept_proposals import proposal_from_json, proposal_to_json
from registry.model.requests.proposals import Proposal
from registry.model.vietnam_time import one_moment
from registry.services.appraise.appraise_list import appraise_proposals
from registry.services.appraise.proposal_json import reading_to_json
from registry.services.appraise.proposals import proposal_of
from registry.services.office.attachments import keep_file
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.position_hints import hint_source
from registry.services.requests.actions import Action
from registry.services.requests.conditions.saying import condition_id
from registry.services.requests.matter_answers import is_decided_answer
from registry.store.changes import stable_id
from registry.store.field.position_tables import position_targets
from registry.store.requests.requests import of_request
from registry.store.requests.tables import (
    consultations,
    request_lists,
    request_rows,
    requests,
    row_conditions,
    row_decisions,
    row_notes,
    sharing_requests,
    supplement_items,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list that was read: proposals with the verdict of the day and their communes, and what was said."""

    name: str
    sha256: str
    proposals: list[Proposal]
    recommended: list[str]
    communes: list[str]
    reading: dict[str, Any]


@one_moment()
def read_request_list(
    registry: Registry,
    path: Path,
    *,
    name: str,
    operator: str,
    day: dt.date,
    columns: Meanings | None = None,
) -> ReadList:
    """Keep the file, read it and judge it by the law of ``day``. RefusalError where it is no list.

    ``columns`` is what a person says of columns.
    """
    hints = hint_source(registry, day)
    parsed = read_list(path, ListKind.PROPOSALS, hints=hints, operator=operator, meanings=columns)
    kept = keep_file(registry, path, name)
    context = context_for(registry, day)
    proposals = [proposal_of(row, operator) for row in parsed.rows]
    judged, _law = appraise_proposals(proposals, context)
    return ReadList(
        name=Path(name).name,
        sha256=kept.sha256,
        proposals=proposals,
        recommended=[verdict(row.findings).value for row in judged],
        communes=communes_of(proposals, context),
        reading=reading_to_json(parsed.issues, parsed.sheets),
    )


def communes_of(proposals: Sequence[Proposal], context: Context) -> list[str]:
    """Return the code of the commune in force that holds each position, "" where none is known to."""
    found = [""] * len(proposals)
    known = [index for index, row in enumerate(proposals) if row.position.known]
    if not known or not len(context.units.geometries):
        return found
    lon = np.array([proposals[index].position.lon for index in known], dtype=float)
    lat = np.array([proposals[index].position.lat for index in known], dtype=float)
    points = shapely.points(*to_metric(lon, lat, context.metric_epsg))
    at, units = context.units.tree.query(points, predicate="intersects")
    for place, unit in zip(at.tolist(), units.tolist(), strict=True):
        found[known[place]] = found[known[place]] or context.units.communes[unit].code
    return found


def list_changes(made: Action, read: ReadList, *, version: int, day: dt.date, reason: str = "") -> None:
    """Add a version of the list and its rows to an action."""
    request = made.request.id
    made.create(
        request_lists,
        {
            "id": stable_id("list", request, str(version)),
            "request": request,
            "ordinal": version,
            "file_name": read.name,
            "file_sha256": read.sha256,
            "rows": len(read.proposals),
            "reading": read.reading,
            "received_on": day,
            "at": made.at,
            "who": made.who,
            "reason": reason,
        },
    )
    for index, proposal in enumerate(read.proposals):
        made.create(
            request_rows,
            {
                "id": stable_id("row", request, str(version), str(index)),
                "request": request,
                "list_version": version,
                "row": index,
                **row_of(proposal, read.communes[index]),
                "recommended": read.recommended[index],
            },
        )


def row_of(proposal: Proposal, commune_code: str) -> Row:
    """Return the columns of a list's row that follow from its proposal."""
    position = proposal.position
    return {
        "sheet": proposal.sheet,
        "sheet_row": proposal.row,
        "site_code": proposal.site_code,
        "operator": proposal.operator,
        "kind": proposal.kind.value,
        "lon": position.lon,
        "lat": position.lat,
        "accuracy_m": position.accuracy_m,
        "commune_code": commune_code,
        "commune": proposal.commune,
        "address": proposal.address,
        "shared_with": ",".join(proposal.shared_with),
        "proposal": proposal_to_json(proposal),
    }


def replaced(made: Action, read: ReadList, *, reason: str, day: dt.date) -> None:
    """Add the corrected list as the version in force; what belongs to rows that it still has follows."""
    request = made.request
    old, new = request.list_version, request.list_version + 1
    before = [row for row in made.rows(request_rows) if row["list_version"] == old]
    list_changes(made, read, version=new, day=day, reason=reason)
    moves = moved_rows(before, read.proposals)
    same = {
        row["row"]
        for row in before
        if row["row"] in moves and _content(row["proposal"]) == _written(read.proposals[moves[row["row"]]])
    }
    for table in (row_notes, row_decisions, sharing_requests, supplement_items, position_targets):
        for item in made.rows(table):
            place = item["row"]
            if item["list_version"] != old or (place not in moves and place != -1):
                continue
            if table is row_decisions:
                # The key of a decision names its row, so a decision that follows is a record of its own.
                if place in same:
                    kept = {**item, "id": decision_id(request.id, new, moves[place])}
                    made.create(table, {**kept, "list_version": new, "row": moves[place]})
                continue
            # What a decision answered goes with it.
            gone = table is row_notes and place not in same and is_decided_answer(item)
            ended = {"withdrawn": True} if gone else {}
            made.amend(table, item["id"], list_version=new, row=moves.get(place, -1), **ended)
    for item in made.rows(row_conditions):  # with the decision that they belong to
        place = item["row"]
        if item["list_version"] == old and place in moves and place in same:
            key = condition_id(request.id, new, moves[place], item["text"])
            made.create(row_conditions, {**item, "id": key, "list_version": new, "row": moves[place]})
    for item in made.rows(consultations):
        rows = [moves[row] for row in item["rows"] or [] if row in moves]
        if item["list_version"] == old and (rows or not item["rows"]):
            made.amend(consultations, item["id"], list_version=new, rows=rows)
    made.amend(
        requests, request.id, file_name=read.name, file_sha256=read.sha256, list_version=new,
        list_rows=len(read.proposals),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Revised:
    """How a corrected list differs from the one before it: rows (indices) that changed or are new, and what
    the rows that are gone were called."""

    changed: tuple[int, ...]
    added: tuple[int, ...]
    gone: tuple[str, ...]


def revised(registry: Registry, request: Request, *, since: int = 0) -> Revised | None:
    """Return how the list in force differs from the one that it replaced, None where it replaced none.

    ``since``: from an earlier one (its version), whatever was put in its place in between.
    """
    old = since or request.list_version - 1
    if not 0 < old < request.list_version:
        return None
    with registry.database.read() as connection:
        rows = of_request(connection, request_rows, request.id)
    before = [row for row in rows if row["list_version"] == old]
    now = {row["row"]: row for row in rows if row["list_version"] == request.list_version}
    moves = moved_rows(before, [proposal_from_json(now[index]["proposal"]) for index in sorted(now)])
    changed = sorted(
        moves[row["row"]]
        for row in before
        if row["row"] in moves and _content(row["proposal"]) != _content(now[moves[row["row"]]]["proposal"])
    )
    return Revised(
        tuple(changed),
        tuple(sorted(set(now) - set(moves.values()))),
        tuple(row["site_code"] or str(row["sheet_row"]) for row in before if row["row"] not in moves),
    )


def decision_id(request: str, version: int, row: int) -> str:
    """Return the key of the decision on a row of a version of the list."""
    return stable_id("decision", request, str(version), str(row))


def moved_rows(before: Sequence[Row], proposals: Sequence[Proposal]) -> dict[int, int]:
    """Return where each old row stands in the new list: by operator and code, else at the same place.

    A code that either list has twice tells only together with the position: of rows alike in both the first
    is the first. A row without a code is the one that says the same at the same position, else the one at
    that position; without a position it is the same only where what it says is the same.
    """
    named = Counter((row["operator"], row["site_code"]) for row in before)
    wanted = Counter((row.operator, row.site_code) for row in proposals)
    at = {(row.operator, row.site_code): index for index, row in enumerate(proposals)}
    moves: dict[int, int] = {}
    for row in before:
        key = (row["operator"], row["site_code"])
        if row["site_code"] and named[key] == 1 and wanted[key] == 1:
            moves[row["row"]] = at[key]
    moves |= _by_position(before, proposals, moves)
    moves |= _without_code(before, proposals, moves, whole=True)
    moves |= _without_code(before, proposals, moves, whole=False)
    taken = set(moves.values())
    for row in before:
        index = row["row"]
        if index in moves or index >= len(proposals) or index in taken:
            continue
        if _content(row["proposal"]) == _written(proposals[index]):
            moves[index] = index
    return moves


def _by_position(
    before: Sequence[Row], proposals: Sequence[Proposal], moves: Mapping[int, int]
) -> dict[int, int]:
    """Return where the old rows that are not in ``moves`` stand by operator, code and position, in order."""
    taken = set(moves.values())
    free: dict[Any, list[int]] = {}
    for index, new in enumerate(proposals):
        if index not in taken and new.site_code and new.position.known:
            key = (new.operator, new.site_code, new.position.lon, new.position.lat)
            free.setdefault(key, []).append(index)
    found: dict[int, int] = {}
    for row in before:
        same = free.get((row["operator"], row["site_code"], row["lon"], row["lat"]), [])
        if row["row"] not in moves and same:
            found[row["row"]] = same.pop(0)
    return found


def _without_code(
    before: Sequence[Row], proposals: Sequence[Proposal], moves: Mapping[int, int], *, whole: bool
) -> dict[int, int]:
    """Return where the old rows without a code that are not in ``moves`` stand by operator and position, in
    order: ``whole`` of what says the same there, else of whatever stands there, which may have a code now.
    """
    taken = set(moves.values())
    free: dict[Any, list[int]] = {}
    for index, new in enumerate(proposals):
        if index not in taken and new.position.known and not (whole and new.site_code):
            key = (new.operator, new.position.lon, new.position.lat)
            free.setdefault(key, []).append(index)
    found: dict[int, int] = {}
    for row in before:
        if row["row"] in moves or row["site_code"]:
            continue
        there = free.get((row["operator"], row["lon"], row["lat"]), [])
        told = _content(row["proposal"]) if whole else None
        alike = [index for index in there if told is None or _written(proposals[index]) == told]
        if alike:
            found[row["row"]] = alike[0]
            there.remove(alike[0])
    return found


_LINE = frozenset({"sheet", "row", "hidden", "commencing", "for_plan", "also"})
"""What is of the line, or of the request that holds it, not of the position; words that decide nothing."""


def _content(proposal: Mapping[str, Any]) -> Row:
    """Return what a row says, whatever line of whatever sheet it stands in."""
    return {name: value for name, value in proposal.items() if name not in _LINE}


def _written(proposal: Proposal) -> Row:
    return _content(proposal_to_json(proposal))
