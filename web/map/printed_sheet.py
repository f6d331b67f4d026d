"""The sheet that is printed of the desk: the masts, zones and borders that the person sees there.

What somebody may not see on the screen is not on his paper: masts and zones come from the same disclosure.
"""

import threading
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from flask_babel import gettext as _

from registry.checks.context import Context
from registry.documents.sheet.ground import Ground
from registry.documents.sheet.map_sheet import SheetContent, draw_sheet, grid_step, ground_of
from registry.documents.sheet.sheet_layers import (
    MOST_NAMED,
    NAMED_TO,
    Border,
    SheetMasts,
    SheetZone,
    are_named,
)
from registry.documents.sheet.sheet_layout import fitting, layout
from registry.errors import RefusalError
from registry.geo.crs import convergence, to_metric, to_wgs84
from registry.messages import Language, number, say
from registry.model.areas import LAYERS, with_kind
from registry.model.people import Person
from registry.model.vietnam_time import now
from registry.services.office.letters.letterhead import DEMO, letterhead, office_settings
from registry.services.office.registry import Registry
from registry.services.register.background.paper_ground import paper_ground
from registry.services.register.context import context_for
from registry.services.register.disclosed_masts import masts_for
from registry.services.register.disclosed_zones import context_for_eyes
from registry.services.register.ledger_pages import head_of
from registry.services.register.map_masts import CLASSES, STATES, MapMasts
from registry.services.register.mast_days import days_for
from registry.services.register.place_names import commune_at
from registry.services.requests.letters.annex_maps import grid_name
from web.frame.packages import map_layers
from web.map.printed_legend import Drawn, legend
from web.map.sheet_asked import SheetAsked
from web.map.zone_grades import grade

MOST_MASTS = 50_000
"""How many masts a sheet bears at most; above ``MOST_NAMED`` they stand without their codes."""
_WAIT_S = 60.0
_ONE_PLACE = 75_000  # from this scale on a sheet shows many communes
_ONE = threading.Lock()  # drawing holds the interpreter: one sheet at a time, so that others are answered too


@dataclass(frozen=True, slots=True)
class Printed:
    """A sheet that was drawn: its bytes, its scale, how many masts are on it."""

    pdf: bytes
    scale: int
    masts: int


def printed_sheet(
    registry: Registry, known: Context, person: Person, asked: SheetAsked, lang: Language
) -> Printed:
    """Draw the sheet as a PDF.

    Refused with more than ``MOST_MASTS`` masts (``MAP-SHEET-FULL``), and while others wait long for theirs
    (``MAP-SHEET-BUSY``).
    """
    sheet = _Sheet(registry, known, person, asked, lang)
    content, ground = sheet.content(), sheet.ground
    if not _ONE.acquire(timeout=_WAIT_S):
        raise RefusalError("MAP-SHEET-BUSY")
    try:
        return Printed(draw_sheet(content, lang, ground), content.scale, len(sheet.masts))
    finally:
        _ONE.release()


def scale_of(known: Context, asked: SheetAsked) -> int:
    """Return the scale of a sheet: the one that is asked for, else the largest that shows the whole box."""
    if asked.scale is not None:
        return asked.scale
    west, south, east, north = asked.box
    xs, ys = to_metric(
        np.array([west, west, east, east]), np.array([south, north, south, north]), known.metric_epsg
    )
    return fitting(layout(asked.paper, landscape=asked.landscape), float(np.ptp(xs)), float(np.ptp(ys)))


def usual_title(known: Context, asked: SheetAsked, scale: int) -> str:
    """Return what a sheet is called that nobody named: by the commune in its middle at large scales."""
    unit = commune_at(known, asked.lon, asked.lat) if scale < _ONE_PLACE else None
    if unit is None:
        return str(_("Vị trí cột ăng ten trên địa bàn tỉnh"))
    place = with_kind(unit.kind.lower(), unit.name)
    return str(_("Vị trí cột ăng ten, khu vực %(place)s", place=place))


