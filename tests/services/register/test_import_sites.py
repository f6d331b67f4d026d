"""Lists of masts: previewed, matched by each operator's code, one batch, nothing ever deleted."""

import contextlib
import datetime as dt
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.errors import RefusalError
from registry.intake.choices import technologies_of
from registry.messages import render
from registry.model.ledger import Origin
from registry.services.office.batches import list_batches, undo_batch
from registry.services.office.calendar import today
from registry.services.office.preview import ImportOutcome, Kind
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.exports.export import export_layer
from registry.services.register.import_sites import import_sites
from registry.services.register.verify import verify
from registry.store import ledger, tables
from tests.services.offices import HEADER, mast, write_list

LON, LAT = 106.301234, 21.351234
STEP = 0.01


def codes(outcome: ImportOutcome) -> list[str]:
    return [issue.code for issue in outcome.issues if issue.code.startswith(("SITE-", "LIST-"))]


def three(path: Path) -> Path:
    return write_list(path, [mast(f"BGG0000{i}", "VTL", LON + i * STEP, LAT) for i in range(3)])


def test_a_preview_writes_nothing_and_tells_what_would_be_new(registry: Registry, tmp_path: Path) -> None:
    head = verify(registry).head
    outcome = import_sites(registry, three(tmp_path / "l.xlsx"), who="lan")
    assert outcome.batch is None
    assert outcome.counts["new"] == 3
    assert [row.code for row in outcome.rows] == ["BGG00000", "BGG00001", "BGG00002"]
    assert verify(registry).head == head


def test_the_same_list_twice_changes_nothing(registry: Registry, tmp_path: Path) -> None:
    path = three(tmp_path / "l.xlsx")
    assert import_sites(registry, path, complete=True, yes=True, who="lan").batch == "B2"
    head = verify(registry).head
    again = import_sites(registry, path, complete=True, yes=True, who="lan")
    assert again.batch is None
    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 3)
    assert verify(registry).head == head


def test_the_ledger_keeps_the_sheet_and_the_row_that_every_record_was_read_from(
    registry: Registry, tmp_path: Path
) -> None:
    outcome = import_sites(registry, three(tmp_path / "l.xlsx"), yes=True, who="lan")
    with registry.database.read() as connection:
        entries = list(ledger.entries(connection, batch=outcome.batch))
    read = {"sites", "structures", "stations", "site_aliases"}
    found = [(entry.change.table, entry.change.origin) for entry in entries if entry.change.table in read]
    sheets = {origin.sheet for _table, origin in found if origin is not None}
    assert len(sheets) == 1
    assert sorted(found) == sorted((table, Origin(*sheets, row)) for table in read for row in (2, 3, 4))
    assert {entry.change.origin for entry in entries if entry.change.table not in read} == {None}
    assert verify(registry).sound


def test_changes_are_told_field_by_field_and_only_they_are_written(
    registry: Registry, tmp_path: Path
) -> None:
    import_sites(registry, three(tmp_path / "a.xlsx"), yes=True, who="lan")
    rows = [
        mast("BGG00000", "VTL", LON, LAT),
        mast("BGG00001", "VTL", LON + STEP, LAT + 0.001),
        mast("BGG00002", "VTL", LON + 2 * STEP, LAT, "A2b", 45, "tạm ngừng"),
    ]
    outcome = import_sites(registry, write_list(tmp_path / "b.xlsx", rows), yes=True, who="lan")
    assert (outcome.counts["changed"], outcome.counts["unchanged"]) == (2, 1)
    changed = {row.code: {f.field: (f.before, f.after) for f in row.fields} for row in outcome.rows}
    assert changed["BGG00001"]["lat"] == (21.351234, 21.352234)
    assert changed["BGG00002"] == {"mast_height_m": (42.0, 45.0), "state": ("in_service", "suspended")}


def test_a_column_that_the_list_does_not_have_keeps_its_value(registry: Registry, tmp_path: Path) -> None:
    import_sites(registry, three(tmp_path / "a.xlsx"), yes=True, who="lan")
    short = [row[:4] for row in (mast("BGG00000", "VTL", LON, LAT),)]
    outcome = import_sites(registry, write_list(tmp_path / "b.xlsx", short, HEADER[:4]), yes=True, who="lan")
    assert (outcome.counts["changed"], outcome.counts["unchanged"]) == (0, 1)
    context = context_for(registry, today())
    assert set(context.masts.mast_classes) == {"A2b"}


