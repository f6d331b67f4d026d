"""What a design holds on the ground; geometries are shapely, in EPSG:4326 degrees.

A number or a yes that the design does not state is None, and is never taken for 0 or for no.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class ThingKind(StrEnum):
    """What a layer of a drawing, or a row of a list, shows."""

    OUTLINE = "outline"  # ranh giới dự án
    PLOT = "plot"  # lô đất
    STREET = "street"  # tim đường
    DUCT = "duct"  # tuyến cống bể, cáp ngầm
    CHAMBER = "chamber"  # bể cáp, hố ga viễn thông
    POLE = "pole"  # cột treo cáp
    AERIAL = "aerial"  # cáp treo
    BTS = "bts"  # vị trí trạm BTS
    CABINET = "cabinet"  # tủ cáp
    ROOM = "room"  # phòng kỹ thuật viễn thông
    IGNORED = "ignored"  # không dùng


class PlotKind(StrEnum):
    """What a plot is for."""

    HOUSE = "house"  # nhà ở riêng lẻ: liền kề, biệt thự, tái định cư
    HIGH_RISE = "high_rise"  # chung cư, nhà cao tầng, hỗn hợp
    PUBLIC = "public"  # công trình công cộng: trường, nhà văn hóa, y tế
    COMMERCE = "commerce"  # thương mại, dịch vụ
    INDUSTRY = "industry"  # nhà máy, kho
    GREEN = "green"  # cây xanh, công viên, quảng trường
    TECHNICAL = "technical"  # hạ tầng kỹ thuật, bãi xe
    OTHER = "other"  # chưa rõ


SERVED = frozenset(PlotKind) - {PlotKind.GREEN, PlotKind.TECHNICAL}
"""Kinds of plots that a line of telecom is to reach."""


class BtsKind(StrEnum):
    """How a place for a station is meant."""

    MAST = "mast"  # cột trên mặt đất
    LAMP_POST = "lamp_post"  # cột đèn, cột đa năng
    ROOF = "roof"  # mái nhà


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot (lô đất). ``indoor_wiring``, ``indoor_cells``: whether its building's design has them."""

    name: str
    geometry: Any
    kind: PlotKind = PlotKind.OTHER
    dwellings: int | None = None
    floors: int | None = None
    floor_area_m2: float | None = None
    indoor_wiring: bool | None = None
    indoor_cells: bool | None = None


@dataclass(frozen=True, slots=True)
class Street:
    """A street by its middle line; ``width_m`` is from red line to red line."""

    name: str
    geometry: Any
    width_m: float | None = None


@dataclass(frozen=True, slots=True)
class Duct:
    """A piece of duct (cống cáp). ``ways`` are pipes, ``spare_ways`` those left free; ``depth_m`` of its top.

    ``shared_by`` is for how many carriers it is designed.
    """

    name: str
    geometry: Any
    ways: int | None = None
    spare_ways: int | None = None
    shared_by: int | None = None
    diameter_mm: float | None = None
    depth_m: float | None = None


@dataclass(frozen=True, slots=True)
class AerialLine:
    """A cable that is hung."""

    name: str
    geometry: Any


@dataclass(frozen=True, slots=True)
class Spot:
    """A chamber, pole, cabinet or technical room: a point."""

    name: str
    geometry: Any


@dataclass(frozen=True, slots=True)
class BtsPlace:
    """A place for a station. ``height_m`` is the mast's own, ``building_m`` that of what it stands on.

    ``operators`` are codes of the carriers that it is meant for, none where it is for all.
    """

    name: str
    geometry: Any
    kind: BtsKind = BtsKind.MAST
    height_m: float | None = None
    building_m: float | None = None
    operators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DesignContent:
    """Everything that is judged. ``outline`` is a polygon or None; ``accuracy_m`` how far all may be off.

    ``shown`` are the kinds of things for which a layer or list was given, even where it holds nothing: a kind
    that nobody showed is not known to be absent.
    """

    outline: Any = None
    plots: tuple[Plot, ...] = ()
    streets: tuple[Street, ...] = ()
    ducts: tuple[Duct, ...] = ()
    chambers: tuple[Spot, ...] = ()
    poles: tuple[Spot, ...] = ()
    aerial_lines: tuple[AerialLine, ...] = ()
    bts_places: tuple[BtsPlace, ...] = ()
    cabinets: tuple[Spot, ...] = ()
    rooms: tuple[Spot, ...] = ()
    accuracy_m: float = 1.0
    shown: frozenset[ThingKind] = frozenset()

    def shows(self, kind: ThingKind) -> bool:
        """Whether the design shows things of a kind, or says that it was looked at for them."""
        return kind in self.shown or bool(getattr(self, FIELDS[kind], None))

    @property
    def high_rises(self) -> tuple[Plot, ...]:
        """The plots with high-rise buildings."""
        return tuple(plot for plot in self.plots if plot.kind is PlotKind.HIGH_RISE)


FIELDS: dict[ThingKind, str] = {
    ThingKind.OUTLINE: "outline",
    ThingKind.PLOT: "plots",
    ThingKind.STREET: "streets",
    ThingKind.DUCT: "ducts",
    ThingKind.CHAMBER: "chambers",
    ThingKind.POLE: "poles",
    ThingKind.AERIAL: "aerial_lines",
    ThingKind.BTS: "bts_places",
    ThingKind.CABINET: "cabinets",
    ThingKind.ROOM: "rooms",
}
"""The field of ``DesignContent`` that holds things of a kind."""


def joined(first: DesignContent, second: DesignContent) -> DesignContent:
    """Return two contents as one: a drawing and a list of places, or the sheets of one design.

    The outline is the first's where it has one; the accuracy is the coarser.
    """
    parts = {
        field.name: (*getattr(first, field.name), *getattr(second, field.name))
        for field in fields(DesignContent)
        if field.name not in ("outline", "accuracy_m", "shown")
    }
    outline = first.outline if first.outline is not None else second.outline
    return DesignContent(
        outline=outline,
        accuracy_m=max(first.accuracy_m, second.accuracy_m),
        shown=first.shown | second.shown,
        **parts,
    )


@dataclass(frozen=True, slots=True)
class KindTotal:
    """What plots of one kind come to. ``unstated`` are those whose dwellings nobody states."""

    kind: PlotKind
    plots: int
    dwellings: int
    unstated: int
    floor_area_m2: float


def totals(content: DesignContent) -> tuple[KindTotal, ...]:
    """Return plots, dwellings and floor area by kind; a plot of a house that states no number is one home."""
    found = []
    for kind in PlotKind:
        own = [plot for plot in content.plots if plot.kind is kind]
        if not own:
            continue
        homes = [1 if plot.dwellings is None and kind is PlotKind.HOUSE else plot.dwellings for plot in own]
        unstated = sum(count is None for count in homes) if kind is PlotKind.HIGH_RISE else 0
        area = sum(plot.floor_area_m2 or 0.0 for plot in own)
        found.append(KindTotal(kind, len(own), sum(count or 0 for count in homes), unstated, area))
    return tuple(found)
