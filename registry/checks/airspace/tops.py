"""Tops: the height of everything above ground, as far as a row states it, and of what of it may fall."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from registry.checks.context import Bools, Floats, Ints
from registry.checks.proposals import Proposals
from registry.checks.stated import alike_in
from registry.model.requests.proposals import Proposal

_READ = ("mast_height_m", "rod_m", "building_height_m", "top_agl_m", "support", "mast_class", "form")
MISSING = ("mast_height_m", "building_height_m")
"""The fields without which a top is only a lower bound, in the order in which they are asked for."""


@dataclass(frozen=True, slots=True)
class Top:
    """``at_least_m``: what the stated parts add up to, in metres above ground (None: no height at all).

    ``missing`` names the fields without which that is only a lower bound; ``rod_stated`` is False where the
    lightning rod (kim thu sét) is in neither the sum nor a stated top.
    """

    at_least_m: float | None
    missing: tuple[str, ...]
    rod_stated: bool


def top_of(row: Proposal) -> Top:
    """Add up what the row states: its top as such, else mast, rod and, on a roof, the building.

    A mast of a roof class or form stands on a roof even where the row does not say so, and so does one whose
    row gives a building height (``Proposal.on_roof``).
    """
    on_roof = row.on_roof
    missing = []
    if row.mast_height_m is None:
        missing.append("mast_height_m")
    if on_roof and row.building_height_m is None:
        missing.append("building_height_m")
    stated = [row.mast_height_m, row.rod_m, row.building_height_m if on_roof else None]
    parts = [part for part in stated if part is not None]
    if row.top_agl_m is not None:  # one below its own parts is an error, and no way round a limit
        return Top(max(row.top_agl_m, sum(parts)), (), True)
    return Top(sum(parts) if parts else None, tuple(missing), row.rod_m is not None)


def fall_of(row: Proposal) -> Top:
    """Return how far what is put up may reach if it falls: mast and rod, in metres.

    The building under a roof mast stays standing, and no text that was read counts it. A top above ground
    that is higher than the stated parts stands for what they leave out, on a roof less the building.
    """
    parts = [part for part in (row.mast_height_m, row.rod_m) if part is not None]
    stated = sum(parts) if parts else None
    above = _above_base_m(row)
    if above is not None:
        return Top(max(above, stated or 0.0), (), True)
    missing = ("mast_height_m",) if row.mast_height_m is None else ()
    return Top(stated, missing, row.rod_m is not None)


def _above_base_m(row: Proposal) -> float | None:
    """Return a stated top as metres above the mast's own base; None where that cannot be told."""
    if row.top_agl_m is None:
        return None
    if not row.on_roof:
        return row.top_agl_m
    return None if row.building_height_m is None else max(row.top_agl_m - row.building_height_m, 0.0)


@dataclass(frozen=True, slots=True)
class Tops:
    """The tops of n rows, see ``Top``: ``at_least_m`` is nan for no height.

    ``bounds``: where something is missing, so that the top is only a lower bound; ``first_missing`` is the
    place in ``MISSING`` of what is asked for first, the mast's height where nothing is missing.
    """

    at_least_m: Floats
    bounds: Bools
    first_missing: Ints
    rod_stated: Bools

    def at(self, row: int) -> Top:
        """Return the top of one row; of what is missing only the first."""
        height = float(self.at_least_m[row])
        missing = (MISSING[self.first_missing[row]],) if self.bounds[row] else ()
        return Top(None if np.isnan(height) else height, missing, bool(self.rod_stated[row]))


def tops_of(proposals: Proposals) -> Tops:
    """Return the tops of a list; worked out once, and once for all rows that state the same."""
    return _kept(proposals, top_of)


def falls_of(proposals: Proposals) -> Tops:
    """Return how far what the rows of a list put up may reach if it falls; worked out as ``tops_of``."""
    return _kept(proposals, fall_of)


def _kept(proposals: Proposals, read: Callable[[Proposal], Top]) -> Tops:
    kept, key = proposals.worked_out, id(read)
    if key not in kept:
        if len(proposals) == 1:
            kept[key] = _laid_out([read(proposals.rows[0])])
        else:
            if id(Top) not in kept:
                kept[id(Top)] = alike_in(proposals, *_READ)
            same = kept[id(Top)]
            different = _laid_out([read(proposals.rows[row]) for row in same.first.tolist()])
            kept[key] = Tops(
                different.at_least_m[same.which],
                different.bounds[same.which],
                different.first_missing[same.which],
                different.rod_stated[same.which],
            )
    found: Tops = kept[key]
    return found


def _laid_out(tops: list[Top]) -> Tops:
    return Tops(
        np.array([top.at_least_m for top in tops], dtype=float),
        np.array([bool(top.missing) for top in tops], dtype=bool),
        np.array([MISSING.index(top.missing[0]) if top.missing else 0 for top in tops], dtype=np.int64),
        np.array([top.rod_stated for top in tops], dtype=bool),
    )
