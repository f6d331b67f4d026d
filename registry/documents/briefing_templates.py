"""The house's templates of the office's briefing of a week or month, and of the year's programme."""

from docx.document import Document as Docx

from registry.documents.layout import CENTRE, line, list_table, tag

_TOLD = {"room": 30, "done": 48, "open": 38, "late": 22, "coming": 27}
_TASKS = {"row": 10, "task": 68, "who": 30, "due": 25, "outcome": 32}
_LATE = {"row": 10, "room": 32, "task": 73, "who": 30, "due": 20}
_PROGRAMME = {"number": 11, "content": 50, "who": 29, "months": 22, "product": 24, "standing": 29}


def briefing(document: Docx, words: dict[str, str]) -> None:
    """Lay out the briefing: conclusions of meetings, all rooms in a table, then what is late and coming."""
    line(document, words["briefing_title"], align=CENTRE, size=14, bold=True)
    line(document, words["briefing_period"], align=CENTRE, bold=True)
    line(document, words["briefing_basis"], align=CENTRE, italic=True)
    line(document, words["briefing_sums"])
    tag(document, "if conclusions")
    line(document, words["briefing_1"], bold=True, keep=True)
    list_table(document, words, "conclusions", _TASKS, heading="briefing_")
    tag(document, "endif")
    line(document, words["briefing_2"], bold=True, keep=True)
    list_table(document, words, "rooms", _TOLD, heading="briefing_")
    tag(document, "if quiet")
    line(document, words["briefing_quiet"], italic=True, size=11)
    tag(document, "endif")
    for name in ("late", "coming"):
        tag(document, f"if {name}")
        line(document, words[f"briefing_of_{name}"], bold=True, keep=True)
        list_table(document, words, name, _LATE, heading="briefing_")
        tag(document, "endif")
    tag(document, "for note in notes")
    line(document, words["briefing_note"], italic=True, size=11)
    tag(document, "endfor")


def programme(document: Docx, words: dict[str, str]) -> None:
    """Lay out the programme of a year with its state on a day."""
    line(document, words["programme_title"], align=CENTRE, size=14, bold=True)
    line(document, words["programme_day"], align=CENTRE, italic=True)
    line(document, words["programme_sums"])
    list_table(document, words, "tasks", _PROGRAMME, heading="programme_")
    tag(document, "for note in notes")
    line(document, words["briefing_note"], italic=True, size=11)
    tag(document, "endfor")
