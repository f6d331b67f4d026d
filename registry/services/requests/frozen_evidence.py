"""What a request was decided by, as it was kept when it was issued: masts and zones around its rows.

The register goes on changing, and so does the office. A letter that is read after the issue, by itself or in
its sealed package, shows what counted then, and who signed it to whom.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from registry.model.requests.desk_records import Attachment
from registry.services.office.attachments import file_path
from registry.services.office.registry import Registry

USED = "used"
USED_NAME = "can-cu-khi-ban-hanh.json"
NEAR_M = 2750.0
"""How far around the rows masts and zones are kept: to the corners of the widest map (``documents.maps``)."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """Masts and zones of a request as they stood when it was issued, as ``sealing`` writes them.

    ``background``: the SHA-256 of the tiles below the letter's maps, "" where they had none. ``head`` is what
    the office had stated of its letters (settings ``letter.…``), ``names`` how they called carriers and
    owners: {} for what was issued before they were kept.
    """

    masts: tuple[dict[str, Any], ...]
    zones: tuple[dict[str, Any], ...]
    background: str = ""
    head: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def frozen_of(registry: Registry, attachments: tuple[Attachment, ...]) -> Frozen | None:
    """Return what a request was decided by; None where it is not issued, or keeps less than a map shows."""
    kept = next((item for item in attachments if item.kind == USED), None)
    if kept is None:
        return None
    used = orjson.loads(file_path(registry, kept.sha256, kept.name).read_bytes())
    if float(used.get("near_m", 0.0)) < NEAR_M:  # of an earlier version
        return None
    return Frozen(
        tuple(used["masts"]), tuple(used["zones"]), str(used.get("background", "")),
        used.get("head", {}), used.get("names", {}),
    )  # fmt: skip
