"""All pages of outside cable on their one blueprint."""

from web import cables, cables_check, cables_draw, cables_files, cables_trouble, cables_underground
from web.cables_frame import blueprint

__all__ = [
    "blueprint",
    "cables",
    "cables_check",
    "cables_draw",
    "cables_files",
    "cables_trouble",
    "cables_underground",
]
