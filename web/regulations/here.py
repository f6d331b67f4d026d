"""The law that holds here on a day, by family: numbers, articles, documents, and by name what is missing."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.law import Law, law_in_force
from registry.messages import status
from registry.services.office.calendar import today
from web.frame import parameters, refusals
from web.frame.guard import EVERYONE, current_person, guarded
from web.frame.languages import language
from web.frame.office import context
from web.map.rule_signs import families
from web.regulations.frame import blueprint, may_write
from web.regulations.law_lines import ELSEWHERE, UNREAD, LawLine, in_families, lines_of


@blueprint.get("")
@guarded(*EVERYONE)
def here() -> Any:
    """Show the law of a day (``day``, today without one); with ``other`` what differs on that day."""
    parameters.known_only(request.args, ("day", "other", "territory"))
    try:
        day = parameters.written_day(request.args.get("day", ""))
        other = parameters.written_day(request.args.get("other", ""))
    except RefusalError as refusal:
        return _page(today(), None, refusal), status(refusal.code)
    return _page(day or today(), other)


def _page(day: dt.date, other: dt.date | None, refusal: RefusalError | None = None) -> str:
    laws = _laws(day)
    asked = request.args.get("territory", "")
    code = asked if asked in laws else next(iter(laws))
    law = laws[code][1]
    lang = language()
    names = {one["code"]: str(one["name"]) for one in families(_, lang)}
    lines = lines_of(law, lang)
    compared = None
    if other is not None and other != day:
        compared = _compared(law, _law_at(other, code), lines)
    return render_template(
        "regulations/here.html",
        day=day,
        today=today(),
        other=other,
        typed=request.args if refusal else {"day": day, "other": other},
        refusal=refusals.said(refusal),
        territory=code,
        territories={key: name for key, (name, _law) in laws.items()},
        families=in_families(lines.values(), names),
        lacking=[line for line in lines.values() if line.state == ELSEWHERE],
        unread=[line for line in lines.values() if line.state == UNREAD],
        compared=compared,
        may_write=may_write(),
        is_staff=current_person().is_staff,
    )


def _laws(day: dt.date) -> dict[str, tuple[str, Law]]:
    """Return name and law of each part of the territory that has its own, by code; one since the merger."""
    found = context(day)
    parts = {part.code: part.name for part in found.territories} or {found.province: ""}
    return {
        code: (name, law_in_force(code, day, office=found.office_numbers, own=found.own_law))
        for code, name in parts.items()
    }


def _law_at(day: dt.date, code: str) -> Law:
    """Return the law of another day at the same part of the territory, else at the province's own."""
    laws = _laws(day)
    return laws[code][1] if code in laws else next(iter(laws.values()))[1]


def _compared(law: Law, other: Law, lines: Mapping[str, LawLine]) -> list[tuple[LawLine, LawLine]]:
    """Return what differs on another day: the line of the day, and that of the other."""
    lang = language()
    beside = lines_of(other, lang, lines)
    mine = lines_of(law, lang, beside)
    return [
        (mine[code], beside[code])
        for code in mine
        if (mine[code].state, law.get(code)) != (beside[code].state, other.get(code))
    ]
