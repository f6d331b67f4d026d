"""Where the files of an office's background lie: ``HOME/background``, or tiles that ``BTS_PMTILES`` names."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from registry.basemap.about import About, read_about
from registry.basemap.hillshade import TILES as HILLSHADE
from registry.basemap.pictures import AboutPicture, pictures_in
from registry.basemap.terrain import NAME as TERRAIN
from registry.basemap.tiles import Tiles
from registry.errors import RefusalError
from registry.settings import Settings

TILES = "base.pmtiles"
NAMES = "names.json"
ROADS = "roads.npz"
ABOUT = "about.json"


@dataclass(frozen=True, slots=True)
class BackgroundFiles:
    """The files that are there (else None). ``tiles`` of ``BTS_PMTILES`` stands also where it is gone."""

    tiles: Path | None = None
    names: Path | None = None
    roads: Path | None = None
    terrain: Path | None = None
    hillshade: Path | None = None
    pictures: tuple[AboutPicture, ...] = ()
    about: About | None = None


def background_files(settings: Settings) -> BackgroundFiles:
    """Find the files of the office's background. ``BTS_PMTILES``, where set, goes before our own tiles."""
    folder = settings.background
    tiles = settings.pmtiles or _there(folder / TILES)
    return BackgroundFiles(
        tiles=tiles,
        names=_there(folder / NAMES),
        roads=_there(folder / ROADS),
        terrain=_there(folder / TERRAIN),
        hillshade=_there(folder / HILLSHADE),
        pictures=pictures_in(folder),
        about=None if tiles is None else _about(tiles),
    )


def _there(path: Path) -> Path | None:
    return path if path.is_file() else None


def _about(tiles: Path) -> About | None:
    try:
        stamps = [
            (path.stat().st_mtime_ns if path.is_file() else 0) for path in (tiles, tiles.with_name(ABOUT))
        ]
    except OSError:
        return None
    return _read(tiles, *stamps)


@lru_cache(maxsize=8)
def _read(tiles: Path, tiles_stamp: int, about_stamp: int) -> About | None:
    """What ``about.json`` beside the tiles says, or else what the tiles say of themselves."""
    beside = read_about(tiles.with_name(ABOUT)) if about_stamp else None
    if beside is not None or not tiles_stamp:
        return beside
    try:
        with Tiles(tiles) as opened:
            return replace(opened.about(), size=tiles.stat().st_size)
    except (OSError, RefusalError):
        return None
