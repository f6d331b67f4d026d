"""A map of a province opens on ground that can be read, however far out its archipelago lies."""

from pathlib import Path

import pytest
import shapely

import web
from registry.model.areas import REFORM, AdminLevel
from registry.provinces import provinces
from registry.services.register.place_names import readable_box
from registry.services.register.units.first_units import starting_units

# whose mainland would be a corner of the sheet beside Hoàng Sa, Trường Sa
FAR_OUT = {"48": "Hoàng Sa", "56": "Trường Sa"}


@pytest.mark.parametrize("code", provinces())
def test_a_map_opens_on_the_province_and_on_no_open_sea(code: str) -> None:
    communes = [
        unit for unit in starting_units(code)
        if unit.level is AdminLevel.COMMUNE and unit.valid_from == REFORM and unit.boundary is not None
    ]  # fmt: skip
    sheet = shapely.box(*readable_box([unit.boundary for unit in communes]))
    outside = {unit.name for unit in communes if not sheet.buffer(1e-9).covers(unit.boundary)}
    assert outside == ({FAR_OUT[code]} if code in FAR_OUT else set())
    land = shapely.union_all([unit.boundary for unit in communes])
    assert shapely.intersection(land, sheet).area > 0.1 * sheet.area


def test_no_page_opens_a_map_on_all_that_lies_in_the_sea() -> None:
    # the desk names both: what it opens on, and what "Toàn tỉnh" shows
    assert web.__file__ is not None
    root = Path(web.__file__).parent
    found = {
        path.relative_to(root).as_posix() for path in root.rglob("*.py") if "office_box" in path.read_text()
    }
    assert found == {"map/desk_config.py"}
