"""Letters of a storm: drafted from its lists, one per recipient, recorded as sent, never sent alone.

A draft freezes the masts it names, with their winds and what is to be done by when, among the kept files: a
later bulletin, list or model changes no letter. A new draft to the same recipient replaces the one before
unless that was sent; one that would say the same is not made again. A draft to whom nothing is asked of any
more is replaced by none.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from registry.collector import paused_collector
from registry.errors import RefusalError
from registry.model.notices import NoticeKind, Subject
from registry.model.notices import Recipient as Told
from registry.model.storm.storm_records import OrderKind, OrderRow, OrderState, StormOrder
from registry.model.storm.storms import RankedMast
from registry.model.vietnam_time import one_moment
from registry.services.critical.served import served
from registry.services.office.attachments import file_path, keep_bytes
from registry.services.office.deeds import Deed, deed
from registry.services.office.deeds import standing as row_seen
from registry.services.office.notices import tell
from registry.services.office.registry import Registry
from registry.services.storm.actions import BANDS, CALM, Actions, actions_of, band_of
from registry.services.storm.exposure import exposure_of
from registry.services.storm.fallen import fallen_masts
from registry.services.storm.file import StormFile
from registry.services.storm.order_rows import OrderRows, winds_of
from registry.services.storm.ordered_masts import Needed, Reach, banded_masts, dangers_of, recipients_of
from registry.services.storm.sending import checked_number, kept_papers
from registry.services.storm.storms import KIND, get_storm
from registry.services.storm.vocabulary import crossed_params, moment, unfinished_params
from registry.store.changes import new_id
from registry.store.field.defects import standing_dangers
from registry.store.records import record_of
from registry.store.register.placed_masts import own_codes
from registry.store.storm import storms as store
from registry.store.storm.masts import LetterFacts, load_facts
from registry.store.storm.tables import storm_orders, storms
from registry.storm.exposure import StormExposure

POWER = "power_company"
STORM_LETTER = "storm_letter"
"""The kind of document that a notice of a letter leads to."""
DRAFTED = {"letter": OrderState.DRAFT.value}
"""What drafting offers, as a refusal says it: letters."""
_ROWS = "cot-theo-van-ban.json"

Banded = tuple[RankedMast, str]
"""A mast with how exposed it is."""

Written = tuple[OrderKind, str, str, list[OrderRow]]
"""What is written to one recipient: the kind of letter, its code, its name, the masts."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What drafting did: the letters that now stand, who needs none, and what was left as it was."""

    made: list[StormOrder]
    unchanged: list[StormOrder]
    nothing_for: list[str]


@one_moment()
@paused_collector()
def draft_orders(
    registry: Registry,
    storm: str,
    ranked: Iterable[RankedMast],
    *,
    reach: Reach,
    needed: Needed,
    holders: Mapping[str, str],
    seen: int,
    who: str,
) -> Drafted:
    """Draft a letter for each carrier whose masts meet strong wind, and the list for the power company.

    ``ranked`` are the masts that may fall by what is still to come, most urgent first (see
    ``RankedList.briefly``); ``needed`` those whose power matters most. ``holders`` are the names of everyone
    with masts, by code; ``seen`` the storm's version. Refused where no mast meets strong wind any
    more, which ``reach`` tells of: because it has passed (``STORM-GONE``), because the storm stays away
    (``STORM-NO-ORDERS``), or because the track ends before the storm does, so that nothing may be concluded
    (``STORM-UNFINISHED``, ``STORM-UNFINISHED-CROSSED``).
    """
    file = get_storm(registry, storm)
    with registry.database.read() as connection:
        row_seen(connection, storms, storm, seen=seen, offered=DRAFTED)
        fallen = fallen_masts(connection, storm)
    known = actions_of(registry.settings.home)
    met = _met(ranked, known, fallen)
    if not met:
        raise _nothing_to_do(reach)
    rows = OrderRows(met, _facts(registry, met), known)
    written = _carriers(registry, rows)
    wanted = {recipient for _kind, recipient, _name, _rows in written}
    powered = rows.to_power(needed, fallen)
    if powered:
        written.append((OrderKind.POWER, POWER, "", powered))
    made, unchanged = _write_drafts(registry, file, written, whole=True, who=who)
    return Drafted(made, unchanged, sorted(name for code, name in holders.items() if code not in wanted))


