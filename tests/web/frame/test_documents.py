"""Every document that a notice leads to has its address, in the package of pages that shows it."""

import ast
from pathlib import Path

import pytest
from flask import Flask

from web.frame.packages import document_address

ROOT = Path(__file__).parents[3]


def kinds() -> list[str]:
    """The kinds of documents that services name for their notices: the first word of each ``Subject``."""
    named: dict[str, str] = {}
    used: set[str] = set()
    for path in (ROOT / "registry" / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign):
                names = [
                    getattr(item, "id", "") for one in node.targets for item in getattr(one, "elts", [one])
                ]
                values = getattr(node.value, "elts", [node.value])
                for name, value in zip(names, values, strict=False):
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        named[name] = value.value
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Subject":
                (kind, *_rest) = node.args
                used.add(kind.id if isinstance(kind, ast.Name) else ast.unparse(kind))
    return sorted(named[name] for name in used if name in named)


@pytest.mark.parametrize("kind", kinds())
def test_a_notice_leads_somewhere(demo_app: Flask, kind: str) -> None:
    with demo_app.test_request_context("/"):
        assert document_address(kind, "x").startswith("/")


def test_all_kinds_are_found() -> None:
    assert {"request", "sharing", "mast_list", "duty", "duty_letter", "storm_letter"} <= set(kinds())
