"""Whether a list of standing masts is one: a carrier's list of proposed positions looks much like it."""

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake.headers import match
from registry.intake.parsed import ParsedList, SheetReading

FEWEST = 2  # one heading of proposals alone may be a word of the office's own
_STATE = "state"
_ASKING = frozenset({"kind", "sharing_sent", "sharing_replied", "plan_code", "replaces"})
"""What is said of a position that is asked for; how a mast is guyed or lies in a town may be said of any."""


def check_standing(parsed: ParsedList) -> None:
    """Refuse a list of proposals (``LIST-OF-PROPOSALS``): its headings ask, and tell no state.

    A proposed mast that is written as a standing one makes other proposals stand too near to it.
    """
    for sheet in parsed.sheets:
        asked = _asked(sheet) if sheet.read and not sheet.letter_of(_STATE) else []
        if len(asked) >= FEWEST:
            raise RefusalError("LIST-OF-PROPOSALS", sheet=sheet.name[:80], columns=", ".join(asked[:4])[:200])


def _asked(sheet: SheetReading) -> list[str]:
    """Return the headings that only a list of proposals has."""
    found: dict[str, str] = {}
    for column in sheet.columns:
        name = "" if column.name else match(column.header, ListKind.PROPOSALS)
        if name in _ASKING:
            found.setdefault(name, " ".join(column.header.split()))
    return list(found.values())
