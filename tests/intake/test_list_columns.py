"""The page of list columns says what the dictionary says, and lists a column whatever it is called."""

from pathlib import Path

from registry.columns import OF_MASTS, columns_for
from registry.intake.list_columns import page

WRITTEN = Path(__file__).parents[2] / "docs" / "list-columns.md"


def test_the_page_is_as_the_dictionary_says() -> None:
    assert WRITTEN.read_text("utf-8") == page(), "python -m registry.intake.list_columns writes it anew"


def test_every_column_of_a_list_of_masts_stands_on_the_page() -> None:
    said = page()
    for kind in OF_MASTS:
        for column in columns_for(kind):
            assert f"| {column.label_vi}" in said
            assert f"`{column.name}`" in said