class _Sheet:
    def __init__(
        self, registry: Registry, known: Context, person: Person, asked: SheetAsked, lang: Language
    ) -> None:
        self.registry, self.person, self.asked, self.lang = registry, person, asked, lang
        self.known = known
        then = known if asked.day is None else context_for(registry, asked.day)
        self.seen = context_for_eyes(
            registry, then, person
        )  # zones alone are of the day: borders are today's
        self.perhaps: set[str] = set()
        self.layout = layout(asked.paper, landscape=asked.landscape)
        self.scale = scale_of(known, asked)
        xs, ys = to_metric(np.array([asked.lon]), np.array([asked.lat]), known.metric_epsg)
        self.x, self.y = float(xs[0]), float(ys[0])
        self.bounds = ground_of(self.layout, self.x, self.y, self.scale)
        self.masts, self.rows = self._masts()
        self.zones = self._zones()
        below = paper_ground(registry.settings) if asked.ground else None
        self.ground: Ground | None = (
            None if below is None else below.inside(self.bounds, known.metric_epsg, self.scale, lang)
        )

    def content(self) -> SheetContent:
        drawn = Drawn(self.zones, self.asked.shows("layer", "borders"), self.ground)
        return SheetContent(
            layout=self.layout,
            x=self.x,
            y=self.y,
            scale=self.scale,
            title=self.asked.title or usual_title(self.known, self.asked, self.scale),
            subtitle=self._subtitle(),
            zones=[SheetZone(shape, style, kind, zone.name) for zone, shape, style, kind in self.zones],
            borders=self._borders(),
            masts=self.masts,
            codes=self.asked.codes,
            legend=legend(self.known, self.masts, self.rows, drawn),
            foot=self._foot(),
            stamp=say(DEMO, self.lang).split(" - ")[0] if self.known.illustrative else "",
            convergence=convergence(self.asked.lon, self.asked.lat, self.known.metric_epsg),
        )

    def _masts(self) -> tuple[SheetMasts, MapMasts]:
        """Return the masts on the sheet, as the person sees them on the desk with its filter."""
        every = self._on_day(masts_for(self.registry, self.person))
        west, south, east, north = self.bounds
        lon, lat = to_wgs84(
            np.array([west, west, east, east]), np.array([south, north, south, north]), self.known.metric_epsg
        )
        rows = every.inside(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
        rows = rows[self._passing(every.only(rows))]
        found = every.only(rows)
        xs, ys = to_metric(found.lon, found.lat, self.known.metric_epsg)
        on = (xs >= west) & (xs <= east) & (ys >= south) & (ys <= north)
        if int(on.sum()) > MOST_MASTS:
            raise RefusalError("MAP-SHEET-FULL", count=int(on.sum()), most=MOST_MASTS)
        found, xs, ys = found.only(np.flatnonzero(on)), xs[on], ys[on]
        colours = {item.code: item.colour for item in self.known.operators}
        by_mask = {
            mask: tuple(
                colours[code]
                for bit, code in enumerate(found.operators)
                if mask >> bit & 1 and code in colours
            )
            for mask in {int(mask) for mask in found.networks}
        }
        return SheetMasts(
            xs,
            ys,
            [CLASSES[int(kind)] for kind in found.mast_class],
            [by_mask[int(mask)] for mask in found.networks],
            [STATES[int(state)] for state in found.state],
            found.codes,
        ), found

    def _on_day(self, masts: MapMasts) -> MapMasts:
        """Return the masts as they stood on the day that is asked for: ``standingOn`` in the browser."""
        if self.asked.day is None:
            return masts
        sure, perhaps = days_for(self.registry, self.person).standing(self.asked.day)
        stood = np.flatnonzero(sure | perhaps)
        self.perhaps = {masts.codes[row] for row in np.flatnonzero(perhaps).tolist()}
        there = masts.only(stood)
        gone = there.state == STATES.index("dismantled")
        return replace(there, state=np.where(gone, STATES.index("in_service"), there.state).astype(np.uint8))

    def _passing(self, masts: MapMasts) -> Any:
        """Return which masts the desk's filter lets through (``MastLayer.passes`` in the browser)."""
        bits = [self.asked.shows("operator", code) for code in masts.operators]
        mask = sum(1 << bit for bit, shown in enumerate(bits) if shown)
        networks = masts.networks.astype(np.int64)
        kinds = np.array([self.asked.shows("class", kind) for kind in CLASSES])
        states = np.array([self.asked.shows("state", state) for state in STATES])
        carried = (networks & mask) != 0
        if all(bits):
            carried |= networks == 0
        return carried & kinds[masts.mast_class] & states[masts.state]

    def _zones(self) -> list[tuple[Any, Any, Any, str]]:
        box = shapely.box(*self.bounds)
        found = []
        for layer, facts in LAYERS.items():
            zones = self.seen.zones.get(layer)
            if zones is None or not self.asked.shows("layer", layer.value):
                continue
            for row in sorted(zones.tree.query(box, predicate="intersects").tolist()):
                zone = zones.zones[row]
                found.append((zone, zones.geometries[row], facts.style, grade(zone)))
        return found

    def _borders(self) -> list[Border]:
        if not self.asked.shows("layer", "borders"):
            return []
        units = self.known.units
        return [
            Border(units.geometries[row], units.communes[row].name)
            for row in units.tree.query(shapely.box(*self.bounds), predicate="intersects").tolist()
        ]

    def _subtitle(self) -> str:
        office = letterhead(office_settings(self.registry), self.lang, self.registry.settings.province)
        count = number(len(self.masts), 0, self.lang)
        return " · ".join(
            [
                office["office_name"],
                _("%(count)s cột trên tờ", count=count),
                _("dữ liệu ngày %(day)s", day=f"{now():%d/%m/%Y}")
                if self.asked.day is None
                else _("tình trạng ngày %(day)s", day=f"{self.asked.day:%d/%m/%Y}"),
            ]
        )

    def _foot(self) -> list[str]:
        head = head_of(self.registry)
        lines = [
            _(
                "Nguồn: sổ đăng ký BTS, mục %(number)s của sổ cái (%(hash)s), lúc %(moment)s.",
                number=number(head.seq, 0, self.lang),
                hash=head.hash[:12],
                moment=f"{now():%H:%M %d/%m/%Y}",
            )
        ]
        if self.ground is not None and self.ground.said:
            lines[0] += f" {self.ground.said[:1].upper()}{self.ground.said[1:]}."
        if any(unit.boundary_error_m for unit in self.known.units.communes):
            error = max(unit.boundary_error_m for unit in self.known.units.communes)
            lines[0] += " " + _(
                "Ranh giới xã, phường sai đến %(error)s m.", error=number(error, 0, self.lang)
            )
        step = number(grid_step(self.scale), 0, self.lang)
        lines.append(
            f"{grid_name(self.known.metric_epsg, self.lang)}, " + _("lưới ô vuông %(step)s m.", step=step)
        )
        who = self.person.name or _("không đăng nhập")
        printed = _("In lúc %(moment)s, người in: %(who)s.", moment=f"{now():%H:%M %d/%m/%Y}", who=who)
        if not self.person.sees_all:
            printed += " " + _("Chỉ có cột của đơn vị người in.")
        if self.asked.codes and not are_named(len(self.masts), self.scale):
            printed += " " + _(
                "Không ghi mã cột: tỷ lệ nhỏ hơn 1:%(scale)s hoặc có hơn %(most)s cột.",
                scale=number(NAMED_TO, 0, self.lang),
                most=number(MOST_NAMED, 0, self.lang),
            )
        on_desk = any(layer.shown().get("cable_kinds") for layer in map_layers())
        if on_desk and self.asked.shows("layer", "cables"):
            printed += " " + _("Cáp ngoại vi không in trên tờ này.")
        unsure = len(self.perhaps & set(self.masts.codes))
        if unsure:
            printed += " " + _(
                "%(count)s cột chưa rõ có đứng vào ngày đó không, vẽ như những cột khác.",
                count=number(unsure, 0, self.lang),
            )
        return [*lines, printed]
