"""The answers to a draft's list: cells repaired, taken back, and carried on when a corrected workbook comes.

An answer goes on where its row is found again and still says what was answered; where the workbook was
corrected in that cell itself, the workbook's word counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.model.requests.proposals import Proposal
from registry.services.appraise.appraise_list import Appraisal
from registry.services.appraise.row_texts import texts_of, typed
from registry.services.office.registry import Registry
from registry.services.requests.drafting.kept_drafts import Draft

Answers = dict[str, dict[str, str]]  # the texts that answer issues, by the row's index and the field

Cells = Mapping[int, Mapping[str, str | None]]
"""The texts of repaired cells by the row's index and the field; None takes an answer back."""


@dataclass(frozen=True, slots=True)
class CellRefused:
    """A cell whose text does not read, and why."""

    row: int
    field: str
    refusal: RefusalError


def readable(
    registry: Registry, draft: Draft, read: Appraisal, cells: Cells
) -> tuple[dict[int, dict[str, str | None]], list[CellRefused]]:
    """Return the cells that read as they will be written, and the others; ``read`` is the list as it came."""
    kept: dict[int, dict[str, str | None]] = {}
    refused: list[CellRefused] = []
    for row, texts in cells.items():
        for name, text in texts.items():
            try:
                if text is not None:
                    typed(registry, {name: text}, read.rows[row].proposal, draft.day)
            except RefusalError as error:
                refused.append(CellRefused(row, name, error))
            else:
                kept.setdefault(row, {})[name] = text
    return kept, refused


def with_cells(answers: Mapping[str, Mapping[str, str]], cells: Cells) -> Answers:
    """Return the answers with some cells repaired or taken back."""
    found = {row: dict(texts) for row, texts in answers.items()}
    for row, texts in cells.items():
        own: dict[str, str | None] = {**found.pop(str(row), {}), **texts}
        left = {name: text for name, text in own.items() if text is not None}
        if left:
            found[str(row)] = left
    return found


def with_known(answers: Mapping[str, Mapping[str, str]], known: Cells) -> Answers:
    """Return the answers with those that are known from elsewhere where nothing else was answered."""
    return with_cells(with_cells({}, known), {int(row): texts for row, texts in answers.items()})


def carried(
    old: Sequence[Proposal], new: Sequence[Proposal], answers: Mapping[str, Mapping[str, str]]
) -> Answers:
    """Return the answers to ``old``, the rows as they were read, that go on for ``new``.

    A row is found again by its code and by how often the code came before; one without a code by its place.
    """
    places = {key: at for at, key in enumerate(_keys(new))}
    found: Answers = {}
    for row, key in enumerate(_keys(old)):
        texts, place = answers.get(str(row)), places.get(key)
        if not texts or place is None:
            continue
        before, after = texts_of(old[row]), texts_of(new[place])
        same = {name: text for name, text in texts.items() if before.get(name, "") == after.get(name, "")}
        if same:
            found[str(place)] = same
    return found


def answered_rows(
    answers: Mapping[str, Mapping[str, str]], read: Sequence[Proposal], now: Sequence[Proposal]
) -> dict[int, dict[str, tuple[str, str]]]:
    """Return by row and field what the list says and what it says by its answers, where that differs."""
    found = {}
    for row, texts in answers.items():
        before, after = texts_of(read[int(row)]), texts_of(now[int(row)])
        fields = {name: (before.get(name, ""), after.get(name, "")) for name in texts}
        if differing := {name: both for name, both in fields.items() if both[0] != both[1]}:
            found[int(row)] = differing
    return found


def _keys(rows: Sequence[Proposal]) -> list[tuple[str, int]]:
    seen: dict[str, int] = {}
    keys = []
    for at, row in enumerate(rows):
        code = row.site_code or ""
        keys.append((code, seen.get(code, 0) if code else at))
        seen[code] = seen.get(code, 0) + 1
    return keys
