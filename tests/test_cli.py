"""The contract of ``bts``: what other programs rely on, tried as they call it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

BTS = str(Path(sys.executable).parent / "bts")


def bts(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "BTS_HOME": str(home), "COLUMNS": "200"}
    return subprocess.run(
        [BTS, *map(str, arguments)], env=environ, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry of the illustrative province, in a folder with a space in its name."""
    folder = tmp_path_factory.mktemp("so dang ky")
    done = bts(folder, "init", "--demo")
    assert done.returncode == 0, done.stderr
    return folder


def sample(home: Path) -> Path:
    return home / "samples" / "danh-sach-mau-sach.xlsx"


def test_the_sample_list_agrees_four_and_refuses_one(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "findings.json"
    done = bts(home, "appraise", sample(home), "--json", target)
    assert done.returncode == 0, done.stderr
    found = json.loads(target.read_text(encoding="utf-8"))
    assert set(found) >= {"file", "as_of", "law", "summary", "proposals", "issues"}
    summary = found["summary"]
    assert summary["rows"] == 5
    assert summary["refuse"] == 1
    assert summary["agree"] + summary["agree_with_conditions"] == 4
    assert summary["agree"] >= 3
    refused = next(item for item in found["proposals"] if item["verdict"] == "refuse")
    fails = [item for item in refused["findings"] if item["outcome"] == "fail"]
    assert [item["rule"] for item in fails] == ["SPC-01"]
    (fail,) = fails
    assert fail["source"] == "QĐ 72/2025/QĐ-UBND"
    assert fail["article"] == "Điều 15(5)"
    assert fail["measured"] < fail["limit"]
    assert fail["unit"] == "m"
    assert fail["related"]
    assert fail["evidence"]["type"] == "LineString"


def test_on_a_day_of_2023_no_provincial_number_is_used(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "findings.json"
    asked = ("--as-of", "2023-05-15", "--operator", "Viettel Bắc Ninh")  # an old name is as good as a code
    assert bts(home, "appraise", sample(home), *asked, "--json", target).returncode == 0
    found = json.loads(target.read_text(encoding="utf-8"))
    assert found["as_of"] == "2023-05-15"
    for item in found["proposals"]:
        by_rule = {finding["rule"]: finding for finding in item["findings"]}
        assert by_rule["SPC-01"]["outcome"] == ("na" if item["kind"] == "share" else "review")
        assert by_rule["SPC-01"]["limit"] is None
        assert by_rule["AIR-01"]["limit"] in (45.0, None)


def test_appraising_changes_nothing(home: Path) -> None:
    before = bts(home, "verify").stdout
    bts(home, "appraise", sample(home))
    assert bts(home, "verify").stdout == before


def test_the_messy_sample_gives_every_row_once_in_every_output(home: Path, tmp_path: Path) -> None:
    messy = home / "samples" / "danh-sach-mau-lon-xon.xlsx"
    done = bts(
        home, "appraise", messy, "--json", tmp_path / "f.json", "--workbook", tmp_path / "w.xlsx",
        "--map", tmp_path / "m.html",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    places = [(item["sheet"], item["row"]) for item in found["proposals"]]
    assert len(places) == len(set(places)) == found["summary"]["rows"]
    assert any(item["lon"] is None and item["verdict"] == "cannot_assess" for item in found["proposals"])
    assert openpyxl.load_workbook(tmp_path / "w.xlsx").sheetnames[-1] == "Tổng hợp"
    page = (tmp_path / "m.html").read_text(encoding="utf-8")
    assert not re.search(r'<(script|link|img|iframe)\b[^>]*\b(src|href)=["\'](?!data:)', page)


def test_a_day_is_exported_as_a_lake_and_compared_with_its_manifest(home: Path, tmp_path: Path) -> None:
    lake = tmp_path / "kho dữ liệu"
    done = bts(home, "export", "lake", lake, "--as-of", "2026-11-01", "--role", "public")
    assert done.returncode == 0, done.stderr
    (manifest,) = (lake / "_manifests").glob("*/2026-11-01.json")
    told = json.loads(manifest.read_text(encoding="utf-8"))
    assert told["disclosure"] == "public"
    assert all(f"{item['layer']}: {item['rows']}" in done.stdout for item in told["files"])
    assert bts(home, "export", "lake", lake, "--check").returncode == 0
    assert bts(home, "export", "lake", lake).stderr.startswith("LAKE-DISCLOSURE: ")
    (lake / told["files"][0]["path"]).write_bytes(b"x")
    wrong = bts(home, "export", "lake", lake, "--check")
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("LAKE-FILE-CHANGED: ")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["appraise", "no-such-file.xlsx"], 1),
        (["appraise", "SAMPLE", "--operator", "XYZ"], 1),
        (["appraise", "SAMPLE", "--sheet", "Trang 9"], 1),
        (["appraise", "SAMPLE", "--columns", "Màu sơn=mast_height_m"], 1),
        (["import", "sites", "SAMPLE", "--columns", "Chiều cao cột=price"], 1),
        (["appraise", "SAMPLE", "--as-of", "31/02/2026"], 1),
        (["appraise", "SAMPLE", "--json", "/no/such/folder/f.json"], 1),
        (["undo", "no-such-batch"], 1),
        (["export", "no-such-layer", "x.csv"], 1),
        (["export", "sites", "x.csv", "--role", "public"], 2),
        (["export", "lake", "/no/such/lake", "--check"], 1),
        (["export", "lake", "x", "--role", "everybody"], 1),
        (["export", "lake", "x", "--as-of", "31/02/2026"], 1),
        (
            [
                "import",
                "zones",
                "SAMPLE",
                "--layer",
                "nonsense",
                "--decision",
                "x",
                "--valid-from",
                "2026-01-01",
            ],
            1,
        ),
        (["restore", "SAMPLE"], 1),
        (["no-such-command"], 2),
        (["appraise"], 2),
    ],
)
def test_wrong_calls_are_answered_in_words(home: Path, arguments: list[str], status: int) -> None:
    done = bts(home, *[str(sample(home)) if item == "SAMPLE" else item for item in arguments])
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_without_a_registry_the_command_says_what_to_do(tmp_path: Path) -> None:
    done = bts(tmp_path / "empty", "batches")
    assert done.returncode == 1
    assert "bts init" in done.stderr


