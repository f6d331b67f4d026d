"""Only a few browser tests are asked again after a run that failed."""

import pytest

from tests.again import asked_again

ONE, TWO = "tests/e2e/field/test_pin.py::test_a", "tests/e2e/test_storm.py::test_b[x]"


@pytest.mark.parametrize(
    ("failed", "again"),
    [
        ([], []),
        ([TWO, ONE], [ONE, TWO]),
        ([ONE, "tests/store/test_ledger.py::test_c"], []),  # broken: no browser is in it
        (["tests/e2e/test_storm.py"], []),  # could not be collected
        ([f"{ONE}{n}" for n in range(4)], []),  # more than chance
    ],
)
def test_what_is_asked_again(failed: list[str], again: list[str]) -> None:
    assert asked_again(failed) == again
