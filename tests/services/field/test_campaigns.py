"""A campaign: chosen by criteria and risk, given to inspectors, followed by what phones send; packed for a
phone.
"""

import datetime as dt
import json
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.geo.area_texts import area_text
from registry.model.chosen_areas import AreaPart, ChosenArea, PartKind
from registry.model.field.inspections import CampaignKind
from registry.model.people import Role
from registry.services.field.campaign_targets import (
    add_targets,
    assign,
    leave_out,
    progress_of,
    refuse_visited,
    take_back,
    targets_of,
    visited_beside,
)
from registry.services.field.campaigns import CampaignPlan, amend_campaign, list_campaigns, make_campaign
from registry.services.field.defects import answer_defect, get_defect
from registry.services.field.packs.pack import pack, packs_of, sheets_pack
from registry.services.field.risk_scores import risk_table
from registry.services.field.selection import Selection, as_json, choose, draw
from registry.services.field.sends import take_items
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.register.verify import verify
from tests.services.field.world import HOA, LAN, OFFICER, VIETTEL, VNPT, add_masts, item, new_id
from tests.services.requests.desk import LAT, LON

SEASON = CampaignKind.SEASON
SQUARE = area_text(
    ChosenArea(
        (
            AreaPart(
                PartKind.POLYGON,
                ((LON + 0.5, LAT), (LON + 1.5, LAT), (LON + 1.5, LAT + 1), (LON + 0.5, LAT + 1)),
            ),
        )
    )
)


@pytest.fixture
def masts(office: Registry) -> Registry:
    """Masts of Viettel in a row to the east, older and guyed to the west; beside the one of VNPT."""
    add_masts(
        office,
        {
            f"V{n:02d}": {
                "lon": LON + n / 10,
                "lat": LAT + 0.1,
                "mast_class": "A2b" if n % 2 else "A2a",
                "form": "guyed" if n < 5 else "monopole",
                "mast_height_m": 42.0,
                "built_on": dt.date(2006 + n, 1, 1),
                "support": "ground",
                "commune_code": "07213",
            }
            for n in range(10)
        },
    )
    return office


def plan(**own: Any) -> CampaignPlan:
    given = {"kind": SEASON, "name": "Trước mùa mưa bão", "period_from": today(), "period_to": today()}
    return CampaignPlan(**{**given, **own})


def codes(registry: Registry, **criteria: Any) -> list[str]:
    return [one.mast.code for one in choose(registry, Selection(**criteria))]


def test_every_criterion_narrows_and_the_riskiest_come_first(masts: Registry) -> None:
    assert len(codes(masts)) == 11
    assert codes(masts, operators=("VNPT",)) == ["BGG00045"]
    assert codes(masts, organisations=("VNPT",)) == ["BGG00045"]
    assert codes(masts, classes=("A2a",), operators=("VTL",)) == ["V00", "V02", "V04", "V06", "V08"]
    assert codes(masts, built_before=dt.date(2008, 1, 1)) == ["V00", "V01"]  # BGG00045: not known, left out
    assert codes(masts, area=SQUARE) == ["V06", "V07", "V08", "V09"]  # and not the one on the border's west
    assert codes(masts, communes=("07213",), forms=("monopole",), most=2) == ["V05", "V06"]
    assert codes(masts, codes=("V03", "V01")) == ["V01", "V03"]
    scores = [one.score for one in choose(masts, Selection())]
    assert scores == sorted(scores, reverse=True)
    assert codes(masts, least_risk=scores[2]) == codes(masts)[: sum(one >= scores[2] for one in scores)]
    table = risk_table(masts)
    assert "structural_inspection" in table.missing("mast-V00")
    assert table.score("mast-V00") == pytest.approx(
        sum(points or 0 for _, points, _ in table.parts("mast-V00"))
    )


