"""What inspectors record in a run: drawn from the seed, with the texts that break programs."""

import hashlib
import random
from dataclasses import dataclass, field
from typing import Any

from registry.model.field.minutes import SIDES

HEAD = b"\xff\xd8\xff\xe0"
OFFICE, GUYED = ("office", 1), ("guyed", 2)  # the sheet of guyed masts has answers row by row
INK = "M10 10L90 40L20 70M100 15L130 60"
VISIT = 40  # items of one visit
SMALL, LARGE = (3000, 50_000), (300_000, 900_000)  # bytes of a photo that goes at once, and in parts
LARGE_SHARE = 0.15
GIANT = (4_000_000, 6_000_000)  # as phones take them today
NOTES = (
    "rỉ ở đốt 3, xem ảnh", "‘nháy’ \"kép\" \\ / {ngoặc}", "dòng 1\ndòng 2\ttab", "tổ hợp: e\u0302\u0301",
    "📡🌧️ mưa", "\u2028\u2029\u0000\u001f\u007f", "=1+1", "<b>đậm</b>", "", "x" * 2000, "nửa ký tự \ud83d hết",
)  # fmt: skip
NUMBERS = ("8,4", "8.4", "1.234,5", "0,05", "-3", "10", "khoảng 9", "1e3", "  7,0 ", "2,999999999")
CHOICES = (
    ("papers", "posted"),
    ("rust", "heavy"),
    ("lean", "slight"),
    ("foundation", "good"),
    ("backup", "none"),
)


@dataclass
class Work:
    """One thing to record. ``photo`` is its bytes in short: (name, length). ``aside``: it cannot be taken."""

    tag: str
    fields: dict[str, Any]
    photo: tuple[str, int] | None = None
    aside: bool = False


@dataclass
class Visit:
    """The works under one mast."""

    structure: str
    works: list[Work] = field(default_factory=list)
    aside: bool = False
    sheet: tuple[str, int] = OFFICE


def photo_bytes(name: str, length: int) -> bytes:
    """Return a photo as ``phone.py`` makes it in the browser too."""
    unit = name.encode()
    return (HEAD + unit * (length // len(unit) + 1))[:length]


def photo_hash(work: Work) -> str:
    """Return the SHA-256 of a work's photo."""
    assert work.photo is not None
    return hashlib.sha256(photo_bytes(*work.photo)).hexdigest()


def visits(seed: int, phone: int, structures: list[str], items: int, photos: int) -> list[Visit]:
    """Return what one phone records: ``items`` works with starts and ends, ``photos`` of them photos.

    One visit in nine, the second and so on, is of a mast that the register does not know.
    """
    chance = random.Random(f"{seed}/works/{phone}")
    drawn: list[Visit] = []
    made = taken = 0
    while made < items:
        aside = len(drawn) % 9 == 1
        visit = Visit(f"khong-co-{chance.randrange(99)}" if aside else chance.choice(structures), aside=aside)
        if len(drawn) % 5 == 4:
            visit.sheet = GUYED
        drawn.append(visit)
        for index in range(min(VISIT, items - made)):
            tag = f"p{phone}-{made:06d}"
            last = index == VISIT - 1
            if index == 0:
                work = Work(tag, {"kind": "start"})
            elif last:
                work = Work(tag, {"kind": "finish"})
            elif taken < photos and taken * items <= made * photos:
                taken += 1
                sizes = LARGE if chance.random() < LARGE_SHARE else SMALL
                photo = (tag, chance.randrange(*sizes))
                work = Work(tag, {"kind": "photo", "entry": "overview"}, photo=photo)
            else:
                work = Work(tag, _fields(chance, visit.sheet))
            work.aside = aside
            work.fields["note"] = f"{tag} {work.fields.get('note', '')}"
            visit.works.append(work)
            made += 1
    return drawn


def giants(phone: int, key: str, structure: str, count: int) -> Visit:
    """Return a visit of ``count`` photos as large as phones take them."""
    chance = random.Random(f"giants/{phone}/{key}")
    visit = Visit(structure, [Work(f"g{phone}-{key}-start", {"kind": "start", "note": ""})])
    for number in range(count):
        tag = f"g{phone}-{key}-{number:04d}"
        work = Work(tag, {"kind": "photo", "entry": "overview", "note": tag})
        work.photo = (tag, chance.randrange(*GIANT))
        visit.works.append(work)
    return visit


def _fields(chance: random.Random, sheet: tuple[str, int]) -> dict[str, Any]:
    note = chance.choice(NOTES)
    draw = chance.random()
    if draw < 0.04:
        signer = {"name": "Nguyễn Văn A", "post": "trưởng trạm", "count": "12"}
        return {"kind": "signature", "entry": chance.choice(SIDES), "value": INK, "raw": "5" * 64,
                "signer": signer, "note": note}  # fmt: skip
    if sheet == GUYED and draw < 0.85:
        raw, row = chance.choice(NUMBERS), f"T{chance.randrange(1, 4)}/{chance.randrange(1, 4)}"
        entry = f"guy_tension[{row}]"
        return {"kind": "reading", "entry": entry, "value": raw.strip(), "raw": raw, "unit": "kN",
                "note": note}  # fmt: skip
    if draw < 0.45:
        raw = chance.choice(NUMBERS)
        return {"kind": "reading", "entry": "earthing", "value": raw.strip(), "raw": raw, "unit": "Ω",
                "instrument": "Kyoritsu 4105A", "calibrated_on": "2026-03-01", "note": note}  # fmt: skip
    if draw < 0.85:
        entry, value = chance.choice(CHOICES)
        return {"kind": "reading", "entry": entry, "value": value, "raw": value, "note": note}
    if draw < 0.93:
        return {
            "kind": "defect",
            "component": "segment",
            "defect": "rust_heavy",
            "severity": "serious",
            "note": note,
        }
    return {"kind": "note", "note": note}
