"""The pages of lists of masts: a carrier's own, the office's, and nobody else's."""

import io
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.services.lists.mast_lists import list_mast_lists
from registry.services.lists.own_workbook import names_masts
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.services.register.import_sites import import_sites
from tests.pages import faults
from tests.services.offices import HEADER, mast, write_list
from tests.web.people import signed_in, token
from web.frame.office import registry

LON, LAT = 106.301234, 21.351234
SHEET = "Sheet"
ROWS = [
    mast("ZZ-1", "VTL", LON, LAT),
    mast("ZZ-2", "VTL", LON + 0.01, LAT, "A2b", "cao lắm"),
    mast("ZZ-3", "VNPT", LON + 0.02, LAT),
    mast("ZZ-4", "VTL", LON + 0.03, LAT),
]


@pytest.fixture(scope="module")
def found(app: Flask) -> Registry:
    with app.app_context():
        return registry()


class Somebody:
    """A client with the token of its forms, who looks at every page as a careful reader would."""

    def __init__(self, app: Flask, name: str) -> None:
        self.client: FlaskClient = signed_in(app, name)
        self.token = token(self.client, "/account")

    def post(self, path: str, **form: object) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token, **form})

    def page(self, path: str) -> str:
        answer = self.client.get(path)
        text = answer.get_data(as_text=True)
        assert answer.status_code == 200, text
        assert faults(text, answer.headers["Content-Security-Policy"]) == []
        return text


@pytest.fixture(scope="module")
def carrier(app: Flask) -> Somebody:
    return Somebody(app, "carrier")


@pytest.fixture(scope="module")
def officer(app: Flask) -> Somebody:
    return Somebody(app, "appraiser")


def version(page: str) -> str:
    match = re.search(r'name="version" value="(\d+)"', page)
    assert match is not None
    return match[1]


def written(page: str) -> tuple[int, int]:
    """Return how many new and changed masts the form of taking says that it writes."""
    said = re.search(r"Ghi vào sổ đăng ký: (\d+) cột mới, (\d+) cột thay đổi", page)
    assert said
    return int(said[1]), int(said[2])


def handed(found: Registry, carrier: Somebody, tmp_path: Path, rows: list = ROWS) -> str:
    """Hand a list in, wait until it was compared, and return its page's address."""
    content = write_list(tmp_path / "ds.xlsx", rows).read_bytes()
    answer = carrier.post("/mast-lists", list=(io.BytesIO(content), "ds quý.xlsx"), kind="corrections")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert jobs.finish(found)
    return answer.headers["Location"]


def test_a_list_goes_from_the_carrier_to_the_register_and_back(
    found: Registry, carrier: Somebody, officer: Somebody, tmp_path: Path
) -> None:
    address = handed(found, carrier, tmp_path)
    page = carrier.page(address)
    assert "ZZ-2" in page
    assert "CELL-NOT-NUMBER" not in page  # a sentence, not a code
    assert 'name="cell-F"' in page
    assert officer.client.get(address).status_code == 404
    assert "ds quý.xlsx" not in officer.page("/mast-lists")

    wrong = carrier.post(f"{address}/rows", sheet=SHEET, row=3, **{"cell-F": "rất cao", "was-F": "cao lắm"})
    assert (wrong.status_code, "REQUEST-CELL" in wrong.get_data(as_text=True)) == (400, True)
    assert (
        carrier.post(
            f"{address}/rows", sheet=SHEET, row=3, **{"cell-F": "36", "was-F": "cao lắm", "at-what": "noted"}
        )
        .headers["Location"]
        .endswith("?what=noted#row-3")
    )
    page = carrier.page(address)  # shown while it is compared anew, with what was typed
    assert "cao lắm" in page
    assert jobs.finish(found)
    assert carrier.post(f"{address}/send", version=version(carrier.page(address))).status_code == 303

    page = officer.page(address)
    assert "Nhận danh sách" in page
    before = written(page)
    left = officer.post(f"{address}/leave", sheet=SHEET, row=5, reason="Chưa rõ vị trí")
    assert left.status_code == 303
    for row in (3, 5):
        assert officer.post(f"{address}/mark", sheet=SHEET, row=row, text="Gửi ảnh").status_code == 303
    assert "Chưa rõ vị trí" in carrier.page(f"{address}?what=left")
    assert sum(written(officer.page(address))) == sum(before) - 1
    assert officer.post(f"{address}/accept", version=version(officer.page(address))).status_code == 303
    assert jobs.finish(found)
    page = carrier.page(address)
    for text in (
        "Đã ghi cột mới", "Chưa rõ vị trí", "Của doanh nghiệp khác", "Đã nhận một phần",
        "1 dòng cơ quan để lại chưa vào sổ", "1 dòng có đề nghị sửa của cơ quan",
    ):  # fmt: skip
        assert text in page, text
    assert carrier.page(f"{address}?what=left").count("<tr id=") == 1
    row = re.search(r'<tr id="row-.*?<th scope="row">([^<]+)', carrier.page(f"{address}?what=left"), re.S)
    assert row is not None
    empty = carrier.page(f"{address}?what=unchanged&q={row[1]}")
    assert "Không có dòng nào khớp với từ tìm trong nhóm này." in empty
    assert re.search(rf'what=left&amp;q={row[1]}">[^<]+ \(1\)</a>', empty)
    assert "/batches/" in officer.page(address)
    assert carrier.post(f"{address}/withdraw", version=1).status_code == 409


