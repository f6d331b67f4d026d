"""Replies that contradict the register (SHR-02): no mast where one stands, no room where some is stated.

A reply is somebody's word, and the register holds what carriers listed: which of the two is right is for a
person to find out, so such a row never passes (QĐ 72/2025 Điều 15(7)a asks for the requests and replies).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from registry.checks.context import Context, Ints
from registry.checks.host_masts import Room, owner_of, room_of
from registry.checks.networks import networks_of, operator_codes
from registry.checks.proposals import Proposals
from registry.checks.sharing_texts import NO_MAST
from registry.checks.spacing_neighbours import STRETCH, distances_m
from registry.geo.distances import line
from registry.law import Rule
from registry.messages import Words
from registry.model.findings import Finding, Outcome
from registry.model.requests.proposals import SharingSeen
from registry.model.requests.sharing_grounds import SharingGround
from registry.model.site_codes import plain_code

EXACT_M = 100.0
"""A mast that may stand farther off than this contradicts nobody."""
_ROOM = frozenset({SharingGround.LOAD, SharingGround.HEIGHT})


def contradicted(
    told: Sequence[tuple[Finding, Sequence[int]]], seen: Mapping[int, Sequence[SharingSeen]],
    proposals: Proposals, context: Context, rule: Rule,
) -> dict[int, Finding]:  # fmt: skip
    """Return the reviews, by row, of those that pass on a reply which the register contradicts.

    ``told`` are findings with the rows that have them; ``seen`` are, by row, the sharing requests of the
    register that were judged; a row without any was judged by its own texts.
    """
    passing = [(finding, rows) for finding, rows in told if finding.outcome is Outcome.PASS]
    if not passing or not len(context.masts):
        return {}
    return _Claims(proposals, context, rule).answered(passing, seen)


@dataclass(frozen=True)
class _Claims:
    """Rows of a list beside the masts that their replies deny."""

    proposals: Proposals
    context: Context
    rule: Rule

    @cached_property
    def masks(self) -> Ints:
        """The networks that each row is for."""
        return networks_of(self.proposals, self.context)

    def answered(
        self,
        passing: Sequence[tuple[Finding, Sequence[int]]],
        seen: Mapping[int, Sequence[SharingSeen]],
    ) -> dict[int, Finding]:
        """Return the reviews, by row, of the rows that pass and are contradicted."""
        passed: dict[int, Finding] = {}
        for finding, rows in passing:  # rows of one finding have one reply, so the first speaks for all
            if self._no_mast(rows[0], seen.get(rows[0], ())):
                passed |= dict.fromkeys((row for row in rows if self.proposals.known[row]), finding)
        answers = {
            row: self._finding(row, mast, metres, passed[row])
            for row, mast, metres in self._standing(np.array(sorted(passed), dtype=np.int64))
        }
        for finding, rows in passing:
            for row in rows if rows[0] in seen else ():
                if row not in answers:
                    mast = next((at for item in seen[row] if (at := self._with_room(row, item)) >= 0), -1)
                    if mast >= 0:
                        answers[row] = self._finding(row, mast, None, finding)
        return answers

    def _no_mast(self, index: int, seen: Sequence[SharingSeen]) -> bool:
        """Whether the reply is that there is no mast to share."""
        if seen:
            return any(item.ground == SharingGround.NONE or NO_MAST.search(item.reason) for item in seen)
        return NO_MAST.search(self.proposals.rows[index].sharing_replied) is not None

    def _standing(self, asked: Ints) -> Iterator[tuple[int, int, float]]:
        """Yield (row, mast, metres) of the mast of another's that could best be shared, where one is near."""
        if not len(asked):
            return
        masts, proposals, near = self.context.masts, self.proposals, self._limit("near_m")
        reach = (near + np.hypot(proposals.accuracy_m[asked], EXACT_M)) * STRETCH
        at, mast = masts.tree.query(proposals.points[asked], predicate="dwithin", distance=reach)
        row = asked[at]
        metres = distances_m(proposals.lon[row], proposals.lat[row], masts.lon[mast], masts.lat[mast])
        slack = np.hypot(proposals.accuracy_m[row], masts.accuracy_m[mast])
        kept = (metres <= near + slack) & (masts.accuracy_m[mast] <= EXACT_M)
        kept &= ~masts.small[mast] & ~masts.approved_only[mast]
        kept &= (masts.networks[mast] & self.masks[row]) == 0
        best: dict[int, tuple[bool, float, str, int]] = {}
        for pair in np.flatnonzero(kept).tolist():
            index, one = int(row[pair]), int(mast[pair])
            operator = proposals.rows[index].operator
            if operator and owner_of(one, self.context).code == operator:
                continue
            room = self._room(index, one)
            key = (room.full or room.lower, float(metres[pair]), str(masts.codes[one]), one)
            best[index] = min(best.get(index, key), key)
        for index, (_, distance, _, one) in sorted(best.items()):
            yield index, one, distance

    def _with_room(self, index: int, item: SharingSeen) -> int:
        """Return the mast that the register states room of, which its owner denied; -1 for none."""
        mast = self.context.masts.by_plain_code.get(plain_code(item.mast), -1) if item.mast else -1
        if mast < 0 or item.ground not in _ROOM:
            return -1
        room = self._room(index, mast)
        if item.ground == SharingGround.HEIGHT:
            stated = room.top_m is not None and room.needed_m is not None
            return mast if stated and not room.lower else -1
        return mast if room.left(self._limit("load_pct")) else -1

    def _room(self, index: int, mast: int) -> Room:
        return room_of(mast, self.proposals.rows[index], int(self.masks[index]), self.context)

    def _limit(self, name: str) -> float:
        return self.rule.threshold(name).value or 0.0

    def _finding(self, index: int, mast: int, metres: float | None, passed: Finding) -> Finding:
        """Return the review in the place of a pass; ``metres`` None: the owner denies room, not the mast."""
        masts, owner = self.context.masts, owner_of(mast, self.context)
        found = Finding(
            self.rule.code, Outcome.REVIEW, "SHR-02-ROOM" if metres is None else "SHR-02-CONTRADICTED",
            {
                **passed.params,
                "host": str(masts.codes[mast]),
                "owner": owner.name or Words("chủ cột chưa rõ", "an unknown owner"),
            },
            related=str(masts.codes[mast]),
            related_operator="+".join(operator_codes(int(masts.networks[mast]), self.context)),
        )  # fmt: skip
        if metres is not None:
            near = self._limit("near_m")
            found.params |= {"distance": metres, "limit": near}
            found.measured, found.limit, found.unit = metres, near, "m"
        if self.proposals.known[index]:
            at = float(self.proposals.lon[index]), float(self.proposals.lat[index])
            found.evidence = line(at, (float(masts.lon[mast]), float(masts.lat[mast])))
        return found
