"""What citizens' reports say in the office's briefing: received, closed, waiting, past what was promised."""

from collections.abc import Iterable, Sequence

from registry.messages import Language, Words, say
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.model.field.field_reports import CitizenReportKind, FieldReport
from registry.services.office.brief_parts import BriefPart
from registry.services.office.calendar import in_vietnam, now, today
from registry.services.office.registry import Registry
from registry.services.public.cases import due_cases
from registry.services.public.citizen_reports import below, reports
from registry.services.public.report_promises import promises
from registry.services.public.report_visits import owed, owed_by_line

CITIZEN_REPORT = "citizen_report"
_WORDS = {
    "received": Words("phản ánh tiếp nhận", "reports received"),
    "closed": Words("phản ánh đã giải quyết", "reports closed"),
    "open": Words("phản ánh đang xử lý", "reports open"),
    "late": Words("phản ánh quá giờ cơ quan đã hẹn", "reports past what the office promised"),
    "due": Words("phản ánh đến giờ cơ quan đã hẹn", "reports that come due"),
    "case_late": Words(
        "phản ánh quá hạn trả lời ở hệ thống của tỉnh", "reports past their day in the province's system"
    ),
    "case_due": Words(
        "phản ánh đến hạn trả lời ở hệ thống của tỉnh", "reports that come due in the province's system"
    ),
}
_KINDS = {
    CitizenReportKind.FALLEN: Words("cột đổ, gãy", "fallen mast"),
    CitizenReportKind.LEANING: Words("cột nghiêng", "leaning mast"),
    CitizenReportKind.GUY: Words("dây co chùng, đứt", "slack or broken guy"),
    CitizenReportKind.LOW_CABLE: Words("cáp võng thấp, đứt", "low or broken cable"),
    CitizenReportKind.POLE: Words("cột treo cáp hỏng", "broken cable pole"),
    CitizenReportKind.PARTS: Words("vật rơi, sắp rơi", "falling parts"),
    CitizenReportKind.ELECTRIC: Words("rò điện, cháy", "electricity, fire"),
    CitizenReportKind.FENCE: Words("hàng rào hỏng", "broken fence"),
    CitizenReportKind.PERMIT: Words("hỏi giấy phép của cột", "question about a permit"),
    CitizenReportKind.OTHER: Words("việc khác", "something else"),
}


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of citizens' reports."""
    found, stated, moment = reports(registry), promises(registry), now()
    until = {one.id: stated.until(one) for one in found}
    under = below(found)
    gathered = {one.id for ones in under.values() for one in ones}
    opened = [one for one in found if one.open and not one.joined_to]  # what was joined goes with its lead
    cases = {one.joined_to or one.id: one for one in reversed(due_cases(registry))}  # the first due of a lead
    dated = [(one, one.due_on) for one in cases.values() if one.due_on is not None]
    still = owed_by_line(owed(registry, opened), under)
    promised = [(one, still[one.id][1]) for one in opened if one.id in still]

    def number(name: str, group: Group, held: Iterable[FieldReport]) -> Number:
        lines = tuple(_line(one, name, lang) for one in held)
        return Number(f"public.{name}", group, say(_WORDS[name], lang), lines, CITIZEN_REPORT)

    def _line(one: FieldReport, name: str, lang: Language) -> Line:
        at, by, named = in_vietnam(one.at).date(), until[one.id], one.number
        on = one.closed_on if name == "closed" else at if name == "received" or by is None else by.date()
        if name in {"case_late", "case_due"}:
            on, named = one.due_on, one.case_number or one.number
        if name in {"late", "due"}:
            on = still[one.id][1].date()
        return Line(
            one.id,
            " · ".join(filter(None, (named, say(_KINDS[one.kind], lang), one.place))),
            who=one.who,
            on=on,
            kind=CITIZEN_REPORT,
            record=one.id,
        )

    return (
        number("received", Group.DONE, (one for one in found if span.holds(in_vietnam(one.at).date()))),
        number("closed", Group.DONE, (one for one in found if span.holds(one.closed_on))),
        # as the list counts them: what stands below another one goes with that
        number("open", Group.OPEN, (one for one in opened if one.id not in gathered)),
        number("late", Group.LATE, (one for one, at in promised if at < moment)),
        number(
            "due", Group.COMING, (o for o, at in promised if at >= moment and at.date() <= span.next[1])
        ),
        number("case_late", Group.LATE, (one for one, day in dated if day < today())),
        number("case_due", Group.COMING, (o for o, day in dated if today() <= day <= span.next[1])),
    )  # fmt: skip


PART = BriefPart("public", 25, Words("Phản ánh của người dân", "Citizens' reports"), numbers)
