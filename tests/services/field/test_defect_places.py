"""A defect that was found in one row of a sheet is told with the row: which foundation, guy or segment."""

import ast
from pathlib import Path

import pytest

from registry.services.field.vocabulary import defect_name

ROOT = Path(__file__).parents[3]
SAYS_OF_LETTERS = "registry/services/storm/vocabulary.py"  # the codes that a letter kept have no row


@pytest.mark.parametrize(
    ("defect", "component", "entry", "said"),
    [
        ("concrete_cracked", "", "concrete[M1]", "Bê tông nứt, M1"),
        ("rust_heavy", "segment", "segment[D7]", "Han rỉ nặng, thân đốt D7"),
        ("guy_slack", "guy", "guy_tension[T1/3]", "Dây co chùng, dây co T1/3"),
        ("rust_heavy", "segment", "rust", "Han rỉ nặng, thân đốt"),
        ("earthing_high", "", "earthing", "Điện trở tiếp đất cao"),
        ("bent", "", "", "Cong vênh"),
    ],
)
def test_a_defect_is_told_with_its_row(defect: str, component: str, entry: str, said: str) -> None:
    assert defect_name(defect, component, "vi", entry) == said


def test_whoever_tells_of_a_defect_hands_its_answer_on() -> None:
    """All but the letters of a storm, which keep no answer."""
    short = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in ("registry", "web")
        for path in (ROOT / folder).rglob("*.py")
        if "defect_name(" in (text := path.read_text(encoding="utf-8"))
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "defect_name" and len(call.args) < 4
    ]
    assert [one for one in short if not one.startswith(SAYS_OF_LETTERS)] == []
