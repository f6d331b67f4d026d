"""All pages of outages on their one blueprint."""

from web import outages, outages_corrections, outages_incidents, outages_public, outages_report
from web.outages_frame import blueprint

__all__ = [
    "blueprint",
    "outages",
    "outages_corrections",
    "outages_incidents",
    "outages_public",
    "outages_report",
]
