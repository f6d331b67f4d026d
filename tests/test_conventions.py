"""What the house promises of itself: one-way imports, short files, codes that exist, no foreign addresses."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from registry.messages import catalogue

ROOT = Path(__file__).parent.parent
MODULES = sorted([*(ROOT / "registry").rglob("*.py"), *(ROOT / "web").rglob("*.py")])
CODE = re.compile(r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")
# Not message codes: rules of the catalogue, coordinate systems, HTTP and database words.
NOT_MESSAGES = re.compile(r"^[A-Z]{3}-\d\d$|^(LIM|VN|UTF|SHA|TM|ISO|WGS|X|TT|QD)-|^CP-?\d")


def test_imports_run_one_way() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_names_stand_in_the_order_of_the_alphabet() -> None:
    """``fold`` leaves out the spaces: "Bằng Mạc" would stand before "Ba Sơn"."""
    folded = re.compile(r"key=(fold\b|lambda[^\n]*\bfold\()")
    assert folded.search("sorted(found, key=lambda one: (fold(one.name), one.code))")
    assert [path for path in MODULES if folded.search(path.read_text(encoding="utf-8"))] == []


def test_queries_are_asked_by_the_store_alone() -> None:
    """A table brings its SQL along, which no import shows."""
    sql = re.compile(r"\.(execute|executemany|exec_driver_sql|mappings|scalars)\(|\.select\(\)|\.c(\.\w|\[)")
    own = {
        "registry/basemap/pictures.py",  # MBTiles are a table of pictures
        "registry/demo/places.py",
        "registry/services/register/units/unit_source.py",  # vietnamadminunits' file
    }  # fmt: skip
    assert sql.search("connection.execute(approvals.select())")
    found = {str(path.relative_to(ROOT)) for path in MODULES if sql.search(path.read_text(encoding="utf-8"))}
    assert {name for name in found if not name.startswith("registry/store/")} == own


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_enough_to_read(path: Path) -> None:
    """Most modules stay under 300 lines, none passes 400."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_what_is_typed_into_a_form_is_never_cut_in_silence() -> None:
    """It is taken whole or refused (registry/typed_text)."""
    cut = re.compile(r"(form|fields|asked)(\.get\(|\[)[^()\n]*[)\]]+( or \"\"\))?(\.strip\(\))?\[:")
    assert cut.search('"note": request.form.get("note", "").strip()[:2000],')
    found = [
        f"{path.name}: {line.strip()}"
        for path in MODULES
        for line in path.read_text("utf-8").splitlines()
        if cut.search(line) and "Error(" not in line and "file_name" not in line
    ]
    assert found == []


def strings(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.match(node.value)
    }


def test_every_message_code_in_the_code_is_in_the_catalogue() -> None:
    used = {code: path for path in MODULES for code in strings(path) if not NOT_MESSAGES.match(code)}
    missing = {code: str(path.relative_to(ROOT)) for code, path in used.items() if code not in catalogue()}
    assert missing == {}


def test_every_message_of_the_catalogue_is_used() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    text += "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "web").rglob("*.html"))
    together = r'(?:f"|[A-Z] = ")([A-Z][A-Z0-9-]*-)(?:\{|"\n)'  # or CODE = "GAP-" and CODE + kind
    prefixes = set(re.findall(together, text))
    unused = [
        code
        for code in catalogue()
        if f'"{code}"' not in text and not any(code.startswith(prefix) for prefix in prefixes)
    ]
    assert unused == []


def test_both_languages_ask_for_the_same_parameters() -> None:
    field = re.compile(r"\{(\w+?)(?:_vi|_en)?[:}]")  # {body_vi} and {body_en} are one body in two languages
    for code, entry in catalogue().items():
        if code != "RULE-GAP":  # its whole text is a note in each language
            assert set(field.findall(entry.vi)) == set(field.findall(entry.en)), code


def test_nothing_committed_names_a_registry_host_or_a_path_of_a_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    hosts = re.compile(
        "|".join(
            ["registry" + r"\.npmjs", "pypi" + r"\.org", "files" + r"\.pythonhosted", "deb" + r"\.debian"]
        )
    )
    for name in filter(None, listed):
        path = ROOT / name
        if not path.is_file() or path.suffix in {".png", ".xlsx", ".woff2"}:
            continue
        text = path.read_text(encoding="utf-8")
        assert not hosts.search(text), name
        assert str(ROOT) + "/" not in text, name


def test_the_lock_files_pin_hashes() -> None:
    for name in ("app", "dev", "node", "postgres"):
        lines = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8").splitlines()
        pinned = [line for line in lines if re.match(r"^[a-z0-9]", line)]
        assert pinned
        assert all("==" in line for line in pinned)
        assert sum(line.strip().startswith("--hash=sha256:") for line in lines) >= len(pinned)


def test_every_direct_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements" / "app.lock").read_text(encoding="utf-8")
    for item in project["dependencies"]:
        name = re.split(r"[\[<>=]", item)[0]
        assert re.search(rf"^{re.escape(name)}(\[.*\])?==", lock, re.MULTILINE), name


def test_pages_ask_the_register_which_province_it_is_of() -> None:
    """``BTS_PROVINCE`` is not needed once a register is made: the settings alone would say the first one."""
    asked = re.compile(r"(?<!registry\(\)\.)(?<![\w.])settings\(\)\.province\b")
    found = [path.name for path in MODULES if asked.search(path.read_text(encoding="utf-8"))]
    assert found == []
    assert asked.search("code = settings().province")
    assert not asked.search("code = registry().settings.province")
