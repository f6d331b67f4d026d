"""What could stand here? The findings for one spot on the map."""

import datetime as dt
from typing import Any

from registry.checks.on_day.judging import judge
from registry.errors import RefusalError
from registry.model.findings import Finding
from registry.model.positions import Position
from registry.model.requests.proposals import ASKED_KINDS, Proposal, ProposalKind
from registry.model.sites import MastClass, Support
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import check_operator, context_for


def check_place(lon: float, lat: float) -> None:
    """Refuse what is no place on earth in degrees (``SPOT-POSITION``)."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise RefusalError("SPOT-POSITION", lon=lon, lat=lat)


def spot_proposal(
    lon: float,
    lat: float,
    *,
    mast_class: str | None = None,
    height_m: float | None = None,
    operator: str = "",
    kind: str = "new",
    **fields: Any,
) -> Proposal:
    """Build the proposal that a spot stands for; raises RefusalError naming the parameter that is wrong."""
    check_place(lon, lat)
    if height_m is not None and not 0 < height_m < 1000:
        raise RefusalError("SPOT-HEIGHT", height=height_m)
    try:
        chosen = MastClass(mast_class) if mast_class else None
    except ValueError as error:
        known = ", ".join(item.value for item in MastClass)
        raise RefusalError("SPOT-CLASS", value=str(mast_class), known=known) from error
    try:
        asked = ASKED_KINDS[ASKED_KINDS.index(ProposalKind(kind))]
    except ValueError as error:
        known = ", ".join(item.value for item in ASKED_KINDS)
        raise RefusalError("SPOT-KIND", value=kind, known=known) from error
    if chosen in (MastClass.A1A, MastClass.A2A):
        fields.setdefault("support", Support.ROOF)
    elif chosen is MastClass.A2B:
        fields.setdefault("support", Support.GROUND)
    return Proposal(
        sheet="",
        row=0,
        position=Position(lon, lat, raw=(str(lon), str(lat))),
        operator=operator,
        kind=asked,
        mast_class=chosen,
        mast_height_m=height_m,
        **fields,
    )


def check_spot(
    registry: Registry,
    lon: float,
    lat: float,
    *,
    mast_class: str | None = None,
    height_m: float | None = None,
    operator: str = "",
    kind: str = "new",
    as_of: dt.date | None = None,
    **fields: Any,
) -> list[Finding]:
    """Return the findings of every registered check for one spot (EPSG:4326), by the law of ``as_of``.

    ``operator`` is an operator's code; further ``fields`` are those of Proposal (``ground_elevation_m``,
    ``shared_with`` ...). Raises RefusalError for a value that makes no sense.
    """
    context = context_for(registry, as_of or today())
    check_operator(operator, context)
    proposal = spot_proposal(
        lon, lat, mast_class=mast_class, height_m=height_m, operator=operator, kind=kind, **fields
    )
    return judge([proposal], context)[0][0]
