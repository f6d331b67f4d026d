"""What people hang on cells is told where it hangs, whoever wrote it, and is read as nothing."""

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment

from registry.columns import ListKind
from registry.intake.marks import COMMENT_AUTHOR, COMMENT_PART, CellMark, WorkbookMarks
from registry.intake.parsed import ParsedList
from registry.intake.reading import read_list
from registry.intake.returned import return_workbook
from tests.intake.books import HEAD, ROWS, save

TOLD = "sắp tháo dỡ"


def read(path: Path) -> ParsedList:
    return read_list(path, ListKind.SITES)


def hung(path: Path) -> list[tuple[str, str, int, str]]:
    found = [issue for issue in read(path).issues if issue.code.endswith("-COMMENT")]
    return [(one.code, one.letter or one.params["cell"], one.row, one.params["text"]) for one in found]


def book(path: Path, comments: dict[str, Comment]) -> Path:
    def prepare(made: Any) -> None:
        for cell, comment in comments.items():
            made["DS"][cell].comment = comment

    return save(path, ("DS", [HEAD, *ROWS]), prepare=prepare)


def test_a_comment_is_told_at_its_cell_and_changes_nothing_that_is_read(tmp_path: Path) -> None:
    plain = read(book(tmp_path / "plain.xlsx", {}))
    path = book(tmp_path / "a.xlsx", {"B3": Comment(f"{TOLD}\nquý I", "Lan"), "A1": Comment("nháp", "Lan")})
    assert hung(path) == [
        ("SHEET-COMMENT", "A1", 0, "nháp"), ("CELL-COMMENT", "B", 3, f"{TOLD} quý I"),
    ]  # fmt: skip
    found = read(path)
    assert [row.values for row in found.rows] == [row.values for row in plain.rows]
    assert [row.position for row in found.rows] == [row.position for row in plain.rows]


def test_only_what_another_had_said_is_told_of_a_comment_of_ours(tmp_path: Path) -> None:
    ours = Comment("sai tọa độ", COMMENT_AUTHOR)
    both = Comment(f"{TOLD}{COMMENT_PART}sai tọa độ", COMMENT_AUTHOR)
    assert hung(book(tmp_path / "a.xlsx", {"B2": ours, "B3": both})) == [("CELL-COMMENT", "B", 3, TOLD)]


def test_a_workbook_that_is_marked_again_and_again_keeps_what_its_sender_hung_on_a_cell(
    tmp_path: Path,
) -> None:
    path = book(tmp_path / "0.xlsx", {"B3": Comment(TOLD, "Lan")})
    for at, mark in enumerate(
        ({("DS", 3, "B"): CellMark("xem lại")}, {}, {("DS", 3, "B"): CellMark("nữa")}), 1
    ):
        target = tmp_path / f"{at}.xlsx"
        return_workbook(path, WorkbookMarks(cells=mark, header_rows={"DS": 1}), target, name=path.name)
        assert hung(target) == [("CELL-COMMENT", "B", 3, TOLD)], at
        path = target
    written = openpyxl.load_workbook(path)["DS"]["B3"].comment
    assert written is not None
    assert written.text == f"{TOLD}{COMMENT_PART}nữa"


def test_a_talk_of_newer_programs_is_told_once_with_its_answers(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"B3": Comment("[Threaded comment] …", "tc={1}")})
    talk = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        f'<threadedComment ref="B3" id="{{1}}"><text>{TOLD}</text></threadedComment>'
        '<threadedComment ref="B3" id="{2}" parentId="{1}"><text>đúng</text></threadedComment>'
        "</ThreadedComments>"
    )
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    target = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name.endswith("sheet1.xml.rels"):
                more = f'<Relationship Id="t1" Type="{kind}" Target="../threadedComments/t.xml"/>'
                content = content.replace(b"</Relationships>", f"{more}</Relationships>".encode())
            after.writestr(name, content)
        after.writestr("xl/threadedComments/t.xml", talk)
    assert hung(target) == [("CELL-COMMENT", "B", 3, f"{TOLD} · đúng")]


def test_comments_that_cannot_be_read_are_no_reason_to_refuse_a_list(tmp_path: Path) -> None:
    path, target = book(tmp_path / "a.xlsx", {"B3": Comment(TOLD, "Lan")}), tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            after.writestr(
                name, b"<comments" if "comments" in name and "rels" not in name else before.read(name)
            )
    assert hung(target) == []
    assert len(read(target).rows) == len(ROWS)
