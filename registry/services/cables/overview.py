"""A million segments seen from afar: which pixels hold a line, of which kind; kept in step with the register.

Below the zoom at which single segments can be told apart, a line is a row of pixels. Those of zoom ``BASE``
are kept as bits (one for each way of laying); coarser zooms are joined from them. Built once from all
segments, then only the tiles that a change touched are drawn again; a large one is kept on disk so that a
restart need not build it.
"""

import hashlib
import math
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.geo.tiles import TILE, box_of, pixels
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.place_names import office_box
from registry.store import ledger
from registry.store.cables.tables import cable_nodes, cable_segments
from registry.store.cables.windows import all_lines, count_lines, lines_in
from registry.store.database import Connection
from registry.store.histories import changes_since

BASE = 13
MARGIN_TILES = 2
MOST_TOUCHED = 5_000  # changes that are drawn one by one; more of them build the whole anew
KEPT_FROM = 50_000  # segments from which the pixels are kept on disk
_STEP = 0.7  # of a pixel: no pixel that a line crosses for long is missed

Pixels = npt.NDArray[np.uint8]


@dataclass
class Overview:
    """Pixels of zoom ``BASE`` from tile (x0, y0) on, a bit for each mount; ``total`` segments stand.

    ``head`` is the entry of the ledger that it shows; ``version`` changes with every change of a segment or
    node.
    """

    head: ledger.Head
    x0: int
    y0: int
    grid: Pixels
    total: int
    version: str
    levels: dict[int, Pixels] = field(default_factory=dict)

    def level(self, zoom: int) -> Pixels:
        """Return the pixels of a coarser zoom: a pixel holds what any of the finer ones holds."""
        if zoom == BASE:
            return self.grid
        if zoom not in self.levels:
            finer = self.level(zoom + 1)
            rows, columns = (finer.shape[0] + 1) // 2, (finer.shape[1] + 1) // 2
            padded = np.zeros((rows * 2, columns * 2), dtype=np.uint8)
            # pixels of the coarser zoom begin at even pixels of the world, as x0 and y0 are multiples of
            # tiles
            padded[: finer.shape[0], : finer.shape[1]] = finer
            even = padded[0::2, 0::2] | padded[1::2, 0::2]
            odd = padded[0::2, 1::2] | padded[1::2, 1::2]
            self.levels[zoom] = (even | odd).astype(np.uint8)
        return self.levels[zoom]

    def tile(self, zoom: int, x: int, y: int) -> Pixels:
        """Return the 256 × 256 pixels of a tile of a zoom up to ``BASE``."""
        level = self.level(zoom)
        scale = 2 ** (BASE - zoom)
        left, top = x * TILE - self.x0 * TILE // scale, y * TILE - self.y0 * TILE // scale
        out = np.zeros((TILE, TILE), dtype=np.uint8)
        rows = slice(max(0, top), min(level.shape[0], top + TILE))
        columns = slice(max(0, left), min(level.shape[1], left + TILE))
        if rows.start < rows.stop and columns.start < columns.stop:
            out[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] = level[
                rows, columns
            ]
        return out


def overview(registry: Registry, own: str | None = None) -> Overview:
    """Return the present overview of all segments, or of one organisation's, up to date with the ledger."""
    key = ("cable-overview", own)
    with registry.lock:
        lock = registry.cache.setdefault("cable-overview-lock", threading.Lock())
    with lock, registry.database.read() as connection:
        held: Overview | None = registry.cache.get(key) or _from_disk(registry, own)
        head = ledger.head(connection)
        if held is not None and held.head != head:
            held = _brought_up(connection, held, head, own)
        if held is None:
            held = _build(registry, connection, head, own)
            _to_disk(registry, held, own)
        registry.cache[key] = held
        return held


def _build(registry: Registry, connection: Connection, head: ledger.Head, own: str | None) -> Overview:
    west, south, east, north = office_box(context_for(registry, today()))
    (left, right), (top, bottom) = (
        (axis / TILE).tolist() for axis in pixels(np.array([west, east]), np.array([north, south]), BASE)
    )
    # 256 · x0 is a multiple of 2^8: pixels of the eight coarser zooms never straddle the edge of the grid
    x0, y0 = math.floor(left) - MARGIN_TILES, math.floor(top) - MARGIN_TILES
    width = math.ceil(right) + MARGIN_TILES - x0
    height = math.ceil(bottom) + MARGIN_TILES - y0
    grid = np.zeros((height * TILE, width * TILE), dtype=np.uint8)
    for mounts, wkb in all_lines(connection, own):
        _draw(grid, (x0, y0), mounts, wkb)
    return Overview(head, x0, y0, grid, count_lines(connection, own), head.hash[:24])


