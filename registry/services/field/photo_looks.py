"""What photos look like and what their cameras wrote, made out in the limited child process, then kept."""

import threading
import time
from typing import Any

from registry.errors import RefusalError
from registry.limited import run_child
from registry.model.vietnam_time import one_moment
from registry.services.field.photos import photo_file
from registry.services.office.batches import present_user
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.store import batches
from registry.store.field import photos as store
from registry.store.field.tables import field_photos

_AT_ONCE = 50
_WALL_S, _SHORT_S = 60.0, 10.0
_TURN = "photo-looks-turn"
KIND = f"{batches.DESK}looks"


@one_moment()
def look_in_time(registry: Registry, *, seconds: float = 3.0, at_once: int = 24) -> int:
    """Look at photos that came in since for about ``seconds``; returns how many are left for the next time.

    For whoever opens a page that shows what stands out: a photo costs some 40 ms, so that a day's visits are
    looked at on the first opening and a page never waits long. One at a time: a second caller waits for
    nothing and is told what is left.
    """
    turn = registry.cache.setdefault(_TURN, threading.Lock())
    if turn.acquire(blocking=False):
        try:
            end = time.monotonic() + seconds
            while time.monotonic() < end and look_at_photos(registry, most=at_once, wall_s=_SHORT_S):
                pass
        finally:
            turn.release()
    return unseen_photos(registry)


def unseen_photos(registry: Registry) -> int:
    """Return how many photos nobody has looked at yet: of them nothing can be said."""
    with registry.database.read() as connection:
        return store.count_unseen(connection)


@one_moment()
def look_at_photos(registry: Registry, *, most: int = 200, wall_s: float = _WALL_S) -> int:
    """Make out size, place, time and look of photos that were not looked at yet; returns how many.

    A file that ends the child is marked as looked at, without a look, so that it is in nobody's way.
    """
    with registry.database.read() as connection:
        rows = store.unseen_photos(connection, most)
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(rows), _AT_ONCE):
        found |= _looks(registry, rows[start : start + _AT_ONCE], wall_s)
    if found:
        with deed(registry, KIND, present_user(), summary={"photos": len(found)}) as made:
            for name, look in found.items():
                made.amend(field_photos, name, looked_at=True, **look)
    return len(found)


def _looks(registry: Registry, rows: list[dict[str, Any]], wall_s: float) -> dict[str, dict[str, Any]]:
    paths = [str(photo_file(registry, row)) for row in rows]
    try:
        seen = run_child("registry.intake.looks:looks", {"paths": paths}, name="ảnh", wall_s=wall_s)
    except RefusalError:
        if len(rows) == 1:
            return {rows[0]["sha256"]: {}}
        middle = len(rows) // 2  # one of them ended the child: halves, then halves of halves
        return _looks(registry, rows[:middle], wall_s) | _looks(registry, rows[middle:], wall_s)
    return {row["sha256"]: look for row, look in zip(rows, seen, strict=True)}
