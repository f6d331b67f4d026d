"""A drawn map shows what it is given, at a scale that one can measure on."""

import io

import numpy as np
import pytest
import shapely
from PIL import Image

from registry.documents.maps import COLOURS, LEAST_M, MOST_M, MapContent, Mark, Shape, Tone, draw, window_m

X, Y = 416_227.0, 2_353_495.0


def content(**own: object) -> MapContent:
    return MapContent(**({"x": X, "y": Y, "half_m": 200.0, "name": "V5", "grid": "VN-2000"} | own))  # type: ignore[arg-type]


def pixels(png: bytes, colour: str) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the picture that have exactly a colour."""
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return np.nonzero((np.asarray(Image.open(io.BytesIO(png)).convert("RGB")) == wanted).all(axis=2))


def test_equal_content_gives_an_equal_picture() -> None:
    assert draw(content()) == draw(content())


def test_a_circle_is_round_and_of_its_radius() -> None:
    circle = Shape(shapely.Point(X, Y).buffer(100, 64).exterior, "fail")
    rows, columns = pixels(draw(content(shapes=[circle])), COLOURS["fail"])
    legend = rows < 0.8 * 118 / 25.4 * 150  # the legend below has the colour too
    high, wide = np.ptp(rows[legend]), np.ptp(columns[legend])
    assert high == pytest.approx(wide, rel=0.02)
    a_metre = 118 * 0.775 / 25.4 * 150 / 400  # pixels: the frame's height holds 2 x 200 m
    assert high == pytest.approx(200 * a_metre, rel=0.03)


@pytest.mark.parametrize("tone", ["fail", "doubt", "zone"])
def test_a_zone_over_the_whole_map_is_named_and_shaded(tone: Tone) -> None:
    whole = shapely.box(X - 9000, Y - 9000, X + 9000, Y + 9000)
    assert draw(content(shapes=[Shape(whole, tone, "Vùng $4$ & <x>")])) != draw(content())


def test_what_lies_outside_is_not_drawn() -> None:
    far = shapely.box(X + 5000, Y, X + 6000, Y + 9)
    mark = Mark(X + 5000, Y, "BGG00045", "#0059b3")
    assert draw(content(shapes=[Shape(far, "zone", "xa")], marks=[mark])) == draw(content())


def test_the_stamp_and_the_language_show() -> None:
    assert draw(content(stamp="DỮ LIỆU MINH HỌA")) != draw(content())
    assert draw(content(), "en") != draw(content(), "vi")


def test_the_window_shows_what_it_has_to_within_bounds() -> None:
    assert window_m(0.0) == LEAST_M
    assert window_m(500.0) > 500.0
    assert window_m(90_000.0) == MOST_M
