"""The notebook for Sedona: without outputs, asks columns that the lake has, and what can run here runs."""

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from registry.lake.columns import lake_layers
from registry.lake.layout import LakeLayer
from tests.national.conftest import APART_M, MINE, THEIRS

NOTEBOOK = Path(__file__).parent.parent.parent / "notebooks" / "spark" / "pairs_across_borders.ipynb"


@pytest.fixture(scope="module")
def cells() -> list[str]:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs for cell in code)
    return [cell.source for cell in code]


def test_every_cell_is_python_and_asks_columns_of_the_lake(cells: list[str]) -> None:
    known = {item.name for item in lake_layers()[LakeLayer.SITES].columns} | {"geometry", "province", "day"}
    for source in cells:
        ast.parse(source)
        asked = re.findall(r"\b[ab]\.(\w+)", source)
        assert set(asked) <= known
    assert "ST_DWithin" in cells[1]
    assert "geoparquet" in cells[1]


def test_the_cell_without_sedona_finds_the_pair_across_the_border(
    cells: list[str], small_country: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BTS_LAKE", str(small_country))
    space: dict[str, Any] = {}
    exec(cells[0], space)
    exec(cells[3], space)
    pairs = space["pairs"]
    assert (pairs["metres"] <= 450.0).all()
    assert (pairs["province_a"] < pairs["province_b"]).all()
    planted = pairs[(pairs["site_a"] == "P2000001") & (pairs["site_b"] == "P2400000")]
    assert planted[["province_a", "province_b"]].to_numpy().tolist() == [[THEIRS, MINE]]
    assert planted["metres"].iloc[0] == pytest.approx(APART_M, rel=0.002)  # the plane's own stretch
