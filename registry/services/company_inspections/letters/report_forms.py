"""The forms of requested reports as workbooks: a line for each of the company's masts or cable lines.

They name all of its own works, never the sample: what will be looked at is not told beforehand.
"""

from collections.abc import Sequence
from typing import Any

from registry.errors import RefusalError
from registry.messages import Language, Words, say
from registry.model.company_inspections.on_the_spot import ReportForm, RequestedReport
from registry.model.people import Person
from registry.services.company_inspections.company_side import own_inspection
from registry.services.company_inspections.deeds import check_reader
from registry.services.company_inspections.file.owned import Owned, masts_of, owned
from registry.services.company_inspections.letters.vocabulary import MATTERS
from registry.services.office.registry import Registry
from registry.services.office.table_book import Sheet, sheets_book
from registry.store.cables.routes import Filter, routes_page
from registry.store.company_inspections.inspections import get_inspection, reports_of

MOST_LINES = 20_000
_BLANK_LINES = 30
_CODE = Words("Mã cột", "Mast")
_ROUTE = Words("Mã tuyến cáp", "Cable line")
_COLUMNS: dict[ReportForm, tuple[Words, ...]] = {
    ReportForm.MASTS: (
        _CODE,
        Words("Năm đưa vào sử dụng", "In use since"),
        Words("Số, ngày giấy phép hoặc thông báo khởi công", "Permit or notice, number and day"),
        Words("Văn bản thống nhất vị trí", "Agreed position"),
        Words("Doanh nghiệp dùng chung", "Shared with"),
        Words("Ghi chú", "Note"),
    ),
    ReportForm.EMF: (
        _CODE,
        Words("Trạm (công nghệ)", "Station (technology)"),
        Words("Số giấy chứng nhận kiểm định", "Certificate"),
        Words("Ngày cấp", "Issued on"),
        Words("Ngày hết hạn", "Expires on"),
        Words("Đã niêm yết tại trạm (có/không)", "Posted (yes/no)"),
    ),
    ReportForm.SHARING: (
        _CODE,
        Words("Bên thuê, dùng chung", "With whom"),
        Words("Số, ngày hợp đồng", "Contract, number and day"),
        Words("Số doanh nghiệp thiết kế", "Designed for"),
        Words("Đề nghị dùng chung đã từ chối, lý do", "Refused, and why"),
    ),
    ReportForm.MAINTENANCE: (
        _CODE,
        Words("Lần bảo trì gần nhất", "Last maintenance"),
        Words("Lần kiểm định kết cấu gần nhất", "Last structural inspection"),
        Words("Điện trở tiếp đất (Ω)", "Earthing (Ω)"),
        Words("Tồn tại chưa khắc phục", "Defects left"),
    ),
    ReportForm.CABLE: (
        _ROUTE,
        Words("Chiều dài (km)", "Length (km)"),
        Words("Cách đi (treo, cống bể, chôn)", "How it is laid"),
        Words("Đã gắn thẻ nhận biết (có/không)", "Marked (yes/no)"),
        Words("Kế hoạch ngầm hóa, chỉnh trang", "Undergrounding"),
    ),
    ReportForm.SUMMARY: (
        Words("Nội dung", "Matter"),
        Words("Tình hình thực hiện", "How it is done"),
        Words("Tồn tại, nguyên nhân", "What lacks, and why"),
        Words("Đề xuất", "Proposals"),
    ),
    ReportForm.OTHER: (Words("Nội dung", "Matter"), Words("Trả lời", "Answer")),
}


def report_form(
    registry: Registry, inspection: str, report: str, lang: Language = "vi", *, person: Person
) -> tuple[bytes, str]:
    """Return the form of a requested report and its file's name, for the office or the company itself.

    ``COMPANY-INSPECTION-PART`` for a report that there is not, or that the company was not asked for yet.
    """
    if person.is_staff:
        check_reader(person)
        with registry.database.read() as connection:
            reports: Sequence[RequestedReport] = reports_of(connection, inspection)
    else:
        reports = own_inspection(registry, inspection, person=person).reports
    for one in reports:
        if one.id == report:
            return _book(registry, inspection, one, lang), f"{one.form.value}.xlsx"
    raise RefusalError("COMPANY-INSPECTION-PART", id=report[:40])


def _book(registry: Registry, inspection: str, report: RequestedReport, lang: Language) -> bytes:
    header = [say(word, lang) for word in _COLUMNS[report.form]]
    rows = _lines(registry, inspection, report.form, len(header), lang)
    fill = frozenset((row, column) for row in range(1, len(rows) + 1) for column in range(1, len(header)))
    return sheets_book(registry, [Sheet(report.title[:31].replace("/", "-"), header, rows, fill)])


def _lines(
    registry: Registry, inspection: str, form: ReportForm, width: int, lang: Language
) -> list[list[Any]]:
    with registry.database.read() as connection:
        found = get_inspection(connection, inspection)
    company = owned(registry, found.company)
    if form is ReportForm.SUMMARY:
        first = [say(MATTERS[one], lang) for one in found.matters]
    elif form is ReportForm.CABLE:
        first = _routes(registry, company)
    elif form is ReportForm.OTHER:
        first = []
    else:
        first = sorted(masts_of(registry, company).values())
    blank = [""] * _BLANK_LINES if not first else []
    return [[name, *[""] * (width - 1)] for name in (*first[:MOST_LINES], *blank)]


def _routes(registry: Registry, company: Owned) -> list[str]:
    with registry.database.read() as connection:
        lines = routes_page(connection, Filter(owner=company.borne), 0, MOST_LINES)
    return sorted(line.route.code or line.route.name for line in lines)
