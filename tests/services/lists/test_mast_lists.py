"""A carrier hands a list of masts in and repairs it; the office takes it, whole or not, and undoes it."""

import importlib
from pathlib import Path

import openpyxl
import pytest

from registry.errors import RefusalError
from registry.messages import render
from registry.model.duties import DutyState
from registry.model.mast_lists import KEPT, MOVED, Fate, MastList, MastListKind, MastListState
from registry.services.appraise.stated_columns import ColumnPlace
from registry.services.lists import accepting, comparing, handing_in, looking_through, marked_workbook
from registry.services.lists.mast_lists import get_mast_list, list_mast_lists, waiting
from registry.services.lists.preview_files import Preview
from registry.services.obligations.obligations import duties_of
from registry.services.office.batches import present_number, undo_batch
from registry.services.office.calendar import today
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.services.register.import_sites import import_sites
from registry.services.register.verify import verify
from registry.store.register.lists import load_lists
from tests.services.offices import HEADER, mast, write_list

LON, LAT = 106.301234, 21.351234
STEP = 0.01
SHEET = "Sheet"


@pytest.fixture
def standing(registry: Registry, tmp_path: Path) -> Registry:
    """A register with two masts of Viettel's and one of VNPT's."""
    rows = [mast(f"V{i}", "VTL", LON + i * STEP, LAT) for i in range(2)]
    rows.append(mast("N0", "VNPT", LON, LAT + STEP))
    import_sites(registry, write_list(tmp_path / "trước.xlsx", rows), yes=True, who="lan")
    return registry


ROWS = [
    mast("V0", "VTL", LON, LAT, "A2b", 45),  # row 2: higher by 3 m
    mast("V7", "VTL", LON + 5 * STEP, LAT),  # row 3: new
    mast("V8", "VTL", LON + 6 * STEP, LAT, "A2b", "cao lắm"),  # row 4: new, a height that does not read
    mast("N5", "VNPT", LON + 7 * STEP, LAT),  # row 5: another's
    mast("V9", "VTL", LON, LAT + STEP + 0.0001),  # row 6: new, 11 m from VNPT's
]


def handed(registry: Registry, folder: Path, rows: list = ROWS, **own: object) -> MastList:
    path = write_list(folder / "ds.xlsx", rows)
    made = handing_in.begin(
        registry, path, name="Danh sách quý IV.xlsx", operator="VTL",
        **{"kind": MastListKind.QUARTERLY, "who": "vtl", **own},
    )  # fmt: skip
    assert jobs.finish(registry)
    return made


def now(registry: Registry, item: MastList) -> MastList:
    return get_mast_list(registry, item.id, "VTL")


def seen(registry: Registry, item: MastList) -> Preview:
    """The comparison of a list as it stands, waited for."""
    comparing.under_way(registry, item, who="vtl")
    assert jobs.finish(registry)
    return comparing.required(registry, item)


def sent(registry: Registry, item: MastList) -> MastList:
    return handing_in.send(registry, now(registry, item), seen=now(registry, item).version, who="vtl")


def taken(registry: Registry, item: MastList) -> MastList:
    looking_through.accept(registry, item, seen=item.version, who="lan")
    assert jobs.finish(registry)
    return now(registry, item)


def test_every_kind_of_job_is_there() -> None:
    for place in jobs.KINDS.values():
        module, _, name = place.partition(":")
        assert callable(getattr(importlib.import_module(module), name))


