"""``bts national``: what it prints of the three runs, and how it refuses."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from registry.commands.national import national
from registry.errors import RefusalError

FORMS = Path(__file__).parent.parent / "storm" / "forms"


def run(*words: object) -> Result:
    return CliRunner().invoke(national, [*map(str, words)], catch_exceptions=False)


def lines_of(done: Result) -> dict[str, list[int]]:
    """Return the numbers of a table by the first word of each line (a province's code, or the sum)."""
    found = {}
    for line in done.output.splitlines():
        words = line.split()
        numbers = [int(word.replace(".", "")) for word in words[1:] if word.replace(".", "").isdigit()]
        if words and (words[0].isdigit() or words[0] == "Cộng"):
            found[words[0]] = numbers
    return found


def test_the_tables_show_what_the_summary_says(small_country: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = lines_of(run("appraise", small_country, "--out", out, "--as-of", "2026-11-29"))
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))["provinces"]
    assert [*told] == ["20", "22", "24", "Cộng"]
    for code, one in summary.items():
        assert told[code][0] == one["rows"] == sum(told[code][1:5])
        assert told[code][5:] == [one["near_border"], one["changed_by_neighbours"]]
    assert told["Cộng"] == [sum(told[code][at] for code in summary) for at in range(7)]
    told = lines_of(run("compliance", small_country, "--out", out, "--province", "20"))
    one = json.loads((out / "summary.json").read_text(encoding="utf-8"))["provinces"]["20"]
    assert told == {"20": [one["masts"], one["stations"], *told["20"][2:]]}
    assert told["20"][2] == sum(question["fail"] for question in one["questions"].values()) > 0
    done = run("storm", small_country, "--out", out, "--track", FORMS / "b-deck.dat")
    one = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert one["storm"]["name"]
    assert "Kho chưa có 31 tỉnh" in done.stderr
    assert lines_of(done)["24"][-4] == one["provinces"]["24"]["masts"]


def test_what_a_track_leaves_open_is_asked_by_name_and_answered(small_country: Path, tmp_path: Path) -> None:
    track = ("--track", FORMS / "jtwc.txt", "--out", tmp_path / "out")
    with pytest.raises(RefusalError, match="NATIONAL-TRACK") as refused:
        run("storm", small_country, *track)
    assert "month:" in str(refused.value.params["reason"])
    assert run("storm", small_country, *track, "--answer", "month=09/2024").exit_code == 0


def test_a_track_that_is_not_there_is_said_as_every_file_is(small_country: Path, tmp_path: Path) -> None:
    for track in (tmp_path / "bão.txt", tmp_path):
        with pytest.raises(RefusalError, match="FILE-NOT-FOUND"):
            run("storm", small_country, "--out", tmp_path / "out", "--track", track)


@pytest.mark.parametrize(
    "words", [("--engine", "spark"), ("--scheduler", "tcp://a:1"), ("--rows", "all"), ("--workers", "0")]
)
def test_an_option_that_is_none_is_said(small_country: Path, tmp_path: Path, words: tuple[str, str]) -> None:
    done = run("appraise", small_country, "--out", tmp_path / "out", *words)
    assert done.exit_code == 2
    assert words[0] in done.stderr
