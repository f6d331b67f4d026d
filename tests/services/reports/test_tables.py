"""The tables of reports agree with an independent count, and every number with the rows behind it."""

import contextlib
import datetime as dt
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from docx import Document

from registry.errors import RefusalError
from registry.model.ledger import Change
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.reports.charts import series_chart, table_chart
from registry.services.reports.details import rows_header, rows_in_words
from registry.services.reports.document import percent, report_document
from registry.services.reports.series import half_years, series
from registry.services.reports.subjects import Basis, ReportFacts, facts_on
from registry.services.reports.tables import (
    ALL,
    check_period,
    kind_of,
    rows_behind,
    table_kinds,
    table_of,
)
from registry.services.reports.workbook import report_book, rows_book
from registry.settings import Settings
from registry.store import ledger
from registry.store.changes import amend
from registry.store.tables import structures
from tests.store.rows import created, mast, site, station


@pytest.fixture
def facts(demo_registry: Registry) -> ReportFacts:
    return facts_on(demo_registry, today())


def test_masts_by_operator_are_those_that_sql_counts(demo_registry: Registry, facts: ReportFacts) -> None:
    with demo_registry.database.read() as connection:
        counted = dict(
            connection.execute(
                sa.text(
                    "SELECT n.operator, COUNT(DISTINCT m.id) FROM stations n JOIN structures m ON m.id = "
                    "n.structure_id "
                    "JOIN sites s ON s.id = m.site_id WHERE s.merged_into IS NULL "
                    "AND m.state NOT IN ('approved', 'dismantled') GROUP BY n.operator"
                )
            ).all()
        )
        masts = connection.execute(
            sa.text(
                "SELECT COUNT(*) FROM structures m JOIN sites s ON s.id = m.site_id WHERE s.merged_into IS "
                "NULL "
                "AND m.state NOT IN ('approved', 'dismantled')"
            )
        ).scalar()
    table = table_of(demo_registry, facts, kind_of("cot-theo-xa"), "vi")
    assert {code: table.at(ALL, code) for code, _name in table.columns if code} == counted
    assert table.total == masts
    assert sum(table.at(commune, ALL) for commune, _name in table.rows) == masts


def test_stations_by_technology_are_those_that_sql_counts(
    demo_registry: Registry, facts: ReportFacts
) -> None:
    with demo_registry.database.read() as connection:
        counted = dict(
            connection.execute(
                sa.text(
                    "SELECT n.technology, COUNT(*) FROM stations n JOIN structures m ON m.id = "
                    "n.structure_id "
                    "JOIN sites s ON s.id = m.site_id WHERE s.merged_into IS NULL "
                    "AND m.state NOT IN ('approved', 'dismantled') GROUP BY n.technology"
                )
            ).all()
        )
    table = table_of(demo_registry, facts, kind_of("cong-nghe"), "vi")
    assert {value: table.at(ALL, value) for value, _word in table.columns if table.at(ALL, value)} == counted


@pytest.mark.parametrize("code", [kind.code for kind in table_kinds()])
def test_every_number_has_as_many_rows_behind_it(
    demo_registry: Registry, facts: ReportFacts, code: str
) -> None:
    kind = kind_of(code)
    table = table_of(demo_registry, facts, kind, "vi")
    columns = [ALL, *(value for value, _word in table.columns)]
    rows = [ALL, *(value for value, _word in table.rows)]
    for row in rows[:12]:
        for column in columns:
            assert len(rows_behind(facts, kind, row, column)) == table.at(row, column), (row, column)


def test_a_mast_of_tuan_dao_counts_for_son_dong(facts: ReportFacts) -> None:
    """Tuấn Đạo is the one commune that the reform left as it was (NQ 1658/NQ-UBTVQH15)."""
    commune = next(unit.code for unit in facts.communes if unit.name == "Tuấn Đạo")
    district = next(unit.code for unit in facts.districts if unit.name == "Sơn Động")
    inside = facts.masts[facts.masts["commune"] == commune]
    assert len(inside)
    assert set(inside["district"]) == {district}
    assert (facts.masts["district"] != "").mean() > 0.99