def _met(ranked: Iterable[RankedMast], known: Actions, fallen: Collection[str]) -> list[Banded]:
    """Return the masts that meet strong wind, but for those that lie there already."""
    return [
        (mast, band)
        for mast, band in banded_masts(ranked, known)
        if band != CALM and mast.structure_id not in fallen
    ]


def _nothing_to_do(reach: Reach) -> RefusalError:
    """Return why there is no letter to draft."""
    if reach.unfinished is not None and reach.reached:
        told = crossed_params(
            reach.unfinished, reached=reach.reached, masts=reach.masts, gone=reach.gone, seen_at=reach.seen_at
        )
        return RefusalError("STORM-UNFINISHED-CROSSED", **told)
    if reach.unfinished is not None:
        return RefusalError("STORM-UNFINISHED", **unfinished_params(reach.unfinished))
    if reach.gone:
        return RefusalError("STORM-GONE", count=reach.gone, at=moment(reach.seen_at))
    return RefusalError("STORM-NO-ORDERS", gust=reach.gust_ms, level=reach.level, km=reach.km)


def _carriers(registry: Registry, rows: OrderRows) -> list[Written]:
    """Return what is written to each carrier of the masts that meet strong wind."""
    sides = recipients_of(registry, [mast for mast, _band in rows.met])
    with registry.database.read() as connection:
        codes = {side.code: own_codes(connection, side.code) for side in sides}
        standing = standing_dangers(connection)
    places = served(registry)
    return [
        (
            OrderKind.CARRIER,
            side.code,
            side.name,
            rows.of_carrier(side, codes[side.code], places, dangers=dangers_of(side, standing)),
        )
        for side in sides
    ]


def _facts(registry: Registry, met: Sequence[tuple[RankedMast, str]]) -> dict[str, LetterFacts]:
    with registry.database.read() as connection:
        return load_facts(connection, [mast.structure_id for mast, _band in met])


@one_moment()
@paused_collector()
def draft_stand_down(registry: Registry, storm: str, ranked: Iterable[RankedMast], *, who: str) -> Drafted:
    """Draft the letter that tells everyone who got one that the storm is over (``STORM-NOTHING-SENT``).

    ``ranked`` are the masts that may fall in the whole storm: which are inspected again follows from what it
    did, not from what was expected of it when the first letter went out.
    """
    file = get_storm(registry, storm)
    sent = [item for item in list_orders(registry, storm) if item.state is OrderState.SENT]
    told = {item.recipient: item for item in reversed(sent) if item.kind is not OrderKind.STAND_DOWN}
    if not told:
        raise RefusalError("STORM-NOTHING-SENT")
    known = actions_of(registry.settings.home)
    with registry.database.read() as connection:
        fallen = fallen_masts(connection, storm)
    met = _met(ranked, known, fallen)
    drafted = _carriers(registry, OrderRows(met, _facts(registry, met), known))
    last = {code: rows for _kind, code, _name, rows in drafted}
    met_by = exposure_of(registry, file.track)
    written = [
        (
            OrderKind.STAND_DOWN,
            code,
            item.recipient_name,
            [
                replace(row, actions=())
                for row in last.get(code) or _as_it_blew(registry, item, met_by, known, fallen)
            ],
        )
        for code, item in told.items()
    ]
    made, unchanged = _write_drafts(registry, file, written, who=who)
    return Drafted(made, unchanged, [])


