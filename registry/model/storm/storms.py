"""Storms (bão): a track as its source states it, the wind a mast meets from it, and who is to act first.

Positions are EPSG:4326 degrees, winds m/s, distances metres, pressures hPa, moments aware and in UTC. What
the source does not state is None; nothing here is guessed. Levels (cấp gió) are Beaufort numbers.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class WindRadii:
    """How far winds of ``wind_ms`` or more reach from the centre, metres by quadrant; None: not stated.

    A source that gives one radius for all sides gives it to all four quadrants.
    """

    wind_ms: float
    ne_m: float | None = None
    se_m: float | None = None
    sw_m: float | None = None
    nw_m: float | None = None

    @property
    def quadrants(self) -> tuple[float | None, float | None, float | None, float | None]:
        """The four radii clockwise from the north-east."""
        return (self.ne_m, self.se_m, self.sw_m, self.nw_m)


@dataclass(frozen=True, slots=True)
class TrackPoint:
    """A position of the centre (vị trí tâm bão) at a moment.

    ``wind_ms`` is the strongest sustained wind near the centre as the source states it, averaged over the
    track's ``averaging_s``; where the source gives a range (150-166 km/h), it is the middle and
    ``wind_range_ms`` keeps both ends. ``level``/``gust_level`` are Beaufort numbers as stated, the higher
    of two ("cấp 8-9"); ``gust_above``: the source says above that level ("giật trên cấp 17"), which is then
    the least. ``disaster_level`` (cấp độ rủi ro thiên tai) is the bulletin's, 1 to 5. ``where`` is
    the line or row of the source.
    """

    at: dt.datetime
    lon: float
    lat: float
    wind_ms: float | None = None
    gust_ms: float | None = None
    pressure_hpa: float | None = None
    rmax_m: float | None = None
    radii: tuple[WindRadii, ...] = ()
    level: int | None = None
    gust_level: int | None = None
    disaster_level: int | None = None
    forecast: bool = False
    where: str = ""
    wind_range_ms: tuple[float, float] | None = None
    gust_above: bool = False


@dataclass(frozen=True, slots=True)
class FieldCorrection:
    """A correction of the wind field that the office decided from observed winds: factors on every wind.

    ``land`` is meant over land, ``sea`` at sea and on the coast; it rests on observations at ``places``
    places, and is in force since ``decided_at``.
    """

    land: float
    sea: float
    places: int
    decided_at: dt.datetime


@dataclass(frozen=True, slots=True)
class StormTrack:
    """The track of one storm from one source, its points in order of time.

    ``name`` is the international name or the source's own id, ``number`` the Vietnamese number of the year
    (bão số 3: 3; None where there is none). ``averaging_s`` is the averaging period of ``wind_ms``: 60, 120
    (Vietnamese bulletins) or 600 seconds. ``issued_at`` is when the bulletin speaks of the present.
    ``notes`` say how sure the series is, for the reader. ``correction`` is the office's, never a source's:
    whatever is worked out from the track then carries it (``registry.services.storm.file``).
    ``cone`` is the outline within which the source
    itself expects the centre (longitude, latitude), empty where it states none.
    """

    name: str
    year: int
    averaging_s: int
    points: tuple[TrackPoint, ...]
    number: int | None = None
    source: str = ""
    issued_at: dt.datetime | None = None
    notes: str = ""
    correction: FieldCorrection | None = None
    cone: tuple[tuple[float, float], ...] = ()

    @property
    def disaster_level(self) -> int | None:
        """The highest disaster level that the points state, None where they state none."""
        return max((point.disaster_level for point in self.points if point.disaster_level), default=None)


@dataclass(frozen=True, slots=True)
class Exposure:
    """What one structure meets along the whole track: an estimate, with its relative error (0.3: ±30 %).

    ``mean_ms`` is the strongest 2-minute mean (as in Vietnamese bulletins), ``gust_ms`` the strongest 3 s
    gust, the one that is compared with ``design_ms`` (a 3 s gust too). ``onset_at`` is the first moment at
    which the gust reaches the level that calls for action, None where it never does; ``ratio`` is gust over
    design. ``design_source`` is "mast" (its own), "zone" (V3s,50 of the wind zone), "zone-unsure" (the
    higher of two) or "" where none is known: then ``design_ms`` and ``ratio`` are None. ``hill`` is what the
    ground's shape added to the gust (a factor, in ``gust_ms`` already), None where no terrain tells.
    ``corrected`` is the factor of a decided correction, in the winds already, and on how many places it
    rests.
    """

    structure_id: str
    code: str
    mean_ms: float
    gust_ms: float
    mean_level: int
    gust_level: int
    onset_at: dt.datetime | None
    peak_at: dt.datetime | None
    end_at: dt.datetime | None
    nearest_m: float
    design_ms: float | None
    design_source: str
    ratio: float | None
    error: float
    hill: float | None = None
    corrected: tuple[float, int] | None = None


@dataclass(frozen=True, slots=True)
class CommuneExposure:
    """What the masts of one commune meet: largest values, first onset, how many come near their design.

    ``structures`` counts the masts that stand in it, ``reached`` those whose gust reaches the level that
    calls for action, ``near_design`` those whose gust is at least the asked share of their design gust.
    ``without_robust`` is None where no mast of the commune says whether it is robust.
    """

    code: str
    name: str
    structures: int
    reached: int
    near_design: int
    mean_ms: float
    gust_ms: float
    mean_level: int
    gust_level: int
    onset_at: dt.datetime | None
    peak_at: dt.datetime | None
    without_robust: bool | None


@dataclass(frozen=True, slots=True)
class RankPart:
    """One part of a rank: what was looked at (``name``), its ``value`` as known, and the ``factor`` it gives.

    ``code`` with ``params`` is the sentence in ``data/messages``. ``kind`` says what the factor is on: the
    "chance", or the "value" that is lost. ``spread`` is by how much it widens the error where it is not known
    (the deviation of a logarithm).
    """

    name: str
    value: Any
    factor: float
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    kind: str = "chance"
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class RankedMast:
    """A mast in one of the two lists of a storm (1 first).

    ``score`` is what the list is in order of: the ``chance`` that it may fall, or the chance that it goes
    dark times the harm; ``fall_chance`` is that it may fall, in both lists. ``flagged``: the warning singles
    it out; ``danger``: a dangerous defect stands at it, which puts it on top. ``missing`` names what is not
    known: it widens the error and changes no factor.
    """

    rank: int
    structure_id: str
    site_id: str
    code: str
    commune_code: str
    commune: str
    owner: str
    operators: tuple[str, ...]
    exposure: Exposure
    score: float
    parts: tuple[RankPart, ...]
    missing: tuple[str, ...]
    chance: float = 0.0
    fall_chance: float = 0.0
    flagged: bool = False
    danger: bool = False


class Strength(NamedTuple):
    """Of one structure: its design wind as stated (m/s), and whether it is robust (None: nobody says)."""

    design_wind_ms: float | None
    robust: bool | None
