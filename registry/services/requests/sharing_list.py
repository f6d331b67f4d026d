"""Sharing requests as their page lists them: who owes what by when, each side only what concerns it.

The asker and the owner see the exchange, never each other's masts besides: a code of a mast that does not
carry the reader's network, and that the register found for a row, is taken out
(``registry.services.appraise.free_text``) until its owner agrees to share it. The request for a position that
a sharing request belongs to is known to the asker and the office only.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from registry.columns import fold
from registry.messages import Language
from registry.model.requests.desk_records import HistoryEntry, SharingRequest
from registry.model.requests.sharing_grounds import AGREEING
from registry.services.appraise.free_text import shareable
from registry.services.office.calendar import today as present_day
from registry.services.office.registry import Registry
from registry.services.office.working_days import working_days
from registry.services.register.context import context_for
from registry.services.requests.sharing import sharing_of
from registry.store.histories import history_of
from registry.store.office.operators import load_operators, load_owners
from registry.store.office.organisations import Organisations
from registry.store.register import site_views
from registry.store.register.placed_masts import code_givers
from registry.store.requests import requests as store
from registry.store.requests.tables import sharing_requests

OVERDUE, TO_ANSWER, AWAITED, ANSWERED = "overdue", "to_answer", "awaited", "answered"


@dataclass(frozen=True, slots=True)
class SharingLine:
    """A sharing request for a reader: ``left_days`` working days to the reply's day, less than 0 where late.

    ``number`` is the request's, "" where there is none or the reader may not know it. ``to_answer``: the
    reader is the owner who is asked.
    """

    asked: SharingRequest
    number: str
    left_days: int | None
    to_answer: bool

    @property
    def group(self) -> str:
        """Return where it stands: answered, overdue, or waited for."""
        if self.asked.answer:
            return ANSWERED
        return OVERDUE if self.asked.overdue else AWAITED


def sharing_lines(
    registry: Registry, *, viewer: str | None = None, lang: Language = "vi", today: dt.date | None = None
) -> list[SharingLine]:
    """Return sharing requests, those waited for first, the earliest due day first.

    ``viewer`` is a carrier's code: then only those in which it asks or is asked; None for the office.
    """
    day = today or present_day()
    calendar = working_days(registry)
    with registry.database.read() as connection:
        numbers = {request.id: request.number for request in store.load_requests(connection)}
    lines = []
    for item in sharing_of(registry, today=day):
        if viewer is not None and viewer not in (item.asker, item.owner):
            continue
        left = None
        if item.due_on is not None:
            left = calendar.left(day, item.due_on)
        number = numbers.get(item.request, "") if viewer in (None, item.asker) else ""
        seen = item if viewer is None else as_read_by(registry, item, viewer, lang=lang)
        lines.append(SharingLine(seen, number, left, viewer is not None and viewer == item.owner))
    return sorted(
        lines,
        key=lambda line: (bool(line.asked.answer), line.asked.due_on or dt.date.max, line.asked.sent_on),
    )


def sharing_line(
    registry: Registry, sharing: str, *, viewer: str | None = None, lang: Language = "vi"
) -> SharingLine | None:
    """Return one sharing request for a reader; None where there is none, or it does not concern it."""
    found = sharing_lines(registry, viewer=viewer, lang=lang)
    return next((line for line in found if line.asked.id == sharing), None)


def sharing_history(registry: Registry, sharing: str) -> list[HistoryEntry]:
    """Return what happened to a sharing request, oldest first."""
    with registry.database.read() as connection:
        return history_of(connection, {sharing_requests.name: [sharing]})


def owner_of(registry: Registry, mast: str) -> str:
    """Return whom one asks for a mast: who answers for it (``Organisations``); "" where that is not known.

    That is its owner, by any name that lists write ("Viettel Bắc Giang"); where none is written, the operator
    whose code it bears, else the only network on it. An owner that is written and that is no organisation of
    the register is no one to write to, and none of its tenants is asked in its place.
    """
    with registry.database.read() as connection:
        found = site_views.site_by_code(connection, mast) if mast else None
        if found is None:
            return ""
        owners, operators = load_owners(connection), {item.code for item in load_operators(connection)}
        organisations = Organisations(connection)
        giver = code_givers(connection, [found["id"]]).get((found["id"], found["code"]), "")
    for structure in found["structures"]:
        networks = sorted({str(station["operator"]) for station in structure["stations"]})
        whose = organisations.of(structure["owner"] or "", tuple(networks), giver)
        if whose:
            owner = owners.get(whose)
            return whose if whose in operators else str(owner["id"]) if owner is not None else ""
    return ""


def names_a_mast(registry: Registry, mast: str) -> bool:
    """Return whether what was asked for is the code of a mast of the register, not a description."""
    with registry.database.read() as connection:
        return bool(mast) and site_views.site_by_code(connection, mast) is not None


def matching(lines: Sequence[SharingLine], asked: str, names: dict[str, str]) -> list[SharingLine]:
    """Return the lines in which every word of ``asked`` stands somewhere."""
    words = [fold(word) for word in asked.split()]
    return [
        line for line in lines if all(any(w in fold(text) for text in _texts(line, names)) for w in words)
    ]


def _texts(line: SharingLine, names: dict[str, str]) -> list[str]:
    item = line.asked
    texts = [item.mast, item.asker, item.owner, item.letter_number, item.reason, line.number]
    return [*texts, names.get(item.asker, ""), names.get(item.owner, "")]


def as_read_by(
    registry: Registry, item: SharingRequest, viewer: str, *, lang: Language = "vi"
) -> SharingRequest:
    """Return a sharing request as one of its sides (a carrier's code) may read it.

    An owner that agrees tells the asker which mast it is: from then on its code is said, and so are the codes
    of the owner's masts in what it wrote, which is all that names the mast where the asker described it.
    What the asker named itself, from no row of a list, it reads as it wrote it (decision 0150).
    Whom the register has as the owner of the mast is told which one is asked for, whoever's network it bears.
    """
    context = context_for(registry, present_day())
    asks = viewer == item.asker
    agreed = asks and item.answer in AGREEING
    told = agreed or (asks and item.asker_named) or (not asks and owner_of(registry, item.mast) == viewer)
    return replace(
        item,
        request=item.request if asks else "",
        row=item.row if asks else -1,
        mast=item.mast if told else shareable(item.mast, context, viewer, lang=lang),
        reason=shareable(item.reason, context, viewer, told_by=item.owner if agreed else "", lang=lang),
    )
