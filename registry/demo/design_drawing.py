"""An illustrative drawing of a new residential area (ours, invented): DXF in metres of VN-2000.

140 plots in blocks between streets, two high-rises, a school and a park; ducts along every street, two ways
out, cabinets, technical rooms, two places for stations. Faults are seeded by name; without any of them
nothing is wrong with it.
"""

import io
from collections.abc import Collection
from enum import StrEnum
from itertools import pairwise

import numpy as np
from ezdxf import filemanagement
from ezdxf.document import Drawing as Document
from ezdxf.layouts.layout import Modelspace

from registry.geo.crs import to_metric

PLANE = 9214
WEST, EAST, SOUTH, NORTH = 0.0, 420.0, 0.0, 240.0
STREETS_X = (10.0, 210.0, 410.0)
STREETS_Y = (10.0, 70.0, 130.0, 230.0)
OFF = 5.0
"""How far a duct lies from the middle of its street."""
HALF = 9.0
DUCT_LAYER = "CAP THONG TIN NGAM"
OUTSIDE = {"west": (-30.0, 15.0), "east": (450.0, 235.0)}
"""Where the ducts meet plant outside (metres from the south-western corner)."""


class DesignFault(StrEnum):
    """What can be wrong with the area."""

    STATION_MISSING = "station_missing"  # the east of the area has no station
    STATIONS_NEAR = "stations_near"  # two places nearer than the law allows
    ONE_ROUTE = "one_route"  # one way out only
    NOT_JOINED = "not_joined"  # the western way ends short of the plant outside
    STREET_BARE = "street_bare"  # half of a street without a duct, and the plots along it
    PLOT_UNREACHED = "plot_unreached"  # a plot behind others
    NO_SPARE = "no_spare"  # a duct without a spare pipe
    ONE_CARRIER = "one_carrier"  # a duct for one carrier
    SHALLOW = "shallow"  # a duct less deep than the office goes by
    AERIAL = "aerial"  # cable on poles
    NO_CABINETS = "no_cabinets"  # no place for cabinets, no technical room
    NO_WIRING = "no_wiring"  # a high-rise without cabling and cells inside
    BARE_MAST = "bare_mast"  # an ordinary mast in the park
    BESIDE_HOMES = "beside_homes"  # a mast 30 m from a high-rise


def corner(lon: float, lat: float, plane: int = PLANE) -> tuple[float, float]:
    """Return the south-western corner (easting, northing) for a place in EPSG:4326, on whole metres."""
    x, y = to_metric(np.array([lon]), np.array([lat]), plane)
    return float(np.round(x[0])), float(np.round(y[0]))


def design_drawing(
    lon: float, lat: float, *, plane: int = PLANE, faults: Collection[DesignFault] = ()
) -> bytes:
    """Return the drawing as the bytes of a DXF; its south-western corner lies at a place (EPSG:4326)."""
    document = filemanagement.new("R2010")
    document.header["$INSUNITS"] = 6
    document.styles.add("VN", font=".VnTime.ttf")
    drawn = _Drawn(document, corner(lon, lat, plane), frozenset(faults))
    drawn.ground()
    drawn.ducts()
    drawn.things()
    written = io.StringIO()
    document.write(written)
    return written.getvalue().encode(document.encoding if document.dxfversion < "AC1021" else "utf-8")


