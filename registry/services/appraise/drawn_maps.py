"""Drawn maps that are kept: drawing one takes the better part of a second, and equal content is one picture.

They lie under the register's home, named by the SHA-256 of what they show and of the code that draws them.
Any of them may be thrown away at any time, and no backup holds them.
"""

import contextlib
import hashlib
import os
import threading
from dataclasses import astuple
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import shapely

from registry.documents import maps
from registry.documents.maps import MapContent
from registry.documents.sheet import ground, ground_names, label_room
from registry.messages import Language
from registry.services.register.background import paper_ground
from registry.services.register.background.paper_ground import PaperGround

MOST_KEPT = 4_000
"""How many pictures are kept (about 60 kB each); the ones that lie longest unread are thrown away."""
_DRAWING = (
    threading.Lock()
)  # one at a time: drawing holds the interpreter, and others have to be answered too


def drawn(
    home: Path, content: MapContent, lang: Language, *, epsg: int = 0, background: PaperGround | None = None
) -> bytes:
    """Return the map as a PNG: the kept one, else drawn now and kept under ``home``.

    ``background``: laid below the map, whose metres are of ``epsg``.
    """
    path = home / "cache" / "maps" / f"{_name(content, lang, background)}.png"
    with contextlib.suppress(OSError):
        kept = path.read_bytes()
        os.utime(path)
        return kept
    with _DRAWING:
        with contextlib.suppress(OSError):  # another thread drew it meanwhile
            return path.read_bytes()
        below = None
        if background is not None:
            below = background.inside(maps.bounds_of(content), epsg, maps.scale_of(content), lang)
        made = maps.draw(content, lang, below)
        with contextlib.suppress(OSError):  # a full disk keeps nobody from the map
            _keep(path, made)
    return made


def _keep(path: Path, made: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_suffix(f".{os.getpid()}")
    try:
        aside.write_bytes(made)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    kept = [(item.stat().st_mtime, item) for item in path.parent.glob("*.png")]
    for _at, item in sorted(kept)[: max(0, len(kept) - MOST_KEPT)]:
        item.unlink(missing_ok=True)


def _name(content: MapContent, lang: Language, background: PaperGround | None) -> str:
    below = "" if background is None else f"{background.key} {background.said(lang)}"
    found = hashlib.sha256(f"{_drawer()} {lang} {below}".encode())
    found.update(repr(_plain(astuple(content))).encode())
    return found.hexdigest()


def _plain(value: Any) -> Any:
    """Return a value with its geometries as bytes, so that equal content has equal words."""
    if isinstance(value, shapely.Geometry):
        return shapely.to_wkb(value)
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


@cache
def _drawer() -> str:
    """Return what tells one way of drawing from another: the code's digest and the library's version."""
    code = hashlib.sha256()
    for module in (maps, ground, ground_names, label_room, paper_ground):
        code.update(Path(str(module.__file__)).read_bytes())
    return f"{code.hexdigest()} {version('matplotlib')}"
