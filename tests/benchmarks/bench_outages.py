"""The fold of an outage event: 200 reports of 2,000 stations each; the baseline folds anew for every moment.

The curve needs what stood at each of 200 moments. The baseline does what the definition says, the fold up to
each moment, of lines that are in order already; some of the moments are measured, as the whole takes minutes.
"""

import datetime as dt
import random
import time
import tracemalloc
from typing import Any

from registry.model.outages.outages import Cause, LineState, OutageLine
from registry.storm.outage_fold import curve, effective, fold

REPORTS, STATIONS, COMMUNES = 200, 2_000, 99
MEASURED = 10
START = dt.datetime(2026, 9, 7, 18, 0, tzinfo=dt.UTC)


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    lines = _lines()
    moments = [START + dt.timedelta(minutes=30 * (number + 1)) for number in range(REPORTS)]
    seconds, points = _timed(lambda: curve(lines, moments))
    one, picture = _timed(lambda: fold(lines))
    some = moments[REPORTS // MEASURED - 1 :: REPORTS // MEASURED]
    ordered = effective(lines)
    naive, folded = _timed(lambda: [fold(ordered, moment) for moment in some])
    by_moment = {point.at: point for point in points}
    assert [(p.down, p.affected) for p in folded] == [
        (by_moment[at].down, by_moment[at].affected) for at in some
    ]
    tracemalloc.start()
    curve(lines, moments)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    count = f"{len(lines):,} lines"
    return [
        {
            "name": f"restored share at {REPORTS} moments, {count}",
            "seconds": seconds,
            "baseline": "the fold up to each moment, lines in order",
            "baseline_seconds": naive * len(moments) / len(some),
            "peak_mib": peak / 2**20,
            "note": f"baseline measured at {len(some)} moments, times {len(moments) // len(some)}",
        },
        {"name": f"what stands now, {count}", "seconds": one, "note": f"{len(picture.stations):,} sites"},
    ]


def _timed(call: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    found = call()
    return time.perf_counter() - start, found


def _lines() -> list[OutageLine]:
    """Reports of four carriers, each of 2,000 station sites or a count of their communes, in any order."""
    chance = random.Random(17)
    found = []
    for report in range(REPORTS):
        operator = ("VNPT", "VTL", "VMS", "VNM")[report % 4]
        as_of = START + dt.timedelta(minutes=30 * (report + 1))
        back = report / REPORTS
        for station in range(STATIONS):
            state = LineState.RESTORED if chance.random() < back else LineState.DOWN
            found.append(
                OutageLine(
                    f"{report}-{station}", str(report), operator, as_of, state, str(station % COMMUNES),
                    site=f"S{station}", cause=Cause.GRID,
                )
            )  # fmt: skip
        if report % 10 == 0:
            found.append(
                OutageLine(
                    f"{report}-c", str(report), operator, as_of, LineState.COUNT, "1",
                    down=chance.randrange(20),
                )
            )  # fmt: skip
    chance.shuffle(found)
    return found
