"""A quarter's lists against the register before them: new, moved, changed, vanished; explained or asked."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from registry.errors import RefusalError
from registry.model.duties import LetterKind
from registry.model.list_changes import ChangeKind, Explained, ListChange
from registry.services.obligations.change_letters import details, draft_change_letters, reason_words
from registry.services.obligations.followed_letters import letters_of
from registry.services.obligations.list_changes import explain, list_periods
from registry.services.office.batches import undo_batch
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.import_sites import import_sites
from registry.store.register.sites import load_masts
from tests.services.requests import desk

HEADER = ("Mã vị trí", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Loại cột", "Chiều cao cột (m)", "Công nghệ",
          "Số GCN kiểm định", "Ngày hết hạn")  # fmt: skip
DAY = today()


def listed(registry: Registry, path: Path, rows: dict[str, dict[str, Any]], day: dt.date) -> str:
    """Import a complete list of Viettel's: code -> metres north and what differs from a plain mast."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for code, own in rows.items():
        lon, lat = desk.north(own.get("north", 0.0), own.get("east", 0.0))
        sheet.append(
            (code, "VTL", round(lon, 6), round(lat, 6), "A2b", own.get("height", 42), own.get("tech", "4G"),
             own.get("emf", "KĐ-1"), own.get("expires", dt.date(2030, 1, 1)))
        )  # fmt: skip
    book.save(path)
    done = import_sites(registry, path, operator="VTL", complete=True, list_date=day, yes=True, who="lan")
    assert done.batch is not None
    return done.batch


FIRST: dict[str, dict[str, Any]] = {
    name: {"north": 1000.0 * at} for at, name in enumerate(("K", "M", "R", "H", "G", "E"), 2)
}


def changes(registry: Registry) -> dict[tuple[str, ChangeKind], ListChange]:
    period = next(item for item in list_periods(registry, DAY) if item.operator == "VTL")
    return {(change.code, change.kind): change for change in period.changes}


def second(registry: Registry, tmp_path: Path) -> str:
    listed(registry, tmp_path / "mot.xlsx", FIRST, DAY - dt.timedelta(days=1))
    rows = {name: dict(own) for name, own in FIRST.items()}
    del rows["G"]  # vanished
    rows["M"]["east"] = 220.0  # moved
    rows["R"]["east"] = 4.0  # written more exactly
    rows["H"]["height"] = 55  # higher
    rows["E"] |= {"emf": "KĐ-2", "expires": dt.date(2031, 1, 1)}  # a renewed certificate
    rows["N"] = {"north": 9000.0}  # new
    return listed(registry, tmp_path / "hai.xlsx", rows, DAY)


def test_each_mast_is_said_to_be_new_moved_changed_or_vanished(
    either_office: Registry, tmp_path: Path
) -> None:
    registry = either_office
    batch = second(registry, tmp_path)
    found = changes(registry)
    assert set(found) == {
        ("N", ChangeKind.NEW), ("M", ChangeKind.MOVED), ("R", ChangeKind.MOVED), ("H", ChangeKind.CHANGED),
        ("E", ChangeKind.CHANGED), ("G", ChangeKind.VANISHED),
    }  # fmt: skip
    moved = found["M", ChangeKind.MOVED]
    assert moved.metres == pytest.approx(220.0, abs=2.0)
    assert moved.explained is Explained.OPEN
    assert found["R", ChangeKind.MOVED].explained is Explained.ITSELF
    assert found["E", ChangeKind.CHANGED].explained is Explained.ITSELF
    assert "10 m" in reason_words(found["R", ChangeKind.MOVED])
    assert "42" in details(found["H", ChangeKind.CHANGED])
    assert "55" in details(found["H", ChangeKind.CHANGED])
    assert {change.batch for change in found.values()} == {batch}
    with registry.database.read() as connection:
        masts = load_masts(connection)
    assert masts.states[list(masts.codes).index("G")] != "dismantled", "a list deletes nothing"
    undo_batch(registry, batch, who="lan")
    assert batch not in {change.batch for change in changes(registry).values()}, "undone, it is no list"


def test_the_first_list_has_nothing_to_be_compared_with(demo_registry: Registry) -> None:
    for period in list_periods(demo_registry, today()):
        assert not period.compared
        assert period.changes == ()


def test_a_change_is_explained_by_an_officer_or_asked_in_a_letter(office: Registry, tmp_path: Path) -> None:
    second(office, tmp_path)
    moved = changes(office)["M", ChangeKind.MOVED]
    explain(office, DAY, moved.key, answer="CV 9/VTL: đo lại bằng RTK", who="lan", seen=0)
    answered = changes(office)["M", ChangeKind.MOVED]
    assert (answered.explained, answered.answer) == (Explained.ANSWERED, "CV 9/VTL: đo lại bằng RTK")
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        explain(office, DAY, moved.key, answer="khác", who="minh", seen=0)
    with pytest.raises(RefusalError, match="CHANGE-UNKNOWN"):
        explain(office, DAY, "VTL:none:new:B1", answer="x", who="lan", seen=0)
    letters = draft_change_letters(office, DAY, who="lan")
    assert [(letter.organisation, letter.kind) for letter in letters] == [("VTL", LetterKind.CHANGES)]
    asked = {line["key"]: line["items"] for line in letters[0].lines}
    assert asked == {"new": 1, "changed": 1, "vanished": 1}, "what is explained is not asked"
    now = changes(office)
    assert now["G", ChangeKind.VANISHED].explained is Explained.ASKED
    assert now["G", ChangeKind.VANISHED].letter == letters[0].id
    assert now["M", ChangeKind.MOVED].explained is Explained.ANSWERED
    assert len(letters_of(office)) == 1
    explain(office, DAY, moved.key, answer="", who="lan", seen=answered.version)
    assert changes(office)["M", ChangeKind.MOVED].explained is Explained.OPEN
    assert desk.sound(office)


def test_a_change_is_told_in_words_with_days_and_numbers_as_people_write_them() -> None:
    fields = (
        ("mast_height_m", 48.0, 54.5), ("state", "in_service", "dismantled"), ("robust", False, True),
        ("dismantled_on", None, "2026-11-07"),
    )  # fmt: skip
    change = ListChange("k", ChangeKind.CHANGED, "VTL", "s", "H", Explained.OPEN, "B1", fields=fields)
    assert details(change).endswith("48 → 54,5; Trạng thái: đang hoạt động → đã tháo dỡ; "
                                    "Trụ vững: không → có; Ngày tháo dỡ: – → 07/11/2026")  # fmt: skip
    assert "in service → dismantled" in details(change, "en")
