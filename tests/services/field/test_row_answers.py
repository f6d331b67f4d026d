"""Answers row by row: guys, foundations, segments, as a phone sends them and the office reads them."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from docx import Document

from registry.model.field.inspections import Campaign, CampaignKind, Judged, Judgement
from registry.safety.checklists import Sheets, catalogue
from registry.services.field.checklists.answers import left_out
from registry.services.field.checklists.tables import RowTable, beyond_words, folded
from registry.services.field.inspections import get_inspection, list_inspections
from registry.services.field.minutes.units import minutes_of
from registry.services.field.minutes.writing import unit_minutes
from registry.services.field.packs.pack import sheets_of
from registry.services.field.sends import take_items
from registry.services.field.visit_defects import make_defect, untold
from registry.services.office.registry import Registry
from tests.services.field.world import LAN, OFFICER, item, new_id

TENSIONS = {"T1/1": "40", "T1/2": "41", "T1/3": "30,5", "T2/1": "38"}


def send_rows(office: Registry) -> str:
    """Send a visit by the sheet of guyed masts: guys of two levels, two directions of lean, an anchor."""
    made = new_id()
    sheet = {"visit": made, "checklist": "guyed", "checklist_version": 2}
    readings = [
        ("guy_levels", "2", "", ""),
        *((f"guy_tension[{row}]", value, "kN", "") for row, value in TENSIONS.items()),
        ("design_tension[T1]", "40", "kN", ""),
        ("concrete[M0]", "good", "", "good"),
        ("lean_x", "30", "mm", ""),
        ("lean_y", "40", "mm", ""),
        ("guy_tension", "39", "kN", ""),  # an older phone knows no rows
    ]
    items = [item("start", **sheet)]
    items += [
        item(**sheet, entry=entry, value=value, raw=value, unit=unit, seq=at, **({"how": how} if how else {}))
        for at, (entry, value, unit, how) in enumerate(readings, 2)
    ]
    items.append(item("finish", **sheet, seq=90, recorded_at="2026-05-12T09:20:00+07:00"))
    receipts = take_items(office, items, person=LAN, device="d1", by="lan")
    assert {(one.state.value, one.code) for one in receipts} == {("verified", "")}
    return made


@pytest.fixture
def visit(office: Registry) -> str:
    """That visit, as it stands in the office."""
    return send_rows(office)


def test_rows_are_read_in_order_and_judged_by_the_papers_of_their_level(office: Registry, visit: str) -> None:
    view = get_inspection(office, visit, person=OFFICER)
    read = {one.entry: one for one in view.readings}
    assert [key for key in read if key.startswith("guy_tension")] == [
        "guy_tension", *(f"guy_tension[{row}]" for row in TENSIONS)
    ]  # fmt: skip
    judged = [read[f"guy_tension[{row}]"].judgement.judged for row in TENSIONS]
    assert judged == [Judged.WITHIN, Judged.WITHIN, Judged.BEYOND, Judged.NOT_JUDGED]
    lean, spread = read["verticality"], read["guy_spread[T1]"]
    assert (lean.computed, lean.item.value, lean.judgement.judged) == (True, "50", Judged.WITHIN)
    assert spread.judgement.judged is Judged.BEYOND
    assert read["concrete[M0]"].item.how == "good"
    (table,) = [
        one for one in folded(view.readings) if isinstance(one, RowTable) and one.entry == "guy_tension"
    ]
    assert [(line, list(held)) for line, held in table.lines] == [("T1", ["1", "2", "3"]), ("T2", ["1"])]
    assert beyond_words(table, "vi") == "ngoài ngưỡng: T1/3"
    read_of = replace(table.readings[0], judgement=Judgement(Judged.BEYOND))  # a crack has no limit
    assert beyond_words(replace(table, readings=(read_of,)), "vi") == "có vấn đề: T1/1"


def test_what_is_left_out_names_the_rows_that_the_answers_ask_for(office: Registry, visit: str) -> None:
    view = get_inspection(office, visit, person=OFFICER)
    missed = {one.key for one in left_out(view.sheet, view.items, view.mast)}
    assert {"guy_tension[T2/2]", "guy_tension[T2/3]", "concrete[M3]", "earthing"} <= missed
    assert not missed & {"guy_tension[T1/1]", "guy_tension[T3/1]", "verticality", "design_tension[T2]"}
    (row,) = list_inspections(office, person=OFFICER)
    assert row.asked - row.answered == len(missed)


def test_a_row_out_of_its_limit_becomes_a_defect_of_that_row(office: Registry, visit: str) -> None:
    view = get_inspection(office, visit, person=OFFICER)
    assert {"guy_tension[T1/3]", "guy_spread[T1]"} == set(untold(view))
    made = make_defect(office, visit, "guy_tension[T1/3]", "guy_slack", "serious", person=OFFICER)
    assert made.entry == "guy_tension[T1/3]"
    assert set(untold(get_inspection(office, visit, person=OFFICER))) == {"guy_spread[T1]"}


def test_minutes_hold_the_rows_of_an_entry_in_one_line_of_their_table(office: Registry, visit: str) -> None:
    file = minutes_of(office, visit, person=OFFICER)
    document = Document(io.BytesIO(unit_minutes(office, file, file.units[0])))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    (line,) = [row for row in cells if row[0] == "Lực căng" and row[1].startswith("T1")]
    assert "T1: 40 kN, 41 kN, 30,5 kN; T2: 38 kN" in line[1]
    assert line[3] == "ngoài ngưỡng: T1/3"


def test_a_pack_gives_the_next_version_where_a_campaigns_own_is_retired() -> None:
    known = Sheets(catalogue())
    held = Campaign("c", CampaignKind.SPECIALISED, "Đo", checklists=(("office", 1), ("guyed", 1)))
    given = {
        day: [(one.code, one.version, one.retired_on) for one in sheets_of(held, known, day)]
        for day in (dt.date(2027, 6, 30), dt.date(2027, 7, 1))
    }
    before, after = given.values()
    assert before == [("office", 1, None), ("guyed", 1, None)]  # a phone offers what bears no last day
    assert after == [("office", 2, None), ("guyed", 2, None)]


def test_minutes_of_a_mast_visited_twice_hold_what_follows_from_the_answers_that_count(
    office: Registry, visit: str
) -> None:
    again = new_id()
    sheet = {"visit": again, "checklist": "guyed", "checklist_version": 2}
    items = [
        item("start", **sheet),
        item(**sheet, entry="guy_levels", value="2", raw="2"),
        item("finish", **sheet, seq=90, recorded_at="2026-05-12T10:20:00+07:00"),
    ]
    take_items(office, items, person=LAN, device="d1", by="lan")
    file = minutes_of(office, visit, person=OFFICER)
    assert len(file.units[0].views) == 2
    document = Document(io.BytesIO(unit_minutes(office, file, file.units[0])))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    (lean,) = [row for row in cells if row[1] == "50 mm"]  # of 30 and 40 in two directions
    assert lean[3].startswith("trong ngưỡng")
    (line,) = [row for row in cells if row[0] == "Lực căng" and row[1].startswith("T1")]
    assert line[3] == "ngoài ngưỡng: T1/3"
