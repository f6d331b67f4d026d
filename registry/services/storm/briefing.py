"""What storms say in the office's briefing: followed, ended; letters sent; letters nobody acknowledged."""

from collections.abc import Iterable, Sequence

from registry.messages import Language, Words, say
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.model.storm.hazard_letters import HazardLetter
from registry.model.storm.storm_records import OrderState, StormOrder, StormRecord, StormState
from registry.services.office.brief_parts import BriefPart
from registry.services.office.calendar import in_vietnam, now
from registry.services.office.registry import Registry
from registry.services.storm.answers import newest_sent
from registry.services.storm.hazards.deeds import HAZARD_LETTER
from registry.services.storm.hazards.drafts import all_letters
from registry.services.storm.hazards.exposure import all_hazards
from registry.services.storm.hazards.letters_now import outstanding
from registry.services.storm.orders import STORM_LETTER
from registry.services.storm.storms import list_storms
from registry.services.storm.vocabulary import storm_name
from registry.store.storm.storms import orders_of

STORM = "storm"
ORDER = STORM_LETTER
WARNED = HAZARD_LETTER
_WORDS = {
    "sent": Words("công văn ứng phó đã gửi", "storm letters sent"),
    "closed": Words("bão kết thúc theo dõi", "storms ended"),
    "open": Words("bão đang theo dõi", "storms followed"),
    "warned": Words("công văn ứng phó mưa, lũ, sạt lở đã gửi", "letters of warnings sent"),
    "warned_unacknowledged": Words(
        "công văn ứng phó mưa, lũ, sạt lở chưa được xác nhận", "letters of warnings not acknowledged"
    ),
    "unacknowledged": Words("công văn ứng phó chưa được xác nhận", "storm letters not acknowledged"),
}


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of storms."""
    storms = {one.id: one for one in list_storms(registry)}
    with registry.database.read() as connection:
        orders = [order for key in storms for order in orders_of(connection, key)]
    running = {key for key, one in storms.items() if one.state is not StormState.CLOSED}

    def number(name: str, group: Group, lines: Iterable[Line], kind: str = STORM) -> Number:
        return Number(f"storm.{name}", group, say(_WORDS[name], lang), tuple(lines), kind)

    def storm(one: StormRecord) -> Line:
        on = in_vietnam(one.closed_at or one.at).date()
        return Line(
            one.id, storm_name(one, lang), who=one.closed_by or one.who, on=on, kind=STORM, record=one.id
        )

    def order(one: StormOrder, *, waits: bool = False) -> Line:
        words = f"{one.number or '–'} · {one.recipient_name} · {storm_name(storms[one.storm], lang)}"
        owner = one.recipient_name if waits else ""
        return Line(
            one.id, words, who=one.sent_by or one.who, owner=owner, on=one.sent_on, kind=ORDER, record=one.id
        )

    def letter(one: HazardLetter, *, waits: bool = False) -> Line:
        owner = one.recipient_name if waits else ""
        words = f"{one.number} · {one.recipient_name}"
        return Line(one.id, words, who=one.sent_by, owner=owner, on=one.sent_on, kind=WARNED, record=one.id)

    warned = [one for one in all_letters(registry) if one.state is OrderState.SENT]
    return (
        number("sent", Group.DONE, (order(one) for one in orders if span.holds(one.sent_on)), ORDER),
        number(
            "closed", Group.DONE,
            (
                storm(one)
                for one in storms.values()
                if one.closed_at and span.holds(in_vietnam(one.closed_at).date())
            ),
        ),
        number("open", Group.OPEN, (storm(storms[key]) for key in running)),
        number(
            "unacknowledged", Group.OPEN,
            (
                order(one, waits=True)
                for one in newest_sent(orders).values()
                if one.storm in running and not one.acknowledged
            ),
            ORDER,
        ),
        number("warned", Group.DONE, (letter(one) for one in warned if span.holds(one.sent_on)), WARNED),
        number(
            "warned_unacknowledged", Group.OPEN,
            (letter(one, waits=True) for one in outstanding(warned, all_hazards(registry), now())), WARNED,
        ),
    )  # fmt: skip


PART = BriefPart("storm", 40, Words("Bão", "Storms"), numbers)
