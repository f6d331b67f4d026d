"""Every table and column that the ledger keeps has a word, and values are written as people write them."""

import ast
import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import services
from registry.model.briefing.programmes import TaskState
from registry.services.office.ledger_words import batch_word
from registry.services.office.record_words import EMPTY, column_word, has_word, value_words
from registry.store.tables import LEDGERED

UNSAID = {"id", "fid", "version"}
OF_A_PART = {"briefing_deed", "inspection_deed", "dossier_deed", "regulation_deed"}
"""What opens a deed of a part: it says in a code of its own what was done."""
AT_THE_DESK = {"field_deed": 1, "action": 2, "changing": 2, "deed_of": 2}
"""What opens a deed of the kind that its argument at this place names."""


@cache
def _calls() -> list[tuple[str, list[ast.expr]]]:
    """Every call in a service of something that has a name, with its arguments."""
    return list(_walked())


def _walked() -> Iterator[tuple[str, list[ast.expr]]]:
    for path in sorted(Path(services.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.func.id, node.args
            elif isinstance(node, ast.JoinedStr):
                yield "", [node]


def _text(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""


def test_what_a_deed_did_is_said_in_words_and_not_by_its_code() -> None:
    codes = {_text(arguments[1]) for name, arguments in _calls() if name in OF_A_PART} - {""}
    assert {"finish_conclusion", "keep", "seal", "handed-over", "publish"} <= codes
    codes |= {state.value for state in TaskState}  # by which a deed of a task is called
    said = {code: value_words("import_batches", "options", code) for code in codes}
    assert sorted(code for code, word in said.items() if code == word.vi) == []


def test_every_kind_of_deed_has_words_of_its_own() -> None:
    kinds = set()
    for name, arguments in _calls():
        if name in AT_THE_DESK and len(arguments) > AT_THE_DESK[name]:
            kinds.add(_text(arguments[AT_THE_DESK[name]]))
        elif not name and isinstance(arguments[0], ast.JoinedStr):
            first, *rest = arguments[0].values
            if (
                isinstance(first, ast.FormattedValue)
                and ast.unparse(first.value) in {"KIND", "DESK"}
                and rest
            ):
                kinds.add(_text(rest[0]).rstrip("-"))
    kinds -= {""}
    assert {"storm", "sharing", "decided", "campaign"} <= kinds
    desk = batch_word("desk")
    assert sorted(kind for kind in kinds if batch_word(f"desk-{kind}") in (desk, (f"desk-{kind}",) * 2)) == []


def test_every_table_that_the_ledger_keeps_has_a_word() -> None:
    assert [name for name in LEDGERED if not has_word("tables", name)] == []


@pytest.mark.parametrize("name", LEDGERED)
def test_every_column_that_the_ledger_keeps_has_a_word(name: str) -> None:
    table = LEDGERED[name]
    said = {column.name for column in table.c} - UNSAID - table.info["derived"]
    assert sorted(column for column in said if column_word(name, column).vi == column) == []


@pytest.mark.parametrize(
    ("table", "column", "value", "vi"),
    [
        ("structures", "mast_height_m", 42.5, "42,5 m"),
        ("structures", "state", "in_service", "Đang hoạt động"),
        ("structures", "built_on", "2019-03-02", "02/03/2019"),
        ("sites", "lon", 106.3012345, "106,3012345"),
        ("sites", "accuracy_m", 10.0, "10 m"),
        ("sites", "position_raw", ["106°18'", "21°21'"], "106°18'; 21°21'"),
        ("cable_nodes", "built_year", 2018, "2018"),
        ("cable_nodes", "height_m", 7.5, "7,5"),  # its label has the unit
        ("zones", "layer", "forest", "Đất rừng"),
        ("zones", "height_unlimited", False, "không"),
        ("requests", "file_sha256", "ab" * 32, "abababababab…"),
        ("requests", "list_rows", 12000, "12000"),
        ("sites", "note", "", EMPTY.vi),
    ],
)
def test_a_value_is_written_with_its_unit_day_or_word(table: str, column: str, value: Any, vi: str) -> None:
    assert value_words(table, column, value).vi == vi


@given(st.sampled_from(sorted(LEDGERED)), st.data())
def test_whatever_a_record_holds_is_said(table: str, data: Any) -> None:
    column = data.draw(st.sampled_from(sorted(column.name for column in LEDGERED[table].c)))
    value = data.draw(
        st.text(max_size=40)
        | st.integers(-(10**12), 10**12)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.booleans()
        | st.dates().map(dt.date.isoformat)
        | st.lists(st.text(min_size=1, max_size=5), max_size=3)
    )
    if column != "geometry":
        assert all(value_words(table, column, value))
