"""Minutes that everybody signed keep what was signed; what comes of a defect later stands beside them."""

import datetime as dt

import pytest

from registry.errors import RefusalError
from registry.model.field.defects import Defect
from registry.services.field.defects import (
    close_defect,
    reopen_defect,
    set_deadline,
    set_severity,
    state_organisation,
    withdraw_defect,
)
from registry.services.field.minutes import writing
from registry.services.field.minutes.stating import refuse_to_sign, sign_minutes
from registry.services.field.minutes.units import MinutesFile, Unit, minutes_of
from registry.services.field.minutes.writing import later_changes, text_digest, unit_minutes
from registry.services.field.sends import take_items
from registry.services.field.visit_defects import decide_none, make_defect, take_back_none
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from tests.services.field.minutes_office import BINH, OTHER, images, signature, stated, text
from tests.services.field.world import HOA, OFFICER, item

LAN_KEY = "team:Trần Thị Lan:Chuyên viên"
LATER = dt.date(2099, 1, 5)


@pytest.fixture
def visit(office: Registry, campaign: str) -> str:
    """The campaign with two defects of Viettel's mast, and an answer on which nobody decided."""
    own = {"campaign": campaign, "structure": "mast-BGG00046"}
    sent = [
        item("defect", visit=OTHER, **own, defect="bent", severity="minor", note="tay vịn cong"),
        item("defect", visit=OTHER, **own, defect="cracked", severity="serious", note="nứt móng"),
        item(visit=OTHER, **own, entry="rust", value="light", raw="light"),
    ]
    take_items(office, sent, person=HOA, device="d2", by="hoa")
    stated(office, campaign, "VTL")
    return campaign


def held(office: Registry, campaign: str) -> tuple[MinutesFile, Unit]:
    file = minutes_of(office, campaign, person=OFFICER)
    return file, file.unit("VTL")


def digest_of(office: Registry, campaign: str) -> str:
    return text_digest(office, *held(office, campaign))


def told(office: Registry, campaign: str) -> str:
    return text(unit_minutes(office, *held(office, campaign)))


def defects(office: Registry, campaign: str) -> dict[str, Defect]:
    _file, unit = held(office, campaign)
    return {one.note: one for view in unit.views for one in view.defects}


def sign(office: Registry, campaign: str, *signers: str) -> str:
    digest = digest_of(office, campaign)
    for signer in signers:
        sign_minutes(office, campaign, "VTL", signer=signer, drawn=signature(), digest=digest, person=OFFICER)
    return digest


@pytest.mark.parametrize("refuses", [False, True])
def test_another_grade_deadline_or_defect_is_beside_minutes_that_everybody_signed(
    office: Registry, visit: str, refuses: bool
) -> None:
    digest = sign(office, visit, LAN_KEY, *([] if refuses else [BINH]))
    if refuses:
        refuse_to_sign(office, visit, "VTL", signer=BINH, reason="không thống nhất", person=OFFICER)
    before = told(office, visit)
    assert later_changes(office, *held(office, visit)) == []
    bent, cracked = (defects(office, visit)[note] for note in ("tay vịn cong", "nứt móng"))
    graded = set_severity(
        office, bent.id, severity="urgent", reason="sắp rơi", person=OFFICER, seen=bent.version
    )
    moved = set_deadline(
        office, cracked.id, deadline=LATER, reason="chờ vật tư", person=OFFICER, seen=cracked.version
    )
    made = make_defect(office, OTHER, "rust", "rust_light", "minor", person=OFFICER)
    assert digest_of(office, visit) == digest
    assert told(office, visit) == before
    assert images(unit_minutes(office, *held(office, visit))) == (1 if refuses else 2)
    found = {
        (
            one.then and (one.then.severity, one.then.deadline),
            one.now and (one.now.severity, one.now.deadline),
        )
        for one in later_changes(office, *held(office, visit))
    }
    assert found == {
        (("minor", bent.deadline), ("urgent", graded.deadline)),
        (("serious", cracked.deadline), ("serious", LATER)),
        (None, ("minor", made.deadline)),
    }
    withdraw_defect(office, bent.id, reason="ghi nhầm", person=OFFICER, seen=graded.version)
    close_defect(office, cracked.id, reason="đã trám", person=OFFICER, seen=moved.version)
    assert told(office, visit) == before
    reopen_defect(office, cracked.id, reason="lại nứt", person=OFFICER, seen=moved.version + 1)
    assert digest_of(office, visit) == digest
    assert verify(office).sound


