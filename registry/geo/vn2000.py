"""VN-2000 metres (toạ độ vuông góc VN-2000): northing and easting judged as one position.

Vietnamese papers call the northing X and the easting Y; programs do the opposite, so the two are told apart
by size: in Vietnam a northing is 900 to 2,600 km, an easting 100 to 900 km (false easting 500 km).

Metres do not say their plane. It is the one that is written (a zone number, the header), else the row's own
(``PositionHints.own``); and where the row's commune or the file's other rows speak for another, that one is
proposed, never taken as sure. Several that are spoken for leave the position as unsure as they are apart.
"""

from collections.abc import Iterable
from typing import Any

from registry.geo.areas import near_m
from registry.geo.evidence import BY_CODE, BY_COMMUNE, agrees, datum_claim, may_lack_datum
from registry.geo.planes import NATIONAL, UTM_WGS84, plane_words, reaching, zone_of
from registry.geo.readings import OWN, PositionHints, Problem, plain_pair
from registry.messages import Words
from registry.model.positions import UNSURE_PLANE

Place = tuple[int, float, float]
"""A plane (EPSG code) and the longitude and latitude (EPSG:4326) that it gives."""

BY_PROVINCE = Words("vị trí nằm trong tỉnh", "it lies in the province")
_SAME_M = 0.5  # metres: nearer than this two planes say the same place


