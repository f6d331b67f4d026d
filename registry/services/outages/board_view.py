"""What the board of an event shows: its carriers, its communes with what is known of service, and itself."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from registry.model.outages.outages import Cause, OutageEvent, OutageReport
from registry.services.outages.incidents import IncidentLine, happened
from registry.services.outages.stations import StationBook
from registry.storm.outage_cycles import Reported, first_of_each
from registry.storm.outage_fold import Moment, Ordered, Picture


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
class Sum:
    """A number of which parts may not have been stated: None while nobody said any; ``least`` while some did.

    What was not reported is not known, and is not 0.
    """

    value: int | None
    least: bool = False

    @classmethod
    def of(cls, parts: Iterable["Sum"]) -> "Sum":
        """Add up what is known."""
        every = list(parts)
        known = [part.value for part in every if part.value is not None]
        if not known:
            return cls(None)
        return cls(sum(known), len(known) < len(every) or any(part.least for part in every))


class Figures(NamedTuple):
    """The numbers of a carrier, or of all: station sites off the air, ever so, back, and on a generator.

    Pages, workbook and papers write these and no others, so that none says more than another.
    """

    down: Sum
    affected: Sum
    restored: Sum
    generators: Sum

    @property
    def share(self) -> float | None:
        """The share of the affected that is back, 0 to 1; None where that is not known."""
        whole = self.affected.value and self.restored.value is not None and not self.restored.least
        return (self.restored.value or 0) / self.affected.value if whole and self.affected.value else None


def _of_silent(value: int | None) -> Sum:
    """Return a number of whoever has answered no cycle: what single words say is the least."""
    return Sum(value, least=True) if value else Sum(None)


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
    knows_restored: bool = True
    knows_generators: bool = True

    @property
    def figures(self) -> Figures:
        """Its numbers here as everything writes them."""
        if self.heard:
            return Figures(Sum(self.down), Sum(self.affected), self.restored, self.on_generators)
        return Figures(
            _of_silent(self.down), _of_silent(self.affected), Sum(None), _of_silent(self.generators)
        )

    @property
    def restored(self) -> Sum:
        """Station sites that were off the air and are back."""
        return Sum(self.affected - self.down if self.heard and self.knows_restored else None)

    @property
    def on_generators(self) -> Sum:
        """Station sites on a generator."""
        return Sum(self.generators if self.heard and self.knows_generators else None)

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
    restored: Sum
    generators: Sum
    cycles: tuple[tuple[dt.datetime, Reported], ...]
    last: OutageReport | None
    waiting: int
    unclear: OutageReport | None
    causes: Counter[Cause | None]
    heard: bool

    @property
    def figures(self) -> Figures:
        """Its numbers as everything writes them."""
        if self.heard:
            return Figures(Sum(self.down), Sum(self.affected), self.restored, self.generators)
        numbers = (self.down, self.affected, self.restored.value, self.generators.value)
        return Figures(*map(_of_silent, numbers))


NOTHING = Figures(Sum(None), Sum(None), Sum(None), Sum(None))
"""What is known where nobody has said anything."""


def _together(rows: Sequence[CarrierRow] | Sequence[InCommune]) -> Figures:
    """Add up: what those say that were heard, and the single words of the others as the least."""
    heard = [row.figures for row in rows if row.heard]
    silent = [row.figures for row in rows if not row.heard]
    if not heard:
        return Figures(*(Sum.of(parts) for parts in zip(*silent, strict=True))) if silent else NOTHING
    every = [*heard, *silent]
    return Figures(
        Sum(sum(one.down.value or 0 for one in every), any(one.down.value for one in silent)),
        Sum(sum(one.affected.value or 0 for one in every), any(one.affected.value for one in silent)),
        Sum.of([one.restored for one in heard]),
        Sum.of([one.generators for one in heard]),
    )


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
    def figures(self) -> Figures:
        """The numbers of all carriers as everything writes them; what nobody has said is not known."""
        return _together(self.carriers)

    def figures_of(self, operator: str, commune: str) -> Figures:
        """Return the numbers of one carrier ("": of all) in one commune ("": everywhere)."""
        carriers = [row for row in self.carriers if operator in ("", row.operator)]
        if not commune:
            return _together(carriers)
        here = [
            item
            for row in self.communes
            if row.code == commune
            for item in row.carriers
            if operator in ("", item.operator)
        ]
        if not here and any(row.heard for row in carriers):
            return Figures(Sum(0), Sum(0), Sum(0), Sum(0))
        return _together(here)

    @property
    def without(self) -> tuple[Sum, int]:
        """Communes that are certain to have no station on the air, and how many more may have none.

        While nobody has reported, the first is not known, and no number is given beside it.
        """
        if not self.heard:
            return Sum(None), 0
        return Sum(self.without_certain), self.without_perhaps

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
    def happened(self) -> list[IncidentLine]:
        """What happened, a fallen mast once whoever reports it; what was withdrawn did not."""
        return happened(self.incidents)

    @property
    def down(self) -> int:
        """Station sites off the air."""
        return sum(row.down for row in self.carriers)

    @property
    def affected(self) -> int:
        """Station sites off the air at some moment of the event."""
        return sum(row.affected for row in self.carriers)

    @property
    def restored(self) -> Sum:
        """Station sites that were off the air and are back."""
        return Sum.of([row.restored for row in self.carriers if row.heard])

    @property
    def generators(self) -> Sum:
        """Station sites on a generator."""
        return Sum.of([row.generators for row in self.carriers if row.heard])

    @property
    def services(self) -> Counter[Service]:
        """How many communes are of each kind: what every page and paper counts."""
        return Counter(row.service for row in self.communes)

    @property
    def without_certain(self) -> int:
        """Communes of which all carriers have reported that no station is on the air."""
        return self.services[Service.NONE]

    @property
    def without_perhaps(self) -> int:
        """Communes with no station known to be on the air, of which not everybody has reported."""
        return self.services[Service.NO_ANSWER] + self.services[Service.UNKNOWN]