def test_a_cable_that_is_another_s_since_is_beside_minutes_that_everybody_signed(
    office: Registry, campaign: str
) -> None:
    own = {"campaign": campaign, "structure": "mast-BGG00046"}
    sent = item(
        "defect", visit=OTHER, **own, defect="cable_low", severity="serious", note="võng", organisation="VTL"
    )
    take_items(office, [sent], person=HOA, device="d2", by="hoa")
    stated(office, campaign, "VTL")
    digest = sign(office, campaign, LAN_KEY, BINH)
    low = defects(office, campaign)["võng"]
    state_organisation(
        office, low.id, organisation="VNPT", reason="thẻ trên cáp", person=OFFICER, seen=low.version
    )
    assert digest_of(office, campaign) == digest
    (later,) = later_changes(office, *held(office, campaign))
    assert (later.then and later.then.organisation, later.now and later.now.organisation) == ("VTL", "VNPT")


def test_minutes_ask_their_unit_for_nothing_that_is_said_to_be_another_s(
    office: Registry, visit: str
) -> None:
    """A defect of the mast, too: what hangs on it may be of another network."""
    bent, cracked = (defects(office, visit)[note] for note in ("tay vịn cong", "nứt móng"))

    def state(one: Defect) -> None:
        state_organisation(
            office, one.id, organisation="VNPT", reason="giá treo của VNPT", person=OFFICER, seen=one.version
        )

    state(bent)
    assert "(của VNPT)" in told(office, visit)
    assert "trừ mục ghi là đã khắc phục, của đơn vị khác" in told(office, visit)
    digest = sign(office, visit, LAN_KEY, BINH)
    before = told(office, visit)
    state(cracked)
    assert (told(office, visit), digest_of(office, visit)) == (before, digest)


def test_minutes_signed_before_whose_each_defect_is_was_said_stay_as_they_were(
    office: Registry, visit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bent = defects(office, visit)["tay vịn cong"]
    state_organisation(
        office, bent.id, organisation="VNPT", reason="giá treo", person=OFFICER, seen=bent.version
    )
    then = tuple(form for form in writing._FORMS if not form.every)
    with monkeypatch.context() as past:
        past.setattr(writing, "_FORMS", then)
        digest = sign(office, visit, LAN_KEY, BINH)
        before = told(office, visit)
    assert (told(office, visit), digest_of(office, visit)) == (before, digest)
    assert "(của VNPT)" not in before


def test_what_was_no_defect_when_all_signed_stays_said_though_it_is_taken_back(
    office: Registry, visit: str
) -> None:
    none = decide_none(office, OTHER, "rust", answer="Han rỉ: Nhẹ", reason="đã sơn", person=OFFICER)
    sign(office, visit, LAN_KEY, BINH)
    take_back_none(office, none.id, person=OFFICER, seen=none.version)
    assert "Không ghi tồn tại: đã sơn" in told(office, visit)
    (later,) = later_changes(office, *held(office, visit))
    assert (later.then and later.then.reason, later.now) == ("đã sơn", None)


def test_until_everybody_signed_a_change_is_read_and_signed_by_all(office: Registry, visit: str) -> None:
    digest = sign(office, visit, LAN_KEY)
    cracked = defects(office, visit)["nứt móng"]
    set_deadline(office, cracked.id, deadline=LATER, reason="chờ", person=OFFICER, seen=cracked.version)
    assert digest_of(office, visit) != digest
    assert "05/01/2099" in told(office, visit)
    with pytest.raises(RefusalError, match="MINUTES-TEXT-CHANGED"):
        sign_minutes(office, visit, "VTL", signer=BINH, drawn=signature(), digest=digest, person=OFFICER)
    assert later_changes(office, *held(office, visit)) == []


def test_minutes_stated_anew_are_of_what_stands_now(office: Registry, visit: str) -> None:
    first = sign(office, visit, LAN_KEY, BINH)
    cracked = defects(office, visit)["nứt móng"]
    set_deadline(office, cracked.id, deadline=LATER, reason="chờ", person=OFFICER, seen=cracked.version)
    stated(office, visit, "VTL", opinion="Đề nghị gia hạn")
    assert "05/01/2099" in told(office, visit)
    second = sign(office, visit, LAN_KEY, BINH)
    assert second != first
    moved = defects(office, visit)["nứt móng"]
    set_deadline(
        office, moved.id, deadline=dt.date(2099, 2, 6), reason="chờ", person=OFFICER, seen=moved.version
    )
    assert digest_of(office, visit) == second
    assert "05/01/2099" in told(office, visit)
