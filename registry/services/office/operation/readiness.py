"""Is the register ready (sẵn sàng)? One probe a part that can fail: what it found, in words by code.

Probes ask the parts themselves, now: a fresh line to the database, the disk, the locks of the workers. They
change nothing, and one that cannot be asked because the database is away is left out: that is said once.
"""

import contextlib
import datetime as dt
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from registry.errors import RefusalError
from registry.model.jobs import Queue
from registry.model.vietnam_time import read_clock, written
from registry.model.webhooks import SubscriptionState
from registry.services.office import heads
from registry.services.office.backups import kept_backups
from registry.services.office.operation import operation_reports, workers
from registry.services.office.registry import Registry
from registry.settings import Settings
from registry.store import ledger, ledger_clock
from registry.store.database import SCHEMA, Connection, Database
from registry.store.office import deliveries, jobs, verifications, webhooks

MEGABYTE, GIGABYTE = 1_000_000, 1_000_000_000
DISK_LOW, DISK_FULL = 2_000 * MEGABYTE, 200 * MEGABYTE
"""Free bytes below which somebody has to look after the disk, and below which writing is about to fail."""
QUEUE_LATE, QUEUE_STANDS = dt.timedelta(minutes=10), dt.timedelta(hours=1)
DELIVERY_LATE = dt.timedelta(hours=1)
BACKUP_OLD, BACKUP_LACKS = dt.timedelta(hours=36), dt.timedelta(days=7)
VERIFIED_OLD, DRILL_OLD = dt.timedelta(days=35), dt.timedelta(days=100)
_DAY = dt.timedelta(days=1)
_WAIT_S = 3.0
SERVING = frozenset({"database", "migrations", "disk", "ledger", "worker", "clock"})
"""Without these no request is served well: ``/readyz`` answers 503. The others are for who looks after it."""

_SAID = {
    "backup": ("READY-BACKUP-NONE", "READY-BACKUP-OLD", "READY-BACKUP-OLD", "READY-BACKUP"),
    "verified": ("READY-VERIFIED-NONE", "READY-VERIFIED-WRONG", "READY-VERIFIED-OLD", "READY-VERIFIED"),
    "drill": ("READY-DRILL-NONE", "READY-DRILL-WRONG", "READY-DRILL-OLD", "READY-DRILL"),
}
"""What is said of it: never done, done and found wrong, long ago, well."""


