"""The units of systemd: whole, hardened below 2.0, and in step with the commands of ``bts``."""

import re
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from registry.__main__ import app
from tests.deploy.parts import DEPLOY, command

UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("*.timer"))
MOST_OPEN = 2.0
"""What ``systemd-analyze security`` may say at most: 0 is shut, 10 is open."""


def lines(path: Path, key: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return re.findall(rf"^{key}=(.*)$", text, re.MULTILINE)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_little_is_left_open(unit: Path) -> None:
    done = subprocess.run(
        [command("systemd-analyze", "systemd"), "security", "--offline=true", str(unit)],
        capture_output=True, text=True, check=False, env={"LANG": "C.UTF-8", "PATH": "/usr/bin"},
    )  # fmt: skip
    found = re.search(r"Overall exposure level for \S+: (\d+\.\d)", done.stdout)
    assert found is not None, done.stdout + done.stderr
    assert float(found[1]) < MOST_OPEN, done.stdout


def test_every_unit_is_there() -> None:
    assert {path.name for path in UNITS} == {
        f"bts{end}.service" for end in ("", "-work", "-backup", "-drill", "-verify")
    }
    assert {path.stem for path in TIMERS} == {"bts-backup", "bts-drill", "bts-verify"}


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_calls_a_command_with_options_that_it_has(unit: Path) -> None:
    (start,) = lines(unit, "ExecStart")
    program, name, *words = start.split()
    assert program == "/opt/bts/.venv/bin/bts"
    known = get_command(app).commands  # type: ignore[attr-defined]
    assert name in known
    options = {option for parameter in known[name].params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_all_units_are_the_same_user_with_the_same_settings(unit: Path) -> None:
    assert lines(unit, "User") == lines(unit, "Group") == ["bts"]
    assert lines(unit, "EnvironmentFile") == ["/etc/bts/bts.env"]
    assert lines(unit, "StateDirectory") == ["bts"]
    text = (DEPLOY / "systemd" / "bts.sysusers.conf").read_text(encoding="utf-8")
    assert "\nu bts - " in text


def test_files_from_outside_keep_their_child_without_a_network() -> None:
    """``registry/limited.py`` takes a name space of users and one of the network: both are left to it."""
    for name in ("bts.service", "bts-work.service"):
        assert lines(DEPLOY / "systemd" / name, "RestrictNamespaces") == ["user net"]


@pytest.mark.parametrize("timer", TIMERS, ids=lambda path: path.name)
def test_a_timer_has_its_service_and_a_time_that_systemd_reads(timer: Path) -> None:
    assert timer.with_suffix(".service") in UNITS
    (when,) = lines(timer, "OnCalendar")
    done = subprocess.run(
        [command("systemd-analyze", "systemd"), "calendar", when], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert lines(timer, "Persistent") == ["yes"], "a night when the server was off is made up for"
