"""The law that holds here on a day, by family: numbers, articles, documents, and by name what is missing."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import render_template, request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.law import Law, catalogue, law_in_force
from registry.messages import status
from registry.model.regulations import RegulationState
from registry.regulations.forms import FOLDERS
from registry.regulations.versions import held_on
from registry.services.office.calendar import today
from registry.services.regulations import held
from registry.settings import DATA
from web.frame import parameters, refusals
from web.frame.guard import EVERYONE, current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry
from web.map.rule_signs import families
from web.regulations.frame import blueprint, may_write
from web.regulations.law_lines import ELSEWHERE, LawLine, by_title, in_families, lines_of


class LawOfPart(NamedTuple):
    """The law of a part of the territory: that of the appraisal, of days and duties, and what is silent."""

    name: str
    laws: tuple[Law, ...]
    silent: frozenset[str]


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
    parts = _parts(day)
    asked = request.args.get("territory", "")
    code = asked if asked in parts else next(iter(parts))
    lang = language()
    names = {one["code"]: str(one["name"]) for one in families(_, lang)}
    lines = _lines(parts[code])
    compared = None
    if other is not None and other != day:
        there = _parts(other)
        compared = _compared(parts[code], there.get(code) or next(iter(there.values())))
    person = current_person()
    own = held.regulations_of(registry(), person=person) if person.sees_all else []
    return render_template(
        "regulations/here.html",
        day=day,
        today=today(),
        other=other,
        typed=request.args if refusal else {"day": day, "other": other},
        refusal=refusals.said(refusal),
        territory=code,
        territories={key: part.name for key, part in parts.items()},
        families=in_families(lines.values(), names, lang),
        lacking=by_title(line for line in lines.values() if line.state == ELSEWHERE),
        compared=compared,
        under_way=sum(one.state in (RegulationState.DRAFT, RegulationState.PROPOSED) for one in own),
        own={one.content.head.name: one.id for one in held_on(own, day)},
        may_write=may_write(),
        sees_own=person.sees_all,
    )


def _parts(day: dt.date) -> dict[str, LawOfPart]:
    """Return each part of the territory that has its own law, by code; one since the merger."""
    found = context(day)
    names = {part.code: part.name for part in found.territories} or {found.province: ""}
    own = found.own_law
    return {
        code: LawOfPart(
            name,
            tuple(
                law_in_force(code, day, rules=catalogue(DATA / folder), office=found.office_numbers, own=own)
                for folder in FOLDERS
            ),
            frozenset(one.code for one in own.silent if own.is_silent(one.code, code, day)),
        )
        for code, name in names.items()
    }


def _lines(part: LawOfPart, known: Mapping[str, LawLine] | None = None) -> dict[str, LawLine]:
    return lines_of(part.laws, language(), silent=part.silent, known=known or ())


def _compared(mine: LawOfPart, theirs: LawOfPart) -> list[tuple[LawLine, LawLine]]:
    """Return what differs on another day: the line of the day, and that of the other."""
    beside = _lines(theirs, _lines(mine))
    lines = _lines(mine, beside)
    return [(line, beside[code]) for code, line in lines.items() if line != beside[code]]
