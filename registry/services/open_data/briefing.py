"""What open data say in the office's briefing: sets opened, about to open or to end.

A set that is open is no work that waits, and is counted nowhere among it.
"""

import datetime as dt
from collections.abc import Sequence

from registry.messages import Language, Words, say
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.services.office.brief_parts import BriefPart
from registry.services.office.registry import Registry
from registry.services.open_data.decisions import Opening, openings
from registry.services.open_data.sets import dataset

OPEN_SET = "open_set"
_WORDS = {
    "opened": Words("bộ dữ liệu mở ra", "sets opened"),
    "opening": Words("bộ dữ liệu đến ngày mở", "sets to be opened"),
    "ending": Words("bộ dữ liệu đến ngày cuối", "sets that end"),
}


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of open data, as their page has them."""
    decided = {name: one for name, one in openings(registry).items() if one is not None}

    def number(name: str, group: Group, found: Sequence[tuple[str, Opening, dt.date | None]]) -> Number:
        lines = tuple(
            Line(key, say(dataset(key).title, lang), on=on, note=one.decision, kind=OPEN_SET, record=key)
            for key, one, on in found
        )
        return Number(f"open_data.{name}", group, say(_WORDS[name], lang), lines, OPEN_SET)

    return (
        number(
            "opened", Group.DONE, [(k, one, one.opens) for k, one in decided.items() if span.holds(one.opens)]
        ),
        number(
            "opening", Group.COMING,
            [(k, one, one.opens) for k, one in decided.items() if span.coming(one.opens)],
        ),
        number(
            "ending", Group.COMING,
            [(k, one, one.closes) for k, one in decided.items() if span.coming(one.closes)],
        ),
    )  # fmt: skip


PART = BriefPart("open_data", 70, Words("Dữ liệu mở", "Open data"), numbers)
