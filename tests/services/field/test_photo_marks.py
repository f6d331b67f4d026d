"""What an inspector drew over a photo: beside the original, on pages, in papers, and taken back."""

import hashlib
import io

from PIL import Image

from registry.safety.photo_marks import marks_by_photo
from registry.services.field.inspections import get_inspection
from registry.services.field.photos import photo_path
from registry.services.field.sends import take_photo
from registry.services.field.small_pictures import small_picture
from registry.services.office.registry import Registry
from tests.services.field.world import LAN, OFFICER, item, new_id, send

WHITE = Image.new("RGB", (300, 200), (240, 240, 240))


def kept(registry: Registry) -> tuple[str, bytes]:
    held = io.BytesIO()
    WHITE.save(held, "JPEG")
    body = held.getvalue()
    name = hashlib.sha256(body).hexdigest()
    take_photo(registry, name, io.BytesIO(body), person=LAN, device="d1", media_type="image/jpeg")
    return name, body


def red(picture: bytes) -> set[tuple[int, int]]:
    """Where a picture is red, in tenths of its sides."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    wide, high = image.size
    return {
        (10 * x // wide, 10 * y // high)
        for x in range(wide)
        for y in range(high)
        if (seen := image.getpixel((x, y))) and seen[0] > 170 and seen[1] < 110  # type: ignore[operator,index]
    }


def test_a_drawing_lies_over_the_photo_and_never_in_it(office: Registry) -> None:
    name, body = kept(office)
    visit = new_id()
    photo = item("photo", visit=visit, entry="overview", photos=[name], seq=2)
    drawn = item("drawing", visit=visit, entry="overview", photos=[name], value="A100 900 800 150", seq=3)
    assert {one.state for one in send(office, item("start", visit=visit), photo, drawn)} == {"verified"}
    view = get_inspection(office, visit, person=OFFICER)
    marks = marks_by_photo(view.items)[name]
    tenths = red(small_picture(office, name, marks=marks))
    assert {(1, 8), (7, 1)} <= tenths
    assert not tenths & {(1, 1), (8, 8)}
    assert photo_path(office, name)[0].read_bytes() == body
    assert not red(small_picture(office, name))
    taken_back = item("drawing", visit=visit, photos=[name], value="", replaces=drawn["id"], seq=4)
    send(office, taken_back)
    assert marks_by_photo(get_inspection(office, visit, person=OFFICER).items) == {}


def test_a_drawing_that_is_none_is_set_aside_whole(office: Registry) -> None:
    name, _body = kept(office)
    visit = new_id()
    wrong = [
        item("drawing", visit=visit, photos=[name], value="<svg>"),
        item("drawing", visit=visit, photos=[], value="A1 2 3 4"),
        item("drawing", visit=visit, photos=[name], value=None),
    ]
    assert [(one.state, one.code) for one in send(office, *wrong)] == [("aside", "FIELD-FORM")] * 3
