"""Forms of other centres: decks, warning texts, the archive, KML. Each file is in its centre's own layout."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.model.storm.storms import StormTrack
from registry.storm.asking import TrackReading
from registry.storm.moments import vortices
from registry.storm.reading import read_track
from registry.storm.sources.recognise import FORMS, recognise
from registry.storm.units import KNOT_MS, NAUTICAL_MILE_M

FILES = Path(__file__).parent / "forms"
NAMES = {
    "b-deck.dat": "atcf", "a-deck.dat": "atcf", "jtwc.txt": "jtwc", "rsmc.txt": "rsmc",
    "ibtracs.csv": "ibtracs", "nhc.kml": "kml",
}  # fmt: skip


def text(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


def track(reading: TrackReading) -> StormTrack:
    assert reading.questions == ()
    assert reading.track is not None
    assert vortices(reading.track)
    return reading.track


def told(reading: TrackReading) -> list[tuple[str, int]]:
    return [(issue.code, issue.row) for issue in reading.issues]


def utc(day: int, hour: int, minute: int = 0, month: int = 9, year: int = 2024) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


def miles(*values: float | None) -> tuple[float | None, ...]:
    return tuple(None if value is None else value * NAUTICAL_MILE_M for value in values)


@pytest.mark.parametrize(("name", "kind"), NAMES.items())
def test_every_form_is_known_by_itself_and_by_no_other(name: str, kind: str) -> None:
    form = recognise(text(name))
    assert form is not None
    assert form.kind == kind
    others = {one.kind for one in FORMS if one.knows(text(name))} - {kind}
    assert others <= {"table", "bulletin"}  # the archive is a table; positions are tried last


def test_a_best_track_takes_three_lines_for_one_moment() -> None:
    reading = read_track(text("b-deck.dat"))
    whole = track(reading)
    assert (whole.name, whole.year, whole.averaging_s) == ("YAGI", 2024, 60)
    assert [point.at for point in whole.points] == [utc(5, 18), utc(6, 0), utc(6, 7, 30), utc(6, 18)]
    first, _second, late, last = whole.points
    assert (first.lat, first.lon, first.pressure_hpa, first.forecast) == (19.0, 113.1, 935.0, False)
    assert first.wind_ms == pytest.approx(115 * KNOT_MS)
    assert first.gust_ms == pytest.approx(140 * KNOT_MS)
    assert first.rmax_m == 10 * NAUTICAL_MILE_M
    assert [round(one.wind_ms / KNOT_MS) for one in first.radii] == [64, 50, 34]
    assert first.radii[-1].quadrants == miles(150, 140, 120, 140)
    assert late.radii[0].quadrants == miles(150, 140, 120, 140)  # its four begin at the south-east
    assert (late.gust_ms, late.rmax_m) == (None, None)  # 0 is not stated
    assert (last.wind_ms, last.pressure_hpa, last.radii) == (None, None, ())
    assert told(reading) == [("TRACK-POSITION-IMPOSSIBLE", 6), ("TRACK-RADII-UNREAD", 7)]


def test_an_a_deck_asks_whose_forecast_and_takes_its_newest_run() -> None:
    (question,) = read_track(text("a-deck.dat")).questions
    assert (question.key, question.suggested) == ("tech", "JTWC")
    assert [choice.value for choice in question.choices] == ["JTWC", "AVNO"]
    whole = track(read_track(text("a-deck.dat"), {"tech": "JTWC"}))
    assert [(point.at, point.forecast) for point in whole.points] == [
        (utc(5, 12), False), (utc(6, 0), False), (utc(6, 12), True), (utc(7, 0), True), (utc(7, 12), True),
    ]  # fmt: skip
    assert whole.issued_at == utc(6, 0)
    other = read_track(text("a-deck.dat"), {"tech": "AVNO"})
    assert [(one.key, one.suggested) for one in other.questions] == [("averaging", "60")]


def test_two_cyclones_in_one_deck_are_asked_for() -> None:
    both = text("b-deck.dat") + text("b-deck.dat").replace("WP, 12", "WP, 13").replace("YAGI", "LEEPI")
    (question,) = read_track(both).questions
    assert [choice.value for choice in question.choices] == ["WP13", "WP12"]
    assert track(read_track(both, {"storm": "WP13"})).name == "LEEPI"


def test_a_warning_text_with_its_forecasts_over_the_end_of_a_month() -> None:
    asked = read_track(text("jtwc.txt"), now=utc(31, 1, month=8, year=2023))
    assert [(one.key, one.suggested) for one in asked.questions] == [("month", "08/2023")]
    reading = read_track(text("jtwc.txt"), {"month": "08/2023"})
    whole = track(reading)
    assert told(reading) == []
    assert (whole.name, whole.year, whole.averaging_s) == ("SAOLA", 2023, 60)
    assert whole.source == "JTWC 19W NR 022"
    assert [(point.at, point.forecast) for point in whole.points] == [
        (utc(30, 18, month=8, year=2023), False), (utc(31, 6, month=8, year=2023), True),
        (utc(31, 18, month=8, year=2023), True), (utc(1, 6, year=2023), True),
    ]  # fmt: skip
    now = whole.points[0]
    assert (now.lat, now.lon, now.pressure_hpa) == (21.2, 113.8, 942.0)
    assert (now.wind_ms, now.gust_ms) == pytest.approx((115 * KNOT_MS, 140 * KNOT_MS))
    assert [one.quadrants for one in now.radii] == [
        miles(45, 40, 30, 40), miles(70, 65, 50, 60), miles(120, 130, 100, 110),
    ]  # fmt: skip
    assert [round((point.wind_ms or 0) / KNOT_MS) for point in whole.points] == [115, 100, 70, 45]


def test_a_warning_text_with_its_block_of_figures_asks_nothing() -> None:
    block = (
        "WARNING    ATCG MIL 19W NWP 230830193022\n2023083018 19W SAOLA      022  02 290 09 SATL RADR 020\n"
    )
    whole = track(read_track(text("jtwc.txt").replace("RMKS/\n", f"RMKS/\n{block}")))
    assert whole.points[0].at == utc(30, 18, month=8, year=2023)


def test_what_is_garbled_in_a_warning_text_is_said_by_line() -> None:
    garbled = text("jtwc.txt").replace("310600Z --- 21.6N 111.9E", "310600Z --- 21.6N 1X1.9E")
    garbled = garbled.replace("MAX SUSTAINED WINDS - 070 KT", "MAX SUSTAINED WINDS - 0Z0 KT")
    reading = read_track(garbled, {"month": "08/2023"})
    assert told(reading) == [
        ("TRACK-LINE-UNREAD", 35), ("TRACK-LINE-UNREAD", 46), ("TRACK-NO-LEVEL", 45),
    ]  # fmt: skip
    assert [point.at.day for point in track(reading).points] == [30, 31, 1]
    gone = text("jtwc.txt").replace("   310600Z --- 21.6N 111.9E\n", "")
    assert ("TRACK-MOMENT-WITHOUT-POSITION", 34) in told(read_track(gone, {"month": "08/2023"}))


def test_two_warnings_one_after_the_other_keep_what_was_seen() -> None:
    later = text("jtwc.txt").replace("301800Z", "310000Z").replace("21.2N 113.8E", "21.4N 112.9E")
    whole = track(read_track(text("jtwc.txt") + later, {"month": "08/2023"}))
    assert [(point.at.day, point.at.hour, point.forecast) for point in whole.points[:3]] == [
        (30, 18, False), (31, 0, False), (31, 6, True),
    ]  # fmt: skip


def test_an_advisory_of_tokyo() -> None:
    reading = read_track(text("rsmc.txt"), {"month": "09/2024"})
    whole = track(reading)
    assert (whole.name, whole.averaging_s, whole.source) == ("YAGI", 600, "RSMC Tokyo 2411")
    assert [(point.at, point.forecast) for point in whole.points] == [
        (utc(6, 12), False), (utc(7, 12), True), (utc(8, 12), True),
    ]  # fmt: skip
    now = whole.points[0]
    assert (now.pressure_hpa, now.wind_ms) == (915.0, pytest.approx(105 * KNOT_MS))
    assert [one.quadrants for one in now.radii] == [miles(80, 80, 80, 80), miles(210, 150, 150, 210)]
    assert told(reading) == [("TRACK-NO-LEVEL", 18)]


def test_the_archive_asks_whose_winds_and_never_for_its_time_zone() -> None:
    (question,) = read_track(text("ibtracs.csv")).questions
    assert (question.key, question.suggested) == ("agency", "USA")
    assert [choice.value for choice in question.choices] == ["USA", "TOKYO", "CMA"]
    usa = track(read_track(text("ibtracs.csv"), {"agency": "USA"}))
    assert (usa.name, usa.number, usa.averaging_s, len(usa.points)) == ("YAGI", None, 60, 3)
    assert [round((point.wind_ms or 0) / KNOT_MS) for point in usa.points] == [125, 128, 125]
    assert usa.points[0].at == utc(6, 12)
    assert usa.points[2].radii[0].quadrants == miles(145, 135, None, 140)
    tokyo = track(read_track(text("ibtracs.csv"), {"agency": "TOKYO"}))
    assert tokyo.averaging_s == 600
    assert [point.wind_ms is None for point in tokyo.points] == [False, True, False]
    assert [one.quadrants for one in tokyo.points[0].radii] == [
        miles(80, 80, 80, 80), miles(210, 150, 150, 210),
    ]  # fmt: skip
    assert track(read_track(text("ibtracs.csv"), {"agency": "CMA"})).averaging_s == 120


def test_kml_with_moments_in_three_places_and_its_cone() -> None:
    reading = read_track(text("nhc.kml"))
    whole = track(reading)
    assert (whole.name, whole.averaging_s) == ("YAGI", 60)
    assert [(point.at, point.forecast) for point in whole.points] == [
        (utc(6, 18), False), (utc(7, 6), True), (utc(7, 18), True),
    ]  # fmt: skip
    assert [round((point.wind_ms or 0) / KNOT_MS) for point in whole.points] == [125, 115, 80]
    assert (whole.points[0].gust_ms, whole.points[0].pressure_hpa) == (pytest.approx(150 * KNOT_MS), 925.0)
    assert whole.cone[0] == (109.2, 19.9)
    assert len(whole.cone) == 6
    assert told(reading) == [
        ("TRACK-KML-NOT-USED", 5), ("TRACK-KML-AREA", 0), ("TRACK-POSITION-WITHOUT-TIME", 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "evil",
    [
        '<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><kml><Placemark>&b;</Placemark></kml>',
        '<!DOCTYPE kml SYSTEM "file:///etc/passwd"><kml/>',
        "<kml><Placemark></kml>",
    ],
)
def test_xml_with_entities_or_damage_is_refused(evil: str) -> None:
    with pytest.raises(RefusalError, match="TRACK-XML"):
        read_track(evil)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(NAMES)),
    st.lists(st.tuples(st.integers(0, 5000), st.sampled_from("0Z9N-, \n<x")), max_size=12),
)
def test_no_damage_to_a_text_ends_in_anything_but_words(name: str, damage: list[tuple[int, str]]) -> None:
    letters = list(text(name))
    for at, sign in damage:
        letters[at % len(letters)] = sign
    try:
        reading = read_track(
            "".join(letters), {"month": "09/2024", "tech": "JTWC", "agency": "USA", "averaging": "60"}
        )
    except RefusalError:
        return
    assert reading.track is not None or reading.questions or reading.issues
