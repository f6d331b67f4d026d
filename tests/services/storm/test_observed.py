"""Observed winds are recorded once, amended, struck out with a reason; a correction is decided and ended."""

import datetime as dt
from dataclasses import replace

import pytest

from registry.errors import RefusalError
from registry.model.storm.observed_winds import WindSource
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from registry.services.storm.observed import (
    NewWind,
    amend_wind,
    observed_winds,
    record_winds,
    restore_wind,
    strike_wind,
)
from registry.services.storm.storms import BulletinText, get_storm, record_storm
from registry.services.storm.wind_corrections import corrections_of, decide_correction, end_correction
from registry.storm.scales import middle_of
from registry.storm.shipped import shipped_track

AT = dt.datetime(2024, 9, 7, 10, tzinfo=dt.UTC)
WIND = NewWind("Bắc Giang", 106.20, 21.29, AT, WindSource.STATION, "Đài tỉnh", mean_level=7, gust_level=9)
OTHER = replace(WIND, place="Lục Ngạn", lon=106.57, lat=21.37, mean_level=None, gust_level=None, gust_ms=30.1)


def watched(office: Registry) -> str:
    text = BulletinText("tin", "tin.txt", "", "tay", {})
    return record_storm(office, shipped_track(), text, who="lan").storm.id


def test_a_wind_is_recorded_amended_struck_out_and_taken_back_in(either_office: Registry) -> None:
    office, storm = either_office, watched(either_office)
    assert record_winds(office, storm, [WIND, OTHER], who="lan") == 2
    assert record_winds(office, storm, [WIND], who="hung") == 0
    first, second = observed_winds(office, storm)
    assert (first.place, first.mean_level, first.mean_ms, first.who) == ("Bắc Giang", 7, middle_of(7), "lan")
    assert (second.gust_ms, second.gust_level, second.mean_ms) == (30.1, None, None)
    put = amend_wind(office, storm, second.id, replace(OTHER, gust_ms=28.0), seen=second.version, who="lan")
    assert (put.gust_ms, put.version) == (28.0, 2)
    with pytest.raises(RefusalError, match="WIND-STRIKE-REASON"):
        strike_wind(office, storm, put.id, reason=" ", seen=put.version, who="lan")
    struck = strike_wind(office, storm, put.id, reason="máy hỏng", seen=put.version, who="lan")
    assert [item.place for item in observed_winds(office, storm)] == ["Bắc Giang"]
    assert len(observed_winds(office, storm, struck=True)) == 2
    assert struck.struck_reason == "máy hỏng"
    restore_wind(office, storm, put.id, seen=struck.version, who="lan")
    assert len(observed_winds(office, storm)) == 2
    assert verify(office).sound


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("WIND-PLACE", {"place": " "}),
        ("WIND-PLACE", {"lat": 121.3}),
        ("WIND-NOTHING", {"mean_level": None, "gust_level": None}),
        ("WIND-LEVEL", {"gust_level": 19}),
        ("WIND-SPEED", {"gust_ms": 400.0}),
        ("WIND-BELOW-MEAN", {"mean_ms": 30.0}),
        ("WIND-HEIGHT", {"height_m": 0.0}),
        ("WIND-AVERAGING", {"averaging_s": 45}),
        ("WIND-AHEAD", {"observed_at": dt.datetime(2199, 1, 1, tzinfo=dt.UTC)}),
        ("WIND-SURROUNDINGS", {"surroundings": "núi"}),
    ],
)
def test_a_wind_that_cannot_be_is_refused_and_nothing_is_written(
    office: Registry, code: str, change: dict[str, object]
) -> None:
    storm = watched(office)
    with pytest.raises(RefusalError, match=code):
        record_winds(office, storm, [OTHER, replace(WIND, **change)], who="lan")  # type: ignore[arg-type]
    assert observed_winds(office, storm, struck=True) == ()


def test_a_correction_is_of_the_track_until_it_is_taken_back(either_office: Registry) -> None:
    office, storm = either_office, watched(either_office)
    assert get_storm(office, storm).track.correction is None
    record_winds(office, storm, [WIND, OTHER], who="lan")
    ids = [item.id for item in observed_winds(office, storm)]
    told = {"land": 0.72, "sea": 1.0, "winds": ids, "reason": "yếu hơn", "who": "lan"}
    for change, code in (
        ({"land": 0.1}, "WIND-FACTOR"),
        ({"sea": float("nan")}, "WIND-FACTOR"),
        ({"winds": []}, "WIND-CORRECTION-NONE"),
        ({"winds": ["gì"]}, "WIND-UNKNOWN"),
        ({"reason": ""}, "WIND-CORRECTION-REASON"),
    ):
        with pytest.raises(RefusalError, match=code):
            decide_correction(office, storm, **{**told, **change}, replaces="", seen=0)  # type: ignore[arg-type]
    first = decide_correction(office, storm, **told, replaces="", seen=0)  # type: ignore[arg-type]
    file = get_storm(office, storm)
    for track in (file.track, file.track_of(file.current)):
        assert track.correction is not None
        assert (track.correction.land, track.correction.sea, track.correction.places) == (0.72, 1.0, 2)
    assert file.current.track.correction is None  # a bulletin stays as it came
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        decide_correction(office, storm, **told, replaces="", seen=0)  # type: ignore[arg-type]
    second = decide_correction(
        office,
        storm,
        **{**told, "land": 0.8},  # type: ignore[arg-type]
        replaces=first.id,
        seen=first.version,
    )
    assert [item.in_force for item in corrections_of(office, storm)] == [False, True]
    end_correction(office, storm, second.id, reason="đủ rồi", seen=second.version, who="lan")
    assert get_storm(office, storm).track.correction is None
    with pytest.raises(RefusalError, match="WIND-CORRECTION-ENDED"):
        end_correction(office, storm, second.id, reason="nữa", seen=second.version + 1, who="lan")
    assert verify(office).sound
