"""WND: the design wind against the wind zone of QCVN 02:2022/BXD, table 5.1.

The table is keyed to the communes of before 1/7/2025, so the former commune is looked for: the one that the
row states, else those that today's commune at the point was made of. Where these lie in two zones, both are
said and the higher is asked for. V3s,50 is a gust and is compared with a gust, never with a mean; a wind
that is the one behind the table's pressure W0 (20 years) is no lower design, only another column: a review.
On high ground (5.5: hill tops, gorges) reaching the table's gust is not enough: a review that asks for a
study.
"""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

import numpy as np

from registry.checks.answers import Answers, where
from registry.checks.communes import CommuneNames, commune_column, keys_of, names_of
from registry.checks.context import Context, Ints
from registry.checks.engine import Check
from registry.checks.proposals import Proposals
from registry.checks.stated import Alike, alike, numbers_of
from registry.law import Rule
from registry.model.areas import AdminUnit
from registry.model.finding_columns import FindingColumns
from registry.model.findings import Finding, Outcome, Stage
from registry.model.requests.proposals import Proposal, ProposalKind

MEAN_TOLERANCE_MS = 0.5  # a figure this near to the table's mean was most likely copied from its other column
BASIC_TOLERANCE_MS = 0.15  # as far as speeds worked out from the pressure W0 are rounded
_OF_EITHER = {  # the same, of a place that may lie in zone II or III: its words name both
    "WND-01-TOO-LOW": "WND-01-TOO-LOW-EITHER",
    "WND-01-MEAN": "WND-01-MEAN-EITHER",
    "WND-01-BASIC": "WND-01-BASIC-EITHER",
}


class _Written(Protocol):
    """What a record says of the commune that it lies in."""

    @property
    def commune(self) -> str: ...
    @property
    def district(self) -> str: ...


class Place(NamedTuple):
    """A commune (and district) as written, "" where nothing is, and the row of today's commune (-1: none)."""

    commune: str
    district: str
    row: int


class ZoneGust(NamedTuple):
    """The 3 s gust V3s,50 of a wind zone; ``sure`` False: the higher of two that the place may lie in."""

    gust_ms: float
    zone: str
    sure: bool
    commune: str


class _Zone(NamedTuple):
    """The wind zone: II or III, ``sure`` or only the higher of two, and the commune it was read from."""

    third: bool
    sure: bool
    commune: str


class _ZoneThree:
    """The former communes of wind zone III, by folded names, as the rule lists them.

    ``others`` of a district are its communes of zone II when the table was made: what still bears their name
    is sure even where a commune of zone III has been merged away.
    """

    def __init__(self, rule: Rule, names: CommuneNames) -> None:
        self.names = names
        self.communes: dict[str, set[str]] = {
            keys_of(entry["district"])[-1]: {keys_of(name)[-1] for name in entry["communes"]}
            for entry in rule.options.get("zone_3", ())
        }
        self.others = {
            keys_of(entry["district"])[-1]: {keys_of(name)[-1] for name in entry.get("others", ())}
            for entry in rule.options.get("zone_3", ())
        }
        units = (*names.units.legacy, *names.units.communes)  # before the reform they have not ended yet
        known = {(names.district_of(unit), keys_of(unit.name)[-1]) for unit in units if keys_of(unit.name)}
        # districts with a commune of zone III that is not among the units: what holds it today is not known
        self.unsure = {
            district
            for district, communes in self.communes.items()
            if any((district, name) not in known for name in communes)
        }

    def holds(self, unit: AdminUnit) -> bool:
        """Whether a former commune lies in zone III."""
        district = self.names.district_of(unit)
        return any(key in self.communes.get(district, ()) for key in keys_of(unit.name))

    def unsure_about(self, unit: AdminUnit) -> bool:
        """Whether a commune of zone III that the units do not know may have become part of this one."""
        district = self.names.district_of(unit)
        kept = any(key in self.others.get(district, ()) for key in keys_of(unit.name))
        return district in self.unsure and not kept and not self.holds(unit)

    def stated(self, row: _Written) -> bool:
        """Whether the row itself names a former commune of zone III together with its district."""
        parts = row.commune.split(",")
        district = row.district or (parts[1] if len(parts) > 1 else "")
        communes = set().union(*(self.communes.get(key, set()) for key in keys_of(district)))
        return any(key in communes for key in keys_of(row.commune))


