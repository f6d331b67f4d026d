"""What was corrected on the page outlasts the next workbook, except where that workbook says otherwise."""

from pathlib import Path
from typing import Any

from registry.model.requests.desk import RowDecision
from registry.services.office.registry import Registry
from registry.services.requests.decisions import correct_row, decide_row
from registry.services.requests.kept_corrections import corrected_cells
from registry.services.requests.opened import RequestFile, load_request
from registry.services.requests.requests import replace_list
from tests.services.requests import desk
from tests.services.requests.desk import FIVE, north, received, write_list


def correct(office: Registry, file: RequestFile, row: int, changes: dict[str, Any]) -> RequestFile:
    correct_row(
        office, file.request.id, row, changes, who="lan", seen=file.rows[row].version, reason="VTL trả lời"
    )
    return load_request(office, file.request.id)


def again(office: Registry, file: RequestFile, path: Path) -> RequestFile:
    replace_list(office, file.request.id, path, name=path.name, who="viettel", version=file.request.version)
    return load_request(office, file.request.id)


def test_a_workbook_with_a_row_less_keeps_what_was_corrected_in_the_others(
    office: Registry, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "a.xlsx", FIVE)
    file = again(office, load_request(office, received(office, tmp_path).id), path)
    lon, lat = north(2500.0)
    file = correct(office, file, 4, {"mast_height_m": 45})
    file = correct(office, file, 1, {"lon": lon, "lat": lat})
    place = file.rows[1].proposal.position
    assert corrected_cells(file) == 2
    decide_row(office, file.request.id, 1, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0)
    shorter = write_list(tmp_path / "b.xlsx", [row for row in FIVE if row[0] != "V3"])
    file = again(office, load_request(office, file.request.id), shorter)
    assert [row.proposal.site_code for row in file.rows] == ["V1", "V2", "V4", "V5"]
    assert file.rows[3].proposal.mast_height_m == 45
    assert file.rows[1].proposal.position == place
    assert file.rows[1].decision is not None  # the row is as it was decided
    assert corrected_cells(file) == 2
    file = again(office, file, path)  # and the next one, with the row again
    assert (file.rows[4].proposal.mast_height_m, file.rows[1].proposal.position) == (45, place)
    assert desk.sound(office)


def test_where_the_workbook_says_something_else_its_word_counts(office: Registry, tmp_path: Path) -> None:
    file = load_request(office, received(office, tmp_path).id)
    file = correct(office, file, 0, {"mast_height_m": 45, "rod_m": 2})
    path = write_list(tmp_path / "b.xlsx", FIVE, first_height_m=39)
    file = again(office, file, path)
    assert (file.rows[0].proposal.mast_height_m, file.rows[0].proposal.rod_m) == (39, 2)
    assert corrected_cells(file) == 1


def test_a_row_whose_code_was_corrected_is_found_by_the_code_that_the_workbook_has(
    office: Registry, tmp_path: Path
) -> None:
    file = load_request(office, received(office, tmp_path).id)
    file = correct(office, file, 2, {"site_code": "V33", "mast_class": "A2c"})
    file = again(office, file, write_list(tmp_path / "b.xlsx", FIVE[1:]))
    assert file.rows[1].proposal.site_code == "V33"
    assert str(file.rows[1].proposal.mast_class) == "A2c"
    assert [note.text for note in file.rows[1].notes] == ["VTL trả lời"]
