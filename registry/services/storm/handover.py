"""The handover of a shift (giao ca): what was said in the watch that ends, and what comes due in the next.

All of it is derived from the records that the shift works with; what is open is the shift's own (``shift``).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from registry.model.outages.power_areas import PowerArea
from registry.model.storm.after_action import AfterActionState
from registry.model.storm.hazards import HazardState
from registry.model.storm.observed_winds import ObservedWind
from registry.model.storm.storm_records import MastReport, OrderState
from registry.services.office.registry import Registry
from registry.services.outages.board import board_of
from registry.services.outages.events import events
from registry.services.outages.power import all_areas, stations_at_risk
from registry.services.storm.answers import newest_sent, reports_of
from registry.services.storm.hazards.drafts import all_letters
from registry.services.storm.hazards.exposure import all_hazards
from registry.services.storm.observed import observed_winds
from registry.services.storm.orders import list_orders
from registry.services.storm.shift import Shift
from registry.services.storm.storms import get_storm, list_storms
from registry.store.histories import entries_of
from registry.store.outages.tables import outage_events
from registry.store.storm.after_action import report_of
from registry.store.storm.hazard_tables import hazards
from registry.storm.outage_power import Countdown

WATCH = dt.timedelta(hours=12)
"""How long a watch is taken to be: so far back is said, so far ahead is named."""


class What(StrEnum):
    """What was said, or what comes due."""

    BULLETIN = "bulletin"
    ENDED = "ended"  # a storm is watched no more
    AFTER_ACTION = "after_action"  # its report was made final
    WIND = "wind"  # winds that were measured came in
    LETTER = "letter"  # sent
    ACKNOWLEDGED = "acknowledged"
    RECORDED = "recorded"  # a warning recorded
    CORRECTED = "corrected"  # what it says put right
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"  # its withdrawal taken back
    WARNED = "warned"  # a letter of a warning sent
    WARNED_HEARD = "warned_heard"  # and acknowledged
    MASTS = "masts"  # a carrier said how far its masts are
    REPORT = "report"  # a carrier's report of a cycle
    INCIDENT = "incident"
    EVENT_OPENED = "event_opened"  # reports of its outages are awaited
    EVENT_ENDED = "event_ended"  # no report of its outages is awaited any more
    PUBLISHED = "published"  # its summary by area is for everybody
    UNPUBLISHED = "unpublished"
    POWER = "power"  # an area without grid power
    POWER_BACK = "power_back"  # and its end
    FIRST_WORK = "first_work"  # the first thing that a letter asks
    BEGINS = "begins"  # a warning takes effect
    WARNING = "warning"  # and ends
    DARK = "dark"  # stations go off the air


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at a moment: of whom or what (``name``, a carrier's code where ``of_carrier``), and ``count``
    masts or stations; ``note`` is a letter's number, or from whom it was heard. ``record`` is what it leads
    to: the storm's id, the letter's, the event's, the area's or the warning's. ``storm`` is the storm that it
    is of, ``warnings`` the ids of those that it is of, ``withdrawn`` what of them counts no more.
    """

    at: dt.datetime
    what: What
    record: str
    name: str = ""
    note: str = ""
    count: int = 0
    of_carrier: bool = False
    storm: str = ""
    withdrawn: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Handover:
    """A shift at its handover: ``said`` since ``since``, the newest first; ``due`` by ``until``, the soonest.

    What is overdue already is open, and stands in the shift; so do ``areas`` without grid power, whose
    ``powerless`` stations run on what they have; of ``unsure`` more, whether they still run is not known.
    """

    shift: Shift
    since: dt.datetime
    until: dt.datetime
    said: tuple[Mark, ...]
    due: tuple[Mark, ...]
    areas: tuple[PowerArea, ...] = ()
    powerless: int = 0
    unsure: int = 0


def handover_of(registry: Registry, shift: Shift) -> Handover:
    """Return what a shift hands over."""
    since, until = shift.now - WATCH, shift.now + WATCH
    said = [mark for mark in _said(registry, shift) if since <= mark.at <= shift.now]
    due = [mark for mark in _due(registry, shift) if shift.now < mark.at <= until]
    areas = tuple(area for area in all_areas(registry) if area.holds_at(shift.now))
    risk = stations_at_risk(registry, shift.now) if areas else ()
    unsure = sum(one.standing is Countdown.COUNTED for one in risk)
    return Handover(
        shift,
        since,
        until,
        tuple(sorted(said, key=lambda mark: mark.at, reverse=True)),
        tuple(sorted(due, key=lambda mark: mark.at)),
        areas,
        len(risk) - unsure,
        unsure,
    )


