"""A briefing (giao ban): the parts of all rooms, asked of the register as it stood, beside the span before.

Today's week and month are told from the register as it stands. Those that are over are told from it as it
stood at the end of their last day, so that a briefing says next year what it said then; what was entered
since for those days is said beside it. Where there was no register yet, only what was done is told, by its
own day.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from registry.errors import RefusalError
from registry.messages import Language, say
from registry.model.briefing.briefings import Basis, Briefing, Group, Number, Part, Span, SpanKind, span_of
from registry.model.people import Person
from registry.services.briefing.changed_later import changed_later
from registry.services.briefing.deeds import check_reader
from registry.services.briefing.past import first_day, register_on
from registry.services.office.brief_parts import BriefPart
from registry.services.office.calendar import now as present_moment
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store import ledger

KEPT = 24
Parts = tuple[Part, ...]


class _Look(NamedTuple):
    """What is asked, of which parts, in which language; ``present``: what the register as it stands is."""

    registry: Registry
    parts: Sequence[BriefPart]
    lang: Language
    present: Any


def briefing(
    registry: Registry,
    parts: Sequence[BriefPart],
    kind: SpanKind,
    day: dt.date,
    *,
    person: Person,
    lang: Language = "vi",
) -> Briefing:
    """Return the briefing of the week or month of a day (``BRIEFING-AHEAD`` where that has not begun)."""
    check_reader(person)
    now = today()
    span = span_of(kind, day, now)
    if span.first > now:
        raise RefusalError("BRIEFING-AHEAD", first=span.first)
    before = span_of(kind, span.before[1], now)
    with registry.database.read() as connection:
        head, began = ledger.head(connection), first_day(connection)
    basis, then = _basis(span, began, now), _basis(before, began, now)
    hour = present_moment().replace(minute=0, second=0, microsecond=0)  # clocks of incidents run on
    look = _Look(registry, parts, lang, (head, hour))
    told = _told(look, span, basis)
    counted = _told(look, before, then)
    later = changed_later(told, _told(look, span, Basis.PRESENT)) if basis is Basis.LEDGER else ()
    return Briefing(
        span,
        basis,
        told,
        {number.code: len(number) for part in counted for number in part.numbers},
        then,
        later,
        at=ledger.present(),
    )


def _basis(span: Span, began: dt.date | None, now: dt.date) -> Basis:
    if span.last >= now:
        return Basis.PRESENT
    return Basis.LEDGER if began is not None and began <= span.last else Basis.DATES


def _told(look: _Look, span: Span, basis: Basis) -> Parts:
    """Return what the parts say; kept, of what the ledger says of a day that is over for good."""
    registry, parts, lang, present = look
    key = (span, basis, lang, tuple(part.code for part in parts))
    stamp = None if basis is Basis.LEDGER else present
    with registry.lock:
        held: dict[Any, tuple[Any, Parts]] = registry.cache.setdefault("briefings", {})
        known = held.get(key)
    if known is not None and known[0] == stamp:
        return known[1]
    if basis is Basis.LEDGER:
        with register_on(registry, span.last) as past:
            made = _asked(past, parts, span, lang)
    else:
        made = _asked(registry, parts, span, lang)
        if basis is Basis.DATES:
            made = tuple(_done_only(part) for part in made)
    with registry.lock:
        while len(held) >= KEPT:
            held.pop(next(iter(held)))
        held[key] = (stamp, made)
    return made


def _asked(registry: Registry, parts: Iterable[BriefPart], span: Span, lang: Language) -> Parts:
    return tuple(
        Part(part.code, say(part.title, lang), tuple(part.numbers(registry, span, lang)))
        for part in sorted(parts, key=lambda part: part.at)
    )


def _done_only(part: Part) -> Part:
    """Return what a part says of what was done; what stood open then is not known."""
    done = tuple(one for one in part.numbers if one.group is Group.DONE)
    return Part(part.code, part.title, done)


def number_of(found: Briefing, code: str) -> Number:
    """Return a number of a briefing by its code (``BRIEFING-NUMBER-UNKNOWN``)."""
    for part in found.parts:
        for number in part.numbers:
            if number.code == code:
                return number
    raise RefusalError("BRIEFING-NUMBER-UNKNOWN", code=code[:60])


def default_day(registry: Registry, kind: SpanKind) -> dt.date:
    """Return the day whose span a meeting looks at: on a Monday the week before, which has just ended.

    On the first of a month the month before; where the register is younger than that, today.
    """
    now = today()
    meets = now.day == 1 if kind is SpanKind.MONTH else now.weekday() == 0
    if not meets:
        return now
    with registry.database.read() as connection:
        began = first_day(connection)
    return now - dt.timedelta(days=1) if began is not None and began < now else now
