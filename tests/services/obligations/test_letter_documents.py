"""What a letter that is followed says of months that are over."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from registry.model.duties import Duty, DutyLetter, DutyState, LetterKind, LetterState
from registry.services.obligations.days_left import left_words
from registry.services.obligations.letter_documents import letter_document, months_gathered
from registry.services.obligations.reminders import reminder_book
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.working_days import working_days

DAY = dt.date(2026, 11, 26)


def line(code: str, due: str, items: int = 1, basis: str = "QĐ 55/QĐ-BXD") -> dict[str, Any]:
    words = {"what_vi": f"{code} {due}", "what_en": f"{code} {due}"}
    return {
        "key": f"{code}:VTL:{due[:7]}",
        "basis": basis,
        "verified": False,
        "due": due,
        "items": items,
    } | words


def test_months_that_are_over_stand_in_one_line_with_all_their_works() -> None:
    lines = [
        line("DUT-PLAN", "2026-11-30", 0), line("DUT-STRUCTURE", "2023-10-23", 3),
        line("DUT-STRUCTURE", "2023-11-02", 14), line("DUT-STRUCTURE", "2026-12-24", 5),
    ]  # fmt: skip
    found = months_gathered(lines, DAY)
    assert [(one["due"], one["items"]) for one in found] == [
        ("2026-11-30", 0), ("2023-10-23", 17), ("2026-12-24", 5),
    ]  # fmt: skip
    assert found[1]["what_vi"] == "Kiểm định kết cấu cột đến hạn từ tháng 10/2023 đến tháng 11/2023"
    assert not found[1]["verified"]


def test_a_number_of_works_says_what_it_counts(office: Registry) -> None:
    lines = (line("DUT-EMF", "2026-11-30", 15), line("DUT-STRUCTURE", "2026-12-24", 1))
    letter = DutyLetter(
        "x", 1, LetterKind.REMINDER, "VTL", DAY, LetterState.DRAFT, lines=lines,
    )  # fmt: skip
    for lang, said in (("vi", ("(15 trạm)", "(1 cột)")), ("en", ("(15 stations)", "(1 mast)"))):
        made = Document(BytesIO(letter_document(office, letter, lang)))
        cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
        text = "\n".join([*cells, *(paragraph.text for paragraph in made.paragraphs)])
        assert all(words in text for words in said), text


def test_one_month_alone_and_other_duties_stay_as_they_are() -> None:
    lines = [line("DUT-EMF", "2026-03-01"), line("DUT-SHARE", "2026-03-01"), line("DUT-SHARE", "2026-04-01")]
    assert months_gathered(lines, DAY) == lines


@pytest.mark.parametrize(
    ("due", "vi", "en"),
    [
        ("2026-11-30", "còn 2 ngày làm việc", "2 working days left"),  # from Thursday to Monday
        ("2026-11-26", "đến hạn 26/11/2026", "due 26/11/2026"),
        ("2026-11-25", "quá hạn 1 ngày làm việc", "1 working day late"),
    ],
)
def test_what_counts_working_days_says_so_in_the_letter_as_on_its_page(
    office: Registry, due: str, vi: str, en: str
) -> None:
    letter = DutyLetter(
        "x", 1, LetterKind.REMINDER, "VTL", DAY, LetterState.DRAFT, lines=(line("DUT-SHARE", due),)
    )
    for lang, said in (("vi", vi), ("en", en)):
        made = Document(BytesIO(letter_document(office, letter, lang)))
        text = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
        text += [paragraph.text for paragraph in made.paragraphs]
        assert said in "\n".join(text)


def test_the_workbook_of_a_reminder_says_how_long_is_left_as_the_letter_does(office: Registry) -> None:
    due = today() + dt.timedelta(days=9)
    for code, on in (("DUT-SHARE", due), ("DUT-PLAN", due), ("DUT-PLAN", today())):
        params = {"mast": "BGG00045", "asker": "Viettel", "year": 2026}
        duty = Duty(f"{code}:VTL:x", code, "VTL", on, DutyState.SOON, params=params)
        sheet: Any = load_workbook(BytesIO(reminder_book(office, [duty]))).active
        cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
        assert left_words(working_days(office), code, on, today()) in cells


def test_what_is_due_on_sunday_has_no_working_day_left_on_saturday(office: Registry) -> None:
    saturday, sunday = dt.date(2026, 11, 28), dt.date(2026, 11, 29)
    assert left_words(working_days(office), "DUT-SHARE", sunday, saturday) == "đến hạn 29/11/2026"
    assert left_words(working_days(office), "DUT-PLAN", sunday, saturday) == "còn 1 ngày"
