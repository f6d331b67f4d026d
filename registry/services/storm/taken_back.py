"""A letter of a storm that was recorded as sent by mistake, taken back: a draft again, without a number.

The ledger keeps both: that it was recorded, and that it was taken back with the reason.
"""

from registry.errors import RefusalError
from registry.model.storm.storm_records import OrderKind, OrderState, StormOrder
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import Deed
from registry.services.office.registry import Registry
from registry.services.storm.orders import POWER, STORM_LETTER, check_order, get_order, order_deed
from registry.services.storm.sending import NOT_HEARD, NOT_SENT, reason_to_take_back, untell
from registry.services.storm.vocabulary import moment
from registry.store.storm import storms as store
from registry.store.storm.tables import storm_orders
from registry.typed_text import line_within

LONGEST = 500


@one_moment()
def take_back_sent(registry: Registry, order: str, *, reason: str, seen: int, who: str) -> StormOrder:
    """Take back that a letter was sent: it is a draft again, or replaced where a newer one stands.

    Whoever was told of it and did not open it is told of it no more; whoever opened it is told that it was
    recorded by mistake. Refused without a reason (``STORM-ORDER-REASON``), once the recipient answered
    (``STORM-ORDER-ANSWERED``), where a later letter that was sent follows it (``STORM-ORDER-FOLLOWED``), and
    for a letter that was not sent (``STORM-ORDER-STATE``).
    """
    reason = line_within(reason, LONGEST)
    if not reason:
        raise RefusalError("STORM-ORDER-REASON")
    with order_deed(registry, order, "sent-taken-back", who) as made:
        check_order(made, order, seen, (OrderState.SENT,), NOT_SENT)
        found = store.get_order(made.connection, order)
        _check_unanswered(made, found)
        newer = _newer(made, found)
        state = OrderState.REPLACED if newer else OrderState.DRAFT
        made.about["options"] |= {"number": found.number, "reason": reason}
        made.amend(storm_orders, order, state=state.value, **NOT_SENT)
        _end_stand_down(made, found)
        untell(
            made, STORM_LETTER, order, number=found.number,
            organisation="" if found.recipient == POWER else found.recipient,
        )  # fmt: skip
    return get_order(registry, order)


@one_moment()
def take_back_heard(registry: Registry, order: str, *, reason: str, seen: int, who: str) -> StormOrder:
    """Take back an acknowledgement that the office wrote down by mistake: the recipient is silent again.

    Refused without a reason (``STORM-ORDER-REASON``) and for what the recipient said in its own account
    (``STORM-ACK-ACCOUNT``).
    """
    with order_deed(registry, order, "heard-taken-back", who) as made:
        check_order(made, order, seen, (OrderState.SENT,), NOT_HEARD)
        found = store.get_order(made.connection, order)
        said = reason_to_take_back(found.ack_source, reason)
        made.about["options"] |= {"number": found.number, "reason": said, "heard": found.ack_source}
        if found.acknowledged:
            made.amend(storm_orders, order, **NOT_HEARD)
    return get_order(registry, order)


def _check_unanswered(made: Deed, order: StormOrder) -> None:
    """Refuse a letter that its recipient has: it acknowledged it, or said something of its masts."""
    said = store.reports_of(made.connection, [order.id])
    if not order.acknowledged and not said:
        return
    at = order.acknowledged_at or min(item.at for item in said)
    raise RefusalError("STORM-ORDER-ANSWERED", number=order.number, at=moment(at), masts=len(said))


def _newer(made: Deed, order: StormOrder) -> list[StormOrder]:
    """Return what was drafted since to the same recipient; refused where any of it was sent and follows it.

    A letter that ends the response is no newer one: it goes to whoever got the others.
    """
    others = [
        one
        for one in store.orders_of(made.connection, order.storm, recipient=order.recipient)
        if one.id != order.id and one.state is not OrderState.REPLACED
    ]
    for one in others:
        if one.state is OrderState.SENT and one.sent_at > order.sent_at:
            raise RefusalError("STORM-ORDER-FOLLOWED", number=order.number, later=one.number)
    return [one for one in others if one.kind is order.kind and one.at > order.at]


def _end_stand_down(made: Deed, order: StormOrder) -> None:
    """Take the draft that ends the response from whoever now got no letter at all."""
    if order.kind is OrderKind.STAND_DOWN:
        return
    others = store.orders_of(made.connection, order.storm, recipient=order.recipient)
    if any(one.state is OrderState.SENT and one.id != order.id for one in others):
        return
    for one in others:
        if one.kind is OrderKind.STAND_DOWN and one.state is OrderState.DRAFT:
            made.amend(storm_orders, one.id, state=OrderState.REPLACED.value)