def test_a_list_says_of_each_row_what_would_become_of_it(standing: Registry, tmp_path: Path) -> None:
    head = present_number(standing)
    preview = seen(standing, handed(standing, tmp_path))
    rows = {row.row: row for row in preview.every()}
    assert [rows[at].fate for at in range(2, 7)] == [
        Fate.CHANGED, Fate.NEW, Fate.NEW, Fate.ANOTHERS, Fate.NEW,
    ]  # fmt: skip
    assert [(one.field, one.before, one.after) for one in rows[2].changes] == [("mast_height_m", 42.0, 45.0)]
    assert [(one.code, one.letter) for one in rows[4].issues] == [("CELL-NOT-NUMBER", "F")]
    assert [(one.code, one.operators) for one in rows[6].doubts] == [("N0", ("VNPT",))]
    assert preview.whole.gone == ("V1",)
    counts = preview.whole.counts
    assert (counts["new"], counts["changed"], counts["anothers"], counts["gone"], counts["doubtful"]) == (
        3, 1, 1, 1, 1,
    )  # fmt: skip
    assert preview.chosen("doubtful") == [4]
    assert preview.chosen(text="v8") == [2]
    assert present_number(standing) == head + 2  # the draft and its batch: no mast


def test_a_mast_that_moves_says_how_far(standing: Registry, tmp_path: Path) -> None:
    """A degree of longitude says to nobody whether it is a slip of a metre or of three kilometres."""
    preview = seen(standing, handed(standing, tmp_path, [mast("V0", "VTL", LON + 0.03, LAT)]))
    (row,) = preview.every()
    said = {one.field: one.after for one in row.changes}
    assert said[MOVED] == pytest.approx(3110.0, rel=0.01)
    assert said["lon"] == pytest.approx(LON + 0.03)


def test_a_technology_that_a_row_leaves_out_stays_and_is_said(standing: Registry, tmp_path: Path) -> None:
    """ "No change" of a row that says 5G where the register has 4G and 5G would pass for both."""
    both = [mast("V0", "VTL", LON, LAT, "A2b", 42, "đang hoạt động", "4G, 5G")]
    import_sites(standing, write_list(tmp_path / "hai.xlsx", both), yes=True, who="lan")
    one = [mast("V0", "VTL", LON, LAT, "A2b", 42, "đang hoạt động", "5G"), mast("V1", "VTL", LON + STEP, LAT)]
    left, whole = seen(standing, handed(standing, tmp_path, one)).every()
    assert (left.fate, whole.fate) == (Fate.UNCHANGED, Fate.UNCHANGED)
    assert [(item.field, item.after) for item in left.changes] == [(KEPT, "4G")]
    assert not whole.changes


def test_a_repaired_cell_is_read_instead_and_a_corrected_file_has_its_own_word(
    standing: Registry, tmp_path: Path
) -> None:
    item = handed(standing, tmp_path)
    seen(standing, item)
    with pytest.raises(RefusalError, match="REQUEST-CELL"):
        handing_in.repair(standing, item, SHEET, 4, {"F": "rất cao"}, who="vtl")
    with pytest.raises(RefusalError, match="MAST-LIST-CELL"):
        handing_in.repair(standing, item, SHEET, 4, {"ZZ": "1"}, who="vtl")
    handing_in.repair(standing, item, SHEET, 4, {"F": "36"}, who="vtl")
    row = seen(standing, item).at(SHEET, 4)
    assert row is not None
    assert not row.issues
    assert {one.field: one.after for one in row.changes}["mast_height_m"] == 36.0
    moved = [ROWS[2], *ROWS[:2]]  # the same rows, each in another place
    handing_in.replace_file(
        standing, item, write_list(tmp_path / "b.xlsx", moved), name="b.xlsx", seen=item.version, who="vtl"
    )
    preview = seen(standing, now(standing, item))
    assert [bool(row.issues) for row in preview.every()] == [False, False, False]
    corrected = [mast("V8", "VTL", LON + 6 * STEP, LAT, "A2b", "cao quá")]
    handing_in.replace_file(
        standing, item, write_list(tmp_path / "c.xlsx", corrected), name="c.xlsx",
        seen=now(standing, item).version, who="vtl",
    )  # fmt: skip
    assert [len(row.issues) for row in seen(standing, now(standing, item)).every()] == [1]


