"""The budget of answers about others' masts: what outsiders may ask in a day, and what is withheld.

Many answers together would place a mast that each of them hides. So each asker (an organisation; all who
have not signed in are one) has a budget for the day, set by the office:

- a place that was answered within KEPT_DAYS is answered again freely, so that a list's page stands still;
- the first answer that says "too near" of a mast costs 1; each further one at a new place within AROUND_M of
  such a mast, near or far, costs 2^(n-1), n being the answers about that mast so far;
- a new place among CROWD places already answered within CROWD_M of it costs 1: no list of masts lies so
  dense, but a grid that closes in on a mast does;
- how far a carrier's position is from masts of its own network is told it whatever is left;
- what the day's budget does not hold is withheld, and from then on every new place of that day, because
  withholding only some would tell which.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from registry.appraisal import common_gaps, verdict
from registry.checks.context import Context
from registry.geo.areas import near_m
from registry.model.findings import Finding, Outcome
from registry.model.people import Person
from registry.model.positions import Position
from registry.services.appraise.appraise_list import Appraisal, AppraisedRow
from registry.services.appraise.spot_settings import spot_settings
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.masking import FAR, is_hidden, masked_for, masked_rows_for
from registry.store.register.spots import FILE, AskedSpots, DayStand, GoneDay, SpotBook

KEPT_DAYS = 30
AROUND_M = 700.0
CROWD_M, CROWD = 300.0, 3
_DEGREES = 0.008  # somewhat more than AROUND_M either way, at our latitudes
_PLACE_DECIMALS = 4  # of a degree: some 10 m
_ABOUT_MASTS = ("SPC-01", "SPC-02", "SPC-03", "SHR-03")
_MAY_NAME_MASTS = frozenset({"SHR-02-ASKED", "SHR-02-CONTRADICTED", "SHR-02-ROOM", "SHR-01-NO-HOST"})
"""A reply that there is no mast to share is compared with the register, whatever comes of it; requests that
were issued before SHR-03 asked for the mast say by SHR-01 that none stands there."""
_TELLS_NOTHING = frozenset(
    {
        "SPC-SHARE",
        "SPC-UPGRADE",
        "SPC-NO-POSITION",
        "SPC-NO-LISTS",
        "SPC-BEYOND",
        "SPC-03-NOT-NEW",
        "SHR-03-NOT-SHARED",
    }
)
_TOLD_BY_OWNER = frozenset({"SHR-03-AGREED", "SHR-03-CONDITIONS"})
"""Its owner agreed to share it with the asker, who reads its code since: an answer about it hides nothing."""
_NO_COST_BEYOND = 31  # 2^30 is beyond any budget

Hit = tuple[str, float, float]
"""Another's mast that an answer is about: its code and place (EPSG:4326)."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place (EPSG:4326) with the masts that its answer calls too near."""

    lon: float
    lat: float
    hits: tuple[Hit, ...]

    @property
    def place(self) -> str:
        """The place to some 10 m."""
        return f"{self.lon:.{_PLACE_DECIMALS}f} {self.lat:.{_PLACE_DECIMALS}f}"


@dataclass(frozen=True, slots=True)
class DayLeft:
    """How many comparisons an asker has left today, of how many, and the day on which they begin again."""

    left: int
    budget: int
    again_on: dt.date


def seen_rows(
    registry: Registry, person: Person, rows: Sequence[AppraisedRow], context: Context, *, source: str = ""
) -> list[AppraisedRow]:
    """Return rows as a person may see them: in full inside the office, else masked and within the budget.

    ``source`` is what the office is told the spots came from, such as a list's file name.
    """
    shown = masked_rows_for([row.findings for row in rows], person, secret=context.mask_secret)
    if person.sees_all:
        return [replace(row, findings=findings) for row, findings in zip(rows, shown, strict=True)]
    at = [index for index, row in enumerate(rows) if row.proposal.position.known]
    spots = [spot_of(rows[i].findings, rows[i].proposal.position, person.organisation) for i in at]
    kept_back = {
        index for index, back in zip(at, withheld(registry, person, spots, source), strict=True) if back
    }
    seen = []
    for index, (row, findings) in enumerate(zip(rows, shown, strict=True)):
        if index in kept_back:
            own = {one.rule for one in row.findings if _of_own_network(row, one, person.organisation)}
            told = [one if one.rule in own else without_masts(one) for one in findings]
            seen.append(replace(row, findings=told, verdict=verdict(told)))
        else:
            seen.append(replace(row, findings=findings))
    return seen


