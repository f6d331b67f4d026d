"""What the README and ``docs/speed.md`` say of speed is what was measured, and nothing else."""

import pytest

from tests.benchmarks import results

ROW = {
    "name": "one spot",
    "seconds": 0.00055,
    "baseline": "a join per call",
    "baseline_seconds": 0.0055,
    "peak_mib": 12.4,
}


def test_a_task_with_its_baseline_stands_in_the_readme_as_a_ratio() -> None:
    part = {**results.machine(), "rows": [ROW, {"name": "alone", "seconds": 2.0, "note": "40 tiles"}]}
    text = results.readme(f"before\n{results.BEGIN}\nold\n{results.END}\nafter\n", {"checks": part})
    assert text.startswith("before\n")
    assert text.endswith(f"{results.END}\nafter\n")
    assert "| one spot | 0.55 ms, 12 MiB | a join per call | 10.0× |" in text
    assert "alone" not in text
    assert "old" not in text
    assert f"{part['cores']} cores, {part['memory_gib']} GiB" in text
    said = results.page({"checks": part})
    assert "| alone | 2 s | – | – |" in said
    assert "- alone: 40 tiles" in said


@pytest.mark.parametrize(
    ("baseline", "said"), [(0.0055, "10.0×"), (0.0004, "0.73×"), (0.55, "1000×"), (None, "")]
)
def test_a_ratio_has_as_many_digits_as_it_deserves(baseline: float | None, said: str) -> None:
    assert results.ratio({**ROW, "baseline_seconds": baseline}) == said


def test_both_pages_say_what_was_measured_last() -> None:
    kept = results.kept()
    assert results.PAGE.read_text(encoding="utf-8") == results.page(kept)
    readme = results.README.read_text(encoding="utf-8")
    assert results.readme(readme, kept) == readme
