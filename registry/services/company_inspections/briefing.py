"""What inspections of companies say in the office's briefing: decided, concluded; open, late, next steps."""

from collections.abc import Iterable, Sequence

from registry.messages import Language, Words, say
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.services.company_inspections.deeds import COMPANY_INSPECTION
from registry.services.company_inspections.held import InspectionLine, lines_of
from registry.services.company_inspections.letters.vocabulary import awaited
from registry.services.office.brief_parts import BriefPart
from registry.services.office.registry import Registry

_WORDS = {
    "decided": Words("cuộc kiểm tra doanh nghiệp có quyết định", "inspections of companies decided"),
    "concluded": Words("cuộc kiểm tra doanh nghiệp đã kết luận", "inspections of companies concluded"),
    "open": Words("cuộc kiểm tra doanh nghiệp đang tiến hành", "inspections of companies open"),
    "late": Words("cuộc kiểm tra doanh nghiệp chậm bước", "inspections of companies late"),
    "due": Words("cuộc kiểm tra doanh nghiệp đến hạn bước sau", "next steps of inspections due"),
}


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of inspections of companies; open and late ones are those of their list."""
    found = lines_of(registry, span.day)
    opened = [one for one in found if one.inspection.open]

    def number(name: str, group: Group, held: Iterable[InspectionLine]) -> Number:
        lines = tuple(_line(one, name, lang) for one in held)
        return Number(
            f"company_inspections.{name}", group, say(_WORDS[name], lang), lines, COMPANY_INSPECTION
        )

    return (
        number("decided", Group.DONE, (one for one in found if span.holds(one.inspection.decided_on))),
        number("concluded", Group.DONE, (one for one in found if span.holds(one.inspection.concluded_on))),
        number("open", Group.OPEN, opened),
        number("late", Group.LATE, (one for one in opened if one.late)),
        number("due", Group.COMING, (one for one in opened if one.due and span.coming(one.due.due_on))),
    )


def _line(one: InspectionLine, name: str, lang: Language) -> Line:
    found = one.inspection
    done = {"decided": found.decided_on, "concluded": found.concluded_on}
    on = done.get(name, one.due.due_on if one.due else None)
    return Line(
        found.id,
        f"{found.code} · {one.company_name}",
        who=found.head.name if found.head else found.drafted_by,
        on=on,
        note="" if name in done or one.due is None else say(awaited(found, one.due.clock), lang),
        kind=COMPANY_INSPECTION,
        record=found.id,
    )


PART = BriefPart(
    "company_inspections", 22, Words("Kiểm tra doanh nghiệp", "Inspections of companies"), numbers
)
