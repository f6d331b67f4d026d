"""Defects in the minutes: of the answers that count, as they were found, whatever becomes of them later."""

import pytest

from registry.services.field.comparison import put_aside
from registry.services.field.defects import close_defect, list_defects, withdraw_defect
from registry.services.field.minutes import writing
from registry.services.field.minutes.counting import fallen_defects, untold_answers
from registry.services.field.minutes.stating import (
    sign_minutes,
)
from registry.services.field.minutes.units import MinutesFile, minutes_of
from registry.services.field.minutes.writing import text_digest, unit_minutes
from registry.services.field.sends import take_items
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from tests.services.field.minutes_office import (
    AGAIN,
    BINH,
    OTHER,
    VISIT,
    decide,
    images,
    signature,
    stated,
    text,
)
from tests.services.field.world import HOA, LAN, OFFICER, item

NOTES = "tổ ong ở chân cột", "tay vịn cong"


def two_found(office: Registry, campaign: str) -> MinutesFile:
    """Record two defects of one mast, and return the minutes, stated."""
    own = {"campaign": campaign, "structure": "mast-BGG00046", "severity": "minor"}
    sent = [item("defect", visit=OTHER, **own, note=note) for note in NOTES]
    take_items(office, sent, person=HOA, device="d2", by="hoa")
    return stated(office, campaign, "VTL")


def test_a_defect_without_a_kind_is_told_in_the_inspector_s_words(office: Registry, campaign: str) -> None:
    own = {"campaign": campaign, "structure": "mast-BGG00046", "severity": "minor"}
    bare = item("defect", visit=OTHER, **own, note="tổ ong ở chân cột")
    part = item("defect", visit=OTHER, **own, note="điện trở 12,5 Ω", component="earthing")
    take_items(office, [bare, part], person=HOA, device="d2", by="hoa")
    file = stated(office, campaign, "VTL")
    told = text(unit_minutes(office, file, file.unit("VTL")))
    assert "Tổ ong ở chân cột" in told
    assert "Khác" not in told


