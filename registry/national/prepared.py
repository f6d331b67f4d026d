"""A province read and ready to be judged, kept by whoever judges several parts of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from registry.checks.context import Context
from registry.checks.on_day.contexts import context_on
from registry.checks.on_day.open_rows import OpenRows
from registry.checks.on_day.standing_proposals import standing_proposals
from registry.collector import paused_collector
from registry.lake.layout import LakeLayer
from registry.lake.manifest import Manifest
from registry.lake.reading import Lake
from registry.law import Law, law_in_force
from registry.model.areas import Layer
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.national.arrays import Columns
from registry.national.halo import (
    Across,
    Near,
    Spots,
    across,
    near_of,
    reach_m,
    widened,
    with_across,
    with_open,
    zone_reach_m,
)
from registry.national.held import Held, read_held
from registry.national.proposals import Request, open_rows_of, proposals_of, requests_of

KEPT = 2


@dataclass(eq=False)
class Prepared:
    """A province on a day: what it holds, the context of the day, and the provinces of the lake around it."""

    lake: Lake
    held: Held
    context: Context
    others: tuple[Manifest, ...]

    @cached_property
    def law(self) -> Law:
        """The law by which the province's rows are judged."""
        context = self.context
        return law_in_force(
            context.province, context.as_of, office=context.office_numbers, own=context.own_law
        )

    @cached_property
    def reach(self) -> float:
        """How far the checks look for masts and proposals here, in metres."""
        return reach_m(self.law)

    @cached_property
    def zone_reach(self) -> dict[Layer, float]:
        """How far the checks look for zones here, in metres by layer."""
        return zone_reach_m(self.law)

    @cached_property
    def rows(self) -> Columns:
        """The rows of the open requests."""
        manifest = self.held.manifest
        return Columns(self.lake.table(manifest, LakeLayer.PROPOSALS), by=("number", "row", "id"))

    @cached_property
    def requests(self) -> list[Request]:
        """The open requests with their rows."""
        return requests_of(self.rows)

    @cached_property
    def proposals(self) -> list[Proposal]:
        """The rows of the open requests as they are judged."""
        return proposals_of(self.rows)

    @cached_property
    def open_rows(self) -> OpenRows:
        """The rows that others keep a distance to."""
        return OpenRows(open_rows_of(self.rows))

    @cached_property
    def standing(self) -> list[Proposal]:
        """Every mast that counts on the day as a proposal to move it to where it stands.

        A mast that moves is set aside, and the place is judged as a new one's, as the run is asked to. As a
        replacement it would be for review beside whatever it stands too near to (decision 0151).
        """
        every = standing_proposals(self.held.masts, self.context)
        return [replace(one, kind=ProposalKind.RELOCATE) for one in every]

    @cached_property
    def across_requests(self) -> Across:
        """What stands across the border near the rows of the open requests."""
        return self._across(LakeLayer.PROPOSALS)

    @cached_property
    def across_masts(self) -> Across:
        """What stands across the border near the masts."""
        return self._across(LakeLayer.SITES)

    @cached_property
    def wide_requests(self) -> Context:
        """The context that knows what stands across the border near the rows of the open requests."""
        return with_across(self.context, self.across_requests)

    @cached_property
    def wide_masts(self) -> Context:
        """The context that knows what stands across the border near the masts."""
        return with_across(self.context, self.across_masts)

    def context_of(self, request: str, *, wide: bool) -> Context:
        """Return the context in which the rows of a request are judged: all other open requests are known."""
        context = self.wide_requests if wide else self.context
        own = self.open_rows.proposals(self.context, request) if len(self.open_rows) else None
        if own is not None and len(own):
            context = replace(context, open_proposals=own)
        return with_open(context, self.across_requests) if wide else context

    @cached_property
    def near_requests(self) -> Near:
        """Which rows of the open requests have something of another province within reach."""
        spots = Spots(self.rows.numbers("lon"), self.rows.numbers("lat"), self.rows.numbers("accuracy_m"))
        return near_of(
            self.across_requests, spots, self.reach, self.context.metric_epsg, zones_m=self.zone_reach
        )

    @cached_property
    def near_masts(self) -> Near:
        """Which masts that count on the day have something of another province within reach."""
        masts = self.context.masts
        spots = Spots(masts.lon, masts.lat, masts.accuracy_m)
        return near_of(
            self.across_masts, spots, self.reach, self.context.metric_epsg, zones_m=self.zone_reach
        )

    def _across(self, layer: LakeLayer) -> Across:
        box = self.held.manifest.file(layer).bbox
        wide = zones = None
        if box is not None:
            columns = self.rows if layer is LakeLayer.PROPOSALS else self.held.sites
            own = float(np.nanmax(columns.numbers("accuracy_m"), initial=0.0))
            zones = widened(box, max(self.reach, *self.zone_reach.values()) + own)
            wide = widened(box, self.reach + own) if self.reach else None
        return across(self.lake, self.others, self.context, wide, zones)


@lru_cache(maxsize=KEPT)
def prepared(folder: Path, day: dt.date, province: str, mark: str) -> Prepared:  # noqa: ARG001 - of the key
    """Return a province of a lake ready to be judged by the law of a day.

    ``mark`` stands for the lake's manifests: a lake that was exported anew is read anew.
    """
    with paused_collector():
        lake = Lake(folder)
        manifest = lake.manifest(province, day)
        held = read_held(lake, manifest)
        context = context_on(held, day, province, held.epsg).context
        others: Sequence[Manifest] = [item for item in lake.manifests(day) if item.province != province]
        return Prepared(lake, held, context, tuple(others))


def portion_of(starts: Sequence[int], total: int, of: int) -> list[int]:
    """Return the portion (of ``of``) of items that start at these rows of ``total``."""
    found: list[int] = np.minimum(np.array(starts, dtype=np.int64) * of // max(total, 1), of - 1).tolist()
    return found
