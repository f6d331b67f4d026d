"""All pages of outside cable on their one blueprint."""

from web.cables import check, draw, files, routes, troubles, underground
from web.cables.frame import blueprint

__all__ = [
    "blueprint",
    "check",
    "draw",
    "files",
    "routes",
    "troubles",
    "underground",
]
