"""Penalties that an answer of the compliance run might come to: for officers, never in a letter.

Building is an act of the day of building; an expired certificate lasts, so it counts from the day on which it
is found. What a missing building permit comes to is in decrees on construction that nobody has read.
"""

import datetime as dt

from registry.model.standing import Answer, Question
from registry.safety.penalties import Penalty, penalties_for
from registry.services.obligations.compliance_lists import ComplianceRow

_ACTS: dict[tuple[Question, str], tuple[str, ...]] = {
    (Question.EMF, "expired"): ("emf_expired",),
    # (g) is of works in houses and areas; a mast elsewhere falls under the other rules of (a) at most
    (Question.SHARING, "not_shareable"): ("not_by_plan", "not_shareable"),
    (Question.PLAN, "off_plan"): ("not_by_plan",),
}
_LASTS = frozenset({Question.EMF})


def acts_of(answer: Answer) -> tuple[str, ...]:
    """Return the acts that an answer may stand for; none where no decree that was read knows one."""
    return _ACTS.get((answer.question, answer.kind), ())


def penalties_of(row: ComplianceRow, today: dt.date) -> list[Penalty]:
    """Return what might apply to a row, by the decree in force on the day of the act, with its limitation.

    Of a mast whose year of building alone is known, the decrees of any day of that year, each by its last
    day: whoever decides needs the day itself.
    """
    day = today if row.question in _LASTS else row.built_on
    acts = acts_of(row.answer)
    if not acts or day is None:
        return []
    if row.question in _LASTS or not row.year_only:
        return penalties_for(acts, day, today)
    first, last = dt.date(day.year, 1, 1), max(min(dt.date(day.year, 12, 31), today), day)
    changed = {item.valid_to for item in penalties_for(acts, first, today) if item.valid_to is not None}
    days = sorted({last, *(one for one in changed if one < last)})
    found = [item for one in days for item in penalties_for(acts, one, today)]
    return list({(item.document, item.article, item.act): item for item in found}.values())
