"""A column touches at most five files, a layer with a rule of its own at most six, and both are everywhere.

The house is copied, what somebody would write by hand is written into the copy, and tests that know of it run
there: ``in_copy_lease.py`` and ``in_copy_school.py``.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.services.offices import office

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COPIED = ("registry", "web", "data", "tests", "docs")
_CACHES = shutil.ignore_patterns("__pycache__", "pictures", "*.pyc")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the house is made of."""
    for name in COPIED:
        shutil.copytree(ROOT / name, tmp_path / "house" / name, ignore=_CACHES)
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "house")
    return tmp_path / "house"


def files(house: Path) -> dict[str, str]:
    return {
        str(path.relative_to(house)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in house.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def add(house: Path, additions: Path) -> None:
    """Write what is added: at the end of its file, or after the line that it names."""
    for item in tomllib.loads(additions.read_text("utf-8"))["add"]:
        path = house / item["path"]
        text = path.read_text("utf-8") if path.exists() else ""
        if "after" in item:
            assert text.count(item["after"]) == 1, item["path"]
            path.write_text(text.replace(item["after"], item["after"] + item["text"]), "utf-8")
        else:
            path.write_text(text + item["text"].removeprefix("" if text else "\n"), "utf-8")


def run(house: Path, *arguments: str, **environment: str) -> None:
    """Run Python in the copy: what it imports is the copy, not this house."""
    kept = {name: value for name, value in os.environ.items() if name != "BTS_TESTS_KEEP"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=house, capture_output=True, text=True, check=False, timeout=600,
        env=kept | {"PYTHONPATH": str(house), "PYTHONDONTWRITEBYTECODE": "1"} | environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]


def test_a_new_column_is_everywhere_and_touches_at_most_five_files(copy: Path, tmp_path: Path) -> None:
    office(tmp_path / "office").close()  # a register made before the column
    before = files(copy)
    add(copy, HERE / "lease.toml")
    run(copy, "-m", "registry.intake.list_columns")
    now = files(copy)
    touched = {name for name in now if now[name] != before.get(name)}
    assert touched == {"data/codes/columns.toml", "docs/list-columns.md"}
    assert len(touched) + 1 <= 5  # and a test of what the column is for
    run(
        copy, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "tests/growth/in_copy_lease.py",
        "tests/intake/test_list_columns.py", "tests/services/register/test_disclosure.py",
        "-k", "lease or list_columns or has_its_line or left_over", "--deselect",
        "tests/services/register/test_disclosure.py::test_every_column_of_every_export_has_its_line",
        BTS_OLDER_HOME=str(tmp_path / "office"),
    )  # fmt: skip


def test_a_new_layer_with_a_rule_is_everywhere_and_touches_at_most_six_files(
    copy: Path, tmp_path: Path
) -> None:
    office(tmp_path / "office").close()
    before = files(copy)
    add(copy, HERE / "school.toml")
    now = files(copy)
    touched = {name for name in now if now[name] != before.get(name)}
    assert touched == {
        "data/codes/layers.toml", "data/law/qd-thu-nghiem.toml", "data/messages/checks/schools.toml",
        "registry/checks/schools.py", "registry/checks/registered.py", "tests/cases/SCH-01.toml",
    }  # fmt: skip
    assert len(touched) <= 6
    run(
        copy, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "tests/growth/in_copy_school.py",
        "tests/checks/test_cases.py", "tests/test_law.py", "tests/test_messages.py",
        "-k", "SCH-01 or school or has_its_cases or has_a_rule_on_some_day or names_its_document or messages",
        BTS_OLDER_HOME=str(tmp_path / "office"),
    )  # fmt: skip
