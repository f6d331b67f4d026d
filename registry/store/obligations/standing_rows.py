"""What stands, read as columns for the compliance run: masts, their stations, and what was learnt of them."""

from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.mast_rows import MastRows
from registry.model.numbered import Places, numbered
from registry.model.standing import Days, Fact, Ints, Objects, Small, StandingMasts, StandingStations
from registry.model.vietnam_time import day_of
from registry.store.arrays import Array, arrays_of
from registry.store.changes import stable_id
from registry.store.field.tables import inspections, mast_safety, self_inspections
from registry.store.obligations.tables import mast_facts
from registry.store.tables import site_aliases, stations, structures

_STATES = ("in_service", "suspended", "under_construction")
_STATION = ("structure_id", "operator", "technology", "emf_certificate", "emf_expires_on")
_ALIAS = ("site_id", "operator", "code", "former", "last_listed")
_NEVER = np.datetime64("NaT", "D")


def load_standing(connection: Connection, rows: MastRows) -> tuple[StandingMasts, StandingStations]:
    """Return every mast of ``rows`` that stands, with its stations; of 200,000 in half a second.

    ``rows`` are those that the checks look at. Read here is only what they do not hold; a mast that is gone
    by now is left out.
    """
    own = arrays_of(connection, structures, ("id", "permit", "robust"), structures.c.state.in_(_STATES))
    row_of = Places(rows.structure_ids)
    at = row_of.of(own["id"])
    held = np.zeros(len(rows), dtype=bool)
    held[at[at >= 0]] = True
    held &= np.logical_or.reduce([rows.states == state for state in _STATES])
    row_of.keep(held)
    chosen = np.flatnonzero(held)
    structure_ids, site_ids = rows.structure_ids[chosen], rows.site_ids[chosen]
    row, known = _known(row_of.of(own["id"]))
    permits, robust = np.full(len(chosen), "", dtype=object), np.full(len(chosen), -1, dtype=np.int8)
    permits[row], robust[row] = own["permit"][known], own["robust"][known]
    site, different = numbered(site_ids)
    aliases = _Aliases(connection, different, rows.codes[chosen], site)
    stands = _stations(connection, row_of, site, aliases)
    leading = aliases.leading[site]
    masts = StandingMasts(
        structure_ids=structure_ids,
        site_ids=site_ids,
        codes=rows.codes[chosen],
        operators=aliases.operators[leading],
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
        building_height_m=_building_heights(connection, row_of, len(chosen)),
        states=rows.states[chosen],
        built_on=rows.built_on[chosen],
        built_year_only=rows.built_year_only[chosen],
        permits=permits,
        designed_operators=rows.designed_operators[chosen],
        robust=robust,
        networks=_networks(stands, len(chosen)),
        listed_on=aliases.listed_on(site, leading),
    )
    return masts, stands


def _building_heights(connection: Connection, row_of: Places, masts: int) -> Array:
    """Return the height of the building below each mast, nan where none is stated; few stand on one."""
    stated = arrays_of(
        connection, structures, ("id", "building_height_m"), structures.c.building_height_m.is_not(None)
    )
    heights = np.full(masts, np.nan)
    row, known = _known(row_of.of(stated["id"]))
    heights[row] = stated["building_height_m"][known]
    return heights


def _stations(connection: Connection, row_of: Places, site: Ints, aliases: "_Aliases") -> StandingStations:
    """Read the stations on masts, each of which stands on a ``site``."""
    carried = arrays_of(connection, stations, _STATION)
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

    def __init__(self, connection: Connection, site_ids: Objects, codes: Objects, site: Ints) -> None:
        read = arrays_of(connection, site_aliases, _ALIAS, site_aliases.c.operator != "")
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


def load_facts(connection: Connection, structure_ids: Objects) -> dict[Fact, Small]:
    """Return what was learnt of the masts, by fact; facts that nobody stated are left out."""
    read = arrays_of(connection, mast_facts, ("structure", "fact", "value"), mast_facts.c.value != "")
    row, known = _rows_of(read["structure"], structure_ids)
    yes = read["value"][known] == "yes"
    fact, facts = numbered(read["fact"][known])
    found: dict[Fact, Small] = {}
    for at, name in enumerate(facts):
        found[Fact(name)] = np.full(len(structure_ids), -1, dtype=np.int8)
        found[Fact(name)][row[fact == at]] = yes[fact == at]
    return found


def facts_of_mast(connection: Connection, structure: str) -> dict[Fact, dict[str, Any]]:
    """Return the rows of what was learnt of one mast, by fact."""
    query = sa.select(mast_facts).where(mast_facts.c.structure == structure)
    return {Fact(row["fact"]): dict(row) for row in connection.execute(query).mappings()}


def fact_id(structure: str, fact: Fact) -> str:
    """Return the key of what is known of one mast in one respect."""
    return stable_id("mast_fact", structure, fact.value)


def load_inspected(connection: Connection, structure_ids: Objects) -> tuple[Days, Objects, Days]:
    """Return the last structural inspection of each mast with its result, and the last look of any kind."""
    inspected = np.full(len(structure_ids), _NEVER)
    results = np.full(len(structure_ids), "", dtype=object)
    looked = np.full(len(structure_ids), np.iinfo(np.int64).min)  # as NaT counts

    def see(structures_seen: Array, days: Array) -> tuple[Ints, Array]:
        row, known = _rows_of(structures_seen, structure_ids)
        np.maximum.at(looked, row, days[known].astype("datetime64[D]").astype(np.int64))
        return row, known

    stated = arrays_of(
        connection, mast_safety, ("structure", "inspected_on", "inspection_result"),
        mast_safety.c.inspected_on.is_not(None),
    )  # fmt: skip
    row, known = see(stated["structure"], stated["inspected_on"])
    inspected[row] = stated["inspected_on"][known]
    results[row] = stated["inspection_result"][known]
    own = arrays_of(connection, self_inspections, ("structure", "inspected_on"))
    see(own["structure"], own["inspected_on"])
    ended = arrays_of(connection, inspections, ("structure", "finished_at"))
    days = [day_of(moment) if moment else None for moment in ended["finished_at"]]
    see(ended["structure"], np.array(days, dtype="datetime64[D]"))  # None becomes NaT
    return inspected, results, looked.view("datetime64[D]")


def _rows_of(named: Objects, structure_ids: Objects) -> tuple[Ints, Array]:
    """Return the rows of the masts that are named and stand, and which of ``named`` they are."""
    return _known(Places(structure_ids if len(named) else ()).of(named))


def _known(places: Ints) -> tuple[Ints, Array]:
    """Return the places that there are, and which rows have one."""
    return places[places >= 0], places >= 0
