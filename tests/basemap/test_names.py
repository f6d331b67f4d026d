"""Names of the background are found as people type them: without marks, shortened, with a place behind."""

from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.basemap.names import BEGINS, SAME, Name, NameBook, read_names

NAMES = [
    ("Quốc lộ 1", "highway", 106.20, 21.28, "Phường Bắc Giang, Thành phố Bắc Giang"),
    ("Quốc lộ 31", "highway", 106.40, 21.30, "Xã Lục Nam, Huyện Lục Nam"),
    ("Đường tỉnh 398", "major_road", 106.10, 21.20, "Phường Việt Yên, Thị xã Việt Yên"),
    ("Đường Hùng Vương", "street", 106.19, 21.27, "Phường Bắc Giang, Thành phố Bắc Giang"),
    ("Hùng Vương", "street", 105.97, 21.12, "Phường Từ Sơn, Thành phố Từ Sơn"),
    ("Thôn Hùng Vương", "village", 106.30, 21.40, "Xã Yên Thế, Huyện Yên Thế"),
    ("Sông Cầu", "river", 106.05, 21.20, ""),
    ("Thôn Cầu", "village", 106.06, 21.21, ""),
    ("Chợ Thương", "marketplace", 106.21, 21.28, ""),
]
BOOK = NameBook([Name(*item[:4]) for item in NAMES], [item[4] for item in NAMES])


def first(text: str, near: tuple[float, float] | None = None) -> str:
    return BOOK.find(text, near)[0].name.name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("QL1", "Quốc lộ 1"), ("ql 31", "Quốc lộ 31"), ("QL.31", "Quốc lộ 31"), ("quoc lo 31", "Quốc lộ 31"),
        ("TL398", "Đường tỉnh 398"), ("đt 398", "Đường tỉnh 398"), ("398", "Đường tỉnh 398"),
        ("đường Hùng Vương Bắc Giang", "Đường Hùng Vương"), ("hung vuong tu son", "Hùng Vương"),
        ("thôn hùng vương", "Thôn Hùng Vương"), ("song cau", "Sông Cầu"), ("cho thuong", "Chợ Thương"),
        ("hungvuong", "Đường Hùng Vương"), ("hungvuo", "Đường Hùng Vương"),
    ],
)  # fmt: skip
def test_a_name_is_found_as_it_is_typed(typed: str, name: str) -> None:
    assert first(typed, (106.19, 21.27)) == name


def test_of_one_name_the_nearer_comes_first_and_an_exact_one_before_a_longer() -> None:
    assert first("hùng vương", (105.97, 21.12)) == "Hùng Vương"
    assert first("hùng vương", (106.30, 21.40)) == "Thôn Hùng Vương"
    assert [(one.name.name, one.rank) for one in BOOK.find("ql")] == [
        ("Quốc lộ 1", BEGINS), ("Quốc lộ 31", BEGINS)
    ]  # fmt: skip
    longer = NameBook([Name("Quốc lộ 17", "trunk", 106.2, 21.3), Name("Quốc lộ 1A", "trunk", 106.9, 21.9)])
    assert longer.find("ql1", (106.2, 21.3))[0].name.name == "Quốc lộ 1A"
    assert NameBook([Name("KCN Quế Võ II", "industrial", 106.2, 21.1)]).find("Vôi") == []
    assert BOOK.find("quốc lộ 3")[0].name.name == "Quốc lộ 31"
    assert BOOK.find("quốc lộ 31")[0].rank == SAME


def test_a_place_alone_and_marks_alone_find_no_street() -> None:
    assert BOOK.find("Yên Thế") == []
    assert BOOK.find(" … ") == BOOK.find("") == NameBook([]).find("ql1") == []


@given(st.text(max_size=30), st.none() | st.tuples(st.floats(-180, 180), st.floats(-90, 90)))
def test_whatever_is_typed_is_answered_within_the_limit(text: str, near: tuple[float, float] | None) -> None:
    found = BOOK.find(text, near, 4)
    assert len(found) <= 4
    assert [one.rank for one in found] == sorted(one.rank for one in found)


@given(st.sampled_from(NAMES))
def test_every_name_finds_itself_among_the_best(item: tuple[str, str, float, float, str]) -> None:
    best = BOOK.find(item[0], item[2:4])
    assert best[0].rank == SAME
    assert item[0] in [one.name.name for one in best if one.rank == SAME]


def test_entries_that_are_no_names_are_left_out_and_a_file_that_is_no_list_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "names.json"
    path.write_bytes(
        orjson.dumps([
            {"name": "Sông Thương", "kind": "river", "lon": 106.2, "lat": 21.3, "box": [106, 21, 107, 22]},
            {"name": "QL.31", "kind": "road", "lon": 106.3, "lat": 21.3, "box": [106, 21, 107, 21.5]},
            {"name": "Quốc lộ 31", "kind": "street", "lon": 106.4, "lat": 21.3, "box": None},
            {"name": "Kép", "kind": "town", "lon": 106.3, "lat": 21.4, "box": None},
            {"name": "  ", "kind": "town", "lon": 1, "lat": 1}, {"name": "Ở đâu", "kind": "town"},
            {"name": "Xa", "lon": 999, "lat": 1}, "thôn", None,
        ])
    )  # fmt: skip
    river, road, town = read_names(path)
    assert road.name == "QL.31", "the whole road, not its piece in a commune"
    assert (river.group, river.box, town.group, town.box) == ("water", (106, 21, 107, 22), "place", None)
    for text in (b"{}", b"[", b"\xff\xfe", b'"a"'):
        path.write_bytes(text)
        assert read_names(path) == ()
    assert read_names(tmp_path / "nowhere.json") == ()
