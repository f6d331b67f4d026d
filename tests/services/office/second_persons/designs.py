"""Deeds on design dossiers of residential and urban areas."""

import datetime as dt

from registry.model.designs.desk import Answer, ConditionState
from registry.services.designs import answers, conditions, intake, offers, opinions
from registry.services.office.calendar import today
from tests.services.office.second_persons.second import F, Second, record

_TABLE = "design_dossiers"
_STATED = {
    "applicant": "Công ty Mẫu", "area_name": "Khu Mẫu", "stage": "plan_500", "kinds": ["urban"],
    "received_on": dt.date(2026, 11, 1),
}  # fmt: skip

DEEDS: dict[str, Second] = {
    "designs.intake.restate": record(_TABLE, "design", intake.restate, _STATED, **F),
    "designs.intake.take_over": record(_TABLE, "design", intake.take_over, **F),
    "designs.intake.withdraw": record(_TABLE, "design", intake.withdraw, reason="x", **F),
    "designs.opinions.confirm_all": record(_TABLE, "design", opinions.confirm_all, **F),
    "designs.opinions.take_back": Second(
        "design_opinions", "design remark",
        lambda o, seen: opinions.take_back(o, "design", "design remark", seen=seen, **F),
    ),
    "designs.answers.drop_condition": Second(
        "design_conditions", "design proposed",
        lambda o, seen: answers.drop_condition(o, "design", "design proposed", seen=seen, **F),
    ),
    "designs.answers.submit": record(_TABLE, "design", answers.submit, Answer.COMPLETE, **F),
    "designs.answers.hand_back": record(_TABLE, "design with leader", answers.hand_back, "x", **F),
    "designs.conditions.settle": Second(
        "design_conditions", "design open",
        lambda o, seen: conditions.settle(
            o, "design answered", "design open", ConditionState.MET, evidence="x", on=today(), seen=seen, **F
        ),
    ),
    "designs.conditions.accept": record(_TABLE, "design answered", conditions.accept, **F),
    "designs.offers.tell_carriers": record(_TABLE, "design", offers.tell_carriers, **F),
}  # fmt: skip
