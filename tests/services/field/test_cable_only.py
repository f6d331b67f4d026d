"""A mast of which only the sheet of the cable round it was filled is not inspected, wherever it is said."""

import datetime as dt
from dataclasses import replace

import pytest

from registry.model.field.inspections import CampaignKind
from registry.safety.checklists import does_for
from registry.services.field import briefing, campaigns
from registry.services.field.campaign_targets import (
    add_targets,
    progress_of,
    refuse_visited,
    targets_for,
    targets_of,
)
from registry.services.field.campaigns import CampaignPlan, get_campaign, make_campaign
from registry.services.field.minutes import writing
from registry.services.field.minutes.units import minutes_of
from registry.services.field.minutes.writing import text_digest, unit_minutes
from registry.services.field.packs.pack import pack
from registry.services.field.selection import Selection, choose
from registry.services.field.sends import take_items
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from tests.services.field.minutes_office import text
from tests.services.field.world import LAN, MAST, OFFICER, item, new_id

DAY = dt.date(2026, 5, 12)
SAID = "Chỉ có phiếu cáp ngoại vi, chưa kiểm tra cột."


def visit(office: Registry, campaign: str, checklist: str, *kinds: str) -> None:
    own = {"visit": new_id(), "campaign": campaign, "checklist": checklist}
    sent = [item(kind, **own, seq=n) for n, kind in enumerate(kinds)]
    take_items(office, sent, person=LAN, device="d", by="lan")


@pytest.fixture
def season(office: Registry) -> str:
    plan = CampaignPlan(CampaignKind.SEASON, "Mùa bão", DAY, DAY, selection=Selection(structures=(MAST,)))
    return make_campaign(office, plan, person=OFFICER).id


def standing(office: Registry, campaign: str) -> str:
    (target,) = targets_of(office, campaign, person=OFFICER)
    far = progress_of(office, campaign, person=OFFICER)
    (packed,) = pack(office, campaign, person=OFFICER)["masts"]
    counts = {"begun": far.begun, "cable_only": far.cable_only, "visited": far.visited}
    assert {name for name, count in counts.items() if count} == {target.progress} - {"open"}
    assert packed["progress"] == target.progress
    assert pack(office, campaign, person=OFFICER)["campaign"]["visited"] == far.visited
    told = briefing.PART.measures[0].progress(office, campaign, "vi")
    assert told is not None
    assert f"{far.visited}/1 cột" in told.words
    assert target.late is (target.progress != "visited")
    return target.progress


def test_the_sheet_of_the_cable_alone_is_no_visit_of_the_mast(office: Registry, season: str) -> None:
    assert standing(office, season) == "open"
    visit(office, season, "cable", "start")
    assert standing(office, season) == "begun"
    visit(office, season, "cable", "start", "finish")
    assert standing(office, season) == "begun"  # the first goes on
    assert [one.mast.structure for one in choose(office, Selection(not_visited_since=DAY))] == [MAST]
    refuse_visited(office, season, [MAST], person=OFFICER, since=today())
    assert add_targets(office, season, [MAST], person=OFFICER) == 0
    visit(office, season, "office", "start")
    visit(office, season, "office", "start", "finish")
    assert standing(office, season) == "visited"
    assert choose(office, Selection(not_visited_since=DAY)) == []


def test_it_is_said_so_on_the_minutes(office: Registry, season: str, monkeypatch: pytest.MonkeyPatch) -> None:
    visit(office, season, "cable", "start", "finish")
    assert standing(office, season) == "cable_only"
    file = minutes_of(office, season, person=OFFICER)
    (unit,) = file.units
    assert SAID in text(unit_minutes(office, file, unit))
    assert "the mast was not inspected" in text(unit_minutes(office, file, unit, "en"))
    with monkeypatch.context() as earlier:
        earlier.setattr(writing, "_form", lambda *_all: writing._Form(cable=False))
        before = text_digest(office, file, unit)
        assert SAID not in text(unit_minutes(office, file, unit))
    assert before != text_digest(office, file, unit)
    assert writing._form(office, file, unit, {before}) == writing._Form(cable=False)  # signed as it was
    visit(office, season, "office", "start", "finish")
    file = minutes_of(office, season, person=OFFICER)
    assert SAID not in text(unit_minutes(office, file, file.units[0]))


def test_where_nothing_but_the_cable_is_asked_its_sheet_does(office: Registry, season: str) -> None:
    visit(office, season, "cable", "start", "finish")
    made = get_campaign(office, season, person=OFFICER)
    for asked, progress in ((("cable", 1),), "visited"), ((("office", 1), ("cable", 1)), "cable_only"):
        with office.database.read() as connection:
            held = replace(made, checklists=asked)
            (target,) = targets_for(connection, held, person=OFFICER, day=DAY)
        assert target.progress == progress
    for kind in CampaignKind:  # the house's own campaigns ask for a sheet of the mast
        assert not does_for("cable", campaigns._SHEETS[kind])
    assert does_for("guyed", {"office", "cable"})
