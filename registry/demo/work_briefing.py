"""The illustrative office's programme of the year, and what two meetings concluded."""

import datetime as dt
from typing import Any

from registry.demo.places import parameters
from registry.model.field.inspections import CampaignKind
from registry.model.people import OPEN_DESK, Person, Role
from registry.services.briefing.conclusions import conclude, finish_conclusion
from registry.services.briefing.programme import deeds
from registry.services.briefing.programme.deeds import TaskTyped
from registry.services.briefing.programme.tasks import task_of
from registry.services.field.campaigns import list_campaigns
from registry.services.office.registry import Registry

_TYPED = ("content", "section", "room", "beside", "product", "source")


def add_briefing(registry: Registry, day: dt.date) -> None:
    """Add the programme of the year of ``day`` as it stands on it, and the conclusions of two meetings."""
    rules, work = parameters("programme"), parameters("work")
    people = {
        "officer": work["officer"],
        "leader": work["leader"],
        "inspector": parameters("field")["inspector"],
        "duty": work["duty"],
        "": "",
    }
    leader = Person(work["leader"], frozenset({Role.LEADER}))
    for at, task in enumerate(rules["task"], 1):
        typed = TaskTyped(
            **{name: task.get(name, "") for name in _TYPED}, number=str(at),
            officer=people[task["officer"]], months_text=task["months"],
        )  # fmt: skip
        made = deeds.add_task(registry, day.year, typed, person=leader)
        _stand(registry, made, task, leader, day)
    extra = rules["unplanned"]
    typed = TaskTyped(
        extra["content"], officer=people[extra["officer"]], months=(day.month,), section="Ngoài chương trình"
    )
    deeds.add_task(registry, day.year, typed, reason=extra["reason"], person=leader)
    for meeting in rules["meeting"]:
        met_on = day - dt.timedelta(days=meeting["days_ago"])
        for said in meeting["conclusion"]:
            made = conclude(
                registry, said["task"], met_on=met_on, officer=people[said["officer"]],
                due_on=met_on + dt.timedelta(days=said["in_days"]), person=leader,
            )  # fmt: skip
            if said.get("outcome"):
                finish_conclusion(
                    registry, made, outcome=said["outcome"], done_on=met_on + dt.timedelta(days=6), seen=1,
                    person=leader,
                )  # fmt: skip


def _stand(registry: Registry, made: str, task: dict[str, Any], leader: Person, day: dt.date) -> None:
    """Bring a task to where it stands on ``day``."""
    rules = parameters("programme")
    kind, _colon, link = task.get("link", "").partition(":")
    if task["content"] == rules["campaign"]:
        kind, link = "campaign", _season(registry)
    seen = 1
    if link:
        deeds.link_task(registry, made, link_kind=kind, link=link, seen=seen, person=leader)
        seen += 1
    found = task_of(registry, made, person=leader)
    first, last = found.first_day, found.last_day
    if task["content"] == rules["dropped"]["content"]:
        deeds.drop_task(registry, made, reason=rules["dropped"]["reason"], seen=seen, person=leader)
    elif last is not None and last < day and task["content"] != rules["late"]:
        evidence = f"{task['product']} (minh họa)"
        deeds.finish_task(registry, made, evidence=evidence, done_on=last, seen=seen, person=leader)
    elif first is not None and first <= day:
        deeds.begin_task(registry, made, seen=seen, person=leader)


def _season(registry: Registry) -> str:
    """Return the id of the campaign before the storm season; "" where none is open."""
    for campaign in list_campaigns(registry, person=OPEN_DESK, state="open"):
        if campaign.kind is CampaignKind.SEASON:
            return campaign.id
    return ""
