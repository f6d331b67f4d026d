"""Every ``*.test.js``, run by ``node --test``; and the tables of cases as Python reads them."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from registry.geo.distances import geodesic_m
from registry.model.numbers import plain_number
from registry.safety.item_json import canonical, digest
from web.frame.node import ROOT, node_command

HERE = Path(__file__).parent
TESTS = sorted(HERE.rglob("*.test.js"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(HERE)))
def test_the_script_does_what_its_tests_say(path: Path) -> None:
    command = [*node_command(), "--test", "--test-reporter=spec", str(path.relative_to(ROOT))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "tests 0" not in done.stdout


def vectors(name: str) -> list[list[Any]]:
    found: list[list[Any]] = json.loads((ROOT / "tests" / "vectors" / f"{name}.json").read_text("utf-8"))[
        "cases"
    ]
    assert found
    return found


@pytest.mark.parametrize(("text", "value"), vectors("numbers"))
def test_the_desk_reads_a_number_as_the_phone_does(text: str, value: float | None) -> None:
    assert plain_number(text) == value


@pytest.mark.parametrize(("value", "text", "receipt"), vectors("items"))
def test_the_desk_writes_an_item_as_the_phone_does(value: Any, text: str, receipt: str) -> None:
    assert canonical(value) == text
    assert digest(text) == receipt


@pytest.mark.parametrize(("lon1", "lat1", "lon2", "lat2", "metres"), vectors("distances"))
def test_the_desk_measures_as_the_phone_does(
    lon1: float, lat1: float, lon2: float, lat2: float, metres: float
) -> None:
    assert geodesic_m(lon1, lat1, lon2, lat2) == pytest.approx(metres, abs=1e-3)
