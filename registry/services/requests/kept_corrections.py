"""What was corrected of a request's rows goes on when a corrected workbook takes the place of its list.

A cell that the workbook still has as it first came keeps what was written for it on the page: whoever takes
a row out of the workbook must not lose what was put right in the others. Where the workbook says something
else in that cell, its word counts, as in a preview (``drafting.draft_answers``).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.appraisal import verdict
from registry.model.requests.desk import NoteKind
from registry.model.requests.kept_proposals import proposal_from_json
from registry.model.requests.proposals import Proposal
from registry.services.appraise.appraise_list import appraise_proposals
from registry.services.appraise.row_texts import texts_of
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.requests.actions import Action
from registry.services.requests.lists import ReadList, Row, communes_of, moved_rows
from registry.services.requests.opened import RequestFile
from registry.store.requests.tables import request_rows, row_notes


@dataclass(frozen=True, slots=True)
class _Corrected:
    """A row as it stands, and what its list said in the fields that people corrected."""

    row: Row
    proposal: Proposal
    said: Mapping[str, str]

    @property
    def as_listed(self) -> Row:
        """The row by which its line is found again in a workbook."""
        return {
            **self.row,
            **{name: self.said[name] for name in ("site_code", "operator") if name in self.said},
        }


def with_corrections(made: Action, registry: Registry, read: ReadList, *, day: dt.date) -> ReadList:
    """Return the list that was read with what was corrected of the list in force, where it says the same."""
    version = made.request.list_version
    standing = [
        _corrected(row["proposal"], row, [n["details"] for n in _corrections(made.rows(row_notes), row)])
        for row in made.rows(request_rows)
        if row["list_version"] == version
    ]
    moves = moved_rows([one.as_listed for one in standing], read.proposals)
    proposals = list(read.proposals)
    for one in standing:
        at = moves.get(one.row["row"])
        if at is not None and one.said:
            listed = texts_of(proposals[at])
            kept = [name for name, text in one.said.items() if listed.get(name, "") == text]
            proposals[at] = replace(proposals[at], **_values(one.proposal, kept))
    if proposals == read.proposals:
        return read
    context = context_for(registry, day)
    judged, _law = appraise_proposals(proposals, context)
    return replace(
        read,
        proposals=proposals,
        recommended=[verdict(row.findings).value for row in judged],
        communes=communes_of(proposals, context),
    )


def corrected_rows(file: RequestFile) -> dict[int, dict[str, tuple[str, str]]]:
    """Return by row and field what the list in force says, and what people wrote for it on the page."""
    found = {}
    for row in file.rows:
        details = [note.details for note in row.notes if _counts(note.kind, note.withdrawn)]
        now = texts_of(row.proposal)
        if said := _standing(row.proposal, details):
            found[row.index] = {name: (text, now.get(name, "")) for name, text in said.items()}
    return found


def corrected_cells(file: RequestFile) -> int:
    """Return how many cells of the list in force say what people wrote for them on the page."""
    return sum(len(fields) for fields in corrected_rows(file).values())


def _corrected(proposal: dict[str, Any], row: Row, details: Sequence[Mapping[str, Any]]) -> _Corrected:
    now = proposal_from_json(proposal)
    return _Corrected(row, now, _standing(now, details))


def _standing(proposal: Proposal, details: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return what the list said in the fields that now say what was written last in their place."""
    texts: dict[str, list[str]] = defaultdict(list)
    for one in details:
        for name, (before, after) in one.get("fields", {}).items():
            texts[name] += [before, after]
    now = texts_of(proposal)
    return {
        name: said[0] for name, said in texts.items() if said[0] != said[-1] and said[-1] == now.get(name, "")
    }


def _corrections(notes: Iterable[Row], row: Row) -> list[Row]:
    here = (row["list_version"], row["row"])
    found = [
        note
        for note in notes
        if (note["list_version"], note["row"]) == here and _counts(note["kind"], note["withdrawn"])
    ]
    return sorted(found, key=lambda note: str(note["at"]))


def _counts(kind: str, withdrawn: bool) -> bool:
    return kind == NoteKind.CORRECTION and not withdrawn


def _values(proposal: Proposal, names: Iterable[str]) -> dict[str, Any]:
    """Return a row's values of fields; the class of a mast is of one of two codes."""
    found = {name: getattr(proposal, name) for name in names}
    return found | ({"old_class": proposal.old_class} if "mast_class" in found else {})
