"""The house's templates of a storm's letters: to a carrier, to the power company, and when it is over."""

from docx.document import Document as Docx

from registry.documents.layout import CENTRE, fill_rows, line, table, tag, widths

_COMMUNES = ("row", "commune", "masts", "band", "gust", "onset", "by")
_COMMUNES_MM = (10, 36, 14, 33, 24, 24, 24)
_URGENT = ("row", "code", "commune", "gust", "by", "all_by")
_URGENT_MM = (10, 26, 36, 41, 26, 26)
_AGAIN = ("row", "code", "commune", "gust")
_POWERED = ("row", "code", "commune", "why", "onset")
_POWERED_MM = (10, 30, 40, 55, 30)


def storm_order(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that asks a carrier to make its masts and stations ready."""
    line(document, words["to"], align=CENTRE, size=14)
    line(document, words["storm_opening"])
    for part in ("storm_one", "storm_two", "storm_three", "storm_four", "storm_five"):
        line(document, words[part])
    line(document, words["storm_estimate"], italic=True, size=12)
    line(document, words["storm_closing"])


def storm_power(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that asks for grid power first for some stations."""
    line(document, words["to"], align=CENTRE, size=14)
    line(document, words["power_opening"])
    line(document, words["power_ask"])
    line(document, words["power_more"])
    line(document, words["storm_estimate"], italic=True, size=12)
    line(document, words["power_closing"])


def storm_stand_down(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that says that the storm is over, and what follows."""
    line(document, words["to"], align=CENTRE, size=14)
    line(document, words["over_opening"])
    tag(document, "if carrier")
    for part in ("over_ask", "over_one", "over_two", "over_three"):
        line(document, words[part])
    tag(document, "if again")
    line(document, words["storm_estimate"], italic=True, size=12)
    tag(document, "endif")
    tag(document, "else")
    line(document, words["over_power"])
    tag(document, "endif")
    line(document, words["power_closing"])


def storm_order_annexes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the lists of the letter to a carrier behind its signature, so that the letter is one page."""
    _annex(document, words, "storm_annex_urgent")
    _list(document, words, "urgent", _URGENT, _URGENT_MM)
    line(document, words["storm_deeds"], bold=True)
    _list(document, words, "deeds", ("row", "what", "when"), (10, 110, 45))
    _annex(document, words, "storm_annex_communes")
    _list(document, words, "communes", _COMMUNES, _COMMUNES_MM)


def storm_power_annexes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the list of the letter to the power company behind its signature."""
    _annex(document, words, "storm_annex_powered")
    _list(document, words, "powered", _POWERED, _POWERED_MM)


def storm_stand_down_annexes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the masts to inspect again behind the signature; nothing where there are none."""
    tag(document, "if carrier and again")
    _annex(document, words, "storm_annex_again")
    _list(document, words, "again", _AGAIN, (10, 40, 60, 55))
    tag(document, "endif")


def _annex(document: Docx, words: dict[str, str], title: str) -> None:
    """Begin an annex on a page of its own (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    begun = line(document, words[title], align=CENTRE, size=14, bold=True)
    begun.paragraph_format.page_break_before = True
    line(document, words["storm_annex_of"], align=CENTRE, italic=True)
    tag(document, "if marks")
    line(document, "{{ marks }}", align=CENTRE, bold=True)
    tag(document, "endif")


def _list(
    document: Docx, words: dict[str, str], rows: str, columns: tuple[str, ...], mm: tuple[int, ...]
) -> None:
    made = table(document, [words[f"storm_{name}"] for name in columns])
    fill_rows(made, f"row in {rows}", [f"row.{name}" for name in columns])
    widths(made, mm)
