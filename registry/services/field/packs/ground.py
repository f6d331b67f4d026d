"""What of the office's background goes into a pack, said at the desk and to the phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from registry.basemap.road_search import Net
from registry.model.field.inspections import CampaignTarget
from registry.services.field.packs.roads import as_json, roads_between
from registry.services.field.packs.tiles import pack_tiles
from registry.services.office.registry import Registry


@dataclass(frozen=True, slots=True)
class PackMap:
    """``background`` as the phone is told of it (``pack_tiles``), the net of roads, and how many masts."""

    background: dict[str, Any] | None
    roads: dict[str, Any] | None
    masts: int

    @property
    def reached(self) -> int:
        """How many of the masts a road of the net leads to."""
        return 0 if self.roads is None else len(self.roads["places"])


def pack_map(registry: Registry, targets: Sequence[CampaignTarget]) -> PackMap:
    """Return what goes along for masts of a campaign; those that were left out of it count for nothing."""
    spots = [
        (item.mast.structure, item.mast.lon, item.mast.lat) for item in targets if item.state != "left_out"
    ]
    net: Net | None = roads_between(registry, spots)
    background = pack_tiles(registry, [spot[1:] for spot in spots], net)
    return PackMap(background, None if net is None else as_json(net, spots), len(spots))
