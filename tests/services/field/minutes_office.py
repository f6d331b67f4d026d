"""A campaign whose visits came in, for tests of its minutes: two of one mast, which contradict each other."""

import base64
import io
import random

from docx import Document
from PIL import Image, ImageDraw

from registry.model.field.minutes import TEAM, UNIT
from registry.services.field.comparison import choose_item, compare
from registry.services.field.minutes.stating import (
    state_minutes,
)
from registry.services.field.minutes.units import MinutesFile, minutes_of
from registry.services.office.registry import Registry
from tests.services.field.world import MAST, OFFICER, new_id

VISIT, AGAIN, OTHER = new_id(), new_id(), new_id()
DELEGATION = "Quyết định số 12/QĐ-UBND ngày 05/01/2026"
PEOPLE = [
    {"side": TEAM, "name": "Trần Thị Lan", "post": "Chuyên viên", "account": "lan"},
    {"side": UNIT, "name": "Lê Văn Bình", "post": "Trưởng đài", "account": ""},
]
BINH = "unit:Lê Văn Bình:Trưởng đài"


def signature(seed: int = 1) -> str:
    """A drawing as a canvas gives it: black on nothing."""
    image = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    points = [(random.Random(seed + at).randrange(300), at * 5 % 100) for at in range(20)]
    ImageDraw.Draw(image).line(points, fill=(0, 0, 0, 255), width=3)
    into = io.BytesIO()
    image.save(into, "PNG")
    return "data:image/png;base64," + base64.b64encode(into.getvalue()).decode()


def text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    found = [paragraph.text for paragraph in document.paragraphs]
    found += [cell.text for one in document.tables for row in one.rows for cell in row.cells]
    return "\n".join(found)


def images(content: bytes) -> int:
    return len(Document(io.BytesIO(content)).inline_shapes)


def decide(office: Registry, campaign: str, at: int) -> None:
    compared = compare(office, MAST, person=OFFICER, campaign=campaign)
    rust = next(one for one in compared.fields if one.entry == "rust")
    among = [one.item.id for one in rust.readings if one is not None]
    choose_item(office, MAST, entry="rust", item=among[at], among=among, reason="ảnh rõ", person=OFFICER)


def stated(office: Registry, about: str, organisation: str, **own: object) -> MinutesFile:
    standing = minutes_of(office, about, person=OFFICER).unit(organisation).standing
    values: dict[str, object] = {
        "delegation": DELEGATION, "place": "", "people": PEOPLE, "opinion": "", "seen": standing.version,
        **own,
    }  # fmt: skip
    state_minutes(office, about, organisation, person=OFFICER, **values)  # type: ignore[arg-type]
    return minutes_of(office, about, person=OFFICER)
