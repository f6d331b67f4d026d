"""A small office that looks at a country of three provinces, with results as ``bts national`` writes them."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.lake.layout import LakeLayer
from registry.lake.reading import Lake
from registry.model.people import Role
from registry.national.appraising import Rows
from registry.national.engines import Where
from registry.national.runs import Asked, run_over
from registry.national.tasks import Run
from registry.services.office.sign_in.accounts import add_account
from registry.settings import read_settings
from tests.country.making import DAY, NEAR_THREE, Size, make_country
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import PASSWORD, running, visitor

TINY = Size(masts=300, stations=600, proposals=30, cables=30)
STORM = {
    "run": "storm", "day": DAY.isoformat(), "illustrative": True, "lacking": [],
    "storm": {"name": "YAGI", "year": 2024, "source": "test"},
}  # fmt: skip


def outages(code: str, layers: dict[LakeLayer, dict[str, Any]]) -> None:
    """Give a province a published event: one commune's numbers are of fewer than three carriers."""
    if code == "24":
        layers[LakeLayer.OUTAGES] = {
            "event": ["Bão số 3", "Bão số 3"],
            "started": ["2026-09-07 14:00", "2026-09-07 14:00"],
            "line": ["commune", "total"],
            "area": ["Phường Kinh Bắc", ""],
            "communes": [1, 99],
            "stations": [None, 1234],
            "affected": [None, 321],
            "down": [None, 12],
            "restored": [None, 309],
            "reports": ["complete", "waiting"],
        }


@pytest.fixture(scope="session")
def made_country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a lake of three provinces with the results of the country's runs in it."""
    return lake_with_results(tmp_path_factory.mktemp("country") / "kho")


def lake_with_results(lake: Path) -> Path:
    """Make a lake of three provinces in a folder, with results of the country's runs."""
    make_country(lake, TINY, NEAR_THREE, last=outages)
    where = Where()
    run_over(lake, lake / "_runs" / "ra-soat", Asked(Run.COMPLIANCE, DAY), where)
    run_over(lake, lake / "_runs" / "ranh-gioi", Asked(Run.APPRAISE, DAY, rows=Rows.STANDING), where)
    _write_storm(lake)
    return lake


def _write_storm(lake: Path) -> None:
    provinces = {}
    for code in NEAR_THREE:
        manifest = Lake(lake).manifest(code, DAY)
        rows = Lake(lake).table(manifest, LakeLayer.SITES, ["site_code", "owner"]).to_pylist()[:20]
        guard = [{**row, "chance": 0.5 - 0.01 * at} for at, row in enumerate(rows)]
        provinces[code] = {
            "name": manifest.province_name, "day": DAY.isoformat(), "ledger_head": manifest.ledger_head,
            "masts": manifest.file("sites").rows, "reached": 50, "over_design": 3, "flagged": 20,
            "strongest_gust_ms": 41.5, "strongest_level": 14, "guard": guard, "keep_on": [],
        }  # fmt: skip
    folder = lake / "_runs" / "yagi"
    folder.mkdir()
    (folder / "summary.json").write_text(json.dumps(STORM | {"provinces": provinces}), encoding="utf-8")


@pytest.fixture(scope="session")
def country_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the home of a small office with a leader, an administrator and an appraiser."""
    home = tmp_path_factory.mktemp("office") / "home"
    made = desk.make(read_settings({"BTS_HOME": str(home)}))
    for role in (Role.LEADER, Role.ADMINISTRATOR, Role.APPRAISER):
        add_account(made, role.value, [role], password=PASSWORD, must_change=False, who="t")
    made.close()
    return home


Opened = Callable[[Path | None], Flask]


@pytest.fixture
def opened(country_home: Path) -> Iterator[Opened]:
    """Return what opens the office's pages over a lake, or without one."""
    with ExitStack() as stack:

        def open_office(lake: Path | None) -> Flask:
            env = {"BTS_HOME": str(country_home)} | ({} if lake is None else {"BTS_LAKE": str(lake)})
            return stack.enter_context(running(read_settings(env)))

        yield open_office


@pytest.fixture
def leader(opened: Opened, made_country: Path) -> Pages:
    """Return a leader who looks at the country."""
    return visitor(opened(made_country), "leader")


@pytest.fixture
def own_lake(made_country: Path, tmp_path: Path) -> Path:
    """Return a copy of the lake that a test may spoil."""
    return Path(shutil.copytree(made_country, tmp_path / "kho"))
