"""Campaigns and their targets as rows: who may know of which, and the masts in the order of visits."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.field.inspections import CampaignKind
from registry.store.field.tables import campaign_targets, campaigns, inspections
from registry.store.reading import Row, count_of, kept_to, narrowed, rows_of


def list_campaigns(connection: Connection, *, state: str = "", bound_to: str | None = None) -> list[Row]:
    """Return campaigns, the newest first; ``bound_to``: those that this organisation may know of."""
    query = narrowed(
        sa.select(campaigns).order_by(campaigns.c.at.desc(), campaigns.c.id), campaigns, state=state
    )
    if bound_to is not None:
        query = query.where(campaigns.c.id.in_(_own(bound_to)))
    return rows_of(connection, query)


def may_know(connection: Connection, campaign: str, bound_to: str | None) -> bool:
    """Whether a campaign is one that an organisation may know of; None: everybody's."""
    if bound_to is None:
        return True
    query = sa.select(campaigns.c.id).where(campaigns.c.id == campaign, campaigns.c.id.in_(_own(bound_to)))
    return connection.execute(query).first() is not None


def targets_of(
    connection: Connection, campaign: str, *, assignee: str = "", bound_to: str | None = None
) -> list[Row]:
    """Return a campaign's targets in the order of visits; of one account, of one organisation's masts."""
    query = narrowed(sa.select(campaign_targets), campaign_targets, assignee=assignee)
    query = kept_to(query.where(campaign_targets.c.campaign == campaign), campaign_targets, bound_to)
    return rows_of(connection, query.order_by(campaign_targets.c.place, campaign_targets.c.id))


def open_structures(connection: Connection, campaign: str) -> list[str]:
    """Return the structures of a campaign that are not left out, in the order of visits."""
    query = sa.select(campaign_targets.c.structure).where(
        campaign_targets.c.campaign == campaign, campaign_targets.c.state == "open"
    )
    return list(connection.execute(query.order_by(campaign_targets.c.place)).scalars())


def ordered_again(connection: Connection, structures: Sequence[str]) -> list[Row]:
    """Return which of some structures open campaigns of the office have, with the reason there, and the
    campaign's name, kind and first day; the newest campaign first."""
    query = (
        sa.select(
            campaign_targets.c.structure,
            campaign_targets.c.reason,
            campaigns.c.id,
            campaigns.c.name,
            campaigns.c.kind,
            campaigns.c.period_from,
        )
        .join(campaigns, campaigns.c.id == campaign_targets.c.campaign)
        .where(
            campaigns.c.state == "open",
            campaigns.c.kind != CampaignKind.SELF,  # of these nobody of the office visits
            campaign_targets.c.state == "open",
        )
        .order_by(campaigns.c.at.desc(), campaigns.c.id)
    )
    wanted = frozenset(structures)
    return [row for row in rows_of(connection, query) if row["structure"] in wanted]


def last_place(connection: Connection, campaign: str) -> int:
    """Return the last place in the order of visits of a campaign; 0 where it has no target."""
    query = sa.select(sa.func.max(campaign_targets.c.place)).where(campaign_targets.c.campaign == campaign)
    return count_of(connection, query)


def _own(organisation: str) -> Any:
    """Return the ids of campaigns in which an organisation has a target that it may know of.

    A spot check (kiểm tra đối chứng) is not announced: it is known once the mast was visited. "" is nobody.
    """
    visited = sa.exists().where(
        inspections.c.campaign == campaign_targets.c.campaign,
        inspections.c.structure == campaign_targets.c.structure,
        inspections.c.finished_at != "",
    )
    query = (
        sa.select(campaign_targets.c.campaign)
        .join(campaigns, campaigns.c.id == campaign_targets.c.campaign)
        .where(sa.or_(campaigns.c.kind != CampaignKind.SPOT_CHECK, visited))
    )
    return kept_to(query, campaign_targets, organisation)
