"""Where a layer of zones is complete, as the office states it (khai phạm vi đầy đủ): by a paper, from a day.

Where a layer is complete, no zone means that there is none, and checks then answer instead of "not known".
So a statement names its paper, and it is written to the ledger like an import of zones.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import shapely

from registry.errors import RefusalError
from registry.model.areas import Layer, LayerCoverage
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.store.changes import difference
from registry.store.tables import layer_coverages
from registry.store.zones.zones import coverage_row, load_coverages

Stated = tuple[str, LayerCoverage]
"""A statement with its key in the register."""


def stated_complete(registry: Registry) -> list[Stated]:
    """Return every statement of the register, by layer, the newest first."""
    with registry.database.read() as connection:
        found = [(str(coverage_row(item)["id"]), item) for item in load_coverages(connection)]
    return sorted(found, key=lambda one: (one[1].layer.value, -one[1].valid_from.toordinal()))


@one_moment()
def state_complete(
    registry: Registry,
    layer: Layer,
    *,
    decision: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    communes: Sequence[str] = (),
    who: str,
) -> LayerCoverage:
    """State that a layer is complete in the whole territory, or in ``communes`` (codes in force that day).

    The same layer, paper and first day again replaces what was stated of them. Refused without a paper
    (``ZONES-NO-DECISION``), with its days turned (``VALIDITY-TURNED``), and for a commune that the register
    has no boundary of on the first day (``COVERAGE-COMMUNE``).
    """
    decision = decision.strip()
    if not decision:
        raise RefusalError("ZONES-NO-DECISION")
    if valid_to is not None and valid_to < valid_from:
        raise RefusalError("VALIDITY-TURNED", first=valid_from, last=valid_to)
    made = LayerCoverage(layer, decision, valid_from, valid_to)
    if communes:
        made = replace(made, geometry=_area(registry, communes, valid_from))
    options = {
        "layer": layer.value, "decision": decision, "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else "",
        "covers": ", ".join(sorted(communes)) or "territory",
    }  # fmt: skip
    with deed(registry, "zones", who, options=options) as own:
        own.add(difference(own.connection, layer_coverages, [coverage_row(made)]).changes)
    return made


@one_moment()
def withdraw_complete(registry: Registry, key: str, *, who: str) -> None:
    """Take a statement back that was made by mistake; the ledger keeps it (``COVERAGE-UNKNOWN``)."""
    with deed(registry, "zones", who) as made:
        row = made.standing(layer_coverages, key, unknown="COVERAGE-UNKNOWN")
        made.about["options"] = {"layer": row["layer"], "decision": row["decision"], "withdrawn": key}
        made.remove(layer_coverages, key)


def _area(registry: Registry, communes: Sequence[str], day: dt.date) -> shapely.Geometry:
    """Return the communes' area together, in degrees (EPSG:4326)."""
    known = {item.code: item.boundary for item in context_for(registry, day).units.communes}
    for code in communes:
        if known.get(code) is None:
            raise RefusalError("COVERAGE-COMMUNE", commune=code[:20], day=day)
    return shapely.union_all([known[code] for code in communes])
