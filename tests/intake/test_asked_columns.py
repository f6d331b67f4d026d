"""What a person says of sheets and columns in one line: read so, and refused where the file has none such."""

from pathlib import Path

import pytest

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake import read_list
from registry.intake.asked_columns import asked_columns
from registry.intake.meanings import NOT_USED, Meaning
from registry.messages import remedy, render
from tests.intake.books import HEAD, ROWS, save

KIND = ListKind.SITES
LIST = [(*HEAD, "Hạng mục 7", "Màu = sơn"), *((*row, 4200, "đỏ") for row in ROWS)]


def refused(code: str, error: RefusalError) -> None:
    assert error.code == code
    for lang in ("vi", "en"):
        assert render(error.code, error.params, lang)
        assert remedy(error.code, error.params, lang)


def test_a_column_is_read_as_the_field_that_is_said_of_it(tmp_path: Path) -> None:
    said = asked_columns(("hạng mục 7 = Chiều cao cột : cm", "Màu = sơn=-"), KIND)
    assert said == {"hangmuc7": Meaning("mast_height_m", "cm"), "mauson": Meaning(NOT_USED)}
    path = save(tmp_path / "a.xlsx", ("DS", LIST))
    found = read_list(path, KIND, meanings=said, all_meant=True)
    assert [row.values["mast_height_m"] for row in found.rows] == [42.0] * 3
    assert not [issue for issue in found.issues if issue.code == "HEADER-UNKNOWN"]


@pytest.mark.parametrize(
    "text", ["", "=", "mast_height_m", "=mast_height_m", "H=price", "H=mast_height_m:league", "H=address:cm"]
)
def test_a_line_that_says_nothing_of_a_column_is_refused(text: str) -> None:
    with pytest.raises(RefusalError) as error:
        asked_columns((text,), KIND)
    refused("COLUMN-ASKED", error.value)


def test_only_the_sheets_that_are_asked_for_are_read(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", ("Đợt 1", LIST), ("Đợt 2", LIST), ("Thư", [("Kính gửi",)]))
    assert [sheet.name for sheet in read_list(path, KIND, sheets=("đợt 2",)).sheets] == ["Đợt 2"]
    assert len(read_list(path, KIND).rows) == 6
    with pytest.raises(RefusalError) as error:
        read_list(path, KIND, sheets=("Đợt 2", "Đợt 3"))
    refused("SHEET-ASKED", error.value)
    said = asked_columns(("Chiều cao=mast_height_m",), KIND)
    with pytest.raises(RefusalError) as other:
        read_list(path, KIND, meanings=said, all_meant=True)
    refused("COLUMN-NOT-THERE", other.value)
