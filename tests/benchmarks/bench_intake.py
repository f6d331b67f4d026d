"""Reading and marking a list of 50,000 rows and 25 columns, against bare calamine and openpyxl.

Ours checks limits, starts a child process, finds the header, reads every cell by its column's type and every
position; the baselines only hand out raw cells. Marked is the sender's workbook: a status at every row, the
most comments and tints that are written, a summary; the baseline only loads and saves it, and the limit is to
unpack and pack its parts. Each runs in a fresh process, so that its peak memory is its own.
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook

ROWS = 50_000
SMALLER = (5_000, 500)
HEAD = (
    "STT",
    "Mã trạm",
    "Doanh nghiệp",
    "Hình thức",
    "Vĩ độ",
    "Kinh độ",
    "Địa chỉ",
    "Xã/Phường",
    "Huyện",
    "Tỉnh",
    "Loại cột",
    "Kiểu cột",
    "Vị trí đặt",
    "Loại đất",
    "Chiều cao cột (m)",
    "Chiều cao nhà (m)",
    "Kim thu sét (m)",
    "Tổng chiều cao (m)",
    "Cao độ mặt đất",
    "Chủ sở hữu",
    "Dùng chung với",
    "Năm xây dựng",
    "Công nghệ",
    "Trạng thái",
    "Ghi chú",
)

_TIMED = """
import json, resource, sys, time
path = sys.argv[1]
{imports}
started = time.perf_counter()
{work}
seconds = time.perf_counter() - started
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps([seconds, peak / 1024, rows]))
"""
_OURS = """
from registry.columns import ListKind
from registry.intake import read_list
---
rows = len(read_list(path, ListKind.SITES).rows)
"""
_CALAMINE = """
import python_calamine
---
rows = len(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) - 1
"""
_OPENPYXL = """
import openpyxl
---
sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
rows = sum(1 for _ in sheet.iter_rows(values_only=True)) - 1
"""
_MARKED = """
from registry.intake import CellMark, RowMark, WorkbookMarks, return_workbook
from openpyxl import load_workbook
count = {rows}
text = "Chưa thống nhất\\n✕ SPC-01 Không đạt · 87,3 m < 250 m · QĐ 72/2025/QĐ-UBND, Điều 15(5) · BGG1234"
said = dict()
for n in range(2, count + 2):
    for at in "EF":
        said["DS", n, at] = CellMark("✕ Không đạt: 87,3 m < 250 m" if n < 2502 else "", "#7a0019")
statuses = dict((("DS", n), RowMark(text, "#7a0019")) for n in range(2, count + 2))
marks = WorkbookMarks(statuses, said, dict(DS=1), (("Số vị trí", count),))
---
return_workbook(path, marks, path + ".marked.xlsx")
rows = count
"""
_SAVED = """
import openpyxl
---
book = openpyxl.load_workbook(path)
book.save(path + ".saved.xlsx")
rows = book.worksheets[0].max_row - 1
"""
_PACKED = """
import zipfile
---
with zipfile.ZipFile(path) as source, zipfile.ZipFile(path + ".packed", "w", zipfile.ZIP_DEFLATED) as target:
    for name in source.namelist():
        target.writestr(name, source.read(name))
rows = {rows}
"""


def write_list(path: Path, rows: int = ROWS) -> None:
    """Write the list that is read: plain numbers, numbers as text with units, dates, choices, free text."""
    chance = random.Random(7)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("DS")
    sheet.append(HEAD)
    for n in range(rows):
        sheet.append(
            [
                n + 1,
                f"BGG{n:05d}",
                chance.choice(("VNPT", "Viettel", "MobiFone")),
                "cột mới",
                round(21 + chance.random() * 0.6, 6),
                round(106 + chance.random() * 0.9, 6),
                f"Thôn {n % 900}, đường {n % 77}",
                f"Xã {n % 200}",
                f"Huyện {n % 10}",
                "Bắc Giang",
                chance.choice(("A1a", "A2b", "A2a")),
                "dây co",
                chance.choice(("trên mái", "dưới đất")),
                "đất công",
                chance.choice((42, 30, "36m", "24,5")),
                chance.choice((0, 12.5)),
                3,
                48,
                12.5,
                "VNPT",
                chance.choice(("Viettel", "MobiFone, VNPT", "")),
                chance.choice((2016, "05/03/2018", 0)),
                "4G, 5G",
                "đang hoạt động",
                f"ghi chú {n}",
            ]
        )
    book.save(path)


def _best(work: str, path: Path, times: int = 3, count: int = ROWS) -> tuple[float, float]:
    """Return the best seconds of some runs and their peak MiB; every run has to see all rows."""
    work = work.replace("{rows}", str(count))
    imports, timed = work.split("---")
    program = _TIMED.format(imports=imports, work=timed)
    found = []
    for _ in range(times):
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)],
            capture_output=True,
            text=True,
            check=True,
        )
        seconds, peak, rows = json.loads(done.stdout)
        if rows != count:
            raise RuntimeError(f"{rows} rows read instead of {count}")
        found.append((seconds, peak))
    return min(seconds for seconds, _ in found), max(peak for _, peak in found)


def run() -> list[dict[str, Any]]:
    """Measure and return one row per baseline; ``ratio`` is ours divided by the baseline."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list.xlsx")
        write_list(path)
        ours, peak = _best(_OURS, path)
        rows = []
        for name, work, times in (("python-calamine", _CALAMINE, 3), ("openpyxl read-only", _OPENPYXL, 1)):
            seconds, _ = _best(work, path, times)
            rows.append(
                {
                    "name": f"a list of {ROWS:,} x {len(HEAD)} read, every cell, child process included",
                    "seconds": ours,
                    "baseline": name,
                    "baseline_seconds": seconds,
                    "ratio": ours / seconds,
                    "peak_mib": peak,
                    "note": f"{ours / seconds:.2f} times {name}",
                }
            )
        return [*rows, _marked(path), *_growth(Path(folder))]


def _marked(path: Path) -> dict[str, Any]:
    seconds, peak = _best(_MARKED, path, 2)
    baseline, most = _best(_SAVED, path, 1)
    limit, _ = _best(_PACKED, path, 2)
    return {
        "name": f"a workbook of {ROWS:,} x {len(HEAD)} marked, child process included",
        "seconds": seconds,
        "baseline": "openpyxl, loaded and saved as it is",
        "baseline_seconds": baseline,
        "ratio": seconds / baseline,
        "peak_mib": peak,
        "note": f"openpyxl took {most:.0f} MiB; parts unpacked and packed: {limit:.2f} s, the limit",
    }


def _growth(folder: Path) -> list[dict[str, Any]]:
    """Return the same tasks at ten and a hundred times less; a child process takes 0.1 s to start."""
    found = []
    for count in SMALLER:
        path = folder / f"list-{count}.xlsx"
        write_list(path, count)
        for name, work in (("read", _OURS), ("marked", _MARKED)):
            seconds, peak = _best(work, path, 2, count)
            found.append(
                {
                    "name": f"of {count:,} x {len(HEAD)} {name}",
                    "seconds": seconds,
                    "peak_mib": peak,
                    "note": f"{seconds / count * 1e6:.0f} µs a row",
                }
            )
    return found
