"""The pages of the country: the map, the tables by province, who sees them, and lakes that are not whole."""

import datetime as dt
import io
import json
import re
import struct
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from registry.lake.layout import LakeLayer, manifest_path
from registry.lake.reading import Lake
from registry.provinces import provinces
from registry.services.country.held import country_on
from registry.services.country.masts import country_masts
from tests.country.making import DAY, NEAR_THREE, Size, make_country
from tests.pages import Pages
from tests.web.country.conftest import Opened
from tests.web.people import visitor

PATHS = (
    "/country", "/country/provinces", "/country/compliance", "/country/across", "/country/storm",
    "/country/outages", "/country/law", "/country/data",
)  # fmt: skip


def words(html: str) -> str:
    """Return what a page says."""
    main = html.split("<main", 1)[-1]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def read(pages: Pages, path: str) -> str:
    answer = pages.client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return words(answer.get_data(as_text=True))


def sites_of(lake: Path, code: str) -> int:
    held = Lake(lake)
    table = held.table(held.manifest(code, DAY), LakeLayer.SITES, ["counts"])
    return sum(bool(value) for value in table.column("counts").to_pylist())


def test_the_map_has_every_mast_of_every_province_at_its_place(leader: Pages, made_country: Path) -> None:
    answer = leader.client.get("/country/masts.bin")
    magic, form, count = struct.unpack_from("<4sII", answer.data)
    assert (magic, form) == (b"BTSM", 1)
    assert count == sum(sites_of(made_country, code) for code in NEAR_THREE)
    masts = country_masts(country_on(made_country, DAY))
    held = Lake(made_country)
    first = held.table(
        held.manifest(NEAR_THREE[0], DAY), LakeLayer.SITES, ["lon", "lat", "counts"]
    ).to_pylist()
    place = next((row["lon"], row["lat"]) for row in first if row["counts"])
    assert (masts.lon[0], masts.lat[0]) == place
    assert answer.headers["ETag"]


def test_an_address_that_names_its_content_is_kept_and_another_is_asked_again(leader: Pages) -> None:
    page = leader.client.get("/country").get_data(as_text=True)
    mark = re.search(r"masts\.bin\?v=(\w+)", page)
    assert mark is not None
    kept = leader.client.get(f"/country/masts.bin?v={mark[1]}")
    assert "immutable" in kept.headers["Cache-Control"]
    assert "no-cache" in leader.client.get("/country/masts.bin?v=other").headers["Cache-Control"]


def test_a_mast_says_its_province_and_the_day_of_its_data(leader: Pages, made_country: Path) -> None:
    said = read(leader, "/country/mast?number=0")
    assert provinces()["20"].name in said
    assert f"{DAY:%d/%m/%Y}" in said
    last = len(country_masts(country_on(made_country, DAY))) - 1
    assert provinces()["24"].name in read(leader, f"/country/mast?number={last}")
    beyond = leader.client.get(f"/country/mast?number={last + 1}")
    assert beyond.status_code == 404
    assert "COUNTRY-NO-MAST" in beyond.get_data(as_text=True)


