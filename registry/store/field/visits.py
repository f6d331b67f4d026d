"""Visits of masts and what carriers stated of their own, as rows: by campaign, by mast, to be looked at."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.field.inspections import CABLE, CampaignKind, ItemKind
from registry.store.field.tables import campaigns, field_items, field_minutes, inspections, self_inspections
from registry.store.reading import Row, count_of, kept_to, narrowed, rows_of

_STANDS = inspections.c.dropped_at == ""


def list_visits(
    connection: Connection,
    *,
    campaign: str = "",
    structure: str = "",
    since: str = "",
    reviewed: bool | None = None,
    most: int | None = None,
) -> list[Row]:
    """Return visits, those that came in last first; ``since``: received then (ISO, UTC) or later.

    Here and below without those that were dropped: begun by mistake, they count for nothing.
    """
    query = sa.select(inspections).where(_STANDS).order_by(inspections.c.received_at.desc(), inspections.c.id)
    query = narrowed(query, inspections, campaign=campaign, structure=structure)
    if since:
        query = query.where(inspections.c.received_at >= since)
    if reviewed is not None:
        query = query.where((inspections.c.reviewed_at != "") == reviewed)
    return rows_of(connection, query.limit(most))


def count_unreviewed(connection: Connection) -> int:
    """Return how many visits the office has not looked at."""
    return count_of(connection, sa.select(sa.func.count()).where(_STANDS, inspections.c.reviewed_at == ""))


def count_received(connection: Connection, since: str) -> int:
    """Return how many visits were received then (ISO, UTC) or later."""
    return count_of(connection, sa.select(sa.func.count()).where(_STANDS, inspections.c.received_at >= since))


def ends_of_visits(connection: Connection, campaign: str) -> list[tuple[str, str, str, str]]:
    """Return (structure, visit, its sheet, when it was finished; "": not yet) of a campaign, the latest end
    first.
    """
    of = inspections.c
    query = sa.select(of.structure, of.id, of.checklist, of.finished_at).where(
        _STANDS, of.campaign == campaign
    )
    return [tuple(row) for row in connection.execute(query.order_by(inspections.c.finished_at.desc()))]


def ended_since(connection: Connection, since: str) -> list[tuple[str, str, str, str, str]]:
    """Return (structure, visit, when it was finished, its campaign, that one's name) of visits of masts that
    were finished at ``since`` (ISO text, a day is enough) or later; the cable round a mast is not the mast.
    """
    of = inspections.c
    query = (
        sa.select(of.structure, of.id, of.finished_at, of.campaign, campaigns.c.name)
        .join(campaigns, campaigns.c.id == of.campaign, isouter=True)
        .where(_STANDS, of.finished_at >= since, of.checklist != CABLE)
    )
    return [
        (structure, visit, at, campaign or "", name or "")
        for structure, visit, at, campaign, name in connection.execute(query)
    ]


def visits_remarked(connection: Connection, campaign: str) -> list[str]:
    """Return the visits of a campaign that have a note of the mast as a whole."""
    of = field_items.c
    query = sa.select(of.inspection).join(inspections, inspections.c.id == of.inspection).distinct()
    query = query.where(_STANDS, inspections.c.campaign == campaign, of.kind == ItemKind.NOTE, of.entry == "")
    return list(connection.execute(query).scalars())


def ends_at(connection: Connection, structures: Collection[str]) -> list[tuple[str, str]]:
    """Return (structure, when a visit there was finished) of some masts, the earliest end first."""
    query = (
        sa.select(inspections.c.structure, inspections.c.finished_at)
        .where(_STANDS, inspections.c.finished_at != "", inspections.c.structure.in_(sorted(structures)))
        .order_by(inspections.c.finished_at)
    )
    return [tuple(row) for row in connection.execute(query)]


def visited_twice(connection: Connection) -> list[str]:
    """Return the structures that were visited twice in one campaign or outside any, or by a spot check (kiểm
    tra đối chứng) beside any other visit, which is its purpose; sorted.
    """
    found = _often(connection, sa.true(), inspections.c.structure, inspections.c.campaign)
    checked = sa.select(inspections.c.structure).where(inspections.c.campaign.in_(_checks()))
    found |= _often(connection, inspections.c.structure.in_(checked), inspections.c.structure)
    return sorted(found)


def spot_checks(connection: Connection) -> frozenset[str]:
    """Return the campaigns that are spot checks."""
    return frozenset(connection.execute(_checks()).scalars())


def _checks() -> sa.Select[Any]:
    return sa.select(campaigns.c.id).where(campaigns.c.kind == CampaignKind.SPOT_CHECK)


def _often(connection: Connection, which: Any, *alike: Any) -> set[str]:
    """Return the structures with more than one visit of those ``which``, counted by the columns ``alike``."""
    query = (
        sa.select(inspections.c.structure).where(_STANDS, which).group_by(*alike).having(sa.func.count() > 1)
    )
    return set(connection.execute(query).scalars())


def list_stated(connection: Connection, *, campaign: str = "", bound_to: str | None = None) -> list[Row]:
    """Return what carriers stated (rows of ``self_inspections``), by day of inspection and row of list."""
    query = sa.select(self_inspections).order_by(
        self_inspections.c.inspected_on, self_inspections.c.row, self_inspections.c.id
    )
    query = narrowed(query, self_inspections, campaign=campaign)
    return rows_of(connection, kept_to(query, self_inspections, bound_to))


def stated_minutes(connection: Connection) -> list[Row]:
    """Return what was stated of every minutes, the latest last."""
    return rows_of(connection, sa.select(field_minutes).order_by(field_minutes.c.at))