def test_what_a_complete_list_leaves_out_is_reported_and_stays(registry: Registry, tmp_path: Path) -> None:
    import_sites(registry, three(tmp_path / "a.xlsx"), complete=True, yes=True, who="lan")
    shorter = write_list(tmp_path / "b.xlsx", [mast("BGG00000", "VTL", LON, LAT)])
    assert import_sites(registry, shorter, yes=True, who="lan").counts["vanished"] == 0
    outcome = import_sites(registry, shorter, complete=True, yes=True, who="lan")
    assert outcome.counts["vanished"] == 2
    assert [row.code for row in outcome.rows if row.kind is Kind.VANISHED] == ["BGG00001", "BGG00002"]
    assert len(context_for(registry, today()).masts) == 3


def test_the_other_operators_of_the_register_do_not_vanish(registry: Registry, tmp_path: Path) -> None:
    import_sites(registry, three(tmp_path / "a.xlsx"), complete=True, yes=True, who="lan")
    other = write_list(tmp_path / "b.xlsx", [mast("BGG_001", "VNPT", LON, LAT + 0.05)])
    assert import_sites(registry, other, complete=True, yes=True, who="lan").counts["vanished"] == 0


def test_rows_name_their_own_operator_and_who_shares(registry: Registry, tmp_path: Path) -> None:
    header = (*HEADER, "Dùng chung với", "Chủ sở hữu")
    rows = [
        (*mast("BGG00001", "Viettel", LON, LAT), "Vinaphone, MobiFone", "Viettel"),
        (*mast("BGG_002", "VNPT", LON + STEP, LAT), "", "Công ty Cột Viễn thông Á Châu"),
        (*mast("BG1234", "", LON + 2 * STEP, LAT), "", ""),
    ]
    path = write_list(tmp_path / "l.xlsx", rows, header)
    outcome = import_sites(registry, path, operator="VMS", complete=True, yes=True, who="lan")
    assert outcome.operators == ("VMS", "VNPT", "VTL")
    context = context_for(registry, today())
    carried = {
        str(code): {op.code for bit, op in enumerate(context.operators) if mask >> bit & 1}
        for code, mask in zip(context.masts.codes, context.masts.networks, strict=True)
    }
    assert carried == {"BGG00001": {"VTL", "VNPT", "VMS"}, "BGG_002": {"VNPT"}, "BG1234": {"VMS"}}
    assert context.masts.owners[context.masts.aliases["BGG_002"]] == "Công ty Cột Viễn thông Á Châu"
    assert set(context.lists) == {"VMS", "VNPT", "VTL"}


def test_a_row_without_a_readable_position_is_kept_as_an_issue(registry: Registry, tmp_path: Path) -> None:
    rows = [mast("BGG00001", "VTL", LON, LAT), ("BGG00002", "VTL", "", "chưa đo", "A2b", 42, "", "")]
    outcome = import_sites(registry, write_list(tmp_path / "l.xlsx", rows), yes=True, who="lan")
    assert (outcome.counts["new"], outcome.counts["not_imported"]) == (1, 1)
    issue = next(item for item in outcome.issues if item.code == "SITE-NOT-LISTED-NOR-PLACED")
    assert (issue.row, issue.value) == (3, "BGG00002")
    assert "BGG00002" in render(issue.code, issue.params)


def test_a_known_mast_without_a_position_in_the_list_keeps_the_registered_one(
    registry: Registry, tmp_path: Path
) -> None:
    import_sites(registry, three(tmp_path / "a.xlsx"), yes=True, who="lan")
    rows = [
        mast("BGG00000", "VTL", LON, LAT),
        ("BGG00001", "VTL", "", "", "A2b", 42, "đã tháo dỡ", "4G"),
        mast("BGG00002", "VTL", LON + 2 * STEP, LAT),
    ]
    outcome = import_sites(
        registry, write_list(tmp_path / "b.xlsx", rows), complete=True, yes=True, who="lan"
    )
    assert "SITE-POSITION-KEPT" in codes(outcome)
    assert (outcome.counts["changed"], outcome.counts["vanished"]) == (1, 0)
    assert "BGG00001" not in context_for(registry, today()).masts.aliases


