"""What ``docs/speed.md`` says of speed is what was measured, and nothing else."""

from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks import measure, results
from tests.benchmarks.__main__ import chosen

ROW = {
    "name": "one spot",
    "seconds": 0.00055,
    "baseline": "a join per call",
    "baseline_seconds": 0.0055,
    "peak_mib": 12.4,
}


def test_a_task_with_its_baseline_stands_at_the_head_as_a_ratio() -> None:
    part = {**results.machine(), "rows": [ROW, {"name": "alone", "seconds": 2.0, "note": "40 tiles"}]}
    said = results.page({"checks": part})
    head, section = said.split("## checks")
    assert "## Beside the baselines" in head
    assert "## Beside the goals" not in head
    assert "| one spot | 0.55 ms, 12 MiB | – | a join per call: 10.0× | – | – |" in head
    assert "alone" not in head
    assert f"{part['cores']} cores, {part['memory_gib']} GiB" in head
    assert "| one spot | 0.55 ms, 12 MiB | – | a join per call: 10.0× | – | – |" in section
    assert "| alone | 2 s | – | – | – | – |" in section
    assert "- alone: 40 tiles" in section


def test_a_goal_stands_at_the_head_with_the_limit_and_the_growth() -> None:
    row = measure.row(
        "a list read",
        measure.Took(2.0, 3.1),
        limit=("a bare reader", measure.Took(0.8, 0.8)),
        growth={1_000: 0.1, 100_000: measure.Took(2.0, 3.1), 10_000: 0.21},
        goal_s=1.5,
        goal_mib=200,
        peak_mib=150.0,
    )
    part = {**results.machine(), "processor_seconds": 9.0, "peak_mib": 1234.0, "rows": [row]}
    said = results.page({"intake": part})
    line = (
        "| a list read | 2 s (3.1 s), 150 MiB | ≤ 1.5 s, ≤ 200 MiB **not reached** | – "
        "| a bare reader: 2.5× | 10,000: 1.05; 1,000: **5.00** |"
    )
    head, section = said.split("## intake")
    assert "## Beside the goals" in head
    assert line in head
    assert line in section
    assert "9 s of processor, 1,234 MiB" in section
    assert "not reached" not in results.goal({**row, "seconds": 1.4})


@pytest.mark.parametrize(("asked", "found"), [([], ["a", "b", "c"]), (["c,a"], ["a", "c"]), (["b"], ["b"])])
def test_some_benchmarks_can_be_measured_alone(asked: list[str], found: list[str]) -> None:
    assert chosen(asked, ["a", "b", "c"]) == found


def test_a_benchmark_that_is_not_there_ends_the_run() -> None:
    with pytest.raises(SystemExit, match="no such benchmark: d; there are a, b"):
        chosen(["a,d"], ["a", "b"])


def test_a_row_says_processor_time_and_a_limit_of_memory() -> None:
    took = measure.best(lambda: sum(range(20_000)))
    assert 0 < took.processor_seconds < 10 * took.seconds + 0.1
    name, limit = measure.bandwidth(2**20, np.zeros(2**17))
    assert name == "memory's bandwidth over 2.0 MiB of columns"
    assert measure.bandwidth(2**21)[1] == pytest.approx(limit)
    grown = measure.growing(lambda n: lambda: sum(range(n)), (2_000, 200))
    assert grown[2_000].seconds > grown[200].seconds


@pytest.mark.parametrize(
    ("baseline", "said"), [(0.0055, "10.0×"), (0.0004, "0.73×"), (0.55, "1000×"), (None, "")]
)
def test_a_ratio_has_as_many_digits_as_it_deserves(baseline: float | None, said: str) -> None:
    assert results.ratio({**ROW, "baseline_seconds": baseline}) == said


def test_the_page_says_what_was_measured_last() -> None:
    assert results.PAGE.read_text(encoding="utf-8") == results.page(results.kept())


def test_the_readme_tells_ten_tasks_as_they_were_measured() -> None:
    table = results.readme(results.kept())
    assert len(table.splitlines()) == 2 + 10
    found = results.IN_README.search(results.README.read_text(encoding="utf-8"))
    assert found
    assert found[0] == table


def test_a_task_that_misses_its_goal_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chosen_rows = tmp_path / "rows.toml"
    monkeypatch.setattr(results, "CHOSEN", chosen_rows)
    missed = {"checks": {"rows": [{**ROW, "goal_seconds": 0.0001}]}}
    chosen_rows.write_text('[[row]]\nname = "one spot"\nsays = "a spot"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="say why it misses its goal: 'one spot'"):
        results.readme(missed)
    chosen_rows.write_text(
        '[[row]]\nname = "one spot"\nsays = "a spot"\nbecause = "a reason"\n', encoding="utf-8"
    )
    assert "| a spot | 0.55 ms, 12 MiB | ≤ 0.1 ms **not reached**: a reason |" in results.readme(missed)
    assert "**not reached**" not in results.readme({"checks": {"rows": [{**ROW, "goal_seconds": 1.0}]}})
    chosen_rows.write_text('[[row]]\nname = "two spots"\nsays = "x"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="no benchmark measures 'two spots'"):
        results.readme(missed)
