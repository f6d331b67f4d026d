"""The table of provinces against its sources: EPSG's areas of use, and the crosswalk of 1/7/2025."""

import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from pyproj.database import query_crs_info

from registry import provinces
from registry.errors import RefusalError, WrongCallError
from registry.services.register.units.unit_source import names_above, read_units
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
        assert found.present["province"].casefold() == provinces.province(code).full_vi.casefold()
        assert provinces.province(code).centre == (found.present["provinceLon"], found.present["provinceLat"])
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


def test_a_province_bears_the_code_of_the_former_one_whose_plane_is_its_own() -> None:
    for code, one in provinces.provinces().items():
        assert one.former[0].code == code
        assert one.metric_plane == one.former[0].epsg == provinces.plane_of_former(code)
        assert one.planes == provinces.planes_of(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [("20", "20"), (" 20 ", "20"), ("Lạng Sơn", "20"), ("tỉnh lang son", "20"), ("TP. Hồ Chí Minh", "79"),
     ("Thành phố Huế", "46"), ("Ba\u0306\u0301c Ninh", "24"), ("ĐẮK LẮK", "66")],
)  # fmt: skip
def test_a_province_is_named_by_its_code_or_its_name_however_written(text: str, code: str) -> None:
    assert provinces.province_named(text).code == code
    assert provinces.code_of(text) == code


@pytest.mark.parametrize(
    ("text", "near"),
    [("Lang Sonn", "Lạng Sơn (20)"), ("Bắc Giang", "Bắc Ninh (24)"), ("Hà Giang", "Tuyên Quang (08)")],
)
def test_what_is_no_province_is_refused_with_the_nearest_name(text: str, near: str) -> None:
    with pytest.raises(RefusalError, match="PROVINCE-UNKNOWN") as refused:
        provinces.province_named(text)
    assert refused.value.params["near"].split(", ")[0] == near
    assert provinces.code_of(text) == text


def test_where_no_name_is_near_all_34_are_named() -> None:
    with pytest.raises(RefusalError) as refused:
        provinces.province_named("99")
    assert refused.value.params["near"].count(",") == 33


def test_a_code_that_nobody_looked_up_is_a_wrong_call() -> None:
    with pytest.raises(WrongCallError):
        provinces.province("27")


def test_a_city_and_a_province_are_called_by_their_kind() -> None:
    hue, lang_son = provinces.province("46"), provinces.province("20")
    assert (hue.committee_vi, hue.full_en, hue.place) == ("UBND thành phố Huế", "Huế City", "Huế")
    assert (lang_son.committee_vi, lang_son.full_en) == ("UBND tỉnh Lạng Sơn", "Lạng Sơn province")
    assert provinces.province("79").place == "Thành phố Hồ Chí Minh"


def test_a_city_s_office_speaks_of_a_city_and_names_other_provinces_as_they_are() -> None:
    said = "UBND tỉnh; Bộ Chỉ huy quân sự tỉnh (để phối hợp); 3 xã, phường của tỉnh; UBND tỉnh để báo cáo"
    assert provinces.spoken_of(said, "20") == said
    assert "tỉnh" not in provinces.spoken_of(said, "48")
    assert provinces.spoken_of("UBND tỉnh; Cục Viễn thông", "48") == "UBND thành phố; Cục Viễn thông"
    assert provinces.spoken_of(said, "01").count("Bộ Tư lệnh Thủ đô Hà Nội (để phối hợp)") == 1
    assert provinces.spoken_of("of the provincial Military Command", "48").endswith(
        "the city's Military Command"
    )
    former = "Quyết định của UBND tỉnh Quảng Nam trên địa bàn tỉnh Đắk Lắk"
    assert provinces.spoken_of(former, "48") == former


def test_texts_of_a_city_s_pages_say_city_of_its_own_and_province_of_others() -> None:
    for text, said in (
        ("Toàn tỉnh", "Toàn thành phố"),
        ("Quy định của tỉnh", "Quy định của thành phố"),
        ("Tỉnh chưa nhập quy định", "Thành phố chưa nhập quy định"),
        ("nằm ngoài tỉnh; cả tỉnh", "nằm ngoài thành phố; cả thành phố"),
        ("hệ thống tỉnh gửi", "hệ thống thành phố gửi"),
    ):  # fmt: skip
        assert provinces.said_in(text, "31") == said
        assert provinces.said_in(text, "24") == provinces.said_in(text, "") == text
    for text in (
        "Cột của tỉnh bên", "của tỉnh Hải Dương", "cả tỉnh cũ", "đường tỉnh 395", "Tỉnh, thành phố",
        "dữ liệu của tỉnh {province}", "gần ranh giới tỉnh đến mức", "sổ của tỉnh", "Ranh giới tỉnh",
    ):  # fmt: skip
        assert provinces.said_in(text, "31") == text


def test_regulations_that_are_known_stand_with_their_province_and_only_what_was_read_is_verified() -> None:
    known = {code: one.regulations for code, one in provinces.provinces().items()}
    assert [item.name for item in known["24"] if item.verified] == ["QĐ 72/2025/QĐ-UBND"]
    assert [item.former for item in known["31"]] == ["30"]  # Hải Dương's
    assert known["20"] == ()
    assert not [item for code, items in known.items() for item in items if item.verified and code != "24"]
    rows = table()["regulation"]
    assert sum(len(items) for items in known.values()) == len(rows)
