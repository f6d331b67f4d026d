"""Deliveries as rows: queued once for a notice and a channel, taken up by one process, ended or tried again.

Not ledgered: every function writes the table itself, within the transaction of its ``connection``.
"""

from collections.abc import Collection
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.notices import Channel, Delivery, DeliveryState
from registry.store.changes import stable_id
from registry.store.office.tables import channel_secrets, deliveries
from registry.store.reading import first_of, rows_of
from registry.store.records import record_of, row_of


class Standing(NamedTuple):
    """How many deliveries wait, are late, and failed."""

    waiting: int
    late: int
    failed: int


_OPEN = (DeliveryState.QUEUED.value, DeliveryState.SENDING.value)


def queue(connection: Connection, found: Delivery) -> None:
    """Queue a delivery; its notice must not be queued for its channel yet."""
    connection.execute(deliveries.insert(), [row_of(deliveries, found)])


def delivery_id(notice: str, channel: Channel) -> str:
    """Return the id of a notice's delivery by a channel, always the same."""
    return stable_id("delivery", notice, channel.value)


def take_up(
    connection: Connection, channel: Channel, now: str, until: str, recipient: str = ""
) -> Delivery | None:
    """Take up a channel's delivery that is due first, and hold it until a moment; None where none is due.

    ``recipient``: of that one alone. One writer runs at a time, so that no two processes take the same. What
    a killed process held is due again when its time is over.
    """
    table = deliveries
    query = sa.select(table).where(*_due(channel, now, recipient))
    row = first_of(connection, query.order_by(table.c.due_at, table.c.seq, table.c.id).limit(1))
    if row is None:
        return None
    held = {"state": DeliveryState.SENDING.value, "tries": row["tries"] + 1, "tried_at": now, "due_at": until}
    _set(connection, row["id"], **held)
    return record_of(Delivery, {**row, **held})


def end(
    connection: Connection,
    taken: Delivery,
    state: DeliveryState,
    *,
    due_at: str = "",
    error: str = "",
    said: str = "",
    tries: int | None = None,
) -> None:
    """End a try: delivered, refused for good, stopped, or queued again for ``due_at``.

    ``tries``: how many were made, where none was this time.

    Where somebody stopped it, or another process took it up, meanwhile, only a delivery that was made counts.
    """
    table = deliveries
    mine = table.c.id == taken.id
    if state is not DeliveryState.SENT:
        held = (table.c.tries == taken.tries, table.c.state == DeliveryState.SENDING.value)
        mine = sa.and_(mine, *held)
    values: dict[str, object] = {"state": state.value, "due_at": due_at, "error": error, "said": said}
    if tries is not None:
        values["tries"] = tries
    connection.execute(table.update().where(mine).values(**values))


def cancel(connection: Connection, delivery: str) -> None:
    """Stop a delivery that is not over (``DELIVERY-OVER``)."""
    if get(connection, delivery).state.value not in _OPEN:
        raise RefusalError("DELIVERY-OVER")
    _set(connection, delivery, state=DeliveryState.CANCELLED.value, due_at="")


def queue_again(connection: Connection, delivery: str, address: str, at: str) -> None:
    """Queue a delivery that failed or was stopped anew, to an address (``DELIVERY-OVER`` for any other)."""
    if get(connection, delivery).state not in (DeliveryState.FAILED, DeliveryState.CANCELLED):
        raise RefusalError("DELIVERY-OVER")
    _set(connection, delivery, state=DeliveryState.QUEUED.value, address=address, tries=0, due_at=at)


def queue_now(connection: Connection, delivery: str, address: str, at: str) -> None:
    """Have a delivery tried at the next look; one that failed or was stopped begins anew.

    Refused for one that was made or is under way (``DELIVERY-OVER``).
    """
    if get(connection, delivery).state is not DeliveryState.QUEUED:
        queue_again(connection, delivery, address, at)
    else:
        _set(connection, delivery, due_at=at)