@pytest.mark.parametrize(
    ("criteria", "code"),
    [
        ({"area": '{"type": "Polygon"}'}, "AREA-NOT-READ"),
        ({"area": "u.99999@start"}, "AREA-UNIT-UNKNOWN"),
        ({"area": "-c.gotpUglgiE.500"}, "AREA-EMPTY"),
        ({"codes": ("V01", "nobody's")}, "CAMPAIGN-CODES"),
        ({"operators": ("XYZ",)}, "OPERATOR-UNKNOWN"),
    ],
)
def test_criteria_that_make_no_sense_are_refused(
    masts: Registry, criteria: dict[str, Any], code: str
) -> None:
    with pytest.raises(RefusalError, match=code):
        choose(masts, Selection(**criteria))


def test_criteria_are_kept_as_they_were_asked(masts: Registry) -> None:
    asked = Selection(operators=("VTL",), area=SQUARE, built_before=dt.date(2014, 1, 1), most=3)
    made = make_campaign(masts, plan(selection=asked), person=OFFICER)
    assert made.selection == json.loads(json.dumps(as_json(asked)))


def test_a_draw_favours_risk_and_is_the_same_for_its_seed(masts: Registry) -> None:
    found = choose(masts, Selection())
    assert draw(found, 4, "a") == draw(list(reversed(found)), 4, "a")
    first, last = (
        sum(one in draw(found, 3, str(seed)) for seed in range(400)) for one in (found[0], found[-1])
    )
    assert first > last


def test_a_campaign_is_made_whole_or_not_at_all(masts: Registry) -> None:
    for wrong, code in (
        (plan(name=" "), "CAMPAIGN-NAME"),
        (plan(period_to=today() - dt.timedelta(days=1)), "CAMPAIGN-PERIOD"),
        (plan(kind=CampaignKind.SPECIALISED, organisation="VTL"), "CAMPAIGN-DECISION"),
        (plan(selection=Selection(classes=("A1a",))), "CAMPAIGN-EMPTY"),
    ):
        with pytest.raises(RefusalError, match=code):
            make_campaign(masts, wrong, person=OFFICER)
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        make_campaign(masts, plan(), person=VIETTEL)
    assert list_campaigns(masts, person=OFFICER) == []
    made = make_campaign(
        masts,
        plan(kind=CampaignKind.SPECIALISED, organisation="VTL", decision="15/QĐ-SKHCN", sample=4),
        person=OFFICER,
    )
    targets = targets_of(masts, made.id, person=OFFICER)
    assert len(targets) == 4
    assert {one.organisation for one in targets} == {"VTL"}
    assert made.seed
    assert {code for code, _ in made.checklists} == {
        "office", "guyed", "self_supporting", "monopole", "roof_pole", "cable"
    }  # fmt: skip


def test_a_carrier_sees_its_own_masts_and_nothing_of_the_offices_business(masts: Registry) -> None:
    made = make_campaign(masts, plan(note="nội bộ"), person=OFFICER)
    assign(
        masts,
        made.id,
        [one.id for one in targets_of(masts, made.id, person=OFFICER)],
        assignee="lan",
        person=OFFICER,
    )
    (seen,) = list_campaigns(masts, person=VNPT)
    assert (seen.note, seen.selection, seen.who, seen.seed) == ("", {}, "", "")
    (target,) = targets_of(masts, made.id, person=VNPT)
    assert (target.mast.code, target.assignee, target.score, target.reason, target.place) == (
        "BGG00045",
        "",
        None,
        "",
        None,
    )
    assert progress_of(masts, made.id, person=VNPT).targets == 1
    assert {one.mast.code for one in targets_of(masts, made.id, person=VIETTEL)} == {
        f"V{n:02d}" for n in range(10)
    }
    for act in (
        lambda: assign(masts, made.id, [target.id], assignee="x", person=VNPT),
        lambda: leave_out(masts, target.id, reason="x", person=VNPT, seen=1),
        lambda: pack(masts, made.id, person=VNPT),
        lambda: packs_of(masts, person=VNPT),
    ):
        with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
            act()


