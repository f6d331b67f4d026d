"""What the field knows of every mast, in one look: when it was last visited, how many defects stand."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.field.defects import STANDING_DEFECTS
from registry.store.field.tables import defects, inspections


def last_visits(connection: Connection) -> dict[str, str]:
    """Return structure -> when its latest finished visit ended (ISO text, as the phone's clock was put
    right)."""
    query = (
        sa.select(inspections.c.structure, sa.func.max(inspections.c.finished_at))
        .where(inspections.c.finished_at != "")
        .group_by(inspections.c.structure)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def standing_defects(connection: Connection) -> list[tuple[str, str, int]]:
    """Return (structure, organisation responsible, how many defects stand)."""
    query = (
        sa.select(defects.c.structure, defects.c.organisation, sa.func.count())
        .where(defects.c.state.in_(sorted(STANDING_DEFECTS)))
        .group_by(defects.c.structure, defects.c.organisation)
    )
    return [
        (structure, organisation, int(count)) for structure, organisation, count in connection.execute(query)
    ]