def test_the_table_counts_each_province_and_is_sorted_and_sent(leader: Pages, made_country: Path) -> None:
    answer = leader.client.get("/country/provinces?sort=-masts").get_data(as_text=True)
    rows = [words(row) for row in _rows(answer)]
    counts = {code: sites_of(made_country, code) for code in NEAR_THREE}
    order = sorted(counts, key=lambda code: -counts[code])
    assert [provinces()[code].name in row for code, row in zip(order, rows, strict=True)] == [True] * 3
    assert f" {counts[order[0]]} " in rows[0]
    book = leader.client.get("/country/provinces?file=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book.data)).active
    assert sheet is not None
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert lines[0][:2] == ["Tỉnh, thành phố", "Cột"]
    assert {line[1] for line in lines[1:4]} == set(counts.values())


def test_compliance_is_what_the_run_counted_by_outcome_and_by_question(
    leader: Pages, made_country: Path
) -> None:
    summary = json.loads((made_country / "_runs" / "ra-soat" / "summary.json").read_text(encoding="utf-8"))
    asked = summary["provinces"]["24"]["questions"]
    for query, told in (("", list(asked.values())), ("?question=emf", [asked["emf"]])):
        html = leader.client.get(f"/country/compliance{query}").get_data(as_text=True)
        row = next(words(one) for one in _rows(html) if provinces()["24"].name in one)
        order = ("fail", "consent", "review", "unknown", "pass", "na")
        sums = [sum(one[outcome] for one in told) for outcome in order]
        assert [int(text.replace(".", "")) for text in row.split()[-6:]] == sums
    assert leader.client.get("/country/compliance?question=x").status_code == 404


def test_masts_near_a_border_stand_with_the_mast_beyond_it(leader: Pages, made_country: Path) -> None:
    summary = json.loads((made_country / "_runs" / "ranh-gioi" / "summary.json").read_text(encoding="utf-8"))
    near = sum(one["near_border"] for one in summary["provinces"].values())
    given = sum(sum(one["by_neighbours"].values()) for one in summary["provinces"].values())
    html = leader.client.get("/country/across").get_data(as_text=True)
    assert f"{near} cột đang đứng ở gần ranh giới tỉnh" in html
    assert f">{given} dòng<" in html


def test_a_province_without_a_regulation_stands_first_with_what_it_lacks(
    opened: Opened, own_lake: Path
) -> None:
    path = manifest_path(own_lake, "20", DAY)
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["office"]["regulations"]
    told["office"]["regulations"] = []
    path.write_text(json.dumps(told), encoding="utf-8")
    pages = visitor(opened(own_lake), "leader")
    html = pages.client.get("/country/law").get_data(as_text=True)
    first, *others = map(words, _rows(html))
    assert first.startswith("Tỉnh Lạng Sơn chưa có ")
    assert "Khoảng cách đến cột cùng mạng" in first
    assert "Chưa có quy định riêng nào: Tỉnh Lạng Sơn." in html
    assert all("chưa có" not in one for one in others)
    assert any("Bắc Ninh" in one and "QĐ 72/2025/QĐ-UBND" in one for one in others)


def test_a_text_whose_place_another_took_whole_is_no_regulation_of_the_day(
    opened: Opened, own_lake: Path
) -> None:
    path = manifest_path(own_lake, "20", DAY)
    told = json.loads(path.read_text(encoding="utf-8"))
    (old,) = told["office"]["regulations"]
    head = {**old["content"]["head"], "name": "QĐ 200/2026/QĐ-UBND", "valid_from": DAY.isoformat()}
    head |= {"replaces": old["content"]["head"]["name"], "replaces_whole": True}
    new = {**old, "id": "new", "content": {**old["content"], "head": head}}
    told["office"]["regulations"] = [old, new]
    path.write_text(json.dumps(told), encoding="utf-8")
    pages = visitor(opened(own_lake), "leader")
    (line,) = [
        words(row)
        for row in _rows(pages.client.get("/country/law").get_data(as_text=True))
        if "Lạng Sơn" in row
    ]
    assert "QĐ 200/2026/QĐ-UBND" in line
    assert old["content"]["head"]["name"] not in line
    told["office"]["regulations"] = [{**old, "content": {"head": 5}}]  # changed by hand: no page falls
    path.write_text(json.dumps(told), encoding="utf-8")
    assert "Bắc Ninh" in read(pages, "/country/law")
    assert "Lạng Sơn" in read(pages, "/country/provinces")


def _rows(html: str) -> list[str]:
    """Return the rows of the page's table."""
    return html.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0].split("<tr>")[1:]


def test_a_storm_shows_each_province_and_its_twenty_masts_on_a_map(leader: Pages) -> None:
    assert "YAGI 2024" in read(leader, "/country/storm")
    html = leader.client.get("/country/storm?province=24").get_data(as_text=True)
    assert len(_rows(html)) == 20
    config = re.search(r"config: (\{.*\})", html)
    assert config is not None
    points = json.loads(config[1].rstrip(","))["points"]
    assert [point["number"] for point in points] == [str(at) for at in range(1, len(points) + 1)]
    assert len(points) == 20
    missing = leader.client.get("/country/storm?province=99")
    assert missing.status_code == 404
    assert "COUNTRY-NO-PROVINCE" in missing.get_data(as_text=True)


