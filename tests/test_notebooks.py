"""Every notebook runs from top to bottom on the illustrative registry and shows a picture."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import registry
from registry.lake.columns import lake_layers
from registry.lake.layout import LakeLayer
from registry.settings import Settings

EVERY = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
SEDONA = "06_a_lake_in_apache_sedona"
"""Needs a cluster with Apache Sedona and nothing of this house: what can be held without one is below."""
NOTEBOOKS = [path for path in EVERY if path.stem != SEDONA]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(
    path: Path, tmp_path: Path, copy_demo: Callable[[Path], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BTS_HOME", str(copy_demo(tmp_path / "home").home))
    # no debugger and no ipc on a shared machine; the kernel talks on loopback only
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    pictures = [
        output
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]
    assert pictures


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_notebook_is_committed_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_asks_the_registry_alone(path: Path) -> None:
    """What a notebook needs, ``registry`` offers by name; its rooms may be moved."""
    code = "\n".join(
        cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"
    )
    assert "import registry" in code
    assert re.findall(r"^\s*(?:from|import) (?:registry\.|web).*", code, re.MULTILINE) == []
    used = set(re.findall(r"\bregistry\.(\w+)", code))
    assert used <= set(registry.__all__)


def test_every_name_that_the_registry_offers_is_there() -> None:
    for name in registry.__all__:
        assert getattr(registry, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        registry.no_such_name  # noqa: B018 - that it is asked for is the test


def test_the_notebook_for_sedona_is_code_that_names_layers_and_columns_of_the_lake() -> None:
    (path,) = (path for path in EVERY if path.stem == SEDONA)
    cells = nbformat.read(path, as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    ast.parse(code)
    assert "import registry" not in code
    assert "**this notebook is not run by our\ntests**" in cells[0].source
    named = set(re.findall(r"layer=(\w+)", code))
    assert named
    assert named <= set(LakeLayer)
    columns = {item.name for layer in named for item in lake_layers()[LakeLayer(layer)].columns}
    folders = {"province", "day", "geometry", "bbox"}
    for select in re.findall(r"SELECT (.+?) FROM", code):
        asked = {word for word in re.findall(r"[a-z_]+", select) if word not in ("count", "masts")}
        assert asked <= columns | folders