def test_one_mast_on_several_rows_is_one_mast_with_its_technologies(
    registry: Registry, tmp_path: Path
) -> None:
    rows = [
        mast("BGG00001", "VTL", LON, LAT, "A2b", 42, "", "2G"),
        mast("BGG00001", "VTL", LON, LAT, "A2b", 42, "", "4G, 5G"),
        mast("BGG00001", "VTL", LON + STEP, LAT),
    ]
    outcome = import_sites(registry, write_list(tmp_path / "l.xlsx", rows), yes=True, who="lan")
    assert (outcome.counts["new"], outcome.counts["not_imported"]) == (1, 1)
    assert "SITE-CODE-TWICE" in codes(outcome)
    with registry.database.read() as connection:
        heard = set(connection.execute(sa.select(tables.stations.c.technology)).scalars())
    assert heard == {"2G", "4G", "5G"}


def test_two_operators_may_use_one_code_for_two_masts(registry: Registry, tmp_path: Path) -> None:
    rows = [mast("BG001", "VNM", LON, LAT), mast("BG001", "VMS", LON + STEP, LAT)]
    assert (
        import_sites(registry, write_list(tmp_path / "l.xlsx", rows), yes=True, who="lan").counts["new"] == 2
    )
    context = context_for(registry, today())
    assert sorted(context.masts.codes) == ["BG001", "VMS-BG001"]


def test_an_older_list_adds_masts_but_overwrites_nothing(registry: Registry, tmp_path: Path) -> None:
    day = today()
    import_sites(registry, three(tmp_path / "a.xlsx"), complete=True, list_date=day, yes=True, who="lan")
    rows = [mast("BGG00000", "VTL", LON, LAT, "A2b", 30), mast("BGG00009", "VTL", LON, LAT + STEP)]
    outcome = import_sites(
        registry,
        write_list(tmp_path / "b.xlsx", rows),
        complete=True,
        list_date=day - dt.timedelta(days=500),
        yes=True,
        who="lan",
    )
    assert "LIST-OLDER" in codes(outcome)
    assert (outcome.counts["new"], outcome.counts["changed"], outcome.counts["vanished"]) == (1, 0, 0)
    assert context_for(registry, day).lists["VTL"].list_date == day


def test_a_list_of_tomorrow_and_an_unknown_operator_are_refused(registry: Registry, tmp_path: Path) -> None:
    path = three(tmp_path / "l.xlsx")
    with pytest.raises(RefusalError, match="LIST-DATE-AHEAD"):
        import_sites(registry, path, list_date=today() + dt.timedelta(days=1), who="lan")
    with pytest.raises(RefusalError, match="OPERATOR-UNKNOWN"):
        import_sites(registry, path, operator="ABC", who="lan")


def test_a_mast_without_a_code_or_an_operator_is_still_a_mast(registry: Registry, tmp_path: Path) -> None:
    rows = [mast("", "VTL", LON, LAT), mast("T1", "", LON + STEP, LAT)]
    path = write_list(tmp_path / "l.xlsx", rows)
    outcome = import_sites(registry, path, yes=True, who="lan")
    assert sorted(codes(outcome)) == ["SITE-NO-CODE", "SITE-NO-OPERATOR"]
    assert len(context_for(registry, today()).masts) == 2
    assert import_sites(registry, path, yes=True, who="lan").counts["unchanged"] == 2


def test_an_import_is_undone_as_a_unit_and_may_come_again(registry: Registry, tmp_path: Path) -> None:
    path = three(tmp_path / "l.xlsx")
    batch = import_sites(registry, path, complete=True, yes=True, who="lan").batch
    assert batch is not None
    undo_batch(registry, batch, who="lan")
    context = context_for(registry, today())
    assert len(context.masts) == 0
    assert context.lists == {}
    assert verify(registry).problems == ()
    again = import_sites(registry, path, complete=True, yes=True, who="lan")
    assert (again.counts["new"], again.batch) == (3, "B4")
    assert [item.kind for item in list_batches(registry)] == ["init", "sites", "undo", "sites"]


