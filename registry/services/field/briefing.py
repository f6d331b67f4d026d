"""What the field says in the office's briefing: visits, defects found and mended, campaigns under way."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from registry.messages import Language, Words, say, with_values
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.model.briefing.programmes import Progress
from registry.model.field.defects import Defect, DefectState
from registry.model.field.inspections import Campaign
from registry.model.people import OPEN_DESK
from registry.services.field.campaign_targets import progress_of
from registry.services.field.campaigns import list_campaigns
from registry.services.field.defects import list_defects
from registry.services.field.responsible import labels_of
from registry.services.field.vocabulary import SEVERITIES, defect_name
from registry.services.office.brief_parts import BriefPart, Measure
from registry.services.office.calendar import in_vietnam, now, today
from registry.services.office.registry import Registry
from registry.store.field.visits import list_visits
from registry.store.office.operators import organisation_names

DEFECT = "defect"
CAMPAIGN = "campaign"
VISIT = "visit"
_WORDS = {
    "visits": Words("lượt kiểm tra cột", "masts visited"),
    "found": Words("tồn tại phát hiện", "defects found"),
    "closed": Words("tồn tại đã khắc phục", "defects mended"),
    "campaigns": Words("đợt kiểm tra đang thực hiện", "campaigns under way"),
    "standing": Words("tồn tại chưa xong", "defects standing"),
    "late": Words("tồn tại quá hạn khắc phục", "defects overdue"),
    "due": Words("tồn tại đến hạn khắc phục", "defects due"),
    "ending": Words("đợt kiểm tra đến ngày kết thúc", "campaigns that end"),
}
_VISITED = Words("đã kiểm tra {done}/{whole} cột", "{done} of {whole} masts visited")


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of the field; standing and overdue defects are those of the page of defects."""
    found = [
        one
        for one in list_defects(registry, person=OPEN_DESK, day=span.day)
        if one.state is not DefectState.WITHDRAWN
    ]
    running = list_campaigns(registry, person=OPEN_DESK, state="open")
    at = now() if span.day == today() else None
    with registry.database.read() as connection:
        names = organisation_names(connection)
        visits = [(row, on) for row in list_visits(connection) if span.holds(on := visited_on(row))]
        labels = labels_of(connection, [row["structure"] for row, _on in visits])
        campaigns = {one.id: one.name for one in list_campaigns(registry, person=OPEN_DESK)}

    def number(name: str, group: Group, lines: Iterable[Line], kind: str = DEFECT) -> Number:
        return Number(f"field.{name}", group, say(_WORDS[name], lang), tuple(lines), kind)

    def defects(chosen: Iterable[Defect], day: str) -> tuple[Line, ...]:
        return tuple(_defect(one, day, names, lang) for one in chosen)

    visited = [
        Line(
            row["id"], f"{labels[row['structure']].code} · {campaigns.get(row['campaign'], '')}".rstrip(" ·"),
            who=row["person"], on=on, kind=VISIT, record=row["id"],
        )
        for row, on in visits
        if row["structure"] in labels
    ]  # fmt: skip
    waiting = [one for one in found if one.standing and one.state is not DefectState.ANSWERED]
    return (
        number("visits", Group.DONE, visited, VISIT),
        number("found", Group.DONE, defects((one for one in found if span.holds(one.found_on)), "found_on")),
        number(
            "closed", Group.DONE,
            defects(
                (o for o in found if o.state is DefectState.CLOSED and span.holds(o.closed_on)), "closed_on"
            ),
        ),
        number("campaigns", Group.OPEN, (_campaign(registry, o, span.day, lang) for o in running), CAMPAIGN),
        number("standing", Group.OPEN, defects((one for one in found if one.standing), "deadline")),
        number("late", Group.LATE, defects((one for one in found if one.overdue(span.day, at)), "deadline")),
        number("due", Group.COMING, defects((o for o in waiting if span.coming(o.deadline)), "deadline")),
        number(
            "ending", Group.COMING,
            (_campaign(registry, one, span.day, lang) for one in running if span.coming(one.period_to)),
            CAMPAIGN,
        ),
    )  # fmt: skip


def visited_on(row: dict[str, Any]) -> dt.date | None:
    """Return the day of a visit, as reports count it: finished, else begun, else received."""
    at = row["finished_at"] or row["started_at"] or row["received_at"]
    return in_vietnam(at).date() if at else None


def _defect(one: Defect, day: str, names: dict[str, str], lang: Language) -> Line:
    owes = one.standing and one.state is not DefectState.ANSWERED
    return Line(
        one.id,
        f"{one.mast.code} · {defect_name(one.defect, one.component, lang, one.entry)}",
        who=one.who,
        owner=names.get(one.organisation, one.organisation) if owes else "",
        on=getattr(one, day),
        note=say(SEVERITIES.get(one.severity, SEVERITIES[""]), lang),
        kind=DEFECT,
        record=one.id,
    )


def _campaign(registry: Registry, one: Campaign, day: dt.date, lang: Language) -> Line:
    far = progress_of(registry, one.id, person=OPEN_DESK, day=day)
    team = ", ".join(member["name"] for member in one.team if member.get("name"))
    return Line(
        one.id,
        one.name,
        who=team or ", ".join(name for name in far.by_assignee if name) or one.who,
        on=one.period_to,
        note=with_values(_VISITED, lang, done=far.visited, whole=far.whole),
        kind=CAMPAIGN,
        record=one.id,
    )


def _choices(registry: Registry, _lang: Language) -> list[tuple[str, str]]:
    return [(one.id, one.name) for one in list_campaigns(registry, person=OPEN_DESK)]


def _progress(registry: Registry, campaign: str, lang: Language) -> Progress | None:
    held = {one.id for one in list_campaigns(registry, person=OPEN_DESK)}
    if campaign not in held:
        return None
    far = progress_of(registry, campaign, person=OPEN_DESK)
    said = with_values(_VISITED, lang, done=far.visited, whole=far.whole)
    return Progress(said, far.visited, far.whole)


PART = BriefPart(
    "field",
    20,
    Words("Kiểm tra, tồn tại", "Inspection, defects"),
    numbers,
    measures=(Measure(CAMPAIGN, Words("Đợt kiểm tra", "Campaign"), _choices, _progress),),
)
