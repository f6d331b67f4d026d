"""Storms that the office watches: recorded from a bulletin, corrected by a new version of it, closed.

A bulletin is never changed: a correction is a new version, the older one stays readable, and one of them is
the one in use. The text as it came is kept by its SHA-256. Every deed is a batch of the ledger.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.ledger import Change
from registry.model.storm_records import Bulletin, StormRecord, StormState
from registry.model.storms import StormTrack
from registry.services.attachments import file_path, keep_bytes
from registry.services.batches import present_user
from registry.services.calendar import in_vietnam
from registry.services.registry import Registry
from registry.store import batches, ledger
from registry.store import storms as store
from registry.store.changes import amend, create, new_id
from registry.store.storm_tables import storm_bulletins, storms
from registry.storm.moments import vortices
from registry.typed_text import line_within, within

KIND = f"{batches.DESK}storm-"
LONGEST_NAME = 80
FIRST_YEAR, LAST_YEAR = 1950, 2100
MOST_POINTS = 2000


@dataclass(frozen=True, slots=True)
class BulletinText:
    """What a track was read from: the text, what it is called, who published it, and what was answered.

    ``reader`` names what read it; ``answers`` are what the source does not state and the officer did.
    """

    text: str
    file_name: str
    source: str
    reader: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StormFile:
    """A storm with its bulletins, the first version first; ``current`` is the one in use."""

    storm: StormRecord
    bulletins: list[Bulletin]

    @property
    def current(self) -> Bulletin:
        """The bulletin in use."""
        return next(item for item in self.bulletins if item.id == self.storm.bulletin)


def list_storms(registry: Registry) -> list[StormRecord]:
    """Return every storm, those that are watched first, then the newest."""
    with registry.database.read() as connection:
        return store.list_storms(connection)


def get_storm(registry: Registry, storm: str) -> StormFile:
    """Return a storm with its bulletins; ``STORM-UNKNOWN`` where there is none."""
    with registry.database.read() as connection:
        return StormFile(store.get_storm(connection, storm), store.bulletins_of(connection, storm))


def record_storm(
    registry: Registry,
    track: StormTrack,
    text: BulletinText,
    *,
    who: str = "",
    disaster_level: int | None = None,
) -> StormFile:
    """Record a storm with its first bulletin and return it.

    ``disaster_level`` is the bulletin's where the track's points do not state it. Refused: a storm without a
    name or number (``STORM-NO-NAME``), a year out of reason (``STORM-YEAR``), a track without a point
    (``TRACK-NO-POINTS``), with too many (``STORM-MANY-POINTS``), one that the model cannot follow, and one
    that somebody recorded with the same bulletin (``STORM-RECORDED``).
    """
    _check(track)
    who = who or present_user()
    storm, bulletin = new_id(), new_id()
    row = {
        "id": storm,
        "name": line_within(track.name, LONGEST_NAME),
        "number": track.number,
        "year": track.year,
        "state": StormState.OPEN.value,
        "bulletin": bulletin,
        "who": who,
        "at": _now(),
    }
    first = _bulletin_row(
        registry, track, text, disaster_level, id=bulletin, storm=storm, ordinal=1, reason="", who=who
    )
    with registry.database.write() as connection:
        _refuse_recorded(connection, row, first)
        _write(connection, [create(storms, row), create(storm_bulletins, first)], storm, "recorded", who)
    return get_storm(registry, storm)


def add_bulletin(
    registry: Registry,
    storm: str,
    track: StormTrack,
    text: BulletinText,
    *,
    seen: int,
    who: str = "",
    reason: str = "",
    disaster_level: int | None = None,
) -> StormFile:
    """Add a newer or corrected bulletin, which is then in use; the ones before stay as they are.

    ``seen`` is the storm's version as its page showed it (``STORM-CHANGED``). Refused for a storm that is
    closed (``STORM-CLOSED``), and for the bulletin that is in use already (``STORM-SAME-BULLETIN``).
    """
    _check(track)
    who = who or present_user()
    bulletin = new_id()
    row = _bulletin_row(
        registry,
        track,
        text,
        disaster_level,
        id=bulletin,
        storm=storm,
        ordinal=0,
        reason=within(reason, 500),
        who=who,
    )
    with registry.database.write() as connection:
        standing = _open(connection, storm, seen)
        known = store.bulletins_of(connection, storm)
        in_use = next(item for item in known if item.id == standing["bulletin"])
        if in_use.sha256 == row["sha256"] and store.track_json(in_use.track) == row["track"]:
            raise RefusalError("STORM-SAME-BULLETIN", ordinal=in_use.ordinal)
        row["ordinal"] = known[-1].ordinal + 1
        changes = [create(storm_bulletins, row), amend(storms, standing, bulletin=bulletin)]
        _write(connection, changes, storm, "bulletin", who)
    return get_storm(registry, storm)


def use_bulletin(registry: Registry, storm: str, bulletin: str, *, seen: int, who: str = "") -> StormFile:
    """Take another version of the bulletin into use, an older one say that was replaced by mistake."""
    who = who or present_user()
    with registry.database.write() as connection:
        standing = _open(connection, storm, seen)
        found = store.get_bulletin(connection, bulletin)
        if found.storm != storm:
            raise RefusalError("STORM-BULLETIN-UNKNOWN")
        if standing["bulletin"] != bulletin:
            _write(connection, [amend(storms, standing, bulletin=bulletin)], storm, "bulletin-used", who)
    return get_storm(registry, storm)


def close_storm(registry: Registry, storm: str, *, seen: int, reason: str, who: str = "") -> StormRecord:
    """End the watch over a storm (kết thúc ứng phó); the reason is needed (``STORM-CLOSE-REASON``)."""
    if not reason.strip():
        raise RefusalError("STORM-CLOSE-REASON")
    who = who or present_user()
    with registry.database.write() as connection:
        standing = _open(connection, storm, seen)
        change = amend(
            storms,
            standing,
            state=StormState.CLOSED.value,
            closed_at=_now(),
            closed_by=who,
            close_reason=within(reason, 500),
        )
        _write(connection, [change], storm, "closed", who)
    return get_storm(registry, storm).storm


def reopen_storm(registry: Registry, storm: str, *, seen: int, who: str = "") -> StormRecord:
    """Watch a storm again that was closed too early; the ledger keeps that it was closed."""
    who = who or present_user()
    with registry.database.write() as connection:
        standing = _standing(connection, storm, seen)
        if standing["state"] != StormState.OPEN.value:
            change = amend(
                storms, standing, state=StormState.OPEN.value, closed_at="", closed_by="", close_reason=""
            )
            _write(connection, [change], storm, "reopened", who)
    return get_storm(registry, storm).storm


def _refuse_recorded(connection: Connection, storm: Mapping[str, Any], first: Mapping[str, Any]) -> None:
    """Refuse a storm that is watched already from the same bulletin: two officers had it before them."""
    for known in store.list_storms(connection):
        same = (known.name, known.number, known.year) == (storm["name"], storm["number"], storm["year"])
        if not same or known.state is not StormState.OPEN:
            continue
        if any(item.sha256 == first["sha256"] for item in store.bulletins_of(connection, known.id)):
            at = f"{in_vietnam(known.at):%d/%m/%Y %H:%M}"
            raise RefusalError("STORM-RECORDED", name=known.name or str(known.number), by=known.who, at=at)


def text_of(registry: Registry, bulletin: Bulletin) -> str:
    """Return the text of a bulletin as it came."""
    path = file_path(registry, bulletin.sha256, bulletin.file_name)
    return path.read_text(encoding="utf-8", errors="replace")


def disaster_level_of(track: StormTrack) -> int | None:
    """Return the highest disaster level that the points of a bulletin state, None where they state none."""
    return max((point.disaster_level for point in track.points if point.disaster_level), default=None)


def _check(track: StormTrack) -> None:
    if not track.name.strip() and track.number is None:
        raise RefusalError("STORM-NO-NAME")
    if not FIRST_YEAR <= track.year <= LAST_YEAR:
        raise RefusalError("STORM-YEAR", year=track.year, first=FIRST_YEAR, last=LAST_YEAR)
    if not track.points:
        raise RefusalError("TRACK-NO-POINTS")
    if len(track.points) > MOST_POINTS:
        raise RefusalError("STORM-MANY-POINTS", count=len(track.points), most=MOST_POINTS)
    vortices(track)  # refuses a track without any strength, or of months: no page could show it


def _bulletin_row(
    registry: Registry, track: StormTrack, text: BulletinText, disaster_level: int | None, **own: Any
) -> dict[str, Any]:
    if disaster_level is not None and not 1 <= disaster_level <= 5:
        raise RefusalError("STORM-DISASTER-LEVEL", level=disaster_level)
    name = Path(text.file_name).name or "ban-tin.txt"
    kept = keep_bytes(registry, text.text.encode(), name)
    return {
        **own,
        "file_name": name,
        "sha256": kept.sha256,
        "source": within(text.source, 300) or track.source,
        "reader": text.reader,
        "answers": dict(text.answers),
        "track": store.track_json(track),
        "disaster_level": disaster_level or disaster_level_of(track),
        "at": _now(),
    }


def _open(connection: Connection, storm: str, seen: int) -> dict[str, Any]:
    standing = _standing(connection, storm, seen)
    if standing["state"] != StormState.OPEN.value:
        raise RefusalError("STORM-CLOSED")
    return standing


def _standing(connection: Connection, storm: str, seen: int) -> dict[str, Any]:
    standing = ledger.rows_by_key(connection, storms, [storm]).get(storm)
    if standing is None:
        raise RefusalError("STORM-UNKNOWN")
    if standing["version"] != seen:
        raise RefusalError("STORM-CHANGED")
    return standing


def _now() -> str:
    return ledger.stamp(dt.datetime.now(dt.UTC))


def _write(connection: Connection, changes: list[Change], storm: str, deed: str, who: str) -> None:
    batch = batches.open_batch(connection, kind=f"{KIND}{deed}", who=who, options={"storm": storm})
    ledger.record(connection, changes, who=who, batch=batch.id)