def test_a_column_is_explained_and_holds_for_the_next_list(standing: Registry, tmp_path: Path) -> None:
    header = (*HEADER[:5], "Vươn tới", *HEADER[6:])
    path = write_list(tmp_path / "lạ.xlsx", ROWS[:2], header)
    item = handing_in.begin(
        standing, path, name="lạ.xlsx", operator="VTL", kind=MastListKind.CORRECTIONS, who="vtl"
    )
    assert seen(standing, item).whole.counts["changed"] == 0
    place = ColumnPlace(SHEET, "F", "Vươn tới")
    handing_in.explain(standing, item, [(place, "mast_height_m", "")], who="vtl")
    assert seen(standing, now(standing, item)).whole.counts["changed"] == 1
    again = handing_in.begin(
        standing, path, name="lạ.xlsx", operator="VTL", kind=MastListKind.CORRECTIONS, who="vtl"
    )
    assert seen(standing, again).whole.counts["changed"] == 1


def test_the_office_takes_a_list_without_a_row_and_undoes_it(standing: Registry, tmp_path: Path) -> None:
    item = handed(standing, tmp_path)
    assert list_mast_lists(standing, None) == []  # a draft is its carrier's
    item = sent(standing, item)
    assert (waiting(standing, None), waiting(standing, "VTL")) == (1, 0)
    assert looking_through.leave(standing, item, [(SHEET, 6)], "Có thể trùng cột của VNPT", who="lan") == 1
    done = taken(standing, item)
    assert done.state is MastListState.PARTLY
    assert done.looked_by == "lan"
    fates = [row.fate for row in comparing.required(standing, done).every()]
    assert fates == [Fate.CHANGED, Fate.NEW, Fate.NEW, Fate.ANOTHERS, Fate.LEFT]
    with standing.database.read() as connection:
        lists = {(one.operator, one.complete) for one in load_lists(connection) if one.batch == done.batch}
    assert lists == {("VTL", True)}
    again = seen(standing, handed(standing, tmp_path))
    assert [row.fate for row in again.every()][:3] == [Fate.UNCHANGED] * 3
    with pytest.raises(RefusalError, match="MAST-LIST-STATE"):
        looking_through.accept(standing, done, seen=done.version, who="lan")
    undo_batch(standing, done.batch, who="lan")
    back = now(standing, item)
    assert (back.state, back.batch, back.outcome_sha256) == (MastListState.SENT, "", "")
    assert seen(standing, back).whole.counts["new"] == 3
    assert verify(standing).problems == ()


def test_a_row_that_was_left_is_the_same_mast_s_in_a_corrected_file(
    standing: Registry, tmp_path: Path
) -> None:
    item = sent(standing, handed(standing, tmp_path))
    looking_through.leave(standing, item, [(SHEET, 6)], "Có thể trùng cột của VNPT", who="lan")
    looking_through.leave(standing, item, [(SHEET, 3)], "Chưa xây", who="lan")
    looking_through.mark(standing, item, [(SHEET, 4)], "Ghi chiều cao bằng số", who="lan")
    item = looking_through.return_list(standing, item, "Sửa giúp", seen=item.version, who="lan")
    moved = [ROWS[4], mast("V8", "VTL", LON + 6 * STEP, LAT, "A2b", 36), ROWS[0], *(
        mast(f"V2{i}", "VTL", LON + (8 + i) * STEP, LAT) for i in range(3)
    )]  # fmt: skip
    path = write_list(tmp_path / "b.xlsx", moved)  # V7 is gone; another mast stands in row 6
    handing_in.replace_file(standing, item, path, name="b.xlsx", seen=item.version, who="vtl")
    seen(standing, now(standing, item))
    item = sent(standing, item)
    said = comparing.said_of(standing, item)
    assert {place: (row.reason, row.mark) for place, row in said.items() if row.reason or row.mark} == {
        (SHEET, 2): ("Có thể trùng cột của VNPT", ""), (SHEET, 3): ("", "Ghi chiều cao bằng số"),
    }  # fmt: skip
    assert said[SHEET, 2].who == "lan"
    done = taken(standing, item)
    fates = {row.code: row.fate for row in comparing.required(standing, done).every()}
    assert fates == {"V9": Fate.LEFT, "V8": Fate.NEW, "V0": Fate.CHANGED} | dict.fromkeys(
        ("V20", "V21", "V22"), Fate.NEW
    )
    assert verify(standing).problems == ()


