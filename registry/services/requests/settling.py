"""Settling: nothing is decided or filed before what it leaves open is answered (doors: ``gates``).

What may be meant is answered with a reason, which stands as a note of the row or of the request; what is
certain has to be mended first.
"""

from collections.abc import Collection, Iterable

from registry.errors import RefusalError
from registry.model.requests.desk import RowDecision, RowNote
from registry.model.requests.matters import Matter, Weight
from registry.model.vietnam_time import one_moment
from registry.services.office.registry import Registry
from registry.services.requests.actions import Action, action
from registry.services.requests.kept_notes import WHOLE_LIST
from registry.services.requests.matter_answers import answered_keys, barring, decided_answers, note_answer
from registry.services.requests.matters import in_words
from registry.services.requests.opened import FileRow, RequestFile, load_request
from registry.store.requests.tables import row_notes
from registry.typed_text import within

LONGEST = 2000


def check_row(row: FileRow, decision: RowDecision, reason: str, agreed: Collection[int]) -> None:
    """Refuse a decision on a row that leaves something open.

    ``REQUEST-MATTER-BARS`` for an agreement while something is not mended (``agreed`` are the list's other
    rows that are agreed to), ``REQUEST-MATTER-REASON`` for any decision without the officer's word on it.
    """
    bars = barring(row.matters, agreed) if decision.agrees else ()
    if bars:
        raise RefusalError("REQUEST-MATTER-BARS", row=row.proposal.row, matters=in_words(bars))
    open_now = left_by(row, decision, reason)
    if open_now and not reason.strip():
        raise RefusalError("REQUEST-MATTER-REASON", row=row.proposal.row, matters=in_words(open_now))


def left_by(row: FileRow, decision: RowDecision, reason: str = "") -> list[Matter]:
    """Return what a decision has to answer: what is open, and what another decision's word answered."""
    keys = answered_keys(_gone(row, decision, reason))
    again = [item for item in row.matters if item.weight is not Weight.SAYS and item.key in keys]
    return list(dict.fromkeys((*row.unsettled, *again)))


def settle_row(made: Action, row: FileRow, decision: RowDecision, reason: str) -> bool:
    """Keep the reason of a decision as the answer to what its row left open; whether it answers anything.

    Decided again otherwise or for another reason, what the decision before answered is answered anew: its
    word went with it, and would say the contrary of what is decided now.
    """
    asked = left_by(row, decision, reason)
    keys = {item.key for item in asked}
    for note in _gone(row, decision, reason):
        if keys.intersection(answered_keys([note])):
            made.amend(row_notes, note.id, withdrawn=True)
    note_answer(made, asked, reason, row=row.index, decided=True)
    return bool(asked) or any(note.text == reason for note in decided_answers(row.notes))


def _gone(row: FileRow, decision: RowDecision, reason: str) -> tuple[RowNote, ...]:
    """Return the answers that the standing decision gave and that another one, or another reason, replaces.

    Saved again as it stands its reason may be empty: as an answer it is no word of the decision's own.
    """
    standing = row.decision
    if not reason and (standing is None or _same_side(standing.decision, decision)):
        return ()
    return tuple(note for note in decided_answers(row.notes) if note.text != reason)


def _same_side(one: RowDecision, other: RowDecision) -> bool:
    """Whether the word for one decision may stand for the other: with or without conditions it agrees."""
    return one is other or (one.agrees and other.agrees)


def agreed_but(file: RequestFile, rows: Collection[int]) -> set[int]:
    """Return the rows that stand agreed to, without these (which are about to be decided)."""
    return {
        row.index
        for row in file.rows
        if row.index not in rows and row.decision is not None and row.decision.decision.agrees
    }


def open_rows(file: RequestFile) -> list[tuple[FileRow, tuple[Matter, ...]]]:
    """Return the rows that leave something open, with what it is: not answered, or to be mended first."""
    agreed = agreed_but(file, ())
    found = []
    for row in file.rows:
        bars = barring(row.matters, agreed) if row.index in agreed else ()
        left = tuple(dict.fromkeys((*bars, *row.unsettled)))
        if left:
            found.append((row, left))
    return found


@one_moment()
def answer_matters(registry: Registry, request: str, reason: str, *, who: str, row: int = WHOLE_LIST) -> None:
    """Answer what a request (or one of its rows, by its index) leaves open, with a reason.

    Refused without one (``REQUEST-REASON``), and where nothing is open (``REQUEST-MATTER-NONE``).
    """
    text = within(reason, LONGEST)
    if not text:
        raise RefusalError("REQUEST-REASON")
    with action(registry, request, "answered", who=who) as made:
        made.check_row(row, whole_list=True)
        file = load_request(registry, made.request.id)
        left = file.unsettled if row == WHOLE_LIST else file.rows[row].unsettled
        if not left:
            raise RefusalError("REQUEST-MATTER-NONE", number=made.request.number)
        note_answer(made, left, text, row=row)


def check_filing(matters: Iterable[Matter], reason: str, own: str | None) -> list[Matter]:
    """Return what a sender's reason answers when a request is filed, or refuse the filing.

    ``REQUEST-FILED-BEFORE`` for what was filed already, ``REQUEST-FILED-REASON`` for what may be meant.
    ``own`` is the sender's organisation (None: the office): it is told of nothing that is another's.
    """
    seen = [one for one in matters if one.weight is not Weight.SAYS and one.seen_by(own)]
    bars = [one for one in seen if one.weight is Weight.BARS]
    if bars:
        raise RefusalError("REQUEST-FILED-BEFORE", matters=in_words(bars))
    if seen and not reason.strip():
        raise RefusalError("REQUEST-FILED-REASON", matters=in_words(seen))
    return seen
