"""What carriers answer to a storm's letters: that they have them, and mast by mast what is done.

A carrier answers in its own account; what comes by phone or message is entered by the officer with its
source. The last answer stands in the table, every one of them in the ledger.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.model.storm.storm_records import (
    MastDeed,
    MastReport,
    OrderKind,
    OrderRow,
    OrderState,
    StormOrder,
)
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import changed
from registry.services.office.registry import Registry
from registry.services.storm.orders import (
    check_order,
    get_order,
    list_orders,
    order_deed,
    rows_of,
    structures_of,
)
from registry.services.storm.sending import ACCOUNT, LONGEST, heard_from
from registry.store.changes import stable_id
from registry.store.storm import storms as store
from registry.store.storm.tables import storm_mast_reports, storm_orders
from registry.typed_text import line_within, within


@dataclass(frozen=True, slots=True)
class MastAnswer:
    """What is said of one mast, with the reason where it is not done.

    ``seen`` is the version of what was said of it before, on the page that is answered (0: nothing); None
    where whoever says it does not mind.
    """

    structure: str
    state: MastDeed
    note: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class OrderProgress:
    """A letter with what was answered: how many masts are done, cannot be done, and not spoken of.

    ``before_done`` and ``before_not_done`` are masts of it of which nothing was said under it, but under an
    older letter of the storm to the same recipient: a newer letter does not begin anew.
    """

    order: StormOrder
    done: int
    not_done: int
    before_done: int = 0
    before_not_done: int = 0

    @property
    def all_done(self) -> int:
        """Masts of it that are done, under whichever letter that was said."""
        return self.done + self.before_done

    @property
    def all_not_done(self) -> int:
        """Masts of it that cannot be done, under whichever letter that was said."""
        return self.not_done + self.before_not_done

    @property
    def before(self) -> int:
        """Masts of it of which was spoken under an older letter alone."""
        return self.before_done + self.before_not_done

    @property
    def open(self) -> int:
        """Masts of which nothing was said."""
        return self.order.masts - self.all_done - self.all_not_done


@one_moment()
def acknowledge(
    registry: Registry, order: str, *, seen: int, who: str, source: str = ACCOUNT, note: str = ""
) -> StormOrder:
    """Record that the recipient has a letter and acts on it ("đã nhận, đang thực hiện").

    ``source``: by its own account, else who said so and how (``STORM-ACK-SOURCE`` where that is missing).
    Only a letter that was sent can be acknowledged; a second acknowledgement changes nothing.
    """
    said = heard_from(source, note)
    with order_deed(registry, order, "acknowledged", who) as made:
        check_order(made, order, seen, (OrderState.SENT,), said)
        if not made.standing(storm_orders, order).get("acknowledged_at"):
            made.amend(storm_orders, order, acknowledged_at=made.at, acknowledged_by=made.who, **said)
    return get_order(registry, order)


@one_moment()
def report_masts(
    registry: Registry,
    order: str,
    answers: Sequence[MastAnswer],
    *,
    source: str = ACCOUNT,
    who: str,
) -> int:
    """Record what is done at masts of a sent letter; returns how many answers changed something.

    Refused as a whole for a mast that the letter does not name (``STORM-MAST-UNKNOWN``), where something is
    not done without its reason (``STORM-MAST-NOTE``), and where somebody else has said something else of a
    mast meanwhile (``CHANGED-MEANWHILE``).
    """
    source = line_within(source, LONGEST)
    if not source:
        raise RefusalError("STORM-ACK-SOURCE")
    found = get_order(registry, order)
    codes = {row.structure: row.own_code or row.code for row in rows_of(registry, found)}
    for answer in answers:
        if answer.structure not in codes:
            raise RefusalError("STORM-MAST-UNKNOWN")
        if answer.state is MastDeed.NOT_DONE and not answer.note.strip():
            raise RefusalError("STORM-MAST-NOTE", code=codes[answer.structure])
    with order_deed(registry, order, "masts", who) as made:
        check_order(made, order, None, (OrderState.SENT,), {})
        for answer in answers:
            key = stable_id("storm-mast", order, answer.structure)
            said = {"state": answer.state.value, "note": within(answer.note, LONGEST)}
            before = made.check(storm_mast_reports, key, None)
            if before is not None and all(before.get(name, "") == value for name, value in said.items()):
                continue
            if answer.seen is not None and answer.seen != (before or {}).get("version", 0):
                row = {**(before or {}), "code": codes[answer.structure]}
                raise changed(made.connection, storm_mast_reports, key, row, said)
            own = {"id": key, "order": order, "structure": answer.structure}
            made.put(storm_mast_reports, key, own, **said, source=source, who=made.who, at=made.at)
        return len(made.changes)


def reports_of(registry: Registry, orders: Sequence[str]) -> dict[tuple[str, str], MastReport]:
    """Return what was said last, by (letter, structure)."""
    with registry.database.read() as connection:
        found = store.reports_of(connection, list(orders))
    return {(item.order, item.structure): item for item in found}


def said_before(registry: Registry, order: StormOrder) -> dict[str, MastReport]:
    """Return by structure what the recipient said last in any letter of the storm, this one first."""
    with registry.database.read() as connection:
        letters = store.orders_of(connection, order.storm, recipient=order.recipient)
        reports = store.reports_of(connection, [item.id for item in letters])
    found: dict[str, MastReport] = {}
    for item in sorted(reports, key=lambda item: (item.order == order.id, item.at)):
        found[item.structure] = item
    return found


def done_of(said: Mapping[str, MastReport], rows: Sequence[OrderRow]) -> int:
    """Return at how many masts of a letter the work is done; ``said`` may tell of masts that it names not."""
    found = (said.get(row.structure) for row in rows)
    return sum(item is not None and item.state is MastDeed.DONE for item in found)


def progress_of(registry: Registry, storm: str) -> list[OrderProgress]:
    """Return every letter of a storm that is not replaced, with how far its masts are."""
    orders = [item for item in list_orders(registry, storm) if item.state is not OrderState.REPLACED]
    said: dict[str, dict[str, MastReport]] = {}
    for (order, structure), item in reports_of(registry, [item.id for item in orders]).items():
        said.setdefault(order, {})[structure] = item
    return [
        OrderProgress(item, *_counted(said.get(item.id, {}).values()), *_counted(before.values()))
        for item in orders
        for before in (_said_before(registry, item, orders, said),)
    ]


def _said_before(
    registry: Registry,
    order: StormOrder,
    orders: Sequence[StormOrder],
    said: Mapping[str, Mapping[str, MastReport]],
) -> dict[str, MastReport]:
    """Return what was said last of a letter's masts under older letters to its recipient alone."""
    same = (order.recipient, order.kind)
    earlier = [one for one in orders if one.at < order.at and (one.recipient, one.kind) == same]
    older = [one.id for one in earlier if one.id in said]
    if not older:
        return {}
    left = structures_of(registry, order) - said.get(order.id, {}).keys()
    reports = sorted((item for one in older for item in said[one].values()), key=lambda item: item.at)
    return {item.structure: item for item in reports if item.structure in left}


def _counted(reports: Iterable[MastReport]) -> tuple[int, int]:
    """Return how many masts are done and how many cannot be done."""
    count = Counter(item.state for item in reports)
    return count[MastDeed.DONE], count[MastDeed.NOT_DONE]


def newest_sent(orders: Iterable[StormOrder]) -> dict[tuple[str, str], StormOrder]:
    """Return by storm and recipient the letter that was sent last: it takes the place of those before."""
    found: dict[tuple[str, str], StormOrder] = {}
    for order in orders:
        if order.state is not OrderState.SENT:
            continue
        held = found.get((order.storm, order.recipient))
        if held is None or order.sent_at > held.sent_at:
            found[order.storm, order.recipient] = order
    return found


def latest_sent(progress: Sequence[OrderProgress]) -> list[StormOrder]:
    """Return the letter to each carrier that was sent last: a newer one takes the place of those before."""
    found = newest_sent(item.order for item in progress if item.order.kind is OrderKind.CARRIER)
    return sorted(found.values(), key=lambda order: order.recipient_name)
