"""The annex of an issued reply: the decisions of the signed letter, row by row, in a workbook."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from registry.errors import RefusalError
from registry.model.requests.desk import RequestKind, RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.decisions import decide_as_recommended, decide_row
from registry.services.requests.letters.decision_annex import annex_name, decision_annex
from registry.services.requests.letters.reply import Writer
from registry.services.requests.opened import load_request
from registry.services.requests.requests import issue, receive_request
from registry.services.requests.sharing import ask_to_share, record_reply
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


@pytest.mark.parametrize(
    ("row", "answer", "named"), [(0, "agree", True), (0, "refuse", False), (0, "", False), (None, "", True)]
)
def test_a_shared_mast_is_named_as_its_owner_or_its_carrier_told_and_alike_after_the_issue(
    office: Registry, tmp_path: Path, row: int | None, answer: str, *, named: bool
) -> None:
    """``row`` None: the carrier asked by the code that it wrote; else the register found the mast for it."""
    book, (lon, lat) = Workbook(), desk.north(0.0)
    assert book.active is not None
    book.active.append((*desk.HEADER, "Hình thức"))
    book.active.append(("V1", "VTL", lon, lat, "A2b", "dưới đất", 30, 2, "dùng chung"))
    book.save(tmp_path / "ds.xlsx")
    request = receive_request(
        office, tmp_path / "ds.xlsx", kind=RequestKind.POSITION, organisation="VTL", officer="lan",
        name="ds.xlsx", letter_date=today(), letter_number="15/VT", who="lan",
    )  # fmt: skip
    asked = ask_to_share(
        office, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=today(), who="vtl", row=row,
        request="" if row is None else request.id, asker_named=row is None,
    )  # fmt: skip
    if answer:
        record_reply(
            office,
            asked.id,
            answer=answer,
            replied_on=today(),
            who="vnpt",
            seen=asked.version,
            reason="hết tải",
        )
    request = desk.to(office, request, RequestState.APPRAISING, RequestState.DRAFT)
    decide_row(office, request.id, 0, RowDecision.REFUSE, reason="thử", who="lan", seen=0)
    said = Writer(office, load_request(office, request.id), "vi").values()["rows"][0]["beside"]
    assert ("BGG00045" in said) is named
    request = desk.to(office, request, RequestState.SUBMITTED)
    issue(
        office, request.id, number="322/SKHCN-VT", date=today(), signed_pdf=desk.pdf(tmp_path),
        signed_name="ký.pdf", reasons={"signature": "ký giấy"}, who="giám đốc", version=request.version,
    )  # fmt: skip
    (kept,) = rows_of(decision_annex(office, load_request(office, request.id)))
    assert kept["Cột dùng chung, cột hiện có"] == said


def test_there_is_none_before_the_issue(office: Registry, tmp_path: Path) -> None:
    request = desk.received(office, tmp_path)
    with pytest.raises(RefusalError, match="ANNEX-NOT-ISSUED"):
        decision_annex(office, load_request(office, request.id))
