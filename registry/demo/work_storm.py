"""An exercise of the illustrative office by Yagi's track, and a squall that cut stations off.

Both are of the day of the making, because a letter is sent on the day on which it is drafted. One carrier has
not answered and not reported: that is the duty officer's next step, and that carrier's.
"""

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any

from registry.demo.places import parameters
from registry.demo.storm import EXERCISE, yagi_bulletin
from registry.demo.work_requests import SIGN
from registry.errors import WrongCallError
from registry.model.outages.outages import Cause, EventKind, LineState, OutageEvent, ReportSource
from registry.model.storm.storm_records import MastDeed, StormOrder
from registry.model.vietnam_time import written
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.outages.board import next_cycle
from registry.services.outages.carrier_reports import Heading, send_report, send_unchanged
from registry.services.outages.events import change_event, open_event
from registry.services.outages.statements import Statement
from registry.services.outages.stations import station_book
from registry.services.storm.answers import MastAnswer, acknowledge, report_masts
from registry.services.storm.file import StormFile
from registry.services.storm.letters import papers_to_send
from registry.services.storm.ordered_masts import holders_of, needed_of, reach_of
from registry.services.storm.orders import draft_orders, record_sent, rows_of
from registry.services.storm.storms import BulletinText, record_storm
from registry.services.storm.two_lists import lists_of
from registry.storm.reading import read_track

_SCRIPT = "kich-ban-dien-tap-bao.txt"
_CAUSES = (Cause.GRID, Cause.GRID, Cause.GENERATOR, Cause.FIBRE, Cause.FLOOD)


def add_storm(registry: Registry, day: dt.date) -> None:
    """Record the storm, send letters to some carriers, take their answers; the other letters stay drafts."""
    rules, who = parameters("work")["storm"], parameters("work")["duty"]
    file = _recorded(registry, rules, day, who)
    lists = lists_of(registry, file.track, as_of=day, to_come=True)
    drafted = draft_orders(
        registry, file.storm.id, lists.may_fall.briefly(), reach=reach_of(lists.exposure),
        needed=needed_of(lists.hurts_dark), holders=holders_of(registry, lists.exposure.masts),
        seen=file.storm.version, who=who,
    )  # fmt: skip
    orders = {order.recipient: order for order in drafted.made}
    for number, operator in enumerate(
        (code for code in rules["sent"] if code in orders), int(rules["number"])
    ):
        order, sign = orders[operator], f"{number}/{SIGN}"
        letter, book = papers_to_send(registry, order.id, sign, day)
        orders[operator] = record_sent(
            registry,
            order.id,
            number=sign,
            sent_on=day,
            letter=letter,
            book=book,
            seen=order.version,
            who=who,
        )
    for answer in rules["answer"]:
        if answer["operator"] in orders:
            _answer(registry, orders[answer["operator"]], answer, who)


def _recorded(registry: Registry, rules: dict[str, Any], day: dt.date, who: str) -> StormFile:
    text = yagi_bulletin(now())
    reading = read_track(text, {}, day.year)
    if reading.track is None:
        raise WrongCallError("the sample bulletin has no track")
    track = replace(reading.track, name=rules["name"])
    return record_storm(registry, track, BulletinText(text, _SCRIPT, EXERCISE, reading.kind, {}), who=who)


def _answer(registry: Registry, order: StormOrder, rules: dict[str, Any], who: str) -> None:
    told = acknowledge(registry, order.id, seen=order.version, who=who, source=rules["source"])
    masts = [row.structure for row in rows_of(registry, told)]
    done, left = masts[: rules["done"]], masts[rules["done"] : rules["done"] + rules["not_done"]]
    said = [MastAnswer(mast, MastDeed.DONE) for mast in done]
    said += [MastAnswer(mast, MastDeed.NOT_DONE, rules["reason"]) for mast in left]
    if said:
        report_masts(registry, told.id, said, source=rules["source"], who=who)


def add_outage(registry: Registry) -> None:
    """Open the event, enter what carriers reported, open the public summary."""
    rules, who = parameters("work")["outage"], parameters("work")["duty"]
    start = now().replace(minute=0, second=0, microsecond=0) - dt.timedelta(hours=rules["begun_hours_ago"])
    event = open_event(
        registry, name=rules["name"], kind=EventKind(rules["kind"]), started_at=start, hours=rules["hours"],
        first_due=start + dt.timedelta(hours=rules["hours"]), note=rules["note"], who=who,
    )  # fmt: skip
    for report in rules["report"]:
        _report(registry, event, report, who)
    change_event(registry, event.id, seen=event.version, who=who, public=True)


def _report(registry: Registry, event: OutageEvent, rules: dict[str, Any], who: str) -> None:
    heading = Heading(
        event.id, rules["operator"], next_cycle(registry, event, rules["operator"]),
        event.started_at + dt.timedelta(hours=rules["after"]), ReportSource(rules["source"]), who,
        rules["source_note"],
    )  # fmt: skip
    if rules.get("unchanged"):
        send_unchanged(registry, heading)
        return
    sites, fallen = struck_codes(registry, rules["operator"]), rules.get("collapse", 0)
    fell = written(event.started_at + dt.timedelta(minutes=35))
    said = [
        Statement(
            str(at), code=code, state=LineState.DOWN, generator=at % 4 == 0,
            cause=Cause.COLLAPSE if at < fallen else _CAUSES[at % len(_CAUSES)],
            occurred=fell if at < fallen else "",
        )
        for at, code in enumerate(sites[: rules.get("off", 0)])
    ]  # fmt: skip
    first = len(said)
    said += [
        Statement(str(at), code=code, state=LineState.RESTORED)
        for at, code in enumerate(sites[1 : 1 + rules.get("back", 0)], first)
    ]
    if rules.get("misspelt"):
        wrong = sites[rules["off"]].replace("0", "O", 1)
        said.append(Statement(str(len(said)), code=wrong, state=LineState.DOWN, cause=Cause.GRID))
    send_report(registry, heading, said)


def struck_codes(registry: Registry, operator: str) -> list[str]:
    """Return the codes of a carrier's station sites, those of the struck communes first."""
    book = station_book(registry)
    own = [item for item in book.of_operator[operator] if item.expected and item.commune]
    struck = ("Lục Ngạn", "Chũ", "Biển Động", "Sơn Động", "Kiên Lao", "Nam Dương")
    names = {code: place for code, place in book.communes.items() if place.endswith(struck)}
    first = sorted(
        (item for item in own if item.commune in names), key=lambda item: (item.commune, item.code)
    )
    rest = sorted((item for item in own if item.commune not in names), key=lambda item: item.code)
    return [item.code for item in itertools.chain(first, rest)]
