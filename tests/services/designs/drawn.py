"""A small new area drawn as its developer would: a street with plots, ducts, a mast, a tower."""

from pathlib import Path

import ezdxf
import numpy as np

from registry.geo.crs import to_metric
from tests.services.requests import desk

PLANE = 9214
"""VN-2000, central meridian 107°, 3° zone: the plane of the small office."""
OFF_M = 2_000.0
"""So far north of the office's one mast the area begins."""


def draw(
    path: Path, *, ducts: bool = True, aerial: bool = False, shift: float = 0.0, plane: int = PLANE
) -> Path:
    """Write the area as a DXF in metres of ``plane``: ten plots, one high-rise, a place for a station.

    ``ducts`` False leaves the south side of the street without any; ``aerial`` hangs a cable along it;
    ``shift`` moves ducts and chambers east, as built elsewhere.
    """
    lon, lat = desk.north(OFF_M)
    xs, ys = to_metric(np.array([lon]), np.array([lat]), plane)
    x, y = float(xs[0]), float(ys[0])
    document = ezdxf.new("R2010", setup=True)
    document.units = 6  # metres
    space = document.modelspace()

    def box(layer: str, name: str, *sizes: float) -> None:
        west, south, wide, high = sizes
        corners = [(x + west, y + south), (x + west + wide, y + south),
                   (x + west + wide, y + south + high), (x + west, y + south + high)]  # fmt: skip
        space.add_lwpolyline(corners, close=True, dxfattribs={"layer": layer})
        if name:
            space.add_text(name, height=2, dxfattribs={"layer": layer}).set_placement(
                (x + west + wide / 2, y + south + high / 2)
            )

    box("RANH GIOI", "", 0, 0, 200, 120)
    for at in range(5):
        box("LO DAT", f"LK-{at + 1:02d}", 10 + 20 * at, 70, 20, 20)
        box("LO DAT", f"LK-{at + 6:02d}", 10 + 20 * at, 30, 20, 20)
    box("LO DAT", "CT-01", 130, 70, 40, 40)
    space.add_lwpolyline([(x, y + 60), (x + 200, y + 60)], dxfattribs={"layer": "TIM DUONG"})
    lines = [(66.0, "CB-BAC"), *([(54.0, "CB-NAM")] if ducts else [])]
    for high, name in lines:
        space.add_lwpolyline(
            [(x + shift - 20, y + high), (x + shift + 200, y + high)],
            dxfattribs={"layer": "CONG BE CAP THONG TIN"},
        )
        label = space.add_text(f"{name} 4 ONG D110", height=2, dxfattribs={"layer": "CONG BE CAP THONG TIN"})
        label.set_placement((x + shift + 90, y + high + 1))
        for at in range(0, 201, 50):
            space.add_circle((x + shift + at, y + high), 0.6, dxfattribs={"layer": "HO GA THONG TIN"})
    if aerial:
        space.add_lwpolyline([(x, y + 52), (x + 200, y + 52)], dxfattribs={"layer": "CAP TREO"})
    space.add_circle((x + 180, y + 40), 1.0, dxfattribs={"layer": "BTS"})
    space.add_text("BTS-01", height=2, dxfattribs={"layer": "BTS"}).set_placement((x + 182, y + 40))
    document.saveas(path)
    return path
