"""The pages start without the libraries of maps, workbooks and letters: each is read when first needed."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]
LATE = {"PIL", "asn1crypto", "branca", "docx", "docxtpl", "ezdxf", "folium", "geopandas", "holidays",
        "markdown_it", "matplotlib", "openpyxl", "pandas", "pyarrow", "pyhanko", "pyhanko_certvalidator",
        "pyogrio", "pypdfium2", "python_calamine", "qrcode", "scipy", "google.protobuf", "mapbox_vector_tile",
        "networkx", "osmium", "rasterio"}  # fmt: skip


def test_importing_the_application_reads_none_of_the_heavy_libraries() -> None:
    code = "import sys, web.app; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"flask", "sqlalchemy", "numpy", "shapely"} <= loaded  # the question is asked of the application
    assert loaded & LATE == set()


def test_ruff_holds_the_same_libraries_to_it() -> None:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "TID253" in rules["select"]
    named = set(rules["flake8-tidy-imports"]["banned-module-level-imports"])
    assert named >= LATE
    for own in named - LATE:  # modules of ours that are read late: they stand where the list says
        assert (ROOT / f"{own.replace('.', '/')}.py").is_file(), own