class _Drawn:
    def __init__(
        self, document: Document, origin: tuple[float, float], faults: frozenset[DesignFault]
    ) -> None:
        self.document, self.faults = document, faults
        self.space: Modelspace = document.modelspace()
        self.x, self.y = origin
        for name, tags in (("GA", ("TEN",)), ("TU", ("TEN",)), ("TRAM", ("TEN", "LOAI", "CAO", "CAO_NHA"))):
            block = document.blocks.new(name)
            block.add_circle((0, 0), 0.6)
            for at, tag in enumerate(tags):
                block.add_attdef(tag, (1.0, -float(at)))

    def has(self, fault: DesignFault) -> bool:
        return fault in self.faults

    def line(self, layer: str, *spots: tuple[float, float], closed: bool = False) -> None:
        moved = [(self.x + x, self.y + y) for x, y in spots]
        self.space.add_lwpolyline(moved, close=closed, dxfattribs={"layer": layer})

    def box(self, layer: str, west: float, south: float, east: float, north: float) -> None:
        self.line(layer, (west, south), (east, south), (east, north), (west, north), closed=True)

    def text(self, layer: str, x: float, y: float, words: str, style: str = "Standard") -> None:
        self.space.add_text(
            words, height=1.0,
            dxfattribs={"layer": layer, "style": style, "insert": (self.x + x, self.y + y)},
        )  # fmt: skip

    def symbol(self, layer: str, block: str, x: float, y: float, **values: str) -> None:
        placed = self.space.add_blockref(block, (self.x + x, self.y + y), dxfattribs={"layer": layer})
        placed.add_auto_attribs(values)

    def plot(self, name: str, *box: float, layer: str = "LO DAT", words: tuple[str, ...] = ()) -> None:
        self.box(layer, *box)
        x, y = box[0] + 1.0, (box[1] + box[3]) / 2
        self.text("TEN LO", x, y, name)
        for at, one in enumerate(words):
            self.text("TEN LO", x, y - 3.0 * (at + 1), one)

    def ground(self) -> None:
        """Draw the outline, the streets and the plots."""
        self.box("RANH GIOI QH", WEST, SOUTH, EAST, NORTH)
        for number, y in enumerate(STREETS_Y, 1):
            self.line("TIM DUONG", (STREETS_X[0], y), (STREETS_X[-1], y))
            self.text("TIM DUONG", 100.0, y + 1.0, f"Đường N{number}")
        for number, x in enumerate(STREETS_X, 1):
            self.line("TIM DUONG", (x, STREETS_Y[0]), (x, STREETS_Y[-1]))
            self.text("TIM DUONG", x + 1.0, 45.0, f"Đường D{number}")
        block = 0
        for south, north in pairwise(STREETS_Y[:3]):
            for west, east in pairwise(STREETS_X):
                block += 1
                self.houses(block, west + HALF + 6.0, south + HALF, east - HALF - 6.0, north - HALF)
        high = (STREETS_Y[2] + HALF, STREETS_Y[3] - HALF)
        inside = ("mạng cáp trong nhà: có", "phủ sóng trong nhà: có")
        bare = ("mạng cáp trong nhà: không", "phủ sóng trong nhà: không")
        self.plot("CT1", 25.0, high[0], 100.0, high[1], words=("chung cư 15 tầng, 240 hộ", *inside))
        self.plot(
            "CT2", 105.0, high[0], 195.0, high[1],
            words=("chung cư 18 tầng, 300 hộ", *(bare if self.has(DesignFault.NO_WIRING) else inside)),
        )  # fmt: skip
        if self.has(DesignFault.PLOT_UNREACHED):
            self.plot("MN1", 245.0, 160.0, 285.0, 200.0, words=("trường mầm non",))
            self.plot("TH1", 225.0, high[0], 300.0, 158.0, words=("trường tiểu học",))
        else:
            self.plot("TH1", 225.0, high[0], 300.0, high[1], words=("trường tiểu học",))
        self.box("LO DAT", 305.0, high[0], 395.0, high[1])
        self.text("TEN LO", 306.0, 150.0, "CX1")
        self.text("TEN LO", 306.0, 146.0, "C©y xanh, c«ng viªn", style="VN")

    def houses(self, block: int, west: float, south: float, east: float, north: float) -> None:
        middle = (south + north) / 2
        count = int((east - west) // 10.0)
        for row, (low, top) in enumerate(((south, middle), (middle, north))):
            for at in range(count):
                number = row * count + at + 1
                self.plot(f"LK{block}-{number:02d}", west + 10.0 * at, low, west + 10.0 * (at + 1), top)

    def ducts(self) -> None:
        """Draw the ducts between chambers, and the two ways out."""
        xs, ys = [x + OFF for x in STREETS_X], [y + OFF for y in STREETS_Y]
        for y in ys:
            for west, east in pairwise(xs):
                if not (self.has(DesignFault.STREET_BARE) and y == ys[1] and west == xs[1]):
                    self.duct((west, y), (east, y))
        for x in xs:
            for south, north in pairwise(ys):
                self.duct((x, south), (x, north))
        short = 20.0 if self.has(DesignFault.NOT_JOINED) else 0.0
        self.duct((xs[0], ys[0]), (OUTSIDE["west"][0] + short, ys[0]))
        if not self.has(DesignFault.ONE_ROUTE):
            self.duct((xs[-1], ys[-1]), OUTSIDE["east"])
        for number, (x, y) in enumerate(((x, y) for x in xs for y in ys), 1):
            self.symbol("HO GA THONG TIN", "GA", x, y, TEN=f"G{number:02d}")

    def duct(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.line(DUCT_LAYER, start, end)
        x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        first = (start, end) == (
            (STREETS_X[0] + OFF, STREETS_Y[0] + OFF),
            (STREETS_X[1] + OFF, STREETS_Y[0] + OFF),
        )
        spare = 0 if first and self.has(DesignFault.NO_SPARE) else 2
        second = start == (STREETS_X[0] + OFF, STREETS_Y[2] + OFF) and end[1] == start[1]
        shared = 1 if second and self.has(DesignFault.ONE_CARRIER) else 3
        third = start == (STREETS_X[1] + OFF, STREETS_Y[3] + OFF) and end[1] == start[1]
        depth = "0,3" if third and self.has(DesignFault.SHALLOW) else "0,8"
        self.text(
            DUCT_LAYER, x, y + 0.8,
            f"6 ống HDPE D110, dự phòng {spare}, dùng chung {shared} DN, sâu {depth} m",
        )  # fmt: skip

    def things(self) -> None:
        """Draw cabinets, rooms, places for stations, and what is hung."""
        if not self.has(DesignFault.NO_CABINETS):
            self.symbol("TU CAP", "TU", 216.0, 76.0, TEN="TC1")
            self.symbol("TU CAP", "TU", 16.0, 136.0, TEN="TC2")
            self.symbol("PHONG KY THUAT", "TU", 60.0, 145.0, TEN="PKT1")
            self.symbol("PHONG KY THUAT", "TU", 150.0, 145.0, TEN="PKT2")
        self.station("BTS-01", 40.0, 185.0, "mái nhà", height=3.0, building=52.0)
        if not self.has(DesignFault.STATION_MISSING):
            kind = "cột tự đứng" if self.has(DesignFault.BARE_MAST) else "cột đèn"
            self.station("BTS-02", 380.0, 185.0, kind, height=18.0)
        if self.has(DesignFault.STATIONS_NEAR):
            self.station("BTS-03", 380.0, 145.0, "cột đèn", height=18.0)
        if self.has(DesignFault.BESIDE_HOMES):
            self.station("BTS-04", 205.0, 170.0, "cột tự đứng", height=30.0)
        if self.has(DesignFault.AERIAL):
            self.line("CAP TREO", (20.0, 63.0), (140.0, 63.0))
            for number, x in enumerate((20.0, 80.0, 140.0), 1):
                self.symbol("COT TREO CAP", "GA", x, 63.0, TEN=f"C{number}")

    def station(
        self, name: str, x: float, y: float, kind: str, *, height: float, building: float = 0.0
    ) -> None:
        stated = {"TEN": name, "LOAI": kind, "CAO": f"{height:g}"}
        if building:
            stated["CAO_NHA"] = f"{building:g}"
        self.symbol("VI TRI BTS", "TRAM", x, y, **stated)
