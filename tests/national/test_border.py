"""A mast across the border of a province is seen, named with its province, judged by the row's own law."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from registry.errors import RefusalError
from registry.lake.geoparquet import packed
from registry.lake.layout import LakeLayer
from registry.law import law_in_force
from registry.national.appraising import Rows
from registry.national.engines import Where
from registry.national.halo import CROSSING, reach_m, widened
from registry.national.runs import Asked, run_over
from registry.national.tasks import Run
from tests.country.making import DAY, Size, make_country
from tests.national.conftest import APART_M, MINE, PLANTED, THEIRS, Files, is_close, rows_of

ASKED = Asked(Run.APPRAISE, DAY)


@pytest.fixture(scope="module")
def judged(small_country: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judged") / "out"
    run_over(small_country, folder, ASKED, Where())
    return folder


@pytest.fixture(scope="module")
def by_itself(small_country: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what is found where the lake holds the province alone."""
    lake = tmp_path_factory.mktemp("alone") / "kho"
    shutil.copytree(small_country, lake)
    for code in ("20", "22"):
        shutil.rmtree(lake / "_manifests" / code)
    folder = lake.parent / "out"
    run_over(lake, folder, ASKED, Where())
    return folder


def planted(folder: Path, name: str, **wanted: Any) -> list[dict[str, Any]]:
    """Return the rows of the planted proposal in a file of a run."""
    rows = rows_of(folder, "rows")
    key = next(row["id"] for row in rows if row["site_code"] == PLANTED)
    return [
        row
        for row in rows_of(folder, name)
        if row["id"] == key and all(row[field] == value for field, value in wanted.items())
    ]


def test_a_mast_across_the_border_is_found_and_named_with_its_province(judged: Path) -> None:
    (row,) = planted(judged, "rows")
    assert row["near_border"] is True
    assert row["across"] == [THEIRS]
    found = [one for one in planted(judged, "findings") if one["related_province"] == THEIRS]
    assert {one["rule"] for one in found} & {"SPC-01", "SPC-02"}
    for one in found:
        assert one["related"] == "P2000000 (tỉnh Lạng Sơn)"
        assert is_close(one["measured"], APART_M)
        assert one["by_neighbours"] is True


def test_its_own_register_alone_cannot_know(by_itself: Path) -> None:
    (row,) = planted(by_itself, "rows")
    assert row["near_border"] is False
    assert [one for one in planted(by_itself, "findings") if one["related_province"]] == []
    assert [one for one in planted(by_itself, "findings") if one["rule"] in ("SPC-01", "SPC-02")] == []


def test_what_its_register_alone_would_have_recommended_stands_beside(judged: Path, by_itself: Path) -> None:
    alone = {row["id"]: row["verdict"] for row in rows_of(by_itself, "rows")}
    mine = [row for row in rows_of(judged, "rows") if row["province"] == MINE]
    assert {row["id"]: row["verdict_alone"] for row in mine} == alone


def test_a_row_that_nothing_across_the_border_is_near_is_answered_as_its_register_answers(
    judged: Path, by_itself: Path
) -> None:
    far = {row["id"] for row in rows_of(judged, "rows") if not row["near_border"]}
    assert len(far) > 1_000

    def of_far(folder: Path, name: str) -> list[dict[str, Any]]:
        return [row for row in rows_of(folder, name) if row["id"] in far and row["province"] == MINE]

    assert of_far(judged, "rows") == of_far(by_itself, "rows")
    assert of_far(judged, "findings") == of_far(by_itself, "findings")


def test_each_row_is_judged_by_its_own_provinces_law(small_country: Path, tmp_path: Path) -> None:
    """Standing masts at both sides of the border: each is answered by its own document."""
    run_over(small_country, tmp_path / "out", Asked(Run.APPRAISE, DAY, rows=Rows.STANDING), Where())
    documents: dict[str, set[str]] = {}
    for one in rows_of(tmp_path / "out", "findings"):
        if one["rule"] == "SPC-01":
            documents.setdefault(one["province"], set()).add(one["document"])
    assert documents == {
        "20": {"QĐ 120/2026/QĐ-UBND (minh họa)"},
        "22": {"QĐ 122/2026/QĐ-UBND (minh họa)"},
        "24": {"QĐ 72/2025/QĐ-UBND"},
    }


def test_a_province_whose_regulation_nobody_entered_gets_gaps_and_looks_nowhere(tmp_path: Path) -> None:
    size = Size(masts=300, stations=600, proposals=60, cables=9)
    make_country(tmp_path / "kho", size, ("11", "12"))
    run_over(tmp_path / "kho", tmp_path / "out", ASKED, Where())
    spacing = {
        (row["province"], row["outcome"], row["message_code"])
        for row in rows_of(tmp_path / "out", "findings")
        if row["rule"] == "SPC-01" and row["province"] == "12"
    }
    assert spacing == {("12", "review", "RULE-GAP-HERE")}
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    told = summary["provinces"]
    assert told["12"]["outcomes"]["SPC-01"]["review"] == told["12"]["rows"]
    assert told["12"]["near_border"] == 0
    assert told["11"]["outcomes"]["SPC-01"]["review"] < told["11"]["rows"]
    assert told["11"]["lists_lacking"] == ""


