"""Readings that are too much alike and photos used twice are pointed out; honest ones are not."""

import datetime as dt
import hashlib
import random
from io import BytesIO
from itertools import cycle, islice
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageEnhance

from registry.errors import RefusalError
from registry.messages import remedy, render
from registry.model.field.inspections import DoubtWord
from registry.safety.doubts import hurried
from registry.safety.uniform import near_looks
from registry.services.field import photo_looks
from registry.services.field.doubts.answers import answer_doubt, doubts, unanswered
from registry.services.field.doubts.flags import flags_of
from registry.services.field.photo_looks import look_at_photos, look_in_time, unseen_photos
from registry.services.field.sends import take_items, take_photo
from registry.services.office.registry import Registry
from registry.store.field.tables import field_items, inspections
from tests.services.field.world import (
    LAN,
    OFFICER,
    VIETTEL,
    VNPT,
    add_masts,
    item,
    new_id,
    photo,
    place,
    rows,
)

MASTS = [f"BGG2{n:04d}" for n in range(12)]


@pytest.fixture
def masts(office: Registry) -> Registry:
    add_masts(office, {code: {"lon": 106.2 + n / 100, "lat": 21.3} for n, code in enumerate(MASTS)})
    return office


def record(registry: Registry, code: str, readings: dict[str, str], **fields: Any) -> None:
    visit = new_id()
    made = [
        item(
            visit=visit, structure=f"mast-{code}", checklist="guyed", entry=entry, value=value, unit="", seq=n
        )
        for n, (entry, value) in enumerate(readings.items())
    ]
    if fields:
        made.append(
            item(
                "photo", visit=visit, structure=f"mast-{code}", checklist="guyed", entry="overview", **fields
            )
        )
    receipts = take_items(registry, made, person=LAN, device="d", by="lan")
    assert {receipt.state for receipt in receipts} == {"verified"}


def codes(registry: Registry) -> list[str]:
    found = flags_of(registry, person=OFFICER)
    for flag in found:
        assert render(flag.code, dict(flag.params))
        assert remedy(flag.code, dict(flag.params), "en")
    return sorted(flag.code for flag in found)


def test_honest_readings_raise_nothing(masts: Registry) -> None:
    random.seed(4)
    for code in MASTS:
        record(
            masts,
            code,
            {
                "earthing": f"{random.uniform(1.5, 14):.1f}",
                "rebound": f"{random.uniform(20, 50):.0f}",
                "guy_tension": f"{random.uniform(18, 60):.1f}",
            },
        )
    assert codes(masts) == []


def test_the_same_value_at_most_masts_stands_out(masts: Registry) -> None:
    for n, code in enumerate(MASTS[:8]):
        record(masts, code, {"earthing": "4.2" if n else "6.1"})
    (flag,) = flags_of(masts, person=OFFICER)
    assert (flag.code, flag.person, len(flag.masts)) == ("UNIFORM-SAME", "lan", 7)


def test_readings_within_three_per_cent_of_each_other_stand_out(masts: Registry) -> None:
    for n, code in enumerate(MASTS):
        record(masts, code, {"guy_tension": f"{38 + n * 0.05:.2f}"})
    assert codes(masts) == ["UNIFORM-NARROW"]


def test_a_whole_sheet_copied_to_another_mast_stands_out(masts: Registry) -> None:
    sheet = {"earthing": "5.1", "rebound": "33", "guy_tension": "41.5"}
    record(masts, MASTS[0], sheet)
    record(masts, MASTS[1], {**sheet, "earthing": "5,1"})
    assert codes(masts) == ["UNIFORM-ROW"]


def test_readings_that_never_leave_the_standard_frame_stand_out(masts: Registry) -> None:
    random.seed(5)
    for code in MASTS:
        record(
            masts,
            code,
            {
                "earthing": f"{random.uniform(2.4, 8.6):.2f}",
                "rebound": f"{random.uniform(28, 42):.1f}",
                "guy_tension": f"{random.uniform(33, 44):.1f}",
                "clamp_torque": f"{random.uniform(605, 695):.0f}",
            },
        )
    assert "UNIFORM-USUAL" in codes(masts)


