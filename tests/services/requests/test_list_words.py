"""What a list says in columns that are no field stands at the row; it decides nothing."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from registry.model.requests.desk import RowDecision
from registry.services.office.registry import Registry
from registry.services.requests.decisions import decide_row
from registry.services.requests.opened import load_request
from registry.services.requests.requests import replace_list
from tests.services.requests import desk
from tests.services.requests.desk import FIVE, received, write_list
from web.appraise.view import row_view

OWNER = "Hộ ông Bính, có tranh chấp ranh giới"


def with_words(path: Path, rows: Any, **columns: str) -> Path:
    """Write a list with columns of the sender's own, filled in its first row."""
    book = load_workbook(write_list(path, rows))
    sheet = book.active
    assert sheet is not None
    for at, (header, text) in enumerate(columns.items(), sheet.max_column + 1):
        sheet.cell(1, at, header.replace("_", " "))
        sheet.cell(2, at, text)
    book.save(path)
    return path


def replaced(office: Registry, request: Any, path: Path) -> Any:
    replace_list(office, request.id, path, name=path.name, who="lan", version=request.version)
    return load_request(office, request.id)


def test_a_decision_follows_whatever_the_columns_that_are_no_field_say(
    office: Registry, tmp_path: Path
) -> None:
    request = received(office, tmp_path)
    kept = decide_row(office, request.id, 0, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0)
    moved = [("V9", 9000.0, 0.0), *FIVE[1:]]
    for words, rows in (({"Tình_trạng_đất_đai": OWNER}, FIVE), ({"Tình_trạng_đất_đai": "đã hòa giải"}, FIVE)):
        file = replaced(office, load_request(office, request.id).request, with_words(
            tmp_path / "moi.xlsx", rows, **words
        ))  # fmt: skip
        row = file.rows[0]
        assert row.proposal.also == tuple((name.replace("_", " "), text) for name, text in words.items())
        assert row.decision is not None
        assert row.decision.conditions == kept.conditions
    gone = replaced(office, file.request, with_words(tmp_path / "khac.xlsx", moved, Tình_trạng_đất_đai="x"))
    assert gone.decisions == ()
    assert desk.sound(office)


def test_they_are_shown_at_the_row_to_whoever_appraises(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    file = replaced(office, request, with_words(tmp_path / "moi.xlsx", FIVE, Ý_kiến_của_dân=OWNER))
    assert file.appraisal is not None
    first, second = (row_view(row) for row in file.appraisal.rows[:2])
    assert first["also"] == [["Ý kiến của dân", OWNER]]
    assert "also" not in second  # nothing stands in its cell
