"""Storms that the office watches: recorded from a bulletin, carried on by the next ones, closed.

A bulletin is never changed: a correction is a further one, all stay readable, and together they are the
storm (``registry.services.storm.file``). The text as it came is kept by its SHA-256. Every deed is a batch
of the ledger.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.model.storm.storm_records import (
    DEPRESSION,
    Bulletin,
    StormRecord,
    StormState,
    depression_of,
)
from registry.model.storm.storms import StormTrack
from registry.model.vietnam_time import VIETNAM, one_moment
from registry.services.office.attachments import file_path, keep_bytes
from registry.services.office.calendar import in_vietnam, now
from registry.services.office.deeds import KIND as DESK
from registry.services.office.deeds import Deed, changed, deed
from registry.services.office.registry import Registry
from registry.services.storm.exposure import exposure_of
from registry.services.storm.file import StormFile, counted
from registry.services.storm.storm_clock import storm_clock
from registry.services.storm.vocabulary import moment
from registry.services.storm.wind_corrections import correction_in_force
from registry.store import ledger
from registry.store.changes import new_id
from registry.store.database import Connection
from registry.store.storm import storms as store
from registry.store.storm.tables import storm_bulletins, storms
from registry.storm.moments import vortices
from registry.storm.scales import level_of
from registry.typed_text import line_within, within

KIND = f"{DESK}storm-"
LONGEST_NAME = 80
FIRST_YEAR, LAST_YEAR = 1950, 2100
MOST_POINTS = 2000
STORM_LEVEL = 8
"""From this Beaufort level on a tropical depression (áp thấp nhiệt đới) is a storm (bão)."""


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


def list_storms(registry: Registry) -> list[StormRecord]:
    """Return every storm, those that are watched first, then the newest."""
    with registry.database.read() as connection:
        return store.list_storms(connection)


def get_storm(registry: Registry, storm: str) -> StormFile:
    """Return a storm with its bulletins; ``STORM-UNKNOWN`` where there is none."""
    with registry.database.read() as connection:
        return _file(connection, storm)


@one_moment()
def record_storm(
    registry: Registry,
    track: StormTrack,
    text: BulletinText,
    *,
    who: str,
    disaster_level: int | None = None,
) -> StormFile:
    """Record a storm with its first bulletin and return it.

    ``disaster_level`` is the bulletin's where the track's points do not state it; 0 says that what they state
    is for other areas, none of it for the province. Refused: a storm without a
    name or number (``STORM-NO-NAME``), a year out of reason (``STORM-YEAR``), a track without a point
    (``TRACK-NO-POINTS``), with too many (``STORM-MANY-POINTS``), one that the model cannot follow, and one
    that somebody recorded with the same bulletin (``STORM-RECORDED``). A tropical depression has neither: it
    is named one, with the day of its first position.
    """
    track = _named_depression(track)
    _check(track)
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
    with _deed(registry, storm, "recorded", who) as made:
        _refuse_recorded(made.connection, row, first)
        made.create(storms, row)
        made.create(storm_bulletins, first)
    return get_storm(registry, storm)


@one_moment()
def add_bulletin(
    registry: Registry,
    storm: str,
    track: StormTrack,
    text: BulletinText,
    *,
    seen: int,
    who: str,
    reason: str = "",
    disaster_level: int | None = None,
    instead: str = "",
) -> StormFile:
    """Add a newer, older or corrected bulletin: it counts beside the ones before, which stay as they are.

    ``seen`` is the storm's version as its page showed it (``CHANGED-MEANWHILE``). ``instead`` is the id of
    one that it corrects and that no longer counts. Refused for a storm that is closed (``STORM-CLOSED``), and
    for a bulletin that counts already (``STORM-SAME-BULLETIN``). A number or a name that the storm had not
    yet (a depression has grown into a storm) becomes the storm's.
    """
    track = _named_depression(track)
    _check(track)
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
    with _deed(registry, storm, "bulletin", who) as made:
        file = _open(made, storm, seen, bulletin=row["file_name"])
        for item in file.in_use:
            if item.sha256 == row["sha256"] and _says_the_same(item, track, row, correcting=bool(instead)):
                raise RefusalError("STORM-SAME-BULLETIN", ordinal=item.ordinal)
        row["ordinal"] = file.bulletins[-1].ordinal + 1
        corrected = [_one_of(file, instead).id] if instead else []
        made.create(storm_bulletins, row)
        _use(made, storm, [*_without(file.counting, corrected), bulletin])
        if told := _told_now(file.storm, track):
            made.amend(storms, storm, **told)
    return get_storm(registry, storm)


def _says_the_same(one: Bulletin, track: StormTrack, row: Mapping[str, Any], *, correcting: bool) -> bool:
    """Whether a bulletin says what a new ``row`` does; who published it may be put right by correcting."""
    if store.track_json(one.track) == row["track"]:  # of whose area its level is may be put right as well
        return not correcting or one.disaster_level == row["disaster_level"]
    return not correcting and (one.track.points, one.disaster_level) == (track.points, row["disaster_level"])


def _named_depression(track: StormTrack) -> StormTrack:
    """Return the track of a depression without a name or number under the name of one, else as it is."""
    if track.name.strip() or track.number is not None or not track.points:
        return track
    present = [point for point in track.points if not point.forecast] or track.points[:1]
    last = present[-1]
    level = last.level if last.level is not None else level_of(last.wind_ms) if last.wind_ms else None
    if level is None or level >= STORM_LEVEL:
        return track
    return replace(track, name=f"{DEPRESSION} ngày {present[0].at.astimezone(VIETNAM):%d/%m}")


def _told_now(storm: StormRecord, track: StormTrack) -> dict[str, Any]:
    """Return the number and the name that a bulletin states and its storm had not yet."""
    told: dict[str, Any] = {}
    if storm.number is None and track.number is not None:
        told["number"] = track.number
    name = line_within(track.name, LONGEST_NAME)
    unnamed = not storm.name or depression_of(storm.name) is not None
    if unnamed and depression_of(name) is None and (name or told) and name != storm.name:
        told["name"] = name
    return told


@one_moment()
def use_bulletin(registry: Registry, storm: str, bulletin: str, *, seen: int, who: str) -> StormFile:
    """Let a withdrawn bulletin count again; going back to one that counts withdraws what came after it."""
    with _deed(registry, storm, "bulletin-used", who) as made:
        found = _one_of(_file(made.connection, storm), bulletin)
        _open(made, storm, seen, bulletin=_named(found))
        _use(made, storm, [found.id])
    return get_storm(registry, storm)


@one_moment()
def withdraw_bulletin(
    registry: Registry, storm: str, bulletin: str, *, seen: int, reason: str, who: str
) -> StormFile:
    """Withdraw a bulletin (rút): it stays readable and counts no more; nothing of it is part of the storm.

    Refused without a reason (``STORM-WITHDRAW-REASON``), and for the only one that counts
    (``STORM-LAST-BULLETIN``). One that does not count is left as it is.
    """
    if not reason.strip():
        raise RefusalError("STORM-WITHDRAW-REASON")
    with _deed(registry, storm, "bulletin-withdrawn", who) as made:
        found = _one_of(_file(made.connection, storm), bulletin)
        file = _open(made, storm, seen, withdrawn=_named(found), reason=reason)
        if file.counts(found):
            if len(file.counting) == 1:
                raise RefusalError("STORM-LAST-BULLETIN", ordinal=found.ordinal)
            made.about["options"] |= {"bulletin": found.ordinal, "reason": within(reason, 500)}
            _use(made, storm, _without(file.counting, [found.id]))
    return get_storm(registry, storm)


def _file(connection: Connection, storm: str) -> StormFile:
    record = store.get_storm(connection, storm)
    used = counted(store.bulletins_used(connection, storm))
    correction = correction_in_force(connection, storm)
    return StormFile(record, store.bulletins_of(connection, storm), used, correction)


def _one_of(file: StormFile, bulletin: str) -> Bulletin:
    found = next((item for item in file.bulletins if item.id == bulletin), None)
    if found is None:
        raise RefusalError("STORM-BULLETIN-UNKNOWN")
    return found


def _without(counting: Sequence[str], left: Sequence[str]) -> list[str]:
    """Return the steps of use after which all that counted count but for ``left``: see ``counted``."""
    first = min((counting.index(one) for one in left if one in counting), default=None)
    if first is None:
        return []
    back = counting[first - 1] if first else ""
    return [back, *(one for one in counting[first:] if one not in left)]


def _deed(registry: Registry, storm: str, name: str, who: str) -> AbstractContextManager[Deed]:
    return deed(registry, f"{KIND}{name}", who, options={"storm": storm})


def _use(made: Deed, storm: str, steps: Sequence[str]) -> None:
    """Take bulletins into use one after the other, each step a batch of the storm's history."""
    for bulletin in steps:
        if made.standing(storms, storm).get("bulletin", "") != bulletin:
            made.amend(storms, storm, bulletin=bulletin)
            made.write()


