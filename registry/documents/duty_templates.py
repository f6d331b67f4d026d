"""The house's templates that follow obligations: a reminder, a compliance run, questions about a list."""

from docx.document import Document as Docx

from registry.documents.layout import CENTRE, fill_rows, line, table, tag, widths


def reminder(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that reminds a carrier of what is due (công văn đôn đốc)."""
    line(document, words["to"], align=CENTRE, size=14)
    line(document, words["duty_opening"])
    _table(document, words, "lines", ("row", "what", "basis", "due", "state"), (10, 70, 40, 22, 26))
    _unverified(document, words)
    line(document, words["duty_ask"])
    line(document, words["closing"])


def compliance(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter about a carrier's standing works: to remedy, to explain, to complete."""
    line(document, words["to"], align=CENTRE, size=14)
    line(document, words["run_opening"])
    for part in ("remedy", "explain", "complete"):
        tag(document, f"if {part}")
        line(document, words[f"run_{part}"], bold=True)
        _table(document, words, part, ("row", "what", "basis", "amount"), (10, 88, 52, 18))
        tag(document, "endif")
    _unverified(document, words)
    line(document, words["run_ask"])
    line(document, words["run_then"])
    line(document, words["closing"])


def changes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that asks what became of the masts of a list."""
    line(document, words["to"], align=CENTRE, size=14)
    line(document, words["changes_opening"])
    _table(document, words, "lines", ("row", "what", "amount"), (10, 130, 28))
    line(document, words["changes_ask"])
    line(document, words["closing"])


def _table(
    document: Docx, words: dict[str, str], rows: str, columns: tuple[str, ...], wide: tuple[int, ...]
) -> None:
    made = table(document, [words[f"duty_column_{name}"] for name in columns])
    fill_rows(made, f"row in {rows}", [f"row.{name}" for name in columns])
    widths(made, wide)


def _unverified(document: Docx, words: dict[str, str]) -> None:
    tag(document, "if unverified")
    line(document, words["duty_unverified"], italic=True, size=11)
    tag(document, "endif")