def seen_findings(
    registry: Registry, person: Person, findings: list[Finding], at: tuple[float, float], context: Context
) -> list[Finding]:
    """Return the findings of one spot (EPSG:4326) as a person may see them."""
    shown = masked_for(findings, person, secret=context.mask_secret)
    if person.sees_all:
        return shown
    spot = spot_of(findings, Position(*at), person.organisation)
    if not withheld(registry, person, [spot])[0]:
        return shown
    return [without_masts(finding) for finding in shown]


def seen_appraisal(registry: Registry, person: Person, appraisal: Appraisal) -> Appraisal:
    """Return a list's appraisal as a person may see it; what many rows lack is told of what is shown."""
    rows = seen_rows(registry, person, appraisal.rows, appraisal.context, source=appraisal.file_name)
    return replace(appraisal, rows=rows, gaps=common_gaps([row.findings for row in rows]))


def spot_of(findings: Sequence[Finding], at: Position, viewer: str) -> Spot:
    """Return the spot that findings, in full, are about, with the masts of others that they call too near."""
    assert at.lon is not None
    assert at.lat is not None
    hits: dict[str, tuple[float, float]] = {}
    told = {found.related for found in findings if _TOLD_BY_OWNER & {found.code, *dict(found.notes)}}
    for finding in findings:
        if finding.related in told or finding.code in FAR:
            continue
        if _about_masts(finding) and is_hidden(finding, viewer):
            line = finding.evidence["coordinates"] if finding.evidence else [[at.lon, at.lat]]
            hits[finding.related or ""] = (float(line[-1][0]), float(line[-1][1]))
    return Spot(at.lon, at.lat, tuple((code, *place) for code, place in hits.items()))


def _of_own_network(row: AppraisedRow, finding: Finding, viewer: str) -> bool:
    """Whether a finding, in full, compares a carrier's own position with masts of its own network alone.

    A mast that is to be shared is of the others' networks, too (``checks.networks``): what is told of their
    masts is not told for nothing.
    """
    own = bool(viewer) and row.proposal.operator == viewer and not {*row.proposal.shared_with} - {viewer}
    return own and finding.rule == "SPC-02" and not is_hidden(finding, viewer)


def without_masts(finding: Finding) -> Finding:
    """Return a finding with what it says of others' masts withheld, whatever it was."""
    if not _about_masts(finding) or finding.code in _TELLS_NOTHING:
        return finding
    return Finding(
        finding.rule, Outcome.UNKNOWN, "SPC-WITHHELD", source=finding.source, article=finding.article,
        stage=finding.stage, blocking=finding.blocking,
    )  # fmt: skip


def not_compared(rows: Iterable[AppraisedRow]) -> int:
    """Return of how many rows, as the person sees them, the day's number of comparisons withheld something.

    Counted as not enough basis, they look like the office's judgement, which they are not.
    """
    return sum(any(finding.code == "SPC-WITHHELD" for finding in row.findings) for row in rows)


def _about_masts(finding: Finding) -> bool:
    return finding.rule in _ABOUT_MASTS or finding.code in _MAY_NAME_MASTS


def withheld(registry: Registry, person: Person, spots: Sequence[Spot], source: str = "") -> list[bool]:
    """Say of each spot, in order, whether its answer is withheld, and note what is answered."""
    if not spots:
        return []
    budget, day = spot_settings(registry).budget, today()
    asker = person.organisation or person.territory
    with _store(registry).open() as book:
        book.forget_before(day - dt.timedelta(days=KEPT_DAYS))
        ledger = _Day(book, asker, day, budget)
        answers = [not ledger.answers(spot) for spot in spots]
        ledger.write(source)
    return answers