def test_a_sum_of_fewer_than_three_carriers_is_not_given(leader: Pages) -> None:
    html = leader.client.get("/country/outages").get_data(as_text=True)
    commune, total = _rows(html)
    assert words(commune).count("ít hơn 3 doanh nghiệp: không nêu") == 4
    assert "1.234" in words(total)
    assert "không nêu" not in words(total)


def test_the_page_says_the_day_and_eyes_of_each_province_and_which_lacks_a_day(leader: Pages) -> None:
    said = read(leader, "/country/data")
    assert said.count("đầy đủ, dùng trong cơ quan nhà nước") >= len(NEAR_THREE)
    assert said.count("không có ngày nào") == len(provinces()) - len(NEAR_THREE)
    assert "Thành phố Hà Nội" in read(leader, "/country").split("Chưa có ngày nào trong kho:")[1]
    before = read(leader, "/country/data?day=01/01/2020")
    assert before.count("không có ngày nào") == len(provinces())


@pytest.mark.parametrize("path", PATHS)
def test_without_a_lake_only_the_administrator_hears_of_the_setting(opened: Opened, path: str) -> None:
    app = opened(None)
    assert "BTS_LAKE" in read(visitor(app, "administrator"), path)
    told = read(visitor(app, "leader"), path)
    assert "BTS_LAKE" not in told
    assert "chưa nối với kho dữ liệu cả nước" in told
    assert "/country" not in visitor(app, "leader").client.get("/regulations").get_data(as_text=True)


def test_who_works_in_one_province_does_not_see_the_country(opened: Opened, made_country: Path) -> None:
    pages = visitor(opened(made_country), "appraiser")
    for path in (*PATHS, "/country/masts.bin", "/country/borders.json", "/country/mast?number=0"):
        assert pages.client.get(path).status_code == 403, path
    assert 'href="/country"' not in pages.client.get("/regulations").get_data(as_text=True)


def test_a_changed_file_takes_its_province_out_and_says_so(opened: Opened, own_lake: Path) -> None:
    pages = visitor(opened(own_lake), "leader")
    assert "Không đọc được" not in read(pages, "/country")
    file = Lake(own_lake).manifest("22", DAY).file("sites")
    whole = (own_lake / file.place).read_bytes()
    (own_lake / file.place).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert "Tỉnh Quảng Ninh (LAKE-FILE-CHANGED)" in read(pages, "/country")
    assert "LAKE-FILE-CHANGED" in read(pages, "/country/provinces")
    assert "LAKE-FILE-CHANGED" in read(pages, "/country/data")
    _magic, _form, count = struct.unpack_from("<4sII", pages.client.get("/country/masts.bin").data)
    assert count == sum(sites_of(own_lake, code) for code in ("20", "24"))
    for path in PATHS:
        assert pages.client.get(path).status_code == 200, path
    (own_lake / file.place).unlink()
    assert "LAKE-FILE-MISSING" in read(pages, "/country/data")


def test_a_half_written_day_is_not_there_and_another_version_is_refused(
    opened: Opened, own_lake: Path
) -> None:
    pages = visitor(opened(own_lake), "leader")
    path = manifest_path(own_lake, "22", DAY)
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: len(text) // 2], encoding="utf-8")
    assert "LAKE-MANIFEST" in read(pages, "/country/data")
    path.write_text(text.replace('"version": 1', '"version": 99'), encoding="utf-8")
    assert "LAKE-VERSION" in read(pages, "/country/data")
    path.unlink()
    assert "Tỉnh Quảng Ninh" in read(pages, "/country").split("Chưa có ngày nào trong kho:")[1]
    (own_lake / "_lake.json").write_text('{"version": 99, "disclosure": "office"}', encoding="utf-8")
    for one in PATHS:
        answer = pages.client.get(one)
        assert answer.status_code == 400, one
        assert "LAKE-VERSION" in answer.get_data(as_text=True)
    assert pages.client.get("/country/masts.bin").status_code == 400
    (own_lake / "_lake.json").unlink()
    assert "LAKE-NOT-A-LAKE" in pages.client.get("/country").get_data(as_text=True)


