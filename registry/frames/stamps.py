"""The register that a frame is asked of, and what the frame says of itself in ``attrs``."""

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from registry.collector import paused_collector
from registry.frames.columns import Dtype, FrameColumn, FrameKind, frame_kinds
from registry.frames.disclosed_columns import disclosed_columns
from registry.frames.typed import frame_of
from registry.law import law_in_force
from registry.model.people import OPEN_DESK, Person
from registry.services.office.calendar import today
from registry.services.office.office_numbers import office_numbers
from registry.services.office.registry import Registry, open_registry
from registry.services.office.table_book import ILLUSTRATIVE, MARK
from registry.store import ledger
from registry.store.database import Connection
from registry.store.office.operators import is_demo
from registry.store.regulations.regulations import load_own_law

if TYPE_CHECKING:
    import geopandas as gpd

Day = dt.date | str | None
"""A day, its ISO text, or None for today in Vietnam."""
_MARK = FrameColumn(MARK, Dtype.TEXT, "Nhãn dữ liệu", "Mark of the data")


@contextlib.contextmanager
def opened(register: Registry | None) -> Iterator[Registry]:
    """Yield the register that was given, else that of the environment, opened for this one question."""
    if register is not None:
        yield register
        return
    with contextlib.closing(open_registry()) as found:
        yield found


def day_of(day: Day) -> dt.date:
    """Return the day that is asked for: a date, its ISO text, or today in Vietnam."""
    if day is None:
        return today()
    return dt.date.fromisoformat(day) if isinstance(day, str) else day


class Asked(NamedTuple):
    """One question for a frame: of which register, on one snapshot of it, for which day and whose eyes."""

    connection: Connection
    register: Registry
    kind: FrameKind
    day: dt.date
    person: Person


@contextlib.contextmanager
def asked(frame: str, day: Day, viewer: Person | None, register: Registry | None) -> Iterator[Asked]:
    """Open what a frame is made from; ``viewer`` None is the office itself."""
    with opened(register) as held, held.database.read() as connection, paused_collector():
        person = OPEN_DESK if viewer is None else viewer
        yield Asked(connection, held, frame_kinds()[frame], day_of(day), person)


def shown_frame(asked: Asked, values: Mapping[str, Any], shapes: Any, own: Any) -> "gpd.GeoDataFrame":
    """Return a frame as the person may see it, with its stamp; each row of illustrative data says so.

    ``values`` by the register's names or the frame's; ``own`` tells which rows are the person's own.
    """
    of_columns = {item.name: values.get(item.name, values.get(item.stored)) for item in asked.kind.columns}
    columns, seen, places = disclosed_columns(asked.kind, of_columns, shapes, asked.person, own)
    stamp = stamp_of(asked)
    if stamp["illustrative"]:
        columns, seen = (*columns, _MARK), {**seen, MARK: [ILLUSTRATIVE] * len(places)}
    return frame_of(columns, seen, places, stamp)


def stamp_of(asked: Asked) -> dict[str, Any]:
    """Return the attributes of a frame: plain values, so that a file of it keeps them.

    ``day`` is ISO text, ``ledger_head`` the hash of the newest entry, ``law`` the digest of the rules in
    force on the day, ``disclosure`` whose eyes the frame is for.
    """
    connection, settings = asked.connection, asked.register.settings
    head = ledger.head(connection)
    law = law_in_force(
        settings.province,
        asked.day,
        office=office_numbers(connection, settings),
        own=load_own_law(connection),
    )
    return {
        "frame": asked.kind.name,
        "day": asked.day.isoformat(),
        "province": settings.province,
        "ledger_entries": head.seq,
        "ledger_head": head.hash,
        "law": law.digest,
        "disclosure": disclosure_of(asked.person),
        "illustrative": is_demo(connection),
    }


def disclosure_of(person: Person) -> str:
    """Return for whose eyes an answer is: ``office``, ``organisation:…``, ``territory:…`` or ``public``."""
    if person.sees_all:
        return "office"
    if person.organisation:
        return f"organisation:{person.organisation}"
    return f"territory:{person.territory}" if person.territory else "public"
