"""Proposals as arrays, in the order of the list, for checks that are vectorised."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from registry.checks.context import Bools, Context, Floats, Ints
from registry.geo.crs import to_metric
from registry.model.positions import Confidence
from registry.model.requests import Proposal


@dataclass(frozen=True)
class Proposals:
    """n proposals; ``x``/``y`` metric, ``lon``/``lat`` EPSG:4326, nan where the position is not known."""

    rows: Sequence[Proposal]
    lon: Floats
    lat: Floats
    x: Floats
    y: Floats
    accuracy_m: Floats
    known: Bools
    repaired: Bools
    operator: Ints  # index in Context.operators, -1 not known

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def known_rows(self) -> Ints:
        """Indices of the proposals whose position is known."""
        return np.flatnonzero(self.known)

    @classmethod
    def of(cls, rows: Sequence[Proposal], context: Context) -> "Proposals":
        """Lay proposals out as arrays and transform their positions to the metric CRS once."""
        nan = float("nan")
        lon = np.array([nan if r.position.lon is None else r.position.lon for r in rows], dtype=float)
        lat = np.array([nan if r.position.lat is None else r.position.lat for r in rows], dtype=float)
        known = np.isfinite(lon) & np.isfinite(lat)
        x, y = np.full(len(rows), nan), np.full(len(rows), nan)
        if known.any():
            x[known], y[known] = to_metric(lon[known], lat[known], context.metric_epsg)
        return cls(
            rows=rows,
            lon=lon,
            lat=lat,
            x=x,
            y=y,
            accuracy_m=np.array([r.position.accuracy_m for r in rows], dtype=float),
            known=known,
            repaired=np.array([r.position.confidence is Confidence.PROPOSED for r in rows], dtype=bool),
            operator=np.array([context.operator_index(r.operator) for r in rows], dtype=np.int64),
        )
