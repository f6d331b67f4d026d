"""Which plane is proposed for a drawing that names none: one by which it lies in the office's territory."""

import io
import zipfile
from pathlib import Path

import ezdxf
import geopandas as gpd
import shapely

from registry.geo.crs import transformer
from registry.intake.drawings import read
from registry.intake.maps.map_file import Place

TOWN = (106.06, 21.18)
BOX = (105.85, 20.95, 107.03, 21.63)
OWN, FORMER = 9214, 9209
"""The office's planes, 107°00' and 105°30': the former province's drawings are in the second."""


def corners(plane: int) -> list[tuple[float, float]]:
    """Return a square of 200 m about the town, in a plane."""
    x, y = transformer(4326, plane).transform(*TOWN)
    return [(x, y), (x + 200, y), (x + 200, y + 200), (x, y + 200)]


def drawn(plane: int) -> bytes:
    document = ezdxf.new("R2010")
    document.modelspace().add_lwpolyline(corners(plane), close=True, dxfattribs={"layer": "RANH GIOI"})
    written = io.StringIO()
    document.write(written)
    return written.getvalue().encode()


def test_the_plane_by_which_a_drawing_lies_in_the_territory_is_proposed_first() -> None:
    for plane in (OWN, FORMER):
        found = read(drawn(plane), "khu.dxf", place=Place((OWN, FORMER), BOX)).likely
        assert found[0] == plane
        assert {OWN, FORMER} <= set(found), "the others can still be chosen"
    assert read(drawn(FORMER), "khu.dxf", place=Place((OWN, FORMER))).likely[0] == OWN, (
        "no box: its own first"
    )


def test_a_map_file_without_a_frame_is_proposed_the_plane_of_its_numbers(tmp_path: Path) -> None:
    shapes = gpd.GeoDataFrame({"name": ["a"]}, geometry=[shapely.Polygon(corners(FORMER))], crs=FORMER)
    shapes.to_file(tmp_path / "khu.shp")
    packed = tmp_path / "khu.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for suffix in ("shp", "shx", "dbf"):
            archive.write(tmp_path / f"khu.{suffix}", f"khu.{suffix}")
    found = read(packed, "khu.zip", place=Place((OWN, FORMER), BOX))
    assert [issue.code for issue in found.issues] == ["DRAWING-PLANE-ASKED"]
    assert found.likely[0] == FORMER
    assert OWN not in found.likely