def _as_it_blew(
    registry: Registry, order: StormOrder, exposure: StormExposure, known: Actions, fallen: Collection[str]
) -> list[OrderRow]:
    """Return the masts of a letter with the winds of the whole storm, where they met less than was expected.

    Masts that have ``fallen`` are left out, unless no other is left. A mast that the register knows no more
    keeps what the letter said of it.
    """
    found, rows = [], rows_of(registry, order)
    for row in [one for one in rows if one.structure not in fallen] or rows:
        seen = exposure.of(row.structure)
        if seen is not None:
            band = band_of(seen.gust_level, 0.0, known, flagged=False)
            row = replace(row, band=band, chance=None, flagged=False, why={}, **winds_of(seen))  # noqa: PLW2901
        found.append(row)
    return found


def list_orders(registry: Registry, storm: str = "", **only: Any) -> list[StormOrder]:
    """Return letters, the newest first (``recipient``, ``sent_only`` as in ``store.storms.orders_of``)."""
    with registry.database.read() as connection:
        return store.orders_of(connection, storm, **only)


def get_order(registry: Registry, order: str) -> StormOrder:
    """Return a letter by its id; ``STORM-ORDER-UNKNOWN`` where there is none."""
    with registry.database.read() as connection:
        return store.get_order(connection, order)


def fallen_since(registry: Registry, storm: str, orders: Iterable[StormOrder]) -> dict[str, tuple[str, ...]]:
    """Return, by the id of a letter that names masts which lie there now, their codes."""
    with registry.database.read() as connection:
        found = fallen_masts(connection, storm)
    if not found:
        return {}
    named = {
        order.id: tuple(row.code for row in rows_of(registry, order) if row.structure in found)
        for order in orders
        if order.kind is not OrderKind.STAND_DOWN and order.state is not OrderState.REPLACED
    }
    return {order: codes for order, codes in named.items() if codes}


def rows_of(registry: Registry, order: StormOrder) -> list[OrderRow]:
    """Return the masts of a letter as they stood when it was drafted, in the order of the letter."""
    kept = orjson.loads(file_path(registry, order.rows_sha256, _ROWS).read_bytes())
    return [record_of(OrderRow, item) for item in kept]


def structures_of(registry: Registry, order: StormOrder) -> frozenset[str]:
    """Return the ids of the masts that a letter names."""
    return _structures(file_path(registry, order.rows_sha256, _ROWS))


@lru_cache(maxsize=32)  # frozen with the letter: the file's name is what it holds
def _structures(kept: Path) -> frozenset[str]:
    return frozenset(item["structure"] for item in orjson.loads(kept.read_bytes()))


@one_moment()
def record_sent(
    registry: Registry,
    order: str,
    *,
    number: str,
    sent_on: dt.date,
    letter: bytes,
    book: bytes,
    seen: int,
    who: str,
) -> StormOrder:
    """Record that the office sent a letter, with the files as they were; only a draft can be sent.

    Refused: no number (``STORM-ORDER-NUMBER``), a day before the draft or after today (``STORM-ORDER-DAY``).
    """
    number = checked_number(number, sent_on, get_order(registry, order).at)
    files = kept_papers(registry, letter, book)
    sent: dict[str, Any] = {"state": OrderState.SENT.value, "number": number, "sent_on": sent_on}
    with order_deed(registry, order, "sent", who) as made:
        check_order(made, order, seen, (OrderState.DRAFT,), sent)
        made.amend(storm_orders, order, sent_at=made.at, sent_by=made.who, **sent, **files)
        to = made.standing(storm_orders, order)["recipient"]
        if to != POWER:
            told = [Told(organisation=to)]
            tell(made, NoticeKind.LETTER, told, Subject(STORM_LETTER, order), number=number)
    return get_order(registry, order)


@one_moment()
def correct_sent(
    registry: Registry,
    order: str,
    *,
    number: str,
    sent_on: dt.date,
    letter: bytes,
    book: bytes,
    seen: int,
    who: str,
) -> StormOrder:
    """Put right the number or the day of a letter that was recorded as sent; its files bear the new ones.

    When it was recorded, who has acknowledged it and what was answered stay. Refused as ``record_sent``, and
    for a letter that was not sent (``STORM-ORDER-STATE``).
    """
    number = checked_number(number, sent_on, get_order(registry, order).at)
    files = kept_papers(registry, letter, book)
    said: dict[str, Any] = {"number": number, "sent_on": sent_on}
    with order_deed(registry, order, "sent-corrected", who) as made:
        check_order(made, order, seen, (OrderState.SENT,), said)
        made.amend(storm_orders, order, **said, **files)
    return get_order(registry, order)


