"""What lists of masts say in the office's briefing: handed in, taken, returned; waiting for the office."""

from collections.abc import Iterable, Sequence

from registry.messages import Language, Words, say
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.model.mast_lists import TAKEN, WITH_THE_OFFICE, MastList, MastListKind, MastListState
from registry.model.vietnam_time import VIETNAM
from registry.services.lists.mast_lists import list_mast_lists
from registry.services.lists.told import MAST_LIST
from registry.services.office.brief_parts import BriefPart
from registry.services.office.registry import Registry
from registry.store.office.operators import organisation_names

_WORDS = {
    "sent": Words("danh sách cột doanh nghiệp nộp", "lists handed in"),
    "taken": Words("danh sách đã nhận vào sổ", "lists taken"),
    "returned": Words("danh sách đã trả lại", "lists returned"),
    "open": Words("danh sách chờ xem", "lists that wait"),
}
_KINDS = {
    MastListKind.FIRST: Words("lần đầu", "first list"),
    MastListKind.QUARTERLY: Words("định kỳ quý", "quarterly list"),
    MastListKind.CORRECTIONS: Words("bổ sung, sửa", "corrections"),
}


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of lists; what waits is what their page says that waits."""
    found = list_mast_lists(registry, None)
    with registry.database.read() as connection:
        names = organisation_names(connection)

    def number(name: str, group: Group, held: Iterable[MastList]) -> Number:
        lines = tuple(_line(one, names, lang, looked=name in ("taken", "returned")) for one in held)
        return Number(f"lists.{name}", group, say(_WORDS[name], lang), lines, MAST_LIST)

    def looked(one: MastList) -> bool:
        return one.looked_at is not None and span.holds(one.looked_at.astimezone(VIETNAM).date())

    return (
        number(
            "sent",
            Group.DONE,
            (one for one in found if one.sent_at and span.holds(one.sent_at.astimezone(VIETNAM).date())),
        ),
        number("taken", Group.DONE, (one for one in found if one.state in TAKEN and looked(one))),
        number(
            "returned",
            Group.DONE,
            (one for one in found if one.state is MastListState.RETURNED and looked(one)),
        ),
        number("open", Group.OPEN, (one for one in found if one.state in WITH_THE_OFFICE)),
    )


def _line(one: MastList, names: dict[str, str], lang: Language, *, looked: bool) -> Line:
    asked = one.state is MastListState.ASKED
    carrier = names.get(one.operator, one.operator)
    at = one.looked_at if looked else one.sent_at
    return Line(
        one.id,
        f"{carrier} · {say(_KINDS[one.kind], lang)} · {one.list_date:%d/%m/%Y}",
        who=one.looked_by,
        owner=carrier if asked else "",
        on=at.astimezone(VIETNAM).date() if at else None,
        note=one.message if asked else "",
        kind=MAST_LIST,
        record=one.id,
    )


PART = BriefPart("lists", 55, Words("Danh sách cột", "Lists of masts"), numbers)
