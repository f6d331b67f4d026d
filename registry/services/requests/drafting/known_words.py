"""Words of a sender's lists that were not read and that somebody read for it: they hold for its next lists.

Nothing is kept for it: what a list was told stands in its reading, what was answered beside the row. Only
words of choices are remembered; a number or a place is each row's own.
"""

from collections.abc import Iterable, Mapping, Sequence

from registry.columns import fold
from registry.intake.parsed import SheetReading
from registry.model.issues import Issue
from registry.services.appraise.appraise_list import Appraisal
from registry.services.appraise.proposal_json import reading_from_json
from registry.services.appraise.row_texts import FIELDS
from registry.store.database import Connection
from registry.store.requests.handed_in import answered_cells, newest_readings

_WORDS = frozenset({"CELL-NOT-A-CHOICE", "CELL-NOT-YES-NO"})
_LISTS_LOOKED_AT = 20

KnownWords = Mapping[str, Sequence[str]]
"""What a word of a field was read as, and the number of the request where: by ``word_key``."""


def word_key(issue: Issue, sheets: Sequence[SheetReading]) -> str:
    """Return the field of a word that was not read, and the word folded; "" where the issue is of none."""
    if issue.code not in _WORDS or not fold(issue.value):
        return ""
    columns = next((sheet.columns for sheet in sheets if sheet.name == issue.sheet), ())
    name = next((item.name for item in columns if item.letter == issue.letter), "")
    return f"{name}|{fold(issue.value)}" if name in FIELDS else ""


def words_read(connection: Connection, organisation: str) -> dict[str, list[str]]:
    """Return what the words of a sender's lists were read as; the newest list that was answered alike tells.

    A word that was read as several things in one list is not remembered from it.
    """
    found: dict[str, list[str]] = {}
    lists = newest_readings(connection, organisation, most=_LISTS_LOOKED_AT)
    cells = answered_cells(connection, {item.request for item in lists})
    for item in lists:
        answered = cells.get((item.request, item.ordinal))
        if not answered:
            continue
        issues, sheets = reading_from_json(item.reading)
        read: dict[str, set[str]] = {}
        for issue in issues:
            key = word_key(issue, sheets)
            text = answered.get((issue.sheet, issue.row), {}).get(key.partition("|")[0]) if key else None
            if text:
                read.setdefault(key, set()).add(text)
        for key, texts in read.items():
            if len(texts) == 1:
                found.setdefault(key, [texts.pop(), item.number])
    return found


def known_cells(read: Appraisal, words: KnownWords) -> dict[int, dict[str, str | None]]:
    """Return the cells of a list that hold a word which was read before, by the row's index and the field."""
    found: dict[int, dict[str, str | None]] = {}
    for at, _issue, key in _of_rows(read):
        if key in words:
            found.setdefault(at, {})[key.partition("|")[0]] = words[key][0]
    return found


def read_before(read: Appraisal, words: KnownWords, answers: Mapping[int, Mapping[str, str]]) -> list[str]:
    """Return, issue by issue of a list, the request whose word answers it, "" where that is none."""
    found = [""] * len(read.issues)
    places = {id(issue): place for place, issue in enumerate(read.issues)}
    for at, issue, key in _of_rows(read):
        if key in words and answers.get(at, {}).get(key.partition("|")[0]) == words[key][0]:
            found[places[id(issue)]] = words[key][1]
    return found


def _of_rows(read: Appraisal) -> Iterable[tuple[int, Issue, str]]:
    at_row = {(row.proposal.sheet, row.proposal.row): at for at, row in enumerate(read.rows)}
    for issue in read.issues:
        at = at_row.get((issue.sheet, issue.row), -1)
        if at >= 0 and (key := word_key(issue, read.sheets)):
            yield at, issue, key