def _said(registry: Registry, shift: Shift) -> Iterator[Mark]:
    for storm in list_storms(registry):
        if storm.closed_at and _at(storm.closed_at) < shift.now - WATCH:
            continue
        file = get_storm(registry, storm.id)
        for one in file.bulletins:
            yield Mark(
                _at(one.at), What.BULLETIN, storm.id, one.publisher, f"{one.ordinal}", storm=storm.id,
                withdrawn=not file.counts(one),
            )  # fmt: skip
        yield from _measured(registry, storm.id, shift.now - WATCH)
        if storm.closed_at:
            yield Mark(_at(storm.closed_at), What.ENDED, storm.id, note=storm.close_reason, storm=storm.id)
    yield from _reports_final(registry)
    sent = [one for one in list_orders(registry) if one.state is OrderState.SENT]
    for order in sent:
        yield Mark(
            _at(order.sent_at), What.LETTER, order.id, order.recipient_name, order.number, order.masts,
            storm=order.storm,
        )  # fmt: skip
        if order.acknowledged:
            yield Mark(
                _at(order.acknowledged_at), What.ACKNOWLEDGED, order.id, order.recipient_name,
                _heard(order.ack_source, order.ack_note), storm=order.storm,
            )  # fmt: skip
    yield from _warned(registry, shift.now - WATCH)
    told: dict[str, list[MastReport]] = {}
    for (order_, _structure), item in reports_of(registry, [one.id for one in sent]).items():
        if _at(item.at) >= shift.now - WATCH:
            told.setdefault(order_, []).append(item)
    by_id = {one.id: one for one in sent}
    for order_, items in told.items():
        last, to = max(items, key=lambda item: item.at), by_id[order_]
        yield Mark(_at(last.at), What.MASTS, order_, to.recipient_name, count=len(items), storm=to.storm)
    yield from _shown_to_everybody(registry)
    boards = [on_event.board for on_event in shift.events]
    for event in events(registry):
        if event.at:
            yield Mark(_at(event.at), What.EVENT_OPENED, event.id, event.name)
        if event.closed_at is not None and event.closed_at >= shift.now - WATCH:  # also what is over by now
            boards.append(board_of(registry, event.id, now=shift.now))
            yield Mark(event.closed_at, What.EVENT_ENDED, event.id, event.name)
    for board in boards:
        for report in board.reports:
            yield Mark(
                report.received_at, What.REPORT, report.event, report.operator, report.source_note,
                of_carrier=True,
            )  # fmt: skip
        for line in board.happened:
            found = line.incident
            if found.at:
                yield Mark(_at(found.at), What.INCIDENT, found.event, found.code or found.place)
    for area in all_areas(registry):
        if not area.withdrawn:
            yield Mark(area.since, What.POWER, area.id, area.name, area.source_note)
            if area.ended_at is not None:
                yield Mark(area.ended_at, What.POWER_BACK, area.id, area.name)


def _measured(registry: Registry, storm: str, since: dt.datetime) -> Iterator[Mark]:
    """Yield the winds of a storm that were recorded together, with where the strongest of them blew."""
    told: dict[str, list[ObservedWind]] = {}
    for wind in observed_winds(registry, storm):
        if _at(wind.at) >= since:
            told.setdefault(wind.at, []).append(wind)
    for at, winds in told.items():
        strongest = max(winds, key=lambda one: one.gust_ms or one.mean_ms or 0.0)
        yield Mark(_at(at), What.WIND, storm, strongest.place, count=len(winds), storm=storm)


def _warned(registry: Registry, since: dt.datetime) -> Iterator[Mark]:
    yield from _changed(registry, since)
    for hazard in all_hazards(registry):
        gone = hazard.state is HazardState.WITHDRAWN
        yield Mark(_at(hazard.at), What.RECORDED, hazard.id, withdrawn=gone, warnings=(hazard.id,))
        if not gone:
            yield Mark(hazard.to_at, What.WARNING, hazard.id, warnings=(hazard.id,))
    for letter in all_letters(registry):
        of = tuple(letter.warnings)
        if letter.state is OrderState.SENT:
            yield Mark(
                _at(letter.sent_at), What.WARNED, letter.id, letter.recipient_name, letter.number,
                letter.masts, warnings=of,
            )  # fmt: skip
        if letter.acknowledged:
            yield Mark(
                _at(letter.acknowledged_at), What.WARNED_HEARD, letter.id, letter.recipient_name,
                _heard(letter.ack_source, letter.ack_note), warnings=of,
            )  # fmt: skip


