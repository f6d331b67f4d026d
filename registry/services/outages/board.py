"""The board of an event: who has reported, what is down where, who could carry whom, how it comes back.

A carrier that has not said anything yet is not taken to be on the air: what rests on its silence is
*not known*.
"""

import datetime as dt
from collections import defaultdict

from registry.model.outages.outages import OutageEvent, OutageReport, ReportState
from registry.services.office.calendar import now as present_moment
from registry.services.office.registry import Registry
from registry.services.outages.board_view import Board, CarrierRow, CommuneRow, InCommune, Sum
from registry.services.outages.carrier_reports import reports_of
from registry.services.outages.events import event_of, ordered_lines
from registry.services.outages.incidents import incidents
from registry.services.outages.statements import place_of, waiting_of
from registry.services.outages.stations import StationBook, station_book
from registry.store.office.operators import organisation_names
from registry.storm.outage_cycles import answers_a_cycle, cycle_to_report, due_moments, standing
from registry.storm.outage_fold import Picture, causes, curve, fold

SHOWN_CYCLES = 4
MOST_POINTS = 60


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
    spoken = tuple(item for item in reports if item.counts)
    heard = {item.operator for item in spoken if answers_a_cycle(item)}
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
    for item in filter(answers_a_cycle, own):
        came[item.due].append(item.received_at)
    states = [state for (operator, _), state in picture.communes.items() if operator == code]
    return CarrierRow(
        operator=code,
        name=name,
        stations=sum(item.expected for item in book.of_operator.get(code, ())),
        down=sum(item.down for item in states),
        affected=sum(item.affected for item in states),
        restored=_sum([(item.restored, item.knows_restored) for item in states], none=0),
        generators=_sum([(item.generators, item.knows_generators) for item in states], none=None),
        cycles=tuple((due, standing(due, came.get(due, ()), now)) for due in shown),
        last=max(own, key=lambda item: item.received_at, default=None),
        waiting=sum(len(item.rest) for item in own),
        unclear=max((item for item in own if item.rest), key=lambda item: item.received_at, default=None),
        causes=causes(picture, code),
        heard=heard,
    )


def _sum(parts: list[tuple[int, bool]], *, none: int | None) -> Sum:
    """Add up a carrier's communes; ``none`` is what follows from a report that names no commune."""
    if not parts:
        return Sum(none)
    return Sum.of([Sum(value if known else None) for value, known in parts])


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
            knows_restored=state is None or state.knows_restored,
            knows_generators=state is not None and state.knows_generators,
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
