"""What ``docs/speed.md`` says of speed is what was measured, and nothing else."""

import pytest

from tests.benchmarks import results

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
    assert "| one spot | 0.55 ms, 12 MiB | a join per call | 10.0× |" in head
    assert "alone" not in head
    assert f"{part['cores']} cores, {part['memory_gib']} GiB" in head
    assert "| one spot | 0.55 ms, 12 MiB | a join per call | 10.0× |" in section
    assert "| alone | 2 s | – | – |" in section
    assert "- alone: 40 tiles" in section


@pytest.mark.parametrize(
    ("baseline", "said"), [(0.0055, "10.0×"), (0.0004, "0.73×"), (0.55, "1000×"), (None, "")]
)
def test_a_ratio_has_as_many_digits_as_it_deserves(baseline: float | None, said: str) -> None:
    assert results.ratio({**ROW, "baseline_seconds": baseline}) == said


def test_the_page_says_what_was_measured_last() -> None:
    assert results.PAGE.read_text(encoding="utf-8") == results.page(results.kept())