def test_rows_are_told_in_words(demo_registry: Registry, facts: ReportFacts) -> None:
    frame = rows_behind(facts, kind_of("dung-chung"), "VTL", "3+")
    rows = rows_in_words(demo_registry, facts, "masts", frame, "vi")
    assert len(rows[0]) == len(rows_header("masts", "vi"))
    assert all("Viettel" in row[1] and row[1].count(",") >= 2 for row in rows)


def test_the_workbook_and_the_document_hold_the_same_numbers(
    demo_registry: Registry, facts: ReportFacts
) -> None:
    table = table_of(demo_registry, facts, kind_of("loai-cot"), "vi")
    book = openpyxl.load_workbook(BytesIO(report_book(demo_registry, facts)))
    sheet = next(book[name] for name in book.sheetnames if name.endswith("loai-cot"))
    last = [cell.value for cell in list(sheet.rows)[-1]]
    expected = [*(table.at(ALL, value) for value, _word in table.columns), table.total]
    assert last[1 : 1 + len(expected)] == expected
    document = Document(BytesIO(report_document(demo_registry, facts)))
    texts = [[cell.text for cell in row.cells] for made in document.tables for row in made.rows]
    said = ["Tổng", *(f"{count:,}".replace(",", ".") for count in expected)]
    assert said in texts
    left_out = " ".join(paragraph.text for paragraph in document.paragraphs)
    assert "không có số liệu nào thì không nêu trong bảng, trừ bảng trạm trụ vững" in left_out
    assert any(row[-2:] == ["0", "–"] for row in texts), "it lists communes without a station"


def test_a_day_before_the_register_is_rebuilt_and_says_what_it_leaves_out(
    demo_registry: Registry, facts: ReportFacts
) -> None:
    then = facts_on(demo_registry, dt.date(2020, 12, 31))
    assert then.basis is Basis.REBUILT
    assert facts.basis is Basis.PRESENT
    assert then.undated > 0
    assert 0 < len(then.masts) < len(facts.masts)
    assert max(then.masts["built_on"]) <= dt.date(2020, 12, 31)


