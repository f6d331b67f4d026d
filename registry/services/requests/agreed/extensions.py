"""A carrier asks for more time to build and says why; an officer grants it or not, with a reason.

What is asked stands as a note of kind ``EXTENSION`` on the row that was agreed, the answer in its details,
so that it is read where the row is and replays from the ledger like every other word about it.
"""

from dataclasses import dataclass

from registry.errors import RefusalError
from registry.model.requests.desk import RowNote
from registry.model.requests.desk_records import Approval, ApprovalState
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import changed
from registry.services.office.registry import Registry
from registry.services.requests.actions import action
from registry.services.requests.agreed.approvals import changing, check_extension, get_approval, lengthen
from registry.services.requests.kept_notes import write_note
from registry.services.requests.told import tell_extension_answered, tell_extension_asked
from registry.store import ledger
from registry.store.office.operators import load_settings
from registry.store.requests.agreements import list_approvals
from registry.store.requests.notes import find_note, notes_of_kind
from registry.store.requests.tables import row_notes

EXTENSION = "extension"
GRANTED, DECLINED = "granted", "declined"


@dataclass(frozen=True, slots=True)
class ExtensionAsk:
    """A request for more months; ``answer`` is "" while it waits, then granted or declined with a reason."""

    id: str
    approval: str
    months: int
    ground: str
    who: str
    at: str
    answer: str = ""
    reason: str = ""
    answered_by: str = ""
    answered_at: str = ""
    version: int = 1


@one_moment()
def ask_extension(registry: Registry, approval: str, months: int, *, ground: str, who: str) -> ExtensionAsk:
    """Record that more time is asked for; refused like the extension itself would be, and while one waits."""
    request = get_approval(registry, approval).request
    with action(registry, request, "extension-asked", who=who, closed=True, submitted=True) as made:
        found = get_approval(registry, approval)  # only this action writes now
        if found.state is not ApprovalState.APPROVED:
            raise RefusalError("APPROVAL-CLOSED", code=found.code)
        if any(not item.answer for item in asks_of(registry, [approval]).get(approval, ())):
            raise RefusalError("EXTENSION-WAITS", code=found.code)
        check_extension(registry, load_settings(made.connection), found, months, ground)
        details = {"approval": approval, "months": months}
        identity = write_note(made, EXTENSION, ground, row=found.row, details=details)
        tell_extension_asked(made, approval, found.code)
    return _one(registry, approval, identity)


@one_moment()
def answer_extension(
    registry: Registry, ask: str, *, granted: bool, reason: str, who: str, seen: int
) -> Approval:
    """Grant what was asked, which moves the day to build by, or decline it with the reason.

    ``seen`` is the version of the ask; refused where it was answered before (``CHANGED-MEANWHILE``).
    """
    if not granted and not reason.strip():
        raise RefusalError("REQUEST-REASON")
    with registry.database.read() as connection:
        note = find_note(connection, ask)
    if note is None or note.kind != EXTENSION:
        raise RefusalError("EXTENSION-UNKNOWN")
    answer = {
        "answer": GRANTED if granted else DECLINED,
        "reason": reason.strip(),
        "answered_by": who,
        "answered_at": ledger.present(),
    }
    approval = str(note.details["approval"])
    seen_approval = get_approval(registry, approval).version
    kind = "extended" if granted else "extension-declined"
    with changing(registry, approval, kind, who=who, seen=seen_approval, offered=answer) as (made, found):
        standing = made.standing(row_notes, ask)
        if standing["version"] != seen:
            told = {name: answer[name] for name in ("answer", "reason")}
            raise changed(made.connection, row_notes, ask, {**standing, **standing["details"]}, told)
        if granted:
            lengthen(registry, made, found, int(note.details["months"]), note.text)
        made.amend(row_notes, ask, details={**standing["details"], **answer})
        tell_extension_answered(made, approval, found.request, found.code)
    return get_approval(registry, approval)


def asks_of(registry: Registry, approvals: list[str] | None = None) -> dict[str, tuple[ExtensionAsk, ...]]:
    """Return what was asked by approval, oldest first; of some approvals, or of all."""
    wanted = None if approvals is None else set(approvals)
    found: dict[str, list[ExtensionAsk]] = {}
    with registry.database.read() as connection:
        notes = notes_of_kind(connection, EXTENSION)
    for item in map(_ask_of, notes):
        if wanted is None or item.approval in wanted:
            found.setdefault(item.approval, []).append(item)
    return {approval: tuple(items) for approval, items in found.items()}


def count_asked(registry: Registry) -> int:
    """Return how many agreed positions have a request for more time that nobody answered yet."""
    asked = {
        approval for approval, asks in asks_of(registry).items() if not all(item.answer for item in asks)
    }
    if not asked:
        return 0
    with registry.database.read() as connection:
        found = list_approvals(connection, state=ApprovalState.APPROVED)
    return sum(item.id in asked for item in found)


def _one(registry: Registry, approval: str, identity: str) -> ExtensionAsk:
    return next(item for item in asks_of(registry, [approval])[approval] if item.id == identity)


def _ask_of(note: RowNote) -> ExtensionAsk:
    own = note.details
    return ExtensionAsk(
        id=note.id,
        approval=str(own.get("approval", "")),
        months=int(own.get("months", 0)),
        ground=note.text,
        who=note.who,
        at=note.at,
        answer=str(own.get("answer", "")),
        reason=str(own.get("reason", "")),
        answered_by=str(own.get("answered_by", "")),
        answered_at=str(own.get("answered_at", "")),
        version=note.version,
    )
