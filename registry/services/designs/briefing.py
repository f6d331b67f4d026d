"""What design dossiers say in the office's briefing: received, answered; open, late, due; conditions."""

import datetime as dt
from collections.abc import Iterable, Sequence

from registry.messages import Language, Words, say
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.model.designs.desk import UNDER_WAY
from registry.model.people import OPEN_DESK
from registry.services.designs.conditions import FollowedDesignCondition, followed
from registry.services.designs.deeds import DOSSIER
from registry.services.designs.opened import DossierLine, dossier_lines
from registry.services.office.brief_parts import BriefPart
from registry.services.office.registry import Registry

_WORDS = {
    "received": Words("hồ sơ khu dân cư tiếp nhận", "design dossiers received"),
    "issued": Words("hồ sơ khu dân cư đã trả lời", "design dossiers answered"),
    "open": Words("hồ sơ khu dân cư đang xử lý", "design dossiers open"),
    "late": Words("hồ sơ khu dân cư quá hạn", "design dossiers overdue"),
    "due": Words("hồ sơ khu dân cư đến hạn", "design dossiers due"),
    "conditions_late": Words("điều kiện của chủ đầu tư quá hạn", "developers' conditions overdue"),
    "conditions_due": Words("điều kiện của chủ đầu tư đến hạn", "developers' conditions due"),
}


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of design dossiers; open and late ones are those of their list."""
    found = dossier_lines(registry, person=OPEN_DESK)
    opened = [one for one in found if one.dossier.state in UNDER_WAY]
    conditions = followed(registry)

    def number(name: str, group: Group, lines: Iterable[Line]) -> Number:
        return Number(f"designs.{name}", group, say(_WORDS[name], lang), tuple(lines), DOSSIER)

    received = [one for one in found if span.holds(one.dossier.received_on)]
    issued = [(one, day) for one in found if (day := _answered(one, span)) is not None]
    late = [one for one in conditions if one.late(span.day)]
    coming = [one for one in conditions if span.coming(one.condition.due_on)]
    return (
        number("received", Group.DONE, (_dossier(one, one.dossier.received_on) for one in received)),
        number("issued", Group.DONE, (_dossier(one, day) for one, day in issued)),
        number("open", Group.OPEN, (_dossier(one) for one in opened)),
        number("late", Group.LATE, (_dossier(one) for one in opened if one.clock.late)),
        number("conditions_late", Group.LATE, (_condition(one) for one in late)),
        number("due", Group.COMING, (_dossier(one) for one in opened if span.coming(one.clock.due_on))),
        number("conditions_due", Group.COMING, (_condition(one) for one in coming)),
    )


def _answered(one: DossierLine, span: Span) -> dt.date | None:
    """Return the last day in a span on which a dossier was answered, also where it came back since."""
    days = [*(item.day for item in one.dossier.earlier), one.dossier.issued_on]
    return max((day for day in days if day is not None and span.holds(day)), default=None)


def _dossier(one: DossierLine, on: dt.date | None = None) -> Line:
    found = one.dossier
    return Line(
        found.id,
        f"{found.code} · {found.area_name} · {found.applicant}",
        who=found.officer,
        on=on or one.clock.due_on,
        kind=DOSSIER,
        record=found.id,
    )


def _condition(one: FollowedDesignCondition) -> Line:
    return Line(
        one.condition.id,
        f"{one.dossier.code} · {one.condition.text}",
        who=one.dossier.officer,
        owner=one.dossier.applicant,
        on=one.condition.due_on,
        kind=DOSSIER,
        record=one.dossier.id,
    )


PART = BriefPart("designs", 12, Words("Khu dân cư, khu đô thị", "Residential and urban areas"), numbers)