def test_a_day_of_the_register_is_as_it_stood_then(
    copy_demo: Callable[[Path], Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a register of its own: one that was written to tomorrow takes nothing more today."""
    with contextlib.closing(open_registry(copy_demo(tmp_path / "home"))) as own:
        _as_it_stood_then(own, monkeypatch)


def _as_it_stood_then(demo_registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(facts_on(demo_registry, today()).masts)
    tomorrow = today() + dt.timedelta(days=1)
    late = dt.datetime.combine(tomorrow, dt.time(3), dt.UTC)
    with demo_registry.database.write() as connection:
        rows = [
            *created("sites", site("BC-1", 106.2, 21.3)),
            *created("structures", mast("BC-1", mast_class="A2b", mast_height_m=42.0)),
            *created("stations", station("BC-1", "VNM")),
        ]
        monkeypatch.setattr(ledger, "stamp", lambda _at: late.isoformat())
        ledger.record(connection, rows, who="lan", batch="B-report")
        monkeypatch.undo()
    monkeypatch.setattr("registry.services.reports.subjects.today", lambda: tomorrow + dt.timedelta(days=1))
    assert facts_on(demo_registry, today()).basis is Basis.LEDGER
    assert len(facts_on(demo_registry, today()).masts) == before
    assert len(facts_on(demo_registry, tomorrow).masts) == before + 1


def test_the_half_years_before_a_day() -> None:
    assert half_years(dt.date(2026, 11, 26), 3) == [
        dt.date(2025, 6, 30), dt.date(2025, 12, 31), dt.date(2026, 6, 30), dt.date(2026, 11, 26),
    ]  # fmt: skip
    assert half_years(dt.date(2026, 6, 30), 1) == [dt.date(2025, 12, 31), dt.date(2026, 6, 30)]


def test_a_period_must_end_after_it_begins_and_not_in_the_future() -> None:
    check_period(today(), today())
    for first, last in ((today(), today() - dt.timedelta(days=1)), (today(), today() + dt.timedelta(days=1))):
        with pytest.raises(RefusalError, match="REPORT-PERIOD"):
            check_period(first, last)
    with pytest.raises(RefusalError, match="REPORT-TABLE"):
        kind_of("khong-co")


def test_a_series_says_what_came_and_went_between_its_days(demo_registry: Registry) -> None:
    days = half_years(today(), 3)
    first, *points = series(demo_registry, days)
    assert (first.gained, first.lost, first.unaged) == (0, 0, 0)
    before = first
    for point in (first, *points):
        masts = facts_on(demo_registry, point.day).masts  # counted apart, with everything known of each
        assert (point.total, point.basis) == (len(masts), facts_on(demo_registry, point.day).basis)
        assert point.by_operator == masts["operator"].explode().dropna().value_counts().to_dict()
    for point in points:
        assert point.total == before.total + point.gained + point.unaged - point.lost
        before = point
    assert sum(point.lost for point in points) > 0, "the demo's masts are dismantled too"
    now = facts_on(demo_registry, today()).masts
    of_unknown_age = int(now["built_on"].isna().sum())
    assert points[-1].unaged == of_unknown_age, "a rebuilt day leaves them out, today has them"
    assert 0 < of_unknown_age <= first.undated


def test_pictures_are_drawn_of_every_table_and_of_the_series(
    demo_registry: Registry, facts: ReportFacts
) -> None:
    for kind in table_kinds():
        picture = table_chart(demo_registry, facts, table_of(demo_registry, facts, kind, "en"), "en")
        assert picture.startswith(b"\x89PNG")
    points = series(demo_registry, half_years(today(), 2))
    assert series_chart(demo_registry, facts, points).startswith(b"\x89PNG")


def test_shares_are_of_the_whole_row() -> None:
    assert percent(0.201, "vi") == "20,1%"
    assert percent(None, "vi") == "–"


def test_a_code_that_begins_like_a_formula_stays_a_text(demo_registry: Registry, facts: ReportFacts) -> None:
    frame = rows_behind(facts, kind_of("loai-cot"), ALL, ALL).head(1).copy()
    frame["code"] = "=1+1"
    book = openpyxl.load_workbook(BytesIO(rows_book(demo_registry, facts, "masts", frame, title="x")))
    assert list(book.active.rows)[1][0].data_type == "s"


def test_changes_are_seen_at_once(demo_registry: Registry) -> None:
    before = facts_on(demo_registry, today())
    assert facts_on(demo_registry, today()) is before
    with demo_registry.database.write() as connection:
        ledger.record(
            connection,
            [Change("settings", "letter.place", None, {"key": "letter.place", "value": "Bắc Giang"})],
            who="lan", batch="B-x",
        )  # fmt: skip
    assert facts_on(demo_registry, today()) is not before


def test_what_was_found_on_a_mast_counts_after_the_mast_is_gone(demo_registry: Registry) -> None:
    before = facts_on(demo_registry, today())
    assert len(before.visits) > 0
    assert len(before.defects) > 0
    gone = {before.visits["structure"].iloc[0], before.defects["structure"].iloc[0]}
    with demo_registry.database.write() as connection:
        standing = ledger.rows_by_key(connection, structures, sorted(gone))
        changes = [
            amend(structures, row, state="dismantled", dismantled_on=today()) for row in standing.values()
        ]
        ledger.record(connection, changes, who="lan", batch="B-gone")
    after = facts_on(demo_registry, today())
    assert not gone & set(after.masts["structure"])
    for name, number in (("visits", "visit"), ("defects", "defect")):
        columns = [number, "code", "commune", "on"]
        told = getattr(after, name)[columns].sort_values(number, ignore_index=True)
        assert told.equals(getattr(before, name)[columns].sort_values(number, ignore_index=True))
