"""The cells of a preview as a table: repaired in place, taken back, sent back in the sender's workbook."""

import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from registry.model.people import Role
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.requests.test_intake import previewed, told
from tests.web.requests.test_requests import account, sent


def table(pages: Pages, preview: str) -> dict[str, Any]:
    found: dict[str, Any] = pages.get(f"{preview}/cells.json").get_json()
    return found


def test_cells_are_repaired_told_and_taken_back_where_they_stand(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    preview = previewed(pages, tmp_path)
    before = table(pages, preview)
    columns = {column["name"]: column for column in before["columns"]}
    assert columns["mast_class"]["listed"]
    assert "dây co" in columns["form"]["choices"]
    first = before["rows"][0]["texts"]
    answer = told(
        pages, f"{preview}/cells",
        cells={
            "0": {"mast_height_m": "37,5", "form": "dây co"},
            "1": {"mast_height_m": "cao lắm", "note": "=1+1"},
        },
    )  # fmt: skip
    rows: Any = answer["rows"]
    assert {at: sorted(row["before"]) for at, row in rows.items()} == {
        "0": ["form", "mast_height_m"], "1": ["note"],
    }  # fmt: skip
    assert rows["0"]["texts"]["mast_height_m"] == "37,5"
    assert rows["0"]["before"]["mast_height_m"] == first.get("mast_height_m", "")
    refused: Any = answer["refused"]
    assert [(cell["row"], cell["field"]) for cell in refused] == [(1, "mast_height_m")]
    assert "cao lắm" in refused[0]["message"]
    assert "đã sửa 3 ô" in str(answer["parts"])

    again = pages.get(f"{preview}/view.json").get_json()
    assert again["rows"][0]["height"] == 37.5
    back = told(
        pages, f"{preview}/cells", cells={"0": {"mast_height_m": None, "form": None}, "1": {"note": None}}
    )
    assert back["refused"] == []
    assert table(pages, preview) == before


def test_a_repaired_cell_that_was_not_read_still_tells_what_the_file_says(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    path = desk.write_list(tmp_path / "own.xlsx", desk.FIVE)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    at = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "A2b")
    at.value = "cột cao"
    book.save(path)
    asked = sent(tmp_path) | {"list": (io.BytesIO(path.read_bytes()), "ds.xlsx")}
    preview = str(pages.post("/requests/new", asked, 303).headers["Location"])
    rows: Any = told(pages, f"{preview}/cells", cells={"0": {"mast_class": "A2b"}})["rows"]
    assert rows["0"]["before"] == {"mast_class": "cột cao"}
    assert table(pages, preview)["rows"][0]["before"] == {"mast_class": "cột cao"}


def test_the_repaired_list_is_the_senders_own_workbook(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    preview = previewed(pages, tmp_path)
    told(pages, f"{preview}/cells", cells={"0": {"site_code": "=SUM(A1)", "mast_height_m": "37,5"}})
    page = pages.page(preview)
    assert any(a.get("href") == f"{preview}/repaired.xlsx" for a in page.all("a"))
    sent = pages.get(f"{preview}/repaired.xlsx")
    book = load_workbook(io.BytesIO(sent.get_data()))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.comment is not None]
    assert {cell.value for cell in cells} == {"=SUM(A1)", 37.5}
    assert all(cell.data_type != "f" for cell in cells)
    lists = {"list": (io.BytesIO(sent.get_data()), "sua.xlsx")}
    pages.post(f"{preview}/list", lists, 303)
    assert pages.get(f"{preview}/view.json").get_json()["rows"][0]["height"] == 37.5


def test_a_marked_list_says_by_which_cells_of_the_page_it_is_judged(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    preview = previewed(pages, tmp_path)

    def status(address: str) -> list[str]:
        book = load_workbook(io.BytesIO(pages.get(f"{address}/marked.xlsx").get_data()))
        return [str(row[-1].value) for row in book.worksheets[0].iter_rows(min_row=2)]

    said = "Xét theo ô đã sửa trên trang, tệp này còn ghi như khi gửi: Chiều cao cột “42” → “37,5”"
    assert said not in "\n".join(status(preview))
    told(pages, f"{preview}/cells", cells={"0": {"mast_height_m": "37,5"}})
    assert [said in text for text in status(preview)] == [True, False, False, False, False]
    filed = str(pages.post(f"{preview}/register", {}, 303).headers["Location"])
    assert [said in text for text in status(filed)] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (None, "REQUEST-VALUE"),
        ({"0": "x"}, "REQUEST-VALUE"),
        ({"x": {}}, "REQUEST-VALUE"),
        ({"0": {"price": "1"}}, "REQUEST-VALUE"),
        ({"0": {"note": 7}}, "REQUEST-VALUE"),
        ({"99": {"note": "x"}}, "REQUEST-DRAFT-ROW"),
        ({str(at): dict.fromkeys(("note", "address", "rod_m"), "x") for at in range(2000)}, "REQUEST-CELLS"),
    ],
)
def test_what_is_no_repair_is_refused_in_words(app: Flask, tmp_path: Path, cells: Any, code: str) -> None:
    pages = Pages(app)
    preview = previewed(pages, tmp_path)
    status = 404 if code == "REQUEST-DRAFT-ROW" else 400
    error: Any = told(pages, f"{preview}/cells", status, cells=cells)["error"]
    assert error["code"] == code


def test_a_carrier_sees_no_cell_of_anothers_list(app: Flask, tmp_path: Path) -> None:
    preview = previewed(Pages(app), tmp_path)
    carrier = account(app, "hoa", Role.CARRIER, "VNPT")
    for path in ("cells.json", "repaired.xlsx"):
        carrier.get(f"{preview}/{path}", 404)
    told(carrier, f"{preview}/cells", 404, cells={"0": {"note": "x"}})
