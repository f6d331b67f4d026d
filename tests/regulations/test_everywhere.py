"""Whoever asks which law is in force asks with the province's own: no room judges by the catalogue alone."""

import ast
from pathlib import Path

import pytest

import registry
import web

ROOMS = [Path(str(room.__file__)).parent for room in (registry, web)]
ASKS = [
    pytest.param(path, node, id=f"{path.relative_to(room.parent)}:{node.lineno}")
    for room in ROOMS
    for path in sorted(room.rglob("*.py"))
    if "law_in_force" in (text := path.read_text(encoding="utf-8"))
    for node in ast.walk(ast.parse(text))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "law_in_force"
]


def test_the_law_is_asked_for_in_many_rooms() -> None:
    assert len(ASKS) > 12


@pytest.mark.parametrize(("path", "call"), ASKS)
def test_the_province_s_own_law_is_asked_with_the_catalogue_s(path: Path, call: ast.Call) -> None:
    named = {keyword.arg for keyword in call.keywords}
    assert "own" in named, f"{path.name}:{call.lineno} judges by the catalogue alone"
