"""Nothing that a release promised is taken back: data, API, events, columns, commands, formats, addresses."""

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from registry.demo.initialise import init_registry
from registry.settings import read_settings
from tests.promises.promised import (
    RELEASE,
    asked_newly,
    left_out,
    promised,
    release,
    taken_back,
)

BTS = str(Path(sys.executable).parent / "bts")


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("promised"))})
    init_registry(settings)
    return promised(settings)


def test_what_release_1_promised_still_holds(now: dict[str, Any]) -> None:
    if os.environ.get("BTS_WRITE_GOLDEN"):
        RELEASE.parent.mkdir(parents=True, exist_ok=True)
        assert not RELEASE.is_file() or taken_back(release(), now) == []
        RELEASE.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert taken_back(release(), now) == []
    assert asked_newly(release()["api"], now["api"]) == []
    assert left_out(release()["api"], now["api"]) == []


def test_each_part_of_the_promise_says_something(now: dict[str, Any]) -> None:
    least = {
        "api": 60, "events": 15, "lake": 4, "frames": 5, "notebook": 20, "commands": 30, "formats": 6,
        "addresses": 35, "migrations": 40,
    }  # fmt: skip
    assert {part for part, count in least.items() if len(now[part]) < count} == set()
    assert set(now) == set(least)


def test_what_is_taken_back_is_seen(now: dict[str, Any]) -> None:
    lost = copy.deepcopy(now)
    lost["events"].remove("request.filed")
    del lost["commands"]["bts appraise"]
    lost["formats"]["package"] = 2
    model = next(one for one in lost["api"].values() if "fields" in one)
    gone = model["fields"].popitem()[0]
    found = taken_back(now, lost)
    assert len(found) == 4
    assert any("request.filed" in one for one in found)
    assert any(gone in one for one in found)
    assert " › formats › package was 1, is 2" in found


def test_what_the_api_wants_newly_is_seen(now: dict[str, Any]) -> None:
    wants = copy.deepcopy(now["api"])
    wants["GET /masts"]["parameters"]["query day"] = True
    wants["model NewRequest"]["required"].append("colour")
    assert asked_newly(now["api"], wants) == [
        "GET /masts wants query day",
        "model NewRequest wants colour",
    ]
    assert taken_back(now["api"], wants) == []


def test_a_field_that_answers_may_lack_newly_is_seen(now: dict[str, Any]) -> None:
    lacks = copy.deepcopy(now["api"])
    lost = lacks["model Mast"]["required"].pop()
    assert left_out(now["api"], lacks) == [f"model Mast may lack {lost}"]


def test_the_program_says_which_release_it_is() -> None:
    said = subprocess.run([BTS, "--version"], capture_output=True, text=True, check=True).stdout
    assert said.split()[-1].split(".")[0] >= "1"
