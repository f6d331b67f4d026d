"""Pinning a scan: an affine transform is found again from its own points, and its error is what went in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.geo.affine import fit_affine

SHEET = np.array([[0, 0], [4000, 0], [4000, 3000], [0, 3000], [1700, 1200]], dtype=float)
numbers = st.floats(-3.0, 3.0, allow_nan=False)


def refusal(picture: object, places: object) -> str:
    with pytest.raises(RefusalError) as refused:
        fit_affine(picture, places)  # type: ignore[arg-type]  # what a page may send
    return refused.value.code


@given(st.tuples(numbers, numbers, numbers, numbers).filter(lambda m: abs(m[0] * m[3] - m[1] * m[2]) > 0.1))
def test_a_transform_is_found_again_from_points_it_made(matrix: tuple[float, float, float, float]) -> None:
    turn = np.array(matrix).reshape(2, 2)
    shift = np.array([416_802.0, 2_356_377.0])  # metres of a VN-2000 plane
    found = fit_affine(SHEET, SHEET @ turn.T + shift)
    assert found.matrix == pytest.approx(np.column_stack([turn, shift]), abs=1e-6)
    assert found.residuals_m.max() < 1e-6
    assert found.error_m == pytest.approx(0.0, abs=1e-6)
    assert found([[2000, 1500]]) == pytest.approx(np.array([[2000, 1500]]) @ turn.T + shift, abs=1e-6)


@given(st.permutations(range(5)))
def test_the_order_of_the_pins_does_not_matter(order: list[int]) -> None:
    places = SHEET * [2.5, -2.5] + [400_000, 2_350_000] + [[3, 0], [0, -2], [1, 1], [-4, 0], [0, 0]]
    one, other = fit_affine(SHEET, places), fit_affine(SHEET[order], places[order])
    assert one.matrix == pytest.approx(other.matrix, abs=1e-6)
    assert one.residuals_m[order] == pytest.approx(other.residuals_m, abs=1e-6)


def test_no_other_transform_leaves_a_smaller_sum_of_squares() -> None:
    rng = np.random.default_rng(7)
    places = SHEET * [2.5, -2.5] + [400_000, 2_350_000] + rng.normal(0, 10, (5, 2))
    found = fit_affine(SHEET, places)
    least = (found.residuals_m**2).sum()
    for _ in range(200):
        matrix = found.matrix + rng.normal(0, 1e-3, (2, 3)) * [1, 1, 1000]
        off = places - (SHEET @ matrix[:, :2].T + matrix[:, 2])
        assert (off**2).sum() >= least


def test_the_error_is_that_of_the_pins() -> None:
    """1,000 sheets of 12 pins, each off by 8 m in either direction: the mean error is theirs, 11.3 m."""
    rng = np.random.default_rng(1)
    pins = rng.uniform(0, 4000, (12, 2))
    errors = [fit_affine(pins, pins * 2 + rng.normal(0, 8, (12, 2))).error_m for _ in range(1000)]
    assert np.sqrt(np.mean(np.square(np.array(errors, dtype=float)))) == pytest.approx(
        8 * np.sqrt(2), rel=0.03
    )


def test_three_pins_fit_exactly_and_say_nothing_of_the_error() -> None:
    found = fit_affine(SHEET[:3], SHEET[:3] * 2 + 5)
    assert found.residuals_m.max() < 1e-9
    assert found.error_m is None


def test_metres_of_a_pixel_on_the_ground() -> None:
    assert fit_affine(SHEET, SHEET * [2, -8]).metres_per_pixel == pytest.approx(4.0)


def test_pins_that_fix_no_transform_are_refused() -> None:
    assert refusal(SHEET[:2], SHEET[:2]) == "PINS-TOO-FEW"
    assert refusal([[0, 0], [1, 1], [2, 2], [3, 3]], SHEET[:4]) == "PINS-IN-LINE"
    assert refusal(SHEET[:4], [[0, 0], [100, 0.01], [200, 0], [300, 0.02]]) == "PINS-IN-LINE"
    assert refusal([[5, 5]] * 4, SHEET[:4]) == "PINS-IN-LINE"
    assert refusal([[0, 0], [1, float("nan")], [2, 5]], SHEET[:3]) == "PINS-NOT-FINITE"
