"""Numbers of the wind model that an office may change, read once from ``data/storm``."""

import tomllib
from functools import cache
from typing import Any

from registry.settings import DATA


@cache
def storm_data(name: str) -> dict[str, Any]:
    """Return ``data/storm/<name>.toml`` as it stands (shared: never change it)."""
    return tomllib.loads((DATA / "storm" / f"{name}.toml").read_text(encoding="utf-8"))


def model(part: str) -> dict[str, Any]:
    """Return one table of ``data/storm/model.toml``."""
    found: dict[str, Any] = storm_data("model")[part]
    return found


def estimate_error(averaging_s: int = 120) -> float:
    """Return the relative error that every estimated wind is stated with (0.3: ±30 %).

    Two of three reported winds lay within it. Tracks that are not from Vietnamese bulletins (2-minute means)
    were found to be farther off.
    """
    return float(model("estimate")["error" if averaging_s == 120 else "error_of_other_tracks"])


def wide_error(averaging_s: int = 120) -> float:
    """Return the relative error within which nine of ten reported winds lay: see ``estimate_error``."""
    return float(model("estimate")["wide_error" if averaging_s == 120 else "wide_error_of_other_tracks"])


def wide_beside(error: float) -> float:
    """Return the error that holds nine of ten beside a stated one that holds two of three."""
    return max(error, wide_error(120 if error <= estimate_error(120) else 600))


def action_level() -> int:
    """Return the Beaufort level of the gust from which a mast is to be guarded."""
    return int(model("action")["level"])


def reinspection_share() -> float:
    """Return the share of its design gust from which a mast is inspected again after the storm."""
    return float(model("reinspection")["share_of_design"])
