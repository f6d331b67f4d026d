"""Rows that a carrier files for another operator (nộp thay): that it does so is stated, and by which paper.

What is agreed of such a row is the other operator's position. So whoever files says that it is meant, the
office asks for the paper that empowers it (văn bản ủy quyền), and an officer who agrees says why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.model.requests.desk import NoteKind, RowNote
from registry.model.requests.proposals import Proposal
from registry.model.vietnam_time import one_moment
from registry.services.appraise.list_doubts import other_operator
from registry.services.appraise.row_texts import shown
from registry.services.office.registry import Registry
from registry.services.requests.actions import Action, action
from registry.services.requests.dossiers import AUTHORISATION, PREFIX
from registry.services.requests.kept_notes import write_note
from registry.services.requests.opened import FileRow, RequestFile
from registry.typed_text import within

LONGEST = 300  # characters of the name of a paper


@dataclass(frozen=True, slots=True)
class Behalf:
    """Another operator that rows of a request name, those rows, and what was stated of it (None: nothing)."""

    operator: str
    rows: tuple[FileRow, ...]
    stated: RowNote | None


def others_of(proposals: Sequence[Proposal], filer: str) -> dict[str, list[int]]:
    """Return the indices of the rows that name another operator than the filer, by that operator."""
    found: dict[str, list[int]] = {}
    for index, row in enumerate(proposals):
        if other := other_operator(row, filer):
            found.setdefault(other, []).append(index)
    return found


def behalves(file: RequestFile) -> list[Behalf]:
    """Return the other operators that a request's rows name, in the order of their first rows."""
    said = _stated(file.notes)
    rows: dict[str, list[FileRow]] = {}
    for row in file.rows:
        if row.other:
            rows.setdefault(row.other, []).append(row)
    return [Behalf(operator, tuple(found), said.get(operator)) for operator, found in rows.items()]


def authorised(file: RequestFile) -> bool:
    """Whether a paper that empowers the filer is among the request's files."""
    return any(item.kind == f"{PREFIX}{AUTHORISATION}" for item in file.attachments)


def check_stated(others: Mapping[str, Sequence[int]], stated: Iterable[str]) -> None:
    """Refuse rows for operators of which it was not stated that they are filed for (``REQUEST-BEHALF``)."""
    missing = [operator for operator in others if operator not in set(stated)]
    if missing:
        count = sum(len(others[operator]) for operator in missing)
        raise RefusalError(
            "REQUEST-BEHALF", count=count, operators=", ".join(shown("operator", one) for one in missing)
        )


def check_file_stated(file: RequestFile) -> None:
    """Refuse a request whose rows name operators of which nothing was stated (``REQUEST-BEHALF``)."""
    found = behalves(file)
    others = {one.operator: [row.index for row in one.rows] for one in found}
    check_stated(others, [one.operator for one in found if one.stated is not None])


@one_moment()
def state_behalf(registry: Registry, request: str, operator: str, paper: str, *, who: str) -> None:
    """State that rows of a request are filed for an operator, and the ``paper`` that empowers to ("" none).

    A later statement about the same operator stands for the earlier one, which stays to be read.
    """
    with action(registry, request, "behalf", who=who) as made:
        note_behalf(made, {operator: paper})


def note_behalf(made: Action, stated: Mapping[str, str]) -> None:
    """Add statements (by operator: the paper) to an action, as notes on the whole list."""
    for operator, paper in stated.items():
        write_note(made, NoteKind.BEHALF, within(paper, LONGEST), details={"operator": operator})


def _stated(notes: Iterable[RowNote]) -> dict[str, RowNote]:
    found: dict[str, RowNote] = {}
    for note in sorted(notes, key=lambda item: item.at):
        if note.kind == NoteKind.BEHALF and not note.withdrawn:
            found[str(note.details.get("operator", ""))] = note
    return found