def test_a_result_that_cannot_be_read_is_told_and_an_older_one_is_marked(
    opened: Opened, own_lake: Path
) -> None:
    pages = visitor(opened(own_lake), "leader")
    (own_lake / "_runs" / "hong").mkdir()
    (own_lake / "_runs" / "hong" / "summary.json").write_text("{", encoding="utf-8")
    summary = own_lake / "_runs" / "ra-soat" / "summary.json"
    told = json.loads(summary.read_text(encoding="utf-8"))
    told["provinces"]["22"]["ledger_head"] = "f" * 64
    summary.write_text(json.dumps(told), encoding="utf-8")
    said = read(pages, "/country/compliance")
    assert "“hong”" in said
    assert "đã đổi từ khi có kết quả này: Tỉnh Quảng Ninh." in said
    assert pages.client.get("/country/compliance?run=khong-co").status_code == 404
    path = next(
        path for path in own_lake.glob("_runs/*/summary.json") if '"storm"' in path.read_text("utf-8")
    )
    storm = json.loads(path.read_text(encoding="utf-8"))
    storm["provinces"]["24"]["guard"][0]["chance"] = "cao"
    storm["provinces"]["24"] |= {"masts": float("inf"), "flagged": float("nan")}
    path.write_text(json.dumps(storm), encoding="utf-8")
    html = pages.client.get("/country/storm?province=24").get_data(as_text=True)
    assert len(_rows(html)) == 19
    assert "Tỉnh Bắc Ninh – " in words(next(row for row in _rows(pages.client.get("/country/storm").get_data(
        as_text=True)) if "Bắc Ninh" in row))  # fmt: skip


def test_a_day_that_is_none_is_refused_on_the_page(leader: Pages) -> None:
    answer = leader.client.get("/country?day=hom-nay")
    assert answer.status_code == 400
    assert "DATE-NOT-READ" in answer.get_data(as_text=True)


def test_a_later_day_of_a_province_is_shown_as_of_its_day(made_country: Path) -> None:
    held = country_on(made_country, DAY + dt.timedelta(days=30))
    assert {item.manifest.day for item in held.provinces if item.manifest} == {DAY}
    assert held.mark == country_on(made_country, DAY).mark


def test_names_of_provinces_are_kept_in_the_language_that_the_address_names(leader: Pages) -> None:
    page = leader.client.get("/country?lang=en").get_data(as_text=True)
    asked = re.search(r"/country/borders\.json\?[^\"]+", page)
    assert asked is not None
    address = asked[0].replace("\\u0026", "&")
    kept = leader.client.get(address)
    assert "immutable" in kept.headers["Cache-Control"]
    assert "Bắc Ninh province" in kept.get_data(as_text=True)
    plain = leader.client.get(re.sub(r"&?lang=en", "", address))
    assert "immutable" not in plain.headers["Cache-Control"]  # a cookie would tell its language


def test_stations_are_those_on_masts_that_count(tmp_path: Path) -> None:
    def gone(_code: str, layers: dict[LakeLayer, dict[str, Any]]) -> None:
        """Take down the first mast: a lake of the office's keeps it, and its stations, as of all days."""
        counts = np.array(layers[LakeLayer.SITES]["counts"], dtype=bool)
        counts[0] = False
        layers[LakeLayer.SITES]["counts"] = counts

    make_country(tmp_path / "kho", Size(masts=20, stations=40, proposals=1, cables=1), ("24",), last=gone)
    held = Lake(tmp_path / "kho")
    manifest = held.manifest("24", DAY)
    first = held.table(manifest, LakeLayer.SITES, ["structure_id", "counts"]).to_pylist()
    down = {row["structure_id"] for row in first if not row["counts"]}
    rows = held.table(manifest, LakeLayer.STATIONS, ["structure_id"]).to_pylist()
    left = sum(row["structure_id"] not in down for row in rows)
    assert 0 < left < len(rows)
    facts = country_on(tmp_path / "kho", DAY).provinces[0].facts
    assert facts is not None
    assert (facts.masts, facts.stations) == (len(first) - 1, left)
