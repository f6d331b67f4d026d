"""The checks in columns answer as the plain row-wise reading does, to the letter, alone and in lists."""

import importlib
from functools import cache

import numpy as np
import pytest

from registry.checks.engine import Check
from registry.checks.proposals import Proposals
from registry.checks.registered import CHECKS
from registry.checks.stated import alike
from registry.columns import fold, fold_each
from registry.law import law_in_force
from registry.model.finding_columns import FindingColumns
from registry.model.findings import Finding
from tests.checks.drawn_worlds import DAYS, drawn_rows, drawn_world

ROWS = 90
WORLDS = [pytest.param(seed, DAYS[seed % len(DAYS)], id=f"{seed}") for seed in range(8)]
MODULES = {
    "location": "LOCATION_CHECKS",
    "planning": "PLANNING_CHECKS",
    "mast_class": "CLASS_CHECKS",
    "airspace": "AIRSPACE_CHECKS",
    "aerodromes": "AERODROME_CHECKS",
    "air_defence": "AIR_DEFENCE_CHECKS",
    "corridors": "CORRIDOR_CHECKS",
    "permits": "PERMIT_CHECKS",
    "wind": "WIND_CHECKS",
    "certificates": "CERTIFICATE_CHECKS",
}


@cache
def row_by_row() -> dict[str, Check]:
    """Return the checks of the row-wise reading by their codes."""
    modules = ((importlib.import_module(f"tests.oracle.rowwise.{name}"), name) for name in MODULES)
    return {check.code: check for module, name in modules for check in getattr(module, MODULES[name])}


def told(found: list[Finding] | FindingColumns) -> list[str]:
    """Write findings out: numbers as their own types, parameters in their order."""
    if isinstance(found, FindingColumns):
        found.check_whole()
    return [repr(finding) for finding in found]


@pytest.mark.parametrize(("seed", "day"), WORLDS)
def test_columns_answer_as_the_rows_one_by_one(seed: int, day: object) -> None:
    assert day in DAYS
    context, rows = drawn_world(seed, DAYS[seed % len(DAYS)]), drawn_rows(1_000 + seed, ROWS)
    law = law_in_force("24", context.as_of, office=context.office_numbers)
    compared = 0
    for check in CHECKS:
        rule, plain = law.get(check.code), row_by_row().get(check.code)
        if plain is None or rule is None or rule.gap:
            continue
        expected = told(plain.function(Proposals.of(rows, context), context, rule))
        assert told(check.function(Proposals.of(rows, context), context, rule)) == expected, check.code
        for at in range(seed, ROWS, 15):
            alone = told(check.function(Proposals.of([rows[at]], context), context, rule))
            assert alone == [expected[at]], check.code
        compared += 1
    assert compared >= 14


def test_every_check_of_the_position_but_spacing_and_sharing_has_a_row_wise_reading() -> None:
    others = {check.code for check in CHECKS if not check.code.startswith(("SPC", "SHR"))}
    assert row_by_row().keys() == others


def test_what_is_alike_is_found_in_the_order_of_the_list() -> None:
    same = alike(["b", "a", "b", "a"], [1, 1, 1, 2])
    assert same.first.tolist() == [0, 1, 3]
    assert same.which.tolist() == [0, 1, 0, 2]
    assert [rows.tolist() for rows in same.rows()] == [[0, 2], [1], [3]]


def test_texts_are_folded_together_as_each_alone() -> None:
    texts = ["QH-001", "", "Đê Tả Thương ", "ΑΣ", "a\u0301.b", "xã (mới)"]
    assert fold_each(texts) == [fold(text) for text in texts]
    assert fold_each(["a b", "C-1"]) == ["ab", "c1"]
    assert fold_each(["a\nb", "c"]) == ["ab", "c"]
    assert fold_each([]) == []


def test_a_list_of_ten_thousand_has_few_groups() -> None:
    """What is alike is said once: groups hang on what rows state and where they stand, not on how many."""
    context = drawn_world(3, DAYS[0])
    law = law_in_force("24", context.as_of)
    rows = drawn_rows(7, 60) * 20
    for check in CHECKS:
        rule = law.get(check.code)
        if check.code in row_by_row() and rule is not None and not rule.gap:
            found = check.function(Proposals.of(rows, context), context, rule)
            assert isinstance(found, FindingColumns)
            assert len(found.groups) <= 64, check.code
            assert np.unique(np.concatenate([group.rows for group in found.groups])).size == len(rows)
