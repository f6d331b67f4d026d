"""The papers name what is there: paths and packages exist, and the README stays a newcomer's page."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ARCHITECTURE = ROOT / "docs" / "architecture.md"
PAPERS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "data").rglob("README.md")),
]
HELD = [path for path in PAPERS if path.parent.name != "decisions"]  # a decision tells of its own day
README_LINES = 150
TOP = "registry|web|data|docs|tests|notebooks|requirements|deploy"
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PATH = re.compile(rf"(?:{TOP})/[\w./*-]*")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|src=\"([^\"]+)\"")
MADE = ("data/local",)  # at run time


@cache
def tree() -> tuple[frozenset[str], frozenset[str]]:
    """Every file of the clone that is committed or about to be, and every folder that holds one."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    files = frozenset(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())
    folders = frozenset(parent.as_posix() for name in files for parent in Path(name).parents)
    return files, folders


def stands(name: str) -> bool:
    """Whether a path of a paper is there: a file, a folder, a pattern that finds one, the start of names."""
    files, folders = tree()
    if "*" in name:
        return any(Path(one).match(name) for one in files | folders)
    return name.rstrip("/") in folders or name in files


def named(paper: Path) -> set[str]:
    """Every path that a paper names: in backticks, and in its drawings."""
    text = paper.read_text(encoding="utf-8")
    drawn = "\n".join(FENCE.findall(text))
    spoken = "\n".join(code for code in CODE.findall(FENCE.sub("", text)) if PATH.match(code))
    found = {path.rstrip(".,") for path in PATH.findall(f"{spoken}\n{drawn}")}
    return {path for path in found if not path.startswith(MADE)}


@pytest.mark.parametrize("paper", HELD, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_path_that_a_paper_names_is_there(paper: Path) -> None:
    assert sorted(path for path in named(paper) if not stands(path)) == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_paper_leads_somewhere(paper: Path) -> None:
    text = FENCE.sub("", paper.read_text(encoding="utf-8"))
    targets = {first or second for first, second in LINK.findall(text)}
    inside = {target for target in targets if not re.match(r"\w+:", target)}
    assert sorted(target for target in inside if not (paper.parent / target).exists()) == []


def test_what_names_paths_is_read_as_such() -> None:
    """The four lists of what to touch, and the drawing, are what the test above is for."""
    found = named(ARCHITECTURE)
    assert len(found) > 80
    assert {"registry/services/office/", "registry/checks/registered.py", "web/app.py"} <= found
    assert not stands("registry/services/no_such_room/")
    assert not stands("registry/services/office/no_such_noun.py")


def test_the_readme_is_a_newcomers_page() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= README_LINES


def packages(folder: str) -> set[str]:
    """Every package of a folder of the core or the web, as papers write it."""
    files, _ = tree()
    inits = {Path(name).parent for name in files if name.endswith("/__init__.py")}
    return {f"{one.as_posix()}/" for one in inits if one.parent.as_posix() == folder}


@pytest.mark.parametrize("folder", ["registry", "registry/services", "web"])
def test_the_architecture_names_every_package(folder: str) -> None:
    there = packages(folder)
    assert there
    assert sorted(there - named(ARCHITECTURE)) == []


@pytest.mark.parametrize("folder", ["registry/services", "web"])
def test_the_architecture_says_what_each_package_is_for(folder: str) -> None:
    rows = [line for line in ARCHITECTURE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    for package in packages(folder):
        row = [line for line in rows if f"`{package}`" in line]
        assert len(row) == 1, package
        assert len(row[0].rstrip(" |").rsplit("|", 1)[1].split()) >= 4, package


def test_decisions_are_numbered_in_the_order_of_their_days() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    files = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    assert [path.name[:4] for path in files] == [f"{number:04d}" for number in range(1, len(files) + 1)]
    days = []
    for path in files:
        text = path.read_text(encoding="utf-8")
        number, title = re.match(r"# (\d{4}) · (.+)\n", text).groups()  # type: ignore[union-attr]
        assert path.name.startswith(f"{number}-"), path.name
        assert f"[{number}]({path.name}) {title}" in index
        days.append(re.search(r"^Date: (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)[1])  # type: ignore[index]
        for part in ("## Decision\n\n", "## Reason\n\n"):
            assert len(text.split(part)[1].split("\n\n")[0]) > 20, (path.name, part)
    assert days == sorted(days)
