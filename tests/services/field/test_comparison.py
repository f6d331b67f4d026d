"""Two people at one mast: both visits stand, field by field, and an officer's choice stands beside them."""

import pytest

from registry.errors import RefusalError
from registry.model.field.inspections import CampaignKind, Judged
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.comparison import (
    Beside,
    beside_of,
    choose_item,
    choose_visit,
    compare,
    conflicts_of,
)
from registry.services.field.inspections import get_inspection, list_inspections, review
from registry.services.field.minutes.units import minutes_of
from registry.services.field.risk_scores import risk_table
from registry.services.field.selection import Selection
from registry.services.field.sends import take_items
from registry.services.field.set_aside import drop_set_aside, list_set_aside, take_set_aside
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from tests.services.field.world import HOA, LAN, MAST, OFFICER, VNPT, item, new_id, send


def test_both_visits_stand_and_the_choice_beside_them(office: Registry) -> None:
    """MerginMaps/mobile #709: a conflict that nobody explains; here both values stay and somebody decides."""
    one, other = new_id(), new_id()
    lan = [
        item(visit=one, checklist="guyed", entry="earthing", value="8.40", unit="Ω", seq=1),
        item(visit=one, checklist="guyed", entry="verticality", value="90", unit="mm", seq=2),
        item(visit=one, checklist="guyed", entry="joint_gap", value="1", unit="mm", seq=3),
    ]
    hoa = [
        item(visit=other, checklist="guyed", entry="earthing", value="8,4", unit="Ω", seq=1),
        item(visit=other, checklist="guyed", entry="verticality", value="140", unit="mm", seq=2),
    ]
    take_items(office, lan, person=LAN, device="d1", by="lan")
    take_items(office, hoa, person=HOA, device="d2", by="hoa")
    found = compare(office, MAST, person=OFFICER)
    assert [visit.person for visit in found.inspections] == ["lan", "hoa"]
    assert {field.entry: field.differs for field in found.fields} == {
        "joint_gap": False,
        "earthing": False,
        "verticality": True,
    }
    upright = next(field for field in found.fields if field.entry == "verticality")
    judged = [reading.judgement for reading in upright.readings if reading is not None]
    assert [(one.judged, one.limit) for one in judged] == [
        (Judged.WITHIN, 105.0),
        (Judged.BEYOND, 105.0),
    ]  # 42 m / 400
    among = [reading.item.id for reading in upright.readings if reading is not None]
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        choose_item(office, MAST, entry="verticality", item=among[0], among=among, reason="", person=OFFICER)
    with pytest.raises(RefusalError, match="COMPARE-CHOICE"):
        choose_item(office, MAST, entry="earthing", item=among[0], among=among, reason="x", person=OFFICER)
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        choose_item(office, MAST, entry="verticality", item=among[0], among=among, reason="x", person=VNPT)
    choose_item(
        office, MAST, entry="verticality", item=among[1], among=among, reason="máy toàn đạc", person=OFFICER
    )
    upright = next(
        field for field in compare(office, MAST, person=OFFICER).fields if field.entry == "verticality"
    )
    assert (upright.chosen, upright.chosen_by, upright.reason) == (among[1], "minh", "máy toàn đạc")
    assert [reading.item.value for reading in upright.readings if reading is not None] == ["90", "140"]
    third = item(visit=new_id(), checklist="guyed", entry="verticality", value="100", unit="mm")
    take_items(office, [third], person=LAN, device="d1", by="lan")
    upright = next(
        field for field in compare(office, MAST, person=OFFICER).fields if field.entry == "verticality"
    )
    assert upright.chosen == ""  # nobody chose among the three
    # outside a campaign a mast may be visited as often as one likes, though not twice on a day
    (of_day,) = conflicts_of(office, person=OFFICER)
    same_day = Beside(day=f"{today():%d/%m/%Y}")  # of what has no start it is the day on which it came in
    assert (of_day.count, of_day.beside) == (1, same_day)
    own = {"visit": new_id(), "checklist": "guyed", "recorded_at": "2026-05-11T09:30:00.000+07:00"}
    before = [item("start", **own), item(**own, entry="verticality", value="60", unit="mm", seq=2)]
    take_items(office, before, person=LAN, device="d1", by="lan")
    assert [one.beside for one in conflicts_of(office, person=OFFICER)] == [same_day]
    assert not compare(office, MAST, person=OFFICER).asks  # of several days
    plan = CampaignPlan(CampaignKind.SPOT_CHECK, "Đối chứng", today(), today(), selection=Selection())
    checking = make_campaign(office, plan, person=OFFICER).id
    checked = item(
        visit=new_id(), campaign=checking, checklist="guyed", entry="verticality", value="70", unit="mm"
    )
    take_items(office, [checked], person=HOA, device="d2", by="hoa")
    # a spot check is there to be laid beside what others found, in whichever campaign
    assert [(one.count, one.beside) for one in conflicts_of(office, person=OFFICER)] == [
        (1, same_day),
        (1, Beside()),
    ]
    assert compare(office, MAST, person=OFFICER).asks
    assert verify(office).sound