def test_the_office_asks_and_returns_and_the_workbook_goes_with_it(
    found: Registry, carrier: Somebody, officer: Somebody, tmp_path: Path
) -> None:
    address = handed(found, carrier, tmp_path, ROWS[1:2])
    carrier.post(f"{address}/send", version=version(carrier.page(address)))
    assert officer.post(f"{address}/ask", version=2, question="").status_code == 400
    officer.post(f"{address}/ask", version=version(officer.page(address)), question="Cột này ở đâu?")
    page = carrier.page(address)
    assert "Cột này ở đâu?" in page
    assert "Danh sách cột cơ quan hỏi hoặc trả lại" in carrier.page("/today")
    carrier.post(f"{address}/answer", version=version(page), answer="Thôn Hạ")
    page = officer.page(address)
    assert "Thôn Hạ" in page
    assert "Danh sách cột cơ quan hỏi hoặc trả lại" not in carrier.page("/today")
    again = officer.post(f"{address}/return", version=1, reason="Sửa chiều cao")
    assert again.status_code == 409  # whoever saw another version is told
    officer.post(f"{address}/return", version=version(page), reason="Sửa chiều cao")
    page = carrier.page(address)
    assert "Sửa chiều cao" in page
    assert "Thôn Hạ" not in page  # no answer to what it comes back for
    carrier.post(f"{address}/send", version=version(page))
    for who in (carrier, officer):
        assert "Lý do trả lại lần trước" in who.page(address)  # nothing is asked
    assert carrier.client.get(f"{address}/marked.xlsx").status_code == 404
    carrier.post(f"{address}/workbook")
    assert jobs.finish(found)
    for path in ("marked.xlsx", "file"):
        with carrier.client.get(f"{address}/{path}") as sent:
            assert (sent.status_code, sent.data[:2]) == (200, b"PK"), path


def test_a_list_is_nobody_elses(app: Flask, found: Registry, carrier: Somebody, tmp_path: Path) -> None:
    address = handed(found, carrier, tmp_path, ROWS[:1])
    rival = Somebody(app, "rival")
    for path in ("", "/file", "/marked.xlsx"):
        assert rival.client.get(f"{address}{path}").status_code == 404
    for path in ("send", "rows", "facts", "withdraw", "columns", "file", "workbook"):
        status = rival.post(f"{address}/{path}", version=1, kind="first", row=1).status_code
        assert status in (400, 404), path
    assert address.rsplit("/", 1)[1] not in rival.page("/mast-lists")
    assert all(item.operator == "VNPT" for item in list_mast_lists(found, "VNPT"))


def test_the_office_enters_a_list_for_a_carrier_and_a_bad_file_is_refused(
    found: Registry, carrier: Somebody, officer: Somebody, tmp_path: Path
) -> None:
    content = write_list(tmp_path / "g.xlsx", ROWS[:1]).read_bytes()
    answer = officer.post(
        "/mast-lists", list=(io.BytesIO(content), "giấy.xlsx"), kind="first", operator="VTL"
    )
    assert jobs.finish(found)
    assert "Gửi cơ quan" in officer.page(answer.headers["Location"])
    assert "giấy.xlsx" in carrier.page("/mast-lists")
    for name, data in (("x.pdf", b"%PDF-1.7"), ("x.xlsx", b"PK-not"), ("x.csv", b"\0\1\2")):
        bad = carrier.post("/mast-lists", list=(io.BytesIO(data), name), kind="first")
        assert bad.status_code in (303, 400), name
        assert bad.status_code == 303 or f"“{name}”" in bad.get_data(as_text=True), name
        if bad.status_code == 303:
            assert jobs.finish(found)
            assert "FILE-" in carrier.page(bad.headers["Location"])


