"""How reports end: one or many at once with a reason and one answer, and how that is taken back."""

from collections.abc import Mapping
from typing import Any

from registry.errors import RefusalError
from registry.model.field.field_reports import CloseReason, FieldReport, ReportState
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import today
from registry.services.office.deeds import changed
from registry.services.office.registry import Registry
from registry.services.public.citizen_reports import (
    KIND_OF_REPORT,
    LONGEST_WORDS,
    found_in,
    refuse_joined,
    report_deed,
    told_alike,
)
from registry.store import batches
from registry.store.public import citizen_reports as store
from registry.store.public.tables import citizen_reports

MOST = 200
"""Reports that are closed at once."""
UNANSWERED = frozenset({CloseReason.EMPTY, CloseReason.WITHDRAWN})
"""Reasons that need no answer: it is no report, or the reporter took it back."""


@one_moment()
def close(
    registry: Registry,
    identity: str,
    *,
    reason: CloseReason,
    reply: str,
    who: str,
    seen: int,
    note: str = "",
) -> FieldReport:
    """Close a report with its reason and what the reporter reads.

    Refused (``REPORT-REPLY``) without an answer, but where nobody needs one (``UNANSWERED``).
    """
    close_together(registry, {identity: seen}, reason=reason, reply=reply, who=who, note=note)
    with registry.database.read() as connection:
        return found_in(connection, identity)


@one_moment()
def close_together(
    registry: Registry,
    seen: Mapping[str, int],
    *,
    reason: CloseReason,
    reply: str,
    who: str,
    note: str = "",
) -> str:
    """Close reports, each in the version that was seen, with one reason and one answer; returns the batch.

    All or none: whoever comes second is told of the first one that somebody changed meanwhile. Refused where
    none is chosen (``REPORT-NONE-CHOSEN``), where they are more than ``MOST`` (``REPORT-MANY-CHOSEN``), too
    long (``REPORT-LONG``), and without an answer (``REPORT-REPLY``; not for ``UNANSWERED``).
    """
    if not seen:
        raise RefusalError("REPORT-NONE-CHOSEN")
    if len(seen) > MOST:
        raise RefusalError("REPORT-MANY-CHOSEN", count=len(seen), most=MOST)
    if not reply.strip() and reason not in UNANSWERED:
        raise RefusalError("REPORT-REPLY")
    if len(reply) > LONGEST_WORDS or len(note) > LONGEST_WORDS:
        raise RefusalError("REPORT-LONG", longest=LONGEST_WORDS)
    columns = {
        "state": ReportState.CLOSED.value, "reason": reason.value, "closed_on": today(),
        "reply": reply.strip(), "note": note.strip(),
    }  # fmt: skip
    return _change(registry, seen, "closed", who, again=False, columns=columns)


@one_moment()
def reopen(registry: Registry, identity: str, *, who: str, seen: int) -> FieldReport:
    """Open a closed report again; what was said of it stays in the ledger."""
    reopen_together(registry, {identity: seen}, who=who)
    with registry.database.read() as connection:
        return found_in(connection, identity)


@one_moment()
def reopen_together(registry: Registry, seen: Mapping[str, int], *, who: str) -> str:
    """Open closed reports again, each in the version that was seen; returns the batch."""
    if not seen:
        raise RefusalError("REPORT-NONE-CHOSEN")
    columns: dict[str, Any] = {"state": ReportState.NEW.value, "reason": "", "closed_on": None}
    return _change(registry, seen, "reopened", who, again=True, columns=columns)


def closed_by(registry: Registry, batch: str) -> list[FieldReport]:
    """Return the reports that a batch closed and that nobody touched since (``BATCH-UNKNOWN``)."""
    with registry.database.read() as connection:
        made = batches.get_batch(connection, batch)
        options = made.options or {}
        if made.kind != KIND_OF_REPORT or options.get("deed") != "closed":
            raise RefusalError("REPORT-UNKNOWN")
        versions: dict[str, int] = options.get("reports") or {}
        found = (store.get_report(connection, identity) for identity in versions)
        return [one for one in found if one is not None and one.version == versions[one.id] + 1]


def _change(
    registry: Registry, seen: Mapping[str, int], name: str, who: str, *, again: bool, columns: dict[str, Any]
) -> str:
    first = next(iter(seen)) if len(seen) == 1 else ""
    with report_deed(registry, first, name, who, reports=dict(seen)) as made:
        for identity, version in seen.items():
            standing = made.standing(
                citizen_reports, identity, unknown="REPORT-UNKNOWN", seen=version, offered=columns
            )
            if standing.get("joined_to") in seen:  # it goes with the one that leads
                continue
            refuse_joined(made.connection, standing)
            if (standing["state"] == ReportState.CLOSED.value) is not again:
                raise changed(made.connection, citizen_reports, identity, standing, columns)
            made.amend(citizen_reports, identity, who=made.who, handled_at=made.at, **columns)
            told_alike(made, identity, columns)
        return made.write()
