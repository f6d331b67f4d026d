"""What the register knows of standing masts besides their lists, gathered for the compliance run."""

import datetime as dt

import numpy as np

from registry.checks.compliance.facts import agreed_places, known_of, urban_when_built
from registry.checks.context import Context
from registry.checks.standing_works import PlannedPlaces
from registry.model.requests.desk_records import ApprovalState
from registry.model.standing import KnownFacts, StandingMasts
from registry.store.database import Connection
from registry.store.obligations.standing_rows import load_facts, load_inspected
from registry.store.register.plans import load_versions
from registry.store.register.sites import columns_of, objects
from registry.store.requests.agreements import list_approvals
from registry.store.tables import planned_positions
from registry.store.zones.zones import load_zones


def known_facts(connection: Connection, context: Context, masts: StandingMasts) -> KnownFacts:
    """Gather what is known of the masts; what somebody read in a paper goes before what a layer says."""
    agreed = {
        item.site_id: (item.lon, item.lat)
        for item in list_approvals(connection)
        if item.state in (ApprovalState.APPROVED, ApprovalState.COMPLETED)
    }
    return known_of(
        load_facts(connection, masts.structure_ids),
        urban_when_built(load_zones(connection), context, masts),
        load_inspected(connection, masts.structure_ids),
        agreed_places(masts, agreed),
    )


def planned_places(connection: Connection) -> PlannedPlaces:
    """Return the positions of every plan that was ever entered."""
    planned = columns_of(connection, planned_positions, ("operator", "lon", "lat"))
    lon, lat = (np.array(planned[name], dtype=float) for name in ("lon", "lat"))  # None becomes nan
    since: dict[str, dt.date] = {}
    for version in load_versions(connection):
        since[version.operator] = min(version.valid_from, since.get(version.operator, dt.date.max))
    return PlannedPlaces(objects(planned["operator"]), lon, lat, since)
