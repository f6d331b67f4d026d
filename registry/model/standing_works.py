"""Standing works laid out as the compliance run asks for them: out of columns of a register, or of a lake."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.model.mast_rows import MastRows
from registry.model.numbered import Places, numbered
from registry.model.standing import Days, Ints, Objects, StandingMasts, StandingStations
from registry.model.standing_days import stands_on, states_on

Array = npt.NDArray[Any]
Table = Mapping[str, Array]
_NEVER = np.datetime64("NaT", "D")


def standing_of(
    rows: MastRows, day: dt.date, *, own: Table, heights: Table, aliases: Table, carried: Table
) -> tuple[StandingMasts, StandingStations]:
    """Return every mast of ``rows`` that stands on a day, with its stations and its state then.

    Columns by name, what is not stated "" in texts, nan in numbers, NaT in days, -1 of yes or no: ``own`` of
    structures that stand (id, permit, robust), ``heights`` of those that state one (id,
    building_height_m), ``aliases`` that an operator gave (site_id, operator, code, former, last_listed) and
    the stations ``carried`` (structure_id, operator, technology, emf_certificate, emf_expires_on).
    """
    row_of = Places(rows.structure_ids)
    at = row_of.of(own["id"])
    held = np.zeros(len(rows), dtype=bool)
    held[at[at >= 0]] = True
    held &= stands_on(rows.states, rows.built_on, rows.dismantled_on, day)
    row_of.keep(held)
    chosen = np.flatnonzero(held)
    structure_ids, site_ids = rows.structure_ids[chosen], rows.site_ids[chosen]
    row, known = _known(row_of.of(own["id"]))
    permits, robust = np.full(len(chosen), "", dtype=object), np.full(len(chosen), -1, dtype=np.int8)
    permits[row], robust[row] = own["permit"][known], own["robust"][known]
    site, different = numbered(site_ids)
    listing = _Aliases(aliases, different, rows.codes[chosen], site)
    stands = _stations(carried, row_of, site, listing)
    leading = listing.leading[site]
    masts = StandingMasts(
        structure_ids=structure_ids,
        site_ids=site_ids,
        codes=rows.codes[chosen],
        operators=listing.operators[leading],
        owners=rows.owners[chosen],
        communes=rows.commune_codes[chosen],
        lon=rows.lon[chosen],
        lat=rows.lat[chosen],
        accuracy_m=rows.accuracy_m[chosen],
        mast_classes=rows.mast_classes[chosen],
        old_classes=rows.old_classes[chosen],
        forms=rows.forms[chosen],
        supports=rows.supports[chosen],
        mast_height_m=rows.mast_height_m[chosen],
        building_height_m=_building_heights(heights, row_of, len(chosen)),
        states=states_on(rows.states, rows.built_on, rows.dismantled_on, day)[chosen],
        built_on=rows.built_on[chosen],
        built_year_only=rows.built_year_only[chosen],
        permits=permits,
        designed_operators=rows.designed_operators[chosen],
        robust=robust,
        networks=_networks(stands, len(chosen)),
        listed_on=listing.listed_on(site, leading),
    )
    return masts, stands


def _building_heights(stated: Table, row_of: Places, masts: int) -> Array:
    """Return the height of the building below each mast, nan where none is stated; few stand on one."""
    heights = np.full(masts, np.nan)
    row, known = _known(row_of.of(stated["id"]))
    heights[row] = stated["building_height_m"][known]
    return heights


def _stations(carried: Table, row_of: Places, site: Ints, aliases: "_Aliases") -> StandingStations:
    """Lay out the stations on masts, each of which stands on a ``site``."""
    mast, kept = _known(row_of.of(carried["structure_id"]))
    operator, operators = numbered(carried["operator"][kept])
    technology, technologies = numbered(carried["technology"][kept])
    of_aliases = Places(aliases.operators).of(operators)
    return StandingStations(
        mast=mast,
        operators=operators[operator],  # one text each, not one a station
        technologies=technologies[technology],
        certificates=carried["emf_certificate"][kept],
        expires_on=carried["emf_expires_on"][kept],
        listed_on=aliases.listed_on(site[mast], of_aliases[operator]),
    )


def _networks(stands: StandingStations, masts: int) -> Ints:
    """Return how many operators have a station on each mast."""
    operator, operators = numbered(stands.operators)
    pairs = np.unique(stands.mast * len(operators) + operator)
    return np.bincount(pairs // max(len(operators), 1), minlength=masts)


class _Aliases:
    """Which operators list a site, and since when; ``operators`` are theirs, the first is nobody ("").

    ``leading`` is, by site, who lists it under the site's own code, else anybody who lists it.
    """

    def __init__(self, read: Table, site_ids: Objects, codes: Objects, site: Ints) -> None:
        of_site, kept = _known(Places(site_ids).of(read["site_id"]))
        operator, different = numbered(read["operator"][kept])
        order = sorted(range(len(different)), key=different.__getitem__)
        rank = np.zeros(len(different), dtype=np.int64)
        rank[order] = np.arange(1, len(different) + 1)
        operator = rank[operator]
        self.operators: Objects = np.array(["", *different[order]], dtype=object)
        code_of = np.empty(len(site_ids), dtype=object)
        code_of[site] = codes
        # One that lists it now goes before one that did formerly, then by the operators' codes.
        place = read["former"][kept] * len(self.operators) + operator
        own = read["code"][kept] == code_of[of_site]
        first = np.full(len(site_ids), np.iinfo(np.int64).max)
        np.minimum.at(first, of_site, np.where(own, 0, 2 * len(self.operators)) + place)
        self.leading = np.where(first == np.iinfo(np.int64).max, 0, first % len(self.operators))
        pair, self._pairs = numbered(of_site * len(self.operators) + operator)
        self._newest = np.full(len(self._pairs), np.iinfo(np.int64).min)
        days = read["last_listed"][kept].astype(np.int64)  # NaT is the least of all
        np.maximum.at(self._newest, pair, days)

    def listed_on(self, site: Ints, operator: Ints) -> Days:
        """Return the day of each operator's newest list that names the site; -1 and 0 are no operators."""
        at = _sorted_places(site * len(self.operators) + operator, self._pairs)
        known = (at >= 0) & (operator > 0)
        found = np.full(len(site), _NEVER)
        found[known] = self._newest[at[known]].view("datetime64[D]")
        return found


def _sorted_places(wanted: Ints, keys: Ints) -> Ints:
    """Return where each wanted number stands among different ``keys``, -1 where it does not."""
    if not len(keys):
        return np.full(len(wanted), -1, dtype=np.int64)
    order = np.argsort(keys)
    at = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)]
    return np.where(keys[at] == wanted, at, -1)


def _known(places: Ints) -> tuple[Ints, Array]:
    """Return the places that there are, and which rows have one."""
    return places[places >= 0], places >= 0
