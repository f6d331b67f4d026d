"""What cable says in the office's briefing: troubles met and mended, undergrounding that comes due."""

from collections.abc import Iterable, Sequence

from registry.messages import Language, Words, say
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.model.cables import TroubleKind, TroubleState, UndergroundArea, UndergroundState
from registry.model.vietnam_time import VIETNAM
from registry.services.cables.troubles import TroubleLine, trouble_lines
from registry.services.office.brief_parts import BriefPart
from registry.services.office.registry import Registry
from registry.store.cables.troubles import load_areas
from registry.store.office.operators import organisation_names

TROUBLE = "cable_trouble"
AREA = "underground_area"
_WORDS = {
    "found": Words("sự cố cáp ghi nhận", "cable troubles recorded"),
    "fixed": Words("sự cố cáp đã khắc phục", "cable troubles mended"),
    "open": Words("sự cố cáp chưa khắc phục", "cable troubles open"),
    "late": Words("sự cố cáp quá hạn khắc phục", "cable troubles overdue"),
    "due": Words("sự cố cáp đến hạn khắc phục", "cable troubles due"),
    "underground_late": Words("khu vực quá hạn ngầm hóa", "undergrounding overdue"),
    "underground_due": Words("khu vực đến hạn ngầm hóa", "undergrounding due"),
}
_KINDS = {
    TroubleKind.BROKEN_POLE: Words("cột gãy, đổ", "broken pole"),
    TroubleKind.LEANING_POLE: Words("cột nghiêng", "leaning pole"),
    TroubleKind.BROKEN_CABLE: Words("đứt cáp", "broken cable"),
    TroubleKind.LOW_CABLE: Words("cáp võng, thấp", "low cable"),
    TroubleKind.BUNDLE: Words("bó cáp rối, cáp bỏ không", "tangled or abandoned cable"),
    TroubleKind.OPEN_COVER: Words("nắp bể hỏng, mất", "broken or missing cover"),
    TroubleKind.OTHER: Words("sự cố khác", "other trouble"),
}


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of outside cable; open and late ones are those of the page of troubles."""
    lines = [one for one in trouble_lines(registry) if one.trouble.state is not TroubleState.DROPPED]
    with registry.database.read() as connection:
        names = organisation_names(connection)
        planned = [one for one in load_areas(connection) if one.state is UndergroundState.PLANNED]

    def number(name: str, group: Group, held: Iterable[Line], kind: str = TROUBLE) -> Number:
        return Number(f"cables.{name}", group, say(_WORDS[name], lang), tuple(held), kind)

    def troubles(found: Iterable[TroubleLine]) -> tuple[Line, ...]:
        return tuple(_trouble(one, names, lang) for one in found)

    opened = [one for one in lines if one.trouble.state is TroubleState.OPEN]
    return (
        number(
            "found", Group.DONE,
            troubles(o for o in lines if span.holds(o.trouble.detected_at.astimezone(VIETNAM).date())),
        ),
        number(
            "fixed", Group.DONE,
            troubles(
                one
                for one in lines
                if one.trouble.fixed_at and span.holds(one.trouble.fixed_at.astimezone(VIETNAM).date())
            ),
        ),
        number("open", Group.OPEN, troubles(opened)),
        number("late", Group.LATE, troubles(one for one in opened if one.clock.group == "over")),
        number(
            "due", Group.COMING,
            troubles(
                one
                for one in opened
                if one.clock.group != "over"
                and one.clock.due is not None
                and span.coming(one.clock.due.astimezone(VIETNAM).date())
            ),
        ),
        number(
            "underground_late", Group.LATE,
            (_area(one) for one in planned if one.due_on is not None and one.due_on < span.day), AREA,
        ),
        number("underground_due", Group.COMING, (_area(o) for o in planned if span.coming(o.due_on)), AREA),
    )  # fmt: skip


def _trouble(line: TroubleLine, names: dict[str, str], lang: Language) -> Line:
    one = line.trouble
    owner = names.get(one.owner, one.owner)
    at = one.fixed_at or line.clock.due or one.detected_at
    return Line(
        one.id,
        " · ".join(filter(None, (say(_KINDS[one.kind], lang).capitalize(), line.plant, owner))),
        who=one.who,
        owner=owner if one.state is TroubleState.OPEN else "",
        on=at.astimezone(VIETNAM).date(),
        kind=TROUBLE,
        record=one.id,
    )


def _area(one: UndergroundArea) -> Line:
    return Line(one.id, one.name, on=one.due_on, note=one.decision, kind=AREA, record=one.id)


PART = BriefPart("cables", 50, Words("Cáp ngoài trời", "Outside cable"), numbers)
