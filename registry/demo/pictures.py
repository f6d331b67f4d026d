"""Pictures of masts for the illustrative province: drawn, no two places alike, and saying what they are."""

import hashlib
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from registry.demo.places import parameters


def dice_of(*parts: Any) -> np.random.Generator:
    """Return a generator that belongs to these parts, so that one thing more changes no other."""
    code = hashlib.sha256("\x1f".join(map(str, (parameters("field")["seed"], *parts))).encode()).digest()
    return np.random.default_rng(int.from_bytes(code[:8], "big"))


def mast_picture(shown: str) -> bytes:
    """Draw a mast under a sky and say that it is an illustration; return a JPEG."""
    dice = dice_of("photo", shown)
    picture = Image.new("RGB", (800, 1000), tuple(int(c) for c in dice.integers(120, 230, 3)))
    pen = ImageDraw.Draw(picture)
    ground = int(dice.integers(780, 900))
    pen.rectangle((0, ground, 800, 1000), fill=tuple(int(c) for c in dice.integers(40, 120, 3)))
    for _ in range(14):  # trees and clouds, so that no two places look alike
        left, high = int(dice.integers(-60, 760)), int(dice.integers(0, 860))
        wide, tall = int(dice.integers(60, 320)), int(dice.integers(40, 260))
        colour = tuple(int(c) for c in dice.integers(30, 250, 3))
        pen.ellipse((left, high, left + wide, high + tall), fill=colour)
    x, top, width = int(dice.integers(250, 550)), int(dice.integers(60, 240)), int(dice.integers(18, 46))
    for height in range(top, ground, 60):
        pen.polygon(
            [(x - width, height), (x + width, height), (x + width, height + 60), (x - width, height + 60)],
            outline="black",
        )
        pen.line((x - width, height, x + width, height + 60), fill="black", width=3)
    for side in (-1, 1):
        pen.line((x, top + 60, x + side * int(dice.integers(180, 320)), ground), fill="black", width=2)
    pen.rectangle((20, 930, 780, 990), fill="white")
    pen.text((40, 945), "Minh hoa", fill="black", font_size=34)
    body = BytesIO()
    picture.save(body, "JPEG", quality=80)
    return body.getvalue()
