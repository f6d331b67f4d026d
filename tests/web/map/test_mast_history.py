"""The history of a mast names every fact that was changed: a bare "changed" tells nobody what to look at."""

import pytest
from flask import Flask

from registry.columns import Level, stored_columns
from registry.model.ledger import Change, LedgerEntry
from web.frame import languages
from web.map.mast_history import said_of


@pytest.fixture(scope="module")
def app() -> Flask:
    made = Flask("history")
    languages.install(made)
    return made


def entry(table: str, before: dict[str, object], after: dict[str, object]) -> LedgerEntry:
    return LedgerEntry(
        seq=1, at="2026-11-28T08:00:00+07:00", who="lan", batch="B2",
        change=Change(table, "m", {"id": "m"} | before, {"id": "m"} | after), previous_hash="", hash="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("top_agl_m", 30.0, 62.0, "tổng chiều cao"),
        ("ground_elevation_m", 12.0, 30.0, "cao độ mặt đất"),
        ("designed_operators", 1, 3, "số doanh nghiệp thiết kế"),
    ],
)
def test_a_change_that_a_rule_judges_is_named(
    app: Flask, name: str, before: float, after: float, said: str
) -> None:
    with app.test_request_context("/"):
        assert said_of(entry("structures", {name: before}, {name: after})) == [said]


@pytest.mark.parametrize("level", [Level.SITE, Level.STRUCTURE])
def test_every_column_of_a_mast_is_named_in_both_languages(app: Flask, level: Level) -> None:
    for column in stored_columns(level):
        changed = entry(f"{level}s", {column.stored: "a"}, {column.stored: "b"})
        for lang in ("vi", "en"):
            with app.test_request_context(f"/?lang={lang}"):
                said = said_of(changed)
            assert said, column.name
            if column.name != "state":
                assert said[0].lower() == column.label(lang).lower()