def _draw(grid: Pixels, origin: tuple[int, int], mounts: npt.NDArray[np.uint8], wkb: Any) -> None:
    """Set the bits of lines (WKB, degrees) on pixels from tile ``origin`` on; what is outside is cut."""
    if not len(wkb):
        return
    xy, of = shapely.get_coordinates(shapely.from_wkb(wkb), return_index=True)
    px, py = pixels(xy[:, 0], xy[:, 1], BASE)
    px, py = px - origin[0] * TILE, py - origin[1] * TILE
    same = of[:-1] == of[1:]
    x, y, bit = px[:-1][same], py[:-1][same], (1 << mounts[of[:-1][same]]).astype(np.uint8)
    dx, dy = px[1:][same] - x, py[1:][same] - y
    near = (np.maximum(x, x + dx) >= 0) & (np.minimum(x, x + dx) < grid.shape[1])
    near &= (np.maximum(y, y + dy) >= 0) & (np.minimum(y, y + dy) < grid.shape[0])
    x, y, dx, dy, bit = x[near], y[near], dx[near], dy[near], bit[near]
    steps = (np.maximum(np.abs(dx), np.abs(dy)) / _STEP).astype(np.int64) + 1
    which = np.repeat(np.arange(len(x)), steps)
    first = np.cumsum(steps) - steps
    along = (np.arange(len(which)) - first[which] + 0.5) / steps[which]
    columns = np.floor(x[which] + dx[which] * along).astype(np.int64)
    rows = np.floor(y[which] + dy[which] * along).astype(np.int64)
    inside = (columns >= 0) & (columns < grid.shape[1]) & (rows >= 0) & (rows < grid.shape[0])
    rows, columns, bits = rows[inside], columns[inside], bit[which[inside]]
    for value in np.unique(bits):
        chosen = bits == value
        grid[rows[chosen], columns[chosen]] |= value


def _brought_up(
    connection: Connection, held: Overview, head: ledger.Head, own: str | None
) -> Overview | None:
    """Return the overview with changed tiles drawn again; None where it has to be built anew."""
    plant = (cable_segments.name, cable_nodes.name)
    changed = changes_since(connection, held.head, plant, MOST_TOUCHED)
    if changed is None:
        return None
    if not changed:
        held.head = head
        return held
    tiles: set[tuple[int, int]] = set()
    for change in changed:
        if change.table == cable_segments.name:
            for side in (change.before, change.after):
                tiles |= set() if side is None else _tiles_of(side["geometry"])
    for x, y in tiles:
        _redraw(connection, held, x, y, own)
    held.levels.clear()
    held.head, held.total, held.version = head, count_lines(connection, own), head.hash[:24]
    return held


def _tiles_of(wkb: str) -> set[tuple[int, int]]:
    west, south, east, north = shapely.from_wkb(wkb).bounds
    xs, ys = pixels(np.array([west, east]), np.array([north, south]), BASE)
    (left, right), (top, bottom) = (np.floor(axis / TILE).astype(int).tolist() for axis in (xs, ys))
    return {(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)}


def _redraw(connection: Connection, held: Overview, x: int, y: int, own: str | None) -> None:
    row, column = (y - held.y0) * TILE, (x - held.x0) * TILE
    if not (0 <= row < held.grid.shape[0] and 0 <= column < held.grid.shape[1]):
        return
    part = np.zeros((TILE, TILE), dtype=np.uint8)
    lines = lines_in(connection, box_of(BASE, x, y), own)
    _draw(part, (x, y), lines.mount, lines.wkb)
    held.grid[row : row + TILE, column : column + TILE] = part


def _path(registry: Registry, own: str | None) -> Path:
    name = "all" if own is None else hashlib.sha256(own.encode()).hexdigest()[:16]
    return registry.settings.home / "cache" / f"cable-overview-{name}.npz"


def _to_disk(registry: Registry, made: Overview, own: str | None) -> None:
    if made.total < KEPT_FROM:
        return
    path = _path(registry, own)
    partial = path.with_name(f".{threading.get_native_id()}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            np.savez_compressed(
                file, grid=made.grid, place=np.array([made.x0, made.y0, made.total, BASE, made.head.seq]),
                words=np.array([made.head.hash, made.head.at, made.version]),
            )  # fmt: skip
        partial.replace(path)
    except OSError:  # a full disk: it is built again next time
        partial.unlink(missing_ok=True)


def _from_disk(registry: Registry, own: str | None) -> Overview | None:
    path = _path(registry, own)
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as kept:
            x0, y0, total, base, seq = kept["place"].tolist()
            digest, at, version = kept["words"].tolist()
            grid = kept["grid"]
    except (OSError, ValueError, KeyError, EOFError):
        return None
    return Overview(ledger.Head(seq, digest, at), x0, y0, grid, total, version) if base == BASE else None
