"""VN-2000 metres (toạ độ vuông góc VN-2000): northing and easting judged as one position.

Vietnamese papers call the northing X and the easting Y; programs do the opposite, so the two are told apart
by size: in Vietnam a northing is 900 to 2,600 km, an easting 100 to 900 km (false easting 500 km). The plane
is the row's own meridian (``PositionHints.epsgs``), else the one that lands in the province.
"""

from registry.geo.evidence import agrees, datum_claim, may_lack_datum, near_m
from registry.geo.readings import PositionHints, Problem, plain_pair

NORTHINGS = (800_000.0, 2_700_000.0)
EASTINGS = (100_000.0, 900_000.0)

# Central meridians in degrees of the VN-2000 planes, as EPSG holds them (tests compare with PROJ).
CENTRAL_MERIDIANS: dict[int, float] = {
    3405: 105.0, 3406: 111.0, 5896: 102.0, 5897: 105.0, 5898: 108.0, 5899: 107.75,
    9205: 103.0, 9206: 104.0, 9207: 104.5, 9208: 104.75, 9209: 105.5, 9210: 105.75, 9211: 106.0,
    9212: 106.25, 9213: 106.5, 9214: 107.0, 9215: 107.25, 9216: 107.5, 9217: 108.25, 9218: 108.5,
}  # fmt: skip
# Zone numbers written before the easting: two figures are six-degree zones, three are three-degree ones.
ZONES: dict[str, int] = {"48": 3405, "49": 3406, "481": 5896, "482": 5897, "491": 5898}
NATIONAL = (3405, 5897)  # the national planes that hold Bắc Ninh, tried after the province's own


def is_northing(value: float) -> bool:
    """Whether a number of metres can be a northing in Vietnam."""
    return NORTHINGS[0] <= value <= NORTHINGS[1]


def is_easting(value: float) -> bool:
    """Whether a number of metres can be an easting, with or without a zone number before it."""
    return EASTINGS[0] <= value <= EASTINGS[1] or zone_of(value) is not None


def zone_of(easting: float) -> tuple[int, float] | None:
    """Split a zone number off an easting: 48 427 500 is 427,500 m in zone 48; (EPSG code, metres) or None."""
    zone, metres = divmod(easting, 1_000_000.0)
    epsg = ZONES.get(str(int(zone))) if 0 < zone < 1000 else None
    return (epsg, metres) if epsg is not None and EASTINGS[0] <= metres <= EASTINGS[1] else None


class Grid:
    """Metres being judged; ``lon``/``lat`` are None until a plane is chosen."""

    def __init__(self, northing: float, easting: float) -> None:
        self.northing = northing
        self.easting = easting
        self.epsg = 0
        self.lon = 0.0
        self.lat = 0.0
        self.reading = "vn2000"
        self.proposed = False
        self.problems: list[Problem] = []

    def choose(self, hints: PositionHints) -> None:
        """Choose the plane: the stated zone, else the row's own, else another one."""
        zone = zone_of(self.easting)
        own = hints.epsgs[0]
        order = [*hints.epsgs, *(epsg for epsg in NATIONAL if epsg not in hints.epsgs)]
        if zone is not None:
            own, self.easting = zone
            order = [own, *(epsg for epsg in order if epsg != own)]
            self.problems.append(Problem("COORD-ZONE-PREFIX", {"epsg": own}, field="easting"))
        places = [(epsg, *_place(self.easting, self.northing, epsg)) for epsg in order]
        inside = [place for place in places if hints.holds(place[1], place[2])]
        backed = [place for place in inside if agrees(place[1], place[2], hints)]
        self.epsg, self.lon, self.lat = next(
            (place for place in inside if place[0] == own), (backed or inside or places)[0]
        )
        if not inside:
            self.problems.append(Problem("COORD-OUTSIDE", {"lat": self.lat, "lon": self.lon}))
        elif self.epsg != own:
            self.proposed, self.reading = True, "wrong-meridian"
            off = next(near_m(lon, lat, self.lon, self.lat) for epsg, lon, lat in places if epsg == own)
            params = {"meridian": CENTRAL_MERIDIANS.get(self.epsg, 0.0), "d": off / 1000.0}
            self.problems.append(Problem("COORD-WRONG-MERIDIAN", params, plain_pair(self.lon, self.lat)))
        if len(inside) > 1 and zone is None and self.epsg not in {place[0] for place in backed}:
            self._doubt_meridian(hints, inside)
        if inside:
            self._weigh_datum(hints)

    def _doubt_meridian(self, hints: PositionHints, inside: list[tuple[int, float, float]]) -> None:
        """Where another plane lands inside too, the box cannot tell them apart: say so.

        A national plane is no rival of the row's own meridian, which the province's lists are written in.
        """
        rivals = [place for place in inside if place[0] != self.epsg]
        if self.epsg == hints.epsgs[0]:
            rivals = [place for place in rivals if place[0] in hints.epsgs]
        if rivals:
            self.proposed = True
            other = plain_pair(rivals[0][1], rivals[0][2])
            params = {"meridian": CENTRAL_MERIDIANS.get(self.epsg, 0.0), "other": other}
            self.problems.append(Problem("COORD-MERIDIAN-UNSURE", params, other))

    def _weigh_datum(self, hints: PositionHints) -> None:
        """Metres made by projecting WGS 84 degrees without the datum shift are off by its length."""
        if self.proposed or not may_lack_datum(self.lon, self.lat, hints):
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


def _place(easting: float, northing: float, epsg: int) -> tuple[float, float]:
    from registry.geo.crs import point_to_wgs84  # noqa: PLC0415 - pyproj only where metres are read

    return point_to_wgs84(easting, northing, epsg)
