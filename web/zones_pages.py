"""All pages of zones and plans on their one blueprint."""

from web import zones, zones_drafts, zones_draw, zones_files
from web.zones_frame import blueprint

__all__ = ["blueprint", "zones", "zones_drafts", "zones_draw", "zones_files"]
