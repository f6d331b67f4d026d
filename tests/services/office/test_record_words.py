"""Every table and column that the ledger keeps has a word, and values are written as people write them."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.services.office.record_words import EMPTY, column_word, has_word, value_words
from registry.store.tables import LEDGERED

UNSAID = {"id", "fid", "version"}


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
