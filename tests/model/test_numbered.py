"""Values as numbers, held against the slow way of saying the same."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from registry.model.numbered import Places, grouped, numbered


def one_by_one(values: list[object]) -> tuple[list[int], list[object]]:
    different: list[object] = []
    for value in values:
        if value not in different:
            different.append(value)
    return [different.index(value) for value in values], different


@given(st.lists(st.sampled_from(["", "VTL", "VNPT", None, "vtl", 3])))
def test_each_value_has_the_number_of_its_first_coming(values: list[object]) -> None:
    held = np.empty(len(values), dtype=object)
    held[:] = values
    code, different = numbered(held)
    assert (code.tolist(), list(different)) == one_by_one(values)


@given(st.lists(st.integers(-3, 3) | st.integers(-(2**62), 2**62)))
def test_whole_numbers_near_and_far_are_numbered_alike(values: list[int]) -> None:
    held = np.array(values, dtype=np.int64)
    code, different = numbered(held)
    assert (code.tolist(), different.tolist()) == one_by_one(list(values))
    assert [values.index(value) for value in different.tolist()] == grouped(held)[1].tolist()


@given(st.lists(st.sampled_from([1.5, -0.0, 7.0, float("inf")])), st.integers(0, 3))
def test_what_is_not_stated_is_one_value_among_numbers(values: list[float], unstated: int) -> None:
    held = np.array([*values, *[np.nan] * unstated])
    code, different = numbered(held)
    assert np.array_equal(different[code], held, equal_nan=True)
    assert np.isnan(different).sum() == bool(unstated)


@given(st.lists(st.text(max_size=2), unique=True), st.lists(st.text(max_size=2)), st.randoms())
def test_places_among_some_keys_alone(keys: list[str], wanted: list[str], draw: object) -> None:
    places = Places(keys)
    assert places.of(wanted).tolist() == [keys.index(key) if key in keys else -1 for key in wanted]
    rows = np.array([draw.random() < 0.5 for _ in keys], dtype=bool)  # type: ignore[attr-defined]
    places.keep(rows)
    kept = [key for key, row in zip(keys, rows, strict=True) if row]
    assert places.of(wanted).tolist() == [kept.index(key) if key in kept else -1 for key in wanted]
