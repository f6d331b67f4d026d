"""Metres whose plane nobody wrote: the row's commune and the file's rows tell it, else nothing is sure."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

from registry.checks.context import Context
from registry.demo.initialise import init_registry
from registry.geo.coordinates import read_metres
from registry.intake.parsed import HintSource
from registry.model.positions import UNSURE_PLANE, Confidence
from registry.services.appraise.appraise_list import appraise_list
from registry.services.office.registry import Registry, open_registry
from registry.services.register.context import context_for
from registry.services.register.position_hints import hint_source
from registry.settings import read_settings
from tests.services.appraise.plane_battery import (
    HEADER,
    PLANES,
    RIGHT_M,
    SAID,
    Spot,
    appraised,
    metres,
    off_m,
    outcome,
    spots,
    spread,
    writer,
)
from tests.services.offices import office, write_list

DAY = dt.date(2026, 11, 24)
OWN = {True: 9209, False: 9214}  # old Bắc Ninh's communes are numbered from 09163


def own_plane(spot: Spot) -> int:
    return OWN[int(spot.code) >= 9163]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    made = office(tmp_path_factory.mktemp("planes"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def context(registry: Registry) -> Context:
    return context_for(registry, DAY)


@pytest.fixture(scope="module")
def hints(registry: Registry) -> HintSource:
    return hint_source(registry, DAY)


@pytest.mark.parametrize("epsg", PLANES)
def test_no_row_that_names_its_commune_is_read_wrongly_without_a_word(
    context: Context, hints: HintSource, epsg: int
) -> None:
    for spot in spots(context, 6):
        north, east = metres(spot, epsg)
        reading = read_metres(str(north), str(east), hints({"commune": spot.commune}))
        lon, lat = reading.position.lon, reading.position.lat
        backed = spread(spot, context, epsg)
        codes = {problem.code for problem in reading.problems}
        if not 100_000 <= east <= 900_000:  # no easting of Vietnam: refused, nothing is guessed
            assert codes & set(SAID)
            continue
        assert lon is not None
        assert lat is not None
        back_east, back_north = writer(epsg).transform(lon, lat)
        off = ((back_east - east) ** 2 + (back_north - north) ** 2) ** 0.5
        if epsg == own_plane(spot):
            assert off < RIGHT_M
            assert reading.position.confidence is Confidence.STATED
            continue
        assert reading.position.confidence is Confidence.PROPOSED
        assert "COORD-OUTSIDE" not in codes
        assert "COORD-WRONG-MERIDIAN" in codes
        assert off <= max(reading.position.accuracy_m, RIGHT_M) * 1.01
        if len(backed) > 1:
            assert "COORD-MERIDIAN-UNSURE" in codes
            assert reading.position.reading == UNSURE_PLANE
        else:
            assert off < RIGHT_M


@pytest.mark.parametrize("epsg", [3405, 5897, 32648, 5898, 9208, 9212, 9213, 9215, 9210])
def test_a_list_in_another_plane_is_read_in_it_and_refuses_nobody(
    registry: Registry, context: Context, epsg: int, tmp_path: Path
) -> None:
    places = list(spots(context, 8))
    rows = [(spot, epsg, spot.commune) for spot in places] + [(spot, epsg, "") for spot in places[:4]]
    found, codes = appraised(registry, tmp_path, rows)
    for number, (row, (spot, _, _)) in enumerate(zip(found, rows, strict=True)):
        assert outcome(row, "LOC-01") != "fail", spot
        assert row.proposal.position.confidence is Confidence.PROPOSED
        assert codes[number] & set(SAID)
        assert off_m(row, spot) <= max(RIGHT_M, row.proposal.position.accuracy_m * 1.01), spot
        if epsg not in (3405, 5897, 32648):
            assert off_m(row, spot) < RIGHT_M, spot


def test_a_list_of_both_former_provinces_in_their_own_planes_is_read_as_stated(
    registry: Registry, context: Context, tmp_path: Path
) -> None:
    rows = [(spot, own_plane(spot), spot.commune) for spot in spots(context, 5)]
    assert {plane for _, plane, _ in rows} == {9214, 9209}
    found, codes = appraised(registry, tmp_path, rows)
    for number, (row, (spot, _, _)) in enumerate(zip(found, rows, strict=True)):
        assert off_m(row, spot) < RIGHT_M
        assert row.proposal.position.confidence is Confidence.STATED
        assert not codes.get(number, set()) & set(SAID)


def test_a_list_wholly_in_bac_giang_s_plane_is_followed_in_old_bac_ninh_s_communes(
    registry: Registry, context: Context, tmp_path: Path
) -> None:
    rows = [(spot, 9214, spot.commune) for spot in spots(context, 5)]
    found, _codes = appraised(registry, tmp_path, rows)
    for row, (spot, _, _) in zip(found, rows, strict=True):
        assert off_m(row, spot) < RIGHT_M
        stated = row.proposal.position.confidence is Confidence.STATED
        assert stated == (own_plane(spot) == 9214)


def test_rows_each_in_another_plane_are_never_refused_for_it(
    registry: Registry, context: Context, tmp_path: Path
) -> None:
    planes = [epsg for epsg in PLANES if epsg not in (3406, 32649)]
    rows = [
        (spot, planes[number % len(planes)], spot.commune) for number, spot in enumerate(spots(context, 2))
    ]
    found, codes = appraised(registry, tmp_path, rows)
    assert len(found) == len(rows)
    for number, (row, (spot, epsg, _)) in enumerate(zip(found, rows, strict=True)):
        if not 100_000 <= metres(spot, epsg)[1] <= 900_000:
            continue
        assert outcome(row, "LOC-01") != "fail", (spot, epsg)
        if off_m(row, spot) > RIGHT_M:
            assert row.proposal.position.confidence is Confidence.PROPOSED, (spot, epsg)
            assert codes[number] & set(SAID)


def test_a_wrong_commune_moves_nothing_that_other_rows_or_the_ground_do_not_speak_for(
    registry: Registry, context: Context, tmp_path: Path
) -> None:
    places = list(spots(context, 3))
    names = [spot.commune for spot in places]
    wrong = names[7:] + names[:7]
    rows = [(spot, own_plane(spot), name) for spot, name in zip(places, names, strict=True)]
    rows += [
        (spot, own_plane(spot), name)
        for spot, name in zip(places, wrong, strict=True)
        if own_plane(spot) == 9214
    ]
    found, codes = appraised(registry, tmp_path, rows)
    for number, (row, (spot, _, _)) in enumerate(zip(found, rows, strict=True)):
        assert outcome(row, "LOC-01") != "fail"
        if off_m(row, spot) > RIGHT_M:  # the wrong commune happens to lie where another plane leads
            assert row.proposal.position.confidence is Confidence.PROPOSED
            assert codes[number] & set(SAID)


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("commune", ["Xã Văn Môn", "xã Văn Môn, huyện Yên Phong", "Văn Môn"])
def test_van_mon_is_not_refused_where_a_standard_plane_puts_it_there(
    registry: Registry, tmp_path: Path, commune: str, swapped: bool
) -> None:
    pair = (2341209.792, 596585.477)
    row = ("N1", "VTL", commune, *(pair[::-1] if swapped else pair), "cột mới", "A2b")
    found = appraise_list(registry, write_list(tmp_path / "a.xlsx", [row], HEADER), operator="VTL")
    [judged] = found.rows
    assert outcome(judged, "LOC-01") != "fail"
    assert judged.verdict.value != "refuse"
    lon, lat = writer(3405).transform(pair[1], pair[0], direction="INVERSE")
    assert off_m(judged, Spot(lon, lat, commune)) <= judged.proposal.position.accuracy_m
    assert judged.proposal.position.confidence is Confidence.PROPOSED


def test_several_planes_in_the_commune_are_named_and_none_is_sure(
    context: Context, hints: HintSource
) -> None:
    lon, lat = writer(5897).transform(603193.818, 2365005.531, direction="INVERSE")
    unit = next(unit for unit in context.units.communes if unit.boundary.contains(shapely.Point(lon, lat)))
    reading = read_metres("2365005.531", "603193.818", hints({"commune": unit.name}))
    assert {problem.code for problem in reading.problems} == {"COORD-WRONG-MERIDIAN", "COORD-MERIDIAN-UNSURE"}
    assert reading.position.crs == "EPSG:5897"
    assert reading.position.accuracy_m > 700
    others = next(p for p in reading.problems if p.code == "COORD-MERIDIAN-UNSURE").params["others"]
    assert "UTM múi 48" in others.vi
    assert "WGS-84" in others.vi


@pytest.mark.parametrize(
    ("text", "epsg"),
    [
        ("X (VN-2000, KTT 105°00', múi 3°)", 5897),
        ("X (VN-2000, múi 6°, kinh tuyến trục 105°)", 3405),
        ("X (UTM 48N, WGS84)", 32648),
        ("X (VN-2000, 107°15', múi 3°)", 9215),
    ],
)
def test_a_plane_that_the_header_states_is_the_row_s_own(
    registry: Registry, context: Context, tmp_path: Path, text: str, epsg: int
) -> None:
    header = (*HEADER[:3], text, text.replace("X", "Y", 1), *HEADER[5:])
    rows = [(spot, epsg, spot.commune) for spot in spots(context, 20)]
    rows += [(spot, epsg, "") for spot, _, _ in rows]
    found, codes = appraised(registry, tmp_path, rows, header)
    for row, (spot, _, _) in zip(found, rows, strict=True):
        assert off_m(row, spot) < RIGHT_M
        assert row.proposal.position.confidence is Confidence.STATED
    assert any("COORD-PLANE-STATED" in said for said in codes.values())


def test_a_header_that_the_rows_contradict_is_not_followed_silently(
    registry: Registry, context: Context, tmp_path: Path
) -> None:
    header = (*HEADER[:3], "X (VN-2000, KTT 107°15')", "Y (VN-2000, KTT 107°15')", *HEADER[5:])
    rows = [(spot, 9214, spot.commune) for spot in spots(context, 8)]
    found, codes = appraised(registry, tmp_path, rows, header)
    for number, (row, (spot, _, _)) in enumerate(zip(found, rows, strict=True)):
        assert off_m(row, spot) < RIGHT_M
        assert row.proposal.position.confidence is Confidence.PROPOSED
        assert "COORD-WRONG-MERIDIAN" in codes[number]


def test_without_a_word_of_the_plane_it_is_said_which_was_taken(
    registry: Registry, context: Context, tmp_path: Path
) -> None:
    rows = [(spot, 9214, "") for spot in spots(context, 10) if own_plane(spot) == 9214]
    found, codes = appraised(registry, tmp_path, rows)
    assert all(off_m(row, spot) < RIGHT_M for row, (spot, _, _) in zip(found, rows, strict=True))
    assert any("COORD-PLANE-ASSUMED" in said for said in codes.values())


def test_metres_that_the_province_s_plane_puts_outside_are_no_refusal_where_another_may_be_meant(
    registry: Registry, tmp_path: Path
) -> None:
    # 107°00' puts it some kilometres west of the province, 107°15' well inside; no commune, no header
    spot = Spot(105.83, 21.3, "")
    found, codes = appraised(registry, tmp_path, [(spot, 9214, "")])
    assert outcome(found[0], "LOC-01") != "fail"
    assert "COORD-MERIDIAN-UNSURE" in codes[0]


def test_a_row_far_outside_is_refused_where_the_file_is_sure_of_its_plane(
    registry: Registry, context: Context, tmp_path: Path
) -> None:
    rows = [(spot, 9214, spot.commune) for spot in spots(context, 10) if own_plane(spot) == 9214]
    outside = Spot(105.80, 21.3, "")
    found, _codes = appraised(registry, tmp_path, [*rows, (outside, 9214, "")])
    assert len(rows) >= 3
    assert outcome(found[-1], "LOC-01") == "fail"


@pytest.fixture(scope="module")
def lang_son(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    home = tmp_path_factory.mktemp("lang-son")
    settings = read_settings({"BTS_HOME": str(home), "BTS_PROVINCE": "20"})
    init_registry(settings)
    with contextlib.closing(open_registry(settings)) as made:
        yield made


def test_metres_of_another_province_are_read_in_its_meridian(lang_son: Registry, tmp_path: Path) -> None:
    context = context_for(lang_son, DAY)
    assert context.metric_epsg == 9215
    rows = [(spot, 9215, name) for spot in spots(context, 6) for name in (spot.commune, "")]
    found, _codes = appraised(lang_son, tmp_path, rows)
    for row, (spot, _, _) in zip(found, rows, strict=True):
        assert off_m(row, spot) < RIGHT_M
        assert row.proposal.position.crs == "EPSG:9215"
        assert row.proposal.position.confidence is Confidence.STATED
        assert outcome(row, "LOC-01") != "fail"


def test_a_neighbour_s_meridian_in_another_province_is_a_proposal(lang_son: Registry, tmp_path: Path) -> None:
    rows = [(spot, 9214, spot.commune) for spot in spots(context_for(lang_son, DAY), 6)]
    found, _codes = appraised(lang_son, tmp_path, rows)
    for row, (spot, _, _) in zip(found, rows, strict=True):
        assert off_m(row, spot) < RIGHT_M
        assert row.proposal.position.confidence is Confidence.PROPOSED


def test_a_list_of_another_province_is_said_to_lie_outside(
    lang_son: Registry, context: Context, tmp_path: Path
) -> None:
    """Bắc Ninh's communes in a register of Lạng Sơn: in metres of their own planes, and named."""
    far = [spot for spot in spots(context, 12) if spot.lat < 21.2]
    found, codes = appraised(lang_son, tmp_path, [(spot, own_plane(spot), spot.commune) for spot in far])
    assert len(far) >= 3
    for number, row in enumerate(found):
        read_outside = outcome(row, "LOC-01") == "fail"
        asked = row.proposal.position.confidence is not Confidence.STATED and codes[number] & set(SAID)
        assert read_outside or asked
        assert outcome(row, "LOC-02") != "pass"
