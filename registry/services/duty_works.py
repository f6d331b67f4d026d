"""The works behind an obligation: which stations or masts it counts."""

from collections.abc import Iterator

import numpy as np

from registry.law import catalogue, law_in_force
from registry.model.duties import Duty
from registry.model.standing import Question
from registry.services.compliance import DUTIES, ComplianceRun
from registry.services.compliance_rows import ComplianceRow, rows_of
from registry.services.duty_sources import expiring, unseen

_QUESTIONS = {"DUT-EMF": Question.EMF, "DUT-STRUCTURE": Question.STRUCTURE, "DUT-SEASON": Question.STRUCTURE}


def works_of(run: ComplianceRun, duty: Duty, province: str) -> Iterator[ComplianceRow]:
    """Yield the works that an obligation counts, by code; none where it counts no works."""
    question = _QUESTIONS.get(duty.code)
    rule = law_in_force(province, run.day, rules=catalogue(DUTIES)).get(duty.code)
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
