"""The works behind an obligation: which stations or masts it counts."""

import datetime as dt
from collections.abc import Iterator

import numpy as np

from registry.checks.compliance.run import DUTIES
from registry.law import Rule, catalogue, law_in_force
from registry.model.duties import Duty
from registry.model.sites import SiteState
from registry.model.standing import Days, Ints, Question
from registry.services.obligations.compliance import ComplianceRun
from registry.services.obligations.compliance_lists import ComplianceRow, rows_of

AHEAD_DAYS = 60
"""How far ahead obligations are shown; a choice of this program."""
_CERTIFIED = frozenset({"valid", "expired", "expired_since"})
_QUESTIONS = {"DUT-EMF": Question.EMF, "DUT-STRUCTURE": Question.STRUCTURE, "DUT-SEASON": Question.STRUCTURE}


def works_of(run: ComplianceRun, duty: Duty, province: str) -> Iterator[ComplianceRow]:
    """Yield the works that an obligation counts, by code; none where it counts no works."""
    question = _QUESTIONS.get(duty.code)
    rule = law_in_force(province, run.day, rules=catalogue(DUTIES), own=run.context.own_law).get(duty.code)
    if question is None or rule is None:
        return
    operators = run.operators_of(question)
    if duty.code == "DUT-SEASON":
        items = unseen(run, rule, duty.extended_from or duty.due_on)  # items of this question are masts
        items = items[operators[items] == duty.organisation]
    else:
        items, ends = expiring(run, rule, question, run.day)
        month = np.datetime64(duty.key.rpartition(":")[2], "M")
        items = items[(ends.astype("datetime64[M]") == month) & (operators[items] == duty.organisation)]
    yield from rows_of(run, question, items)


def expiring(run: ComplianceRun, rule: Rule, question: Question, day: dt.date) -> tuple[Ints, Days]:
    """Return the items of a question whose paper has run out or does so within the days ahead, and when."""
    judged = run.judged[question]
    if judged.days is None or not len(judged):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype="datetime64[D]")
    days = judged.days.astype("datetime64[D]")
    if question is Question.EMF:
        kinds = np.array([answer.kind in _CERTIFIED for answer in judged.answers], dtype=bool)
        asked, ends = kinds[judged.answer], days
    else:
        months = int(rule.threshold("months").value or 0)
        month = days.astype("datetime64[M]")
        ends = (month + months).astype("datetime64[D]") + (days - month.astype("datetime64[D]"))
        asked = (run.masts.states == SiteState.IN_SERVICE)[judged.mast]
    ahead = np.datetime64(day + dt.timedelta(days=AHEAD_DAYS), "D")
    rows = np.flatnonzero(asked & ~np.isnat(ends) & (ends <= ahead))
    return rows, ends[rows]


def unseen(run: ComplianceRun, rule: Rule, due: dt.date) -> Ints:
    """Return the masts in service that nobody looked at within the rule's months before a day."""
    months = int(rule.threshold("months").value or 0)
    month = np.datetime64(due, "M") - months
    first = month.astype("datetime64[D]") + (due.day - 1)
    looked = run.known.looked_at_on
    works = run.masts.states == SiteState.IN_SERVICE
    return np.flatnonzero(works & (np.isnat(looked) | (looked < first)))