def test_the_workbook_counts_a_row_that_is_left_as_left_and_as_nothing_else(
    standing: Registry, tmp_path: Path
) -> None:
    """Before the list is taken, too: the counts are those of the rows' own marks."""
    item = sent(standing, handed(standing, tmp_path))
    seen(standing, item)
    looking_through.leave(standing, item, [(SHEET, 6)], "Có thể trùng cột của VNPT", who="lan")
    marked_workbook.make(standing, item, who="lan")
    assert jobs.finish(standing)
    path = marked_workbook.workbook(standing, item)
    assert path is not None
    cells = [
        [cell.value for cell in row] for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows()
    ]
    counted = {
        fate: next(int(row[row.index(text) + 1]) for row in cells if text in row)
        for fate in Fate
        if (text := render(f"MAST-LIST-FATE-{fate.name}", {}, "vi"))
    }
    assert {fate: count for fate, count in counted.items() if count} == {
        Fate.NEW: 2, Fate.CHANGED: 1, Fate.ANOTHERS: 1, Fate.LEFT: 1,
    }  # fmt: skip


def test_what_nobody_saw_is_not_taken(standing: Registry, tmp_path: Path) -> None:
    item = sent(standing, handed(standing, tmp_path))
    other = write_list(tmp_path / "khác.xlsx", [mast("N9", "VNPT", LON + 9 * STEP, LAT)])
    import_sites(standing, other, yes=True, who="minh")
    with pytest.raises(RefusalError, match="MAST-LIST-UNREAD"):
        looking_through.accept(standing, item, seen=item.version, who="lan")
    seen(standing, item)
    looking_through.leave(standing, item, [(SHEET, at) for at in (2, 3, 4, 6)], "chưa rõ", who="lan")
    with pytest.raises(RefusalError, match="MAST-LIST-ALL-LEFT"):
        looking_through.accept(standing, item, seen=item.version, who="lan")
    looking_through.leave(standing, item, [(SHEET, at) for at in (2, 3, 4, 6)], "", who="lan")
    looking_through.accept(standing, item, seen=item.version - 1, who="lan")
    assert jobs.finish(standing)
    job = jobs.newest_job(standing, looking_through.ACCEPT, item.id)
    assert job is not None
    assert job.code == "CHANGED-MEANWHILE"
    assert now(standing, item).state is MastListState.SENT
    assert taken(standing, item).state is MastListState.PARTLY  # N5 is another's
    assert accepting.accept_job(standing, job, lambda *_: None) == {"batch": now(standing, item).batch}


def test_a_list_comes_back_with_marks_is_put_right_and_sent_again(standing: Registry, tmp_path: Path) -> None:
    import openpyxl

    item = sent(standing, handed(standing, tmp_path))
    looking_through.mark(standing, item, [(SHEET, 4)], "Ghi chiều cao bằng số", who="lan")
    with pytest.raises(RefusalError, match="MAST-LIST-WORDS"):
        looking_through.return_list(standing, item, " ", seen=item.version, who="lan")
    with pytest.raises(RefusalError, match="MAST-LIST-STATE"):
        handing_in.repair(standing, item, SHEET, 4, {"F": "36"}, who="vtl")
    item = looking_through.return_list(standing, item, "Sửa dòng đánh dấu", seen=item.version, who="lan")
    assert waiting(standing, "VTL") == 1
    marked_workbook.make(standing, item, who="vtl")
    assert jobs.finish(standing)
    path = marked_workbook.workbook(standing, item)
    assert path is not None
    sheet = openpyxl.load_workbook(path)[SHEET]
    assert "Ghi chiều cao bằng số" in str(sheet.cell(4, 9).value)
    assert "Không ghi được" not in str(sheet.cell(4, 9).value)
    assert sheet["F4"].comment is not None
    handing_in.repair(standing, item, SHEET, 4, {"F": "36"}, who="vtl")
    seen(standing, item)
    item = sent(standing, item)
    item = looking_through.ask(standing, item, "Cột V1 đã tháo?", seen=item.version, who="lan")
    item = handing_in.answer(standing, item, "Đã tháo ngày 01/11/2026", seen=item.version, who="vtl")
    assert (item.state, item.message, item.reply[:2]) == (MastListState.SENT, "Cột V1 đã tháo?", "Đã")
    assert handing_in.withdraw(standing, item, seen=item.version, who="vtl").state is MastListState.WITHDRAWN


