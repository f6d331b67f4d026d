"""The rows of a storm's letters: a mast as it stands when the letter is drafted, with what is to be done.

Many masts are alike in what they are asked and by when, and one mast stands in the letters of several
carriers: what is asked, why a mast is singled out and how a moment is written are each made once.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from registry.model.storm.storm_records import OrderAction, OrderDanger, OrderRow
from registry.model.storm.storms import Exposure, RankedMast
from registry.services.critical.served import Served
from registry.services.storm.actions import Actions, actions_for
from registry.services.storm.ordered_masts import Needed, Recipient, by_commune
from registry.services.storm.rank_words import why
from registry.services.storm.served_places import names_served
from registry.store.storm.masts import LetterFacts

_UNKNOWN = LetterFacts(0.0, 0.0, "", None)


class OrderRows:
    """Writes the rows of all letters of one drafting.

    ``met`` are the masts with strong wind and their bands, ``facts`` what a letter needs of each beside.
    """

    def __init__(
        self, met: Sequence[tuple[RankedMast, str]], facts: Mapping[str, LetterFacts], known: Actions
    ) -> None:
        self.met, self.facts, self.known = met, facts, known
        self.bands = {mast.structure_id: band for mast, band in met}
        self._asked: dict[tuple[Any, ...], tuple[OrderAction, ...]] = {}
        self._why: dict[str, dict[str, str]] = {}

    def of_carrier(
        self,
        side: Recipient,
        codes: Mapping[str, str],
        places: Served,
        *,
        dangers: Mapping[str, tuple[OrderDanger, ...]],
    ) -> list[OrderRow]:
        """Return the rows of one recipient's letter, by commune; ``codes`` are its own, by site.

        ``dangers`` are the dangerous defects that stand and that it answers for, by structure; ``places`` the
        critical places that hang on masts.
        """
        serves = names_served(places, side.code)
        rows = []
        for mast in side.masts:
            structure = mast.structure_id
            found = dangers.get(structure, ())
            rows.append(
                self._row(
                    mast, self.bands[structure], self.facts.get(structure) or _UNKNOWN,
                    own_code=codes.get(mast.site_id, ""),
                    actions=self._actions(mast, side, danger=bool(found)), dangers=found, dependence={},
                    serves=serves.get(structure, ()), places_known=places.known,
                )
            )  # fmt: skip
        return by_commune(rows)

    def to_power(self, needed: Needed, fallen: Collection[str]) -> list[OrderRow]:
        """Return the masts whose grid power matters most: robust, alone in their commune, shared by networks.

        In that order, and within each by how much it hurts when dark; masts that have ``fallen`` count for
        no commune.
        """
        alone = needed.only(fallen)
        found: list[tuple[int, int, OrderRow]] = []
        for mast, band in self.met:
            fact = self.facts.get(mast.structure_id)
            if band not in self.known.power_bands or fact is None:
                continue
            only, networks = mast.structure_id in alone, len(mast.operators)
            shared = networks >= self.known.power_operators
            grade = 0 if fact.robust else 1 if only else 2 if shared else 3
            if grade > 2:
                continue
            told = {"robust": bool(fact.robust), "only": only, "networks": networks}
            row = self._row(mast, band, fact, own_code="", actions=(), dependence=told)
            found.append((grade, needed.place.get(mast.structure_id, mast.rank), row))
        return [row for _grade, _rank, row in sorted(found, key=lambda item: item[:2])]

    def _actions(self, mast: RankedMast, side: Recipient, *, danger: bool) -> tuple[OrderAction, ...]:
        structure = mast.structure_id
        band, form = self.bands[structure], (self.facts.get(structure) or _UNKNOWN).form
        owner, network = structure in side.answers, side.code in mast.operators
        start = mast.exposure.onset_at or mast.exposure.peak_at
        key = (band, form, owner, network, start, danger)
        asked = self._asked.get(key)
        if asked is None:
            asked = self._asked[key] = actions_for(
                self.known, band, form, owner=owner, network=network, start=start, danger=danger
            )
        return asked

    def _reasons(self, mast: RankedMast) -> dict[str, str]:
        """Return by language why the warning singles a mast out, nothing where it does not."""
        if not (mast.flagged and mast.parts):
            return {}
        told = self._why.get(mast.structure_id)
        if told is None:
            told = self._why[mast.structure_id] = {lang: why(mast, lang) for lang in ("vi", "en")}
        return told

    def _row(self, mast: RankedMast, band: str, fact: LetterFacts, **own: Any) -> OrderRow:
        seen = mast.exposure
        return OrderRow(
            structure=mast.structure_id,
            code=mast.code,
            commune_code=mast.commune_code,
            commune=mast.commune,
            lon=fact.lon,
            lat=fact.lat,
            form=fact.form,
            band=band,
            rank=mast.rank,
            score=round(mast.score, 4),
            **winds_of(seen),
            chance=round(mast.fall_chance, 4),
            flagged=mast.flagged,
            why=self._reasons(mast),
            **own,
        )


def winds_of(seen: Exposure) -> dict[str, Any]:
    """Return what a row says of the wind that a mast meets."""
    return {
        "gust_ms": round(seen.gust_ms, 2),
        "gust_level": seen.gust_level,
        "mean_level": seen.mean_level,
        "design_ms": seen.design_ms,
        "design_source": seen.design_source,
        "ratio": None if seen.ratio is None else round(seen.ratio, 4),
        "error": seen.error,
        "onset_at": _iso(seen.onset_at),
        "peak_at": _iso(seen.peak_at),
        "corrected": seen.corrected,
    }


@lru_cache(maxsize=8_192)
def _iso(moment: dt.datetime | None) -> str:
    return "" if moment is None else moment.astimezone(dt.UTC).replace(microsecond=0).isoformat()
