"""Papers of the illustrative office: signed letters and what dossiers hold, each of one page."""

from pathlib import Path

import matplotlib as mpl
from PIL import Image, ImageDraw, ImageFont

from registry.demo.places import NOTE

_PAGE = (827, 1169)  # A4 at 100 dots an inch
_FONT = "fonts/ttf/DejaVuSans.ttf"  # has Vietnamese letters, and comes with what draws the maps


def write_paper(path: Path, title: str, *lines: str) -> Path:
    """Write a page of PDF with a title and a few lines, marked as illustrative, and return ``path``."""
    page = Image.new("1", _PAGE, 1)
    pen = ImageDraw.Draw(page)
    font = str(Path(mpl.get_data_path()) / _FONT)
    pen.text((80, 80), NOTE.upper(), font=ImageFont.truetype(font, 16))
    pen.text((80, 160), title, font=ImageFont.truetype(font, 22))
    for at, line in enumerate(lines):
        pen.text((80, 230 + 36 * at), line, font=ImageFont.truetype(font, 17))
    page.save(path, "PDF", resolution=100.0)
    return path
