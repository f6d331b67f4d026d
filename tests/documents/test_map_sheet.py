"""A printed sheet is true to scale, holds what it is given, and says what it is."""

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pypdfium2
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.documents.mast_signs import OUTLINES, operator_sign, sign
from registry.documents.sheet.ground import Ground, GroundPart
from registry.documents.sheet.map_sheet import SheetContent, draw_sheet, grid_step, ground_of
from registry.documents.sheet.sheet_layers import (
    MOST_NAMED,
    NAMED_TO,
    Border,
    SheetMasts,
    SheetZone,
    are_named,
    colour_of,
    zone_look,
)
from registry.documents.sheet.sheet_layout import PAPERS, SCALES, fitting, layout
from registry.documents.sheet.sheet_legend import LegendRow, _fitted
from registry.model.areas import LAYERS
from tests.documents.test_maps import X, Y

INCH = 180
MM = INCH / 25.4  # pixels of a page
ONE, OTHER = "#ff00ff", "#00ff00"


def masts(*places: tuple[float, float, str]) -> SheetMasts:
    xs, ys = (np.array([place[axis] for place in places], dtype=float) for axis in (0, 1))
    count = len(places)
    colours = [(place[2],) for place in places]
    return SheetMasts(
        xs, ys, ["A2a"] * count, colours, ["in_service"] * count, [f"BGG{at:05d}" for at in range(count)]
    )


def content(**own: Any) -> SheetContent:
    given: dict[str, Any] = {
        "layout": layout("A4", landscape=True), "x": X, "y": Y, "scale": 25_000,
        "title": "Vị trí cột ăng ten", "subtitle": "Sở Khoa học và Công nghệ",
        "foot": ("Nguồn: sổ đăng ký BTS.", "In lúc 14:07, người in: Lan."),
    }  # fmt: skip
    return SheetContent(**(given | own))


def drawn(made: bytes) -> np.ndarray:
    with pypdfium2.PdfDocument(made) as document:
        return np.asarray(document[0].render(scale=INCH / 72).to_pil().convert("RGB")).astype(int)


def middle(picture: np.ndarray, colour: str) -> tuple[float, float]:
    """Return the middle of what has a colour, in millimetres from the upper left corner."""
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    rows, columns = np.nonzero((abs(picture - wanted) < 12).all(axis=2))
    return float(columns.mean()) / MM, float(rows.mean()) / MM


def words(made: bytes) -> str:
    with pypdfium2.PdfDocument(made) as document:
        return squeezed(document[0].get_textpage().get_text_range())


def squeezed(text: str) -> str:
    """Return a text without its spaces: readers of PDF put some of their own between letters."""
    return "".join(text.split())


@pytest.mark.parametrize(("scale", "paper", "landscape"), [(25_000, "A4", True), (10_000, "A3", False)])
def test_a_kilometre_is_as_long_as_the_scale_says(scale: int, paper: str, landscape: bool) -> None:
    of = layout(paper, landscape=landscape)
    shown = masts((X - 500, Y - 250, ONE), (X + 500, Y - 250, OTHER), (X, Y, "#0000ff"))
    made = draw_sheet(content(layout=of, scale=scale, masts=shown, codes=False))
    picture = drawn(made)
    assert picture.shape[:2] == pytest.approx((of.height * MM, of.width * MM), abs=1.5)
    (left, upper), (right, lower) = middle(picture, ONE), middle(picture, OTHER)
    assert right - left == pytest.approx(1_000_000 / scale, abs=0.1)  # 40 mm at 1:25.000
    assert upper == pytest.approx(lower, abs=0.1)
    x, y = middle(picture, "#0000ff")
    assert x == pytest.approx(of.ground.left + of.ground.width / 2, abs=0.1)
    assert of.height - y == pytest.approx(of.ground.bottom + of.ground.height / 2, abs=0.1)


def test_the_sheet_says_what_it_is_in_letters_that_can_be_copied() -> None:
    said = words(
        draw_sheet(
            content(
                masts=masts((X, Y, ONE)), legend=(LegendRow("Viettel (1)", sign=operator_sign(ONE)),),
                borders=(Border(shapely.box(X - 4000, Y - 2000, X + 4000, Y + 2000), "Phường Bắc Giang"),),
                stamp="DỮ LIỆU MINH HỌA", convergence=-0.29,
            )
        )
    )  # fmt: skip
    for text in (
        "Vị trí cột ăng ten", "Sở Khoa học và Công nghệ", "Tỷ lệ 1:25.000", "1 cm bằng 250 m ngoài thực địa",
        "Bắc lưới", "bắc thực lệch 0,29° về đông", "CHÚ GIẢI", "Viettel (1)", "BGG00000", "Phường Bắc Giang",
        "Nguồn: sổ đăng ký BTS.", "người in: Lan", "DỮ LIỆU MINH HỌA", "416 000", "1 km",
    ):  # fmt: skip
        assert squeezed(text) in said, text
    assert draw_sheet(content()) == draw_sheet(content())


