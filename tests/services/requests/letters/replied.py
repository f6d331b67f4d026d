"""Requests as they stand when the letter is written: rows of every kind with every decision, in memory."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table

from registry.model.requests.desk import DecidedRow, RowDecision
from registry.model.requests.proposals import ProposalKind, SharingSeen
from registry.services.office.calendar import months_after, today
from registry.services.requests.letters import revocation
from registry.services.requests.opened import RequestFile

Choice = tuple[ProposalKind, RowDecision, tuple[str, ...]]
"""What a row asks for, what was decided of it, and the conditions of an agreement."""

DOUBTS = (
    "chưa kiểm chứng", "khung minh họa", "chưa đối chiếu", "chưa có trong danh mục", "sai số của ranh giới",
    "Cách hiểu của cơ quan", "phần mềm", "theo kiến nghị", "chưa xác định được", "SPC-", "COR-", "PLN-",
    "LOC-", "AIR-", "SHR-", "EMF-", "PRM-", "WND-", "CLS-", "Dữ liệu của cơ quan", "chưa loại trừ",
    "tạm dùng",
)  # fmt: skip
"""Words of the engine, none of which may stand in a paper that leaves the house."""


def term_over(patch: pytest.MonkeyPatch) -> None:
    """Have it be a day on which the time to build of what was agreed today is over, for its letters."""
    patch.setattr(revocation, "today", lambda: months_after(today(), 13))


def decided(file: RequestFile, choices: Sequence[Choice]) -> RequestFile:
    """Return a request whose rows ask for and got what ``choices`` say, the first row the first."""
    rows = []
    for row, (kind, decision, conditions) in zip(file.rows, choices, strict=True):
        asked = replace(
            row.proposal,
            kind=kind,
            rod_m=2.0,
            address=f"Thôn {row.index + 1}",
            host="HOST 12" if kind is ProposalKind.SHARE else "",
            sharing=(SharingSeen("VNPT", dt.date(2026, 11, 2), mast="HOST 12"),)
            if kind is ProposalKind.SHARE
            else (),
            replaces="CU 34" if kind in (ProposalKind.UPGRADE, ProposalKind.RELOCATE) else "",
        )
        own = DecidedRow(
            request=file.request.id, row=row.index, decision=decision, conditions=conditions,
            reason="" if decision.agrees else f"Lý do của dòng {row.index + 1}",
        )  # fmt: skip
        rows.append(replace(row, proposal=asked, decision=own))
    return replace(file, rows=tuple(rows))


def text(content: bytes) -> str:
    """Everything a reader of the document sees, table cells too, in order."""
    body = Document(io.BytesIO(content)).element.body
    lines = ("".join(part.text or "" for part in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    return "\n".join(lines)


def annexes(content: bytes) -> dict[str, tuple[dict[str, str], list[dict[str, str]]]]:
    """Return the annexes of a reply by title: conditions said above the table by letter, and its rows."""
    document = Document(io.BytesIO(content))
    found: dict[str, tuple[dict[str, str], list[dict[str, str]]]] = {}
    title, common, last = "", {}, ""
    for item in document.element.body:
        if item.tag == qn("w:p"):
            said = "".join(part.text or "" for part in item.iter(qn("w:t")))
            if last.startswith("Phụ lục"):
                title, common = said, {}
            if title and said.startswith("("):
                label, _, condition = said[1:].partition(") ")
                common[label] = condition.rstrip(".;")
            last = said
        elif item.tag == qn("w:tbl") and title:
            header, *rows = [[cell.text for cell in row.cells] for row in Table(item, document).rows]
            if "TT" in header:
                found[title] = (common, [dict(zip(header, row, strict=True)) for row in rows])
    return found
