"""What the office sets for the overview: its radius, and the weights of its ranking."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.errors import RefusalError
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import Actor
from registry.services.office.registry import Registry
from registry.services.office.settings import write_settings
from registry.services.overview.measures import criteria
from registry.store.office.operators import load_settings

RADIUS, WEIGHTS = "overview_radius_m", "overview_weights"
LEAST_M, MOST_M, MOST_WEIGHT = 100.0, 20_000.0, 100.0


@dataclass(frozen=True, slots=True)
class OverviewSettings:
    """``radius_m``: how far from a mast ground counts as near one; None: the office has not said.

    ``weights`` are those that the office stated, by criterion; ``stated`` says whether it stated any:
    without, the ranking is by the illustrative ones of ``data/overview.toml``.
    """

    radius_m: float | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    stated: bool = False


def overview_settings(registry: Registry) -> OverviewSettings:
    """Return what the office has set; the illustrative weights where it stated none."""
    with registry.database.read() as connection:
        values = load_settings(connection)
    given = values.get(WEIGHTS) or {}
    weights = {one.code: float(given.get(one.code, one.weight)) for one in criteria()}
    radius = values.get(RADIUS)
    return OverviewSettings(None if radius is None else float(radius), weights, bool(given))


@one_moment()
def set_overview_settings(
    registry: Registry,
    *,
    radius_m: float | None,
    weights: Mapping[str, float] | None,
    who: Actor,
    since: int | None = None,
) -> None:
    """State the radius (metres; None takes it away) and all weights (None: back to the illustrative ones).

    Refused for a number that makes no sense (``OVERVIEW-RADIUS``, ``OVERVIEW-WEIGHT``), and where somebody
    changed them after ``since``.
    """
    if radius_m is not None and not LEAST_M <= radius_m <= MOST_M:
        raise RefusalError("OVERVIEW-RADIUS", value=radius_m, least=LEAST_M, most=MOST_M)
    for value in (weights or {}).values():
        if not 0 <= value <= MOST_WEIGHT:
            raise RefusalError("OVERVIEW-WEIGHT", value=value, most=MOST_WEIGHT)
    stated = None if weights is None else {one.code: float(weights.get(one.code, 0)) for one in criteria()}
    with registry.database.write() as connection:
        write_settings(
            connection, {RADIUS: radius_m, WEIGHTS: stated}, about="overview", who=who, since=since
        )
