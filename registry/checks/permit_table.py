"""Did, or does, a mast need a building permit: the dated table of domain law, asked of one mast on one day.

The rules are those of ``data/law`` whose code is ``PRM-01`` (what is asked for on the day) or begins with
``PRM-01/`` (a ground of exemption, or something to add). A ground exempts where every fact that it names is
as it says. The question has no answer without day, place and kind: *built when, where at that time, what?*

How the texts are read where they leave room:

* loại 1 and loại 2 are defined by what the mast stands on, so the old circular is asked of that; the class
  as written is not converted. Where class and support contradict each other, neither is believed.
* "Not bulky" is the class A1 (A1a, A1b). An A1a higher than the number that defines it is doubted.
* "Outside urban areas by plan" needs plan and approved project; both are one fact here, ``in_plan``.
* A permit is asked for only where every ground is excluded: its answer is as sure as the least sure of them.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from registry.law import Rule, catalogue
from registry.model.sites import MastClass, MastForm, OldMastClass, Support
from registry.model.working_days import months_after

CODE = "PRM-01"
_ON: dict[object, str] = {
    OldMastClass.TYPE_1: "ground",
    OldMastClass.TYPE_2: "roof",
    MastClass.A1A: "roof",
    MastClass.A2A: "roof",
    MastClass.A2B: "ground",
}
_BULKY = (MastClass.A2A, MastClass.A2B, MastClass.A2C)


class PermitAnswer(StrEnum):
    """What the law of a day asks for before building."""

    PERMIT = "permit"  # giấy phép xây dựng
    EXEMPT = "exempt"  # miễn giấy phép
    NOTICE = "notice"  # miễn giấy phép, phải thông báo khởi công
    UNKNOWN = "unknown"  # chưa đủ căn cứ


@dataclass(frozen=True, slots=True)
class MastFacts:
    """What is known of a mast as it was on the day of building; None is "not known".

    ``urban``: in an urban area then. ``permit_area``: in an area for which the province wanted a permit of
    every station (airports, defence, centres of culture and politics). ``in_plan``: by the approved passive
    plan and an approved project. ``report_only``: the project needed only an economic-technical report;
    ``detailed_plan``: a detailed plan of the rural settlement was approved. Heights in metres.
    """

    urban: bool | None = None
    mast_class: MastClass | None = None
    old_class: OldMastClass | None = None
    form: MastForm | None = None
    support: Support | None = None
    mast_height_m: float | None = None
    building_height_m: float | None = None
    permit_area: bool | None = None
    in_plan: bool | None = None
    report_only: bool | None = None
    detailed_plan: bool | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of exemption on the day: whether it ``holds`` (None: not known, and ``missing`` says why)."""

    rule: Rule
    holds: bool | None
    missing: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the ground's own name ("rural")."""
        return self.rule.code.partition("/")[2]


@dataclass(frozen=True, slots=True)
class PermitNeed:
    """The answer with the rule that it rests on.

    ``missing`` are the facts (fields of ``MastFacts``, ``mast_class`` for bulky or not) that would settle an
    unknown; "law" among them: a text in force then has not been read (``note_vi``/``note_en``). ``verified``
    is False where the answer rests on something second-hand: a mast without a permit is then for review.
    ``begun_before``: the article by which a work ready to start before the rule's first day stays as it was,
    where one that stood on the day may be such a work; else "".
    """

    answer: PermitAnswer
    document: str
    article: str
    verified: bool
    missing: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()
    note_vi: str = ""
    note_en: str = ""
    begun_before: str = ""


def permit_needed(
    day: dt.date, facts: MastFacts, *, territory: str, rules: Iterable[Rule] | None = None
) -> PermitNeed:
    """Say what the law of ``day`` (the day of building) asks for; ``rules`` default to the catalogue."""
    base, others = _in_force(day, territory) if rules is None else _select(day, territory, rules)
    if base is None:
        return PermitNeed(PermitAnswer.UNKNOWN, "", "", False, ("law",))
    if base.gap:
        return _unread(base, (), ())
    if base.options["asks"] == PermitAnswer.NOTICE:
        until = begun_until(base)
        begun = str(base.options["begun_before"]) if until is not None and day < until else ""
        return PermitNeed(PermitAnswer.NOTICE, base.document, base.article, base.verified, begun_before=begun)
    grounds = tuple(_ground(rule, facts) for rule in others if _is_ground(rule))
    held = [ground for ground in grounds if ground.holds]
    if held:
        best = max(held, key=lambda ground: ground.rule.verified)
        rule = best.rule
        return PermitNeed(PermitAnswer.EXEMPT, rule.document, rule.article, rule.verified, (), grounds)
    open_ = [ground for ground in grounds if ground.holds is None]
    missing = tuple(dict.fromkeys(name for ground in open_ for name in ground.missing))
    unread = next((ground.rule for ground in open_ if ground.rule.gap), None)
    if unread is not None:
        return _unread(unread, missing, grounds)
    if open_:
        return PermitNeed(PermitAnswer.UNKNOWN, base.document, base.article, False, missing, grounds)
    sure = base.verified and all(ground.rule.verified for ground in grounds) and _sure(base, facts)
    return PermitNeed(PermitAnswer.PERMIT, base.document, base.article, sure, (), grounds)


