"""The pages' scripts: which modules a page loads with the one that it names."""

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "static"

_IMPORT = re.compile(r"""^(?:import|export)\b[^"';]*["'](\.{1,2}/[^"']+)["'];""", re.MULTILINE)


@cache
def loaded_with(script: str) -> tuple[str, ...]:
    """Return ``script`` and every module that it imports, by whatever way, as names below ``static``."""
    found, ahead = {STATIC / script}, [STATIC / script]
    while ahead:
        at = ahead.pop()
        imported = {(at.parent / address).resolve() for address in _IMPORT.findall(at.read_text("utf-8"))}
        ahead += imported - found
        found |= imported
    return tuple(sorted(path.relative_to(STATIC).as_posix() for path in found))