def order_deed(registry: Registry, order: str, name: str, who: str) -> AbstractContextManager[Deed]:
    """Open a deed about a letter."""
    return deed(registry, f"{KIND}{name}", who, options={"order": order})


def check_order(
    made: Deed, order: str, seen: int | None, states: Sequence[OrderState], offered: Mapping[str, Any]
) -> None:
    """Refuse a letter that is in none of ``states`` or no longer as it was ``seen``."""
    row = made.standing(storm_orders, order, unknown="STORM-ORDER-UNKNOWN", seen=seen, offered=offered)
    if row["state"] not in {state.value for state in states}:
        raise RefusalError("STORM-ORDER-STATE", state=row["state"])


def _write_drafts(
    registry: Registry,
    file: StormFile,
    written: Sequence[Written],
    *,
    whole: bool = False,
    who: str,
) -> tuple[list[StormOrder], list[StormOrder]]:
    """Write the drafts of one drafting as one batch; returns what was made and what stood already.

    ``whole``: nobody else has anything to do, so that a draft to anybody else is none any more.
    """
    storm = file.storm.id
    made, unchanged = [], []
    with deed(registry, f"{KIND}orders", who, options={"storm": storm}) as own:
        # a newer bulletin may have come while the letters were worked out
        own.standing(storms, storm, seen=file.storm.version, offered=DRAFTED)
        standing = store.orders_of(own.connection, storm)
        if whole:
            wanted = {(kind, recipient) for kind, recipient, _name, _rows in written}
            for item in standing:
                if _is_draft(item) and (item.kind, item.recipient) not in wanted:
                    own.amend(storm_orders, item.id, state=OrderState.REPLACED.value)
        for kind, recipient, name, rows in written:
            sha256 = _kept_rows(registry, rows)
            before = [
                item
                for item in standing
                if (item.kind, item.recipient) == (kind, recipient) and item.state is not OrderState.REPLACED
            ]
            if before and before[0].rows_sha256 == sha256 and before[0].bulletin == file.current.id:
                unchanged.append(before[0].id)
                continue
            for item in before:
                if item.state is OrderState.DRAFT:
                    own.amend(storm_orders, item.id, state=OrderState.REPLACED.value)
            draft = _draft(file, kind, recipient, name, rows)
            own.create(storm_orders, {**draft, "rows_sha256": sha256, "who": own.who, "at": own.at})
            made.append(draft["id"])
        own.about["summary"] = {"letters": len(made)}
    found = {item.id: item for item in list_orders(registry, storm)}
    return [found[one] for one in made], [found[one] for one in unchanged]


def _is_draft(order: StormOrder) -> bool:
    return order.state is OrderState.DRAFT and order.kind is not OrderKind.STAND_DOWN


def _draft(
    file: StormFile, kind: OrderKind, recipient: str, name: str, rows: Sequence[OrderRow]
) -> dict[str, Any]:
    """Return what the row of a new letter says of it: to whom, about how many masts, by when first."""
    due = [action.by for row in rows for action in row.actions if action.by]
    return {
        "id": new_id(),
        "storm": file.storm.id,
        "bulletin": file.current.id,
        "kind": kind.value,
        "recipient": recipient,
        "recipient_name": name,
        "state": OrderState.DRAFT.value,
        "masts": len(rows),
        "bands": {band: count for band in BANDS if (count := sum(row.band == band for row in rows))},
        "first_by": min(due, default=""),
    }


def _kept_rows(registry: Registry, rows: Sequence[OrderRow]) -> str:
    return keep_bytes(registry, orjson.dumps(list(rows), option=orjson.OPT_SORT_KEYS), _ROWS).sha256
