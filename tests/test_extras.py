"""Where a library that only some offices need is missing, what needs it says which extra to install."""

import re
import tomllib
from importlib import util
from pathlib import Path

import pytest

from registry import extras
from registry.errors import RefusalError
from registry.extras import need_extra
from registry.messages import remedy
from registry.services.office.registry import Registry
from registry.services.register.exports.export import export_layer
from registry.store.database import Database

ROOT = Path(__file__).parents[1]


@pytest.fixture
def lean(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which no extra is installed."""
    monkeypatch.setattr(
        extras, "find_spec", lambda name: None if name in ("pyarrow", "psycopg") else util.find_spec(name)
    )


@pytest.mark.usefixtures("lean")
def test_a_register_in_postgresql_asks_for_its_driver() -> None:
    database = Database("postgresql://bts@127.0.0.1:1/so")
    with pytest.raises(RefusalError, match="EXTRA-MISSING") as refused:
        database.check()
    assert refused.value.params == {"package": "psycopg", "extra": "postgres"}
    for lang in ("vi", "en"):
        assert ".[postgres]" in remedy("EXTRA-MISSING", refused.value.params, lang)


@pytest.mark.usefixtures("lean")
def test_an_export_to_parquet_asks_for_its_library_and_leaves_no_file(
    demo_registry: Registry, tmp_path: Path
) -> None:
    with pytest.raises(RefusalError, match="EXTRA-MISSING"):
        export_layer(demo_registry, "plan", tmp_path / "quy hoạch.parquet")
    assert list(tmp_path.iterdir()) == []


def test_the_extras_are_those_of_the_project_and_what_tests_need_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {
        extra: packages[0].partition("[")[0] for extra, packages in project["optional-dependencies"].items()
    }
    assert named == extras._PACKAGES
    app, dev = (
        (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8") for name in ("app", "dev")
    )
    for extra, package in named.items():
        need_extra(extra)  # installed beside the tests
        assert re.search(rf"^{package}[\[=]", dev, re.M)
        assert not re.search(rf"^{package}[\[=]", app, re.M)
