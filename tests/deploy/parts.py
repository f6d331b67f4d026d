"""Parts of the tests' world that Debian brings: a command that is not there is a skip, in CI a failure."""

import shutil
import socket
from pathlib import Path

import pytest

from tests import postgres

DEPLOY = Path(__file__).parents[2] / "deploy"


def command(name: str, package: str) -> str:
    """Return where a command is."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        said = f"no {name} (Debian: apt install {package})"
        if postgres.all_required():
            pytest.fail(said)
        pytest.skip(said)
    return found


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