def test_the_board_counts_what_came_in_and_what_is_missing(office: Registry) -> None:
    """opengisch/QField #3922, #4765: no sign which photos never came."""
    visit = new_id()
    items = [
        item("start", visit=visit, recorded_at="2026-05-12T09:00:00+07:00"),
        item(visit=visit, entry="lean", value="clear", seq=2),
        item(visit=visit, entry="lean", value="straight", seq=3),
        item("photo", visit=visit, entry="overview", photos=["a" * 64], seq=4),
        item("defect", visit=visit, defect="bent", severity="minor", seq=5),
        item("finish", visit=visit, recorded_at="2026-05-12T09:20:00+07:00", seq=6),
        item(visit=visit, entry="rust", value=None, raw="", seq=7),  # an answer that was taken back is none
    ]
    items[2]["replaces"] = items[1]["id"]
    take_items(office, items, person=LAN, device="d1", by="lan")
    (row,) = list_inspections(office, person=OFFICER, reviewed=False)
    assert (row.items, row.photos, row.photos_missing, row.beyond, row.defects) == (7, 1, 1, 0, 1)
    # one answer, as the phone counts: corrected once, and of two photos that are asked for one is there
    assert (row.answered, row.asked) == (1, 14)  # what may be left out is not counted
    assert (row.inspection.started_at[11:16], row.inspection.finished_at[11:16]) == ("09:00", "09:20")
    view = get_inspection(office, visit, person=OFFICER)
    assert [reading.item.value for reading in view.readings] == ["straight"]
    assert view.items[1].replaced_by == items[2]["id"]
    assert [fault.defect for fault in view.defects] == ["bent"]
    done = review(office, visit, note="đã xem", person=OFFICER, seen=view.inspection.version)
    assert (done.reviewed_by, done.review_note) == ("minh", "đã xem")
    assert list_inspections(office, person=OFFICER, reviewed=False) == []
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        get_inspection(office, visit, person=VNPT)


def test_an_officer_puts_right_what_was_set_aside(office: Registry) -> None:
    """enketo/enketo #1226: what could not be sent is not lost, and somebody can mend it."""
    lost = item("defect", visit=new_id(), structure="mast-BGG00054", defect="leaning", severity="urgent")
    assert take_items(office, [lost], person=LAN, device="d1", by="lan")[0].code == "FIELD-STRUCTURE-UNKNOWN"
    (aside,) = list_set_aside(office, person=OFFICER)
    with pytest.raises(RefusalError, match="FIELD-ASIDE-STILL"):
        take_set_aside(office, aside.id, corrections={}, reason="thử", person=OFFICER, seen=aside.version)
    receipt = take_set_aside(
        office,
        aside.id,
        corrections={"structure": MAST},
        reason="gõ nhầm mã",
        person=OFFICER,
        seen=aside.version,
    )
    assert (receipt.id, receipt.state, receipt.sha256) == (lost["id"], "verified", aside.sha256)
    view = get_inspection(office, lost["inspection"], person=OFFICER)
    assert (view.items[0].corrected, view.items[0].corrected_by) == ({"structure": MAST}, "minh")
    assert view.inspection.person == "lan"
    assert [fault.defect for fault in view.defects] == ["leaning"]
    assert take_items(office, [lost], person=LAN, device="d1", by="lan")[0].state == "verified"
    assert list_set_aside(office, person=OFFICER) == []


