"""The board of an event: who has reported, what is down where, who could carry whom, how it comes back.

A carrier that has not said anything yet is not taken to be on the air: what rests on its silence is
*not known*.
"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum

from registry.model.outages import Cause, OutageEvent, OutageReport, ReportKind, ReportState
from registry.services.calendar import now as present_moment
from registry.services.outage_incidents import IncidentLine, incidents
from registry.services.outage_reports import reports_of
from registry.services.outage_statements import place_of, waiting_of
from registry.services.outage_stations import StationBook, station_book
from registry.services.outages import event_of, lines_of, ordered_lines
from registry.services.registry import Registry
from registry.store.operators import organisation_names
from registry.storm.outage_cycles import Reported, cycle_to_report, due_moments, first_of_each, standing
from registry.storm.outage_fold import Moment, Ordered, Picture, causes, curve, fold

SHOWN_CYCLES = 4
MOST_POINTS = 60


class Service(StrEnum):
    """What is known of service in a commune; a sign and a word for each on the page."""

    NONE = "none"  # every station site of every carrier is reported as down
    NO_ANSWER = "no_answer"  # none is known to be on the air, but some carriers have not reported
    PART = "part"  # some are down
    SO_FAR = "so_far"  # nothing down by those that have reported, but some carriers have not
    UNCLEAR = "unclear"  # nothing known to be down, but rows of reports that may be of it are not understood
    FULL = "full"  # all have reported, nothing down
    UNKNOWN = "unknown"  # nobody has reported yet


@dataclass(frozen=True, slots=True)
class InCommune:
    """A carrier in a commune: station sites by the register, those down, whether it has reported at all.

    ``down`` may exceed ``stations`` where counts do; ``live`` never goes below 0. ``unclear``: a row of its
    reports is not understood yet and may be about this commune.
    """

    operator: str
    stations: int
    down: int
    affected: int
    generators: int
    heard: bool
    doubt: bool = False
    unclear: bool = False

    @property
    def live(self) -> int:
        """Station sites on the air, as far as the carrier has reported; 0 where it has not."""
        return max(0, self.stations - self.down) if self.heard else 0

    @property
    def out(self) -> bool:
        """Whether it has said that it has no station on the air here."""
        return self.heard and self.stations > 0 and self.down >= self.stations


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """A commune with its carriers, those with station sites or outages there."""

    code: str
    name: str
    carriers: tuple[InCommune, ...]

    @property
    def stations(self) -> int:
        """Station sites by the register."""
        return sum(item.stations for item in self.carriers)

    @property
    def down(self) -> int:
        """Station sites off the air."""
        return sum(item.down for item in self.carriers)

    @property
    def affected(self) -> int:
        """Station sites that were off the air at some moment."""
        return sum(item.affected for item in self.carriers)

    @property
    def live(self) -> int:
        """Station sites known to be on the air."""
        return sum(item.live for item in self.carriers)

    @property
    def silent(self) -> tuple[str, ...]:
        """Carriers with station sites here that have not reported."""
        return tuple(item.operator for item in self.carriers if item.stations and not item.heard)

    def of(self, operator: str) -> InCommune | None:
        """Return one carrier here, None where it has nothing."""
        return next((item for item in self.carriers if item.operator == operator), None)

    @property
    def service(self) -> Service:
        """What is known of service here."""
        present = [item for item in self.carriers if item.stations]
        if not any(item.heard for item in self.carriers):
            return Service.UNKNOWN
        if present and self.down and self.live == 0:
            return Service.NO_ANSWER if self.silent else Service.NONE
        if self.down:
            return Service.PART
        if self.silent:
            return Service.SO_FAR
        return Service.UNCLEAR if any(item.unclear for item in self.carriers) else Service.FULL


@dataclass(frozen=True, slots=True)
class Roaming:
    """A commune where carriers are out and others are on the air: who needs, who could carry (live sites)."""

    commune: CommuneRow
    without: tuple[InCommune, ...]
    live: tuple[InCommune, ...]


@dataclass(frozen=True, slots=True)
class CarrierRow:
    """A carrier on the board. ``cycles`` are how it stands in the last cycles, oldest first.

    ``waiting`` are rows of its reports that are not understood yet, ``unclear`` the last report with such
    rows; ``last`` its last report, None for none.
    ``heard``: it has stated something that is understood; a file of which no row is says nothing.
    """

    operator: str
    name: str
    stations: int
    down: int
    affected: int
    generators: int
    cycles: tuple[tuple[dt.datetime, Reported], ...]
    last: OutageReport | None
    waiting: int
    unclear: OutageReport | None
    causes: Counter[Cause | None]
    heard: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the board of an event shows, at ``now``."""

    event: OutageEvent
    now: dt.datetime
    due: dt.datetime | None  # the last cycle that is past
    coming: dt.datetime | None
    carriers: tuple[CarrierRow, ...]
    communes: tuple[CommuneRow, ...]
    points: tuple[Moment, ...]
    incidents: tuple[IncidentLine, ...]
    picture: Picture
    lines: Ordered  # those that count
    reports: tuple[OutageReport, ...]
    spoken: tuple[OutageReport, ...]  # those that state something that is understood
    book: StationBook

    @property
    def missing(self) -> list[CarrierRow]:
        """The carriers whose report of the last past cycle is missing."""
        return [row for row in self.carriers if (self.due, Reported.MISSING) in row.cycles]

    @property
    def heard(self) -> int:
        """Carriers that have stated something; while there is none, no number is known."""
        return sum(row.heard for row in self.carriers)

    @property
    def firsts(self) -> frozenset[str]:
        """The ids of each carrier's first report: "unchanged" in it means that nothing is off the air."""
        return first_of_each(self.spoken)

    def heard_at(self, at: dt.datetime) -> int:
        """Return how many carriers had stated anything as of ``at``; while 0, the curve is not known."""
        return len({item.operator for item in self.spoken if item.as_of <= at})

    @property
    def without_service(self) -> list[CommuneRow]:
        """Communes with no station known to be on the air, the certain ones first."""
        found = [row for row in self.communes if row.service in (Service.NONE, Service.NO_ANSWER)]
        return sorted(found, key=lambda row: (row.service is not Service.NONE, -row.stations, row.name))

    @property
    def roaming(self) -> list[Roaming]:
        """Communes where one carrier is out and another is on the air, the most needed first."""
        found = []
        for row in self.communes:
            without = tuple(item for item in row.carriers if item.out)
            live = tuple(item for item in row.carriers if item.live)
            if without and live:
                found.append(Roaming(row, without, live))
        return sorted(found, key=lambda item: (-sum(c.stations for c in item.without), item.commune.name))

    @property
    def down(self) -> int:
        """Station sites off the air."""
        return sum(row.down for row in self.carriers)

    @property
    def affected(self) -> int:
        """Station sites off the air at some moment of the event."""
        return sum(row.affected for row in self.carriers)

    @property
    def generators(self) -> int:
        """Station sites on a generator."""
        return sum(row.generators for row in self.carriers)


