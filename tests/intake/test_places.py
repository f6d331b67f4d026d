"""Positions in cells: numbers that lost zeros, links, the plane that a sheet states, through a workbook."""

from pathlib import Path

import pytest

from registry.columns import ListKind
from registry.intake.parsed import ParsedList
from registry.intake.reading import read_list
from registry.model.positions import Confidence
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