class State(StrEnum):
    """What a probe found; ``WARN`` wants somebody in these days, ``BAD`` now."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Probe:
    """One part: its name, how it stands, the words (a message code), a figure to draw, and since when."""

    name: str
    state: State
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    figure: float | None = None
    since: dt.datetime | None = None

    @property
    def stops(self) -> bool:
        """Whether no request should be sent here."""
        return self.state is State.BAD and self.name in SERVING


def probes(registry: Registry) -> list[Probe]:
    """Return every probe, in the order in which somebody looks for a fault."""
    fresh = Database(registry.settings.database_url, wait_s=_WAIT_S)
    with contextlib.closing(fresh):
        began = time.monotonic()
        try:
            with fresh.read() as connection:
                head = ledger.head(connection)
                answered = (time.monotonic() - began) * 1000
                return [
                    Probe("database", State.OK, "READY-DATABASE", {"ms": answered}, answered),
                    Probe("migrations", State.OK, "READY-MIGRATIONS", {"version": SCHEMA}),
                    _disk(registry.settings),
                    *_of_register(registry, connection, head),
                    *_kept(registry, connection),
                ]
        except RefusalError as refusal:
            return [refused(refusal), _disk(registry.settings)]


def refused(refusal: RefusalError) -> Probe:
    """Return the probe of a register that cannot be opened."""
    name = "migrations" if refusal.code in ("STORE-OLDER-SCHEMA", "STORE-NEWER-SCHEMA") else "database"
    return Probe(name, State.BAD, refusal.code, dict(refusal.params))


def queue(registry: Registry) -> Queue:
    """Return how many jobs wait and run."""
    with registry.database.read() as connection:
        return jobs.queue(connection)


def _disk(settings: Settings) -> Probe:
    folder = next(folder for folder in (settings.home, *settings.home.parents) if folder.is_dir())
    free = shutil.disk_usage(folder).free
    state = State.BAD if free < DISK_FULL else State.WARN if free < DISK_LOW else State.OK
    code = "READY-DISK" if state is State.OK else "READY-DISK-LOW"
    return Probe("disk", state, code, {"free": free / GIGABYTE}, free / MEGABYTE)


def _of_register(registry: Registry, connection: Connection, head: ledger.Head) -> Iterator[Probe]:
    yield _ledger(registry, connection, head)
    yield _clock(head)
    waits = jobs.queue(connection)
    yield _worker(registry, waits)
    late = None if waits.oldest is None else read_clock() - waits.oldest
    state = _state(late, QUEUE_LATE, QUEUE_STANDS)
    since = "" if waits.oldest is None else written(waits.oldest)
    code = "READY-QUEUE" if state is State.OK else "READY-QUEUE-LATE"
    params = {"waiting": waits.waiting, "running": waits.running, "since": since}
    yield Probe("queue", state, code, params, waits.waiting, waits.oldest)
    yield _outbox(connection)


def _ledger(registry: Registry, connection: Connection, head: ledger.Head) -> Probe:
    with contextlib.suppress(RefusalError):  # a file that cannot be read says nothing of the ledger
        for noted in heads.checkpoints(registry)[-1:]:
            if noted.count and not ledger.holds(connection, ledger.Head(noted.count, noted.head, "")):
                params = {"entries": noted.count, "day": noted.day}
                return Probe("ledger", State.BAD, "READY-LEDGER-LOST", params, head.seq)
    if not head.seq:
        return Probe("ledger", State.OK, "READY-LEDGER-EMPTY", {}, 0)
    at = dt.datetime.fromisoformat(head.at)
    return Probe("ledger", State.OK, "READY-LEDGER", {"entries": head.seq, "at": written(at)}, head.seq, at)


def _clock(head: ledger.Head) -> Probe:
    doubt = ledger_clock.doubt(head.at, read_clock())
    if doubt is not None:
        return Probe("clock", State.BAD, doubt.code, dict(doubt.params))
    return Probe("clock", State.OK, "READY-CLOCK")


def _worker(registry: Registry, waits: Queue) -> Probe:
    found = workers.alive(registry)
    if found:
        since = min(one.began_at for one in found)
        return Probe("worker", State.OK, "READY-WORKER", {"count": len(found)}, len(found), since)
    needed = registry.settings.work == "beside" or waits.waiting > 0
    return Probe("worker", State.BAD if needed else State.WARN, "READY-WORKER-NONE", {}, 0)


def _outbox(connection: Connection) -> Probe:
    now = read_clock()
    stopped = [one.name for one in webhooks.subscriptions(connection) if one.state is SubscriptionState.GONE]
    found = deliveries.standing(connection, ledger.stamp(now - _DAY), ledger.stamp(now - DELIVERY_LATE))
    params = {"waiting": found.waiting, "failed": found.failed, "late": found.late}
    if stopped:
        names = {"names": ", ".join(stopped)}
        if found.failed or found.late:  # an address that stopped itself hides no letter that fails
            return Probe("outbox", State.WARN, "READY-OUTBOX-STOPPED-FAILED", names | params, len(stopped))
        return Probe("outbox", State.WARN, "READY-OUTBOX-STOPPED", names, len(stopped))
    if found.failed or found.late:
        return Probe("outbox", State.WARN, "READY-OUTBOX-FAILED", params, found.failed)
    return Probe("outbox", State.OK, "READY-OUTBOX", params, found.waiting)


def _kept(registry: Registry, connection: Connection) -> Iterator[Probe]:
    own = [one.made_at for one in kept_backups.kept_backups(registry) if not one.handed_in and one.made_at]
    yield _last("backup", max(own, default=None), True, BACKUP_OLD, BACKUP_LACKS)
    verified = next(iter(verifications.newest(connection, 1)), None)
    sound = verified is None or not (verified.problems or verified.differs_from)
    yield _last("verified", None if verified is None else verified.at, sound, VERIFIED_OLD)
    drill = operation_reports.newest(registry.settings, operation_reports.DRILL)
    at = None if drill is None else dt.datetime.fromisoformat(drill.at)
    yield _last("drill", at, drill is None or drill.sound, DRILL_OLD)


def _last(
    name: str, at: dt.datetime | None, sound: bool, old: dt.timedelta, lacks: dt.timedelta | None = None
) -> Probe:
    """Return the probe of what has to be done again and again: when it was done last, and what came of it."""
    none, wrong, aged, well = _SAID[name]
    if at is None:
        return Probe(name, State.WARN, none)
    age, said = read_clock() - at, {"at": written(at)}
    if not sound:
        return Probe(name, State.BAD, wrong, said, age.total_seconds(), at)
    state = _state(age, old, lacks)
    return Probe(name, state, well if state is State.OK else aged, said, age.total_seconds(), at)


def _state(age: dt.timedelta | None, old: dt.timedelta, lacks: dt.timedelta | None) -> State:
    if age is None or age < old:
        return State.OK
    return State.BAD if lacks is not None and age >= lacks else State.WARN
