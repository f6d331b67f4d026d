"""Communes by name: kinds, diacritics and districts as lists write them."""

import pytest

from registry.checks.communes import CommuneNames, keys_of, names_of, unit_name
from registry.checks.planning.lookups import address_key
from registry.model.areas import AdminLevel, AdminUnit, full_name
from tests.world import world


def names() -> CommuneNames:
    spec = {
        "communes": [
            {"name": "Lạng Giang", "east_m": 60_000.0},
            {"name": "Bảo Sơn", "east_m": 120_000.0},
            {"name": "Bão Sơn", "east_m": 180_000.0},
        ],
        "legacy": [
            {"name": "Vôi", "kind": "Thị trấn", "district": "Lạng Giang", "now": ["Lạng Giang"]},
            {"name": "Đông Sơn", "district": "Yên Thế", "now": ["Bảo Sơn"]},
            {"name": "Đông Sơn", "district": "Lạng Giang", "now": ["Tân Dĩnh"]},
            {"name": "Xa Lý", "district": "Lục Ngạn", "now": ["Lạng Giang"]},
        ],
    }
    return names_of(world({"units": spec}).units)


def now(commune: str, district: str = "") -> list[str]:
    index = names()
    return [index.units.communes[row].name for row in index.find(commune, district).rows]


@pytest.mark.parametrize(
    "written",
    [
        "Lạng Giang",
        "xã Lạng Giang",
        "X. Lạng Giang",
        "LANG GIANG",
        "xa lang giang",
        "Lạng Giang (mới)",
        "  Xã Lạng-Giang ",
    ],
)
def test_a_commune_is_found_however_it_is_written(written: str) -> None:
    assert now(written) == ["Lạng Giang"]


@pytest.mark.parametrize("written", ["TT Vôi", "thị trấn Vôi", "tt. voi", "Vôi"])
def test_a_former_township_stands_for_the_commune_that_took_it_in(written: str) -> None:
    assert now(written) == ["Lạng Giang"]


def test_a_name_that_begins_like_a_kind_keeps_its_whole_name() -> None:
    assert now("Xa Lý") == ["Lạng Giang"]
    assert keys_of("Phượng Sơn")[0] == "phuongson"
    for name, written in (("Phượng Sơn", "Phường Phượng Sơn"), ("Phường Chũ", "Phường Chũ")):
        assert full_name(AdminUnit("1", "1", AdminLevel.COMMUNE, name, "Phường", "24", None, None)) == written


def test_diacritics_tell_names_apart_where_the_list_has_them() -> None:
    assert now("Bão Sơn") == ["Bão Sơn"]
    assert set(now("Bao Son")) == {"Bảo Sơn", "Bão Sơn"}


def test_the_district_tells_former_communes_apart_where_it_is_known() -> None:
    assert now("Đông Sơn", "huyện Yên Thế") == ["Bảo Sơn"]
    assert now("xã Đông Sơn, huyện Lạng Giang") == ["Tân Dĩnh"]
    assert set(now("Đông Sơn")) == {"Bảo Sơn", "Tân Dĩnh"}
    assert set(now("Đông Sơn", "Huyện Không Có")) == {"Bảo Sơn", "Tân Dĩnh"}


def test_a_name_that_is_not_there_has_a_suggestion_only_where_one_is_near() -> None:
    assert now("Lạng Giangg") == []
    assert names().nearest_name("Lạng Giangg") == "Lạng Giang"
    assert names().nearest_name("Constantinople") is None


@pytest.mark.parametrize("written", ["", "   ", "–", "???", "xã"])
def test_a_cell_without_a_name_finds_nothing(written: str) -> None:
    assert now(written) == []


def test_names_are_indexed_once_and_kept_with_the_units() -> None:
    units = world().units
    assert names_of(units) is names_of(units)


def test_a_unit_is_named_with_its_kind_once() -> None:
    commune = world().units.communes[0]
    assert unit_name(commune) == "xã Tân Dĩnh"


@pytest.mark.parametrize(
    "written",
    ["Thôn Dâu", "thôn Dâu, xã Thái Đào, huyện Lạng Giang, tỉnh Bắc Giang", "TDP Dâu, TT. Vôi", "Dau"],
)
def test_an_address_is_compared_by_what_tells_it_apart(written: str) -> None:
    assert address_key(written) == ("dau",)
