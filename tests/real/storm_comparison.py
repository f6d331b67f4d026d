"""Write ``docs/storm-comparison.md``: ``python -m tests.real.storm_comparison`` (needs the real files)."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from registry.model.storms import StormTrack
from registry.storm.comparison import Compared, compare, compare_until, spread
from registry.storm.moments import vortices
from registry.storm.reading import read_track
from registry.storm.scales import level_of
from registry.storm.shipped import shipped_track
from registry.storm.sweep import sweep
from tests.real import SHARED

STORMS = SHARED / "data" / "real" / "storms"
DISTRICTS = SHARED / "data" / "real" / "boundaries" / "bac_giang_districts.geojson"
TARGET = Path(__file__).parents[2] / "docs" / "storm-comparison.md"
JTWC, WMO = "ibtracs_jtwc_tracks_within_400km.csv", "ibtracs_wmo_tracks_within_400km.csv"
STORM_IDS = {"YAGI": "2024244N09137", "PRAPIROON": "2024198N08130", "MIRINAE": "2016207N17116"}
LAYOUTS = {
    JTWC: {"wind_unit": "kt", "averaging": "60", "time_zone": "UTC"},
    WMO: {"wind_unit": "kt", "averaging": "600", "time_zone": "UTC"},
}


def real_track(file: str, storm: str) -> StormTrack:
    """Return the track of a storm from one of the two files of IBTrACS."""
    content = (STORMS / file).read_bytes()
    reading = read_track(content, {**LAYOUTS[file], "storm": STORM_IDS[storm]})
    assert reading.track is not None, reading.questions
    return reading.track


def radii_track() -> StormTrack:
    """Return Yagi with its radii by quadrant."""
    content = (STORMS / "yagi_2024_wind_radii_stormdps.json").read_bytes()
    reading = read_track(content, {"averaging": "60", "time_zone": "UTC"})
    assert reading.track is not None, reading.questions
    return reading.track


def tracks() -> list[tuple[str, str, StormTrack]]:
    """Return (storm, source, track) of every comparison."""
    return [
        ("YAGI", "bulletins (shipped)", shipped_track()),
        ("YAGI", "JTWC, 1-minute", real_track(JTWC, "YAGI")),
        ("YAGI", "WMO agency, 10-minute", real_track(WMO, "YAGI")),
        ("YAGI", "JTWC with quadrant radii", radii_track()),
        ("PRAPIROON", "JTWC, 1-minute", real_track(JTWC, "PRAPIROON")),
        ("PRAPIROON", "WMO agency, 10-minute", real_track(WMO, "PRAPIROON")),
        ("MIRINAE", "JTWC, 1-minute", real_track(JTWC, "MIRINAE")),
        ("MIRINAE", "WMO agency, 10-minute", real_track(WMO, "MIRINAE")),
    ]


def districts(track: StormTrack) -> list[tuple[str, Any]]:
    """Return the winds at a grid of 0.05 degrees inside each district of old Bắc Giang."""
    moments, found = vortices(track), []
    for feature in json.loads(DISTRICTS.read_text(encoding="utf-8"))["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        west, south, east, north = shape.bounds
        lon, lat = np.meshgrid(np.arange(west, east, 0.05), np.arange(south, north, 0.05))
        inside = shapely.intersects_xy(shape, lon.ravel(), lat.ravel())
        winds = sweep(moments, lon.ravel()[inside], lat.ravel()[inside])
        found.append((feature["properties"]["name"], winds))
    return found


def page() -> str:
    """Return the page."""
    return "\n".join(_page()) + "\n"


def main() -> None:
    """Write the page."""
    TARGET.write_text(page(), encoding="utf-8")


def _page() -> Iterable[str]:
    yield _HEAD
    yield "## All tracks, all stations\n"
    told_of = (
        "storm",
        "track",
        "of",
        "stations",
        "average",
        "least",
        "most",
        "typical miss",
        "inland average",
    )
    yield _titles(*told_of)
    every = tracks()
    for storm, source, track in every:
        rows = compare(track, storm)
        for of in ("mean", "gust"):
            told, land = spread(rows, of), spread(rows, of, inland=True)
            if told.n:
                inland = f"{land.average:.2f} ({land.n})" if land.n else "–"
                figures = f"{told.average:.2f} | {told.least:.2f} | {told.most:.2f}"
                miss = f"±{told.typical_miss * 100:.0f} %"
                yield f"| {storm} | {source} | {of} | {told.n} | {figures} | {miss} | {inland} |"
    yield "\nReports that were given before the storm had passed the station are left out above.\n"
    for storm, source, track in (every[0], every[4], every[6]):
        yield f"## {storm}: {source}, station by station\n"
        yield from _stations(compare(track, storm))
    for at, rows in compare_until(every[0][2]):
        yield f"## YAGI: strongest up to {at:%H:%M} on {at:%d/%m/%Y} (is the onset at the right time?)\n"
        yield from _stations(rows)
    yield "## Yagi in the districts of old Bắc Giang (as of 2020)\n"
    yield "Recorded in the province: mean level 8 to 9, gusts 9 to 12; Sơn Động worst.\n"
    yield _titles("district", "mean level", "gust level", "gust m/s", "with JTWC's radii: gust level")
    for (name, winds), (_, other) in zip(districts(every[0][2]), districts(every[3][2]), strict=True):
        yield (
            f"| {name} | {_levels(winds.mean_ms)} | {_levels(winds.gust_ms)} | {winds.gust_ms.min():.0f}–"
            f"{winds.gust_ms.max():.0f} | {_levels(other.gust_ms)} |"
        )
    yield _TAIL


def _levels(winds: Any) -> str:
    low, high = level_of(float(winds.min())), level_of(float(winds.max()))
    return str(low) if low == high else f"{low}–{high}"


def _stations(rows: Iterable[Compared]) -> Iterable[str]:
    side = ("model", "ratio")
    yield _titles("station", "ground", "reported mean", *side, "reported gust", *side, "nearest km")
    for row in rows:
        mark = " (partial)" if row.partial else ""
        model = f"{row.mean_level} ({row.mean_ms:.0f} m/s)", f"{row.gust_level} ({row.gust_ms:.0f} m/s)"
        mean = f"{row.reported_mean or '–'} | {model[0]} | {_ratio(row.mean_ratio)}"
        gust = f"{row.reported_gust or '–'} | {model[1]} | {_ratio(row.gust_ratio)}"
        yield f"| {row.station}{mark} | {row.exposure} | {mean} | {gust} | {row.nearest_m / 1000:.0f} |"
    yield ""


def _titles(*titles: str) -> str:
    return f"| {' | '.join(titles)} |\n{'|---' * len(titles)}|"


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


_HEAD = """# How far off the storm model is

Made by `python -m tests.real.storm_comparison` from the shipped series of Yagi, the tracks of
`../shared/data/real/storms` and the station reports of `data/storm/records.toml`. A ratio is the model's wind
over the middle of the reported Beaufort level; a level alone is uncertain by ±6 to 9 %. Nothing in the model
was fitted to any of these storms.
"""
_TAIL = """
## What follows from it

- Estimates from the agency's bulletins are stated with ±30 %, those from other tracks with ±50 %
  (`data/storm/model.toml`): the typical misses above, rounded up.
- With the bulletins the model errs to the strong side inland, most at Bắc Giang and Bắc Ninh: the ground of
  a station in a town is rougher than the class "in-land", hills shelter, and a storm over land fills faster
  than its stated strongest wind tells. Near the centre (Bãi Cháy, Hải Dương) it errs to the weak side.
- With best tracks it is stronger still over land: their strongest wind is one over open sea, and for Yagi
  they are higher than the Vietnamese bulletins of the same hour. Use the bulletins where there are any.
- For Mirinae there is one report, and the agencies disagree about the storm; it shows no more than the order.
"""

if __name__ == "__main__":
    main()
