"""What a handover tells of warnings: all that stand, what was done with them and why, in letters' words."""

import dataclasses
import datetime as dt

from flask import Flask

from registry.model.storm.hazards import HazardDraft, HazardKind
from registry.services.office.calendar import now
from registry.services.storm.hazards import deeds
from registry.services.storm.hazards.exposure import get_hazard
from tests.pages import Page
from tests.web.people import registry_of, visitor
from web.storm.shift import SHOWN

STORMY = "TIN CẢNH BÁO DÔNG, LỐC, SÉT, MƯA ĐÁ VÀ MƯA LỚN CỤC BỘ"


def text(page: Page) -> str:
    return " ".join(page.text)


def rain(number: int, **own: object) -> HazardDraft:
    at = now()
    draft = HazardDraft(
        HazardKind.RAIN, at - dt.timedelta(hours=1), at + dt.timedelta(hours=9), source=f"Đài số {number}",
        rain_mm=(float(number), 200.0),
    )  # fmt: skip
    return dataclasses.replace(draft, **own)  # type: ignore[arg-type]


def test_every_warning_that_stands_is_handed_over(app: Flask) -> None:
    made = deeds.record_hazards(registry_of(app), [rain(at) for at in range(50, 52 + SHOWN)], who="trực")
    assert len(made) > SHOWN
    told = text(visitor(app, "duty_officer").page("/shift/handover"))
    for at in range(50, 52 + SHOWN):
        assert f"mưa lớn {at}–200 mm, đến" in told


def test_what_was_done_with_a_warning_is_handed_over_with_its_reason(app: Flask) -> None:
    office = registry_of(app)
    (made,) = deeds.record_hazards(office, [rain(71)], who="trực")
    deeds.correct_hazard(office, made, rain(72), seen=1, reason="gõ nhầm số", who="trực")
    told = text(visitor(app, "duty_officer").page("/shift/handover"))
    assert "Đính chính cảnh báo: mưa lớn 72–200 mm (gõ nhầm số)" in told
    deeds.withdraw_hazard(office, made, seen=2, reason="tin 73 thay", who="trực")
    told = text(visitor(app, "duty_officer").page("/shift/handover"))
    assert "Rút cảnh báo: mưa lớn 72–200 mm (tin 73 thay)" in told
    deeds.restore_hazard(office, made, seen=get_hazard(office, made).version, who="trực")
    told = text(visitor(app, "duty_officer").page("/shift/handover"))
    assert "Tính lại cảnh báo đã rút: mưa lớn 72–200 mm" in told


def test_a_letter_of_a_bulletin_of_two_kinds_is_told_in_the_words_of_the_letter(app: Flask) -> None:
    office, officer = registry_of(app), visitor(app, "duty_officer")
    one = rain(1, rain_mm=(), headline=STORMY)
    both = [dataclasses.replace(one, kind=kind) for kind in (HazardKind.RAIN, HazardKind.OTHER)]
    made = deeds.record_hazards(office, both, who="trực", text=STORMY)
    page = f"/hazards/{made[0]}/letters"
    officer.post(page, {"version": str(get_hazard(office, made[0]).version)}, 303)
    told = text(officer.page("/shift/handover"))
    assert "mưa lớn, dông, lốc, sét, mưa đá: chưa gửi" in told
    assert f"mưa lớn, {STORMY}" not in told


def test_a_warning_that_takes_effect_in_the_next_shift_is_handed_over(app: Flask) -> None:
    at = now() + dt.timedelta(hours=4)
    made = rain(81, from_at=at, to_at=at + dt.timedelta(hours=3), source="Đài của ca sau")
    deeds.record_hazards(registry_of(app), [made], who="trực")
    told = text(visitor(app, "duty_officer").page("/shift/handover"))
    due = told[told.index("Đến hạn trong ca sau") : told.index("Trong ca này")]
    begins, ends = (
        f"{words} cảnh báo: mưa lớn 81–200 mm" for words in ("Bắt đầu có hiệu lực", "Hết hiệu lực")
    )
    assert due.index(begins) < due.index(ends)
