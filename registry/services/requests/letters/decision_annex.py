"""The annex of an issued reply as a workbook (phụ lục): a row for each position with what was decided of it.

It says what the signed letter says, in the same words, so that a carrier needs not type it from the PDF.
"""

from collections.abc import Sequence
from typing import Any

from registry.errors import RefusalError
from registry.messages import Language, Words
from registry.model.requests.desk import RequestState
from registry.services.office.registry import Registry
from registry.services.office.table_book import table_book
from registry.services.requests.agreed.altered import SINCE
from registry.services.requests.letters.reply import Writer
from registry.services.requests.matters import said
from registry.services.requests.opened import FileRow, RequestFile

_HEADER = (
    Words("STT", "No."), Words("Mã vị trí", "Code"), Words("Địa điểm", "Place"),
    Words("Kinh độ (WGS 84)", "Longitude (WGS 84)"), Words("Vĩ độ (WGS 84)", "Latitude (WGS 84)"),
    Words("VN-2000", "VN-2000"), Words("Loại cột, chiều cao", "Class and heights"),
    Words("Hình thức", "Asked for"), Words("Cột dùng chung, cột hiện có", "Standing mast"),
    Words("Quyết định", "Decision"), Words("Phụ lục", "Annex"), Words("Điều kiện", "Conditions"),
    Words("Lý do", "Reason"), Words("Nội dung đề nghị thực hiện", "What to do"),
    Words("Văn bản số", "Letter"), Words("Ngày", "Date"),
)  # fmt: skip
_AMENDED = Words("Nội dung điều chỉnh", "What is amended")
_SINCE = Words("Sau khi ban hành", "Since the issue")
_PLACES = 6  # decimals of a degree: a tenth of a metre


def decision_annex(registry: Registry, file: RequestFile, lang: Language = "vi") -> bytes:
    """Return the annex as .xlsx, as the carrier may read it; positions in EPSG:4326 degrees.

    Refused for a request that is not issued (``ANNEX-NOT-ISSUED``) or has no list (``REQUEST-NO-LIST``).
    """
    request = file.request
    if request.state is not RequestState.ISSUED:
        raise RefusalError("ANNEX-NOT-ISSUED", number=request.number)
    if not file.rows:
        raise RefusalError("REQUEST-NO-LIST", number=request.number)
    writer = Writer(registry, file, lang)
    values = writer.values()
    shown_rows = values["rows"]
    listed = {row["row"]: str(annex["number"]) for annex in values["annexes"] for row in annex["rows"]}
    more = [  # only where something is to be said
        (name, texts)
        for name, texts in (
            (_AMENDED, [shown["amended"] for shown in shown_rows]),
            (_SINCE, ["; ".join(since(row, lang)) for row in file.rows]),
        )
        if any(texts)
    ]
    rows: list[Sequence[Any]] = [
        (
            shown["row"], row.proposal.site_code, shown["where"], _degrees(row.proposal.position.lon),
            _degrees(row.proposal.position.lat), shown["vn2000"], shown["mast"], shown["kind"],
            shown["beside"], shown["decision"], listed[shown["row"]], "; ".join(shown["conditions"]),
            shown["reasons"], shown["remedy"],
            request.issued_number, request.issued_on, *(texts[row.index] for _name, texts in more),
        )
        for row, shown in zip(file.rows, shown_rows, strict=True)
    ]  # fmt: skip
    header = [writer.say(name) for name in (*_HEADER, *(name for name, _texts in more))]
    return table_book(registry, request.issued_number, header, rows)


def since(row: FileRow, lang: Language) -> list[str]:
    """Return what became of an agreed row after the letter: what the signed one cannot say."""
    return [said(one, lang) for one in row.altered if one.code in SINCE]


def annex_name(file: RequestFile) -> str:
    """Return how the annex is called: by the number of its letter."""
    return f"Phu luc {file.request.issued_number.replace('/', '-')}.xlsx"


def _degrees(value: float | None) -> float | None:
    return None if value is None else round(value, _PLACES)