def picture(seed: int, *, size: tuple[int, int] = (640, 480)) -> Image.Image:
    made = Image.new("RGB", size, (120, 140, 160))
    pen, dice = ImageDraw.Draw(made), random.Random(seed)
    for _ in range(40):
        x, y = dice.uniform(0, size[0]), dice.uniform(0, size[1])
        pen.rectangle(
            (x, y, x + dice.uniform(30, 200), y + dice.uniform(30, 200)),
            fill=tuple(dice.choices(range(256), k=3)),
        )
    return made


def kept(registry: Registry, made: Image.Image, **options: Any) -> str:
    body = BytesIO()
    made.save(body, "JPEG", **options)
    name = hashlib.sha256(body.getvalue()).hexdigest()
    take_photo(registry, name, BytesIO(body.getvalue()), person=LAN, device="d", media_type="image/jpeg")
    return name


def test_a_photo_used_for_two_masts_stands_out_by_its_hash_alone(masts: Registry) -> None:
    name = photo(masts, b"not even a picture")
    for code in MASTS[:2]:
        record(masts, code, {}, photos=[name])
    (flag,) = flags_of(masts, person=OFFICER)
    assert (flag.code, flag.photos) == ("UNIFORM-PHOTO-SAME", [name])
    assert look_at_photos(masts) == 1  # what cannot be opened is looked at once
    assert look_at_photos(masts) == 0


def test_a_photo_saved_again_smaller_and_brighter_is_found_and_others_are_not(masts: Registry) -> None:
    original = picture(1)
    again = ImageEnhance.Brightness(original.resize((320, 240))).enhance(1.15)
    names = [kept(masts, original, quality=92), kept(masts, again, quality=60)]
    names += [kept(masts, picture(seed)) for seed in range(2, 10)]
    for code, name in zip(MASTS, names, strict=False):
        record(masts, code, {}, photos=[name])
    assert look_at_photos(masts) == 10
    (flag,) = flags_of(masts, person=OFFICER)
    assert flag.code == "UNIFORM-PHOTO-ALIKE"
    assert set(flag.photos) == set(names[:2])
    assert {mast.code for mast in flag.masts} == set(MASTS[:2])


def test_photos_are_looked_at_on_opening_in_bounded_time(
    masts: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [kept(masts, picture(seed)) for seed in range(20, 23)]
    for code, name in zip(MASTS, names, strict=False):
        record(masts, code, {}, photos=[name])
    assert look_in_time(masts, seconds=0.0) == unseen_photos(masts) == 3
    turn = masts.cache["photo-looks-turn"]
    with turn:
        assert look_in_time(masts) == 3  # somebody else is at it: nobody waits
    asked: list[int] = []
    real = photo_looks.look_at_photos

    def counted(registry: Registry, *, most: int, wall_s: float) -> int:
        asked.append(most)
        return real(registry, most=most, wall_s=wall_s)

    monkeypatch.setattr(photo_looks, "look_at_photos", counted)
    assert look_in_time(masts, seconds=30.0, at_once=2) == 0
    assert asked == [2, 2, 2]  # two, one, none


def test_a_photo_taken_far_from_the_mast_stands_out(masts: Registry) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 18.0, 0.0), 3: "E", 4: (106.0, 15.0, 0.0)})  # 21.3, 106.25
    name = kept(masts, picture(1), exif=exif)
    record(masts, MASTS[0], {}, photos=[name])
    assert codes(masts) == []
    look_at_photos(masts)
    (flag,) = flags_of(masts, person=OFFICER)
    assert flag.code == "UNIFORM-PHOTO-FAR"
    assert flag.params["distance"] == pytest.approx(5.2, abs=0.3)
    record(masts, MASTS[5], {}, photos=[photo(masts, b"x")], position=place(106.25, 21.3))
    assert codes(masts) == ["UNIFORM-PHOTO-FAR"]  # the other mast stands there


