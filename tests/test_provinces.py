"""The table of provinces against its sources: EPSG's areas of use, and the crosswalk of 1/7/2025."""

import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from pyproj.database import query_crs_info

from registry import provinces
from registry.services.register.unit_source import names_above, read_units
from registry.settings import Settings


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d").replace("-", " "))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def table() -> dict[str, dict[str, dict[str, object]]]:
    return provinces._table()


def test_every_former_province_stands_in_the_area_of_use_of_its_plane_and_of_no_other() -> None:
    areas: dict[int, str] = defaultdict(str)
    for known in query_crs_info(auth_name="EPSG"):
        if known.name.startswith("VN-2000 / TM-3") and known.area_of_use is not None:
            areas[int(known.code)] += f" {plain(known.area_of_use.name)}"
    assert len(table()["former"]) == 63
    for code, row in table()["former"].items():
        name = "Thua Thien Hue" if code == "46" else plain(str(row["name"]))
        named = [epsg for epsg, area in areas.items() if re.search(rf"\b{name}\b", area)]
        assert named == [row["epsg"]], row


def test_the_34_provinces_came_from_the_63_as_the_crosswalk_says() -> None:
    present = table()["present"]
    assert len(present) == 34
    used = [was for row in present.values() for was in row["former"]]  # type: ignore[attr-defined]
    assert sorted(used) == sorted(table()["former"])
    names = names_above()
    for code, row in present.items():
        found = read_units(code)
        assert found is not None
        assert found.present["provinceShort"] == row["name"]
        assert sorted({item.province for item in found.old}) == sorted(row["former"])  # type: ignore[call-overload]
    for code, row in table()["former"].items():
        assert names[code][0] == row["name"]


@pytest.mark.parametrize(
    ("code", "planes"),
    [("24", (9214, 9209)), ("20", (9215,)), ("01", (5897,)), ("15", (9208,)), ("25", (9208, 5897, 9211))],
)
def test_a_province_has_the_planes_of_what_it_came_from(code: str, planes: tuple[int, ...]) -> None:
    assert provinces.planes_of(code) == planes
    assert Settings(Path("/nowhere"), "sqlite://", province=code).metric_epsg == planes[0]


@pytest.mark.parametrize("code", ["", "99", "27", "abc", " 24"])
def test_what_the_table_does_not_know_has_no_plane(code: str) -> None:
    assert provinces.planes_of(code) == ()
    assert not provinces.is_province(code)