@pytest.mark.parametrize(
    ("place", "accuracy_m", "changed"),
    [
        (("106,30123", "21,35123"), None, 0),  # five decimals
        (("106°18'4,44\"E", "21°21'4,44\"N"), None, 0),  # hundredths of a second
        (("106,30123", "21,35123"), 10, 0),
        (("106,30123", "21,35123"), 0.1, 1),  # more exact than the rounding
        (("106,301264", "21,351234"), None, 1),  # 3 m
    ],
)
def test_the_same_place_rounded_otherwise_is_no_change(
    registry: Registry, tmp_path: Path, place: tuple[str, str], accuracy_m: float | None, changed: int
) -> None:
    import_sites(
        registry, write_list(tmp_path / "l.xlsx", [mast("BGG00001", "VTL", LON, LAT)]), yes=True, who="lan"
    )
    code, operator, _lon, _lat, *rest = mast("BGG00001", "VTL", LON, LAT)
    listed = (code, operator, *place, *rest, accuracy_m)
    path = write_list(tmp_path / "again.xlsx", [listed], (*HEADER, "Sai số tọa độ (m)"))
    moved = {one.field for row in import_sites(registry, path, who="lan").rows for one in row.fields}
    assert bool(moved & {"lon", "lat"}) == bool(changed)


def test_what_was_exported_comes_back_unchanged(registry: Registry, tmp_path: Path) -> None:
    header = (*HEADER, "Dùng chung với")
    rows = [
        (*mast("BGG00001", "VTL", LON, LAT, "A2b", 42, "", "2G, 4G"), "VNM"),
        (*mast("BGG00002", "VTL", LON + STEP, LAT), ""),
    ]
    import_sites(registry, write_list(tmp_path / "l.xlsx", rows, header), yes=True, who="lan")
    export_layer(registry, "sites", tmp_path / "out.xlsx")
    outcome = import_sites(registry, tmp_path / "out.xlsx", yes=True, who="lan")
    assert (outcome.counts["new"], outcome.counts["changed"], outcome.counts["unchanged"]) == (0, 0, 2)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2G/4G", ("2G", "4G")),
        ("4G, 5G", ("4G", "5G")),
        ("2G 3G 4G", ("2G", "3G", "4G")),
        ("4g và 5g", ("4G", "5G")),
        ("LTE", ("LTE",)),
        ("", ("",)),
    ],
)
def test_technologies_are_parted_as_people_write_them(text: str, found: tuple[str, ...]) -> None:
    assert technologies_of(text) == found


def test_what_is_known_better_is_no_change(registry: Registry, tmp_path: Path) -> None:
    header = [*HEADER[:4], "Năm xây dựng", "Trụ vững"]

    def listed(name: str, built: object, day: dt.date) -> ImportOutcome:
        path = write_list(tmp_path / name, [[*mast("BGG00000", "VTL", LON, LAT)[:4], built, "có"]], header)
        return import_sites(registry, path, list_date=day, yes=True, who="lan")

    listed("day.xlsx", dt.date(2010, 2, 11), today() - dt.timedelta(days=90))
    again = listed("year.xlsx", 2010, today())
    assert (again.counts["changed"], again.counts["unchanged"]) == (0, 1)
    with registry.database.read() as connection:
        columns = tables.structures.c
        kept = connection.execute(sa.select(columns.built_on, columns.built_year_only)).one()
    assert kept == (dt.date(2010, 2, 11), False)
    other = listed("other.xlsx", 2011, today())
    assert {field.field for field in other.rows[0].fields} == {"built_on", "built_year_only"}


def test_an_agreed_position_is_not_asked_after_by_a_list_of_masts(registry: Registry, tmp_path: Path) -> None:
    import_sites(registry, three(tmp_path / "a.xlsx"), complete=True, yes=True, who="lan")
    with contextlib.closing(sqlite3.connect(registry.settings.home / "registry.sqlite")) as file:
        agreed = "SELECT id FROM sites WHERE code = 'BGG00001'"
        file.execute(f"UPDATE structures SET state = 'approved' WHERE site_id = ({agreed})")
        file.commit()
    path = write_list(tmp_path / "b.xlsx", [mast("BGG00000", "VTL", LON, LAT)])
    outcome = import_sites(registry, path, complete=True, yes=True, who="lan")
    assert [row.code for row in outcome.rows if row.kind is Kind.VANISHED] == ["BGG00002"]


