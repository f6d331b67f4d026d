"""What outages say in the office's briefing: events followed, incidents resolved, running and overdue."""

from collections.abc import Iterable, Sequence

from registry.messages import Language, Words, say
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.model.outages.outages import OutageEvent
from registry.model.vietnam_time import VIETNAM
from registry.services.office.brief_parts import BriefPart
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.outages.events import events
from registry.services.outages.incidents import IncidentLine, incidents
from registry.services.outages.reminders import EVENT
from registry.services.outages.vocabulary import INCIDENTS
from registry.store.office.operators import organisation_names
from registry.storm.outage_deadlines import Standing, known_since

INCIDENT = "outage_incident"
_WORDS = {
    "begun": Words("đợt mất liên lạc bắt đầu", "outage events begun"),
    "resolved": Words("sự cố đã khắc phục", "incidents resolved"),
    "open": Words("đợt mất liên lạc đang theo dõi", "outage events open"),
    "incidents": Words("sự cố chưa khắc phục", "incidents open"),
    "late": Words("sự cố quá hạn khắc phục", "incidents overdue"),
    "due": Words("sự cố đến hạn khắc phục", "incidents due"),
}


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of outages; incidents are those that the pages of their events list."""
    found = events(registry)
    moment = now()
    lines = [one for event in found for one in incidents(registry, event.id, now=moment)]
    standing = [one for one in lines if not one.incident.withdrawn]
    with registry.database.read() as connection:
        names = organisation_names(connection)

    def number(name: str, group: Group, held: Iterable[Line], kind: str) -> Number:
        return Number(f"outages.{name}", group, say(_WORDS[name], lang), tuple(held), kind)

    def event(one: OutageEvent) -> Line:
        return Line(
            one.id, one.name, who=one.who, on=one.started_at.astimezone(VIETNAM).date(), kind=EVENT,
            record=one.id,
        )  # fmt: skip

    unresolved = [one for one in standing if one.incident.resolved_at is None]
    return (
        number(
            "begun", Group.DONE,
            (event(one) for one in found if span.holds(one.started_at.astimezone(VIETNAM).date())), EVENT,
        ),
        number(
            "resolved", Group.DONE,
            (
                _incident(one, names, lang)
                for one in standing
                if one.incident.resolved_at
                and span.holds(one.incident.resolved_at.astimezone(VIETNAM).date())
            ),
            EVENT,
        ),
        number("open", Group.OPEN, (event(one) for one in found if one.open), EVENT),
        number("incidents", Group.OPEN, (_incident(one, names, lang) for one in unresolved), EVENT),
        number(
            "late", Group.LATE,
            (_incident(one, names, lang) for one in unresolved if one.clock.standing is Standing.OVERDUE),
            EVENT,
        ),
        number(
            "due", Group.COMING,
            (_incident(one, names, lang) for one in unresolved if _comes_due(one, span)), EVENT,
        ),
    )  # fmt: skip


def _comes_due(one: IncidentLine, span: Span) -> bool:
    """Whether the time of an incident runs out in the days that a briefing looks ahead to."""
    due = one.clock.due if one.clock.standing is Standing.RUNNING else None
    return due is not None and span.coming(due.astimezone(VIETNAM).date())


def _incident(one: IncidentLine, names: dict[str, str], lang: Language) -> Line:
    found = one.incident
    owner = names.get(found.operator, found.operator)
    since = known_since(found)
    at = found.resolved_at or one.clock.due or since
    return Line(
        found.id,
        f"{found.code or found.place} · {say(INCIDENTS[found.kind.value], lang)} · {owner}",
        who=found.who,
        owner="" if found.resolved_at else owner,
        on=at.astimezone(VIETNAM).date() if at else None,
        kind=INCIDENT,
        record=f"{found.event}/{found.id}",
    )


PART = BriefPart("outages", 45, Words("Mất liên lạc, sự cố", "Outages, incidents"), numbers)
