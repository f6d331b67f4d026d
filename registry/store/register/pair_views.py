"""The sites that *same mast?* questions are about, read for a list of pairs."""

from typing import Any

import sqlalchemy as sa

from registry.store.register.same_mast import OPEN
from registry.store.tables import same_mast, site_aliases, sites, stations, structures


def sites_in_question(connection: sa.Connection, *, decided: bool) -> dict[str, dict[str, Any]]:
    """Return, by id, every site of an open (or of a decided) question, merged into another or not.

    Each has its columns and ``structures`` (rows, by id), ``operators`` (codes, in order) and ``codes``
    (all of its names, its own first).
    """
    asked = same_mast.c.state != OPEN if decided else same_mast.c.state == OPEN
    wanted = sa.union(sa.select(same_mast.c.site_a).where(asked), sa.select(same_mast.c.site_b).where(asked))
    found: dict[str, dict[str, Any]] = {
        row["id"]: {**row, "structures": [], "operators": [], "codes": [row["code"]]}
        for row in connection.execute(sa.select(sites).where(sites.c.id.in_(wanted))).mappings()
    }
    standing = sa.select(structures).where(structures.c.site_id.in_(wanted)).order_by(structures.c.id)
    for row in connection.execute(standing).mappings():
        found[row["site_id"]]["structures"].append(dict(row))
    carried = (
        sa.select(structures.c.site_id, stations.c.operator)
        .join(stations, stations.c.structure_id == structures.c.id)
        .where(structures.c.site_id.in_(wanted))
        .distinct()
        .order_by(stations.c.operator)
    )
    for site, operator in connection.execute(carried):
        found[site]["operators"].append(operator)
    named = (
        sa.select(site_aliases.c.site_id, site_aliases.c.code)
        .where(site_aliases.c.site_id.in_(wanted))
        .order_by(site_aliases.c.code)
    )
    for site, code in connection.execute(named):
        if code not in found[site]["codes"]:
            found[site]["codes"].append(code)
    return found