def test_a_list_is_its_carriers_alone_and_two_at_it_are_told(standing: Registry, tmp_path: Path) -> None:
    item = handed(standing, tmp_path)
    for own in ("VNPT", None):
        with pytest.raises(RefusalError, match="MAST-LIST-UNKNOWN"):
            get_mast_list(standing, item.id, own)
    facts = {"kind": MastListKind.CORRECTIONS, "list_date": item.list_date, "note": "", "who": "vtl"}
    handing_in.change_facts(standing, item, seen=item.version, **facts)
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        handing_in.change_facts(standing, item, seen=item.version, **facts)
    assert seen(standing, now(standing, item)).whole.gone == ()
    path = write_list(tmp_path / "x.xlsx", ROWS)
    for code, own in (
        ("MAST-LIST-OPERATOR", {"operator": "FPT"}),
        ("FILE-EXTENSION", {"name": "ds.pdf"}),
    ):
        with pytest.raises(RefusalError, match=code):
            handing_in.begin(
                standing, path, who="vtl",
                **{"name": "ds.xlsx", "operator": "VTL", "kind": MastListKind.FIRST, **own},
            )  # fmt: skip


def test_a_file_that_is_no_list_says_so_and_takes_another(standing: Registry, tmp_path: Path) -> None:
    item = handed(standing, tmp_path, [ROWS[3]])
    with pytest.raises(RefusalError, match="MAST-LIST-NOTHING"):  # all of it is another's
        handing_in.send(standing, item, seen=item.version, who="vtl")
    path = write_list(tmp_path / "trống.xlsx", [], ("x",))
    item = handing_in.replace_file(standing, item, path, name="trống.xlsx", seen=item.version, who="vtl")
    assert jobs.finish(standing)
    job = comparing.under_way(standing, item, who="vtl")
    assert job is not None
    assert job.code == "FILE-NO-HEADER"
    with pytest.raises(RefusalError, match="MAST-LIST-UNREAD"):
        handing_in.send(standing, item, seen=item.version, who="vtl")
    path = write_list(tmp_path / "tốt.xlsx", ROWS[:1])
    item = handing_in.replace_file(standing, item, path, name="tốt.xlsx", seen=item.version, who="vtl")
    assert seen(standing, item).whole.counts["rows"] == 1


def test_the_quarters_list_is_done_when_it_is_sent_and_owed_again_when_it_comes_back(
    standing: Registry, tmp_path: Path
) -> None:
    def duty() -> tuple[bool, tuple[str, str]]:
        key = f"DUT-LIST:VTL:{today().year}Q{(today().month + 2) // 3}"
        found = next(item for item in duties_of(standing, organisation="VTL") if item.key == key)
        return found.state is DutyState.DONE, found.link

    assert not duty()[0]
    item = handed(standing, tmp_path)
    assert not duty()[0]  # a draft is nothing yet
    item = sent(standing, item)
    assert duty() == (True, ("mast_list", item.id))
    item = looking_through.return_list(standing, item, "thiếu cột", seen=item.version, who="lan")
    assert not duty()[0]
    seen(standing, item)
    assert taken(standing, sent(standing, item)).state is MastListState.PARTLY  # N5 is another's
    assert duty() == (True, ("mast_list", item.id))