def test_progress_is_read_from_the_visits(masts: Registry) -> None:
    made = make_campaign(masts, plan(due_on=today() - dt.timedelta(days=1)), person=OFFICER)
    first, second, third, *_ = targets_of(masts, made.id, person=OFFICER)
    for target, kinds in ((first, ("start", "finish")), (second, ("start",))):
        visit = new_id()
        sent = [
            item(kind, visit=visit, structure=target.mast.structure, campaign=made.id, seq=n)
            for n, kind in enumerate(kinds)
        ]
        take_items(masts, sent, person=LAN, device="d", by="lan")
    leave_out(masts, third.id, reason="đã tháo dỡ", person=OFFICER, seen=third.version)
    found = progress_of(masts, made.id, person=OFFICER)
    assert (found.targets, found.visited, found.begun, found.left_out, found.late) == (11, 1, 1, 1, 9)
    after = {one.id: one for one in targets_of(masts, made.id, person=OFFICER)}
    assert after[first.id].visited_on == dt.date(2026, 5, 12)
    assert codes(masts, not_visited_since=dt.date(2026, 5, 1)) == [
        c for c in codes(masts) if c != first.mast.code
    ]
    take_back(masts, third.id, person=OFFICER, seen=after[third.id].version)
    assert progress_of(masts, made.id, person=OFFICER).left_out == 0
    assert add_targets(masts, made.id, [first.mast.structure], person=OFFICER) == 0
    asked = "Phản ánh PA-2026-0001: Cột nghiêng"  # of a mast that waits in the campaign: its phone says why
    for _twice in range(2):
        assert add_targets(masts, made.id, [second.mast.structure], person=OFFICER, reason=asked) == 0
    told = {one.id: one.reason for one in targets_of(masts, made.id, person=OFFICER)}
    assert told[second.id] == "; ".join(one for one in (second.reason, asked) if one)
    third = next(one for one in targets_of(masts, made.id, person=OFFICER) if one.id == third.id)
    leave_out(masts, third.id, reason="đã tháo dỡ", person=OFFICER, seen=third.version)
    # who asks for a mast after all has it looked at: what is left out goes into no phone
    assert add_targets(masts, made.id, [third.mast.structure], person=OFFICER, reason="sau bão") == 1
    third = next(one for one in targets_of(masts, made.id, person=OFFICER) if one.id == third.id)
    assert (third.progress, third.reason, third.note) == ("open", "sau bão", "")
    with pytest.raises(RefusalError, match="CAMPAIGN-NOT-STANDING"):
        add_targets(masts, made.id, ["mast-none"], person=OFFICER)
    closed = amend_campaign(masts, made.id, person=OFFICER, seen=made.version, state="closed")
    assert closed.state == "closed"
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        amend_campaign(masts, made.id, person=OFFICER, seen=made.version, note="x")
    late = item("finish", visit=new_id(), structure=second.mast.structure, campaign=made.id)
    assert take_items(masts, [late], person=LAN, device="d", by="lan")[0].state == "verified"  # closed or not
    assert verify(masts).sound


def test_a_mast_that_was_visited_without_being_of_the_list_is_named(masts: Registry) -> None:
    made = make_campaign(masts, plan(selection=Selection(codes=("V01", "V02"))), person=OFFICER)
    listed = targets_of(masts, made.id, person=OFFICER)[0].mast
    other = choose(masts, Selection(codes=("V07",)))[0].mast
    assert visited_beside(masts, made.id, person=OFFICER) == []
    visits = {mast.code: new_id() for mast in (listed, other)}
    sent = [
        item(kind, visit=visits[mast.code], structure=mast.structure, campaign=made.id, seq=n)
        for mast in (listed, other)
        for n, kind in enumerate(("start", "finish"))
    ]
    take_items(masts, sent, person=LAN, device="d", by="lan")
    assert visited_beside(masts, made.id, person=OFFICER) == [("V07", visits["V07"])]
    assert visited_beside(masts, made.id, person=VIETTEL) == []


