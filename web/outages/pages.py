"""All pages of outages on their one blueprint."""

from web.outages import corrections, events, incidents, public, report
from web.outages.frame import blueprint

__all__ = [
    "blueprint",
    "corrections",
    "events",
    "incidents",
    "public",
    "report",
]