def test_a_list_of_proposals_is_no_list_of_standing_masts(registry: Registry, tmp_path: Path) -> None:
    header = (
        "Mã trạm",
        "Doanh nghiệp",
        "Kinh độ",
        "Vĩ độ",
        "Loại cột",
        "Chiều cao cột (m)",
        "Mã QH",
        "Hình thức",
    )
    row = (*mast("BGG00001", "VTL", LON, LAT)[:6], "QH-VTL-101", "cột mới")
    asked = write_list(tmp_path / "a.xlsx", [row], header)
    for yes in (False, True):
        with pytest.raises(RefusalError, match="LIST-OF-PROPOSALS") as refused:
            import_sites(registry, asked, yes=yes, who="lan")
    assert refused.value.params["columns"] == "Mã QH, Hình thức"
    one = write_list(tmp_path / "b.xlsx", [row[:7]], header[:7])  # an office may keep the plan's code
    assert import_sites(registry, one, who="lan").counts["new"] == 1
    stating = write_list(tmp_path / "c.xlsx", [(*row, "đang hoạt động")], (*header, "Trạng thái"))
    assert import_sites(registry, stating, who="lan").counts["new"] == 1


def test_a_row_written_twice_is_said_and_small_letters_name_the_same_mast(
    registry: Registry, tmp_path: Path
) -> None:
    import_sites(registry, three(tmp_path / "a.xlsx"), yes=True, who="lan")
    rows = [
        mast("bgg00000", "VTL", LON, LAT, "A2b", 45),
        mast("BGG00001", "VTL", LON + STEP, LAT),
        mast("BGG00001", "VTL", LON + STEP, LAT),
        mast("BGG00002", "Viettel Bắc Ninh", LON + 2 * STEP, LAT),
    ]
    outcome = import_sites(
        registry, write_list(tmp_path / "b.xlsx", rows), operator="VTL", complete=True, yes=True, who="lan"
    )
    assert (outcome.counts["new"], outcome.counts["vanished"]) == (0, 0)
    again = next(one for one in outcome.issues if one.code == "SITE-CODE-AGAIN")
    assert (again.row, again.params["where"]) == (again.row, str(again.row - 1))
    assert [one.code for one in outcome.issues].count("SITE-CODE-AGAIN") == 1


@pytest.mark.parametrize(
    "unplaced",
    [
        ("BGG00002", "VTL", "", "chưa đo", "A2b", 42, "", ""),  # nobody knows where it stands
        mast("BGG00001", "VTL", LON + STEP, LAT),  # another mast by the code of the first
    ],
)
def test_a_list_does_not_count_as_complete_while_a_mast_of_it_is_not_in_the_register(
    registry: Registry, tmp_path: Path, unplaced: tuple[object, ...]
) -> None:
    rows = [mast("BGG00001", "VTL", LON, LAT), mast("BGG00009", "VNPT", LON, LAT + STEP), unplaced]
    path = write_list(tmp_path / "l.xlsx", rows)
    seen = import_sites(registry, path, complete=True, who="lan")
    done = import_sites(registry, path, complete=True, yes=True, who="lan")
    assert "LIST-NOT-WHOLE" in codes(seen)
    told = [one.params["operator"] for one in seen.issues if one.code == "LIST-NOT-WHOLE"]
    assert told == ["Viettel"]  # by its name, not by the register's code
    assert "LIST-NOT-WHOLE" in codes(done)
    assert set(context_for(registry, today()).lists) == {"VNPT"}
    mended = write_list(tmp_path / "m.xlsx", [*rows[:2], mast("BGG00004", "VTL", LON + 3 * STEP, LAT)])
    assert "LIST-NOT-WHOLE" not in codes(import_sites(registry, mended, complete=True, yes=True, who="lan"))
    assert set(context_for(registry, today()).lists) == {"VTL", "VNPT"}
