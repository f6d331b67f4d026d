"""Stations that a count leaves open: a carrier says how many of a commune are off the air, and not which.

Where as many are counted as can be meant, all of them are off; where fewer, which of them is not known, and
none may be said to run.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from registry.model.outages.outages import LineState
from registry.services.outages.stations import StationBook
from registry.storm.outage_fold import CommuneKey, Ordered, Picture, StationKey
from registry.storm.outage_power import PowerWord


@dataclass(frozen=True, slots=True)
class Count:
    """A carrier's last count of a commune: ``down`` station sites off the air, ``unnamed`` of them without a
    code, as of ``as_of``. ``sites`` it has there, ``all_of_them``: every one that it can mean is off."""

    as_of: dt.datetime
    down: int
    unnamed: int
    sites: int = 0
    all_of_them: bool = False


def counts_of(lines: Ordered, picture: Picture, at: dt.datetime) -> dict[CommuneKey, Count]:
    """Return the last count of every commune that stands at ``at``, with what it leaves unnamed."""
    last = {
        (line.operator, line.commune): line.as_of
        for line in lines
        if line.state is LineState.COUNT and line.as_of <= at
    }
    found = {}
    for key, as_of in last.items():
        state = picture.communes[key]
        found[key] = Count(as_of, state.down, state.down - state.named)
    return found


def perhaps_off(
    book: StationBook,
    counts: Mapping[CommuneKey, Count],
    words: Mapping[StationKey, PowerWord],
    dark: Collection[StationKey],
) -> dict[StationKey, Count]:
    """Return the station sites that a count may mean, each with that count.

    It cannot mean one that is named as off the air, nor one that its carrier said since, or with the count
    itself, to be on it.
    """
    found: dict[StationKey, Count] = {}
    for (operator, commune), count in counts.items():
        if not count.unnamed:
            continue
        meant = [
            (operator, one.site)
            for one in book.of_operator.get(operator, ())
            if one.commune == commune
            and one.expected
            and (operator, one.site) not in dark
            and not _on_the_air(words.get((operator, one.site)), count.as_of)
        ]
        sites = book.expected[operator, commune]
        said = replace(count, sites=sites, all_of_them=count.unnamed >= len(meant))
        found |= dict.fromkeys(meant, said)
    return found


def _on_the_air(word: PowerWord | None, since: dt.datetime) -> bool:
    return word is not None and word.state is not LineState.DOWN and word.as_of >= since
