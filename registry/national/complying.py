"""The compliance run of a province: its standing works judged by the law of when they were built."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np

from registry.checks.compliance.run import Works, judge_works
from registry.checks.standing_works import PlannedPlaces
from registry.lake.layout import LakeLayer
from registry.law import catalogue, law_in_force
from registry.model.findings import Outcome
from registry.model.numbered import numbered
from registry.model.standing import (
    CommuneRobust,
    Fact,
    Judged,
    KnownFacts,
    Question,
    StandingMasts,
    StandingStations,
)
from registry.model.standing_days import stands_on, states_on
from registry.national.appraising import Part
from registry.national.arrays import Columns
from registry.national.held import Held
from registry.national.prepared import Prepared
from registry.national.results import file_of
from registry.settings import DATA

AS_BUILT = "LIM-AS-BUILT"
_FINE = frozenset({Outcome.PASS, Outcome.NA})


def comply_part(of: Prepared) -> Part:
    """Judge the standing works of a province."""
    held = of.held
    rows, day = held.masts, of.context.as_of
    stands = stands_on(rows.states, rows.built_on, rows.dismantled_on, day)
    sites = held.sites.where(np.flatnonzero(stands))
    masts = standing_masts(sites, _stations(of, sites), day)
    stations = standing_stations(_stations(of, sites), masts)
    limits = law_in_force(
        held.province,
        of.context.as_of,
        rules=catalogue(DATA / "limits"),
        office=held.office_numbers,
        own=held.own_law,
    )
    judged, communes = judge_works(
        Works(masts, stations, _known(sites), planned_of(held)),
        of.context,
        territory=held.province,
        as_built=limits.rules[AS_BUILT],
    )
    part = compliance_part(held.province, masts, stations, judged, communes)
    return part._replace(counted=part.counted | {"law": of.law.digest})


def compliance_part(
    province: str,
    masts: StandingMasts,
    stations: StandingStations,
    judged: Mapping[Question, Judged],
    communes: tuple[CommuneRobust, ...],
) -> Part:
    """Return a line for each answer that asks for something, by question and mast, and what is counted."""
    parts: list[dict[str, Any]] = []
    counted: dict[str, Any] = {
        "masts": len(masts),
        "stations": len(stations),
        "questions": {},
        "communes": {},
    }
    for question, answered in judged.items():
        told = counted["questions"].setdefault(question.value, {outcome.value: 0 for outcome in Outcome})
        for number, count in enumerate(np.bincount(answered.answer, minlength=len(answered.answers))):
            told[answered.answers[number].outcome.value] += int(count)
        parts.append(_lines(masts, stations, answered))
    for one in communes:
        counted["communes"][one.kind] = counted["communes"].get(one.kind, 0) + 1
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    at = columns.pop("mast")
    places = masts.lon[at], masts.lat[at]
    whole = {
        "province": _alike(province, len(at)),
        "structure_id": masts.structure_ids[at],
        "site_code": masts.codes[at],
        "commune_code": masts.communes[at],
        **columns,
    }
    return Part({"answers": file_of(whole, places)}, counted)


def _lines(masts: StandingMasts, stations: StandingStations, judged: Judged) -> dict[str, Any]:
    """Return the answers of a question that are no pass, ordered by mast, operator and technology."""
    fine = np.array([answer.outcome in _FINE for answer in judged.answers], dtype=bool)
    items = np.flatnonzero(~fine[judged.answer]) if len(judged) else np.empty(0, dtype=np.int64)
    mast, which = judged.mast[items], judged.answer[items]
    count = len(items)
    if judged.station is None:
        operators, technologies = masts.operators[mast], _alike("", count)
        order = np.argsort(mast, kind="stable")
    else:
        station = judged.station[items]
        operators, technologies = stations.operators[station], stations.technologies[station]
        keys = zip(
            mast.tolist(), operators.tolist(), technologies.tolist(),
            stations.certificates[station].tolist(), strict=True,
        )  # fmt: skip
        sorted_keys = list(keys)
        order = np.array(sorted(range(count), key=sorted_keys.__getitem__), dtype=np.int64)
    answers = judged.answers
    never = np.full(count, np.datetime64("NaT", "D"))
    days = never if judged.days is None else judged.days[items].astype("datetime64[D]")
    metres = np.full(count, np.nan) if judged.metres is None else judged.metres[items]
    told = {
        "question": [answer.question.value for answer in answers],
        "outcome": [answer.outcome.value for answer in answers],
        "message_code": [answer.code for answer in answers],
        "document": [answer.document for answer in answers],
        "article": [answer.article for answer in answers],
        "missing": [";".join(answer.missing) for answer in answers],
    }
    columns: dict[str, Any] = {"mast": mast, "operator": operators, "technology": technologies}
    columns |= {name: np.array([*held, ""], dtype=object)[which] for name, held in told.items()}
    verified = np.array([*(answer.verified for answer in answers), False], dtype=bool)
    columns |= {"verified": verified[which], "day": days, "metres": metres}
    return {name: values[order] for name, values in columns.items()}


def standing_masts(sites: Columns, stations: Columns, day: dt.date) -> StandingMasts:
    """Return the masts of ``sites`` as the compliance run of a day asks for them, with their ``stations``."""
    structures = sites.texts("structure_id")
    return StandingMasts(
        structure_ids=structures,
        site_ids=sites.texts("site_id"),
        codes=sites.texts("site_code"),
        operators=sites.texts("listed_by"),
        owners=sites.texts("owner"),
        communes=sites.texts("commune_code"),
        lon=sites.numbers("lon"),
        lat=sites.numbers("lat"),
        accuracy_m=sites.numbers("accuracy_m"),
        mast_classes=sites.texts("mast_class"),
        old_classes=sites.texts("old_class"),
        forms=sites.texts("form"),
        supports=sites.texts("support"),
        mast_height_m=sites.numbers("mast_height_m"),
        building_height_m=sites.numbers("building_height_m"),
        states=states_on(sites.texts("state"), sites.days("built_on"), sites.days("dismantled_on"), day),
        built_on=sites.days("built_on"),
        built_year_only=sites.truths("built_year_only"),
        permits=sites.texts("permit"),
        designed_operators=sites.numbers("designed_operators"),
        robust=sites.signs("robust"),
        networks=_networks(structures, stations),
        listed_on=sites.days("listed_on"),
    )


def standing_stations(stations: Columns, masts: StandingMasts) -> StandingStations:
    """Return stations that stand on ``masts``."""
    row_of = {key: row for row, key in enumerate(masts.structure_ids.tolist())}
    mast = np.array([row_of[key] for key in stations.texts("structure_id").tolist()], dtype=np.int64)
    return StandingStations(
        mast=mast,
        operators=stations.texts("operator"),
        technologies=stations.texts("technology"),
        certificates=stations.texts("emf_certificate"),
        expires_on=stations.days("emf_expires_on"),
        listed_on=stations.days("listed_on"),
    )


def planned_of(held: Held) -> PlannedPlaces:
    """Return the positions of every plan that was ever entered."""
    since: dict[str, dt.date] = {}
    for version in held.versions:
        since[version.operator] = min(version.valid_from, since.get(version.operator, version.valid_from))
    operators = np.empty(len(held.positions), dtype=object)
    operators[:] = [item.operator for item in held.positions]
    lon, lat = (
        np.array([getattr(item, axis) for item in held.positions], dtype=float) for axis in ("lon", "lat")
    )
    return PlannedPlaces(operators, lon, lat, since)


def _known(sites: Columns) -> KnownFacts:
    return KnownFacts(
        yes_no={fact: sites.signs(fact.value) for fact in Fact},
        urban_then=sites.truths("urban_then"),
        inspected_on=sites.days("inspected_on"),
        inspection_results=sites.texts("inspection_result"),
        looked_at_on=sites.days("looked_at_on"),
        approved=sites.truths("approved"),
        approved_lon=sites.numbers("approved_lon"),
        approved_lat=sites.numbers("approved_lat"),
    )


def _stations(of: Prepared, sites: Columns) -> Columns:
    """Return the stations on the masts of ``sites``."""
    every = Columns(of.lake.table(of.held.manifest, LakeLayer.STATIONS, _STATION))
    standing = set(sites.texts("structure_id").tolist())
    kept = [row for row, key in enumerate(every.texts("structure_id").tolist()) if key in standing]
    return every.where(np.array(kept, dtype=np.int64))


_STATION = ("structure_id", "operator", "technology", "emf_certificate", "emf_expires_on", "listed_on")


def _networks(structures: Any, stations: Columns) -> Any:
    """Return how many operators have a station on each mast."""
    row_of = {key: row for row, key in enumerate(structures.tolist())}
    mast = np.array([row_of[key] for key in stations.texts("structure_id").tolist()], dtype=np.int64)
    operator, operators = numbered(stations.texts("operator"))
    pairs = np.unique(mast * max(len(operators), 1) + operator)
    return np.bincount(pairs // max(len(operators), 1), minlength=len(structures))


def _alike(value: str, count: int) -> Any:
    found = np.empty(count, dtype=object)
    found[:] = value
    return found
