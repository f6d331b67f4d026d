"""The rough background of the illustrative province: tiles, names and roads in the form of an office's own.

A real office makes its background of an extract of OpenStreetMap (``registry.basemap``). So that the
illustrative one is no white paper, it has one of ``data/demo/background`` and the real borders: recognisable,
off by hundreds of metres, and saying so (``About.rough``). Nothing of it is OpenStreetMap's.
"""

import datetime as dt
import os
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from registry.basemap.about import About
from registry.basemap.files import ABOUT, NAMES, ROADS, TILES
from registry.basemap.layers import Band
from registry.demo.backgrounds.background_layers import bands
from registry.demo.backgrounds.background_names import names
from registry.demo.backgrounds.background_roads import road_graph
from registry.settings import Settings

NAME = "Nền minh họa, gần đúng"
ATTRIBUTION = "Nền minh họa, gần đúng (BTS GIS); ranh giới xã: sapnhap.bando.com.vn"
LICENCE = "Vẽ tay cho dự án; ranh giới xã theo giấy phép MIT, Copyright (c) Thang Le Quoc"


def write_background(settings: Settings, day: dt.date) -> None:
    """Write the background into the office's folder; one that stands there already is left alone.

    ``about.json`` is written last: while it is missing, nothing says that the rest is whole.
    """
    folder = settings.background
    if (folder / TILES).exists():
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    making = folder / f".{TILES}.{os.getpid()}"
    try:
        drawn = list(bands())
        about = _write_tiles(drawn, making, day)
        (folder / NAMES).write_bytes(orjson.dumps(names(drawn), option=orjson.OPT_APPEND_NEWLINE))
        _write_roads(folder / ROADS)
        making.replace(folder / TILES)
    finally:
        making.unlink(missing_ok=True)
    (folder / ABOUT).write_bytes(about.as_json())


def _write_tiles(drawn: list[Band], target: Path, day: dt.date) -> About:
    # GDAL takes half a second to load: only where tiles are made
    from registry.basemap.writing import write_pmtiles  # noqa: PLC0415

    stated = About(name=NAME, attribution=ATTRIBUTION, licence=LICENCE, day=day, rough=True)
    return write_pmtiles(drawn, target, about=stated)


def _write_roads(target: Path) -> None:
    graph: dict[str, Any] = road_graph()
    with target.open("wb") as file:
        np.savez_compressed(file, **graph)
