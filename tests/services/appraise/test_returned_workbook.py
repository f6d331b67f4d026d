"""The sender's workbook comes back with a status for every row and the reasons where they belong."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from registry.intake.marks import STATUS_HEADER
from registry.model.findings import Finding, Outcome, Verdict
from registry.services.appraise.appraise_list import Appraisal, appraise_list
from registry.services.appraise.returned_workbook import SHOWN_REASONS, marks, measure, reason, write_workbook
from registry.services.office.registry import Registry


def sample(registry: Registry, name: str) -> Appraisal:
    return appraise_list(registry, registry.settings.home / "samples" / name)


@pytest.fixture(scope="module")
def clean(demo_registry: Registry) -> Appraisal:
    return sample(demo_registry, "danh-sach-mau-sach.xlsx")


@pytest.fixture(scope="module")
def messy(demo_registry: Registry) -> Appraisal:
    return sample(demo_registry, "danh-sach-mau-lon-xon.xlsx")


def status_of(sheet: Worksheet) -> dict[int, str]:
    """Status text by row of a marked sheet."""
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == STATUS_HEADER]
    assert len(cells) == 1
    head = cells[0]
    column = [sheet.cell(row, head.column).value for row in range(1, sheet.max_row + 1)]
    return {row: str(text) for row, text in enumerate(column, 1) if text and row > head.row}


def test_every_row_has_its_status_once(messy: Appraisal, tmp_path: Path) -> None:
    write_workbook(messy, tmp_path / "marked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    found = {
        (name, row): text
        for name in {item.proposal.sheet for item in messy.rows}
        for row, text in status_of(book[name]).items()
    }
    assert set(found) == {(item.proposal.sheet, item.proposal.row) for item in messy.rows}
    words = {
        Verdict.AGREE: "Thống nhất",
        Verdict.AGREE_WITH_CONDITIONS: "Thống nhất có điều kiện",
        Verdict.REFUSE: "Chưa thống nhất",
        Verdict.CANNOT_ASSESS: "Chưa đủ căn cứ",
    }
    for item in messy.rows:
        first = found[item.proposal.sheet, item.proposal.row].splitlines()[0]
        assert first == words[item.verdict]


def test_a_refused_row_names_rule_number_limit_and_article(clean: Appraisal) -> None:
    row = next(item for item in clean.rows if item.verdict is Verdict.REFUSE)
    text = marks(clean).rows[row.proposal.sheet, row.proposal.row].text
    assert text.startswith("Chưa thống nhất\n✕ SPC-01 Không đạt · ")
    assert " < 250 m · QĐ 72/2025/QĐ-UBND, Điều 15(5) · BGG" in text


def test_a_spacing_fail_is_said_at_both_coordinates(clean: Appraisal) -> None:
    row = next(item for item in clean.rows if item.verdict is Verdict.REFUSE)
    sheet = next(item for item in clean.sheets if item.name == row.proposal.sheet)
    cells = marks(clean).cells
    for name in ("lon", "lat"):
        mark = cells[row.proposal.sheet, row.proposal.row, sheet.letter_of(name)]
        assert "SPC-01" in mark.comment
        assert mark.colour == "#7a0019"


def test_an_issue_is_said_at_its_own_cell_with_what_to_do(messy: Appraisal) -> None:
    issue = next(item for item in messy.issues if item.code == "CELL-NOT-A-CHOICE")
    mark = marks(messy).cells[issue.sheet, issue.row, issue.letter]
    assert issue.code in mark.comment
    assert "Dùng một trong" in mark.comment


def test_the_summary_counts_names_the_day_and_lists_every_issue(messy: Appraisal) -> None:
    lines = marks(messy).summary
    pairs = {line[0]: line[1] for line in lines if len(line) == 2}
    assert pairs["Số vị trí"] == len(messy.rows)
    assert pairs["Chưa thống nhất"] == messy.counts["refuse"]
    assert pairs["Theo quy định ngày"] == f"{messy.as_of:%d/%m/%Y}"
    assert any(str(line[0]).startswith("DỮ LIỆU MINH HỌA") for line in lines if line)
    assert sum(len(line) == 8 for line in lines) == len(messy.issues) + 1


def test_another_operator_learns_no_code_of_the_mast_that_is_near(clean: Appraisal) -> None:
    row = next(item for item in clean.rows if item.verdict is Verdict.REFUSE)
    fail = next(item for item in row.findings if item.outcome is Outcome.FAIL)
    assert fail.related is not None
    masked = marks(clean, viewer="VTL")
    assert all(fail.related not in mark.text for mark in masked.rows.values())
    assert all(fail.related not in mark.comment for mark in masked.cells.values())


def test_a_status_stays_short_and_says_how_much_more_there_is(clean: Appraisal) -> None:
    row = clean.rows[0]
    many = [Finding(f"X-{k}", Outcome.REVIEW, "RULE-NOT-IN-FORCE", {"day": clean.as_of}) for k in range(9)]
    longer = replace(clean, rows=[replace(row, findings=many), *clean.rows[1:]])
    text = marks(longer).rows[row.proposal.sheet, row.proposal.row].text
    assert len(text.splitlines()) == 1 + SHOWN_REASONS + 1
    assert f"{9 - SHOWN_REASONS} nội dung khác" in text


def test_only_the_weightiest_cells_have_comments_and_the_summary_says_how_many_have_none(
    messy: Appraisal,
) -> None:
    whole, few = marks(messy), marks(messy, most_comments=3)
    assert whole.left_out == 0
    assert few.left_out == len(whole.cells) - 3
    assert few.rows == whole.rows
    said = {place for place, cell in few.cells.items() if cell.comment}
    assert len(said) == 3
    assert all("Không đạt" in few.cells[place].comment for place in said)
    assert set(few.cells) == set(whole.cells)
    assert {p: c.colour for p, c in few.cells.items()} == {p: c.colour for p, c in whole.cells.items()}
    text = f"Ghi chú chỉ có ở 3 ô có lý do nặng nhất; {few.left_out} ô khác"
    assert any(str(line[0]).startswith(text) for line in few.summary if line)
    assert not any("nặng nhất" in str(line[0]) for line in whole.summary if line)


def test_a_list_with_more_to_say_than_is_written_has_a_status_at_every_row_and_says_so(
    messy: Appraisal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.services.appraise.returned_workbook.MOST_COMMENTS", 4)
    monkeypatch.setattr("registry.services.appraise.returned_workbook.MOST_TINTED", 2)
    notes = {item.code: item for item in write_workbook(messy, tmp_path / "marked.xlsx")}
    capped = notes["RETURNED-COMMENTS-CAPPED"]
    assert capped.params == {"count": len(marks(messy, most_comments=10**6).cells) - 4, "limit": 4}
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    names = {item.proposal.sheet for item in messy.rows}
    assert sum(len(status_of(book[name])) for name in names) == len(messy.rows)
    ours = [c for name in names for row in book[name].iter_rows() for c in row if c.comment]
    assert sum(c.comment.author == "Thẩm định BTS" for c in ours if c.comment) == 4


def test_findings_in_columns_and_row_by_row_are_marked_alike(messy: Appraisal) -> None:
    plain = replace(messy, rows=[replace(row, findings=list(row.findings)) for row in messy.rows])
    for viewer in (None, "VTL"):
        assert marks(plain, viewer) == marks(messy, viewer)


def test_english_is_spoken_where_it_is_asked_for(clean: Appraisal) -> None:
    texts = [mark.text for mark in marks(clean, lang="en").rows.values()]
    assert {text.splitlines()[0] for text in texts} >= {"Not agreed", "Agreed"}


@pytest.mark.parametrize(
    ("measured", "limit", "unit", "said"),
    [
        (87.3, 120.0, "m", "87,3 m < 120 m"),
        (120.0, 120.0, "m", "120,0 m = 120 m"),
        (1312.94, 450.0, "m", "1.312,9 m > 450 m"),
        (2.0, 2.0, "", "2 = 2"),
        (0.0, 7.0, "d", "0 ngày làm việc < 7 ngày làm việc"),
        (41.5, None, "m/s", "41,50 m/s"),
        (None, 120.0, "m", ""),
    ],
)
def test_what_was_measured_stands_beside_its_limit(
    measured: float | None, limit: float | None, unit: str, said: str
) -> None:
    finding = Finding("SPC-01", Outcome.FAIL, "X", measured=measured, limit=limit, unit=unit)
    assert measure(finding) == said
    assert reason(finding).startswith("✕ SPC-01 Không đạt")
