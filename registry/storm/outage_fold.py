"""The fold: what stands now, per station site and per commune, from all statements of an event.

A pure function of a *set* of lines: neither the order in which they came nor the moment at which they were
written plays a part, only what each states and as of when (``as_of``).

- A line that another corrects does not count; the correction stands at the moment of what it corrects, so a
  late correction of the six o'clock report does not overrule the noon report.
- Of statements about one station site the latest holds, of two of the same moment the one that says *down*;
  where they name different communes, the site is of the commune that the latest names.
- A station that is said to be on the air without grid power (``POWER``) is on the air: one that was never
  off it is not affected by that.
- A commune's count and its named stations are the same stations and never added up. A count holds from its
  moment on, less the stations named as restored after it, and never less than those named as down from then
  on: ``max(count - restored since, down since, 0)``. Until there is a count, the named stations are counted.
- What was affected never shrinks: the largest of the stations ever named, a count with what it says is
  restored, and the number down at any moment. Restored is what was affected and is not down.

Numbers that rest on a count are therefore least numbers, and marked so (``counted``).
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from registry.model.outages.outages import Cause, LineState, OutageLine

StationKey = tuple[str, str]
"""Operator's code, site's id."""

CommuneKey = tuple[str, str]
"""Operator's code, commune's code."""


@dataclass(frozen=True, slots=True)
class StationState:
    """The last statement about a station site, and whether it counts as off the air.

    ``by_count``: it was named as down, and a later count of its commune says that nothing is down any more.
    """

    line: OutageLine
    down: bool
    by_count: bool = False


@dataclass(frozen=True, slots=True)
class CommuneState:
    """A carrier in a commune: station sites down, affected since the event began, and restored.

    ``named`` of those down are named. ``counted``: the numbers rest on a count; ``doubt``: more are named as
    down than a count of the same moment says. ``as_of`` is the last statement's moment. ``knows_…``: whether
    anything was stated, or follows, of those that are back and those on a generator; else the 0 is no number.
    """

    down: int
    affected: int
    named: int
    generators: int
    counted: bool
    doubt: bool
    as_of: dt.datetime
    knows_restored: bool = True
    knows_generators: bool = True

    @property
    def restored(self) -> int:
        """How many of the affected are back."""
        return self.affected - self.down


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that stands at a moment."""

    stations: dict[StationKey, StationState] = field(default_factory=dict)
    communes: dict[CommuneKey, CommuneState] = field(default_factory=dict)

    @property
    def down(self) -> int:
        """Station sites off the air."""
        return sum(state.down for state in self.communes.values())

    @property
    def affected(self) -> int:
        """Station sites that were off the air at some moment of the event."""
        return sum(state.affected for state in self.communes.values())

    @property
    def generators(self) -> int:
        """Station sites that run on a generator."""
        return sum(state.generators for state in self.communes.values())


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the curve: station sites affected until ``at``, and those down at it."""

    at: dt.datetime
    affected: int
    down: int

    @property
    def restored_share(self) -> float | None:
        """The share of the affected that is back, 0 to 1; None while nothing was affected."""
        return None if not self.affected else (self.affected - self.down) / self.affected


class _Commune:
    """One carrier in one commune while the lines go by in order."""

    __slots__ = (
        "affected", "as_of", "count", "count_at", "down_since", "ever", "figure", "named_down",
        "restored_since", "running", "told_generators", "told_restored",
    )  # fmt: skip

    def __init__(self) -> None:
        self.ever: dict[str, OutageLine] = {}  # the latest line of every station named, by site
        self.named_down: set[str] = set()
        self.running: dict[str, dt.datetime] = {}  # on a generator, as of when
        self.count: OutageLine | None = None
        self.count_at = _NEVER
        self.down_since: set[str] = set()
        self.restored_since: set[str] = set()
        self.figure = 0
        self.affected = 0
        self.as_of = _NEVER
        self.told_restored = self.told_generators = False

    def take(self, line: OutageLine) -> None:
        self.as_of = line.as_of
        if line.state is LineState.COUNT:
            self.count, self.count_at = line, line.as_of
            self.down_since, self.restored_since = set(), set()
            self.told_restored = self.told_restored or line.restored is not None
            self.told_generators = self.told_generators or line.generators is not None
            self.affected = max(self.affected, line.down + (line.restored or 0))
        else:
            self._station(line)
        if self.count is None:
            self.figure = len(self.named_down)
        else:
            left = self.count.down - len(self.restored_since)
            self.figure = max(left, len(self.down_since), 0)
        self.affected = max(self.affected, self.figure, len(self.ever))

    def _station(self, line: OutageLine) -> None:
        site = line.site
        self.told_generators = self.told_generators or line.generator is not None
        if line.generator:
            self.running[site] = line.as_of
        else:
            self.running.pop(site, None)
        if line.state is LineState.POWER and site not in self.ever:
            return
        self.ever[site] = line
        if line.state is LineState.DOWN:
            self.named_down.add(site)
            self.down_since.add(site)
            self.restored_since.discard(site)
        else:
            self.named_down.discard(site)
            self.down_since.discard(site)
            if line.as_of > self.count_at:  # the count of that moment knows of it
                self.restored_since.add(site)

    def generators(self) -> int:
        named = len(self.running)
        if self.count is None or self.count.generators is None:
            return named
        since = sum(1 for as_of in self.running.values() if as_of > self.count_at)
        return max(self.count.generators, since)

    def state(self) -> CommuneState:
        counted = self.count is not None
        same = [site for site in self.down_since if self.ever[site].as_of == self.count_at]
        return CommuneState(
            down=self.figure,
            affected=self.affected,
            named=min(len(self.named_down), self.figure),
            generators=self.generators(),
            counted=counted,
            doubt=self.count is not None and len(same) > self.count.down,
            as_of=self.as_of,
            knows_restored=not counted or self.told_restored or self.affected > self.figure,
            knows_generators=self.told_generators,
        )

    def station(self, site: str) -> StationState:
        line = self.ever[site]
        down = line.state is LineState.DOWN
        cleared = down and self.count is not None and line.as_of < self.count_at and self.figure == 0
        return StationState(line, down and not cleared, cleared)


_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
_ORDER = {LineState.COUNT: 0, LineState.RESTORED: 1, LineState.POWER: 2, LineState.DOWN: 3}


class Ordered(list[OutageLine]):
    """Lines that count, in the order of what they state; made by ``effective``, to be folded again."""


def effective(lines: Iterable[OutageLine]) -> Ordered:
    """Return the lines that count, in the order of what they state; see the module about ties."""
    if isinstance(lines, Ordered):
        return lines
    every = list(lines)
    corrected = {line.corrects for line in every if line.corrects}
    # a moment is shared by the lines of a report: it is compared once a report, not once a line
    by_moment: dict[dt.datetime, list[OutageLine]] = {}
    for line in every:
        if line.id not in corrected and line.state is not LineState.VOID:
            by_moment.setdefault(line.as_of, []).append(line)
    ordered = Ordered()
    for moment in sorted(by_moment):
        ordered += sorted(by_moment[moment], key=_place)
    return _in_one_commune(ordered)


def _place(line: OutageLine) -> tuple[int, int, int, str]:
    return _ORDER[line.state], line.down, line.restored or 0, line.id


def _in_one_commune(ordered: Ordered) -> Ordered:
    """Give every line of a station site the commune of its last one: borders may have been read anew."""
    last: dict[StationKey, str] = {}
    moved = False
    for line in ordered:
        if line.site:
            key = (line.operator, line.site)
            moved = moved or last.get(key, line.commune) != line.commune
            last[key] = line.commune
    if not moved:
        return ordered
    return Ordered(
        replace(line, commune=last[line.operator, line.site]) if line.site else line for line in ordered
    )


def fold(lines: Iterable[OutageLine], until: dt.datetime | None = None) -> Picture:
    """Return what stands at ``until`` (by default, at the end); corrections count whenever they were made."""
    communes: dict[CommuneKey, _Commune] = {}
    for line in effective(lines):
        if until is not None and line.as_of > until:
            break
        key = (line.operator, line.commune)
        found = communes.get(key)
        if found is None:
            found = communes[key] = _Commune()
        found.take(line)
    return Picture(
        {
            (operator, site): found.station(site)
            for (operator, _commune), found in communes.items()
            for site in found.ever
        },
        {key: found.state() for key, found in communes.items()},
    )


def curve(lines: Iterable[OutageLine], moments: Sequence[dt.datetime]) -> list[Moment]:
    """Return how many were affected and down at each of ``moments`` (ascending), in one sweep."""
    ordered = effective(lines)
    communes: dict[CommuneKey, _Commune] = {}
    affected = down = at = 0
    found: list[Moment] = []
    for moment in moments:
        while at < len(ordered) and ordered[at].as_of <= moment:
            line = ordered[at]
            key = (line.operator, line.commune)
            commune = communes.get(key)
            if commune is None:
                commune = communes[key] = _Commune()
            affected -= commune.affected
            down -= commune.figure
            commune.take(line)
            affected += commune.affected
            down += commune.figure
            at += 1
        found.append(Moment(moment, affected, down))
    return found


def causes(picture: Picture, operator: str = "") -> Counter[Cause | None]:
    """Return the causes of what is down, of one carrier or all; None: counted only, no cause is stated."""
    found: Counter[Cause | None] = Counter()
    named: Counter[CommuneKey] = Counter()
    for (code, _site), state in picture.stations.items():
        if state.down and operator in ("", code):
            found[state.line.cause or Cause.OTHER] += 1
            named[code, state.line.commune] += 1
    for (code, commune), standing in picture.communes.items():
        if operator in ("", code) and standing.down > named[code, commune]:
            found[None] += standing.down - named[code, commune]
    return found
