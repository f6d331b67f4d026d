"""Positions in cells: numbers that lost zeros, links, the plane that a sheet states, through a workbook."""

from pathlib import Path

import pytest

from registry.columns import ListKind
from registry.intake.parsed import ParsedList
from registry.intake.reading import read_list
from registry.model.positions import Confidence
from tests.intake.bac_ninh import hints
from tests.services.offices import write_list


def read(folder: Path, header: tuple[str, ...], *rows: tuple[object, ...]) -> ParsedList:
    return read_list(write_list(folder / "a.xlsx", rows, header), ListKind.SITES)


def test_a_number_that_lost_three_zeros_is_as_exact_as_the_other_axis(tmp_path: Path) -> None:
    found = read(
        tmp_path, ("Mã trạm", "Kinh độ", "Vĩ độ"),
        ("A1", 106.293, 21.261284), ("A2", "106.293", "21.261284"), ("A3", 106.3, 21.261284),
    )  # fmt: skip
    first, second, third = (row.position for row in found.rows)
    assert (first.accuracy_m, first.confidence) == (10.0, Confidence.STATED)
    assert second.accuracy_m == pytest.approx(51.9, abs=0.1)
    assert third.accuracy_m > 5_000


def test_a_long_link_in_a_cell_is_read_whole(tmp_path: Path) -> None:
    link = f"https://www.google.com/maps/place/{'a' * 300}/@21.3,106.2,17z/data=!3d21.2734!4d106.1946"
    found = read(tmp_path, ("Mã trạm", "Tọa độ"), ("A1", link))
    [row] = found.rows
    assert (row.position.lat, row.position.lon) == (21.2734, 106.1946)
    assert "COORD-LINK" in {issue.code for issue in found.issues}


@pytest.mark.parametrize("title", ["Hệ tọa độ VN-2000, kinh tuyến trục 105°30', múi chiếu 3°", "KTT 105°30'"])
def test_a_title_above_the_header_states_the_plane(tmp_path: Path, title: str) -> None:
    path = write_list(
        tmp_path / "a.xlsx",
        [("Mã trạm", "X", "Y", "Chiều cao cột (m)"), ("A1", 2353924.12, 572002.4, 42)],
        ("DANH SÁCH", "", "", title),
    )
    found = read_list(path, ListKind.SITES)
    [row] = found.rows
    assert row.position.crs == "EPSG:9209"
    assert row.position.confidence is Confidence.STATED
    assert [issue.code for issue in found.issues].count("COORD-PLANE-STATED") == 1


KM = (("2354.1252", "417.499"), ("2354,9871", 418.2513), (2355.5, 416.875))
"""The last figure of one row's cell is missing: "417.499" reads as metres with a point between thousands."""


@pytest.mark.parametrize("turned", [False, True])
def test_kilometres_that_the_headings_state_are_read(tmp_path: Path, turned: bool) -> None:
    rows = [(f"A{n}", *(pair[::-1] if turned else pair)) for n, pair in enumerate(KM)]
    found = read_kilometres(tmp_path, ("Mã trạm", "X (km)", "Y (km)"), *rows)
    assert [round(row.position.lat or 0, 2) for row in found.rows] == [21.28, 21.29, 21.29]
    assert {row.position.confidence for row in found.rows} == {Confidence.STATED}
    codes = {issue.code for issue in found.issues}
    assert "COLUMN-UNIT" in codes
    assert not codes & {"COORD-RANGE", "COORD-KILOMETRES", "COORD-SWAPPED-METRES"}


def test_kilometres_that_nothing_states_are_proposed_where_they_give_a_point_here(tmp_path: Path) -> None:
    rows = [(f"A{n}", *pair) for n, pair in enumerate(KM)]
    found = read_kilometres(tmp_path, ("Mã trạm", "X", "Y"), *rows, ("B1", 1354.5, 417.5))
    assert {row.position.confidence for row in found.rows[:3]} == {Confidence.PROPOSED}
    told = [issue for issue in found.issues if issue.code == "COORD-KILOMETRES"]
    assert [issue.row for issue in told] == [2, 3, 4]
    assert told[2].proposed == "X 2355500.000; Y 416875.000"
    assert not found.rows[3].position.known  # nowhere in the province


def read_kilometres(folder: Path, header: tuple[str, ...], *rows: tuple[object, ...]) -> ParsedList:
    return read_list(write_list(folder / "a.xlsx", rows, header), ListKind.SITES, hints=hints)
