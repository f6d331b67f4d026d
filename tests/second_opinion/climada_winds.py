"""A second opinion: CLIMADA's wind field on the tracks and at the stations of ``docs/storm-comparison.md``.

CLIMADA (GPL-3.0, climada.ethz.ch) is no dependency of the project and none of its code stands here: this
script runs in an environment of its own, and only the numbers that come out are kept, in
``tests/second_opinion/climada.toml``:

    python -m venv /tmp/climada && /tmp/climada/bin/pip install climada
    python -m tests.second_opinion.climada_winds tracks FOLDER        # in the project's environment
    cd tests/second_opinion && /tmp/climada/bin/python climada_winds.py winds FOLDER > climada.toml

``speed`` says how long CLIMADA takes for the track and as many masts as ``tests/benchmarks/bench_storm.py``
measures ours with, at steps of an hour and of six; the figures in its note are from there:

    python -m tests.second_opinion.climada_winds bench FOLDER         # in the project's environment
    cd tests/second_opinion && /tmp/climada/bin/python climada_winds.py speed FOLDER

(CLIMADA asks for GDAL's Python bindings; the tropical cyclones work without them, so ``pip install --no-deps
climada`` and its other requirements will do.) The fields are Holland 2008 and Holland, Belanger & Fritz 2010
as ``TropCyclone.from_tracks`` has them (``H08``, ``H10``), the 1-minute wind at 10 m over open water.
"""

import json
import sys
from pathlib import Path
from typing import Any

MODELS = ("H08", "H10")


def write_tracks(folder: Path) -> None:
    """Write every track of the comparison with its stations as JSON: degrees, 1-minute knots, hPa, nmi."""
    from registry.storm.constants import storm_data
    from registry.storm.moments import vortices
    from tests.real.storm_comparison import tracks

    for number, (storm, source, track) in enumerate(tracks()):
        stations = {
            item["station"]: (item["lat"], item["lon"])
            for item in storm_data("records")["record"]
            if item["storm"] == storm
        }
        told = _told(vortices(track, 30), storm, source, stations)
        (folder / f"{number}.json").write_text(json.dumps(told), encoding="utf-8")


def _told(moments: Any, storm: str, source: str, stations: dict[str, tuple[float, float]]) -> dict[str, Any]:
    """Return a track as CLIMADA needs it: degrees, 1-minute knots, hPa, nautical miles."""
    from registry.storm.exposures import AT_SEA, BASE_S, to_averaging
    from registry.storm.units import KNOT_MS, NAUTICAL_MILE_M
    from registry.storm.vortex import pressure_from_wind

    one_minute = moments.wind_ms * to_averaging(1.0, BASE_S, 60, AT_SEA)
    return {
        "storm": storm,
        "source": source,
        "at": [str(at) for at in moments.at],
        "lat": moments.lat.tolist(),
        "lon": moments.lon.tolist(),
        "wind_kt": (one_minute / KNOT_MS).tolist(),
        "pressure_hpa": pressure_from_wind(one_minute).tolist(),
        "rmax_nmi": (moments.rmax_m / NAUTICAL_MILE_M).tolist(),
        "stations": stations,
    }


def _track(told: dict[str, Any], key: str) -> Any:
    """Return a track as the data set that CLIMADA takes."""
    import numpy as np
    import xarray as xr

    n = len(told["at"])
    hours = np.diff(np.array(told["at"], dtype="datetime64[s]")).astype(float) / 3600.0
    data = {
        "time_step": np.append(hours, hours[-1]),
        "radius_max_wind": told["rmax_nmi"],
        "radius_oci": np.zeros(n),
        "max_sustained_wind": told["wind_kt"],
        "central_pressure": told["pressure_hpa"],
        "environmental_pressure": np.full(n, 1010.0),
    }
    return xr.Dataset(
        {name: ("time", np.asarray(values, dtype=float)) for name, values in data.items()}
        | {"basin": ("time", np.full(n, "WP"))},
        coords={
            "time": np.array(told["at"], dtype="datetime64[ns]"),
            "lat": ("time", told["lat"]),
            "lon": ("time", told["lon"]),
        },
        attrs={
            "max_sustained_wind_unit": "kn", "central_pressure_unit": "mb", "name": told["storm"],
            "sid": key, "orig_event_flag": True, "data_provider": "", "id_no": 0, "category": 4,
        },
    )  # fmt: skip


def print_winds(folder: Path) -> None:
    """Print the strongest 1-minute wind over open water at each station, m/s, as TOML."""
    import logging

    import numpy as np
    from climada.hazard import Centroids, TCTracks, TropCyclone

    logging.disable(logging.WARNING)  # it logs to where the winds are printed
    say = sys.stdout.write
    say("# Winds of CLIMADA's TropCyclone at the stations of data/storm/records.toml: the strongest\n")
    say("# 1-minute wind at 10 m over open water, m/s. Made by climada_winds.py beside; numbers only.\n")
    say(f'climada = "{version()}"\n')
    for path in sorted(folder.glob("*.json"), key=lambda item: int(item.stem)):
        told = json.loads(path.read_text(encoding="utf-8"))
        names = list(told["stations"])
        lat, lon = (np.array([told["stations"][name][at] for name in names]) for at in (0, 1))
        say(f'\n[[track]]\nstorm = "{told["storm"]}"\nsource = "{told["source"]}"\n')
        for model in MODELS:
            hazard = TropCyclone.from_tracks(
                TCTracks([_track(told, path.stem)]), Centroids(lat=lat, lon=lon), model=model,
                ignore_distance_to_coast=True, intensity_thres=0.0,
            )  # fmt: skip
            winds = np.asarray(hazard.intensity.todense()).ravel()
            listed = ", ".join(f'"{name}" = {wind:.1f}' for name, wind in zip(names, winds, strict=True))
            say(f"{model} = {{ {listed} }}\n")


def write_bench(folder: Path) -> None:
    """Write the benchmark's track in steps of an hour and of six, and the places of its masts."""
    from registry.storm.moments import vortices
    from tests.benchmarks.bench_storm import MASTS, storm_track
    from tests.scale import points

    where = points(MASTS)
    places = {"lat": where.lat.tolist(), "lon": where.lon.tolist()}
    for minutes in (60, 360):
        told = _told(vortices(storm_track(), minutes), "bench", "made", {})
        (folder / f"speed-{minutes}.json").write_text(json.dumps(told | {"places": places}), encoding="utf-8")


def print_speed(folder: Path) -> None:
    """Print how long ``TropCyclone.from_tracks`` takes at each step for all places."""
    import logging
    import time

    import numpy as np
    from climada.hazard import Centroids, TCTracks, TropCyclone

    logging.disable(logging.WARNING)
    for path in sorted(folder.glob("speed-*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        places = Centroids(lat=np.array(told["places"]["lat"]), lon=np.array(told["places"]["lon"]))
        tracks = TCTracks([_track(told, path.stem)])
        start = time.perf_counter()
        TropCyclone.from_tracks(tracks, places, model="H10", ignore_distance_to_coast=True)
        took = time.perf_counter() - start
        sys.stdout.write(
            f"CLIMADA {version()}: {len(told['at'])} steps, {places.size} places, {took:.1f} s\n"
        )


def version() -> str:
    """Return CLIMADA's version."""
    from importlib.metadata import version as of

    return of("climada")


if __name__ == "__main__":
    {"tracks": write_tracks, "winds": print_winds, "bench": write_bench, "speed": print_speed}[sys.argv[1]](
        Path(sys.argv[2])
    )