def test_one_photo_of_several_answers_of_a_visit_stands_out_once(masts: Registry) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 18.0, 0.0), 3: "E", 4: (106.0, 15.0, 0.0)})
    name, visit, mast = kept(masts, picture(1), exif=exif), new_id(), f"mast-{MASTS[0]}"
    sent = [
        item("photo", visit=visit, structure=mast, checklist="guyed", entry=entry, photos=[name])
        for entry in ("overview", "earthing", "guys")
    ]
    take_items(masts, sent, person=LAN, device="d", by="lan")
    look_at_photos(masts)
    assert codes(masts) == ["UNIFORM-PHOTO-FAR"]


def test_nobody_outside_the_office_is_told(masts: Registry) -> None:
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        flags_of(masts, person=VNPT)


def test_near_looks_are_found_by_any_shared_byte_and_plain_pictures_are_left_alone() -> None:
    base = 0x0123456789ABCDEF
    looks = {
        "a": f"{base:016x}",
        "b": f"{base ^ 0b111111:016x}",
        "c": f"{base ^ (0x7F << 20):016x}",
        "wall": "0000000000000000",
        "dark": "0000000000000001",
    }
    assert near_looks(looks) == [("a", "b")]
    spread = base ^ sum(1 << (8 * byte) for byte in range(6))
    assert near_looks({"a": f"{base:016x}", "d": f"{spread:016x}"}) == [("a", "d")]


def opened(registry: Registry, count: int, gap_s: float, *, code: str = "BGG20000", **fields: Any) -> str:
    """Take a visit whose answers follow one another after ``gap_s`` seconds."""
    visit, start = new_id(), dt.datetime.fromisoformat("2026-05-12T09:30:00+07:00")
    made = [
        item(
            visit=visit, structure=f"mast-{code}", checklist="guyed", entry=entry, value="1", seq=n,
            recorded_at=(start + dt.timedelta(seconds=gap_s * n)).isoformat(),
            **(fields if n == 0 else {}),
        )
        for n, entry in enumerate(islice(cycle(("segments", "anchors", "guy_levels")), count))
    ]  # fmt: skip
    receipts = take_items(registry, made, person=LAN, device="d", by="lan")
    assert {receipt.state for receipt in receipts} == {"verified"}
    return visit


HERE = place(106.2, 21.3)


def taken_on(moment: str) -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = moment
    return exif


def test_seventeen_answers_in_27_seconds_stand_out_and_a_calm_visit_does_not(masts: Registry) -> None:
    visit = opened(masts, 17, 1.6, position=HERE)
    opened(masts, 17, 12.0, code="BGG20001", position=place(106.21, 21.3))
    (flag,) = flags_of(masts, person=OFFICER)
    assert (flag.code, flag.inspections) == ("DOUBT-HASTE", [visit])
    assert (flag.params["count"], flag.params["seconds"]) == (17, 26)


@pytest.mark.parametrize(
    ("gaps", "found"),
    [
        ([1.0] * 7, (8, 7.0)),
        ([1.0] * 6, None),
        ([60.0] * 20, None),
        ([60.0] * 5 + [2.0] * 9 + [60.0] * 5, (10, 18.0)),  # the run within a calm visit
        ([3.99] * 7, (8, 27.93)),
        ([4.0] * 7, None),
    ],
)
def test_a_run_of_answers_is_too_quick_or_not(gaps: list[float], found: tuple[int, float] | None) -> None:
    moments = [dt.datetime(2026, 5, 12, tzinfo=dt.UTC)]
    for gap in gaps:
        moments.append(moments[-1] + dt.timedelta(seconds=gap))
    told = hurried(moments)
    assert told == (found and (found[0], pytest.approx(found[1])))