class Grid:
    """Metres being judged; ``lon``/``lat`` are None until a plane is chosen.

    ``doubt_m`` is how far the planes that are spoken for lie apart, 0.0 where one is certain.
    """

    def __init__(self, northing: float, easting: float) -> None:
        zone = zone_of(easting)
        self.northing = northing
        self.easting = zone[1] if zone else easting
        self.zone = zone[0] if zone else None
        self.epsg = 0
        self.lon = 0.0
        self.lat = 0.0
        self.reading = "vn2000"
        self.proposed = False
        self.doubt_m = 0.0
        self.problems: list[Problem] = []
        self._places: dict[int, Place] = {}

    @property
    def metres(self) -> tuple[float, float] | None:
        """Northing and easting that do not say their plane; None where a zone number does."""
        return None if self.zone else (self.northing, self.easting)

    def choose(self, hints: PositionHints) -> bool:
        """Choose the plane; False where none is known and nothing speaks for one."""
        own = self.zone or hints.own
        if self.zone is not None:
            self.problems.append(Problem("COORD-ZONE-PREFIX", {"epsg": self.zone}, field="easting"))
        if own is None:
            if not self._spoken_for(hints, None):
                return False
        elif agrees(*self.at(own), hints) == "registered" or not self._spoken_for(hints, own):
            self._take(own)
        if not hints.holds(self.lon, self.lat):
            self.problems.append(Problem("COORD-OUTSIDE", {"lat": self.lat, "lon": self.lon}))
        elif not self.proposed and self.epsg not in UTM_WGS84:
            self._weigh_datum(hints)
        return True

    def _spoken_for(self, hints: PositionHints, own: int | None) -> bool:
        """Take what the row's evidence, the file's other rows or the province speak for against its own.

        True where a plane was taken here; False where the row's own stands without a doubt.
        """
        followed = self._followed(hints)
        rows = Words(
            f"{hints.voices} dòng của tệp khớp với địa bàn đã ghi",
            f"{hints.voices} rows of the file lie in the communes that they name",
        )
        backed = backed_planes(self, hints, own) if hints.may_place else []
        if backed:
            chosen = [epsg for epsg in followed if epsg in backed] or backed
            if own in backed:
                # two planes lie in the commune: the row's own, unless the file is written in the other
                rivals = [epsg for epsg in chosen if epsg != own] if own not in followed and followed else []
                if not rivals or self.zone is not None or self._same(own, rivals):
                    return False
                self._doubt(own, rivals)
                return True
            by_code = agrees(*self.at(chosen[0]), hints) == "registered"
            why = BY_CODE if by_code else BY_COMMUNE
            if len(chosen) < len(backed):  # the commune holds several, and the file's rows chose
                why = Words(f"{why.vi} và {rows.vi}", f"{why.en} and {rows.en}")
            self._propose(own, chosen, why)
            return True
        if followed and own not in followed and self.zone is None:
            here = [epsg for epsg in followed if hints.governs(*self.at(epsg))]
            self._propose(own, here or followed, rows)
            return True
        written = self.zone is not None or hints.stated is not None
        if own is None or written or hints.governs(*self.at(own)):
            return self._rivals_inside(hints, own) if own is not None and not written else False
        return self._bring_inside(hints, own, sure=followed == [own])

    def _rivals_inside(self, hints: PositionHints, own: int) -> bool:
        """The row's own plane lands inside: another of the province that does too cannot be told from it."""
        if hints.may_place or OWN in hints.leaders:
            return False
        rivals = [
            epsg for epsg in hints.epsgs[1:] if hints.governs(*self.at(epsg)) and not self._same(own, [epsg])
        ]
        if rivals:
            self._doubt(own, rivals)
        return bool(rivals)

    def _bring_inside(self, hints: PositionHints, own: int, *, sure: bool) -> bool:
        """The row's own plane, which nobody wrote, lands outside: it may be another that was meant.

        The province's others first. Where the file's rows are ``sure`` of the plane, no other is looked for.
        """
        inside = self._inside(hints, hints.epsgs, own)
        if inside:
            self._propose(own, [*inside, *self._inside(hints, NATIONAL, own)], BY_PROVINCE)
        elif not sure:
            reached = reaching(self.easting, self.northing, hints.west, hints.east)
            inside = self._inside(hints, (*NATIONAL, *reached), own)
            if inside:
                self._propose(own, inside, BY_PROVINCE)
        return bool(inside)

    def _inside(self, hints: PositionHints, planes: Iterable[int], own: int) -> list[int]:
        """Return those of planes, but the row's own, that land in the office's ground."""
        return [epsg for epsg in dict.fromkeys(planes) if epsg != own and hints.governs(*self.at(epsg))]

    def _followed(self, hints: PositionHints) -> list[int]:
        """Return the planes that the file's rows speak for, as this row's own codes, the likelier first."""
        own = self.zone or hints.own
        planes = (own if epsg == OWN else epsg for epsg in hints.leaders)
        return list(dict.fromkeys(epsg for epsg in planes if epsg is not None))

    def _propose(self, own: int | None, planes: list[int], why: Words) -> None:
        """Take the first of planes as a proposal, and say which others are as well spoken for."""
        self._take(planes[0])
        self.proposed, self.reading = True, "wrong-meridian"
        place = plain_pair(self.lon, self.lat)
        if own is None:
            params = {"plane": plane_words(self.epsg), "why": why}
            self.problems.append(Problem("COORD-MERIDIAN-PROPOSED", params, place))
        else:
            off = near_m(*self.at(own), self.lon, self.lat)
            told = {"plane": plane_words(self.epsg), "own": plane_words(own), "d": off / 1000.0, "why": why}
            self.problems.append(Problem("COORD-WRONG-MERIDIAN", told, place))
        rivals = [epsg for epsg in dict.fromkeys(planes[1:]) if not self._same(self.epsg, [epsg])]
        if rivals:
            self._doubt(self.epsg, rivals)

    def _doubt(self, epsg: int, rivals: list[int]) -> None:
        """Take a plane while others are as well spoken for: the position is as unsure as they are apart."""
        self._take(epsg)
        self.proposed, self.reading = True, UNSURE_PLANE
        self.doubt_m = max(near_m(self.lon, self.lat, *self.at(rival)) for rival in rivals)
        names = [plane_words(rival) for rival in rivals]
        params: dict[str, Any] = {
            "plane": plane_words(epsg),
            "others": Words("; ".join(name.vi for name in names), "; ".join(name.en for name in names)),
            "d": self.doubt_m / 1000.0,
        }
        self.problems.append(Problem("COORD-MERIDIAN-UNSURE", params))

    def _take(self, epsg: int) -> None:
        self.epsg = epsg
        self.lon, self.lat = self.at(epsg)

    def _same(self, epsg: int, others: list[int]) -> bool:
        return all(near_m(*self.at(epsg), *self.at(other)) < _SAME_M for other in others)

    def at(self, epsg: int) -> tuple[float, float]:
        """Return the longitude and latitude that a plane gives."""
        if epsg not in self._places:
            from registry.geo.crs import point_to_wgs84  # noqa: PLC0415 - pyproj only where metres are read

            self._places[epsg] = (epsg, *point_to_wgs84(self.easting, self.northing, epsg))
        return self._places[epsg][1:]

    def _weigh_datum(self, hints: PositionHints) -> None:
        """Metres made by projecting WGS 84 degrees without the datum shift are off by its length."""
        if not may_lack_datum(self.lon, self.lat, hints):
            return
        from registry.geo.crs import point_without_datum  # noqa: PLC0415 - pyproj only where metres are read

        unshifted = point_without_datum(self.easting, self.northing, self.epsg)
        claim = datum_claim((self.lon, self.lat), unshifted, hints)
        if claim is None:
            return
        problem, used = claim
        self.problems.append(problem)
        if used:
            self.lon, self.lat = unshifted
            self.proposed, self.reading = True, "no-datum"


def backed_planes(grid: Grid, hints: PositionHints, own: int | None) -> list[int]:
    """Return the planes in which what the row names holds the metres, the likelier first.

    Where the registered position of the row's code agrees with one within 15 m, no other counts.
    """
    near = hints.registered
    west, east = hints.west, hints.east
    if hints.commune is not None:
        reach = hints.commune.reach_m / 90_000.0  # a degree of longitude is longer than that in Vietnam
        west, east = hints.commune.lon - reach, hints.commune.lon + reach
    if near is not None:
        west, east = min(west, near[0]), max(east, near[0])
    first = [epsg for epsg in (own, *hints.epsgs) if epsg is not None]
    planes = dict.fromkeys((*first, *reaching(grid.easting, grid.northing, west, east)))
    found = {epsg: told for epsg in planes if (told := agrees(*grid.at(epsg), hints))}
    surest = [epsg for epsg, told in found.items() if told == "registered"]
    return surest or list(found)
