"""Which critical places have no network left, by what carriers have reported.

A station site is off the air where it is named so, or where its carrier says that of every one of its sites
in the commune. Of a commune of which only a smaller number was reported nobody knows which: those are not
known, and neither is a carrier that has not reported.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from registry.model.critical_places import CriticalPlace
from registry.services.critical.served import PlaceService, Served, StationKey, served
from registry.services.office.registry import Registry
from registry.services.outages.board import board_of
from registry.services.outages.board_view import Board
from registry.services.outages.events import events


@dataclass(frozen=True, slots=True)
class Darkness:
    """The station sites off the air, the carriers that have reported, and the sites that nobody knows of."""

    dark: frozenset[StationKey]
    heard: frozenset[str]
    unclear: frozenset[StationKey]


@dataclass(frozen=True)
class PlacesNow:
    """The critical places by what is known of service at each; ``known``: whether any was entered."""

    served: Served
    darkness: Darkness
    services: dict[str, PlaceService]

    @property
    def known(self) -> bool:
        """Whether any place was entered: where not, "chưa nhập" is said, never 0."""
        return self.served.known

    def of(self, *kinds: PlaceService) -> list[CriticalPlace]:
        """Return the places of these kinds, by kind and name."""
        return [place for place in self.served.places if self.services[place.id] in kinds]

    @property
    def without(self) -> list[CriticalPlace]:
        """The places of which every network that serves them is reported as off the air."""
        return self.of(PlaceService.NONE)

    @property
    def perhaps(self) -> list[CriticalPlace]:
        """The places with no network known to be on the air, of which not everything is known.

        Also those of whose networks none has said anything; not those that no mast is known to serve.
        """
        unsure = self.of(PlaceService.NO_ANSWER, PlaceService.UNKNOWN)
        return [place for place in unsure if self.served.masts_of(place.id)]


def places_of_event(registry: Registry, board: Board) -> PlacesNow:
    """Return the critical places as an event's board leaves them."""
    return _places(registry, [board])


def places_now(registry: Registry) -> PlacesNow | None:
    """Return the critical places by all open events; None where no event is open."""
    open_ones = [event for event in events(registry) if event.open]
    return _places(registry, [board_of(registry, event.id) for event in open_ones]) if open_ones else None


def _places(registry: Registry, boards: Sequence[Board]) -> PlacesNow:
    darkness = _darkness(boards)
    found = served(registry)
    services = {
        place.id: found.service_at(place.id, darkness.dark, darkness.heard, darkness.unclear)
        for place in found.places
    }
    return PlacesNow(found, darkness, services)


def _darkness(boards: Sequence[Board]) -> Darkness:
    """Return what is known of every station site: of several events the newest word about it counts."""
    words: dict[StationKey, _Word] = {}
    heard: set[str] = set()
    for board in boards:
        heard |= {row.operator for row in board.carriers if row.heard}
        for key, word in _words(board).items():
            before = words.get(key)
            if before is None or before < word:
                words[key] = word
    dark, unclear = (
        frozenset(key for key, word in words.items() if word.state == state) for state in (_DARK, _UNCLEAR)
    )
    return Darkness(dark, frozenset(heard), unclear | (_unsaid(boards) - dark))


def _unsaid(boards: Sequence[Board]) -> frozenset[StationKey]:
    """Return the station sites of carriers of which an open event has heard nothing since it began.

    What they said before, in another event, does not tell what this one did: only that what was dark is.
    """
    found: set[StationKey] = set()
    for board in boards:
        silent = {row.operator for row in board.carriers if not row.heard}
        silent -= {
            report.operator
            for other in boards
            for report in other.spoken
            if report.as_of >= board.event.started_at
        }
        found |= {(site.operator, site.site) for site in board.book.sites.values() if site.operator in silent}
    return frozenset(found)


class _Word(NamedTuple):
    """What an event's reports say of a station site as of a moment; at one moment the worse goes first."""

    as_of: dt.datetime
    state: int


_ON, _UNCLEAR, _DARK = range(3)


def _words(board: Board) -> dict[StationKey, _Word]:
    found = {
        key: _Word(state.line.as_of, _DARK if state.down else _ON)
        for key, state in board.picture.stations.items()
    }
    loose = {
        key: _Word(state.as_of, _DARK if state.down >= board.book.expected[key] else _UNCLEAR)
        for key, state in board.picture.communes.items()
        if state.down > state.named
    }
    for site in board.book.sites.values() if loose else ():
        key, counted = (site.operator, site.site), loose.get((site.operator, site.commune))
        named = found.get(key)
        if counted is None or not site.expected:
            continue
        if counted.state == _DARK or named is None or named.state != _DARK:
            found[key] = counted
    return found