def test_no_position_and_only_far_positions_stand_out(masts: Registry) -> None:
    opened(masts, 5, 60.0)
    opened(masts, 4, 60.0, code="BGG20001")
    opened(masts, 5, 60.0, code="BGG20002", position=place(106.3, 21.3))
    told = flags_of(masts, person=OFFICER)
    assert sorted(flag.code for flag in told) == ["DOUBT-FAR", "DOUBT-NO-PLACE"]
    far = next(flag for flag in told if flag.code == "DOUBT-FAR")
    assert far.params["distance"] == pytest.approx(8.2, abs=0.3)


def test_an_old_photo_and_one_seen_in_an_earlier_visit_stand_out_until_an_officer_settles_it(
    masts: Registry,
) -> None:
    old = kept(masts, picture(7), exif=taken_on("2023:05:01 10:00:00"))
    for _ in range(2):
        record(masts, "BGG20000", {"earthing": "5"}, photos=[old], position=HERE)
    look_at_photos(masts)
    found = doubts(masts, person=OFFICER)
    assert sorted({flag.code for flag in found}) == ["DOUBT-PHOTO-AGAIN", "DOUBT-PHOTO-OLD"]
    aged = next(flag for flag in found if flag.code == "DOUBT-PHOTO-OLD")
    assert aged.params["day"] == dt.date(2023, 5, 1)
    assert (
        render(aged.code, dict(aged.params))
        == "BGG20000: 1 ảnh do máy ảnh ghi ngày 01/05/2023, trước lượt kiểm tra (lan)"
    )
    answer = {"reason": "Máy ảnh đặt sai ngày", "person": OFFICER}
    answer_doubt(masts, aged.key, word=DoubtWord.ASKED, seen=0, **answer)
    assert len(unanswered(doubts(masts, person=OFFICER))) == len(found)
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        answer_doubt(masts, aged.key, word=DoubtWord.ACCEPTED, seen=0, **answer)
    answer_doubt(masts, aged.key, word=DoubtWord.ACCEPTED, seen=1, **answer)
    left = unanswered(doubts(masts, person=OFFICER))
    assert aged.key not in {flag.key for flag in left}
    assert len(left) == len(found) - 1
    assert doubts(masts, person=OFFICER)[-1].reason == "Máy ảnh đặt sai ngày"
    with pytest.raises(RefusalError, match="DOUBT-UNKNOWN"):
        answer_doubt(masts, "0" * 32, word=DoubtWord.ACCEPTED, seen=0, **answer)
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        answer_doubt(masts, aged.key, word=DoubtWord.ACCEPTED, seen=2, reason=" ", person=OFFICER)
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        doubts(masts, person=VIETTEL)


def test_a_mast_known_by_its_code_only_is_the_one_of_the_register(masts: Registry) -> None:
    visit = new_id()
    made = [
        item("start", visit=visit, structure="bgg20003 "),
        item(visit=visit, structure="bgg20003 ", entry="papers", value="x"),
    ]
    receipts = take_items(masts, [made[1]], person=LAN, device="d", by="lan")
    receipts += take_items(masts, made, person=LAN, device="d", by="lan")
    assert {receipt.state for receipt in receipts} == {"verified"}
    row = rows(masts, inspections)[0]
    assert row["structure"] == "mast-BGG20003"
    kept_items = rows(masts, field_items)
    assert {one["structure"] for one in kept_items} == {"mast-BGG20003"}
    assert {one["corrected_by"] for one in kept_items} == {"theo mã cột"}
    assert all('"bgg20003 "' in one["content"] for one in kept_items), "what the phone said stays"
    other = item("start", visit=new_id(), structure="BGG77777")
    (aside,) = take_items(masts, [other], person=LAN, device="d", by="lan")
    assert (aside.state, aside.code) == ("aside", "FIELD-STRUCTURE-UNKNOWN")
    assert "chờ cơ quan xác nhận" in render(aside.code, {"structure": "BGG77777"})
