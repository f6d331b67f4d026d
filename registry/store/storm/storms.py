"""Storms, their bulletins, letters and what was answered: read from the tables, and made as rows."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.storm.storm_records import (
    Bulletin,
    MastReport,
    OrderState,
    StormOrder,
    StormRecord,
    StormState,
)
from registry.model.storm.storms import StormTrack
from registry.store import images
from registry.store.records import plain_of, record_of
from registry.store.storm.tables import storm_bulletins, storm_mast_reports, storm_orders, storms
from registry.store.tables import ledger


def list_storms(connection: Connection) -> list[StormRecord]:
    """Return every storm, those that are watched first, then the newest."""
    rows = connection.execute(sa.select(storms).order_by(storms.c.at.desc())).mappings()
    return sorted((_storm(row) for row in rows), key=lambda item: item.state is StormState.CLOSED)


def get_storm(connection: Connection, storm: str) -> StormRecord:
    """Return a storm; ``STORM-UNKNOWN`` where there is none."""
    row = connection.execute(sa.select(storms).where(storms.c.id == storm)).mappings().first()
    if row is None:
        raise RefusalError("STORM-UNKNOWN")
    return _storm(row)


def bulletins_of(connection: Connection, storm: str) -> list[Bulletin]:
    """Return the versions of a storm's bulletin, the first one first."""
    query = (
        sa.select(storm_bulletins).where(storm_bulletins.c.storm == storm).order_by(storm_bulletins.c.ordinal)
    )
    return [_bulletin(row) for row in connection.execute(query).mappings()]


def bulletins_used(connection: Connection, storm: str) -> list[str]:
    """Return the ids that a storm's ``bulletin`` held one after the other, each as often as it changed.

    Its own history tells which bulletins count: see ``registry.services.storm.file``.
    """
    query = (
        sa.select(ledger.c.after)
        .where(ledger.c.table_name == storms.name, ledger.c.record == storm, ledger.c.after.is_not(None))
        .order_by(ledger.c.seq)
    )
    held = [str(images.parse(after).get("bulletin", "")) for after in connection.execute(query).scalars()]
    return [one for at, one in enumerate(held) if not at or held[at - 1] != one]


def get_bulletin(connection: Connection, bulletin: str) -> Bulletin:
    """Return one version of a bulletin by its id; ``STORM-BULLETIN-UNKNOWN`` where there is none."""
    query = sa.select(storm_bulletins).where(storm_bulletins.c.id == bulletin)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise RefusalError("STORM-BULLETIN-UNKNOWN")
    return _bulletin(row)


def orders_of(
    connection: Connection, storm: str = "", *, recipient: str = "", sent_only: bool = False
) -> list[StormOrder]:
    """Return letters, of one storm or all, to one recipient or all; the newest first, those in use first."""
    query = sa.select(storm_orders).order_by(storm_orders.c.at.desc(), storm_orders.c.recipient)
    if storm:
        query = query.where(storm_orders.c.storm == storm)
    if recipient:
        query = query.where(storm_orders.c.recipient == recipient)
    if sent_only:
        query = query.where(storm_orders.c.state == OrderState.SENT.value)
    found = [_order(row) for row in connection.execute(query).mappings()]
    return sorted(found, key=lambda item: item.state is OrderState.REPLACED)


def get_order(connection: Connection, order: str) -> StormOrder:
    """Return a letter by its id; ``STORM-ORDER-UNKNOWN`` where there is none."""
    row = connection.execute(sa.select(storm_orders).where(storm_orders.c.id == order)).mappings().first()
    if row is None:
        raise RefusalError("STORM-ORDER-UNKNOWN")
    return _order(row)


def reports_of(connection: Connection, orders: list[str]) -> list[MastReport]:
    """Return what was said last of each mast of some letters."""
    if not orders:
        return []
    query = sa.select(storm_mast_reports).where(storm_mast_reports.c.order.in_(orders))
    return [record_of(MastReport, row) for row in connection.execute(query).mappings()]


def track_json(track: StormTrack) -> dict[str, Any]:
    """Return a track as JSON values, its moments as ISO text in UTC."""
    return plain_of(track)


def track_of(value: Mapping[str, Any]) -> StormTrack:
    """Return the track that ``track_json`` wrote."""
    return record_of(StormTrack, value)


def _storm(row: sa.RowMapping) -> StormRecord:
    return record_of(StormRecord, row)


def _bulletin(row: sa.RowMapping) -> Bulletin:
    return record_of(Bulletin, row)


def _order(row: sa.RowMapping) -> StormOrder:
    return record_of(StormOrder, row)