def test_a_visit_counts_for_the_one_campaign_in_which_it_was_made(masts: Registry) -> None:
    """Two campaigns open at once hold the same masts; a visit of none counts for neither."""
    season = make_campaign(masts, plan(), person=OFFICER)
    again = make_campaign(masts, plan(kind=CampaignKind.REINSPECTION, name="Sau bão số 9"), person=OFFICER)
    worst, other = targets_of(masts, season.id, person=OFFICER)[:2]
    for target, campaign in ((worst, season.id), (other, "")):
        visit = new_id()
        sent = [
            item(kind, visit=visit, structure=target.mast.structure, campaign=campaign, seq=n)
            for n, kind in enumerate(("start", "finish"))
        ]
        take_items(masts, sent, person=LAN, device="d", by="lan")

    def counted(campaign: str) -> set[str]:
        targets = targets_of(masts, campaign, person=OFFICER)
        packed = pack(masts, campaign, person=OFFICER)
        shown = {one["structure"] for one in packed["masts"] if one["progress"] == "visited"}
        assert shown == {one.mast.structure for one in targets if one.progress == "visited"}
        assert (
            packed["campaign"]["visited"]
            == len(shown)
            == progress_of(masts, campaign, person=OFFICER).visited
        )
        return shown

    assert counted(season.id) == {worst.mast.structure}
    assert counted(again.id) == set()
    worst_on = dt.date(2026, 5, 12)
    with pytest.raises(RefusalError, match="CAMPAIGN-VISITED") as refused:
        refuse_visited(masts, season.id, [worst.mast.structure], person=OFFICER, since=worst_on)
    assert refused.value.params["codes"] == worst.mast.code
    refuse_visited(masts, season.id, [other.mast.structure], person=OFFICER, since=worst_on)
    refuse_visited(masts, again.id, [worst.mast.structure], person=OFFICER, since=worst_on)
    before = worst_on - dt.timedelta(days=1)
    refuse_visited(masts, season.id, [worst.mast.structure], person=OFFICER, since=before)


def test_masts_are_given_to_inspectors_and_packed_for_their_phones(masts: Registry) -> None:
    for name, role in (("lan", Role.INSPECTOR), ("hoa", Role.INSPECTOR), ("minh", Role.APPRAISER)):
        add_account(masts, name, [role], who="lan")
    made = make_campaign(masts, plan(), person=OFFICER)
    targets = targets_of(masts, made.id, person=OFFICER)
    with pytest.raises(RefusalError, match="CAMPAIGN-INSPECTOR"):
        assign(masts, made.id, [targets[0].id], assignee="minh", person=OFFICER)
    due = today() + dt.timedelta(days=3)
    assert (
        assign(masts, made.id, [one.id for one in targets[:3]], assignee="lan", due_on=due, person=OFFICER)
        == 3
    )
    assert (
        assign(masts, made.id, [one.id for one in targets[:3]], assignee="lan", due_on=due, person=OFFICER)
        == 0
    )
    assign(masts, made.id, [one.id for one in targets[3:]], assignee="hoa", person=OFFICER)
    listed = packs_of(masts, person=LAN)["campaigns"]
    assert [(one["id"], one["masts"], one["due"]) for one in listed] == [(made.id, 3, due.isoformat())]
    mine = pack(masts, made.id, person=LAN)
    assert {one["code"] for one in mine["masts"]} == {one.mast.code for one in targets[:3]}
    assert {one["code"] for one in pack(masts, made.id, person=HOA)["masts"]}.isdisjoint(
        {one["code"] for one in mine["masts"]}
    )
    assert json.loads(json.dumps(mine)) == mine  # plain JSON
    assert [one["code"] for one in mine["checklists"]] == ["office", "cable"]
    besides = sheets_pack(masts, person=LAN)  # whatever that campaign brings, each may be filled
    codes = {one["code"] for one in besides["checklists"]}
    assert codes == {"office", "cable", "guyed", "monopole", "roof_pole", "self_supporting"}
    assert besides["vocabulary"] == mine["vocabulary"]
    assert json.loads(json.dumps(besides)) == besides
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        sheets_pack(masts, person=VNPT)
    box = (LON - 0.01, LAT - 0.01, LON + 0.01, LAT + 0.2)
    assert {one["code"] for one in pack(masts, made.id, person=LAN, box=box)["masts"]} <= {"V00", "BGG00045"}


