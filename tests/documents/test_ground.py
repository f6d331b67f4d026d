"""The background of a drawn map lies below what was found, and its names stand where nothing else does."""

import re

import numpy as np
import pytest
import shapely
import shapely.affinity
from hypothesis import given
from hypothesis import strategies as st

from registry.documents.maps import COLOURS, Shape, bounds_of, draw, scale_of
from registry.documents.sheet.ground import LINES, PALETTE, Ground, GroundPart, width_mm
from registry.documents.sheet.label_room import LabelRoom, along, around, chain_of_boxes
from registry.settings import ROOT
from tests.documents.test_maps import X, Y, content, pixels

SAID = "Nền: © OpenStreetMap contributors"


def ground(*parts: GroundPart) -> Ground:
    return Ground(parts, SAID)


ISLAND = shapely.box(X - 120, Y, X - 90, Y + 30)
LAKE = GroundPart("water", shapely.box(X - 190, Y - 60, X - 20, Y + 100) - ISLAND, "Hồ Mẫu")
ALONG = shapely.LineString([(X - 300, Y + 130), (X + 300, Y + 130)])
STREET = GroundPart("secondary", ALONG, "Đường Hùng Vương", "ĐT.299")


def test_water_is_drawn_and_an_island_in_it_is_not() -> None:
    picture = draw(content(), ground=ground(LAKE))
    rows, columns = pixels(picture, PALETTE["water"])
    a_metre = 118 * 0.775 / 25.4 * 150 / 400
    assert np.ptp(columns) == pytest.approx(170 * a_metre, abs=3)
    whole = LAKE.shape.area * a_metre**2
    assert len(rows) == pytest.approx(whole, rel=0.12)  # its name and the grid are on it


def test_paper_has_the_colours_of_the_screen_by_day() -> None:
    text = (ROOT / "web/static/js/map/ground/background_palettes.js").read_text(encoding="utf-8")
    day = text[text.index("DAY = {") : text.index("};")]
    screen = dict(re.findall(r'(\w+): "(#[0-9a-f]{6})"', day))
    assert {name: screen.get(name) for name in PALETTE} == PALETTE


def test_the_evidence_lies_above_the_background() -> None:
    circle = Shape(shapely.Point(X, Y).buffer(100, 64).exterior, "fail")
    above = draw(content(shapes=[circle]), ground=ground(LAKE, STREET))
    alone = draw(content(shapes=[circle]))
    assert len(pixels(above, COLOURS["fail"])[0]) > 0.95 * len(pixels(alone, COLOURS["fail"])[0])


def test_the_source_is_said_on_every_map_and_names_are_written() -> None:
    named = draw(content(), ground=ground(STREET))
    unnamed = draw(content(), ground=ground(GroundPart(STREET.kind, STREET.shape)))
    unsaid = draw(content(), ground=Ground((STREET,), ""))
    assert len({named, unnamed, unsaid}) == 3
    assert draw(content(), ground=ground(STREET)) == named


def test_a_small_map_has_the_scale_of_its_print() -> None:
    assert scale_of(content()) == pytest.approx(400 / (0.118 * 0.775))
    assert scale_of(content(small=True)) > scale_of(content())
    west, south, east, north = bounds_of(content())
    assert (east - west) / (north - south) == pytest.approx((150 * 0.87) / (118 * 0.775))


@given(st.sampled_from(sorted(LINES)), st.floats(500, 400_000), st.floats(500, 400_000))
def test_a_line_is_never_wider_at_a_smaller_scale(kind: str, one: float, other: float) -> None:
    nearer, farther = sorted((one, other))
    assert width_mm(kind, nearer) >= width_mm(kind, farther) >= 0


def test_a_name_stands_along_a_straight_line_and_not_along_a_bent_one() -> None:
    room = LabelRoom((0, 0, 400, 300), 1.0)
    straight = shapely.LineString([(10, 10), (210, 210)])
    found = along(straight, 80, room, high=8)
    assert found is not None
    x, y, angle = found
    assert angle == pytest.approx(45)
    assert straight.distance(shapely.Point(x, y)) < 0.01
    back = along(shapely.LineString([(210, 210), (10, 10)]), 80, room, high=8)
    assert back is not None
    assert back[2] == pytest.approx(45)
    bent = shapely.LineString([(10 + 20 * (i % 2), 20 * i) for i in range(14)])
    assert along(bent, 80, room, high=8) is None
    assert along(straight, 400, room, high=8) is None


def test_a_line_from_a_place_to_itself_takes_that_place() -> None:
    room = LabelRoom((0.0, 0.0, 1000.0, 1000.0), 0.1)
    room.take_lines(shapely.LineString([(500.0, 500.0), (500.0, 500.0)]))  # an evidence of 0 m
    assert not room.free((48.0, 48.0, 52.0, 52.0))
    assert room.free((10.0, 10.0, 20.0, 20.0))


def test_no_name_where_something_lies_already() -> None:
    room = LabelRoom((0, 0, 300, 100), 1.0)
    line = shapely.LineString([(0, 50), (300, 50)])
    room.take_lines(shapely.LineString([(0, 52), (300, 52)]))
    assert along(line, 60, room, high=8) is None


@given(
    st.floats(0, 300), st.floats(0, 200),
    st.tuples(st.floats(5, 90), st.floats(4, 12)),
    st.lists(st.tuples(st.floats(0, 300), st.floats(0, 200)), max_size=6),
)  # fmt: skip
def test_what_is_free_is_on_the_map_and_meets_nothing_taken(
    x: float, y: float, size: tuple[float, float], taken: list[tuple[float, float]]
) -> None:
    room = LabelRoom((0, 0, 300, 200), 1.0)
    boxes = [(left, bottom, left + 20, bottom + 10) for left, bottom in taken]
    for box in boxes:
        room.take(box)
    for box in around((x, y), size, 5):
        if room.free(box):
            assert shapely.box(0, 0, 300, 200).buffer(1e-6).covers(shapely.box(*box))
            assert not any(shapely.box(*other).intersection(shapely.box(*box)).area for other in boxes)
            assert not shapely.Point(x, y).within(shapely.box(*box))


def test_the_boxes_of_a_slanting_name_cover_it() -> None:
    boxes = shapely.union_all([shapely.box(*box) for box in chain_of_boxes((50, 50), 60, 8, 30)])
    along_it = shapely.affinity.rotate(shapely.LineString([(21, 50), (79, 50)]), 30, origin=(50, 50))
    assert boxes.buffer(0.5).covers(along_it)
