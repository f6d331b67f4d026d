"""The agreed positions as their page lists them: in groups, with the days that are left and what waits.

A position that was not built in time stands in the group "xem xét thu hồi"; what becomes of it is decided by
people, never by the day alone (QĐ 72/2025 Điều 4(4)).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from registry.columns import fold
from registry.messages import Language, render
from registry.model.requests.desk import is_request_number
from registry.model.requests.desk_records import Approval, ApprovalState, HistoryEntry
from registry.services.office.calendar import today as present_day
from registry.services.office.registry import Registry
from registry.services.office.time_limits import OFFICE
from registry.services.requests.agreed.approvals import approvals_of, built_notes
from registry.services.requests.agreed.extensions import GRANTED, ExtensionAsk, asks_of
from registry.store.histories import history_of
from registry.store.requests import requests as store
from registry.store.requests.tables import approvals, row_notes

SOON_DAYS = 60
"""How long before the day to build by a position is shown as near it; a choice of this program."""

TO_BUILD, SOON, OVER = "to_build", "soon", "over"
COMPLETED, REVOKED, REPLACED = "completed", "revoked", "replaced"
GROUPS = (OVER, SOON, TO_BUILD, COMPLETED, REVOKED, REPLACED)


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    """An agreed position in its group; ``days_left`` None where no limit is known or it is closed."""

    approval: Approval
    group: str
    days_left: int | None
    number: str
    organisation: str
    asks: tuple[ExtensionAsk, ...] = ()
    built_note: str = ""

    @property
    def revoked_for(self) -> str:
        """Return why the office took the agreement back, "" where it did not."""
        return self.approval.reason if self.approval.state is ApprovalState.REVOKED else ""

    @property
    def replaced_in(self) -> str:
        """Return the number of the request that took the agreement's place, "" where none did."""
        return self.approval.reason if self.approval.state is ApprovalState.REPLACED else ""

    @property
    def waiting(self) -> ExtensionAsk | None:
        """Return the request for more time that nobody answered yet; none once there is nothing to extend."""
        if self.approval.state is not ApprovalState.APPROVED:
            return None
        return next((item for item in self.asks if not item.answer), None)


def approval_lines(
    registry: Registry, today: dt.date | None = None, *, organisation: str | None = None
) -> list[ApprovalLine]:
    """Return every agreed position, the most urgent first; with ``organisation`` only what is its own.

    Its own is what it operates, and what it asked for (a tower company for the operators it builds for).
    """
    day = today or present_day()
    with registry.database.read() as connection:
        found = {request.id: request for request in store.load_requests(connection)}
    asks, notes = asks_of(registry), built_notes(registry)
    lines = []
    for item in approvals_of(registry):
        request = found[item.request]
        if organisation is not None and organisation not in (item.operator, request.organisation):
            continue
        group, left = _group(item, day)
        lines.append(
            ApprovalLine(
                item,
                group,
                left,
                request.number,
                request.organisation,
                asks.get(item.id, ()),
                notes.get(item.id, ""),
            )
        )
    return sorted(lines, key=_urgency)


def approval_line(
    registry: Registry, approval: str, *, organisation: str | None = None
) -> ApprovalLine | None:
    """Return one agreed position; None where there is none, or it is another organisation's."""
    lines = approval_lines(registry, organisation=organisation)
    return next((line for line in lines if line.approval.id == approval), None)


def approval_history(registry: Registry, line: ApprovalLine) -> list[HistoryEntry]:
    """Return what happened to an agreed position, oldest first."""
    records = {approvals.name: [line.approval.id], row_notes.name: [item.id for item in line.asks]}
    with registry.database.read() as connection:
        return history_of(connection, records)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office said last about more time: given or not, why not, and the ground that it rests on."""

    granted: bool
    reason: str
    ground: str


def last_answer(registry: Registry, line: ApprovalLine) -> Answer | None:
    """Return the last word about more time: to a request, or an extension of the office's own; None for none.

    What came last is read from the ledger's order, as an own extension leaves no answer of its own.
    """
    asks = {item.id: item for item in line.asks if item.answer}
    history = approval_history(registry, line)
    to_requests = {entry.batch for entry in history if _answered(entry)}
    for entry in reversed(history):
        before, after = entry.before or {}, entry.after or {}
        if entry.record in asks and _answered(entry):
            ask = asks[entry.record]
            return Answer(ask.answer == GRANTED, ask.reason, ask.ground)
        longer = "extended_months" in before and before["extended_months"] != after.get("extended_months")
        if longer and entry.batch not in to_requests:
            earlier = str(before.get("extension_ground") or "")
            ground = str(after.get("extension_ground") or "").removeprefix(earlier).removeprefix("; ")
            return Answer(granted=True, reason="", ground=ground)
    return None


def _answered(entry: HistoryEntry) -> bool:
    """Whether an entry is the answer to a request for more time."""
    details = [side.get("details") if side else None for side in (entry.before, entry.after)]
    before, after = (side.get("answer") if isinstance(side, dict) else None for side in details)
    return entry.what == row_notes.name and bool(after) and not before


def term_words(approval: Approval, lang: Language = "vi") -> str:
    """Return a sentence that says how long there is to build and where that comes from."""
    if approval.limit_months is None:
        return render("TERM-UNSET", {}, lang)
    params = {"months": approval.limit_months, "source": approval.limit_source}
    return render("TERM-OFFICE" if approval.limit_source == OFFICE else "TERM-LAW", params, lang)


def matching(lines: Sequence[ApprovalLine], asked: str, names: dict[str, str]) -> list[ApprovalLine]:
    """Return the lines in which every word of ``asked`` stands somewhere; by a request's number its own."""
    return [line for line in lines if _matches(line, asked, names)]


def _matches(line: ApprovalLine, asked: str, names: dict[str, str]) -> bool:
    item = line.approval
    texts = [item.code, item.operator, item.decision, line.number, line.organisation]
    texts += [names.get(item.operator, ""), names.get(line.organisation, "")]
    held = [fold(text) for text in texts]
    return all(
        word == line.number if is_request_number(word) else any(fold(word) in text for text in held)
        for word in asked.split()
    )


def _group(item: Approval, day: dt.date) -> tuple[str, int | None]:
    if item.state is not ApprovalState.APPROVED:
        return item.state.value, None
    if item.build_by is None:
        return TO_BUILD, None
    left = (item.build_by - day).days
    return (OVER if left < 0 else SOON if left <= SOON_DAYS else TO_BUILD), left


def _urgency(line: ApprovalLine) -> tuple[int, dt.date, str]:
    return GROUPS.index(line.group), line.approval.build_by or dt.date.max, line.approval.code
