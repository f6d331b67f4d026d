"""Conditions of issued letters that are not met: whose they are, of which position, due by when."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from registry.model.requests.conditions import Condition, ConditionState
from registry.model.requests.desk import Request
from registry.model.requests.desk_records import Approval, ApprovalState
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.conditions.saying import standing_of
from registry.store.requests.conditions import answered_count, conditional_requests
from registry.store.requests.requests import condition_of, decision_of, load_requests, of_requests
from registry.store.requests.tables import request_rows, row_conditions, row_decisions

ENDED = frozenset({ApprovalState.REPLACED, ApprovalState.REVOKED})
"""What became of positions of which nothing is owed any more."""


@dataclass(frozen=True, slots=True)
class FollowedCondition:
    """A condition of an issued letter with its request and what its row is called.

    ``due_on`` is its own day, else that of its position (of its completion, where it is built), None where
    there is none.
    """

    condition: Condition
    request: Request
    code: str
    due_on: dt.date | None
    approval: str = ""  # the id of its agreed position


def followed(registry: Registry, *, organisation: str | None = None) -> list[FollowedCondition]:
    """Return the conditions of issued letters that are not met or waived, by their days; of one organisation.

    A position that was replaced by a later letter, or taken back, owes nothing any more.
    """
    with registry.database.read() as connection:
        wanted = set(conditional_requests(connection))
        known = [item for item in load_requests(connection, organisation=organisation) if item.id in wanted]
        keys = [item.id for item in known]
        rows, decisions, records = (
            of_requests(connection, table, keys) for table in (request_rows, row_decisions, row_conditions)
        )
    positions: dict[tuple[str, int], Approval] = {}
    if known:
        positions = {(item.request, item.row): item for item in approvals_of(registry)}
    found: list[FollowedCondition] = []
    for request in known:
        codes = {
            row["row"]: str(row["site_code"] or row["row"] + 1)
            for row in rows[request.id]
            if row["list_version"] == request.list_version
        }
        own: dict[int, list[Condition]] = defaultdict(list)
        for row in records[request.id]:
            if row["list_version"] == request.list_version:
                own[row["row"]].append(condition_of(row))
        for row in decisions[request.id]:
            if row["list_version"] != request.list_version:
                continue
            position = positions.get((request.id, row["row"]))
            if position is not None and position.state in ENDED:
                continue
            for item in standing_of(decision_of(row), own[row["row"]], issued=True):
                if item.state.unmet:
                    found.append(
                        FollowedCondition(
                            item, request, codes.get(item.row, str(item.row + 1)), _due(item, position),
                            position.id if position is not None else "",
                        )
                    )  # fmt: skip
    return sorted(found, key=lambda one: (one.due_on or dt.date.max, one.request.id, one.condition.row))


def ended_rows(registry: Registry, request: str) -> dict[int, ApprovalState]:
    """Return the rows of a request (indices) whose position owes nothing any more, with what became of it."""
    found = approvals_of(registry, request=request)
    return {item.row: item.state for item in found if item.state in ENDED}


def answered(registry: Registry) -> list[FollowedCondition]:
    """Return the conditions that carriers answered and the office has not looked at."""
    with registry.database.read() as connection:
        if not answered_count(connection):
            return []
    return [one for one in followed(registry) if one.condition.state is ConditionState.ANSWERED]


def _due(item: Condition, position: Approval | None) -> dt.date | None:
    if item.due_on is not None or position is None:
        return item.due_on
    return position.completed_on or position.build_by
