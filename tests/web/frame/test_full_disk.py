"""A full disk: each deed is refused with a code, leaves nothing half written, and works again with room."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REFUSED = {"STORE-DISK-FULL", "507 STORE-DISK-FULL"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What ``tests.full_disk`` tells, run where it may mount a disk of its own."""
    if subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False).returncode:
        reason = "this machine lets nobody mount a disk of his own (unshare -Urm)"
        if os.environ.get("BTS_TESTS_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    place = tmp_path_factory.mktemp("đĩa đầy")
    ran = subprocess.run(
        ["unshare", "-Urm", sys.executable, "-m", "tests.full_disk", str(place)],
        capture_output=True, text=True, cwd=Path(__file__).parents[3], check=False,
    )  # fmt: skip
    if ran.returncode:
        pytest.fail(ran.stderr[-2000:])
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_every_deed_is_refused_with_a_code(told: dict[str, Any]) -> None:
    told_otherwise = {name: how for name, how in told["full"].items() if how not in REFUSED}
    assert told_otherwise == {"photo": "FIELD-PHOTO-NOT-KEPT"}  # the phone keeps it and sends it again


def test_nothing_is_left_half_written(told: dict[str, Any]) -> None:
    assert told["left"] == []
    assert told["unchanged"]
    assert told["log"]


def test_everything_works_again_when_there_is_room(told: dict[str, Any]) -> None:
    assert set(told["again"].values()) == {"done"}, told["again"]
    assert told["states"] == {"waiting": "issued", "number": "9/SKHCN", "packages": 1, "sound": True}


def test_who_has_signed_in_reads_on_and_what_is_sent_is_refused_with_the_code(told: dict[str, Any]) -> None:
    full = "507 STORE-DISK-FULL"
    assert told["people"] == {
        "read": "200", "deed": full, "wrong password": full, "right password": full, "report": full,
    }  # fmt: skip
    assert told["people again"] == {
        "read": "200", "deed": "200", "wrong password": "200", "right password": "302", "report": "303",
    }  # fmt: skip
