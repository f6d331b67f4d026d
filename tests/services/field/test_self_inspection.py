"""A carrier's list of self-inspections becomes a campaign; spot checks are drawn from it; gaps asked for."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from registry.errors import RefusalError
from registry.model.field.inspections import CampaignKind
from registry.services.field.campaign_targets import targets_of
from registry.services.field.campaigns import CampaignPlan, get_campaign, list_campaigns, make_campaign
from registry.services.field.data_requests import missing_of, request_data
from registry.services.field.risk_scores import risk_table
from registry.services.field.self_inspection import (
    campaign_of_list,
    codes_stated,
    import_self_inspection,
    self_inspections_of,
)
from registry.services.office.batches import undo_batch
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store.field.tables import data_requests
from tests.services.field.world import OFFICER, VIETTEL, VNPT, add_masts

HEADER = (
    "Mã trạm",
    "Ngày kiểm tra",
    "Người kiểm tra",
    "Điện trở tiếp đất (Ω)",
    "Độ lệch thẳng đứng (mm)",
    "Kết quả",
    "Tồn tại",
    "Ngày kiểm định kết cấu",
    "Nhà ở trong tầm cột đổ",
    "Số ăng ten",
    "Số ăng ten thiết kế",
)
DAY = dt.date(2026, 4, 15)


def row(code: str, day: Any = DAY, **own: Any) -> tuple[Any, ...]:
    return (
        code,
        day,
        "Bình",
        own.get("earthing", "6,2"),
        40,
        own.get("result", "đạt"),
        own.get("defects", ""),
        own.get("structural", dt.date(2025, 6, 20)),
        "không",
        6,
        8,
    )


def book(path: Path, *rows: tuple[Any, ...]) -> Path:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    for line in (HEADER, *rows):
        sheet.append(line)
    made.save(path)
    return path


@pytest.fixture
def masts(office: Registry) -> Registry:
    """Twelve masts of VNPT beside the first, and one of Viettel."""
    add_masts(
        office,
        {
            f"BGG1{n:04d}": {
                "operators": ("VNPT",),
                "lon": 106.2 + n / 1000,
                "lat": 21.28,
                "form": "guyed",
                "mast_height_m": 42.0,
                "built_on": dt.date(2005 + n, 1, 1),
                "support": "ground",
            }
            for n in range(12)
        }
        | {"BGG00777": {"operators": ("VTL",), "lon": 106.21, "lat": 21.3}},
    )
    return office


def test_a_list_is_previewed_then_becomes_a_campaign(masts: Registry, tmp_path: Path) -> None:
    path = book(
        tmp_path / "tu-kiem-tra.xlsx",
        row("BGG10001"),
        row("BGG10002", earthing="abc"),
        row("BGG10003", day=today() + dt.timedelta(days=1)),
        row("BGG00777"),
        row("BGG99999", day=DAY - dt.timedelta(days=40)),
        row("BGG10001"),
        row("BGG10004", day=None),
    )
    seen = import_self_inspection(masts, path, organisation="VNPT", person=VNPT)
    assert seen.batch is None
    assert list_campaigns(masts, person=OFFICER) == []
    assert (seen.counts["new"], seen.counts["not_imported"]) == (2, 5)
    said = {(issue.code, issue.row, issue.letter) for issue in seen.issues}
    assert said >= {
        ("CELL-NOT-NUMBER", 3, "D"),
        ("SELF-DAY", 4, "B"),
        ("SELF-CODE-UNKNOWN", 5, "A"),
        ("SELF-CODE-UNKNOWN", 6, "A"),
        ("SELF-TWICE", 7, "A"),
        ("SELF-NO-DAY", 8, "B"),
    }
    period = (DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=9))
    early = import_self_inspection(masts, path, organisation="VNPT", person=VNPT, period=period)
    told = next(issue for issue in early.issues if issue.code == "SELF-OUTSIDE")
    assert (told.row, told.letter, told.value) == (2, "B", "15/04/2026")
    assert (told.params["count"], early.counts["new"]) == (2, 2), "said, and taken all the same"
    period = (DAY, DAY)
    fits = import_self_inspection(masts, path, organisation="VNPT", person=VNPT, period=period)
    assert "SELF-OUTSIDE" not in {issue.code for issue in fits.issues}
    done = import_self_inspection(masts, path, organisation="VNPT", person=VNPT, yes=True)
    (made,) = list_campaigns(masts, person=OFFICER)
    assert (made.period_from, made.period_to) == (DAY, DAY), "of the rows taken"
    assert done.batch is not None
    again = import_self_inspection(masts, path, organisation="VNPT", person=VNPT, yes=True)
    assert (again.batch, again.counts["unchanged"]) == (None, 2)
    held = list_campaigns(masts, person=VNPT)
    assert [(one.kind, one.organisation) for one in held] == [(CampaignKind.SELF, "VNPT")]
    targets = targets_of(masts, held[0].id, person=VNPT)
    assert [(one.mast.code, one.progress, one.visited_on) for one in targets] == [
        ("BGG10001", "visited", DAY),
        ("BGG10002", "visited", DAY),
    ]
    stated = self_inspections_of(masts, person=VNPT, campaign=held[0].id)
    assert [one["readings"] for one in stated] == [
        {"earthing": "6.2", "verticality": "40"},
        {"verticality": "40"},
    ]
    undo_batch(masts, done.batch, who="minh")
    assert list_campaigns(masts, person=OFFICER) == []


def test_no_carrier_hands_in_for_another_or_sees_its_list(masts: Registry, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", row("BGG10001"))
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        import_self_inspection(masts, path, organisation="VNPT", person=VIETTEL)
    done = import_self_inspection(masts, path, organisation="VNPT", person=VNPT, yes=True)
    assert done.batch is not None
    assert list_campaigns(masts, person=VIETTEL) == []
    assert self_inspections_of(masts, person=VIETTEL) == []
    campaign = list_campaigns(masts, person=VNPT)[0].id
    with pytest.raises(RefusalError, match="CAMPAIGN-UNKNOWN"):
        get_campaign(masts, campaign, person=VIETTEL)
    with pytest.raises(RefusalError, match="CAMPAIGN-UNKNOWN"):
        import_self_inspection(masts, path, organisation="VTL", person=VIETTEL, campaign=campaign)


def test_a_file_that_is_no_list_is_a_coded_refusal(masts: Registry, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(RefusalError, match="FILE-"):
        import_self_inspection(masts, path, organisation="VNPT", person=VNPT)


def test_a_spot_check_is_drawn_by_risk_and_can_be_drawn_again(masts: Registry, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", *(row(f"BGG1{n:04d}") for n in range(12)))
    import_self_inspection(masts, path, organisation="VNPT", person=VNPT, yes=True)
    parent = list_campaigns(masts, person=OFFICER)[0].id
    plan = CampaignPlan(
        CampaignKind.SPOT_CHECK, "Đối chứng", today(), today(), parent=parent, sample=4, seed="2026"
    )
    first, second = (make_campaign(masts, plan, person=OFFICER) for _ in range(2))
    drawn = [
        [one.mast.code for one in targets_of(masts, made.id, person=OFFICER)] for made in (first, second)
    ]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 4
    assert set(drawn[0]) <= {f"BGG1{n:04d}" for n in range(12)}
    assert (first.seed, first.parent) == ("2026", parent)
    # who is checked is not told the checked before it has taken place
    assert [one.kind for one in list_campaigns(masts, person=VNPT)] == [CampaignKind.SELF]
    with pytest.raises(RefusalError, match="CAMPAIGN-UNKNOWN"):
        targets_of(masts, first.id, person=VNPT)


def test_what_a_list_states_is_no_longer_missing(masts: Registry, tmp_path: Path) -> None:
    before = risk_table(masts).missing("mast-BGG10005")
    assert {"structural_inspection", "load", "fall_circle", "defects", "wind"} == set(before)
    path = book(tmp_path / "a.xlsx", row("BGG10005"))
    import_self_inspection(masts, path, organisation="VNPT", person=VNPT, yes=True)
    table = risk_table(masts)
    assert set(table.missing("mast-BGG10005")) == {"wind", "fall_circle"}
    older = book(
        tmp_path / "b.xlsx", row("BGG10005", day=DAY - dt.timedelta(days=30), structural=dt.date(2020, 1, 1))
    )
    import_self_inspection(masts, older, organisation="VNPT", person=VNPT, yes=True)
    assert risk_table(masts).facts["mast-BGG10005"]["inspected_on"] == dt.date(2025, 6, 20)


def test_one_request_names_what_every_mast_lacks(masts: Registry, tmp_path: Path) -> None:
    lacking = dict(missing_of(masts, person=OFFICER, organisation="VNPT"))
    assert len(lacking) == 13
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        missing_of(masts, person=VIETTEL, organisation="VNPT")
    name, body = request_data(masts, "VNPT", due_on=today(), person=OFFICER)
    path = tmp_path / name
    path.write_bytes(body)
    sheet: Any = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.max_row == 14
    assert "Ngày kiểm định kết cấu" in [cell.value for cell in sheet[1]]
    request_data(masts, "VNPT", due_on=today(), person=OFFICER)
    with masts.database.read() as connection:
        held = connection.execute(sa.select(data_requests).order_by(data_requests.c.at.desc())).all()
    assert sorted(one.state for one in held) == ["closed", "open"]
    assert {one.organisation for one in held} == {"VNPT"}
    assert held[0].masts == 13
    assert held[0].gaps["structural_inspection"] == 13
    # what comes back is read as a list of self-inspections
    column = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, column["Ngày kiểm tra"], DAY)
    sheet.cell(2, column["Ngày kiểm định kết cấu"], dt.date(2026, 1, 5))
    sheet.parent.save(path)
    back = import_self_inspection(masts, path, organisation="VNPT", person=VNPT, yes=True)
    assert back.counts["new"] == 1
    with pytest.raises(RefusalError, match="DATA-NOTHING-MISSING"):
        request_data(masts, "VMS", due_on=today(), person=OFFICER)


def test_the_campaign_of_a_list_is_known_beforehand(masts: Registry, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", row("BGG10001"))
    import_self_inspection(masts, path, organisation="VNPT", person=VNPT, yes=True)
    held = list_campaigns(masts, person=OFFICER)[0]
    assert held.id == campaign_of_list("VNPT", str(held.files[0]["sha256"]))


def test_a_carrier_reads_the_code_of_a_mast_that_it_shares_in_what_it_handed_in(
    masts: Registry, tmp_path: Path
) -> None:
    shared = {"operators": ("VNPT", "VTL"), "owner": "VNPT", "lon": 106.3, "lat": 21.3}
    add_masts(masts, {"BGG00888": shared})
    path = book(tmp_path / "viettel.xlsx", row("BGG00777"), row("BGG00888"))
    import_self_inspection(masts, path, organisation="VTL", person=VIETTEL, yes=True)
    (made,) = list_campaigns(masts, person=VIETTEL)
    rows = self_inspections_of(masts, person=VIETTEL, campaign=made.id)
    codes = codes_stated(masts, made.id, person=VIETTEL)
    assert {codes[one["structure"]] for one in rows} == {"BGG00777", "BGG00888"}
    assert codes_stated(masts, made.id, person=VNPT) == {}, "what another carrier stated is not its to read"