def test_the_second_of_one_id_can_be_taken_too_or_dropped(office: Registry) -> None:
    first = item(visit=new_id(), entry="lean", value="straight")
    take_items(office, [first], person=LAN, device="d1", by="lan")
    for value in ("clear", "slight"):
        take_items(office, [{**first, "value": value}], person=LAN, device="d1", by="lan")
    clear, slight = list_set_aside(office, person=OFFICER)
    take_set_aside(office, clear.id, corrections={}, reason="cả hai đúng", person=OFFICER, seen=clear.version)
    dropped = drop_set_aside(office, slight.id, reason="ghi thử", person=OFFICER, seen=slight.version)
    assert (dropped.state, dropped.reason) == ("dropped", "ghi thử")
    values = [one.value for one in get_inspection(office, first["inspection"], person=OFFICER).items]
    assert sorted(values) == ["clear", "straight"]
    assert verify(office).sound


def test_what_an_officer_lets_count_is_what_the_score_reads(office: Registry) -> None:
    seen = [
        item(visit=new_id(), entry="houses", value=value, recorded_at=f"2026-05-{day}T09:00:00+07:00")
        for day, value in (("12", True), ("13", False))
    ]
    take_items(office, seen[:1], person=LAN, device="d1", by="lan")
    take_items(office, seen[1:], person=HOA, device="d2", by="hoa")
    assert risk_table(office).facts[MAST]["houses_in_fall"] is False  # the later one
    among = [one["id"] for one in seen]
    choose_item(office, MAST, entry="houses", item=among[0], among=among, reason="ảnh", person=OFFICER)
    assert risk_table(office).facts[MAST]["houses_in_fall"] is True


def test_half_a_character_from_a_keyboard_is_kept_and_can_be_shown(either_office: Registry) -> None:
    made = item(visit=new_id(), entry="remarks", value="ok \ud83d", note="\udc00 nửa", structure=MAST)
    odd = {
        **item("defect", visit=new_id(), defect="bent", severity="minor", note="\ud800"),
        "structure": "\ud800\x00",
    }
    receipts = take_items(either_office, [made, odd], person=LAN, device="d\x00", by="lan")
    assert [receipt.state for receipt in receipts] == ["verified", "aside"]
    view = get_inspection(either_office, made["inspection"], person=OFFICER)
    assert f"{view.readings[0].item.value} {view.items[0].note}".encode()
    assert "\\ud83d" in view.items[0].content
    assert list_set_aside(either_office, person=OFFICER)[0].content.encode()
    assert verify(either_office).sound


def test_one_visit_counts_for_all_that_differs_with_one_reason(office: Registry) -> None:
    one, other = new_id(), new_id()
    for visit, values, person in ((one, ("8.4", "90", "30"), LAN), (other, ("9.9", "140", "30"), HOA)):
        names = ("earthing", "verticality", "rebound")
        sent = [
            item(visit=visit, checklist="guyed", entry=name, value=value)
            for name, value in zip(names, values, strict=True)
        ]
        take_items(office, sent, person=person, device="d", by=person.name)
    given = {"campaign": "", "person": OFFICER}
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        choose_visit(office, MAST, inspection=other, reason=" ", **given)
    with pytest.raises(RefusalError, match="COMPARE-CHOICE"):
        choose_visit(office, MAST, inspection=new_id(), reason="x", **given)
    assert choose_visit(office, MAST, inspection=other, reason="máy toàn đạc", **given) == 2
    found = {field.entry: field for field in compare(office, MAST, person=OFFICER).fields}
    assert {entry: bool(field.chosen) for entry, field in found.items()} == {
        "earthing": True, "verticality": True, "rebound": False,
    }  # fmt: skip
    upright = found["verticality"].readings[1]
    assert upright is not None
    assert (found["verticality"].chosen, found["verticality"].reason) == (upright.item.id, "máy toàn đạc")
    with pytest.raises(RefusalError, match="COMPARE-CHOICE"):
        choose_visit(office, MAST, inspection=one, reason="x", **given)
    assert verify(office).sound


