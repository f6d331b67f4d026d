"""The house's templates that follow obligations: a reminder, a compliance run, questions about a list."""

from docx.document import Document as Docx

from registry.documents.layout import addressee, grounds, line, list_table, tag

_HEADING = "duty_column_"
_REMINDED = {"row": 10, "what": 70, "basis": 40, "due": 22, "state": 26}
_FOUND = {"row": 10, "what": 88, "basis": 52, "amount": 18}
_CHANGED = {"row": 10, "what": 130, "amount": 28}


def reminder(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that reminds a carrier of what is due (công văn đôn đốc)."""
    addressee(document, words)
    grounds(document, words)
    line(document, words["duty_opening"])
    list_table(document, words, "lines", _REMINDED, heading=_HEADING)
    line(document, words["duty_ask"])
    line(document, words["closing"])


def compliance(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter about a carrier's standing works: to remedy, to explain, to complete."""
    addressee(document, words)
    grounds(document, words)
    line(document, words["run_opening"])
    for part in ("remedy", "explain", "complete"):
        tag(document, f"if {part}")
        line(document, words[f"run_{part}"], bold=True)
        list_table(document, words, part, _FOUND, heading=_HEADING)
        tag(document, "endif")
    line(document, words["run_ask"])
    line(document, words["run_then"])
    line(document, words["closing"])


def changes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that asks what became of the masts of a list."""
    addressee(document, words)
    line(document, words["changes_opening"])
    list_table(document, words, "lines", _CHANGED, heading=_HEADING)
    line(document, words["changes_ask"])
    line(document, words["closing"])
