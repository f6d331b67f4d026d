"""A storm's letters as they are drafted: each carrier its own masts, most urgent first, frozen."""

import datetime as dt
import io
from dataclasses import replace

import openpyxl
import pytest
from docx import Document

from registry.errors import RefusalError
from registry.model.storm.storm_records import OrderState
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import state
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from registry.services.storm.actions import actions_of
from registry.services.storm.answers import (
    progress_of,
)
from registry.services.storm.letters import order_book, order_letter
from registry.services.storm.ordered_masts import by_first_work
from registry.services.storm.orders import (
    POWER,
    list_orders,
    rows_of,
)
from registry.services.storm.storms import StormFile, add_bulletin, record_storm
from registry.services.storm.vocabulary import moment, todo
from registry.store import batches, ledger
from tests.documents.letters import compared, faults_of
from tests.services.storm.letters import (
    ONSET,
    cells,
    defect_of,
    drafted,
    of,
    ranked,
    ranking,
    sent,
    standing_masts,
    words,
)
from tests.services.storm.test_storms import NOON, text, track
from tests.store.rows import created


@pytest.fixture
def office(either_office: Registry) -> Registry:
    """An office on each backend."""
    return either_office


@pytest.fixture
def storm(office: Registry) -> StormFile:
    """An office with four masts more, and a storm."""
    standing_masts(office)
    return record_storm(office, track(), text(), who="trực")


def test_each_carrier_gets_one_letter_with_its_own_masts_alone(office: Registry, storm: StormFile) -> None:
    found = drafted(office, storm)
    assert {item.recipient for item in found.made} == {"VTL", "VNPT", POWER}
    assert {item.state for item in found.made} == {OrderState.DRAFT}
    viettel = rows_of(office, of(found, "VTL"))
    assert [row.code for row in viettel] == ["A1", "A2"]  # A4 lies outside the wind
    assert [row.band for row in viettel] == ["over", "near"]
    assert [row.code for row in rows_of(office, of(found, "VNPT"))] == ["A2", "A3"]
    guys = {action.code: action.by for action in viettel[0].actions}
    assert guys["guys"] == (ONSET - dt.timedelta(hours=12)).isoformat()
    assert "bolts" not in guys
    assert of(found, "VTL").first_by == guys["guys"]
    assert "bolts" in {action.code for action in viettel[1].actions}
    late = words(order_letter(office, of(found, "VTL").id, now=ONSET - dt.timedelta(hours=8)))
    assert moment(guys["guys"]) not in late  # nobody is asked for an hour that has passed
    assert "đã quá" not in late
    assert "Làm ngay: kiểm tra, căng chỉnh dây co" in late
    assert "ngay" not in cells(order_letter(office, of(found, "VTL").id, now=ONSET - dt.timedelta(hours=8)))
    assert "Trước khi có gió giật 6 giờ" in late
    assert "căng chỉnh dây co" in late
    gusts = words(order_letter(office, of(found, "VTL").id, now=ONSET))
    assert "căng chỉnh dây co" not in gusts  # nobody is sent up a mast while it gusts
    assert "dừng mọi việc trên cột" in gusts
    assert "Nơi đã có gió giật thì không lên cột, lên mái để gia cố nữa." in gusts
    assert "Nơi đã có gió giật" not in late
    powered = rows_of(office, of(found, POWER))
    assert [row.code for row in powered] == ["A3", "A2"]  # robust, then shared by two networks
    letter = words(order_letter(office, of(found, "VTL").id))
    assert "Kính gửi: Viettel" in letter
    assert "DỰ THẢO" in letter
    assert "căng chỉnh dây co" in letter
    assert "A3" not in letter
    assert "sai số khoảng ± 30 %" in letter
    sheet = openpyxl.load_workbook(io.BytesIO(order_book(office, of(found, "VTL").id))).active
    assert sheet is not None
    assert [sheet.cell(row, 5).value for row in range(2, sheet.max_row + 1)] == ["A1", "A2"]
    assert "A1" in words(order_letter(office, of(found, "VTL").id, "en"))
    assert "trạm trụ vững" in words(order_letter(office, of(found, POWER).id))
    assert "Đơn vị điện lực" in words(order_letter(office, of(found, POWER).id))


