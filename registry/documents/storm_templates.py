"""The house's templates of a storm's letters: to a carrier, to the power company, and when it is over."""

from docx.document import Document as Docx

from registry.documents.layout import CENTRE, fill_rows, line, table, tag, widths

_COMMUNES = ("row", "commune", "masts", "band", "gust", "onset", "by")
_COMMUNES_MM = (10, 36, 14, 33, 24, 24, 24)
_MASTS = ("row", "code", "commune", "gust", "todo")
_MASTS_MM = (10, 28, 32, 30, 65)
_POWERED = ("row", "code", "commune", "why", "onset")
_POWERED_MM = (10, 30, 40, 55, 30)


def storm_order(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that asks a carrier to make its masts and stations ready."""
    line(document, words["to"], align=CENTRE, size=14)
    line(document, words["storm_opening"])
    line(document, words["storm_one"], bold=True)
    _list(document, words, "communes", _COMMUNES, _COMMUNES_MM)
    line(document, words["storm_two"], bold=True)
    _list(document, words, "urgent", _MASTS, _MASTS_MM)
    for part in ("storm_three", "storm_four", "storm_five"):
        line(document, words[part])
    line(document, words["storm_estimate"], italic=True, size=12)
    line(document, words["storm_closing"])


def storm_power(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that asks for grid power first for some stations."""
    line(document, words["to"], align=CENTRE, size=14)
    line(document, words["power_opening"])
    line(document, words["power_ask"])
    _list(document, words, "powered", _POWERED, _POWERED_MM)
    line(document, words["power_more"])
    line(document, words["storm_estimate"], italic=True, size=12)
    line(document, words["power_closing"])


def storm_stand_down(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that says that the storm is over, and what follows."""
    line(document, words["to"], align=CENTRE, size=14)
    line(document, words["over_opening"])
    tag(document, "if carrier")
    for part in ("over_one", "over_two", "over_three"):
        line(document, words[part])
    tag(document, "if again")
    _list(document, words, "again", _MASTS[:4], (10, 40, 60, 55))
    line(document, words["storm_estimate"], italic=True, size=12)
    tag(document, "endif")
    tag(document, "else")
    line(document, words["over_power"])
    tag(document, "endif")
    line(document, words["power_closing"])


def _list(
    document: Docx, words: dict[str, str], rows: str, columns: tuple[str, ...], mm: tuple[int, ...]
) -> None:
    made = table(document, [words[f"storm_{name}"] for name in columns])
    fill_rows(made, f"row in {rows}", [f"row.{name}" for name in columns])
    widths(made, mm)