def begun_until(rule: Rule) -> dt.date | None:
    """Return the day from which on what is built was not begun before the rule; None: it knows none."""
    months = rule.thresholds.get("begun_months")
    if months is None or months.value is None or rule.valid_from is None:
        return None
    return months_after(rule.valid_from, int(months.value))


def later_answers(
    built: dt.date, facts: MastFacts, today: dt.date, *, territory: str
) -> list[tuple[dt.date, PermitNeed]]:
    """Return the answer on the day of building and on each later day on which the law changed, to ``today``.

    Lạng Sơn (2018) tested stations built before 2015 against the exemptions of later law; what such a test
    changes is for a person to weigh.
    """
    changes = {built}
    for rule in catalogue():
        if rule.code.startswith(CODE):
            changes |= {day for day in (rule.valid_from,) if day is not None and built < day <= today}
            if rule.valid_to is not None and built <= rule.valid_to < today:
                changes.add(rule.valid_to + dt.timedelta(days=1))
    return [(day, permit_needed(day, facts, territory=territory)) for day in sorted(changes)]


def sayings(day: dt.date, territory: str) -> list[Rule]:
    """Return what is to be added on a day: the dossier, the telecom agency's notice, the province's rule."""
    return [rule for rule in _in_force(day, territory)[1] if "says" in rule.options]


@lru_cache(maxsize=64)
def _in_force(day: dt.date, territory: str) -> tuple[Rule | None, tuple[Rule, ...]]:
    return _select(day, territory, catalogue())


def _select(day: dt.date, territory: str, rules: Iterable[Rule]) -> tuple[Rule | None, tuple[Rule, ...]]:
    chosen = [rule for rule in rules if rule.code.startswith(CODE) and rule.in_force(territory, day)]
    base = next((rule for rule in chosen if rule.code == CODE), None)
    return base, tuple(rule for rule in chosen if rule.code != CODE)


def _unread(rule: Rule, missing: tuple[str, ...], grounds: tuple[Ground, ...]) -> PermitNeed:
    return PermitNeed(
        PermitAnswer.UNKNOWN,
        rule.document,
        rule.article,
        False,
        tuple(dict.fromkeys(("law", *missing))),
        grounds,
        rule.note_vi,
        rule.note_en,
    )


def _is_ground(rule: Rule) -> bool:
    """Return whether a part of the rule may exempt: it names facts, or nobody has read what it names."""
    return "exempts" in rule.options or (rule.gap and "says" not in rule.options)


def _ground(rule: Rule, facts: MastFacts) -> Ground:
    if rule.gap:
        return Ground(rule, None, ("law",))
    missing = []
    for name, wanted in rule.options["exempts"].items():
        value, lacking = _fact(name, facts, rule)
        if value is None:
            missing.append(lacking)
        elif value != wanted:
            return Ground(rule, False)
    return Ground(rule, None, tuple(missing)) if missing else Ground(rule, True)


def _sure(base: Rule, facts: MastFacts) -> bool:
    return all(getattr(facts, name) == wanted for name, wanted in base.options.get("sure", {}).items())


def _fact(name: str, facts: MastFacts, rule: Rule) -> tuple[Any, str]:
    """Return a fact of a condition (None: not known) and what is missing where it is not known."""
    if name == "on":
        return _stands_on(facts), "support"
    if name == "bulky":
        return _bulky(facts, rule), "mast_class"
    return getattr(facts, name), name


def _stands_on(facts: MastFacts) -> str | None:
    said = {
        text
        for text in (
            facts.support.value if facts.support else None,
            _ON.get(facts.old_class),
            _ON.get(facts.mast_class),
            "roof" if facts.form is MastForm.ROOF_POLE else None,
        )
        if text
    }
    return said.pop() if len(said) == 1 else None


def _bulky(facts: MastFacts, rule: Rule) -> bool | None:
    if facts.mast_class in _BULKY:
        return True
    if facts.mast_class is MastClass.A1B:
        return False
    if facts.mast_class is not MastClass.A1A:
        return None
    most = rule.threshold("a1a_height_m").value
    share = rule.threshold("a1a_share_percent").value
    height, building = facts.mast_height_m, facts.building_height_m
    too_high = height is not None and most is not None and height > most
    too_much = bool(height and building and share is not None and height > building * share / 100)
    return None if too_high or too_much else False