def twice(office: Registry, campaign: str, first: str, second: str) -> None:
    """Two visits of the mast in a campaign, each with what it says of rust."""
    for person, value in ((LAN, first), (HOA, second)):
        own = {"visit": new_id(), "campaign": campaign}
        send(office, item("start", **own), item(**own, entry="rust", value=value, seq=2),
             person=person, by=person.name)  # fmt: skip


def season(office: Registry, name: str) -> str:
    plan = CampaignPlan(CampaignKind.SEASON, name, today(), today(), selection=Selection())
    return make_campaign(office, plan, person=OFFICER).id


def test_a_choice_in_a_later_campaign_leaves_the_earlier_one_decided(office: Registry) -> None:
    chosen = {}
    for name in ("2025", "2026"):
        campaign = season(office, name)
        twice(office, campaign, "heavy", "none")
        compared = compare(office, MAST, person=OFFICER, campaign=campaign)
        rust = next(one for one in compared.fields if one.entry == "rust")
        among = [one.item.id for one in rust.readings if one is not None]
        choose_item(office, MAST, entry="rust", item=among[0], among=among, reason="rõ", person=OFFICER)
        chosen[campaign] = among[0]
    for campaign, wanted in chosen.items():
        compared = compare(office, MAST, person=OFFICER, campaign=campaign)
        assert [one.chosen for one in compared.fields if one.entry == "rust"] == [wanted]
        assert conflicts_of(office, person=OFFICER, beside=Beside(campaign)) == []


def test_what_a_dropped_visit_says_contradicts_nobody(office: Registry) -> None:
    campaign = season(office, "2026")
    twice(office, campaign, "none", "none")
    own = {"visit": new_id(), "campaign": campaign}
    send(office, item(**own, entry="rust", value="heavy"), item("drop", **own, seq=2))
    assert conflicts_of(office, person=OFFICER, beside=Beside(campaign)) == []
    assert len(compare(office, MAST, person=OFFICER, campaign=campaign).inspections) == 2


def test_what_minutes_wait_for_is_what_the_list_shows(office: Registry) -> None:
    """A visit of another campaign stands in the middle: it contradicts neither, and is compared with none."""
    now, other = season(office, "Phúc tra"), season(office, "Mùa bão")
    for campaign, answers in ((now, ("none", "heavy")), (other, ("light",)), ("", ("heavy", "none"))):
        for n, value in enumerate(answers):
            own = {"visit": new_id(), "campaign": campaign}
            sent = [item("start", **own), item(**own, entry="rust", value=value, seq=2)]
            if campaign != "" or n:  # what differs besides is asked of those visits alone
                sent.append(item(**own, entry="earthing", value=f"{n + 4}", unit="Ω", seq=3))
            send(office, *sent, person=LAN if n else HOA, by="lan" if n else "hoa")
    listed = {one.beside: one.count for one in conflicts_of(office, person=OFFICER)}
    assert listed == {Beside(now): 2, Beside(day="12/05/2026"): 1}
    day_visit = next(
        row.inspection.id for row in list_inspections(office, person=OFFICER) if not row.inspection.campaign
    )
    for about, beside in ((now, Beside(now)), (other, Beside(other)), (day_visit, Beside(day="12/05/2026"))):
        (unit,) = minutes_of(office, about, person=OFFICER).units
        assert [(one.beside, one.count) for one in unit.undecided] == [
            (beside, listed[beside]) for _once in "1" if beside in listed
        ]
        compared = compare(office, MAST, person=OFFICER, campaign=beside.campaign, day=beside.day)
        assert compared.waiting == listed.get(beside, 0)
    every = [row.inspection for row in list_inspections(office, person=OFFICER)]
    assert {one.campaign: beside_of(one, every) for one in every} == {
        now: Beside(now), other: Beside(), "": Beside(day="12/05/2026"),
    }  # fmt: skip
    assert compare(office, MAST, person=OFFICER).waiting == 0
    last = next(one for one in every if one.campaign == now and one.person == "lan").id
    choose_visit(office, MAST, inspection=last, campaign=now, reason="máy toàn đạc", person=OFFICER)
    choose_visit(office, MAST, inspection=day_visit, day="12/05/2026", reason="ảnh rõ", person=OFFICER)
    assert conflicts_of(office, person=OFFICER) == []
    assert verify(office).sound
