"""Where the project's data lies: inside the package in an installed wheel, beside it in a clone."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_INSIDE = Path(__file__).resolve().parent / "data"
INSTALLED = _INSIDE.is_dir()
"""Whether this is an installed copy: its folder is not where a register is kept."""
DATA = _INSIDE if INSTALLED else ROOT / "data"