def get(connection: Connection, delivery: str) -> Delivery:
    """Return a delivery (``DELIVERY-UNKNOWN``)."""
    row = first_of(connection, sa.select(deliveries).where(deliveries.c.id == delivery))
    if row is None:
        raise RefusalError("DELIVERY-UNKNOWN")
    return record_of(Delivery, row)


def newest(connection: Connection, most: int) -> list[Delivery]:
    """Return the deliveries, the newest first."""
    query = sa.select(deliveries).order_by(deliveries.c.created_at.desc(), deliveries.c.id).limit(most)
    return [record_of(Delivery, row) for row in rows_of(connection, query)]


def standing(connection: Connection, since: str, due: str) -> Standing:
    """Return how many deliveries wait, were due before ``due``, and failed after ``since``."""
    table = deliveries
    waits = table.c.state.in_(_OPEN)
    failed = sa.and_(table.c.state == DeliveryState.FAILED.value, table.c.tried_at >= since)
    query = sa.select(
        sa.func.count().filter(waits),
        sa.func.count().filter(sa.and_(waits, table.c.due_at < due)),
        sa.func.count().filter(failed),
    ).where(sa.or_(waits, failed))
    return Standing(*map(int, connection.execute(query).one()))


def any_due(connection: Connection, channel: Channel, now: str, recipient: str = "") -> bool:
    """Whether any delivery of a channel is due; ``recipient``: to that one."""
    query = sa.select(deliveries.c.id).where(*_due(channel, now, recipient)).limit(1)
    return first_of(connection, query) is not None


def to_recipient(connection: Connection, channel: Channel, recipient: str, most: int) -> list[Delivery]:
    """Return a recipient's deliveries by a channel, the newest first."""
    table = deliveries
    query = sa.select(table).where(table.c.channel == channel.value, table.c.recipient == recipient)
    query = query.order_by(table.c.created_at.desc(), table.c.seq.desc(), table.c.id).limit(most)
    return [record_of(Delivery, row) for row in rows_of(connection, query)]


def cancel_open(connection: Connection, channel: Channel, recipient: str) -> None:
    """Stop whatever of a recipient is not over."""
    table = deliveries
    mine = (table.c.channel == channel.value, table.c.recipient == recipient, table.c.state.in_(_OPEN))
    values = {"state": DeliveryState.CANCELLED.value, "due_at": ""}
    connection.execute(table.update().where(*mine).values(**values))


def known(connection: Connection, ids: Collection[str]) -> set[str]:
    """Return which of some deliveries are queued or were."""
    query = sa.select(deliveries.c.id).where(deliveries.c.id.in_(sorted(ids)))
    return set(connection.execute(query).scalars())


def _due(channel: Channel, now: str, recipient: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Return when a delivery is due: its moment came, and none before it about the same record is open."""
    table, before = deliveries, deliveries.alias("before")
    found = [table.c.channel == channel.value, table.c.state.in_(_OPEN), table.c.due_at <= now]
    if recipient:
        earlier = sa.select(before.c.id).where(
            before.c.subject == table.c.subject,
            before.c.recipient == table.c.recipient,
            before.c.channel == channel.value,
            before.c.state.in_(_OPEN),
            before.c.seq < table.c.seq,
        )
        found += [table.c.recipient == recipient, ~earlier.exists()]
    return tuple(found)


def secret_of(connection: Connection, channel: str) -> str:
    """Return a channel's secret as it is kept, "" where it has none."""
    row = first_of(connection, sa.select(channel_secrets).where(channel_secrets.c.channel == channel))
    return str(row["secret"]) if row else ""


def write_secret(connection: Connection, channel: str, secret: str) -> None:
    """Keep a channel's secret, "" none; within ``secrets_seal.writing``."""
    connection.execute(channel_secrets.delete().where(channel_secrets.c.channel == channel))
    if secret:
        connection.execute(channel_secrets.insert(), [{"channel": channel, "secret": secret}])


def _set(connection: Connection, delivery: str, **columns: object) -> None:
    connection.execute(deliveries.update().where(deliveries.c.id == delivery).values(**columns))
