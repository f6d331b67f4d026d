"""Hosts: masts near a row that could carry its antennas, and why each might not do.

Only masts that count on the day are known here: dismantled ones are left out before.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from registry.appraisal import verdict
from registry.checks.context import Context
from registry.checks.host_masts import Room, owner_of, room_of
from registry.checks.networks import networks_of, operator_codes
from registry.checks.proposals import Proposals
from registry.checks.spacing_neighbours import distances_m
from registry.geo.distances import azimuth_deg
from registry.law import Law
from registry.model.findings import Verdict
from registry.model.positions import Position
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.siting.judging import judge

MOST = 8
COARSE_M = 100.0
_OWN = frozenset({"HOST-OWN-NETWORK", "HOST-OWN"})
FULL_PCT = 100.0
"""A mast that uses so much of what it can bear takes nothing more, whatever a rule of the day asks."""


@dataclass(frozen=True, slots=True)
class Host:
    """A mast (code, EPSG:4326) with metres and direction from the row, what is known of it, and doubts.

    ``top_agl_m`` is everything above ground, ``mast_height_m`` the mast alone; None where not stated.
    ``doubts`` are message codes of why it might not do. ``verdict`` is what the full rule set recommends
    for the row shared on this mast.
    """

    code: str
    lon: float
    lat: float
    distance_m: float
    azimuth_deg: float
    top_agl_m: float | None
    mast_height_m: float | None
    mast_class: str
    owner: str
    operators: tuple[str, ...]
    doubts: tuple[str, ...]
    verdict: Verdict

    @property
    def own(self) -> bool:
        """Whether it is the proposer's own or carries its network already: nobody is asked to share it."""
        return not _OWN.isdisjoint(self.doubts)


def hosts_near(
    row: Proposal,
    context: Context,
    law: Law,
    *,
    radius_m: float,
    most: int = MOST,
    named: Collection[str] = (),
) -> list[Host]:
    """Return at most ``most`` masts of others within ``radius_m`` and as many own ones, which come last.

    Those of others with the fewest doubts come first, then the nearest; of the own ones the nearest. The
    masts whose codes are ``named`` are there in any case.
    """
    masts = context.masts
    if not row.position.known or not len(masts):
        return []
    proposals = Proposals.of([row], context)
    near = np.sort(masts.tree.query(proposals.points[0], "dwithin", radius_m * 1.01))
    if not len(near):
        return []
    lon, lat = np.full(len(near), proposals.lon[0]), np.full(len(near), proposals.lat[0])
    metres = distances_m(lon, lat, masts.lon[near], masts.lat[near])
    mask = int(networks_of(proposals, context)[0])
    found = []
    for mast, distance in zip(near.tolist(), metres.tolist(), strict=True):
        if distance <= radius_m and str(masts.codes[mast]) != row.replaces:
            doubts = tuple(_doubts(mast, mask, row, context))
            own = not _OWN.isdisjoint(doubts)
            found.append((own, 0 if own else len(doubts), distance, str(masts.codes[mast]), mast, doubts))
    found.sort()
    shown: Counter[bool] = Counter()
    hosts = []
    for own, _, distance, code, mast, doubts in found:
        shown[own] += 1
        if shown[own] <= most or code in named:
            hosts.append(_host(row, (mast, distance), doubts, context, law))
    return hosts


def _height(mast: int, context: Context) -> float | None:
    """Return the height of the mast alone in metres, None where it is not stated."""
    heights = context.masts.mast_height_m
    return None if heights is None or np.isnan(heights[mast]) else float(heights[mast])


def _too_low(mast: int, room: Room, context: Context) -> str:
    """Return the doubt about a mast's height, "" where there is none."""
    if room.top_m is None:
        return "HOST-HEIGHT-UNKNOWN"
    shorter = "HOST-SHORTER" if np.isnan(context.masts.top_agl_m[mast]) else "HOST-LOWER"
    return shorter if room.lower else ""


def _doubts(mast: int, mask: int, row: Proposal, context: Context) -> list[str]:
    masts = context.masts
    carried = int(masts.networks[mast])
    doubts = []
    if carried & mask:
        doubts.append("HOST-OWN-NETWORK")
    elif row.operator and owner_of(mast, context).code == row.operator:
        doubts.append("HOST-OWN")
    room = room_of(mast, row, mask, context)
    low = _too_low(mast, room, context)
    if low:
        doubts.append(low)
    if room.full:
        doubts.append("HOST-FULL")
    if room.loaded(FULL_PCT):
        doubts.append("HOST-LOADED")
    if masts.small[mast]:
        doubts.append("HOST-SMALL")
    if masts.approved_only[mast]:
        doubts.append("HOST-NOT-BUILT")
    if masts.in_question[mast]:
        doubts.append("HOST-IN-QUESTION")
    if carried == 0:
        doubts.append("HOST-NETWORKS-UNKNOWN")
    if masts.accuracy_m[mast] > COARSE_M:
        doubts.append("HOST-PLACE-COARSE")
    return doubts


def _host(row: Proposal, at: tuple[int, float], doubts: tuple[str, ...], context: Context, law: Law) -> Host:
    mast, distance = at
    masts = context.masts
    lon, lat, top = float(masts.lon[mast]), float(masts.lat[mast]), float(masts.top_agl_m[mast])
    own = row.position
    shared = replace(
        row,
        kind=ProposalKind.SHARE,
        position=Position(lon, lat, accuracy_m=float(masts.accuracy_m[mast])),
        host=str(masts.codes[mast]),
        owner="",
        note="",
        sharing_sent="",  # what was asked and answered about other masts; the register's own names its mast
        sharing_replied="",
    )
    return Host(
        code=str(masts.codes[mast]),
        lon=lon,
        lat=lat,
        distance_m=distance,
        azimuth_deg=float(azimuth_deg(own.lon or 0.0, own.lat or 0.0, lon, lat)) if distance else 0.0,
        top_agl_m=None if np.isnan(top) else top,
        mast_height_m=_height(mast, context),
        mast_class=str(masts.mast_classes[mast] or ""),
        owner=str(masts.owners[mast] or ""),
        operators=tuple(operator_codes(int(masts.networks[mast]), context)),
        doubts=doubts,
        verdict=verdict(judge(shared, [], context, law)),
    )