def test_columns_that_were_not_understood_are_named_and_explained_by_one_press(
    found: Registry, carrier: Somebody, tmp_path: Path
) -> None:
    header = [*HEADER[:5], "Vươn tới", *HEADER[6:], "Người coi"]
    rows = [[*mast("ZZ-8", "VTL", LON + 0.05, LAT), "A. Nam"]]
    content = write_list(tmp_path / "la.xlsx", rows, header).read_bytes()
    answer = carrier.post("/mast-lists", list=(io.BytesIO(content), "la.xlsx"), kind="corrections")
    assert jobs.finish(found)
    address = answer.headers["Location"]
    page = carrier.page(address)
    for text in ("F “Vươn tới”", "I “Người coi”", "2 cột của tệp chưa hiểu"):
        assert text in page, text
    assert "Nhận mọi đề nghị chắc chắn" not in page  # a button of another page
    lines = {
        "sheet": [SHEET, SHEET, SHEET], "letter": ["F", "I", "E"],
        "header": ["Vươn tới", "Người coi", HEADER[4]], "name": ["mast_height_m", "-", ""],
        "unit": ["", "", ""], "was": ["|", "|", "|"],
    }  # fmt: skip
    assert carrier.post(f"{address}/columns", version=version(page), **lines).status_code == 303
    assert jobs.finish(found)
    page = carrier.page(address)
    assert "chưa hiểu, chưa được dùng" not in page
    assert "Chiều cao cột: <b" in page


def test_what_is_said_of_a_column_names_it(found: Registry, carrier: Somebody, tmp_path: Path) -> None:
    content = write_list(
        tmp_path / "hai.xlsx", [[*mast("ZZ-7", "VTL", LON + 0.05, LAT), "ZZ-7"]], [*HEADER, "Tên trạm"]
    ).read_bytes()
    sent = carrier.post("/mast-lists", list=(io.BytesIO(content), "hai.xlsx"), kind="corrections")
    assert jobs.finish(found)
    page = carrier.page(sent.headers["Location"])
    assert re.search(r"cột I “Tên trạm”, dòng 1</b>: Cột này trùng ý nghĩa với cột", page)


@pytest.mark.parametrize("cells", [(LAT, LON), (2356030.0, 443501.0)], ids=["degrees", "metres"])
def test_coordinates_that_changed_places_are_put_right_together(
    found: Registry, carrier: Somebody, tmp_path: Path, cells: tuple[float, float]
) -> None:
    address = handed(found, carrier, tmp_path, [mast("ZZ-20", "VTL", *cells)])
    page = carrier.page(address)
    written = dict(re.findall(r'name="cell-([CD])" value="([^"]*)"', page))
    offered = dict(re.findall(r'name="cell-([CD])"[^>]*placeholder="([^"]*)"', page))
    assert set(written) == set(offered) == {"C", "D"}
    before = {f"was-{letter}": text for letter, text in written.items()}
    after = {f"cell-{letter}": text for letter, text in offered.items()}
    answer = carrier.post(f"{address}/rows", sheet=SHEET, row=2, **before, **after)
    assert answer.status_code == 303
    assert jobs.finish(found)
    assert "Cột mới" in carrier.page(address)
    assert "bị đổi chỗ" not in carrier.page(address)
    assert "Không đọc được" not in carrier.page(address)
    assert carrier.post(f"{address}/withdraw", version=version(carrier.page(address))).status_code == 303


def test_a_carrier_gets_its_own_list_and_the_office_none(carrier: Somebody, officer: Somebody) -> None:
    assert 'href="/mast-lists/own.xlsx"' in carrier.page("/mast-lists")
    assert 'href="/mast-lists/own.xlsx"' not in officer.page("/mast-lists")
    with carrier.client.get("/mast-lists/own.xlsx") as answer:
        assert answer.data.startswith(b"PK")
    assert officer.client.get("/mast-lists/own.xlsx").status_code == 404


def test_who_has_no_mast_in_the_register_is_offered_its_first_list(app: Flask, carrier: Somebody) -> None:
    offered = re.compile(r'<option value="(first|quarterly|corrections)" selected>')
    assert offered.findall(carrier.page("/mast-lists")) == ["quarterly"]
    with app.app_context():
        assert names_masts(registry(), "VTL")
        assert not names_masts(registry(), "XYZ")