def test_a_mast_with_a_dangerous_defect_comes_first_with_its_own_deed(
    office: Registry, storm: StormFile
) -> None:
    """Each kind of mast has its own deeds, said once above its masts; what all are asked is said once."""
    rows = [defect_of("mast-A2", "VTL"), defect_of("mast-A1", "VNPT", severity="serious")]
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="field", who="lan")
        ledger.record(connection, created("defects", *rows), who="lan", batch=batch.id)
    state(office, {"duty_phone": "0204.3999.999"}, who="quản trị")
    found = drafted(office, storm)
    weak = next(row for row in rows_of(office, of(found, "VTL")) if row.code == "A2")
    assert [one.defect for one in weak.dangers] == ["leaning"]
    assert {action.code for action in weak.actions} >= {"danger", "bolts"}
    assert not any(row.dangers for row in rows_of(office, of(found, "VNPT")))  # another's defect
    content = order_letter(office, of(found, "VTL").id)
    text = words(content)
    assert text.index("A. Cột có tồn tại nguy hiểm chưa khắc phục (1)") < text.index("B. Cột dây co (1)")
    assert text.count("căng chỉnh dây co") == 1
    assert text.count("chạy thử máy phát điện") == 1
    found_on = f"(ghi nhận {today():%d/%m/%Y}"
    for part in ("HỎA TỐC", "0204.3999.999", "trước hết là 1 cột có tồn tại nguy hiểm", found_on):
        assert part in text, part
    sheet = openpyxl.load_workbook(io.BytesIO(order_book(office, of(found, "VTL").id))).active
    assert sheet is not None
    assert [sheet.cell(row, 5).value for row in (2, 3)] == ["A2", "A1"]  # by urgency, not by commune


def test_nobody_is_asked_to_brace_a_dangerous_mast_once_it_gusts(office: Registry, storm: StormFile) -> None:
    rows = created("defects", defect_of("mast-A2", "VTL"))
    with office.database.write() as connection:
        ledger.record(
            connection, rows, who="lan", batch=batches.open_batch(connection, kind="field", who="l").id
        )
    order, known = of(drafted(office, storm), "VTL"), actions_of(office.settings.home)
    before = words(order_letter(office, order.id, now=ONSET - dt.timedelta(hours=20)))
    gusts = words(order_letter(office, order.id, now=ONSET))
    for paper, braced in ((before, True), (gusts, False)):
        assert ("chằng giữ, hạ bớt tải trên cột" in paper) is braced
        assert ("đưa người ra khỏi vòng cột có thể đổ, không đến gần cột" in paper) is not braced
        assert ("theo thứ tự và thời hạn nêu tại Phụ lục 2" in paper) is braced  # none is left to state
        assert ("Thời hạn ở mọi nơi đã đến" in paper) is not braced
    weak = next(row for row in rows_of(office, order) if row.code == "A2")
    assert "chằng giữ" not in " ".join(todo(weak, known, "vi", ONSET))
    assert "stay the mast" not in " ".join(todo(weak, known, "en", ONSET))


def test_once_all_is_due_the_most_urgent_mast_stands_first(office: Registry, storm: StormFile) -> None:
    """What was asked earlier of another mast, and is asked no more, puts it before no worse one."""
    kept, known = rows_of(office, of(drafted(office, storm), "VTL")), actions_of(office.settings.home)
    worst = replace(kept[1], rank=1, commune=kept[0].commune, actions=kept[1].actions[-1:])
    rows = [worst, replace(kept[0], rank=2)]
    early = ONSET - dt.timedelta(hours=20)
    assert [row.rank for row in by_first_work(rows, known, early)] == [2, 1], "what is due first"
    assert [row.rank for row in by_first_work(rows, known, ONSET)] == [1, 2]


def test_the_texts_of_a_storms_letters_are_their_golden_texts(office: Registry, storm: StormFile) -> None:
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="field", who="lan")
        rows = created("defects", defect_of("mast-A2", "VTL"))
        ledger.record(connection, rows, who="lan", batch=batch.id)
    found = drafted(office, storm)
    hour = ONSET - dt.timedelta(hours=8)
    for name, recipient in (("storm_order", "VTL"), ("storm_power", POWER)):
        content = order_letter(office, of(found, recipient).id, now=hour)
        text, golden = compared(f"real-{name}", content)
        assert text == golden
        assert faults_of(content) == []


def test_a_deadline_before_the_bulletin_itself_is_asked_at_once(office: Registry, storm: StormFile) -> None:
    """However late the letter is read: nobody is asked for an hour before the bulletin that asks it."""
    half_an_hour = dt.timedelta(minutes=30)
    late = [
        replace(item, exposure=replace(item.exposure, onset_at=NOON + half_an_hour)) for item in ranking()
    ]
    order = of(drafted(office, storm, late), "VTL")
    years_on = NOON + dt.timedelta(days=900)
    letter = words(order_letter(office, order.id, now=years_on))
    times = {action.by for row in rows_of(office, order) for action in row.actions}
    before = {moment(by) for by in times if dt.datetime.fromisoformat(by) < NOON}
    assert before
    assert not [by for by in before if by in letter]
    assert "Làm ngay" in letter


