"""What stands, read as columns for the compliance run: masts, their stations, and what was learnt of them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection

from registry.collector import paused_collector
from registry.model.standing import Days, Fact, Ints, Objects, Small, StandingMasts, StandingStations
from registry.model.vietnam_time import day_of
from registry.store.changes import stable_id
from registry.store.field.tables import inspections, mast_safety, self_inspections
from registry.store.obligations.tables import mast_facts
from registry.store.register.sites import columns_of, objects, plain_rows, texts
from registry.store.tables import site_aliases, sites, stations, structures

_STATES = ("in_service", "suspended", "under_construction")
_PLACE = ("id", "code", "lon", "lat", "accuracy_m", "commune_code")
_MAST = (
    "id", "site_id", "mast_class", "old_class", "form", "support", "mast_height_m", "building_height_m",
    "owner", "state", "built_on", "built_year_only", "permit", "designed_operators", "robust",
)  # fmt: skip
_STATION = ("structure_id", "operator", "technology", "emf_certificate", "emf_expires_on")


def load_standing(connection: Connection) -> tuple[StandingMasts, StandingStations]:
    """Read every mast that stands on a site of its own, with its stations; 200,000 in some seconds."""
    with paused_collector():
        place, mast, code_of = _standing(connection)
        leading, listed = _listed(connection, code_of)
        row_of = {identity: row for row, identity in enumerate(mast["id"])}
        stands = _stations(connection, row_of, place["id"], listed)
        operators = objects([leading.get(site, "") for site in place["id"]])
        masts = StandingMasts(
            structure_ids=mast["id"],
            site_ids=place["id"],
            codes=place["code"],
            operators=operators,
            owners=texts(mast["owner"]),
            communes=texts(place["commune_code"]),
            lon=place["lon"].astype(np.float64),
            lat=place["lat"].astype(np.float64),
            accuracy_m=place["accuracy_m"].astype(np.float64),
            mast_classes=texts(mast["mast_class"]),
            old_classes=texts(mast["old_class"]),
            forms=texts(mast["form"]),
            supports=texts(mast["support"]),
            mast_height_m=mast["mast_height_m"].astype(np.float64),
            building_height_m=mast["building_height_m"].astype(np.float64),
            states=mast["state"],
            built_on=mast["built_on"].astype("datetime64[D]"),
            built_year_only=mast["built_year_only"].astype(bool),
            permits=texts(mast["permit"]),
            designed_operators=mast["designed_operators"].astype(np.float64),
            robust=_yes_no(mast["robust"]),
            networks=_networks(stands, len(row_of)),
            listed_on=_days(listed.get(pair) for pair in zip(place["id"], operators, strict=True)),
        )
        return masts, stands


def _standing(connection: Connection) -> tuple[dict[str, Objects], dict[str, Objects], dict[str, str]]:
    """Return columns of sites and of structures, a row a standing mast in order of codes; code by site."""
    places = columns_of(connection, sites, _PLACE, sites.c.merged_into.is_(None))
    masts = columns_of(connection, structures, _MAST, structures.c.state.in_(_STATES))
    place_of = {identity: row for row, identity in enumerate(places["id"])}
    found = sorted(
        (places["code"][at], identity, at, row)
        for row, (identity, site) in enumerate(zip(masts["id"], masts["site_id"], strict=True))
        if (at := place_of.get(site, -1)) >= 0
    )
    sites_of = np.array([item[2] for item in found], dtype=np.int64)
    rows = np.array([item[3] for item in found], dtype=np.int64)
    return (
        {name: objects(values)[sites_of] for name, values in places.items()},
        {name: objects(values)[rows] for name, values in masts.items()},
        dict(zip(places["id"], places["code"], strict=True)),
    )


def _stations(
    connection: Connection, row_of: dict[str, int], site_ids: Objects, listed: dict[tuple[str, str], Any]
) -> StandingStations:
    """Read the stations on masts: ``row_of`` by structure, ``site_ids`` by row, ``listed`` as ``_listed``."""
    carried = columns_of(connection, stations, _STATION)
    kept = [row for row, key in enumerate(carried["structure_id"]) if key in row_of]
    station = {name: objects(values)[kept] for name, values in carried.items()}
    of_mast = np.array([row_of[key] for key in station["structure_id"]], dtype=np.int64)
    return StandingStations(
        mast=of_mast,
        operators=station["operator"],
        technologies=texts(station["technology"]),
        certificates=texts(station["emf_certificate"]),
        expires_on=station["emf_expires_on"].astype("datetime64[D]"),
        listed_on=_days(
            listed.get((site_ids[row], operator))
            for row, operator in zip(of_mast.tolist(), station["operator"], strict=True)
        ),
    )


def _networks(stands: StandingStations, masts: int) -> Ints:
    """Return how many operators have a station on each mast."""
    pairs = set(zip(stands.mast.tolist(), stands.operators, strict=True))
    return np.bincount(np.array([row for row, _ in pairs], dtype=np.int64), minlength=masts)


def _listed(
    connection: Connection, code_of: dict[str, str]
) -> tuple[dict[str, str], dict[tuple[str, str], Any]]:
    """Return site -> who lists it under the site's own code (else anybody); (site, operator) -> day.

    ``code_of`` is the code of each site.
    """
    query = sa.select(
        site_aliases.c.site_id, site_aliases.c.operator, site_aliases.c.code, site_aliases.c.last_listed
    ).order_by(site_aliases.c.former, site_aliases.c.operator, site_aliases.c.code)
    own: dict[str, str] = {}
    other: dict[str, str] = {}
    listed: dict[tuple[str, str], Any] = {}
    for site, operator, code, day in plain_rows(connection, query):
        if not operator:
            continue
        (own if code_of.get(site) == code else other).setdefault(site, operator)
        known = listed.get((site, operator))
        if day is not None and (known is None or day > known):
            listed[site, operator] = day
    return {**other, **own}, listed


def load_facts(connection: Connection, structure_ids: Objects) -> dict[Fact, Small]:
    """Return what was learnt of the masts, by fact; facts that nobody stated are left out."""
    row_of = {identity: row for row, identity in enumerate(structure_ids)}
    found: dict[Fact, Small] = {}
    query = sa.select(mast_facts.c.structure, mast_facts.c.fact, mast_facts.c.value).where(
        mast_facts.c.value != ""
    )
    for structure, fact, value in plain_rows(connection, query):
        if structure in row_of:
            kind = Fact(fact)
            if kind not in found:
                found[kind] = np.full(len(structure_ids), -1, dtype=np.int8)
            found[kind][row_of[structure]] = value == "yes"
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
    row_of = {identity: row for row, identity in enumerate(structure_ids)}
    inspected: list[Any] = [None] * len(structure_ids)
    results = np.full(len(structure_ids), "", dtype=object)
    looked: list[str] = [""] * len(structure_ids)

    def see(structure: str, day: Any) -> None:
        if structure in row_of and day:
            row = row_of[structure]
            looked[row] = max(looked[row], str(day))

    query = sa.select(mast_safety.c.structure, mast_safety.c.inspected_on, mast_safety.c.inspection_result)
    for structure, day, result in plain_rows(
        connection, query.where(mast_safety.c.inspected_on.is_not(None))
    ):
        if structure in row_of:
            inspected[row_of[structure]] = day
            results[row_of[structure]] = result or ""
        see(structure, day)
    for structure, day in plain_rows(
        connection, sa.select(self_inspections.c.structure, self_inspections.c.inspected_on)
    ):
        see(structure, day)
    for structure, moment in plain_rows(
        connection, sa.select(inspections.c.structure, inspections.c.finished_at)
    ):
        see(structure, day_of(moment) if moment else None)
    return _days(inspected), results, _days(text or None for text in looked)


def _days(values: Iterable[dt.date | str | None]) -> Days:
    return np.array(list(values), dtype="datetime64[D]")  # None becomes NaT


def _yes_no(values: Objects) -> Small:
    return np.array([-1 if value is None else int(value) for value in values], dtype=np.int8)
