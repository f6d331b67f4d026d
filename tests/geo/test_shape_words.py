"""What is wrong with a shape is said in the reader's language, and where, in the shape's own coordinates."""

import pytest
import shapely

from registry.geo.shape_words import fault_words, kind_words


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        (
            "POLYGON((106.7 21.8, 106.72 21.82, 106.72 21.8, 106.7 21.82, 106.7 21.8))",
            "đường biên cắt nhau, tại 21,810000; 106,710000",
            "its edges cross, at 21.810000; 106.710000",
        ),
        (
            "POLYGON((0 0, 1000 0, 1000 1000, 500 0, 0 1000, 0 0))",
            "đường biên chạm lại chính nó, tại X 0; Y 500",
            "its edge touches itself, at X 0; Y 500",
        ),
        (
            "POLYGON((0 0, 9 0, 9 9, 0 9, 0 0), (20 20, 21 20, 21 21, 20 20))",
            "lỗ nằm ngoài vùng, tại 20,000000; 20,000000",
            "a hole lies outside of it, at 20.000000; 20.000000",
        ),
        ("MULTIPOLYGON(((0 0, 9 0, 9 9, 0 9, 0 0)), ((2 2, 3 2, 3 3, 2 2)))", "vùng nằm trong vùng", ""),
        ("POLYGON((0 0, 0 0, 0 0, 0 0))", "quá ít điểm", "too few points"),
    ],
)
def test_a_fault_is_said_with_its_place(text: str, vi: str, en: str) -> None:
    said = fault_words(shapely.from_wkt(text))
    assert said.vi.startswith(vi)
    assert said.en.startswith(en)


@pytest.mark.parametrize(
    ("text", "vi"),
    [
        ("POINT(1 2)", "điểm"),
        ("MULTIPOINT((1 2))", "điểm"),
        ("LINESTRING(0 0, 1 1)", "đường"),
        ("MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)))", "vùng"),
    ],
)
def test_a_shape_is_a_point_a_line_or_an_area(text: str, vi: str) -> None:
    assert kind_words(shapely.from_wkt(text)).vi == vi