def test_a_mast_beside_ones_own_says_to_whom_the_campaign_gave_it(masts: Registry) -> None:
    for name, role in (("lan", Role.INSPECTOR), ("hoa", Role.INSPECTOR), ("minh", Role.APPRAISER)):
        add_account(masts, name, [role], who="lan")
    made = make_campaign(masts, plan(), person=OFFICER)
    south, *between, north = sorted(
        targets_of(masts, made.id, person=OFFICER), key=lambda one: (one.mast.lat, one.mast.lon)
    )
    assign(masts, made.id, [south.id, north.id], assignee="lan", person=OFFICER)
    assign(masts, made.id, [one.id for one in between], assignee="hoa", person=OFFICER)
    left, *hers = between
    leave_out(masts, left.id, reason="Đã tháo dỡ", person=OFFICER, seen=left.version + 1)
    others = pack(masts, made.id, person=LAN)["map"]["others"]
    said = {one["code"]: one.get("colleague", "") for one in others}
    assert {one.mast.code for one in hers} & set(said) == {code for code, name in said.items() if name}
    assert {name for name in said.values() if name} == {"hoa"}
    assert {one["support"] for one in others} == {"ground"}  # a visit there asks nothing about a building


def test_a_pack_brings_what_is_known_of_a_mast(either_office: Registry) -> None:
    office = either_office
    made = make_campaign(office, plan(), person=OFFICER)
    visit = new_id()
    sent = [
        item(visit=visit, campaign=made.id, entry="earthing", value="8.4", raw="8,4", unit="Ω"),
        item("defect", visit=visit, campaign=made.id, defect="rust_heavy", severity="serious"),
        item("finish", visit=visit, campaign=made.id),
    ]
    take_items(office, sent, person=LAN, device="d", by="lan")
    (mast,) = pack(office, made.id, person=LAN)["masts"]
    assert mast["readings"]["earthing"] == {
        "value": "8.4",
        "raw": "8,4",
        "unit": "Ω",
        "note": "",
        "day": "2026-05-12",
    }
    assert [(one["person"], one["day"]) for one in mast["last"]] == [("lan", "2026-05-12")]
    assert [(one["defect"], one["deadline"], one["late"]) for one in mast["defects"]] == [
        ("rust_heavy", "2026-06-11", True)
    ]
    assert (mast["defects"][0]["answered_on"], mast["defects"][0]["answer"]) == (None, "")
    assert mast["progress"] == "visited"
    assert {"structural_inspection", "wind"} <= set(mast["missing"])
    identity = mast["defects"][0]["id"]
    answer_defect(office, identity, words="chưa làm xong", finished=False, person=OFFICER, seen=1)
    (mast,) = pack(office, made.id, person=LAN)["masts"]
    assert mast["defects"][0]["answered_on"] is None  # it still waits to be remedied
    seen = get_defect(office, identity, person=OFFICER)[0].version
    answer_defect(office, identity, words="đã sơn lại", person=OFFICER, seen=seen)
    (mast,) = pack(office, made.id, person=LAN)["masts"]
    assert (mast["defects"][0]["answered_on"], mast["defects"][0]["answer"]) == (
        today().isoformat(), "đã sơn lại",
    )  # fmt: skip
