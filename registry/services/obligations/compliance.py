"""The compliance run: every standing mast and station judged by the law of when it was built, where and what.

One run answers for the register as it stands; it is kept until the register or the day changes. Nothing is
accused on what is unknown or unverified (design: section 5): a ``fail`` is by verified law alone.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from registry.checks.compliance.run import Works, judge_works
from registry.checks.context import Context
from registry.collector import paused_collector
from registry.model.findings import Outcome
from registry.model.numbered import numbered
from registry.model.standing import (
    CommuneRobust,
    Judged,
    KnownFacts,
    Objects,
    Question,
    StandingMasts,
    StandingStations,
)
from registry.services.obligations.standing_masts import known_facts, planned_places
from registry.services.office.calendar import today as present_day
from registry.services.office.registry import Registry
from registry.services.office.time_limits import limit_code, limits_with
from registry.services.register.context import context_for, mast_rows
from registry.store import ledger
from registry.store.obligations.standing_rows import load_standing
from registry.store.office.operators import load_settings

VIOLATION, ASK, NOT_KNOWN, FINE = "violation", "ask", "not_known", "fine"
GROUP_OF: Mapping[Outcome, str] = {
    Outcome.FAIL: VIOLATION,
    Outcome.REVIEW: ASK,
    Outcome.CONSENT: ASK,
    Outcome.UNKNOWN: NOT_KNOWN,
    Outcome.PASS: FINE,
    Outcome.NA: FINE,
}
"""What the summary calls an outcome: violation by verified law, to be asked, not known, nothing to do."""


@dataclass(frozen=True)
class ComplianceRun:
    """All answers on one day. ``context`` names operators and communes."""

    day: dt.date
    masts: StandingMasts
    stations: StandingStations
    known: KnownFacts
    judged: Mapping[Question, Judged]
    communes: tuple[CommuneRobust, ...]
    context: Context

    def operators_of(self, question: Question) -> Objects:
        """Return whom each item of a question concerns: a station's operator, else who lists the mast."""
        judged = self.judged[question]
        if judged.station is not None:
            return self.stations.operators[judged.station]
        return self.masts.operators[judged.mast]


def compliance_run(registry: Registry, day: dt.date | None = None) -> ComplianceRun:
    """Return the run of the register as it stands, judged on ``day`` (default today)."""
    day = day or present_day()
    with registry.database.read() as connection:
        version = (ledger.head(connection), day)
    with registry.lock:
        kept: tuple[object, ComplianceRun] | None = registry.cache.get("compliance")
        if kept is not None and kept[0] == version:
            return kept[1]
        with paused_collector():
            made = _run(registry, day)
        registry.cache["compliance"] = (version, made)
        return made


def kept_run(registry: Registry) -> ComplianceRun | None:
    """Return the run that was made last, whatever was written since; None where none was made yet."""
    kept: tuple[object, ComplianceRun] | None = registry.cache.get("compliance")
    return None if kept is None else kept[1]


def _run(registry: Registry, day: dt.date) -> ComplianceRun:
    context, (_head, rows) = context_for(registry, day), mast_rows(registry, day)
    with registry.database.read() as connection:
        masts, stations = load_standing(connection, rows, day)
        known = known_facts(connection, context, masts)
        planned = planned_places(connection)
        limits = limits_with(registry, load_settings(connection), day)
    territory = registry.settings.province
    judged, communes = judge_works(
        Works(masts, stations, known, planned),
        context,
        territory=territory,
        as_built=limits.rules[limit_code("as-built")],
    )
    return ComplianceRun(day, masts, stations, known, judged, communes, context)


@dataclass(frozen=True, slots=True)
class Count:
    """How many items of an operator have an answer; ``answer`` is its number in the question's answers."""

    question: Question
    answer: int
    operator: str
    items: int


def counts(run: ComplianceRun) -> list[Count]:
    """Return how often each answer stands, by question and operator; they add up to all items."""
    found = []
    for question, judged in run.judged.items():
        if not len(judged):
            continue
        code, names = numbered(run.operators_of(question))
        table = np.bincount(
            code * len(judged.answers) + judged.answer, minlength=len(names) * len(judged.answers)
        ).reshape(len(names), len(judged.answers))
        found += [
            Count(question, int(answer), str(names[row]), int(table[row, answer]))
            for row, answer in np.argwhere(table).tolist()
        ]
    return found
