"""Reports of outages on both databases: workbook, form, phone; what waits, corrections, clocks."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from registry.demo.outages import SAMPLE
from registry.errors import RefusalError
from registry.model.outages.outages import (
    Cause,
    Damage,
    IncidentKind,
    LineState,
    ReportKind,
    ReportSource,
    ReportState,
)
from registry.model.sites import SiteState
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.outages.board import board_of
from registry.services.outages.board_view import Board, CarrierRow, Service
from registry.services.outages.carrier_reports import (
    Correction,
    answer_rest,
    correct_line,
    draft_content,
    draft_report,
    reports_of,
    send_draft,
    send_report,
    send_unchanged,
)
from registry.services.outages.events import change_event, close_event, events, lines_of
from registry.services.outages.incidents import (
    add_incident,
    change_incident,
    damage_table,
    incident_history,
    incidents,
)
from registry.services.outages.statements import Statement
from registry.services.register.verify import verify
from registry.storm.outage_cycles import Reported
from registry.storm.outage_deadlines import Standing
from tests.services.outages.world import COMMUNE, HEADER, OTHER, built, heading, opened, workbook


def of(board: Board, operator: str) -> CarrierRow:
    return next(row for row in board.carriers if row.operator == operator)


def refused(call: Any) -> str:
    with pytest.raises(RefusalError) as refusal:
        call()
    return refusal.value.code


def test_from_a_workbook_to_what_waits_to_a_correction(either_office: Registry, tmp_path: Path) -> None:
    registry = built(either_office)
    event = opened(registry)
    since = now() - dt.timedelta(hours=3)
    unclear = "21h30 theo lời kể của người dân gần đó " * 20
    path = workbook(tmp_path / "bao cao.xlsx", [
        ("BGG00100", "", "mất liên lạc", "mất điện", "không", f"{since:%H:%M %d/%m/%Y}"),
        ("BGG00l01", "", "mất liên lạc", "đứt cáp", "", unclear),
        ("", "Tiền Phong", "", "", "", "", "", 4, 1),
        ("BGG00104", "", "mất liên lạc"),  # VNPT's: to Viettel a code that is not its own
        ("BGG00102", "", "", ""),
        ("BGG00102", "", "", "gãy cột"),
    ])  # fmt: skip
    draft = draft_report(registry, heading(event, source=ReportSource.WORKBOOK), path, name="bao cao.xlsx")
    assert lines_of(registry, event.id) == []
    content = draft_content(registry, draft)
    assert [line.code for line in content.lines] == ["BGG00100", "Tiền Phong", "BGG00102"]
    assert content.silent == 1
    proposals = {item.statement.code: item.problem.proposed for item in content.waiting}
    assert proposals["BGG00l01"] == "BGG00101"
    assert proposals["BGG00104"] is None  # another's; of its own four none is more like it than the others
    assert {issue.code for issue in content.issues} >= {"OUTAGE-STATE-INFERRED", "OUTAGE-COUNT-OVER"}

    key = next(item.statement.key for item in content.waiting if item.statement.code == "BGG00l01")
    sent = send_draft(registry, draft.id, seen=draft.version, who="vtl", answers={key: "BGG00101"})
    assert (sent.state, len(sent.rest)) == (ReportState.SENT, 1)
    assert (
        refused(lambda: send_draft(registry, draft.id, seen=sent.version, who="vtl")) == "OUTAGE-SENT-ALREADY"
    )
    board = board_of(registry, event.id)
    viettel = of(board, "VTL")
    assert (viettel.down, viettel.affected, viettel.waiting) == (3 + 4, 3 + 5, 1)
    assert viettel.causes == {Cause.GRID: 1, Cause.FIBRE: 1, Cause.COLLAPSE: 1, None: 4}
    cable = next(line for line in board.lines if line.cause is Cause.FIBRE)
    assert cable.occurred_at is None  # a time without a day is kept, not completed
    assert cable.note == f"[BGG00l01] [{unclear.strip()}]"  # all that was written

    waiting = sent.rest[0]["statement"]["key"]
    assert refused(lambda: answer_rest(registry, sent.id, seen=sent.version, who="vtl", answers={})) == (
        "OUTAGE-NOTHING-SAID"
    )
    left = answer_rest(registry, sent.id, seen=sent.version, who="vtl", answers={}, drop=[waiting])
    assert left.rest == ()

    wrong = next(line for line in board.lines if line.cause is Cause.GRID)
    assert (
        refused(lambda: correct_line(registry, event.id, wrong.id, Correction(), reason=" ", who="vtl"))
        == "OUTAGE-REASON"
    )
    made = correct_line(
        registry, event.id, wrong.id, Correction(state=LineState.VOID), reason="báo nhầm trạm", who="vtl"
    )
    assert (made.corrects, made.as_of) == (wrong.id, wrong.as_of)
    assert {line.id for line in lines_of(registry, event.id)} >= {wrong.id, made.id}  # both values stay
    assert of(board_of(registry, event.id), "VTL").down == 2 + 4
    assert (
        refused(lambda: correct_line(registry, event.id, wrong.id, Correction(), reason="nữa", who="vtl"))
        == "OUTAGE-CORRECTED"
    )
    assert not verify(registry).problems


def test_the_missing_are_named_and_silence_is_not_service(either_office: Registry) -> None:
    registry = built(either_office)
    event = opened(registry)
    everything = [Statement(str(n), code=f"BGG0010{n}", state="down", cause="grid") for n in range(3)]
    send_report(registry, heading(event), everything)
    board = board_of(registry, event.id)
    assert [row.operator for row in board.missing] == ["VNPT"]
    assert dict(of(board, "VTL").cycles)[event.first_due] is Reported.LATE
    ward = next(row for row in board.communes if row.code == COMMUNE)
    assert (ward.service, ward.silent, board.roaming) == (Service.NO_ANSWER, ("VNPT",), [])
    assert {row.service for row in board.communes if not row.down} == {Service.SO_FAR, Service.UNKNOWN}
    assert board.heard == 1

    send_unchanged(registry, heading(event, "VNPT", source=ReportSource.PHONE, source_note="chị Hà, NOC"))
    board = board_of(registry, event.id)
    assert board.missing == []
    need = board.roaming[0]
    assert (need.commune.code, [item.operator for item in need.without]) == (COMMUNE, ["VTL"])
    assert [(item.operator, item.live) for item in need.live] == [("VNPT", 1)]
    send_report(registry, heading(event, "VNPT"), [
        Statement("1", commune=COMMUNE, down=2), Statement("2", commune=OTHER, down=1),
    ])  # fmt: skip
    board = board_of(registry, event.id)
    assert [row.code for row in board.without_service if row.service is Service.NONE] == [COMMUNE]

    send_report(registry, heading(event, hours_ago=0.1), [Statement("1", code="BGG00100", state="restored")])
    board = board_of(registry, event.id)
    assert (board.down, board.affected) == (2 + 3, 6)
    shares = [point.restored_share for point in board.points]
    assert shares[0] is None
    assert shares[-1] == pytest.approx(1 / 6)


def test_a_report_says_whose_it_is_from_when_and_by_whom(office: Registry) -> None:
    registry = built(office)
    event = opened(registry)
    one = [Statement("1", code="BGG00100", state="down")]
    for code, own in (
        ("OUTAGE-NOT-ASKED", {"operator": "VMS"}),
        ("OUTAGE-AS-OF", {"hours_ago": -2.0}),
        ("OUTAGE-AS-OF-EARLY", {"hours_ago": 30.0}),
        ("OUTAGE-CYCLE", {"due": now()}),
        ("OUTAGE-SOURCE", {"source": ReportSource.MESSAGE}),
    ):
        assert refused(lambda own=own: send_report(registry, heading(event, **own), one)) == code
    assert refused(lambda: send_report(registry, heading(event), [])) == "OUTAGE-REPORT-EMPTY"
    assert reports_of(registry, event.id) == []
    phone = heading(event, source=ReportSource.PHONE, source_note="anh Nam, 098", who="trực")
    report = send_report(registry, phone, one)
    assert (report.kind, report.source, report.source_note, report.who) == (
        ReportKind.STATIONS, ReportSource.PHONE, "anh Nam, 098", "trực",
    )  # fmt: skip


def test_the_sample_report_of_the_demo_is_understood_but_for_two_rows(demo_registry: Registry) -> None:
    path = demo_registry.settings.home / "samples" / SAMPLE
    event = opened(demo_registry)
    heads = heading(event, source=ReportSource.WORKBOOK)
    content = draft_content(demo_registry, draft_report(demo_registry, heads, path, name=SAMPLE))
    assert [item.problem.code for item in content.waiting] == ["OUTAGE-STATION-UNKNOWN"] * 2
    assert content.waiting[0].problem.proposed == content.lines[0].code
    assert len(content.lines) > 10
    assert content.lines[-1].state is LineState.COUNT


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (SiteState.DISMANTLED, "OUTAGE-STATION-GONE"),
        (SiteState.UNDER_CONSTRUCTION, "OUTAGE-STATION-NOT-YET"),
        (SiteState.APPROVED, "OUTAGE-STATION-NOT-YET"),
    ],
)
def test_a_station_whose_mast_is_no_more_or_not_yet_there_is_said_to_be_so(
    office: Registry, tmp_path: Path, state: SiteState, code: str
) -> None:
    registry = built(office, state=state)
    event = opened(registry)
    path = workbook(tmp_path / "cũ.xlsx", [("BGG00100", "", "mất"), ("BGG00999", "", "mất")])
    draft = draft_report(registry, heading(event, source=ReportSource.WORKBOOK), path, name="cũ.xlsx")
    said = {one.statement.code: one.problem.code for one in draft_content(registry, draft).waiting}
    assert said == {"BGG00100": code, "BGG00999": "OUTAGE-STATION-UNKNOWN"}


def test_the_office_sets_the_cycle_and_closes_the_event(office: Registry) -> None:
    event = opened(office)
    changed = change_event(office, event.id, seen=event.version, who="trực", hours=12, public=True)
    first, coming = event.first_due, event.first_due + dt.timedelta(hours=6)
    assert changed.changes == ((coming, 12),)
    assert board_of(office, event.id, now=coming + dt.timedelta(hours=1)).coming == coming + dt.timedelta(
        hours=12
    )
    assert refused(lambda: change_event(office, event.id, seen=1, who="x", hours=6)) == "CHANGED-MEANWHILE"
    assert refused(lambda: change_event(office, event.id, seen=2, who="x", hours=5)) == "OUTAGE-HOURS"
    closed = close_event(office, event.id, seen=changed.version, who="trực")
    assert not closed.open
    late = board_of(office, event.id, now=now() + dt.timedelta(days=3))
    assert (late.due, late.coming) == (first, None)
    assert [item.id for item in events(office, operator="VTL")] == [event.id]
    assert events(office, operator="VMS") == []


def test_a_fallen_mast_has_its_six_hours_from_the_occurrence(office: Registry) -> None:
    registry = built(office)
    event = opened(registry, hours_ago=12)
    fell = now() - dt.timedelta(hours=8)
    send_report(registry, heading(event), [
        Statement("1", code="BGG00100", state="down", cause="collapse", occurred=f"{fell:%H:%M %d/%m/%Y}"),
        Statement("2", code="BGG00101", state="down", cause="collapse"),
    ])  # fmt: skip
    late, unknown = incidents(registry, event.id)
    assert (late.incident.kind, late.clock.standing, late.clock.hours) == (
        IncidentKind.MAST,
        Standing.OVERDUE,
        6,
    )
    assert dt.timedelta(hours=1.9) < late.clock.by < dt.timedelta(hours=2.1)
    assert (unknown.clock.standing, unknown.clock.due) == (Standing.NO_START, None)
    again = [Statement("1", code="BGG00100", state="down", cause="collapse")]
    wrong = next(line for line in lines_of(registry, event.id) if line.code == "BGG00101")
    correct_line(registry, event.id, wrong.id, Correction(cause=Cause.GRID), reason="cột không đổ", who="vtl")
    assert incidents(registry, event.id)[-1].clock.standing is Standing.WITHDRAWN
    assert sum(damage_table(incidents(registry, event.id)).values()) == 1
    send_report(registry, heading(event, hours_ago=0.5), again)
    assert len(incidents(registry, event.id)) == 2

    since = f"{fell:%H:%M %d/%m/%Y}"
    broken = Statement("1", code="BGG00103", state="down", cause="equipment", occurred=since)
    send_report(registry, heading(event, hours_ago=0.4), [broken])
    board = board_of(registry, event.id)
    fault = next(item for item in board.incidents if item.incident.kind is IncidentKind.EQUIPMENT)
    assert (fault.incident.id, fault.clock.standing, fault.clock.hours) == ("", Standing.RUNNING, 24)
    assert sum(damage_table(board.incidents).values()) == 1
    earlier = replace(
        fault.incident, line="", occurred_at=fell - dt.timedelta(hours=2), detected_at=None,
        resolved_at=fell - dt.timedelta(hours=1),
    )  # fmt: skip
    mended = add_incident(registry, earlier, who="trực")
    again_broken = [item.incident.id for item in board_of(registry, event.id).incidents
                    if item.incident.kind is IncidentKind.EQUIPMENT]  # fmt: skip
    assert sorted(again_broken) == ["", mended.id], "one that was over is not the one that runs"

    found = late.incident
    moved = {"occurred_at": fell + dt.timedelta(hours=1), "damage": Damage.TOTAL}
    assert (
        refused(lambda: change_incident(registry, found.id, moved, seen=found.version, reason="", who="trực"))
        == "OUTAGE-REASON"
    )
    changed = change_incident(
        registry, found.id, {**moved, "resolved_at": fell + dt.timedelta(hours=8)}, seen=found.version,
        reason="doanh nghiệp báo lại giờ đổ", who="trực",
    )  # fmt: skip
    line = next(item for item in incidents(registry, event.id) if item.incident.id == changed.id)
    assert (line.clock.standing, line.clock.by) == (Standing.LATE, dt.timedelta(hours=1))
    history = [entry.change for entry in incident_history(registry, found.id)]
    assert [bool(change.before) for change in history] == [False, True]
    assert history[1].before is not None
    assert history[1].after is not None
    assert history[1].before["occurred_at"] != history[1].after["occurred_at"]


def test_a_mast_that_falls_again_after_it_was_mended_is_a_second_incident(office: Registry) -> None:
    registry = built(office)
    event = opened(registry, hours_ago=30)

    def says(hours_ago: float) -> None:
        fell = f"{now() - dt.timedelta(hours=hours_ago):%H:%M %d/%m/%Y}"
        said = [Statement("1", code="BGG00100", state="down", cause="collapse", occurred=fell)]
        send_report(registry, heading(event, hours_ago=hours_ago - 1), said)

    says(28)
    [first] = [line.incident for line in incidents(registry, event.id)]
    over = {"resolved_at": now() - dt.timedelta(hours=20)}
    change_incident(registry, first.id, over, seen=first.version, reason="", who="trực")
    says(5)
    two = {line.incident.id: line.incident for line in incidents(registry, event.id)}
    assert len(two) == 2
    assert two[first.id].resolved_at == over["resolved_at"], "the first stays as it was recorded"
    [second] = [item for item in two.values() if item.id != first.id]
    assert second.resolved_at is None
    wrong = next(line for line in lines_of(registry, event.id) if line.id == second.line)
    correct_line(registry, event.id, wrong.id, Correction(cause=Cause.GRID), reason="cột không đổ", who="vtl")
    left = [line.incident.id for line in incidents(registry, event.id) if not line.incident.withdrawn]
    assert left == [first.id], "the correction takes back the one that its line made"


def test_a_commune_is_not_called_quiet_while_a_row_that_may_be_of_it_is_not_understood(
    office: Registry,
) -> None:
    registry = built(office)
    event = opened(registry)
    send_unchanged(registry, heading(event, "VNPT"))
    back = Statement("1", code="BGG00100", state="restored")

    def service() -> dict[str, Service]:
        found = {row.code: row.service for row in board_of(registry, event.id).communes}
        return {code: found[code] for code in (COMMUNE, OTHER)}

    anywhere = send_report(
        registry, heading(event), [back, Statement("2", code="KHONGCO", state="mất liên lạc")]
    )
    assert service() == {COMMUNE: Service.UNCLEAR, OTHER: Service.UNCLEAR}
    answer_rest(registry, anywhere.id, seen=anywhere.version, who="vtl", answers={}, drop=["2"])
    assert service() == {COMMUNE: Service.FULL, OTHER: Service.FULL}
    send_report(
        registry, heading(event, hours_ago=1.0),
        [back, Statement("2", code="KHONGCO", commune=OTHER, state="mất liên lạc")],
    )  # fmt: skip
    assert service() == {COMMUNE: Service.FULL, OTHER: Service.UNCLEAR}


def test_a_state_that_is_not_understood_is_asked_whatever_else_its_row_says(
    office: Registry, tmp_path: Path
) -> None:
    registry = built(office)
    event = opened(registry)
    path = workbook(tmp_path / "bc.xlsx", [
        ("BGG00100", "", "xong rồi nhé", "mất điện", "có", f"{now():%H:%M %d/%m/%Y}"),
        ("BGG00101", "", "Đã KP", "mất AC"),
        ("BGG00102", "", "MLL", "ngập nhà trạm"),
        ("BGG00103", "", "mất điện lưới, chạy ắc quy", "mất điện", "có"),
    ])  # fmt: skip
    draft = draft_report(registry, heading(event, source=ReportSource.WORKBOOK), path, name="bc.xlsx")
    content = draft_content(registry, draft)
    assert [(line.code, line.state, line.cause) for line in content.lines] == [
        ("BGG00101", LineState.RESTORED, Cause.GRID),
        ("BGG00102", LineState.DOWN, Cause.FLOOD),
        ("BGG00103", LineState.POWER, Cause.GRID),
    ]
    (asked,) = content.waiting
    assert (asked.asks, asked.problem.code) == ("state", "OUTAGE-STATE-NOT-READ")
    assert asked.problem.params == {"code": "BGG00100", "value": "xong rồi nhé"}
    send_draft(registry, draft.id, seen=draft.version, who="vtl", answers={asked.statement.key: "restored"})
    viettel = of(board_of(registry, event.id), "VTL")
    assert (viettel.down, viettel.affected) == (1, 3)


def test_a_correction_states_no_moment_to_come(office: Registry) -> None:
    world = built(office)
    event = opened(world)
    send_report(world, heading(event), [Statement("1", code="BGG00100", state="down", cause="collapse")])
    (line,) = lines_of(world, event.id)
    later = now() + dt.timedelta(hours=3)
    for wrong in (
        Correction(cause=Cause.COLLAPSE, occurred_at=later), Correction(detected_at=later),
        Correction(state=LineState.RESTORED, restored_at=later), Correction(power=(later, None)),
    ):  # fmt: skip
        with pytest.raises(RefusalError, match="OUTAGE-MOMENT"):
            correct_line(world, event.id, line.id, wrong, reason="gõ nhầm", who="vtl")
    assert lines_of(world, event.id) == [line]


def test_a_workbook_of_many_unread_columns_is_sent_and_names_the_first_of_them(
    either_office: Registry, tmp_path: Path
) -> None:
    registry = built(either_office)
    event = opened(registry)
    header = (*HEADER, *(f"Cột riêng của đơn vị số {one}" for one in range(1, 40)))
    rows = [("BGG00100", "", "mất liên lạc", *("x" for _ in header[3:]))]
    path = workbook(tmp_path / "cot.xlsx", rows, header)
    draft = draft_report(registry, heading(event, source=ReportSource.WORKBOOK), path, name="cot.xlsx")
    assert len(draft_content(registry, draft).unread_columns) == 39
    sent = send_draft(registry, draft.id, seen=draft.version, who="vtl")
    assert sent.state is ReportState.SENT
    assert "Cột riêng của đơn vị số 1," in sent.note
    assert (len(sent.note), sent.note[-1]) == (500, "…")
