"""Which masts changed after an entry of the ledger, by the structures that stand."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.tables import ledger, sites, stations, structures


def structures_changed(connection: Connection, since: int) -> set[str]:
    """Return the ids of structures that changed, or whose site or station did, after entry ``since``."""

    def changed(table: sa.Table) -> sa.Select[tuple[str]]:
        return sa.select(ledger.c.record).where(ledger.c.seq > since, ledger.c.table_name == table.name)

    queries = (
        sa.select(structures.c.id).where(structures.c.id.in_(changed(structures))),
        sa.select(structures.c.id).where(structures.c.site_id.in_(changed(sites))),
        sa.select(stations.c.structure_id).where(stations.c.id.in_(changed(stations))),
    )
    return {str(found) for query in queries for found in connection.execute(query).scalars()}
