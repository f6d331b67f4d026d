"""Readings that are too much alike and photos used twice are pointed out; honest ones are not."""

import hashlib
import random
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageEnhance

from registry.errors import RefusalError
from registry.messages import remedy, render
from registry.safety.uniform import near_looks
from registry.services.field import photo_looks
from registry.services.field.photo_looks import look_in_time, unseen_photos
from registry.services.field.sends import take_items, take_photo
from registry.services.field.uniform_readings import flags_of, look_at_photos
from registry.services.office.registry import Registry
from tests.services.field.world import LAN, OFFICER, VNPT, add_masts, item, new_id, photo, place

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
