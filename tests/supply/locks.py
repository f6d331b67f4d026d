"""The packages that the lock files name: Python's of product and driver, and the pages' scripts."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKS = ("app.lock", "postgres.lock")
_BLOCK = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==([^ \\]+)(?: ; (.*?))? \\$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Package:
    """A package as it is locked: ``hashes`` of its files in hexadecimal, by whom it is asked for."""

    kind: str  # "pypi", "npm"
    name: str
    version: str
    lock: str
    marker: str = ""
    licence: str = ""  # npm's lock says it
    hashes: tuple[tuple[str, str], ...] = ()
    asked_by: tuple[str, ...] = field(default=())


def python_packages() -> list[Package]:
    """Return the packages of the product; one that two locks or two markers name stands once."""
    found: dict[tuple[str, str], Package] = {}
    for lock in LOCKS:
        for one in _of_lock(lock):
            found.setdefault((one.name, one.version), one)
    return list(found.values())


def script_packages() -> list[Package]:
    """Return the packages of the pages' scripts, as npm's lock has them, without those of the tests."""
    content = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    found: dict[tuple[str, str], Package] = {}
    for path, entry in content["packages"].items():
        if not path or entry.get("dev"):
            continue
        name = path.rpartition("node_modules/")[2]
        kind, _, digest = entry["integrity"].partition("-")
        hashes = ((kind.replace("sha", "SHA-"), base64.b64decode(digest).hex()),)
        one = Package("npm", name, entry["version"], "package-lock.json", "", entry["license"], hashes)
        found.setdefault((name, entry["version"]), one)
    return list(found.values())


def _of_lock(lock: str) -> Iterator[Package]:
    lines = (ROOT / "requirements" / lock).read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if _BLOCK.match(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        named = _BLOCK.match(lines[start])
        assert named is not None
        block = "\n".join(lines[start:end])
        via = re.findall(r"^    #\s+(?:via )?([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?$", block, re.MULTILINE)
        hashes = tuple(("SHA-256", one) for one in _HASH.findall(block))
        yield Package(
            "pypi", named[1], named[2], f"requirements/{lock}", named[3] or "", "", hashes,
            tuple(one for one in via if one != "via"),
        )  # fmt: skip
