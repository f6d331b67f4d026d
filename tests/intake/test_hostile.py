"""Hostile files: a coded message within 30 seconds, a small parent, and the next file is read."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake import read_list
from registry.messages import remedy, render
from tests.intake.bombs import BOMBS, Maker
from tests.intake.books import HEAD, ROWS, SHEET_END, SHEET_START, package, save, sheet_rows

LONGEST_S = 30.0
LARGEST_PARENT_MIB = 1024
# the ones that cost a careless reader most, measured in a process of their own
HEAVY = {"far_cell", "huge_cell", "million_rows", "empty_formatted_rows", "repeated_string", "one_long_line"}

_MEASURE = """
import json, sys
from pathlib import Path
from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake import read_list
try:
    code = len(read_list(sys.argv[1], ListKind.SITES).rows)
except RefusalError as refusal:
    code = refusal.code
# ru_maxrss would keep the size of the process that started this one: it outlives exec
lines = Path("/proc/self/status").read_text().splitlines()
peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
print(json.dumps([code, peak / 1024]))
"""


@pytest.mark.parametrize("maker", BOMBS, ids=lambda maker: maker.__name__)
def test_a_hostile_file_is_refused_with_a_coded_message_in_time(maker: Maker, tmp_path: Path) -> None:
    path, codes = maker(tmp_path)
    started = time.monotonic()
    refusal = None
    try:
        read_list(path, ListKind.SITES)
    except RefusalError as error:
        refusal = error
    assert (refusal and refusal.code) in codes, str(refusal)
    if refusal is not None:
        assert path.name in render(refusal.code, refusal.params, "vi")
        assert remedy(refusal.code, refusal.params, "en")
    assert time.monotonic() - started < LONGEST_S


@pytest.mark.parametrize("maker", [m for m in BOMBS if m.__name__ in HEAVY], ids=lambda maker: maker.__name__)
def test_the_parent_stays_small(maker: Maker, tmp_path: Path) -> None:
    path, codes = maker(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    code, peak_mib = json.loads(done.stdout)
    assert code in codes or (None in codes and isinstance(code, int))
    assert peak_mib < LARGEST_PARENT_MIB


def test_a_good_file_is_read_after_a_bad_one(tmp_path: Path) -> None:
    bad, _ = next(m for m in BOMBS if m.__name__ == "far_cell")(tmp_path)
    with pytest.raises(RefusalError):
        read_list(bad, ListKind.SITES)
    assert len(read_list(save(tmp_path / "ok.xlsx", ("DS", (HEAD, *ROWS))), ListKind.SITES).rows) == len(ROWS)


def test_fifty_thousand_rows_are_read_and_one_more_is_refused(tmp_path: Path) -> None:
    full = package(tmp_path / "full.xlsx", [SHEET_START, *sheet_rows(50_000), SHEET_END])
    assert len(read_list(full, ListKind.SITES).rows) == 50_000
    more = package(tmp_path / "more.xlsx", [SHEET_START, *sheet_rows(50_001), SHEET_END])
    with pytest.raises(RefusalError) as refused:
        read_list(more, ListKind.SITES)
    assert refused.value.code == "FILE-TOO-MANY-ROWS"


def test_empty_formatted_rows_and_columns_are_not_data(tmp_path: Path) -> None:
    wide = "".join(f'<c r="{letter}4" s="1"/>' for letter in ("ZZ", "XFD"))
    pieces = [
        SHEET_START,
        *sheet_rows(2),
        f'<row r="4">{wide}</row><row r="1048576"><c r="A1048576" s="1"/></row>',
        SHEET_END,
    ]
    assert [row.row for row in read_list(package(tmp_path / "e.xlsx", pieces), ListKind.SITES).rows] == [2, 3]


def test_a_list_without_coordinates_keeps_its_rows_and_says_so(tmp_path: Path) -> None:
    rows = [("Mã trạm", "Doanh nghiệp", "Xã"), ("BGG00001", "VTL", "Kép"), ("BGG00002", "VTL", "Tân Dĩnh")]
    found = read_list(save(tmp_path / "no.xlsx", ("DS", rows)), ListKind.PROPOSALS)
    assert [row.position.known for row in found.rows] == [False, False]
    assert "LIST-NO-POSITION" in {issue.code for issue in found.issues}
