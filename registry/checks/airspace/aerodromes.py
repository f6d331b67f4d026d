"""AIR-02: near an aerodrome the top above sea level counts, not the height of the mast.

Zones of the layer ``aerodrome_vicinity`` carry ``elevation_m`` (of the aerodrome), ``limit_m`` (how far above
it consent begins; else the rule's own number), ``class`` and ``verified`` (yes where a document states class
and polygon). A zone that is not verified, as that of Kép, never asks for more than a review.

Without the layer, an aerodrome's vicinity may reach as far from its reference point as half the diagonal of
the largest military rectangle, and reaches at least half the short side of the smallest one, whichever way
the runway lies. Nearer than that a point is surely inside, farther than the former from every known
aerodrome it is surely outside; in between nothing is known. Which rectangles hold for civil aerodromes has
not been read, so all are taken alike.

An aerodrome whose surfaces are not published (Gia Bình) has a provisional reach, from the day on which the
rule names one (``provisional``): within it a row is a review, whatever the layer says, until the office has a
zone of that name.

Where a row states no elevation of its ground, the office's terrain gives one with its error; a top that the
error could take over the limit is a review, and the ground is measured. A stated elevation holds, unless the
terrain, with all its error, says that the top exceeds a limit that it seems to keep. Where a row states no
lightning rod, and one may take the top to the limit (``rod_may_m``), that is a review.
"""

import math
from functools import partial
from typing import NamedTuple

import numpy as np

from registry.checks.airspace.aerodrome_points import Aerodrome, aerodromes, nearest, published, within
from registry.checks.airspace.heights import ROD_NOTE, days_note, height_missing, rod_may_m
from registry.checks.airspace.tops import MISSING, tops_of
from registry.checks.answers import Answers, firsts, objects, sorted_out, where
from registry.checks.consents import body_of
from registry.checks.context import Bools, Context, Floats, Ints, ZoneSet
from registry.checks.engine import POSITION_COLUMNS, Check
from registry.checks.holding import HeldPairs, columns_of, covered_rows, held_pairs, outlines_of
from registry.checks.proposals import Proposals
from registry.checks.stated import numbers_of
from registry.columns import fold
from registry.law import Rule
from registry.model.areas import Layer, Zone
from registry.model.finding_columns import Column, Each, FindingColumns
from registry.model.findings import Finding, Note, Outcome, Stage
from registry.provinces import aerodromes_known

LAYER = "layer:aerodrome_vicinity"
GROUND = "value:ground_elevation_m"
_CONSENT, _REVIEW, _UNKNOWN, _PASS = range(4)
_NOTHING = 9
_WORST_FIRST = (Outcome.CONSENT, Outcome.REVIEW, Outcome.UNKNOWN, Outcome.PASS)