@one_moment()
def close_storm(
    registry: Registry, storm: str, *, seen: int, reason: str, who: str, before_its_end: bool = False
) -> StormRecord:
    """End the watch over a storm (kết thúc ứng phó); the reason is needed (``STORM-CLOSE-REASON``).

    While strong gusts blow or are still to come by the bulletins that count it is ended only by whoever says
    ``before_its_end`` (``STORM-BEFORE-END``); the ledger keeps that it was said.
    """
    if not reason.strip():
        raise RefusalError("STORM-CLOSE-REASON")
    ended = {"state": StormState.CLOSED.value, "close_reason": within(reason, 500)}
    file = get_storm(registry, storm)
    clock = storm_clock(file, exposure_of(registry, file.track), now())  # it takes a while: before the deed
    with _deed(registry, storm, "closed", who) as made:
        _open(made, storm, seen, **ended)
        if clock.still_on and not before_its_end:
            raise RefusalError("STORM-BEFORE-END", onset=moment(clock.onset), end=moment(clock.end))
        made.about["options"] |= {"before_its_end": True} if clock.still_on else {}
        made.amend(storms, storm, closed_at=made.at, closed_by=made.who, **ended)
    return get_storm(registry, storm).storm


@one_moment()
def reopen_storm(registry: Registry, storm: str, *, seen: int, who: str) -> StormRecord:
    """Watch a storm again that was closed too early; the ledger keeps that it was closed."""
    again = {"state": StormState.OPEN.value, "close_reason": ""}
    with _deed(registry, storm, "reopened", who) as made:
        if _seen(made, storm, seen, again).storm.state is not StormState.OPEN:
            made.amend(storms, storm, closed_at="", closed_by="", **again)
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
    if disaster_level is not None and not 0 <= disaster_level <= 5:
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
        "disaster_level": track.disaster_level if disaster_level is None else disaster_level or None,
        "at": _now(),
    }


def _open(made: Deed, storm: str, seen: int, **offered: Any) -> StormFile:
    """Return a storm that is still watched, and still as its page showed it."""
    file = _seen(made, storm, seen, offered)
    if file.storm.state is not StormState.OPEN:
        raise RefusalError("STORM-CLOSED")
    return file


def _seen(made: Deed, storm: str, seen: int, offered: Mapping[str, Any]) -> StormFile:
    row, file = made.standing(storms, storm, unknown="STORM-UNKNOWN"), _file(made.connection, storm)
    if row["version"] != seen:
        row["bulletin"] = _named(file.current)
        raise changed(made.connection, storms, storm, row, offered)
    return file


def _named(bulletin: Bulletin) -> str:
    return f"{bulletin.ordinal} ({bulletin.file_name})"


def _now() -> str:
    return ledger.present()