def test_a_year_of_building_is_said_as_the_list_says_it(
    found: Registry, carrier: Somebody, tmp_path: Path
) -> None:
    rows = [
        (*mast("ZZ-21", "VTL", LON + 0.05, LAT), "2024"),
        (*mast("ZZ-22", "VTL", LON + 0.06, LAT), "05/03/2024"),
    ]
    content = write_list(tmp_path / "nam.xlsx", rows, [*HEADER, "Năm xây dựng"]).read_bytes()
    sent = carrier.post("/mast-lists", list=(io.BytesIO(content), "nam.xlsx"), kind="corrections")
    assert jobs.finish(found)
    page = carrier.page(sent.headers["Location"])
    assert [built for built in ("01/01/2024", "05/03/2024") if built in page] == ["05/03/2024"]
    assert re.search(r"Năm xây dựng.{0,60}2024", page, re.DOTALL)
    address = sent.headers["Location"]
    assert carrier.post(f"{address}/withdraw", version=version(page)).status_code == 303


def test_the_certificate_of_a_technology_that_joins_is_said_of_it_alone(
    found: Registry, carrier: Somebody, tmp_path: Path
) -> None:
    """The mast's other technology has it in the register: "added" without a word would say that none had."""
    header = [*HEADER, "Số GCN kiểm định"]
    for technology in ("4G", "4G, 5G"):
        row = (*mast("ZZ-30", "VTL", LON + 0.07, LAT, "A2b", 42, "đang hoạt động", technology), "KĐ-30")
        path = write_list(tmp_path / "gcn.xlsx", [row], header)
        if technology == "4G":
            import_sites(found, path, yes=True, who="lan")
    with path.open("rb") as content:
        sent = carrier.post("/mast-lists", list=(content, "gcn.xlsx"), kind="corrections")
    assert jobs.finish(found)
    page = carrier.page(sent.headers["Location"])
    changes = re.findall(r"<li>([^<]+): thêm\s+<ins[^>]*>([^<]+)</ins>", page)
    assert changes == [("Công nghệ", "5G"), ("Số GCN kiểm định (5G)", "KĐ-30")]
    assert carrier.post(f"{sent.headers['Location']}/withdraw", version=version(page)).status_code == 303


def test_the_carrier_reads_of_all_its_rows_that_did_not_go_in(
    found: Registry, carrier: Somebody, officer: Somebody, tmp_path: Path
) -> None:
    code, operator, _lon, _lat, *rest = mast("ZY-2", "VTL", LON, LAT)
    rows = [mast("ZY-1", "VTL", LON + 0.05, LAT), (code, operator, "", "", *rest)]
    address = handed(found, carrier, tmp_path, rows)
    carrier.post(f"{address}/send", version=version(carrier.page(address)))
    officer.post(f"{address}/accept", version=version(officer.page(address)))
    assert jobs.finish(found)
    assert "1 dòng không ghi được chưa vào sổ." in carrier.page(address)


def test_a_mast_under_another_code_is_told_from_two_lists_with_one_mast(
    found: Registry, carrier: Somebody, tmp_path: Path
) -> None:
    first = [mast("ZZ-50", "VTL", LON + 0.09, LAT), mast("ZZ-51", "VTL", LON + 0.1, LAT)]
    import_sites(found, write_list(tmp_path / "q3.xlsx", first), yes=True, who="lan")
    rows = [(*mast("ZZ-50A", "VTL", LON + 0.09, LAT), "2024"), (*first[1], "2024")]
    with write_list(tmp_path / "q4.xlsx", rows, [*HEADER, "Năm xây dựng"]).open("rb") as content:
        sent = carrier.post("/mast-lists", list=(content, "q4.xlsx"), kind="quarterly")
    assert jobs.finish(found)
    page = carrier.page(sent.headers["Location"])
    [told] = re.findall(r"Có phải cùng một cột với.*?</p>", page, re.DOTALL)
    assert "ZZ-50 (Viettel)" in told
    assert "danh sách này không ghi mã đó nữa" in told
    assert "hai danh sách" not in told
    assert "Năm xây dựng" in page
    assert "Chỉ biết năm xây dựng" not in page
    assert carrier.post(f"{sent.headers['Location']}/withdraw", version=version(page)).status_code == 303