def test_whose_list_is_lacking_is_said_by_province(tmp_path: Path) -> None:
    def without_vnpt(code: str, layers: dict[LakeLayer, dict[str, Any]]) -> None:
        if code == "12":
            layers[LakeLayer.OPERATOR_LISTS]["list_date"][1] = None

    size = Size(masts=60, stations=120, proposals=20, cables=9)
    make_country(tmp_path / "kho", size, ("11", "12"), last=without_vnpt)
    run_over(tmp_path / "kho", tmp_path / "out", ASKED, Where())
    told = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["provinces"]
    assert {code: one["lists_lacking"] for code, one in told.items()} == {"11": "", "12": "VNPT"}


def test_how_far_is_looked_is_the_largest_distance_that_the_law_names() -> None:
    assert reach_m(law_in_force("24", DAY)) == 450.0  # Điều 15(5): of the same network, outside towns
    assert reach_m(law_in_force("12", DAY)) < 100.0
    west, south, east, north = widened((105.0, 21.0, 106.0, 22.0), 500.0)
    assert 105.0 - west > 500 / 111_320
    assert 21.0 - south > 500 / 111_320
    assert east - 106.0 == pytest.approx(105.0 - west)
    assert north - 22.0 == pytest.approx(21.0 - south)
    assert {"air_defence", "power_line"} <= CROSSING
    assert not {"urban_area", "planning"} & CROSSING


def test_a_lake_that_lacks_provinces_is_said(judged: Path) -> None:
    summary = json.loads((judged / "summary.json").read_text(encoding="utf-8"))
    assert set(summary["provinces"]) == {"20", "22", "24"}
    assert len(summary["lacking"]) == 31
    assert "01" in summary["lacking"]


@pytest.mark.parametrize("eyes", ["public", "viewer", "carrier:VTL"])
def test_a_masked_lake_is_refused(small_country: Path, tmp_path: Path, eyes: str) -> None:
    lake = tmp_path / "kho"
    shutil.copytree(small_country, lake)
    about = json.loads((lake / "_lake.json").read_text(encoding="utf-8"))
    (lake / "_lake.json").write_text(json.dumps(about | {"disclosure": eyes}), encoding="utf-8")
    with pytest.raises(RefusalError, match="LAKE-MASKED"):
        run_over(lake, tmp_path / "out", ASKED, Where())
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_run_is_refused_and_what_was_there_stays(
    small_country: Path, tmp_path: Path, files_of: Callable[[Path], Files]
) -> None:
    lake, out = tmp_path / "kho", tmp_path / "out"
    shutil.copytree(small_country, lake)
    compliance = Asked(Run.COMPLIANCE, DAY, ("20",))
    run_over(lake, out, compliance, Where())
    before = files_of(out)

    def refused(code: str, asked: Asked = compliance) -> None:
        with pytest.raises(RefusalError, match=code):
            run_over(lake, out, asked, Where())
        assert files_of(out) == before
        assert {path.name for path in tmp_path.iterdir()} == {"kho", "out"}

    refused("NATIONAL-PROVINCE", Asked(Run.COMPLIANCE, DAY, ("20", "99")))
    refused("NATIONAL-EMPTY", Asked(Run.COMPLIANCE, DAY.replace(year=2020)))
    sites = next((lake / "layer=sites" / "province=20").rglob("*.parquet"))
    whole = sites.read_bytes()
    sites.write_bytes(whole[:-1] + b"?")
    refused("LAKE-FILE-CHANGED")
    sites.unlink()
    refused("LAKE-FILE-MISSING")
    sites.write_bytes(whole)
    manifest = next((lake / "_manifests" / "20").glob("*.json"))
    told = json.loads(manifest.read_text(encoding="utf-8"))
    narrow = packed(pq.ParquetFile(sites).read().drop_columns(["permit"])).data
    sites.write_bytes(narrow)
    files = [
        one | {"sha256": hashlib.sha256(narrow).hexdigest()} if one["layer"] == "sites" else one
        for one in told["files"]
    ]
    manifest.write_text(json.dumps(told | {"files": files}), encoding="utf-8")
    refused("NATIONAL-COLUMN")
    manifest.write_text(json.dumps(told | {"version": 2}), encoding="utf-8")
    refused("LAKE-VERSION")


def test_a_folder_with_something_else_in_it_is_not_written_over(small_country: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.docx").write_bytes(b"mine")
    with pytest.raises(RefusalError, match="NATIONAL-OUT"):
        run_over(small_country, tmp_path / "letters", ASKED, Where())
    assert (tmp_path / "letters" / "a.docx").read_bytes() == b"mine"
    (tmp_path / "letters" / "summary.json").write_text("{}", encoding="utf-8")  # a name that others use, too
    for out in (tmp_path / "letters", Path()):
        with pytest.raises(RefusalError, match="NATIONAL-OUT"):
            run_over(small_country, out, ASKED, Where())
    assert (tmp_path / "letters" / "a.docx").read_bytes() == b"mine"