def _changed(registry: Registry, since: dt.datetime) -> Iterator[Mark]:
    """Yield what was done with warnings after they were recorded, with the reason that was given."""
    lately = [one.id for one in all_hazards(registry) if one.to_at >= since]
    gone = HazardState.WITHDRAWN.value
    with registry.database.read() as connection:
        past = entries_of(connection, {hazards.name: lately})
    for entry in past:
        before, after = entry.change.before, entry.change.after
        if before is None or after is None:
            continue
        was, now = (side.get("state") == gone for side in (before, after))
        what = What.CORRECTED if was is now else What.WITHDRAWN if now else What.RESTORED
        one = entry.change.record
        yield Mark(_at(entry.at), what, one, note=str(after.get("reason") or ""), warnings=(one,))


def _heard(source: str, note: str) -> str:
    """Return by whom a letter was acknowledged where not in the recipient's account, and the words said."""
    return "; ".join(words for words in ("" if source == "account" else source, note) if words)


def _reports_final(registry: Registry) -> Iterator[Mark]:
    with registry.database.read() as connection:
        found = [report_of(connection, storm.id) for storm in list_storms(registry)]
    for report in found:
        if report is not None and report.state is AfterActionState.FINAL:
            yield Mark(
                _at(report.final_at), What.AFTER_ACTION, report.storm, note=report.number, storm=report.storm
            )


def _shown_to_everybody(registry: Registry) -> Iterator[Mark]:
    """Yield when summaries of events were made public, and when they ceased to be."""
    names = {event.id: event.name for event in events(registry)}
    with registry.database.read() as connection:
        past = entries_of(connection, {outage_events.name: names})
    for entry in past:
        was, now = ((side or {}).get("public", False) for side in (entry.change.before, entry.change.after))
        if bool(was) is not bool(now):
            event = entry.change.record
            yield Mark(_at(entry.at), What.PUBLISHED if now else What.UNPUBLISHED, event, names[event])


def _due(registry: Registry, shift: Shift) -> Iterator[Mark]:
    for on in shift.storms:
        if on.coming is not None:
            yield Mark(on.coming.at, What.BULLETIN, on.storm.id, storm=on.storm.id)
    watched = {on.storm.id for on in shift.storms}
    orders = [one for one in list_orders(registry) if one.storm in watched]
    newest = newest_sent(orders)
    for order in orders:
        held = newest.get((order.storm, order.recipient), order)
        taken = order.state is OrderState.REPLACED or (order.state is OrderState.SENT and order is not held)
        if order.first_by and not taken:  # what a newer letter took the place of asks nothing more
            yield Mark(
                _at(order.first_by), What.FIRST_WORK, order.id, order.recipient_name, order.number,
                order.masts, storm=order.storm,
            )  # fmt: skip
    for on_event in shift.events:
        if on_event.board.coming is not None:
            yield Mark(on_event.board.coming, What.REPORT, on_event.event.id, on_event.event.name)
        for line in on_event.incidents:
            if line.clock.due is not None:
                found = line.incident
                yield Mark(line.clock.due, What.INCIDENT, found.event, found.code or found.place)
    for line in shift.left:  # its time runs on, though its event was ended
        if line.clock.due is not None:
            found = line.incident
            yield Mark(line.clock.due, What.INCIDENT, found.event, found.code or found.place)
    for hazard in all_hazards(registry):
        if not hazard.over(shift.now):
            yield Mark(hazard.from_at, What.BEGINS, hazard.id, warnings=(hazard.id,))
            yield Mark(hazard.to_at, What.WARNING, hazard.id, warnings=(hazard.id,))
    risk = stations_at_risk(registry, shift.now)
    dark = [one.dark_at for one in risk if one.dark_at and one.standing is not Countdown.COUNTED]
    ahead = [at for at in dark if shift.now < at <= shift.now + WATCH]
    if ahead:
        yield Mark(min(ahead), What.DARK, "", count=len(ahead))


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
