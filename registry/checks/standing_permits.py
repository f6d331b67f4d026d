"""Was a permit needed when a standing mast was built, and does the register know of one?

The table of permits (``permit_table``) is asked by the law of the day of building. Where the list states only
a year in which the law changed, both answers stand and the day is asked for. A list that states no number is
no proof that there was no permit: only where it says "không có" itself, and verified law asked for one, is a
mast called unpermitted.

A mast that needed a permit and that a later law exempts is set apart, as Lạng Sơn did in 2018: what that
changes is for a person to weigh.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from enum import IntEnum
from functools import cache
from typing import TypeVar

import numpy as np

from registry.checks.permit_table import (
    CODE,
    MastFacts,
    PermitAnswer,
    PermitNeed,
    begun_until,
    later_answers,
    permit_needed,
)
from registry.checks.permits import permit_params, read_permit
from registry.checks.standing import as_read, judged_by
from registry.law import catalogue
from registry.model.findings import Outcome
from registry.model.numbered import numbered
from registry.model.sites import MastClass, MastForm, OldMastClass, Support
from registry.model.standing import (
    Answer,
    Days,
    Fact,
    Ints,
    Judged,
    KnownFacts,
    Question,
    StandingMasts,
    as_day,
)

Word = TypeVar("Word", MastClass, OldMastClass, MastForm, Support)
_DENIED = re.compile(r"\s*(không|khong|chưa|chua|đang|dang|none|no)\b", re.IGNORECASE)
_FACTS = (Fact.URBAN, Fact.PERMIT_AREA, Fact.IN_PLAN, Fact.REPORT_ONLY, Fact.DETAILED_PLAN)


class PermitText(IntEnum):
    """What a list states of the permit."""

    UNSTATED = 0
    DENIED = 1  # it says itself that there is none
    FREQUENCY = 2  # a frequency licence, which is no building permit
    STATED = 3


def permit_text(text: str) -> PermitText:
    """Read the cell of a permit; "miễn" (exempt) states nothing that settles it."""
    permit, other = read_permit(text)
    if permit:
        return PermitText.STATED
    if other:
        return PermitText.FREQUENCY
    return PermitText.DENIED if _DENIED.match(text) else PermitText.UNSTATED


def standing_permits(masts: StandingMasts, known: KnownFacts, *, today: dt.date, territory: str) -> Judged:
    """Judge the permit of every mast by the law of the day on which it was built."""
    first, last = _span(masts)
    stated = as_read(masts.permits, permit_text, np.int64)
    a1a = masts.mast_classes == MastClass.A1A
    heights = [np.where(a1a, values, np.nan) for values in (masts.mast_height_m, masts.building_height_m)]
    facts = {fact: known.yes_no.get(fact, np.full(len(masts), -1, dtype=np.int8)) for fact in _FACTS}
    notice = known.yes_no.get(Fact.NOTICE, np.full(len(masts), -1, dtype=np.int8))
    parts: list[Ints] = [
        _period(first), _period(last), stated, known.urban_then.astype(np.int64),
        *(numbered(values)[0] for values in heights),
        *(numbered(values)[0] for values in (
            masts.mast_classes, masts.old_classes, masts.forms, masts.supports,
        )),
        *((values.astype(np.int64) + 1) for values in (*facts.values(), notice)),
    ]  # fmt: skip

    settled = stated == PermitText.STATED  # nothing but the day counts any more
    parts = [part if at < 3 else np.where(settled, 0, part) for at, part in enumerate(parts)]

    def answer_of(row: int) -> Answer:
        text = PermitText(int(stated[row]))
        days = list(dict.fromkeys(filter(None, (as_day(first[row]), as_day(last[row])))))
        if not days:
            return _without_day(text)
        known_notice = _yes_no(notice[row])
        found = [
            _answer(
                day,
                facts_of_row(masts, known, row),
                text,
                notice=known_notice,
                today=today,
                territory=territory,
            )
            for day in days
        ]
        if len(set(found)) > 1:
            params = {"first": days[0], "last": days[-1]}
            return Answer(
                Question.PERMIT, "year_only", Outcome.UNKNOWN, missing=("permit", "built_on"), params=params
            )
        if not known.urban_then[row] and found[0].kind in ("exempt", "unpermitted"):
            return replace(found[0], verified=False, outcome=_doubted(found[0].outcome))
        return found[0]

    return judged_by(Question.PERMIT, parts, answer_of)


def facts_of_row(masts: StandingMasts, known: KnownFacts, row: int) -> MastFacts:
    """Return what is known of one mast, as the table of permits asks it; heights count for A1a alone."""
    facts = {fact.value: _yes_no(known.yes_no[fact][row]) for fact in _FACTS if fact in known.yes_no}
    small = masts.mast_classes[row] == MastClass.A1A
    return MastFacts(
        mast_class=_one(MastClass, masts.mast_classes[row]),
        old_class=_one(OldMastClass, masts.old_classes[row]),
        form=_one(MastForm, masts.forms[row]),
        support=_one(Support, masts.supports[row]),
        mast_height_m=_number(masts.mast_height_m[row]) if small else None,
        building_height_m=_number(masts.building_height_m[row]) if small else None,
        **facts,
    )


def _doubted(outcome: Outcome) -> Outcome:
    """Return the outcome of what rests on a layer that was not in force then."""
    return Outcome.REVIEW if outcome in (Outcome.FAIL, Outcome.NA) else outcome


def _answer(
    day: dt.date, facts: MastFacts, text: PermitText, *, notice: bool | None, today: dt.date, territory: str
) -> Answer:
    need = permit_needed(day, facts, territory=territory)
    made = _maker(need)
    if text is PermitText.STATED:
        if need.answer is PermitAnswer.NOTICE and not notice:
            return made("permit_but_notice", Outcome.REVIEW, "notice")
        return Answer(Question.PERMIT, "stated", Outcome.PASS)
    if text is PermitText.FREQUENCY:
        return made("frequency", Outcome.REVIEW, "permit")
    match need.answer:
        case PermitAnswer.NOTICE if notice is not None:
            if notice:
                return made("noticed", Outcome.PASS)
            if need.begun_before:  # nobody knows when it was begun
                params = {**permit_params(need), "begun": need.begun_before}
                return replace(made("unnoticed_begun", Outcome.REVIEW), params=params)
            return made("unnoticed", _sure_fail(need))
        case PermitAnswer.NOTICE:
            return made("notice", Outcome.UNKNOWN, "notice")
        case PermitAnswer.EXEMPT:
            return made("exempt", Outcome.NA if need.verified else Outcome.REVIEW)
        case PermitAnswer.UNKNOWN:
            kind = "law_not_read" if need.note_vi else "depends"
            facts_missing = [name for name in need.missing if name != "law"]
            return made(kind, Outcome.UNKNOWN, "permit", *facts_missing)
    later = later_answers(day, facts, today, territory=territory)[1:]
    if any(item.answer is PermitAnswer.EXEMPT for _day, item in later):
        return made("later_exempt", Outcome.REVIEW, "permit")
    if text is PermitText.DENIED:
        return made("unpermitted", _sure_fail(need))
    return made("needed", Outcome.UNKNOWN, "permit")


def _sure_fail(need: PermitNeed) -> Outcome:
    return Outcome.FAIL if need.verified else Outcome.REVIEW


def _maker(need: PermitNeed) -> Callable[..., Answer]:
    def made(kind: str, outcome: Outcome, *missing: str) -> Answer:
        return Answer(
            Question.PERMIT, kind, outcome, need.document, need.article, need.verified,
            tuple(dict.fromkeys(missing)), permit_params(need),
        )  # fmt: skip

    return made


def _without_day(text: PermitText) -> Answer:
    if text is PermitText.STATED:
        return Answer(Question.PERMIT, "stated_no_day", Outcome.PASS)
    return Answer(Question.PERMIT, "no_day", Outcome.UNKNOWN, missing=("permit", "built_on"))


def _span(masts: StandingMasts) -> tuple[Days, Days]:
    """Return the first and the last day on which each mast may have been built."""
    first = masts.built_on.astype("datetime64[D]")
    years = first.astype("datetime64[Y]")
    last = np.where(masts.built_year_only, (years + 1).astype("datetime64[D]") - 1, first)
    return np.where(masts.built_year_only, years.astype("datetime64[D]"), first), last


def _period(days: Days) -> Ints:
    """Return which of the spans between two changes of the law each day lies in; 0 for no day."""
    found = np.searchsorted(_changes(), days, side="right") + 1
    return np.where(np.isnat(days), 0, found)


@cache
def _changes() -> Days:
    """Return the days on which any rule of permits begins, or has just ended."""
    changes: set[dt.date] = set()
    for rule in catalogue():
        if rule.code.partition("/")[0] == CODE:
            changes |= {rule.valid_from} if rule.valid_from else set()
            changes |= {rule.valid_to + dt.timedelta(days=1)} if rule.valid_to else set()
            changes |= {until for until in (begun_until(rule),) if until is not None}
    return np.array(sorted(changes), dtype="datetime64[D]")


def _one(words: type[Word], text: str) -> Word | None:
    return words(text) if text else None


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _yes_no(value: int) -> bool | None:
    return None if value < 0 else bool(value)
