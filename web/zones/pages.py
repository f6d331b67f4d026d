"""All pages of zones and plans on their one blueprint."""

from web.zones import drafts, draw, files, register
from web.zones.frame import blueprint

__all__ = ["blueprint", "drafts", "draw", "files", "register"]
