"""What the province's own regulations say in the office's briefing: published, being drawn up, coming."""

from collections.abc import Iterable, Sequence

from registry.messages import Language, Words, say
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.model.regulations import Regulation, RegulationState
from registry.services.office.brief_parts import BriefPart
from registry.services.office.calendar import in_vietnam
from registry.services.office.registry import Registry
from registry.store.regulations.regulations import list_regulations

REGULATION = "regulation"
_WORDS = {
    "published": Words("quy định đã công bố", "regulations published"),
    "drafts": Words("quy định đang soạn", "regulations being drawn up"),
    "proposed": Words("quy định chờ công bố", "regulations that wait to be published"),
    "beginning": Words("quy định bắt đầu có hiệu lực", "regulations that begin to hold"),
}
_UNNAMED = Words("bản chưa đặt số", "without a number yet")


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of regulations."""
    with registry.database.read() as connection:
        found = list_regulations(connection)
    published = [one for one in found if one.state is RegulationState.PUBLISHED]

    def number(name: str, group: Group, held: Iterable[Regulation]) -> Number:
        lines = tuple(_line(one, lang, begins=name == "beginning") for one in held)
        return Number(f"regulations.{name}", group, say(_WORDS[name], lang), lines, REGULATION)

    return (
        number(
            "published",
            Group.DONE,
            (
                one
                for one in published
                if one.published_at and span.holds(in_vietnam(one.published_at).date())
            ),
        ),
        number("drafts", Group.OPEN, (one for one in found if one.state is RegulationState.DRAFT)),
        number("proposed", Group.OPEN, (one for one in found if one.state is RegulationState.PROPOSED)),
        number(
            "beginning", Group.COMING, (one for one in published if span.coming(one.content.head.valid_from))
        ),
    )


def _line(one: Regulation, lang: Language, *, begins: bool) -> Line:
    at = one.published_at or one.proposed_at or one.at
    return Line(
        one.id,
        one.content.head.name or say(_UNNAMED, lang),
        who=one.published_by or one.proposed_by or one.drafted_by,
        on=one.content.head.valid_from if begins else in_vietnam(at).date() if at else None,
        note=one.content.head.title,
        kind=REGULATION,
        record=one.id,
    )


PART = BriefPart("regulations", 60, Words("Quy định của tỉnh", "The province's regulations"), numbers)