def board_of(registry: Registry, event: str, *, now: dt.datetime | None = None) -> Board:
    """Return the board of an event at ``now`` (by default, the present moment)."""
    found, moment = event_of(registry, event), now or present_moment()
    book = station_book(registry)
    lines = ordered_lines(registry, event)
    reports = [item for item in reports_of(registry, event) if item.state is ReportState.SENT]
    with registry.database.read() as connection:
        names = organisation_names(connection)
    picture = fold(lines, moment)
    dues = due_moments(found, moment)
    past = [due for due in dues if due <= moment]
    coming = next((due for due in dues if due > moment), None)
    shown = [*past[-SHOWN_CYCLES:], *([coming] if coming else [])]
    with_lines = {line.report for line in lines_of(registry, event)}
    spoken = tuple(item for item in reports if item.kind is ReportKind.UNCHANGED or item.id in with_lines)
    heard = {item.operator for item in spoken}
    return Board(
        event=found,
        now=moment,
        due=past[-1] if past else None,
        coming=coming,
        carriers=tuple(
            _carrier(
                code,
                names.get(code, code),
                picture,
                reports=reports,
                book=book,
                shown=shown,
                now=moment,
                heard=code in heard,
            )
            for code in dict.fromkeys([*found.operators, *sorted({line.operator for line in lines})])
        ),
        communes=tuple(_communes(found, picture, book, heard, _unclear(reports, book))),
        points=tuple(curve(lines, _moments(found, past, moment))),
        incidents=tuple(incidents(registry, event, now=moment, picture=picture)),
        picture=picture,
        lines=lines,
        reports=tuple(reports),
        spoken=spoken,
        book=book,
    )


