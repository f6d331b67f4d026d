"""Minutes say both days of a visit across midnight, and keep what the register said when they were signed."""

import dataclasses

import pytest

from registry.services.field.campaigns import amend_campaign, get_campaign
from registry.services.field.minutes import writing
from registry.services.field.minutes.units import MinutesFile, Unit, minutes_of
from registry.services.field.minutes.writing import text_digest, unit_minutes
from registry.services.field.position_corrections import accept_proposal, list_proposals
from registry.services.field.sends import take_items
from registry.services.office.registry import Registry
from tests.services.field.minutes_office import BINH, OTHER, stated, text
from tests.services.field.test_minutes_signed import LAN_KEY, sign
from tests.services.field.world import HOA, OFFICER, item, place
from tests.services.requests.desk import north, sound

OWN = {"structure": "mast-BGG00046", "visit": OTHER}


def told(office: Registry, file: MinutesFile, unit: Unit) -> list[str]:
    return text(unit_minutes(office, file, unit)).split("\n")


def held(office: Registry, campaign: str) -> tuple[MinutesFile, Unit]:
    file = minutes_of(office, campaign, person=OFFICER)
    return file, file.unit("VTL")


def test_a_position_put_right_by_the_visit_leaves_its_signed_minutes_as_they_were(
    office: Registry, campaign: str
) -> None:
    lon, lat = north(1000.0)
    measured = item("position", **OWN, campaign=campaign, entry="position", position=place(lon, lat))
    take_items(office, [measured], person=HOA, device="d2", by="hoa")
    stated(office, campaign, "VTL")
    digest = sign(office, campaign, LAN_KEY, BINH)
    before = told(office, *held(office, campaign))
    assert any("cách vị trí trong sổ 100 m" in line for line in before)
    (proposal,) = list_proposals(office, person=OFFICER)
    accept_proposal(office, proposal.id, reason="đo tại chân cột", person=OFFICER, seen=proposal.version)
    assert held(office, campaign)[1].views[0].mast.lat == pytest.approx(lat)  # the register follows
    assert text_digest(office, *held(office, campaign)) == digest
    assert told(office, *held(office, campaign)) == before
    assert sound(office)


def test_a_visit_across_midnight_has_both_its_days(office: Registry, campaign: str) -> None:
    sent = [
        item(**OWN, campaign=campaign, entry="rust", value="none", raw="none"),
        item("finish", **OWN, campaign=campaign, recorded_at="2026-05-12T17:02:00.000Z", seq=3),
    ]
    take_items(office, sent, person=HOA, device="d2", by="hoa")
    stated(office, campaign, "VTL")
    said = told(office, *held(office, campaign))
    assert any(line.startswith("Thời gian: 12/05/2026 – 13/05/2026.") for line in said)
    assert any("Ngày kiểm tra: 12/05/2026, 13/05/2026." in line for line in said)


def test_minutes_signed_before_both_days_were_said_stay_signed(
    office: Registry, campaign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = item("finish", **OWN, campaign=campaign, recorded_at="2026-05-12T17:02:00.000Z", seq=3)
    take_items(office, [end], person=HOA, device="d2", by="hoa")
    stated(office, campaign, "VTL")
    with monkeypatch.context() as then:
        then.setattr(writing, "_FORMS", tuple(one for one in writing._FORMS if not one.whole))
        digest = sign(office, campaign, LAN_KEY, BINH)
    assert text_digest(office, *held(office, campaign)) == digest
    assert any("Ngày kiểm tra: 13/05/2026." in line for line in told(office, *held(office, campaign)))


def test_grounds_that_were_typed_with_their_marks_stand_in_one_line(office: Registry, campaign: str) -> None:
    one = get_campaign(office, campaign, person=OFFICER)
    grounds = "Luật Viễn thông số 24/2023/QH15;; Kế hoạch kiểm tra năm."
    amend_campaign(office, campaign, person=OFFICER, seen=one.version, legal_basis=grounds)
    said = told(office, *held(office, campaign))
    assert "Căn cứ: Luật Viễn thông số 24/2023/QH15; Kế hoạch kiểm tra năm." in said


def test_minutes_without_a_delegation_leave_room_for_it(office: Registry, campaign: str) -> None:
    file, unit = held(office, campaign)
    bare = dataclasses.replace(unit, standing=dataclasses.replace(unit.standing, delegation=""))
    (line,) = [one for one in told(office, file, bare) if "ủy quyền của Chủ tịch" in one]
    assert line.endswith("tại ………………………………….")