def near_aerodrome(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """AIR-02: top above sea level in metres against the aerodrome's elevation plus its limit."""
    answers, layer = Answers.to(proposals, context, rule), context.layer(Layer.AERODROME_VICINITY)
    known, covered = proposals.known, covered_rows(proposals, layer)
    provisional = _provisional(proposals, layer, rule)
    judged = _InZones(answers, layer)
    outside = Finding(rule.code, Outcome.PASS, "AIR-02-OUTSIDE")
    asked = judged.touched.any() or any(len(rows) for _, rows, _ in provisional)
    if not asked and (known & covered).all():
        answers.put(np.arange(len(known)), outside)
        return answers.found
    nowhere = Finding(rule.code, Outcome.UNKNOWN, "AIR-02-NO-POSITION", missing="value:position")
    answers.put(where(~known), nowhere)
    points = _ByPoints(answers, layer, where(known & ~covered & ~judged.touched))
    weight = np.full(len(proposals), _NOTHING)
    weight[judged.rows] = judged.weight
    weight[points.rows] = points.weight
    chosen = np.zeros(len(proposals), dtype=bool)
    for place, rows, metres in provisional:
        mine = weight[rows] > _REVIEW
        _put_provisional(answers, place, rows[mine], metres[mine])
        chosen[rows[mine]] = True
    judged.put(~chosen[judged.rows])
    points.put(~chosen[points.rows])
    answers.put(where(known & ~chosen & (weight == _NOTHING)), outside)
    return answers.found


_Provisional = tuple[Aerodrome, Ints, Floats]


def _provisional(proposals: Proposals, layer: ZoneSet, rule: Rule) -> list[_Provisional]:
    """Return the rows within the provisional reach of each aerodrome without known surfaces, and how far.

    A row within several is that of the last.
    """
    if "asked_vi" not in rule.options:
        return []
    rows = proposals.known_rows
    found: list[_Provisional] = []
    for place in _without_surfaces(layer):
        near, metres = within(proposals.lon[rows], proposals.lat[rows], place, place.provisional_m)
        there = rows[near]
        found = [(other, at[~np.isin(at, there)], away[~np.isin(at, there)]) for other, at, away in found]
        found.append((place, there, metres))
    return found


def _without_surfaces(layer: ZoneSet) -> tuple[Aerodrome, ...]:
    """Return the aerodromes that only a provisional reach stands for: no zone of the layer has their name."""
    if "provisional" not in layer.worked_out:
        named = {fold(zone.name) for zone in layer.zones}
        layer.worked_out["provisional"] = tuple(
            place
            for place in aerodromes()
            if place.provisional_m and not any(fold(place.name) in name for name in named)
        )
    found: tuple[Aerodrome, ...] = layer.worked_out["provisional"]
    return found


def _put_provisional(answers: Answers, place: Aerodrome, rows: Ints, metres: Floats) -> None:
    rule = answers.rule
    radius, above = (rule.threshold(name).value for name in ("horizontal_m", "horizontal_above_m"))
    params = {
        "aerodrome": place.name, "distance": 0.0, "radius": (radius or 0.0) / 1000, "above": above,
        **body_of(rule, "asked"),
    }  # fmt: skip
    finding = Finding(
        rule.code, Outcome.REVIEW, "AIR-02-PROVISIONAL", params, related=place.name, verified=False,
        missing=LAYER,
    )  # fmt: skip
    answers.put(rows, finding, params={"distance": metres / 1000})


class _Vicinity(NamedTuple):
    """What k zones say: the limit above sea level (metres, nan: none), and whether a document says so."""

    limit_m: Floats
    verified: Bools


def _vicinities(layer: ZoneSet, rule: Rule) -> _Vicinity:
    """Return what the zones say under a rule, read once and kept with them."""
    kept: dict[str, tuple[Rule, _Vicinity]] = layer.worked_out
    found = kept.get("vicinities")
    if found is None or found[0] is not rule:
        limits = [_limit_above_sea_m(zone, rule) for zone in layer.zones]
        verified = [_verified(zone) for zone in layer.zones]
        said = _Vicinity(np.array(limits, dtype=float), np.array(verified, dtype=bool))
        found = kept["vicinities"] = (rule, said)
    return found[1]


(
    _S_NO_LIMIT, _S_NO_ELEVATION, _S_NO_HEIGHT, _S_NEAR, _S_DIFFERS, _S_ROD, _S_BELOW, _S_CONSENT,
) = range(8)  # fmt: skip
_SAID = (
    (_REVIEW, "AIR-02-NO-LIMIT"),
    (_UNKNOWN, "AIR-02-NO-ELEVATION"),
    (_UNKNOWN, ""),  # by the height that is missing
    (_REVIEW, "AIR-02-TERRAIN-NEAR"),
    (_REVIEW, "AIR-02-TERRAIN-DIFFERS"),
    (_REVIEW, "AIR-02-ROD"),
    (_PASS, "AIR-02-BELOW"),
    (_CONSENT, "AIR-02-CONSENT"),
)
_WEIGHT = np.array([weight for weight, _ in _SAID])


class _Model(NamedTuple):
    """The ground at pairs by the office's terrain, and its error (metres; nan: the terrain says nothing)."""

    elevation_m: Floats
    error_m: Floats


class _InZones:
    """The rows in or at zones of the layer, each by the zone that asks most of it (the first of several)."""

    def __init__(self, answers: Answers, layer: ZoneSet) -> None:
        self.answers, self.layer = answers, layer
        proposals, rule = answers.proposals, answers.rule
        pairs = held_pairs(proposals, layer)
        self.touched = np.zeros(len(proposals), dtype=bool)
        self.touched[pairs.row] = True
        self.rows, self.weight = pairs.row, pairs.row
        if not len(pairs):
            return
        self.said = _vicinities(layer, rule)
        self.tops = tops_of(proposals)
        self.stated = numbers_of(proposals, "ground_elevation_m")
        self.model = _modelled(proposals, self.touched, answers.context)
        state = self._states(pairs)
        weight = _WEIGHT[state]
        doubted = (state == _S_CONSENT) & (pairs.near | ~self.said.verified[pairs.zone])
        weight[doubted] = _REVIEW
        order = np.lexsort((weight, pairs.row))
        best = order[firsts(pairs.row[order])]
        self.pairs, self.state, self.weight = pairs.some(best), state[best], weight[best]
        self.rows = self.pairs.row

    def _states(self, pairs: HeldPairs) -> Ints:
        """Return what each pair says, as places in ``_SAID``."""
        limit_m = self.said.limit_m[pairs.zone]
        top, bounds = self.tops.at_least_m[pairs.row], self.tops.bounds[pairs.row]
        ground, error = self._ground(pairs.row)
        measured = ground + top
        model = self.model.elevation_m[pairs.row]
        state = np.full(len(pairs), _S_CONSENT)
        below = measured < limit_m
        state[below] = _S_BELOW
        rod_m = np.where(self.tops.rod_stated[pairs.row], 0.0, rod_may_m(self.answers.rule))
        state[below & (rod_m > 0) & (measured + error + rod_m >= limit_m)] = _S_ROD
        surely = model - self.model.error_m[pairs.row] >= limit_m - top
        # stated below what the model says with all its error, and it hides a consent: somebody measures
        state[below & (error == 0) & surely] = _S_DIFFERS
        # the list states no elevation, and which side of the limit the top is the model cannot tell
        state[(error != 0) & (np.abs(measured - limit_m) <= error)] = _S_NEAR
        state[np.isnan(top) | bounds & (ground + error + top < limit_m)] = _S_NO_HEIGHT
        state[np.isnan(ground)] = _S_NO_ELEVATION
        state[np.isnan(limit_m)] = _S_NO_LIMIT
        return state

    def _ground(self, rows: Ints) -> tuple[Floats, Floats]:
        """Return the ground's elevation at rows, as stated or else by the model, and its error (metres)."""
        stated = self.stated[rows]
        silent = np.isnan(stated)
        ground = np.where(silent, self.model.elevation_m[rows], stated)
        return ground, np.where(silent, np.nan_to_num(self.model.error_m[rows]), 0.0)

    def put(self, wanted: Bools) -> None:
        """Put the answers down of the rows that are ``wanted``."""
        if not len(self.rows) or not wanted.any():
            return
        pairs, state, weight = self.pairs.some(wanted), self.state[wanted], self.weight[wanted]
        verified = self.said.verified[pairs.zone] & (state >= _S_BELOW)
        near = pairs.near & (state == _S_CONSENT)
        modelled = np.isnan(self.stated[pairs.row]) & (state > _S_NO_HEIGHT)
        missing = np.where(state == _S_NO_HEIGHT, self.tops.first_missing[pairs.row], 0)
        rods = self.tops.rod_stated[pairs.row]
        for keys, those in sorted_out(state, weight, verified, near, modelled, rods, missing):
            kind = keys[0]
            own = pairs.some(those)
            if kind == _S_NO_HEIGHT:
                finding = height_missing(self.answers.rule, MISSING[keys[-1]], None)
                self.answers.put(own.row, finding, limit=self.said.limit_m[own.zone])
            else:
                self._put(own, keys)

    def _put(self, pairs: HeldPairs, keys: tuple[int, ...]) -> None:
        kind, weight, verified, near, modelled, rod, _ = keys
        rule, zone, rows = self.answers.rule, pairs.zone, pairs.row
        notes: tuple[Note, ...] = () if rod else ROD_NOTE
        own = {_S_NEAR: ("error",), _S_DIFFERS: ("stated", "terrain", "error", "source")}
        names = ("measured", "limit", *own.get(kind, ())) if kind > _S_NO_HEIGHT else ()
        finding = Finding(
            rule.code, _WORST_FIRST[weight], _SAID[kind][1],
            {"related": "", **body_of(rule), **dict.fromkeys(names)},
            unit="m", flips=kind in (_S_NEAR, _S_DIFFERS, _S_ROD) or bool(near),
            missing={_S_NO_LIMIT: LAYER, _S_NO_ELEVATION: GROUND, _S_NEAR: GROUND}.get(kind),
        )  # fmt: skip
        after: tuple[Note, ...] = ()
        if kind == _S_CONSENT:
            finding.verified = bool(verified)
            after = () if verified else (("AIR-02-CLASS-UNVERIFIED", {}),)
            after += (("AIR-02-EDGE", {}),) if near else ()
            after += days_note(rule)
        elif kind == _S_BELOW and not verified:  # below a limit that no document is known to state
            finding.verified, after = False, (("AIR-02-CLASS-UNVERIFIED", {}),)
        elif kind == _S_BELOW and "below" in rule.options:
            after = (("AIR-02-PROVINCE", {"article": str(rule.options["below"])}),)
        limit_m, said = self.said.limit_m[zone], columns_of(self.layer)
        columns: dict[str, Column] = {"related": said.names[zone]}
        params: dict[str, Column] = {"related": said.called[zone]}
        columns["evidence"] = outlines_of(self.layer, zone)
        if kind != _S_NO_LIMIT:
            columns["limit"] = limit_m
        if kind > _S_NO_HEIGHT:
            ground, error = self._ground(rows)
            measured = ground + self.tops.at_least_m[rows]
            columns["measured"] = measured
            params |= {"measured": measured, "limit": limit_m}
            if kind == _S_NEAR:
                params["error"] = error
            if kind == _S_DIFFERS:
                params |= {"stated": ground, "terrain": self.model.elevation_m[rows]}
                params["error"] = self.model.error_m[rows]
                finding.params["source"] = self._source
        finding.notes = (*notes, *after)
        if modelled:
            columns["notes"] = Each(partial(self._with_terrain, notes, after, rows))
        self.answers.put(rows, finding, params=params, **columns)

    def _with_terrain(
        self, before: tuple[Note, ...], after: tuple[Note, ...], rows: Ints, k: int
    ) -> tuple[Note, ...]:
        row = rows[k]
        ground, error = float(self.model.elevation_m[row]), float(self.model.error_m[row])
        said = {"ground": ground, "error": error, "source": self._source}
        return (*before, ("AIR-02-TERRAIN", said), *after)

    @property
    def _source(self) -> str:
        terrain = self.answers.context.terrain
        return "" if terrain is None else terrain.source


def _modelled(proposals: Proposals, asked: Bools, context: Context) -> _Model:
    """Return what the office's terrain says of the ground at rows that are asked about (n; nan: nothing)."""
    model = _Model(np.full(len(proposals), np.nan), np.full(len(proposals), np.nan))
    rows = where(asked & proposals.known)
    if context.terrain is not None and len(rows):
        found = context.terrain.grounds(proposals.lon[rows], proposals.lat[rows], proposals.accuracy_m[rows])
        for column, said in zip(model, found, strict=True):
            column[rows] = said
        model.elevation_m[~np.isfinite(model.elevation_m)] = np.nan
    return model


class _ByPoints:
    """Rows of which the layer says nothing, by the reference points alone: distances on the ellipsoid."""

    def __init__(self, answers: Answers, layer: ZoneSet, rows: Ints) -> None:
        self.answers, self.rows, self.weight = answers, rows, rows
        if not len(rows):
            return
        rule = answers.rule
        side, width, short = (
            (rule.threshold(name).value or 0.0) / 2
            for name in ("longest_side_km", "longest_width_km", "shortest_width_km")
        )
        self.reach_km = math.hypot(side, width)
        self.place, metres = nearest(answers.proposals, rows, published())
        self.km = metres / 1000
        far = _PASS if aerodromes_known(answers.context.province) else _UNKNOWN  # from what is known
        self.weight = np.where(self.km > self.reach_km, far, _UNKNOWN)
        if not layer.zones:
            self.weight[self.km <= min(short, self.reach_km)] = _REVIEW

    def put(self, wanted: Bools) -> None:
        """Put the answers down of the rows that are ``wanted``; distances are in kilometres."""
        if not len(self.rows) or not wanted.any():
            return
        rule = self.answers.rule
        names = objects([place.name for place in published()])
        rows, place, km = self.rows[wanted], self.place[wanted], self.km[wanted]
        codes = {_PASS: "AIR-02-FAR", _REVIEW: "AIR-02-SURELY-INSIDE", _UNKNOWN: "AIR-02-NO-LAYER"}
        for (weight, far), those in sorted_out(self.weight[wanted], km > self.reach_km):
            named = names[place[those]]
            code = "AIR-02-NO-LAYER-FAR" if far and weight == _UNKNOWN else codes[weight]
            params = {"aerodrome": "", "distance": 0.0, "reach": self.reach_km, **body_of(rule)}
            finding = Finding(rule.code, _WORST_FIRST[weight], code, params)
            columns: dict[str, Column] = {}
            if weight != _PASS:
                finding.missing = LAYER
                columns["related"] = named
            told: dict[str, Column] = {"aerodrome": named, "distance": km[those]}
            self.answers.put(rows[those], finding, params=told, **columns)


def _limit_above_sea_m(zone: Zone, rule: Rule) -> float | None:
    elevation = _number(zone, "elevation_m")
    above = _number(zone, "limit_m")
    area_2a = rule.thresholds.get("area_2a_above_m")
    if area_2a is not None and fold(str((zone.attributes or {}).get("area", ""))) in ("2a", "vung2a"):
        above = area_2a.value if above is None else above
    if above is None:
        above = rule.threshold("above_aerodrome_m").value
    return None if elevation is None or above is None else elevation + above


def _number(zone: Zone, name: str) -> float | None:
    try:
        value = float((zone.attributes or {}).get(name, math.nan))
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


def _verified(zone: Zone) -> bool:
    return str((zone.attributes or {}).get("verified", "")).strip().lower() in (
        "true",
        "1",
        "1.0",
        "yes",
        "có",
    )


AERODROME_CHECKS = (
    Check(
        "AIR-02",
        "Vùng phụ cận sân bay",
        "Near an aerodrome",
        Stage.POSITION,
        False,
        near_aerodrome,
        layers=(Layer.AERODROME_VICINITY,),
        marks=("ground_elevation_m", "top_agl_m", "mast_height_m", *POSITION_COLUMNS),
    ),
)