def test_serving_beyond_this_machine_is_refused_until_accounts_exist(home: Path) -> None:
    done = bts(home, "serve", "--host", "0.0.0.0", "--port", "8123")
    assert done.returncode == 1
    assert done.stderr.startswith("SERVE-LOOPBACK-ONLY")


def test_an_import_is_previewed_then_committed_once_then_undone(home: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mã vị trí", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Loại cột", "Chiều cao cột (m)"])
    sheet.append(["BGG99001", "VNM", "106,30123", "21,35123", "A2b", "42"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    head = bts(home, "verify").stdout.splitlines()[0]
    assert "Xem trước" in bts(home, "import", "sites", path).stdout
    assert bts(home, "verify").stdout.splitlines()[0] == head
    committed = bts(home, "import", "sites", path, "--yes")
    assert committed.returncode == 0, committed.stderr
    batch = committed.stdout.split("lô ")[1].split(":")[0]
    again = bts(home, "import", "sites", path, "--yes")
    assert again.returncode == 0
    assert bts(home, "verify").stdout.splitlines()[0] != head
    assert bts(home, "undo", batch).returncode == 0
    assert bts(home, "verify", "--expect", head.removeprefix("head ")).returncode == 0
    target = tmp_path / "sites.csv"
    assert bts(home, "export", "sites", target).returncode == 0
    assert "BGG99001" not in target.read_text(encoding="utf-8-sig")


def test_brackets_of_an_argument_are_printed_and_are_no_markup(home: Path) -> None:
    done = bts(home, "undo", "[/x] :bomb:")
    assert done.returncode == 1
    assert done.stderr.startswith("BATCH-UNKNOWN: Không có lô nhập [/x] :bomb:\n")


def test_a_setting_that_is_no_number_is_refused_with_its_name(tmp_path: Path) -> None:
    environ = {**os.environ, "BTS_HOME": str(tmp_path), "BTS_PROXIES": "two"}
    done = subprocess.run([BTS, "batches"], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("SETTING-NUMBER: Thiết lập BTS_PROXIES")
