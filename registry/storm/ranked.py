"""The two lists of a storm as sequences of ranked masts; a rank is written out when it is looked at."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import overload

import numpy as np
import numpy.typing as npt

from registry.model.storm.factor_weights import RiskList
from registry.model.storm.storms import RankedMast, RankPart
from registry.storm.chances import Floats, Term
from registry.storm.exposure import StormExposure
from registry.storm.hurts_dark import HurtsDark
from registry.storm.may_fall import MayFall
from registry.storm.rank_parts import DARK, FALL, MISSING_OF, Seen

Writer = Callable[[Seen], RankPart]
_AT_ONCE = 4_096  # masts: their columns as lists


class RankedList(Sequence[RankedMast]):
    """The masts that a storm reaches in the order of one list, the first to act at first.

    ``rows`` are rows of the exposure's masts; ``scores``, ``chances``, ``flagged`` and ``danger`` stand in
    their order. A mast has the same chance to fall and flag in both lists' sense of ``flagged``.
    """

    def __init__(self, which: RiskList, fall: MayFall, dark: HurtsDark) -> None:
        self.which, self.fall, self.dark = which, fall, dark
        falls = which is RiskList.MAY_FALL
        self._places: npt.NDArray[np.int64] = fall.order if falls else dark.order
        self._terms: dict[str, tuple[Term, str]] = (
            {name: (term, "chance") for name, term in fall.terms.items()}
            if falls
            else {name: (term, "chance") for name, term in dark.chances.items()}
            | {name: (term, "value") for name, term in dark.values.items()}
        )
        self._writers = FALL if falls else DARK
        self._chance = fall.chance if falls else dark.chance
        self._score = fall.chance if falls else dark.score

    @property
    def exposure(self) -> StormExposure:
        """The winds that it rests on."""
        return self.fall.exposure

    @cached_property
    def rows(self) -> npt.NDArray[np.int64]:
        """Rows of the masts in the order of the list."""
        return np.asarray(self.fall.rows[self._places])

    @cached_property
    def scores(self) -> Floats:
        """What the list is in order of."""
        return np.asarray(self._score[self._places])

    @cached_property
    def chances(self) -> Floats:
        """The chance that each may fall, or goes dark."""
        return np.asarray(self._chance[self._places])

    @cached_property
    def flagged(self) -> npt.NDArray[np.bool_]:
        """Whether the warning singles each mast out: it may fall, or a dangerous defect stands at it."""
        return np.asarray(self.fall.flagged[self._places])

    @cached_property
    def place_of(self) -> dict[str, int]:
        """The place of each structure in the list, 0 first."""
        ids = self.exposure.masts.structure_ids[self.rows]
        return {identity: place for place, identity in enumerate(ids.tolist())}

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> RankedMast: ...
    @overload
    def __getitem__(self, index: slice) -> list[RankedMast]: ...
    def __getitem__(self, index: int | slice) -> RankedMast | list[RankedMast]:
        if isinstance(index, slice):
            return list(self._written(range(*index.indices(len(self)))))
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        return next(self._written(range(place, place + 1)))

    def __iter__(self) -> Iterator[RankedMast]:
        return self._written(range(len(self)))

    def briefly(self) -> Iterator[RankedMast]:
        """Yield every mast; only those that the warning singles out with their parts and what is missing.

        Letters to 200,000 masts say why for those alone; to say all parts of all is most of the work.
        """
        return self._written(range(len(self)), briefly=True)

    def some(self, places: npt.NDArray[np.int64]) -> Iterator[RankedMast]:
        """Yield the masts at some places of the list, 0 first."""
        return self._written(places)

    def _written(
        self, places: range | npt.NDArray[np.int64], *, briefly: bool = False
    ) -> Iterator[RankedMast]:
        """Write out the masts at some places, taken out of the columns many at a time."""
        for start in range(0, len(places), _AT_ONCE):
            yield from self._block(np.array(places[start : start + _AT_ONCE]), briefly=briefly)

    def _block(self, places: npt.NDArray[np.int64], *, briefly: bool) -> Iterator[RankedMast]:
        order = self._places[places]
        rows, masts, fall = self.fall.rows[order], self.exposure.masts, self.fall
        on = {mask: masts.operators_of(mask) for mask in set(masts.networks[rows].tolist())}
        communes = (*masts.communes, ("", ""))  # -1, where none is known, is the last
        columns = zip(
            places.tolist(), order.tolist(), rows.tolist(), masts.structure_ids[rows].tolist(),
            masts.site_ids[rows].tolist(), masts.codes[rows].tolist(), masts.commune[rows].tolist(),
            masts.owners[rows].tolist(), masts.networks[rows].tolist(), self.exposure.each(rows),
            self._score[order].tolist(), self._chance[order].tolist(), fall.chance[order].tolist(),
            fall.flagged[order].tolist(), fall.danger[order].tolist(), strict=True,
        )  # fmt: skip
        for (
            place, at, row, structure, site, code, commune, owner, mask, exposure,
            score, chance, fall_chance, flagged, danger,
        ) in columns:  # fmt: skip
            told = flagged or not briefly
            seen = Seen(self.exposure, fall.facts, fall.weights, row)
            yield RankedMast(
                rank=place + 1,
                structure_id=structure,
                site_id=site,
                code=code,
                commune_code=communes[commune][0],
                commune=communes[commune][1],
                owner=owner,
                operators=on[mask],
                exposure=exposure,
                score=score,
                parts=self._parts(at, seen) if told else (),
                missing=self._missing(seen) if told else (),
                chance=chance,
                fall_chance=fall_chance,
                flagged=flagged,
                danger=danger,
            )

    def _parts(self, at: int, seen: Seen) -> tuple[RankPart, ...]:
        return tuple(
            RankPart(name, value, float(term.factor[at]), code, params, kind, float(term.spread[at]))
            for name, (term, kind) in self._terms.items()
            for value, code, params in (self._writers[name](seen),)
        )

    def _missing(self, seen: Seen) -> tuple[str, ...]:
        return tuple(name for name, gone in MISSING_OF[self.which].items() if gone(seen))