def next_cycle(registry: Registry, event: OutageEvent, operator: str) -> dt.datetime:
    """Return the cycle that a carrier's next report is for."""
    sent = [item for item in reports_of(registry, event.id) if item.state is ReportState.SENT]
    return cycle_to_report(event, sent, operator, present_moment())


def _carrier(
    code: str,
    name: str,
    picture: Picture,
    *,
    reports: list[OutageReport],
    book: StationBook,
    shown: list[dt.datetime],
    now: dt.datetime,
    heard: bool,
) -> CarrierRow:
    own = [item for item in reports if item.operator == code]
    came: dict[dt.datetime, list[dt.datetime]] = defaultdict(list)
    for item in own:
        came[item.due].append(item.received_at)
    states = [state for (operator, _), state in picture.communes.items() if operator == code]
    return CarrierRow(
        operator=code,
        name=name,
        stations=sum(item.expected for item in book.of_operator.get(code, ())),
        down=sum(item.down for item in states),
        affected=sum(item.affected for item in states),
        generators=sum(item.generators for item in states),
        cycles=tuple((due, standing(due, came.get(due, ()), now)) for due in shown),
        last=max(own, key=lambda item: item.received_at, default=None),
        waiting=sum(len(item.rest) for item in own),
        unclear=max((item for item in own if item.rest), key=lambda item: item.received_at, default=None),
        causes=causes(picture, code),
        heard=heard,
    )


def _unclear(reports: list[OutageReport], book: StationBook) -> set[tuple[str, str]]:
    """Return (carrier, commune) of which rows are not understood yet; commune "": any of the carrier's."""
    return {
        (report.operator, place_of(waiting_of(kept), book, report.operator))
        for report in reports
        for kept in report.rest
    }


def _communes(
    event: OutageEvent,
    picture: Picture,
    book: StationBook,
    heard: set[str],
    unclear: set[tuple[str, str]],
) -> list[CommuneRow]:
    """Return every commune where a carrier has station sites or said that something is down."""
    by_commune: dict[str, dict[str, InCommune]] = defaultdict(dict)
    pairs = {key for key, count in book.expected.items() if count} | set(picture.communes)
    for operator, commune in pairs:
        state = picture.communes.get((operator, commune))
        if operator not in event.operators and state is None:
            continue  # its report is not awaited: nothing can be said of it
        by_commune[commune][operator] = InCommune(
            operator=operator,
            stations=book.expected[operator, commune],
            down=state.down if state else 0,
            affected=state.affected if state else 0,
            generators=state.generators if state else 0,
            heard=operator in heard,
            doubt=state is not None and (state.doubt or state.down > book.expected[operator, commune]),
            unclear=not unclear.isdisjoint({(operator, commune), (operator, "")}),
        )
    order = {code: n for n, code in enumerate(event.operators)}
    return sorted(
        (
            CommuneRow(
                code,
                book.communes.get(code, code),
                tuple(sorted(found.values(), key=lambda item: (order.get(item.operator, 99), item.operator))),
            )
            for code, found in by_commune.items()
        ),
        key=lambda row: (-row.down, -row.affected, row.name),
    )


def _moments(event: OutageEvent, past: list[dt.datetime], now: dt.datetime) -> list[dt.datetime]:
    """Return the moments of the curve: the start, past cycles, now; thinned where there are many.

    Of two within a minute, which read alike, the later one is kept.
    """
    end = min(now, event.closed_at) if event.closed_at else now
    every = sorted({event.started_at, *(due for due in past if event.started_at < due < end), end})
    every = [
        at for at, after in zip(every, [*every[1:], None], strict=True)
        if after is None or after.replace(second=0, microsecond=0) > at.replace(second=0, microsecond=0)
    ]  # fmt: skip
    step = max(1, -(-len(every) // MOST_POINTS))
    return [at for n, at in enumerate(every) if n % step == 0 or n == len(every) - 1]
