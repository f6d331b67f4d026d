"""Scans of plans and drawings over them: pictures made anew within limits, pins, errors, shapes refused."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from PIL import Image

from registry.errors import RefusalError
from registry.geo.crs import to_wgs84
from registry.model.areas import Layer
from registry.model.drafts import ZoneScan
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.register.context import context_for
from registry.services.register.verify import verify
from registry.services.zones import plan_drafts
from registry.services.zones.drawn_zones import drawn_shape, read_points, stated_error
from registry.services.zones.scans import add_scan, fitted, get_scan, picture_of, pin
from registry.settings import Settings

EPSG = 9214
CROSSED = [[106.2, 21.2], [106.3, 21.3], [106.3, 21.2], [106.2, 21.3]]
CORNERS = [(100, 100), (1100, 100), (1100, 800), (100, 800)]


@pytest.fixture(scope="module")
def registry(
    copy_demo: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Registry]:
    opened = open_registry(copy_demo(tmp_path_factory.mktemp("scans") / "home"))
    yield opened
    opened.close()


@pytest.fixture
def draft(registry: Registry) -> str:
    return plan_drafts.create_draft(registry, "Quy hoạch", who="a").id


def picture(path: Path, size: tuple[int, int] = (1200, 900), mode: str = "RGB", **save: Any) -> Path:
    Image.new(mode, size, 200 if mode == "L" else None).save(path, **save)
    return path


def pins(off: tuple[float, float] = (0.0, 0.0)) -> list[tuple[float, float, float, float]]:
    """Four pins of a sheet of 5 m pixels, north up; the last is ``off`` metres away from where it belongs."""
    xy = np.array([(420_000 + 5 * u, 2_352_000 - 5 * v) for u, v in CORNERS], dtype=float)
    xy[3] += off
    lon, lat = to_wgs84(xy[:, 0], xy[:, 1], EPSG)
    return [(u, v, float(a), float(b)) for (u, v), a, b in zip(CORNERS, lon, lat, strict=True)]


def code(work: Callable[[], Any]) -> str:
    with pytest.raises(RefusalError) as refusal:
        work()
    return refusal.value.code


def test_a_scan_is_kept_and_shown_as_a_picture_made_anew(
    registry: Registry, draft: str, tmp_path: Path
) -> None:
    scan = add_scan(
        registry, draft, picture(tmp_path / "quy hoạch.png", (5000, 2500), "RGBA"), "quy hoạch.png", who="a"
    )
    assert (scan.width, scan.height) == (4096, 2048)
    with Image.open(picture_of(registry, scan)) as shown:
        assert shown.format == "JPEG"
        assert shown.size == (4096, 2048)
        assert not shown.getexif()
    assert (registry.settings.files / f"{scan.sha256}.png").is_file(), "what was sent is evidence and stays"
    assert [item.id for item in plan_drafts.get_draft(registry, draft).scans] == [scan.id]
    assert verify(registry).problems == ()


def test_a_photo_taken_sideways_is_turned_upright(registry: Registry, draft: str, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = picture(tmp_path / "s.jpg", (300, 200), exif=exif)
    assert (add_scan(registry, draft, path, "s.jpg", who="lan").width, 200) == (200, 200)


def test_what_is_no_picture_is_refused_and_a_pdf_says_what_to_do(
    registry: Registry, draft: str, tmp_path: Path
) -> None:
    for name, content, wanted in (
        ("s.pdf", b"%PDF-1.7\n%%EOF\n", "SCAN-PDF"),
        ("s.png", b"%PDF-1.7\n%%EOF\n", "SCAN-PDF"),
        ("s.png", b"<svg onload='x'/>", "SCAN-NOT-PICTURE"),
        ("s.jpg", b"\xff\xd8\xff\xe0" + bytes(50), "SCAN-NOT-PICTURE"),
        ("s.png", b"", "SCAN-NOT-PICTURE"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert code(lambda p=path, n=name: add_scan(registry, draft, p, n, who="lan")) == wanted  # type: ignore[misc]
    gif = picture(tmp_path / "s.gif", (10, 10), "L")
    assert code(lambda: add_scan(registry, draft, gif, "s.gif", who="lan")) == "SCAN-NOT-PICTURE"
    vast = picture(tmp_path / "vast.png", (20_000, 5_000), "1")
    assert code(lambda: add_scan(registry, draft, vast, "vast.png", who="lan")) == "SCAN-TOO-LARGE"
    assert plan_drafts.get_draft(registry, draft).scans == []


def test_pins_say_where_the_sheet_lies_and_how_far_it_may_be_off(
    registry: Registry, draft: str, tmp_path: Path
) -> None:
    scan = add_scan(registry, draft, picture(tmp_path / "s.png"), "s.png", who="lan")
    pinned = pin(registry, scan.id, pins(), seen=scan.version, who="lan")
    affine, lies = fitted(pinned, EPSG)
    assert affine([[600, 450]]) == pytest.approx(np.array([[423_000, 2_349_750]]), abs=0.01)
    assert lies.error_m == pytest.approx(0.0, abs=0.01)
    assert lies.metres_per_pixel == pytest.approx(5.0, abs=1e-3)
    worse = pin(registry, scan.id, pins((40.0, 0.0)), seen=pinned.version, who="lan")
    assert fitted(worse, EPSG)[1].error_m == pytest.approx(20.0, abs=0.1)
    assert fitted(worse, EPSG)[1].residuals_m == pytest.approx([10.0] * 4, abs=0.1)
    assert code(lambda: pin(registry, scan.id, pins(), seen=pinned.version, who="lan")) == "CHANGED-MEANWHILE"
    assert code(lambda: pin(registry, scan.id, pins()[:2], seen=worse.version, who="lan")) == "PINS-TOO-FEW"
    assert (
        code(lambda: pin(registry, scan.id, [(0, 0, 500, 21)] * 3, seen=worse.version, who="lan"))
        == "PINS-NOT-FINITE"
    )
    assert get_scan(registry, scan.id).pins == tuple(pins((40.0, 0.0)))


def test_a_drawing_states_no_smaller_error_than_its_scan(registry: Registry) -> None:
    context = context_for(registry, today())
    scan = ZoneScan("s", "d", "s.png", "", "", 1200, 900, tuple(pins((40.0, 0.0))))
    assert stated_error(context, scan, None) == 20.0, "the scan's own, rounded up"
    assert stated_error(context, scan, 60.0) == 60.0
    assert code(lambda: stated_error(context, scan, 5.0)) == "DRAWN-NO-ERROR"
    three = ZoneScan("s", "d", "s.png", "", "", 1200, 900, tuple(pins()[:3]))
    assert code(lambda: stated_error(context, three, None)) == "DRAWN-NO-ERROR"
    assert code(lambda: stated_error(context, None, 0.0)) == "DRAWN-NO-ERROR"
    assert stated_error(context, None, 25.0) == 25.0


def test_drawn_shapes_become_areas_and_lines_in_degrees(registry: Registry) -> None:
    context = context_for(registry, today())
    ring = [[106.18, 21.26], [106.22, 21.26], [106.22, 21.29], [106.18, 21.29]]
    made = drawn_shape(context, Layer.PLANNING, {"kind": "polygon", "points": ring})
    assert made.geom_type == "Polygon"
    assert shapely.get_coordinates(made)[:4] == pytest.approx(np.array(ring), abs=1e-7)
    circle = drawn_shape(context, Layer.PLANNING, {"kind": "circle", "points": ring[:1], "radius_m": 200})
    assert circle.contains(shapely.Point(106.18, 21.2617))
    assert not circle.contains(shapely.Point(106.18, 21.2619))
    assert drawn_shape(context, Layer.ROAD, {"kind": "line", "points": ring}).geom_type == "LineString"


@pytest.mark.parametrize(
    ("layer", "drawn", "wanted"),
    [
        (Layer.PLANNING, None, "DRAWN-NOT-A-SHAPE"),
        (Layer.PLANNING, {"kind": "polygon", "points": [[106.2, 21.2], [106.3, 21.3]]}, "DRAWN-NOT-A-SHAPE"),
        (Layer.PLANNING, {"kind": "polygon", "points": [[106.2, 21.2]] * 4}, "DRAWN-NOT-A-SHAPE"),
        (Layer.PLANNING, {"kind": "polygon", "points": CROSSED}, "DRAWN-NOT-A-SHAPE"),
        (Layer.PLANNING, {"kind": "polygon", "points": "x"}, "DRAWN-NOT-A-SHAPE"),
        (Layer.PLANNING, {"kind": "polygon", "points": [[1e999, 21.2], [106.3, 21.3], [106.3, 21.2]]},
         "DRAWN-NOT-A-SHAPE"),
        (Layer.PLANNING, {"kind": "line", "points": [[106.2, 21.2], [106.3, 21.3]]}, "DRAWN-LINE-LAYER"),
        (Layer.PLANNING, {"kind": "circle", "points": [[106.2, 21.2]], "radius_m": -4}, "DRAWN-NOT-A-SHAPE"),
        (Layer.PLANNING, {"kind": "circle", "points": [[105.0, 10.0]], "radius_m": 40}, "DRAWN-OUTSIDE"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_zone_is_refused(registry: Registry, layer: Layer, drawn: Any, wanted: str) -> None:
    context = context_for(registry, today())
    assert code(lambda: drawn_shape(context, layer, drawn)) == wanted


def test_typed_points_are_read_in_any_form_and_the_bad_line_is_named(registry: Registry) -> None:
    context = context_for(registry, today())
    text = "21,2734; 106,1946\n\n21°16'24\"B, 106°11'40\"Đ\n21.28 106.2"
    found = read_points(context, text)
    assert found[0] == (106.1946, 21.2734)
    assert found[1] == pytest.approx((106.194444, 21.273333), abs=1e-5)
    with pytest.raises(RefusalError) as refusal:
        read_points(context, "21,2734; 106,1946\nnhà ông Ba")
    assert (refusal.value.code, refusal.value.params["line"]) == ("POINTS-NOT-READ", 2)
