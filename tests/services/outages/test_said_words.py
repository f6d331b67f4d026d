"""What carriers write of a station's state and cause at night, and what of it stays as it is written."""

from pathlib import Path

import pytest

from registry.model.outages.outages import Cause, LineState, ReportSource
from registry.services.office.registry import Registry
from registry.services.outages.carrier_reports import draft_content, draft_report
from registry.services.outages.carrier_workbook import ReadReport
from tests.services.outages.test_carrier_reports import workbook
from tests.services.outages.world import built, heading, opened


def read(office: Registry, path: Path, *rows: tuple[str, ...]) -> ReadReport:
    event = opened(built(office))
    made = workbook(path / "bc.xlsx", list(rows))
    report = draft_report(office, heading(event, source=ReportSource.WORKBOOK), made, name="bc.xlsx")
    return draft_content(office, report)


@pytest.mark.parametrize(
    ("written", "cause"),
    [
        ("Mất điện lưới, hết acquy", Cause.GRID),
        ("mất AC + hết bình", Cause.GRID),
        ("Mất điện và máy nổ hỏng", Cause.GRID),
        ("hết dầu máy nổ", Cause.GENERATOR),
        ("Hỏng MPĐ", Cause.GENERATOR),
        ("ngập phòng máy", Cause.FLOOD),
        ("Lũ, ngập nước", Cause.FLOOD),
        ("Đổ cột anten", Cause.COLLAPSE),
        ("gãy đổ cột", Cause.COLLAPSE),
        ("đứt cáp do cây đổ", Cause.FIBRE),
        ("Đang kiểm tra", Cause.OTHER),
    ],
)
def test_a_cause_is_read_as_it_is_written_at_night(
    office: Registry, tmp_path: Path, written: str, cause: Cause
) -> None:
    found = read(office, tmp_path, ("BGG00100", "", "MLL", written))
    assert [(line.state, line.cause, line.note) for line in found.lines] == [(LineState.DOWN, cause, "")]
    assert not [issue for issue in found.issues if issue.code == "CELL-NOT-A-CHOICE"]


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("cháy nổ", None),  # no "máy nổ", however alike the letters are
        ("sét đánh", None),
        ("ngập, đứt cáp", "đứt cáp, mất truyền dẫn"),
        ("mất điện, đổ cột", "mất điện lưới"),  # whose pole fell is not said
    ],
)
def test_what_is_no_cause_of_the_list_or_two_stays_as_it_is_written(
    office: Registry, tmp_path: Path, written: str, proposed: str | None
) -> None:
    found = read(office, tmp_path, ("BGG00100", "", "mất LL", written))
    (line,) = found.lines
    assert (line.cause, line.note) == (None, f"[{written}]")
    (issue,) = [issue for issue in found.issues if issue.code == "CELL-NOT-A-CHOICE"]
    assert (issue.value, issue.proposed) == (written, proposed)


def test_a_station_on_the_air_without_power_is_told_from_one_of_which_nothing_is_known(
    office: Registry, tmp_path: Path
) -> None:
    found = read(
        office,
        tmp_path,
        ("BGG00100", "", "Còn LL", "mất điện lưới, chạy acquy"),
        ("BGG00101", "", "còn hoạt động", "mất điện"),
        ("BGG00102", "", "Còn liên lạc", "", "có"),
        ("BGG00103", "", "Còn LL", "đứt cáp"),
    )
    assert [(line.code, line.state) for line in found.lines] == [
        ("BGG00101", LineState.POWER),
        ("BGG00102", LineState.POWER),
    ]
    assert [item.statement.code for item in found.waiting] == ["BGG00100", "BGG00103"]
    assert {item.problem.code for item in found.waiting} == {"OUTAGE-STATE-NOT-READ"}
