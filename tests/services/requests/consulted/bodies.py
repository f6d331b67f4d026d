"""The body that the rows' findings name, what papers to bodies say, and what answers bring about."""

import io

from docx import Document

from registry.model.findings import Outcome
from registry.model.requests.desk import Request
from registry.services.office.registry import Registry
from registry.services.requests.consulted.consultations import draft_consultations
from registry.services.requests.opened import load_request

BODY = "Cục Tác chiến - Bộ Tổng Tham mưu"


def said(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def table(content: bytes, at: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(content)).tables[at].rows]


def outcomes(office: Registry, five: Request) -> dict[int, Outcome]:
    rows = load_request(office, five.id).rows
    return {row.index: next(f.outcome for f in row.findings if f.rule == "AIR-02") for row in rows}


def drafted(office: Registry, five: Request) -> str:
    draft_consultations(office, five.id, who="lan")
    (item,) = load_request(office, five.id).consultations
    return item.id
