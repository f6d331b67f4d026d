"""An installed wheel: the core with its data works in a folder of its own, without a clone or assets."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.demo.samples import write_samples
from registry.services.office.calendar import today
from registry.settings import Settings

ROOT = Path(__file__).parents[1]
BUILD = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built of a copy of the sources with what is installed: nothing is fetched."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for name in ("registry", "web", "data"):
        leave = shutil.ignore_patterns("__pycache__", "local", "static", "templates", "translations")
        shutil.copytree(ROOT / name, source / name, ignore=leave)
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(built)], cwd=source, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment of its own in which the wheel is unpacked, with our libraries."""
    home = tmp_path_factory.mktemp("env")
    venv.create(home, with_pip=False, symlinks=True)
    packages = next(home.glob("lib/python*/site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return home / "bin" / "python"


def run(python: Path, folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
    return subprocess.run(
        [python, *words],
        cwd=folder,
        env={**kept, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_the_core_and_its_data_and_no_pages(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"registry"}
    sources = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "registry").rglob("*.py")
        if "__pycache__" not in path.parts
    }
    assert sources <= names
    data = {
        f"registry/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "data").rglob("*")
        if path.is_file() and "local" not in path.relative_to(ROOT).parts
    }
    assert data <= names
    assert not any(name.startswith("registry/data/local") for name in names)


def test_an_installed_copy_answers_frames_and_reads_lists(
    python: Path, tmp_path: Path, copy_demo: Callable[[Path], Settings]
) -> None:
    home = copy_demo(tmp_path / "home").home
    sample, _messy = write_samples(tmp_path, today())
    program = (
        "import sys, registry\n"
        "from registry.settings import DATA, read_settings\n"
        "assert 'site-packages' in registry.__file__, registry.__file__\n"
        "assert DATA.parent.name == 'registry'\n"
        "assert read_settings({}).home.name == 'bts-registry'\n"
        "found = registry.sites()\n"
        "told = registry.appraise(sys.argv[1]).summary\n"
        "assert not any(name.split('.')[0] in ('web', 'flask', 'folium') for name in sys.modules)\n"
        "print(len(found), found.crs, told['rows'])\n"
    )
    done = run(python, tmp_path, "-c", program, str(sample), BTS_HOME=str(home))
    assert done.returncode == 0, done.stderr[-2000:]
    count, system, rows = done.stdout.split()
    assert int(count) > 1000
    assert (system, rows) == ("EPSG:4326", "5")


def test_pages_are_refused_in_words(python: Path, tmp_path: Path) -> None:
    done = run(python, tmp_path, "-m", "registry", "serve", BTS_HOME=str(tmp_path / "new"))
    assert done.returncode == 1
    assert done.stderr.startswith("PAGES-MISSING")
    assert "Traceback" not in done.stderr