def design_wind(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """WND-01: the design wind, as a 3 s gust, reaches that of the wind zone."""
    answers = Answers.to(proposals, context, rule)
    shares = where(proposals.of_kind(ProposalKind.SHARE)).tolist()
    winds = proposals.told("design_wind_ms")
    nothing = np.array([row for row in shares if winds[row] is None], dtype=np.int64)
    answers.put(nothing, Finding(rule.code, Outcome.NA, "WND-01-SHARE"))
    rows = np.delete(np.arange(len(proposals)), nothing) if len(nothing) else np.arange(len(proposals))
    zones = _Zones(proposals, context, rule)
    answers.judge_alike(
        rows, lambda: zones.alike(rows), lambda row: _judge(rule, proposals.rows[row], zones.of(row))
    )
    return answers.found


class _Zones:
    """The wind zones of the rows of a list, read once a place: many rows lie in the same communes."""

    def __init__(self, proposals: Proposals, context: Context, rule: Rule) -> None:
        self.proposals, self.rule = proposals, rule
        self.names, self.third = names_of(context.units), _zone_three(context, rule)
        self.at = commune_column(proposals, context)
        self._known: dict[Place, _Zone | None] = {}

    def of(self, row: int) -> "_Zone | None":
        """Return the zone of a row, None where no commune is known."""
        own = self.proposals.rows[row]
        place = Place(own.commune, own.district, int(self.at[row]))
        if place not in self._known:
            self._known[place] = _zone_of(place, place.row, self.names, self.third)
        return self._known[place]

    def alike(self, rows: Ints) -> Alike:
        """Return which of ``rows`` lie in the same place, on the same high ground, with the same wind."""
        told = self.proposals.told
        relief = self.rule.thresholds.get("relief_m")
        ground = numbers_of(self.proposals, "ground_elevation_m")
        high = np.zeros(len(ground))  # what lies lower than the rule's high ground is alike
        if relief is not None and relief.value is not None:
            high = np.where(ground >= relief.value, ground, 0.0)
        keys = (told("commune"), told("district"), self.at.tolist(), told("design_wind_ms"), high.tolist())
        places = list(zip(*keys, strict=True))
        return alike([places[row] for row in rows.tolist()])


def zone_gusts(places: Iterable[Place], context: Context, rule: Rule) -> list[ZoneGust | None]:
    """Return the gust that the table asks for at each place; None where no commune is known.

    The same reading of the table as WND-01, for whoever compares a wind with it.
    """
    names, third = names_of(context.units), _zone_three(context, rule)
    gusts = {
        high: rule.threshold(f"gust_zone_{number}_ms").value or 0.0
        for high, number in ((True, 3), (False, 2))
    }
    found: dict[Place, ZoneGust | None] = {}
    answers = []
    for place in places:
        if place not in found:
            zone = _zone_of(place, place.row, names, third)
            found[place] = zone and ZoneGust(
                gusts[zone.third], "III" if zone.third else "II", zone.sure, zone.commune
            )
        answers.append(found[place])
    return answers


def looks_like_mean(wind_ms: float, rule: Rule) -> bool:
    """Whether a stated design wind equals a mean of the table, so that it is most likely no gust."""
    means = [rule.threshold(f"mean_zone_{number}_ms").value for number in (2, 3)]
    return any(mean is not None and abs(wind_ms - mean) <= MEAN_TOLERANCE_MS for mean in means)


def looks_like_basic(wind_ms: float, rule: Rule, *, third: bool) -> bool:
    """Whether a stated design wind is the speed behind the pressure W0 of the zone (``third``: III, else II).

    W0 is of the same table, a gust of 3 s too, but of 20 years where V3s,50 is of 50: designs are made by it.
    """
    basic = rule.thresholds.get(f"basic_zone_{3 if third else 2}_ms")
    speed = None if basic is None else basic.value
    return speed is not None and abs(wind_ms - speed) <= BASIC_TOLERANCE_MS


def _zone_three(context: Context, rule: Rule) -> _ZoneThree:
    kept = f"wind {rule.document}"
    if kept not in context.units.worked_out:
        context.units.worked_out[kept] = _ZoneThree(rule, names_of(context.units))
    third: _ZoneThree = context.units.worked_out[kept]
    return third


def _zone_of(row: _Written, commune: int, names: CommuneNames, third: _ZoneThree) -> _Zone | None:
    if row.commune:
        if third.stated(row):
            return _Zone(True, True, row.commune)
        former = names.find(row.commune, row.district).former
        if former is not None and commune in names.find(row.commune, row.district).rows:
            if third.holds(former):
                return _Zone(True, True, former.name)
            if not third.unsure_about(former):
                return _Zone(False, True, former.name)
    if commune < 0:
        return None
    name = names.units.communes[commune].name
    made_of = names.predecessors(commune) or [names.units.communes[commune]]
    in_third = [unit for unit in made_of if third.holds(unit)]
    if len(in_third) == len(made_of):
        return _Zone(True, True, name)
    if in_third or any(third.unsure_about(unit) for unit in made_of):
        return _Zone(True, False, name)
    return _Zone(False, True, name)


def _judge(rule: Rule, row: Proposal, zone: _Zone | None) -> Finding:
    if zone is None:
        return Finding(rule.code, Outcome.UNKNOWN, "WND-01-NO-ZONE", missing="layer:admin_units")
    higher, lower = rule.threshold("gust_zone_3_ms"), rule.threshold("gust_zone_2_ms")
    asked = higher if zone.third else lower
    limit = asked.value or 0.0
    params = {
        "commune": zone.commune,
        "zone": "III" if zone.third else "II",
        "limit": limit,
        "lower": lower.value,
    }
    wind = row.design_wind_ms
    if wind is None:
        code = "WND-01-ASKED" if zone.sure else "WND-01-ASKED-UNSURE"
        return Finding(
            rule.code, Outcome.UNKNOWN, code, params, None, limit, asked.unit, missing="value:design_wind_ms"
        )
    params["measured"] = wind
    finding = Finding(rule.code, Outcome.PASS, "WND-01-REACHED", params, wind, limit, asked.unit)
    finding.related, finding.verified = zone.commune, asked.verified
    if wind >= limit:
        relief = rule.thresholds.get("relief_m")
        ground = row.ground_elevation_m
        if relief is not None and relief.value is not None and ground is not None and ground >= relief.value:
            finding.outcome, finding.code, finding.verified = Outcome.REVIEW, "WND-01-RELIEF", False
            params |= {"ground": ground, "relief": relief.value}
        return finding
    finding.outcome, finding.code = Outcome.FAIL, "WND-01-TOO-LOW"
    if not zone.sure:
        params["higher"] = higher.value  # of the two that it may be, whichever ``limit`` is
    if looks_like_mean(wind, rule):
        finding.outcome, finding.code = Outcome.REVIEW, "WND-01-MEAN"
    elif looks_like_basic(wind, rule, third=zone.third and zone.sure):
        finding.outcome, finding.code = Outcome.REVIEW, "WND-01-BASIC"
    elif not zone.sure and wind >= (lower.value or 0.0):
        finding.outcome, finding.code, finding.flips = Outcome.REVIEW, "WND-01-UNSURE", True
    elif not zone.sure:  # too low in either zone, and surely only by the lower number
        finding.limit, finding.verified = lower.value, lower.verified
        params |= {"limit": lower.value, "zone": "II"}
    if not zone.sure:
        finding.code = _OF_EITHER.get(finding.code, finding.code)
    return finding


def _builds_nothing(proposals: Proposals, _context: Context) -> dict[int, str]:
    return {
        index: "WND-01-SHARE"
        for index, row in enumerate(proposals.rows)
        if row.kind is ProposalKind.SHARE and row.design_wind_ms is None
    }


WIND_CHECKS = (
    Check(
        "WND-01",
        "Gió thiết kế theo vùng gió",
        "Design wind in the wind zone",
        Stage.CONSTRUCTION,
        False,
        design_wind,
        units=True,
        unasked=_builds_nothing,
        marks=("design_wind_ms",),
    ),
)
