"""What becomes of the answers to a draft's list when a corrected workbook comes in its place.

An answer goes on where its row is found again and still says what was answered; where the workbook was
corrected in that cell itself, the workbook's word counts.
"""

from collections.abc import Mapping, Sequence

from registry.model.requests import Proposal
from registry.services.appraise.row_texts import texts_of

Answers = dict[str, dict[str, str]]  # the texts that answer issues, by the row's index and the field


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


def _keys(rows: Sequence[Proposal]) -> list[tuple[str, int]]:
    seen: dict[str, int] = {}
    keys = []
    for at, row in enumerate(rows):
        code = row.site_code or ""
        keys.append((code, seen.get(code, 0) if code else at))
        seen[code] = seen.get(code, 0) + 1
    return keys