def test_who_has_no_mast_in_the_wind_gets_none_and_is_named(office: Registry, storm: StormFile) -> None:
    assert drafted(office, storm).nothing_for == ["MobiFone"]


def test_a_draft_to_whom_nothing_is_asked_of_any_more_is_none_any_more(
    office: Registry, storm: StormFile
) -> None:
    """A newer bulletin spares VNPT's masts: its draft is none any more; what was sent stays."""
    first = drafted(office, storm)
    viettel = sent(office, of(first, "VTL"))
    again = drafted(office, storm, ranking()[:1])
    assert again.nothing_for == ["MobiFone", "VNPT"]
    assert again.unchanged == []
    states = {(item.recipient, item.state) for item in list_orders(office, storm.storm.id)}
    assert ("VNPT", OrderState.REPLACED) in states
    assert {item.order.recipient for item in progress_of(office, storm.storm.id)} == {"VTL", POWER} - (
        {POWER} if (POWER, OrderState.REPLACED) in states else set()
    )
    assert viettel.id in {item.order.id for item in progress_of(office, storm.storm.id)}
    assert not verify(office).problems


def test_a_storm_that_never_comes_near_gives_no_orders_and_says_why(
    office: Registry, storm: StormFile
) -> None:
    with pytest.raises(RefusalError, match="STORM-NO-ORDERS") as refused:
        drafted(office, storm, [ranked(1, "A1", ["VTL"], 9.0, level=5)])
    assert (refused.value.params["gust"], refused.value.params["level"]) == (9.0, 5)
    assert list_orders(office, storm.storm.id) == []


def test_drafting_again_changes_what_differs_and_never_what_was_sent(
    office: Registry, storm: StormFile
) -> None:
    first = drafted(office, storm)
    kept = sent(office, of(first, "VTL"))
    again = drafted(office, storm)
    assert again.made == []
    assert len(again.unchanged) == 3
    stronger = [ranked(1, "A1", ["VTL"], 50.0, level=15), *ranking()[1:]]
    third = drafted(office, storm, stronger)
    assert [item.recipient for item in third.made] == ["VTL"]
    states = {item.id: item.state for item in list_orders(office, storm.storm.id)}
    assert states[kept.id] is OrderState.SENT
    fourth = drafted(office, storm, [ranked(1, "A1", ["VTL"], 48.0, level=15), *ranking()[1:]])
    states = {item.id: item.state for item in list_orders(office, storm.storm.id)}
    assert states[of(third, "VTL").id] is OrderState.REPLACED
    assert states[of(fourth, "VTL").id] is OrderState.DRAFT


def test_letters_of_a_storm_that_changed_meanwhile_are_not_drafted(
    office: Registry, storm: StormFile
) -> None:
    add_bulletin(office, storm.storm.id, track(), text("bản tin sau"), seen=storm.storm.version, who="lan")
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        drafted(office, storm)
    assert list_orders(office, storm.storm.id) == []


def test_an_office_may_have_rules_of_its_own(office: Registry, storm: StormFile) -> None:
    own = office.settings.home / "storm-actions.toml"
    own.write_text("[bands]\n", encoding="utf-8")
    with pytest.raises(RefusalError, match="STORM-ACTIONS-FILE"):
        drafted(office, storm)


def test_a_letter_is_one_page_and_its_lists_are_annexes(office: Registry, storm: StormFile) -> None:
    drafted(office, storm)
    for order in list_orders(office, storm.storm.id):
        document = Document(io.BytesIO(order_letter(office, order.id)))
        body = list(document.element.body)
        breaks = [
            at
            for at, paragraph in enumerate(document.paragraphs)
            if paragraph.paragraph_format.page_break_before
        ]
        expected = {"carrier": ["Phụ lục 1", "Phụ lục 2"], "power": ["Phụ lục"]}[order.kind.value]
        assert [document.paragraphs[at].text.split(".")[0] for at in breaks] == expected
        first = body.index(document.paragraphs[breaks[0]]._p)
        lists = [body.index(table._tbl) for table in document.tables if table.style.name == "Table Grid"]
        assert lists
        assert min(lists) > first, "every list stands behind the signature"
