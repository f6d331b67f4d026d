"""Settling: nothing is decided, filed, submitted or issued before what it leaves open is answered.

What may be meant is answered with a reason, which stands as a note of the row or of the request; what is
certain has to be mended first.
"""

from collections.abc import Collection, Iterable, Sequence

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.desk import RowDecision
from registry.model.matters import Matter, Weight
from registry.model.vietnam_time import one_moment
from registry.services.office.registry import Registry
from registry.services.requests.actions import Action, action
from registry.services.requests.kept_notes import WHOLE_LIST
from registry.services.requests.matter_answers import barring, note_answer
from registry.services.requests.matters import in_words, said
from registry.services.requests.opened import FileRow, RequestFile, load_request
from registry.services.requests.unread_cells import UNREAD, UNREAD_NEEDED
from registry.typed_text import within

NAMED = 5  # rows that a refusal names with what they leave open
LONGEST = 2000
_READING = frozenset({UNREAD, UNREAD_NEEDED})


def check_row(row: FileRow, decision: RowDecision, reason: str, agreed: Collection[int]) -> None:
    """Refuse a decision on a row that leaves something open.

    ``REQUEST-MATTER-BARS`` for an agreement while something is not mended (``agreed`` are the list's other
    rows that are agreed to), ``REQUEST-MATTER-REASON`` for any decision without the officer's word on it.
    """
    bars = barring(row.matters, agreed) if decision.agrees else ()
    if bars:
        raise RefusalError("REQUEST-MATTER-BARS", row=row.proposal.row, matters=in_words(bars))
    if row.unsettled and not reason.strip():
        raise RefusalError("REQUEST-MATTER-REASON", row=row.proposal.row, matters=in_words(row.unsettled))


def settle_row(made: Action, row: FileRow, reason: str) -> None:
    """Keep the reason of a decision as the answer to what its row left open."""
    note_answer(made, row.unsettled, reason, row=row.index)


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


def check_settled(file: RequestFile) -> None:
    """Refuse to move a request on whose letter, list or rows leave something open (``REQUEST-MATTERS``)."""
    _check(file, open_rows(file), _of_whole(file))


def check_settled_at_issue(file: RequestFile, reason: str, asked: Sequence[Matter] = ()) -> list[Matter]:
    """Return what the leader's ``reason`` answers at the issue, or refuse it (``REQUEST-MATTERS``).

    ``asked`` is what the letter itself leaves open (its number, its signed file). Cells that were not read
    and what has to be mended are the officer's: no word of the leader's settles them.
    """
    rows, whole = open_rows(file), [*_of_whole(file), *asked]
    everything = [*whole, *(matter for _row, left in rows for matter in left)]
    if everything and reason.strip() and all(_leaders(matter) for matter in everything):
        return whole
    _check(file, rows, whole)
    return []


def settle_at_issue(made: Action, file: RequestFile, whole: Sequence[Matter], reason: str) -> None:
    """Keep the leader's reason as the answer to what the request and its rows left open."""
    note_answer(made, whole, reason)
    for row, left in open_rows(file):
        note_answer(made, left, reason, row=row.index)


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


def _leaders(matter: Matter) -> bool:
    return matter.weight is Weight.ASKS and matter.code not in _READING


def _of_whole(file: RequestFile) -> list[Matter]:
    return list(dict.fromkeys((*barring(file.matters), *file.unsettled)))


def _check(
    file: RequestFile, rows: Sequence[tuple[FileRow, tuple[Matter, ...]]], whole: Sequence[Matter]
) -> None:
    if not rows and not whole:
        return
    parts = [in_words([one]) for one in whole]
    for row, left in rows[:NAMED]:
        number = row.proposal.row
        parts.append(
            Words(
                f"dòng {number}: {'; '.join(said(one) for one in left)}",
                f"row {number}: {'; '.join(said(one, 'en') for one in left)}",
            )
        )
    more = " …" if len(rows) > NAMED else ""
    raise RefusalError(
        "REQUEST-MATTERS",
        number=file.request.number,
        count=len(rows) + bool(whole),
        matters=Words(". ".join(p.vi for p in parts) + more, ". ".join(p.en for p in parts) + more),
    )
