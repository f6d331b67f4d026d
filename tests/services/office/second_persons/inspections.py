"""Deeds on inspections of companies."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from registry.model.company_inspections.inspection import Delegation, Matter
from registry.services.company_inspections import (
    concluding,
    conclusions,
    drafting,
    explanations,
    penalties,
    recommendations,
    reports,
    sealing,
    steps,
    team,
)
from registry.services.company_inspections.conclusions import ItemWish
from registry.services.company_inspections.drafting import InspectionPlan
from registry.services.company_inspections.letters import issuing
from registry.services.company_inspections.steps import Decided
from tests.services.office.second_persons.second import F, Second, record

OF = ("company_inspections", "company inspection")
DAY = dt.date(2026, 11, 2)
DECIDED = Decided("9/QĐ", DAY, Delegation.AUTHORISED, "1/QĐ-UBND", DAY, DAY, DAY)
EXPLAIN_BY = dt.date(2099, 1, 5)


def of_part(part: str, act: Callable[..., object], *given: Any, **own: Any) -> Second:
    """A deed on a part of the inspection, that takes the part's version."""
    return Second(
        f"company_inspection_{part}",
        part,
        lambda office, seen: act(office, OF[1], part, *given, seen=seen, **own, **F),
    )


DEEDS: dict[str, Second] = {
    "company_inspections.drafting.save": record(*OF, drafting.save, InspectionPlan("VTL", "kiểm tra"), **F),
    "company_inspections.team.state_conflict": record(*OF, team.state_conflict, "An", conflict="x", **F),
    "company_inspections.team.replace_member": record(
        *OF, team.replace_member, "An", by=None, reason="nghỉ", **F
    ),
    "company_inspections.steps.propose": record(*OF, steps.propose, **F),
    "company_inspections.steps.return_proposal": record(*OF, steps.return_proposal, reason="x", **F),
    "company_inspections.steps.decide": record(*OF, steps.decide, DECIDED, **F),
    "company_inspections.steps.announce": record(
        *OF, steps.announce, plan_number="1", notice_number="2", on=DAY, **F
    ),
    "company_inspections.steps.request_reports": record(*OF, steps.request_reports, number="3", on=DAY, **F),
    "company_inspections.steps.begin": record(*OF, steps.begin, on=DAY, **F),
    "company_inspections.concluding.ask_explanation": record(
        *OF, concluding.ask_explanation, ["items"], number="4", on=DAY, explain_by=EXPLAIN_BY, **F
    ),
    "company_inspections.concluding.close_explanation": record(*OF, concluding.close_explanation, **F),
    "company_inspections.concluding.submit_conclusion": record(
        *OF, concluding.submit_conclusion, summary="x", **F
    ),
    "company_inspections.concluding.return_conclusion": record(
        *OF, concluding.return_conclusion, reason="x", **F
    ),
    "company_inspections.concluding.conclude": record(*OF, concluding.conclude, number="5", on=DAY, **F),
    "company_inspections.concluding.close_follow_up": record(*OF, concluding.close_follow_up, **F),
    "company_inspections.concluding.stop": record(*OF, concluding.stop, reason="x", **F),
    "company_inspections.concluding.restate_summary": record(*OF, concluding.restate_summary, "x", **F),
    "company_inspections.sealing.seal": record(OF[0], "followed inspection", sealing.seal, **F),
    "company_inspections.reports.hand_in_report": of_part(
        "reports", reports.hand_in_report, Path(__file__), name="a.xlsx"
    ),
    "company_inspections.reports.settle_report": of_part("reports", reports.settle_report, taken=True),
    "company_inspections.explanations.explain": of_part("explanations", explanations.explain, text="x"),
    "company_inspections.conclusions.save_item": of_part(
        "items", conclusions.save_item, ItemWish(Matter.EMF, "x")
    ),
    "company_inspections.recommendations.answer_recommendation": of_part(
        "recommendations", recommendations.answer_recommendation, answer="x"
    ),
    "company_inspections.recommendations.settle_recommendation": of_part(
        "recommendations", recommendations.settle_recommendation, done=True, why="x"
    ),
    "company_inspections.recommendations.hand_back": of_part(
        "recommendations", recommendations.hand_back, reason="x", due_on=None
    ),
    "company_inspections.penalties.withdraw_penalty": of_part(
        "penalties", penalties.withdraw_penalty, reason="x"
    ),
    "company_inspections.letters.issuing.keep_signed": of_part(
        "papers", issuing.keep_signed, Path(__file__), name="a.pdf"
    ),
}
