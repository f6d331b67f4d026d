"""The tables of a report as a workbook, one sheet each, and the rows behind a number as another."""

from typing import TYPE_CHECKING, Any

from registry.messages import Language, Words, say
from registry.services.office.registry import Registry
from registry.services.office.table_book import Sheet, sheets_book
from registry.services.reports.details import rows_header, rows_in_words
from registry.services.reports.document import header, notes
from registry.services.reports.subjects import ReportFacts
from registry.services.reports.tables import ALL, ReportTable, table_kinds, tables

if TYPE_CHECKING:
    import pandas as pd

_TOTAL = Words("Tổng", "Total")
_NOTES = Words("Ghi chú", "Notes")


def report_book(registry: Registry, facts: ReportFacts, lang: Language = "vi") -> bytes:
    """Return every table of a report as a sheet, numbers as numbers, and a sheet of notes."""
    sheets = [
        Sheet(f"{at}. {table.kind.code}", header(table, lang), _lines(table, lang))
        for at, table in enumerate(tables(registry, facts, lang), 1)
    ]
    titles = [[f"{at}. {kind.title(lang)}"] for at, kind in enumerate(table_kinds(), 1)]
    period = f"{facts.first:%d/%m/%Y} - {facts.day:%d/%m/%Y}"
    said = [[period], *([note] for note in notes(facts, lang)), *titles]
    return sheets_book(registry, [*sheets, Sheet(say(_NOTES, lang), [say(_NOTES, lang)], said)])


def rows_book(
    registry: Registry,
    facts: ReportFacts,
    counts: str,
    frame: "pd.DataFrame",
    *,
    title: str,
    lang: Language = "vi",
) -> bytes:
    """Return the rows behind a number (see ``reports.rows_behind``) as a workbook."""
    rows = rows_in_words(registry, facts, counts, frame, lang)
    return sheets_book(registry, [Sheet(title, rows_header(counts, lang), rows)])


def _lines(table: ReportTable, lang: Language) -> list[list[Any]]:
    found: list[list[Any]] = []
    for value, word in (*table.rows, (ALL, say(_TOTAL, lang))):
        line: list[Any] = [word, *(table.at(value, column) for column, _word in table.columns)]
        line.append(table.at(value, ALL))
        if table.kind.share:
            share = table.share_of(value)
            line.append(None if share is None else round(share, 4))
        found.append(line)
    return found
