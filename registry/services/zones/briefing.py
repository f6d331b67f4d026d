"""What zones say in the office's briefing: drafts published, being drawn up, coming into force."""

from collections.abc import Iterable, Sequence

from registry.messages import Language, Words, say
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.model.drafts import DraftState, PlanDraft
from registry.services.office.brief_parts import BriefPart
from registry.services.office.calendar import in_vietnam
from registry.services.office.registry import Registry
from registry.services.zones.plan_drafts import list_drafts

DRAFT = "plan_draft"
_WORDS = {
    "published": Words("bản vùng, quy hoạch đã công bố", "plans published"),
    "drafts": Words("bản vùng, quy hoạch đang dự thảo", "draft plans"),
    "beginning": Words("bản vùng, quy hoạch bắt đầu có hiệu lực", "plans that begin to hold"),
}


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of drafts."""
    found = list_drafts(registry)

    def number(name: str, group: Group, held: Iterable[PlanDraft]) -> Number:
        lines = tuple(_line(one, begins=name == "beginning") for one in held)
        return Number(f"zones.{name}", group, say(_WORDS[name], lang), lines, DRAFT)

    published = [one for one in found if one.state is DraftState.PUBLISHED]
    return (
        number("published", Group.DONE, (one for one in published if span.holds(one.published_on))),
        number("drafts", Group.OPEN, (one for one in found if one.state is DraftState.DRAFT)),
        number("beginning", Group.COMING, (one for one in published if span.coming(one.valid_from))),
    )


def _line(one: PlanDraft, *, begins: bool) -> Line:
    entered = in_vietnam(one.at).date() if one.at else None
    return Line(
        one.id,
        one.name,
        who=one.who,
        on=one.valid_from if begins else one.published_on or entered,
        note=one.decision,
        kind=DRAFT,
        record=one.id,
    )


PART = BriefPart("zones", 65, Words("Vùng, quy hoạch", "Zones, plans"), numbers)
