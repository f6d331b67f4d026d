"""Browser tests wait for what they look at: the kinds of race that can be seen by reading are forbidden.

CI refused tests that passed on every quiet machine: one clicked before the page's script had come, one
measured before there was a document. ``expect`` asks again until it holds; what is read once is read too
early on some machine.
"""

import ast
import itertools
from collections.abc import Iterator
from pathlib import Path

ROOMS = Path(__file__).parent / "e2e"
ACTS = frozenset({"click", "dblclick", "press", "tap"})
WAITS = frozenset({"expect", "wait_for", "wait_for_selector", "wait_for_load_state", "wait_for_url"})
ONCE = frozenset({"is_visible", "is_hidden", "is_enabled", "is_disabled", "is_checked"})
READS = frozenset({
    "inner_text", "text_content", "input_value", "get_attribute", "bounding_box", "inner_html",
    "all_inner_texts",
})  # fmt: skip
OF_A_PAGE = frozenset({"evaluate", "title", "content"})
LEAST_MS = 10_000

NOTHING_IS_TO_HAPPEN = {
    "appraise/test_appraise.py::test_the_map_in_one_file_opens_without_a_server",
    "field/thumb.py::on",
    "field/test_full.py::goes",
    "field/test_on_the_spot.py::test_a_tap_under_way_passes_nothing_by_that_came_by_itself",
    "field/test_on_the_spot.py::test_the_rescue_file_is_reached_on_a_full_phone",
    "test_hostile.py::test_what_slips_through_escaping_is_still_stopped_by_the_policy",
}
"""Who may wait for a time: there is nothing that it could wait for instead."""


def called(node: ast.AST) -> Iterator[ast.Call]:
    return (found for found in ast.walk(node) if isinstance(found, ast.Call))


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def names(node: ast.AST) -> set[str]:
    return {name_of(call) for call in called(node)}


def counts(node: ast.AST) -> bool:
    """Whether something on a page is counted; bytes are counted by what is looked for in them."""
    return any(name_of(call) == "count" and not call.args for call in called(node))


def bodies(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        for part in ("body", "orelse", "finalbody"):
            found = getattr(node, part, None)
            if isinstance(found, list) and found and isinstance(found[0], ast.stmt):
                yield found


def read_at_once(tree: ast.AST) -> Iterator[int]:
    """Give the lines that ask a page, or read a part of it, right after an act that may lead to another.

    A heading is on the page that is left, too: what it says is read of whichever page is there.
    """
    for body in bodies(tree):
        for act, then in itertools.pairwise(body):
            if not isinstance(act, ast.Expr) or not names(act) & ACTS or names(act) & WAITS:
                continue
            if not isinstance(then, ast.Expr | ast.Assign | ast.Assert) or names(then) & WAITS:
                continue
            for call in called(then):
                of_page = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)
                if name_of(call) in READS or (of_page and name_of(call) in OF_A_PAGE):
                    yield call.lineno


def left_at_once(tree: ast.AST) -> Iterator[int]:
    """Give the lines that go elsewhere right after an act: what the act sent may be broken off on the way."""
    for body in bodies(tree):
        for act, then in itertools.pairwise(body):
            acts = {name_of(call) for call in called(act) if isinstance(call.func, ast.Attribute)} & ACTS
            if isinstance(act, ast.Expr) and acts and not names(act) & WAITS:
                yield from (call.lineno for call in called(then) if name_of(call) == "goto")


def asserted_once(tree: ast.AST) -> Iterator[int]:
    """Give the assertions on where a page is, how many there are at least, or whether something is seen."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assert):
            continue
        compared = node.test if isinstance(node.test, ast.Compare) else None
        at_least = compared is not None and isinstance(compared.ops[0], ast.Gt | ast.GtE)
        urls = any(isinstance(part, ast.Attribute) and part.attr == "url" for part in ast.walk(node.test))
        if urls or names(node.test) & ONCE or (at_least and counts(node)):
            yield node.lineno


def short_of_time(tree: ast.AST) -> Iterator[int]:
    """Give what has less time than a busy machine needs."""
    for call in called(tree):
        for word in call.keywords:
            value = getattr(word.value, "value", None)
            tells = name_of(call).startswith(("to_", "not_to_", "wait_for_", "expect_", *ACTS))
            if word.arg == "timeout" and tells and isinstance(value, int) and value < LEAST_MS:
                yield call.lineno


def slept(path: str, tree: ast.AST) -> Iterator[int]:
    """Give what waits for a time."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and f"{path}::{node.name}" not in NOTHING_IS_TO_HAPPEN:
            yield from (
                call.lineno for call in called(node) if name_of(call) in {"wait_for_timeout", "sleep"}
            )


def races(name: str, text: str) -> list[str]:
    tree = ast.parse(text)
    found = {
        "asks the page at once after a click (expect something of the new page first)": read_at_once(tree),
        "leaves the page at once after a click (expect what the click does first)": left_at_once(tree),
        "asserts what it read once (expect it)": asserted_once(tree),
        f"gives less than {LEAST_MS} ms": short_of_time(tree),
        "waits for a time (wait for what is to come)": slept(name, tree),
    }
    return [f"{name}:{line}: {what}" for what, lines in found.items() for line in lines]


def test_each_kind_is_recognised() -> None:
    assert len(races("a.py", "def f():\n    page.click('a')\n    assert page.evaluate('b')")) == 1
    assert len(races("a.py", "def f():\n    page.click('a')\n    b = page.locator('h1').inner_text()")) == 1
    assert len(races("a.py", "def f():\n    page.click('a')\n    page.goto('b')")) == 1
    assert len(races("a.py", "def f():\n    assert 'b' in page.url")) == 1
    assert len(races("a.py", "def f():\n    assert rows.count() >= 3")) == 1
    assert len(races("a.py", "def f():\n    assert page.locator('a').is_visible()")) == 1
    assert len(races("a.py", "def f():\n    expect(page).to_have_url('b', timeout=2_000)")) == 1
    assert len(races("a.py", "def f():\n    page.wait_for_timeout(300)")) == 1
    assert (
        races("a.py", "def f():\n    page.click('a')\n    expect(b).to_be_visible()\n    page.evaluate('c')")
        == []
    )


def test_no_browser_test_looks_before_it_can_see() -> None:
    found = [
        race
        for path in sorted(ROOMS.rglob("*.py"))
        for race in races(path.relative_to(ROOMS).as_posix(), path.read_text("utf-8"))
    ]
    assert found == []


def test_those_who_wait_for_a_time_are_there() -> None:
    there = {
        f"{path.relative_to(ROOMS).as_posix()}::{node.name}"
        for path in ROOMS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and names(node) & {"wait_for_timeout", "sleep"}
    }
    assert there == NOTHING_IS_TO_HAPPEN
