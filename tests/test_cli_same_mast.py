"""``bts same-mast``: what is asked, both answers, and taking one back."""

from pathlib import Path

import pytest

from registry.services.register.import_sites import import_sites
from tests.services.offices import mast, office, write_list
from tests.test_cli import bts

LON, LAT = 106.30, 21.35


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register in which Viettel and VNPT list two pairs of masts some ten metres apart."""
    folder = tmp_path_factory.mktemp("so dang ky")
    registry = office(folder / "home")
    for operator, codes, east in (
        ("VTL", ("BGG00001", "BGG00002"), 0.0),
        ("VNPT", ("BG_017", "BG_018"), 0.0001),
    ):
        rows = [mast(code, operator, LON + east, LAT + 0.05 * place) for place, code in enumerate(codes)]
        import_sites(registry, write_list(folder / f"{operator}.xlsx", rows), yes=True, who="lan")
    registry.close()
    return folder / "home"


def waiting(home: Path) -> dict[str, str]:
    """The lines of the list by the beginning of the question's id."""
    done = bts(home, "same-mast")
    assert done.returncode == 0, done.stderr
    return {line.split()[0]: line for line in done.stdout.splitlines()[:-1]}


def test_questions_are_listed_merged_kept_apart_and_taken_back(home: Path) -> None:
    asked = waiting(home)
    first, second = sorted(asked, key=lambda key: "BGG00002" in asked[key])
    for word in ("BGG00001 (Viettel)", "BG_017 (VNPT)", "cách 10,4 m", "đứng gần nhau"):
        assert word in asked[first]
    merged = bts(home, "same-mast", "merge", first, "--keep", "bg_017", "--note", "Biên bản 12/BB")
    assert merged.returncode == 0, merged.stderr
    assert "giữ mã BG_017" in merged.stdout
    assert list(waiting(home)) == [second]
    apart = bts(home, "same-mast", "apart", second)
    assert "là hai cột khác nhau" in apart.stdout
    done = bts(home, "same-mast")
    assert done.stdout == "Không có câu hỏi nào chờ kết luận\n"
    again = bts(home, "same-mast", "apart", first)
    assert again.returncode == 1
    assert again.stderr.startswith("SAME-MAST-DECIDED")
    for said in (merged, apart):
        assert bts(home, "undo", said.stdout.split("lô ")[1].strip()).returncode == 0
    assert waiting(home) == asked
    assert bts(home, "verify").returncode == 0
    assert "gộp cột trùng" in bts(home, "batches").stdout


def test_wrong_answers_are_refused_in_words_and_change_nothing(home: Path) -> None:
    asked = waiting(home)
    some = next(iter(asked))
    for arguments, status, code in (
        (("merge", some, "--keep", "BGG99999"), 1, "SAME-MAST-NOT-OF-PAIR"),
        (("merge", "zz", "--keep", "BGG00001"), 1, "SAME-MAST-UNKNOWN"),
        (("apart", ""), 1, "SAME-MAST-UNKNOWN"),
        (("merge", some), 2, ""),
    ):
        done = bts(home, "same-mast", *arguments)
        assert done.returncode == status, done.stderr
        assert done.stderr.startswith(code)
        assert "Traceback" not in done.stderr
    assert waiting(home) == asked
