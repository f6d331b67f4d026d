"""The annex of an issued reply: the decisions of the signed letter, row by row, in a workbook."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from registry.errors import RefusalError
from registry.model.requests.desk import RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.decisions import decide_as_recommended, decide_row
from registry.services.requests.letters.decision_annex import annex_name, decision_annex
from registry.services.requests.letters.reply import Writer
from registry.services.requests.opened import load_request
from registry.services.requests.requests import issue
from tests.services.requests import desk


def rows_of(book: bytes) -> list[dict[str, object]]:
    """The rows of the only sheet by its headings."""
    (sheet,) = openpyxl.load_workbook(BytesIO(book)).worksheets
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def test_it_says_row_by_row_what_the_letter_says(office: Registry, tmp_path: Path) -> None:
    request = desk.received(office, tmp_path)
    request = desk.to(office, request, RequestState.APPRAISING, RequestState.DRAFT)
    decide_row(office, request.id, 0, RowDecision.REFUSE, reason="=1+1 trùng vị trí", who="lan", seen=0)
    decide_as_recommended(office, request.id, who="lan")
    request = desk.to(office, request, RequestState.SUBMITTED)
    issue(
        office, request.id, number="321/SKHCN-VT", date=today(), signed_pdf=desk.pdf(tmp_path),
        signed_name="ký.pdf", reasons={"signature": "ký giấy"}, who="giám đốc", version=request.version,
    )  # fmt: skip
    file = load_request(office, request.id)
    rows = rows_of(decision_annex(office, file))
    letter = Writer(office, file, "vi").values()["rows"]
    assert [row["Mã vị trí"] for row in rows] == ["V1", "V2", "V3", "V4", "V5"]
    for row, said, own in zip(rows, letter, file.rows, strict=True):
        assert row["Quyết định"] == said["decision"]
        assert (row["Điều kiện"] or "") == "; ".join(said["conditions"])
        assert (row["Kinh độ (WGS 84)"], row["Vĩ độ (WGS 84)"]) == (
            round(own.proposal.position.lon or 0, 6), round(own.proposal.position.lat or 0, 6),
        )  # fmt: skip
        assert row["Văn bản số"] == "321/SKHCN-VT"
    assert str(rows[0]["Lý do"]).startswith("'=1+1 trùng vị trí")  # a text, never a formula
    assert annex_name(file) == "Phu luc 321-SKHCN-VT.xlsx"


def test_there_is_none_before_the_issue(office: Registry, tmp_path: Path) -> None:
    request = desk.received(office, tmp_path)
    with pytest.raises(RefusalError, match="ANNEX-NOT-ISSUED"):
        decision_annex(office, load_request(office, request.id))
