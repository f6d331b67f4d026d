"""Calls of the scripts' functions from Python, by the same node that tests them."""

import json
import subprocess
from typing import Any

from web.frame.node import ROOT, node_command


def called(*calls: tuple[str, str, list[Any]]) -> list[Any]:
    """Return what functions of modules below ``web/static/js`` answer: (module, name, arguments) each."""
    done = subprocess.run(
        [*node_command(), "tests/js/call.js"],
        cwd=ROOT,
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    results: list[Any] = json.loads(done.stdout)
    return results