def left_today(registry: Registry, person: Person) -> DayLeft | None:
    """Return how a person's day stands; None for whoever sees all, and for who has no organisation."""
    if person.sees_all or not person.organisation:
        return None
    budget, day = spot_settings(registry).budget, today()
    stand = DayStand()
    if (registry.settings.home / FILE).is_file():
        with _store(registry).open() as book:
            stand = book.day_of(person.organisation, day)
    left = 0 if stand.gone else max(0, budget - stand.spent)
    return DayLeft(left, budget, day + dt.timedelta(days=1))


def raised(registry: Registry, days: int = 7) -> list[GoneDay]:
    """Return the days of late on which a budget was used up, the latest first; for the office."""
    if not (registry.settings.home / FILE).is_file():
        return []
    with _store(registry).open() as book:
        return book.gone_since(today() - dt.timedelta(days=days))


class _Day:
    """One asker's day inside a transaction."""

    def __init__(self, book: SpotBook, asker: str, day: dt.date, budget: int) -> None:
        self.book, self.asker, self.day, self.budget = book, asker, day, budget
        self.spent, self.gone, self.places = book.day_of(asker, day)
        self.changed = False

    def answers(self, spot: Spot) -> bool:
        """Whether the spot is answered; then it is noted with what it cost."""
        if self.book.answered(self.asker, spot.place):
            return True
        if not self.gone:
            self.changed = True
            about = self._about(spot)
            cost = self._cost(spot, about)
            if self.budget > 0 and self.spent + cost <= self.budget:
                self.spent += cost
                self.places += 1
                self._note(spot, about)
                return True
            self.gone = True
        if self.book.hold_back(self.asker, spot.place, self.day):  # a page read again asks nothing new
            self.changed = True
            self.places += 1
        return False

    def write(self, source: str) -> None:
        """Keep how the day stands."""
        if self.changed:
            stand = DayStand(self.spent, self.gone, self.places)
            self.book.keep_day(self.asker, self.day, stand, source)

    def _about(self, spot: Spot) -> dict[str, tuple[float, float, int]]:
        """Return the masts that the answer is about, with their places and how many answers there were."""
        found = {
            mast: (lon, lat, answers)
            for mast, lon, lat, answers in self.book.masts_in(self.asker, _box(spot))
            if near_m(spot.lon, spot.lat, lon, lat) <= AROUND_M
        }
        for mast, lon, lat in spot.hits:
            if mast not in found:
                found[mast] = (lon, lat, self.book.answers_about(self.asker, mast))
        return found

    def _cost(self, spot: Spot, about: dict[str, tuple[float, float, int]]) -> int:
        cost = sum(2 ** min(max(n - 1, 0), _NO_COST_BEYOND) for _, _, n in about.values())
        return cost or int(self._crowded(spot))

    def _crowded(self, spot: Spot) -> bool:
        places = self.book.answered_in(self.asker, _box(spot))
        return sum(near_m(spot.lon, spot.lat, lon, lat) <= CROWD_M for lon, lat in places) >= CROWD

    def _note(self, spot: Spot, about: dict[str, tuple[float, float, int]]) -> None:
        counted = {mast: (lon, lat, n + 1) for mast, (lon, lat, n) in about.items()}
        self.book.keep_answer(self.asker, spot.place, (spot.lon, spot.lat), self.day, counted)


def _box(spot: Spot) -> tuple[float, float, float, float]:
    return spot.lon - _DEGREES, spot.lon + _DEGREES, spot.lat - _DEGREES, spot.lat + _DEGREES


def _store(registry: Registry) -> AskedSpots:
    with registry.lock:
        found = registry.cache.get("asked-spots")
        if found is None:
            found = registry.cache["asked-spots"] = AskedSpots(registry.settings.home / FILE)
    kept: AskedSpots = found
    return kept
