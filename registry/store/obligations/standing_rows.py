"""What stands, read as columns for the compliance run: masts, their stations, and what was learnt of them."""

import datetime as dt
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.mast_rows import MastRows
from registry.model.numbered import Places, numbered
from registry.model.standing import Days, Fact, Ints, Objects, Small, StandingMasts, StandingStations
from registry.model.standing_works import standing_of
from registry.model.vietnam_time import day_of
from registry.store.arrays import Array, arrays_of
from registry.store.changes import stable_id
from registry.store.field.tables import inspections, mast_safety, self_inspections
from registry.store.obligations.tables import mast_facts
from registry.store.register.states_now import stands_now
from registry.store.tables import site_aliases, stations, structures

_STATION = ("structure_id", "operator", "technology", "emf_certificate", "emf_expires_on")
_ALIAS = ("site_id", "operator", "code", "former", "last_listed")
_NEVER = np.datetime64("NaT", "D")


def load_standing(
    connection: Connection, rows: MastRows, day: dt.date
) -> tuple[StandingMasts, StandingStations]:
    """Return every mast of ``rows`` that stands on a day, with its stations; of 200,000 in half a second.

    ``rows`` are those that the checks look at. Read here is only what they do not hold; a mast that is gone
    by now is left out.
    """
    return standing_of(
        rows,
        day,
        own=arrays_of(connection, structures, ("id", "permit", "robust"), stands_now(day)),
        heights=arrays_of(  # few stand on a building
            connection, structures, ("id", "building_height_m"), structures.c.building_height_m.is_not(None)
        ),
        aliases=arrays_of(connection, site_aliases, _ALIAS, site_aliases.c.operator != ""),
        carried=arrays_of(connection, stations, _STATION),
    )


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
