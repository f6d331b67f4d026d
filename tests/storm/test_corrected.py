"""A decided correction and the ground's hills are in what every mast meets, and an onset has its span."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from registry.model.storm.storms import FieldCorrection
from registry.model.terrain import Relief
from registry.services.storm.mast_hills import hills_of
from registry.storm.exposure import expose
from tests.storm.tracks import masts_at, straight

PLACES = [(106.3, 21.3), (106.6, 20.9), (106.1, 21.5)]
MASTS = masts_at(PLACES)
TRACK = straight()
TOLD = FieldCorrection(0.7, 1.0, 5, dt.datetime(2026, 9, 7, tzinfo=dt.UTC))


def test_a_correction_is_in_the_past_and_in_what_is_to_come() -> None:
    forecast = tuple(replace(point, forecast=at > 1) for at, point in enumerate(TRACK.points))
    track = replace(TRACK, points=forecast)
    plain, found = expose(track, MASTS), expose(replace(track, correction=TOLD), MASTS)
    for before, after in ((plain, found), (plain.to_come, found.to_come), (plain.gone, found.gone)):
        assert before is not None
        assert after is not None
        assert after.winds.gust_ms == pytest.approx(before.winds.gust_ms * 0.7, rel=1e-5)
    assert plain.at(0).corrected is None
    assert found.at(0).corrected == (0.7, 5)
    assert found.error == plain.error  # a correction makes nothing surer
    assert found.wide_error > found.error


def test_an_onset_lies_within_its_span() -> None:
    found = expose(TRACK, MASTS)
    for row in range(len(MASTS)):
        onset = found.at(row).onset_at
        first, last = found.onset_span(row)
        assert onset is not None
        assert first is not None
        assert first < onset
        assert last is None or last > onset


class Ground:
    """A terrain whose ground rises towards the east in one scarp, known west of a meridian alone."""

    source = "thử"

    def __init__(self) -> None:
        self.asked = 0

    def relief(self, cell_m: float) -> Relief:
        self.asked += 1
        cell = cell_m / 111_320.0
        columns, rows = int(1.0 / cell), int(1.0 / cell)
        east = np.arange(columns) * cell
        heights = np.clip(150.0 - np.maximum(east - 0.5, 0.0) * 111_320.0 * 0.15, 0.0, 150.0)
        whole = np.broadcast_to(heights.astype(np.float32), (rows, columns)).copy()
        return Relief(105.8, 21.8, (cell, cell), whole, 5.0, self.source, "một")

    def grounds(self, *_: object) -> tuple[np.ndarray, np.ndarray]:
        raise AssertionError("hills ask for the relief alone")


def test_hills_are_kept_while_a_mast_stays_and_said_at_each_mast() -> None:
    ground = Ground()
    made = hills_of(MASTS, ground, None)  # type: ignore[arg-type]
    assert made is not None
    assert made.known.tolist() == [True, True, True]
    held = replace(MASTS, hills=made)
    more = masts_at([*PLACES[::-1], (106.4, 21.2)])
    again = hills_of(more, ground, held)  # type: ignore[arg-type]
    assert again is not None
    assert (again.mean[:3] == made.mean[::-1]).all()
    assert again.mean[3].max() >= 1.0
    assert hills_of(MASTS, None, held) is None
    plain, found = expose(TRACK, MASTS), expose(TRACK, held)
    assert plain.at(0).hill is None
    assert plain.hill is None
    for row in range(3):
        seen = found.at(row)
        assert seen.hill is not None
        assert seen.hill >= 1.0
        assert seen.gust_ms >= plain.at(row).gust_ms * 0.999
    assert found.at(0).hill == pytest.approx(found.winds.gust_ms[0] / plain.winds.gust_ms[0], rel=0.05)
