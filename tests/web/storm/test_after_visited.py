"""A mast that somebody went to since the storm is said so, and is no longer one to inspect again."""

import io
import re

import openpyxl
from flask import Flask

from registry.model.field.inspections import CampaignKind
from registry.services.field.campaign_targets import targets_of
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.selection import Selection
from registry.services.field.sends import take_items
from registry.services.office.calendar import today
from registry.services.storm.exposure import storm_masts
from tests.pages import Pages
from tests.services.field.world import LAN, OFFICER, item, new_id
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text


def listed(officer: Pages, storm: str) -> list[tuple[str, str, str]]:
    """Return (code, within the office's visits, visited since) of the list's workbook."""
    book = openpyxl.load_workbook(io.BytesIO(officer.get(f"{storm}/after.xlsx").get_data())).worksheets[0]
    return [(str(row[1]), str(row[14]), row[16] or "") for row in book.iter_rows(min_row=2, values_only=True)]


def count_of(page: str) -> int:
    found = re.search(r"Cột cần kiểm tra lại \(([\d.]+)\)", page)
    assert found is not None
    return int(found[1].replace(".", ""))


def test_a_mast_visited_since_the_storm_is_said_so_and_not_counted(app: Flask, storm: str) -> None:
    office, officer = registry_of(app), visitor(app, "duty_officer")
    before, every = count_of(text(officer.page(f"{storm}/after"))), listed(officer, storm)
    rows = [row for row in every if not row[2]]  # the illustrative register has visits of later years
    assert before == len(rows)
    assert every[:before] == rows
    had = len(every) - before
    code, other, flooded = rows[0][0], rows[1][0], rows[2][0]
    masts = storm_masts(office)
    of = {str(known): str(masts.structure_ids[row]) for row, known in enumerate(masts.codes)}
    chosen = Selection(structures=(of[code], of[other], of[flooded]))
    plan = CampaignPlan(CampaignKind.SEASON, "Đợt sau bão Yagi", today(), today(), selection=chosen)
    campaign = make_campaign(office, plan, person=OFFICER).id

    def visit(mast: str, day: str, **note: str) -> None:
        own = {"visit": new_id(), "structure": of[mast], "campaign": campaign}
        said = (("start", {}), *([("note", note)] if note else []), ("finish", {}))
        for seq, (kind, more) in enumerate(said):
            sent = item(kind, **own, **more, seq=seq, recorded_at=f"{day}T09:00:00.000+07:00")
            take_items(office, [sent], person=LAN, device="d", by="lan")

    visit(other, "2024-08-01")  # before it: says nothing of what the storm did
    visit(flooded, "2024-09-11", value="unreachable", note="Đường ngập")  # went there, inspected nothing
    visit(code, "2024-09-12")
    page = text(officer.page(f"{storm}/after"))
    assert count_of(page) == before - 1
    heading = f"Đã kiểm tra từ sau bão ({had + 1})"
    assert heading in page
    said = page.split(heading)[1]
    assert code in said
    assert other not in said
    assert flooded not in said
    assert "12/09/2024" in said
    assert "Đợt sau bão Yagi" in said
    after = listed(officer, storm)
    (own,) = [row for row in after[before - 1 :] if row[0] == code]
    assert own[1] == "đã kiểm tra"
    assert "12/09/2024 Đợt sau bão Yagi" in own[2]
    assert [row[0] for row in after[: before - 1]] == [row[0] for row in rows[1:]]

    led = officer.post(f"{storm}/after/campaign", {"which": "all"}).headers["Location"]
    made = led.split("into=")[1]
    again = {one.mast.code for one in targets_of(office, made, person=OFFICER)}
    assert len(again) == before - 1
    assert code not in again