def test_a_defect_of_an_answer_that_was_not_chosen_stands_in_no_minutes_signed_from_then_on(
    office: Registry, campaign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {"campaign": campaign, "visit": VISIT}
    rust = item("defect", **own, entry="rust", defect="rust", severity="serious", note="rỉ ở gốc cột")
    apart = item("defect", **own, defect="bent", severity="minor", note="tay vịn cong")
    take_items(office, [rust, apart], person=LAN, device="d1", by="lan")
    waiting = minutes_of(office, campaign, person=OFFICER)
    assert fallen_defects(office, waiting, waiting.unit("VNPT")) == []  # nobody chose yet
    assert put_aside(office, list_defects(office, person=OFFICER), person=OFFICER) == set()
    decide(office, campaign, 1)  # no rust
    file = stated(office, campaign, "VNPT")
    (fallen,) = fallen_defects(office, file, file.unit("VNPT"))
    assert (fallen.entry, fallen.note) == ("rust", "rỉ ở gốc cột")
    assert put_aside(office, list_defects(office, person=OFFICER), person=OFFICER) == {fallen.id}
    assert untold_answers(office, file, file.unit("VNPT")) == []
    told = text(unit_minutes(office, file, file.unit("VNPT")))
    assert "rỉ ở gốc cột" not in told
    assert "tay vịn cong" in told.casefold()
    decide(office, campaign, 0)  # the other answer again: its defect stands again
    file = minutes_of(office, campaign, person=OFFICER)
    assert fallen_defects(office, file, file.unit("VNPT")) == []
    assert put_aside(office, list_defects(office, person=OFFICER), person=OFFICER) == set()
    assert "rỉ ở gốc cột" in text(unit_minutes(office, file, file.unit("VNPT"))).casefold()
    decide(office, campaign, 1)
    file = minutes_of(office, campaign, person=OFFICER)
    with monkeypatch.context() as earlier:  # a signature of minutes that held it still
        earlier.setattr(writing, "_form", lambda *_all: writing._Form(chosen=False, found=False))
        digest = text_digest(office, file, file.unit("VNPT"))
        sign_minutes(office, campaign, "VNPT", signer=BINH, drawn=signature(), digest=digest, person=OFFICER)
    file = minutes_of(office, campaign, person=OFFICER)
    assert text_digest(office, file, file.unit("VNPT")) == digest
    made = unit_minutes(office, file, file.unit("VNPT"))
    assert images(made) == 2  # the photo and the signature
    assert "rỉ ở gốc cột" in text(made).casefold()


@pytest.mark.parametrize("ended", [True, False])
def test_a_defect_of_an_answer_that_was_not_chosen_comes_into_no_minutes_by_being_remedied(
    office: Registry, campaign: str, monkeypatch: pytest.MonkeyPatch, ended: bool
) -> None:
    own = {"entry": "rust", "defect": "rust", "severity": "serious", "note": "rỉ ở gốc cột"}
    rust = item("defect", campaign=campaign, visit=VISIT, **own)
    take_items(office, [rust], person=LAN, device="d1", by="lan")
    decide(office, campaign, 1)  # no rust
    file = stated(office, campaign, "VNPT")
    before = text_digest(office, file, file.unit("VNPT"))
    (fallen,) = fallen_defects(office, file, file.unit("VNPT"))
    close_defect(office, fallen.id, reason="đã sơn", person=OFFICER, seen=fallen.version)
    file = minutes_of(office, campaign, person=OFFICER)
    assert text_digest(office, file, file.unit("VNPT")) == before
    with monkeypatch.context() as earlier:  # signed when it came in by that
        earlier.setattr(writing, "_form", lambda *_all: writing._Form(ended=ended))
        digest = text_digest(office, file, file.unit("VNPT"))
        sign_minutes(office, campaign, "VNPT", signer=BINH, drawn=signature(), digest=digest, person=OFFICER)
    file = minutes_of(office, campaign, person=OFFICER)
    made = text(unit_minutes(office, file, file.unit("VNPT"))).casefold()
    assert text_digest(office, file, file.unit("VNPT")) == digest
    assert ("rỉ ở gốc cột" in made) == (not ended)


@pytest.mark.parametrize("form", [writing._FORMS[0], writing._Form(chosen=False, found=False)])
def test_a_defect_that_is_remedied_later_stays_in_minutes_and_takes_no_signature_away(
    office: Registry, campaign: str, monkeypatch: pytest.MonkeyPatch, form: writing._Form
) -> None:
    file = two_found(office, campaign)
    with monkeypatch.context() as then:  # signed now, or when minutes held what stands alone
        then.setattr(writing, "_form", lambda *_all: form)
        digest = text_digest(office, file, file.unit("VTL"))
        sign_minutes(office, campaign, "VTL", signer=BINH, drawn=signature(), digest=digest, person=OFFICER)
    first, second = (one for view in file.unit("VTL").views for one in view.defects)
    close_defect(office, first.id, reason="đã trám", person=OFFICER, seen=first.version)
    file = minutes_of(office, campaign, person=OFFICER)
    made = unit_minutes(office, file, file.unit("VTL"))
    assert text_digest(office, file, file.unit("VTL")) == digest
    assert images(made) == 1
    assert all(note in text(made).casefold() for note in NOTES)
    withdraw_defect(office, second.id, reason="ghi nhầm", person=OFFICER, seen=second.version)
    file = minutes_of(office, campaign, person=OFFICER)
    assert second.note.casefold() not in text(unit_minutes(office, file, file.unit("VTL"))).casefold()


def test_an_answer_that_counts_needs_a_defect_of_its_own_not_of_the_one_put_aside(
    office: Registry, campaign: str
) -> None:
    light = item(visit=AGAIN, campaign=campaign, entry="rust", value="light", raw="light", seq=9)
    take_items(office, [light], person=HOA, device="d2", by="hoa")
    heavy = item("defect", visit=VISIT, campaign=campaign, entry="rust", defect="rust", severity="serious")
    take_items(office, [heavy], person=LAN, device="d1", by="lan")
    decide(office, campaign, 1)
    file = minutes_of(office, campaign, person=OFFICER)
    assert untold_answers(office, file, file.unit("VNPT")) == [("BGG00045", AGAIN, 1)]
    (defect,) = fallen_defects(office, file, file.unit("VNPT"))
    withdraw_defect(office, defect.id, reason="rỉ nhẹ", person=OFFICER, seen=defect.version)
    file = minutes_of(office, campaign, person=OFFICER)
    assert fallen_defects(office, file, file.unit("VNPT")) == []
    assert untold_answers(office, file, file.unit("VNPT")) == [("BGG00045", AGAIN, 1)]  # it asks still


def test_minutes_ask_to_remedy_only_what_is_not_remedied_before_they_are_signed(
    office: Registry, campaign: str
) -> None:
    file = two_found(office, campaign)
    first, second = (one for view in file.unit("VTL").views for one in view.defects)

    def told() -> str:
        now = minutes_of(office, campaign, person=OFFICER)
        return text(unit_minutes(office, now, now.unit("VTL")))

    assert "khắc phục các tồn tại nêu tại mục III trong thời hạn" in told()
    close_defect(office, first.id, reason="đã trám", person=OFFICER, seen=first.version)
    day = f"{today():%d/%m/%Y}"
    assert told().count(f"đã khắc phục {day}") == 1
    assert "chưa ghi là đã khắc phục, trong thời hạn ghi ở từng mục" in told()
    close_defect(office, second.id, reason="đã nắn", person=OFFICER, seen=second.version)
    assert told().count(f"đã khắc phục {day}") == 2
    assert "Các tồn tại nêu tại mục III đều đã được khắc phục." in told()
    assert "báo cáo kết quả kèm ảnh" not in told()
