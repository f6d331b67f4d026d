"""What a written sheet may say: each fault is named, and the sheets that are in use have none."""

import copy
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.messages import catalogue as messages
from registry.safety import checklists
from registry.safety.sheets.grammar import SheetFaultError, read
from tests.safety.test_item_json import JSON

TEXT = (checklists.FOLDER / "guyed-v2.toml").read_text(encoding="utf-8")


def written() -> dict[str, Any]:
    return tomllib.loads(TEXT)


def part(sheet: dict[str, Any], kind: str, code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in sheet[kind] if one["code"] == code)
    return found


def faults(sheet: dict[str, Any]) -> list[tuple[str, str]]:
    try:
        read(sheet)
    except SheetFaultError as error:
        return [(one.code, one.at) for one in error.faults]
    return []


AXIS = {"prefix": "T", "usual": 3, "most": 11}
CHANGES: list[tuple[str, str, str, Any, str]] = [
    ("entry", "earthing", "answer", "guess", "CHECKLIST-ANSWER"),
    ("entry", "guy_tension", "answer", "text", "CHECKLIST-ANSWER"),
    ("entry", "earthing", "colour", "red", "CHECKLIST-FIELD"),
    ("entry", "earthing", "code", "lean_x", "CHECKLIST-TWICE"),
    ("entry", "earthing", "code", "Điện trở", "CHECKLIST-CODE"),
    ("entry", "earthing", "vi", " ", "CHECKLIST-WORDS"),
    ("entry", "terrain", "options", [], "CHECKLIST-OPTIONS"),
    ("entry", "earthing", "limit", {"relation": "<", "value": 3}, "CHECKLIST-LIMIT"),
    ("entry", "earthing", "group", "nowhere", "CHECKLIST-REFERENCE"),
    ("entry", "torsion_state", "when", [{"entry": "nowhere", "any": [True]}], "CHECKLIST-REFERENCE"),
    ("entry", "torsion_state", "when", [{"entry": "guy_tension", "least": 1}], "CHECKLIST-REFERENCE"),
    ("entry", "torsion_state", "when", [{"entry": "torsion_there"}], "CHECKLIST-CONDITION"),
    ("entry", "verticality", "compute", {"kind": "guess", "of": ["lean_x"]}, "CHECKLIST-COMPUTED"),
    ("entry", "verticality", "compute", {"kind": "sum", "of": ["terrain"]}, "CHECKLIST-REFERENCE"),
    ("group", "levels", "axes", [{**AXIS, "usual": 12}], "CHECKLIST-ROWS"),
    ("group", "levels", "axes", [{**AXIS, "source": "x"}], "CHECKLIST-REFERENCE"),
    ("group", "levels", "axes", "T1", "CHECKLIST-FORM"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "code", "name", "value", "fault"), CHANGES)
def test_a_fault_is_named_with_where_it_is(kind: str, code: str, name: str, value: Any, fault: str) -> None:
    sheet = copy.deepcopy(written())
    assert faults(sheet) == []
    part(sheet, kind, code)[name] = value
    found = faults(sheet)
    assert fault in {name for name, _at in found}
    assert all(name in messages() for name, _at in found)


@given(JSON, st.sampled_from(["checklist", "group", "entry"]))
def test_nothing_that_is_written_brings_the_reader_down(value: Any, name: str) -> None:
    assert ("CHECKLIST-FORM", "nothing") not in faults({**written(), name: value})


@pytest.mark.parametrize("value", [5, "x", [5], {"prefix": 5}, None])
@pytest.mark.parametrize(
    "name", ["axes", "when", "options", "limit", "forms", "usual", "compute", "vi", "photos"]
)
def test_what_is_of_another_kind_is_a_fault_too(name: str, value: Any) -> None:
    sheet = written()
    for one in (part(sheet, "entry", "guy_tension"), part(sheet, "group", "guys")):
        one[name] = value
    faults(sheet)
