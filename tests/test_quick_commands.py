"""What commands must not load: a list is judged, marked and drawn from a cold start by what that needs."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "alembic", "argon2", "cryptography", "docx", "docxtpl", "ezdxf", "flask", "folium", "geopandas", "lxml",
    "matplotlib", "openpyxl", "pandas", "PIL", "pyarrow", "python_calamine", "rasterio", "scipy",
    "waitress", "werkzeug",
}  # fmt: skip


def test_appraise_loads_no_server_no_frames_and_no_workbook_library(
    demo_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("quick")
    source = demo_home / "samples" / "danh-sach-mau-lon-xon.xlsx"
    files = {"--json": folder / "a.json", "--workbook": folder / "a.xlsx", "--map": folder / "a.html"}
    command = ["bts", "appraise", str(source), *(str(part) for pair in files.items() for part in pair)]
    code = (
        f"import sys; sys.argv = {command!r}\n"
        "from registry.__main__ import main\n"
        "try:\n    main()\n"
        "finally:\n    print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"BTS_HOME": str(demo_home), "PATH": "", "PYTHONUTF8": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.rpartition("LOADED ")[2].split())
    assert "registry" in loaded
    assert not loaded & HEAVY
    assert all(path.stat().st_size > 1_000 for path in files.values())