def test_a_village_called_as_its_commune_is_named_once() -> None:
    places = [
        GroundPart("village", shapely.Point(X + 300, Y + at), name)
        for at, name in ((0, "Xã Đa Mai"), (400, "Song Mai"))
    ]
    border = Border(shapely.box(X - 4000, Y - 2000, X + 4000, Y + 2000), "Đa Mai")
    said = words(draw_sheet(content(borders=(border,)), ground=Ground(places, "")))
    assert (said.count("ĐaMai"), said.count("XãĐaMai")) == (1, 0)


def test_codes_stand_only_where_they_can_be_read() -> None:
    assert "BGG00000" not in words(draw_sheet(content(masts=masts((X, Y, ONE)), codes=False)))
    assert are_named(MOST_NAMED, NAMED_TO)
    assert not are_named(MOST_NAMED + 1, 5_000)
    assert not are_named(3, NAMED_TO + 1)


def test_a_zone_that_forbids_is_hatched() -> None:
    layer = next(facts for facts in LAYERS.values() if "hatch" in facts.style)
    square = shapely.box(X - 800, Y - 800, X + 800, Y + 800)
    inside = (slice(480, 840), slice(540, 1080))
    grey = {
        kind: drawn(draw_sheet(content(zones=(SheetZone(square, layer.style, kind, ""),))))[inside].std()
        for kind in ("forbids", "open")
    }
    assert grey["forbids"] > 2 * grey["open"]
    assert "linestyle" in zone_look(
        {"line": "#000000", "fill": "#ffffff", "width": 1, "dash": [4, 2]}, "open"
    )


def test_every_row_of_a_long_legend_is_on_the_sheet() -> None:
    rows = [LegendRow(f"Dòng số {at} của chú giải khá dài", sign=operator_sign(ONE)) for at in range(46)]
    for of in (layout("A4", landscape=True), layout("A4", landscape=False)):
        _size, placed = _fitted(rows, of.legend, of.columns)
        assert min(y for _row, _lines, _x, y in placed) > of.legend.bottom
        said = words(draw_sheet(content(layout=of, legend=rows)))
        assert [row.text for row in rows if squeezed(row.text) not in said] == []


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("landscape", [True, False])
def test_nothing_of_a_layout_covers_another_part_or_leaves_the_paper(paper: str, landscape: bool) -> None:
    of = layout(paper, landscape=landscape)
    parts = [
        shapely.box(area.left, area.bottom, area.right, area.top)
        for area in (of.ground, of.legend, of.title, of.foot)
    ]
    page = shapely.box(0, 0, of.width, of.height).buffer(-8)
    assert all(page.covers(part) for part in parts)
    assert shapely.union_all(parts).area == pytest.approx(sum(part.area for part in parts))
    assert of.ground.width * of.ground.height > 0.45 * of.width * of.height


@settings(max_examples=40)
@given(st.floats(10, 200_000), st.floats(10, 200_000), st.sampled_from(sorted(PAPERS)), st.booleans())
def test_the_whole_view_fits_at_the_largest_round_scale(
    wide: float, high: float, paper: str, landscape: bool
) -> None:
    of = layout(paper, landscape=landscape)
    scale = fitting(of, wide, high)
    west, south, east, north = ground_of(of, X, Y, scale)
    if scale < 1_000_000:
        assert east - west >= wide - 1e-6
        assert north - south >= high - 1e-6
    smaller = [one for one in SCALES if one < scale]
    if smaller:
        west, south, east, north = ground_of(of, X, Y, smaller[-1])
        assert east - west < wide or north - south < high


@given(st.integers(500, 1_000_000))
def test_the_grid_is_round_and_neither_crowded_nor_lost(scale: int) -> None:
    step = grid_step(scale)
    assert 28 <= step / scale * 1000 <= 75
    assert float(f"{step:.0e}") == step


def test_signs_tell_operator_class_and_state() -> None:
    two = sign("A2b", (ONE, OTHER), "in_service")
    assert {piece.colour for piece in two} >= {ONE, OTHER}
    halves = [piece.shape.area for piece in two if piece.colour in (ONE, OTHER)]
    assert halves[0] == pytest.approx(halves[1])
    filled = {
        state: sum(piece.shape.area for piece in sign("A2a", (ONE,), state) if piece.colour == ONE)
        for state in ("in_service", "under_construction", "suspended", "approved", "dismantled")
    }
    assert filled["in_service"] == pytest.approx(OUTLINES["A2a"].area)
    assert 0 < filled["under_construction"] < filled["in_service"]
    assert filled["approved"] == filled["dismantled"] == 0
    assert len({sign(kind, (ONE,), "in_service")[1].shape.wkb for kind in OUTLINES}) == len(OUTLINES)
    assert sign("A2b", (), "in_service")[2].colour == "#5c666e"


def test_colours_of_the_layers_are_read() -> None:
    assert colour_of("rgba(255, 0, 51, 0.5)") == pytest.approx((1, 0, 0.2, 0.5))
    assert colour_of("#ff0000") == pytest.approx((1, 0, 0, 1))
    assert all(zone_look(facts.style, "open")["linewidth"] > 0 for facts in LAYERS.values())


def test_a_title_with_signs_of_formulas_is_written_as_it_is() -> None:
    made = draw_sheet(replace(content(), title="Tờ $5$ & <b>_x^2"))
    assert squeezed("Tờ $5$ & <b>_x^2") in words(made)
    assert made.startswith(b"%PDF-")
    assert len(io.BytesIO(made).getvalue()) < 300_000
