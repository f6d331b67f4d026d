"""Stations without grid power: in which area, until when their battery carries them, what is not known.

``areas_without_power`` and ``stations_at_risk`` are what other rooms ask. A battery of which nobody said how
long it lasts is not known, and stays so.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely

from registry.columns import fold as folded
from registry.errors import RefusalError
from registry.messages import Language, Words, number, say
from registry.model.outages.outages import LineState
from registry.model.outages.power_areas import PowerArea
from registry.model.vietnam_time import VIETNAM
from registry.services.office.registry import Registry
from registry.services.outages.counted import Count, counts_of, perhaps_off
from registry.services.outages.events import events, ordered_lines
from registry.services.outages.stations import StationBook, StationSite, station_book
from registry.services.register.chosen_areas import area_there
from registry.store.outages.power_areas import load_areas
from registry.store.outages.stations import StationPower, load_power
from registry.storm.outage_fold import CommuneKey, StationKey, fold
from registry.storm.outage_power import Countdown, PowerWord, countdown, dark_at, power_words

_WHY: dict[Countdown, Words] = {
    Countdown.RUNNING: Words("tắt lúc {at} nếu chưa có máy phát", "dark at {at} unless a generator comes"),
    Countdown.OVER: Words(
        "lẽ ra đã tắt lúc {at}, doanh nghiệp chưa báo", "should be dark since {at}; the carrier has not said"
    ),
    Countdown.NO_HOURS: Words("không rõ ắc quy chạy được mấy giờ", "how long its battery lasts is not known"),
    Countdown.NO_START: Words("không rõ mất điện lưới từ lúc nào", "since when it has no power is not known"),
    Countdown.GENERATOR: Words("đang chạy máy nổ", "on a generator"),
}
_HEARD_AFTER = Words(
    "báo còn liên lạc lúc {heard} dù ắc quy {hours} giờ đã hết lúc {at}: hỏi lại số giờ, máy phát",
    "said to be on the air at {heard}, though a battery of {hours} h was empty at {at}: ask again",
)
_OWN_GENERATOR = Words(
    "sổ ghi có máy phát tại trạm, chưa báo là đang chạy",
    "a generator on site by the register, not said to run",
)
_BACK = Words(
    "; báo có điện lại lúc {at}, doanh nghiệp chưa báo", "; grid said to be back at {at}, the carrier has not"
)
_COUNTED = Words(
    "lúc {at} doanh nghiệp báo {down}/{sites} vị trí trạm ở xã này mất liên lạc, không nêu mã: "
    "chưa rõ có trạm này không; nếu còn chạy: {why}",
    "at {at} the carrier said {down} of its {sites} sites of this commune off the air, without codes: "
    "whether this one is not known; if it runs: {why}",
)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A station site on the air without grid power.

    ``dark_at``: when its battery is empty, None where not known. ``hours`` of its battery are by the
    carrier's report or the register (``hours_by``: "report", "register", ""). ``areas`` are those without
    power that hold it, ``by_report``: the carrier itself says so. ``back_at``: an area that held it has its
    power again. ``own_generator``: the register has one on site, nobody said that it runs. ``heard_at``: the
    carrier said later than its battery lasts that it is on the air, so how long it lasts is not known.
    ``count``: some of its commune are said to be off the air and not which, so whether it runs is not known.
    """

    station: StationSite
    battery: Countdown
    lost_at: dt.datetime | None
    dark_at: dt.datetime | None
    hours: float | None
    hours_by: str
    areas: tuple[PowerArea, ...]
    by_report: bool
    own_generator: bool = False
    back_at: dt.datetime | None = None
    heard_at: dt.datetime | None = None
    empty_at: dt.datetime | None = None
    count: Count | None = None

    @property
    def standing(self) -> Countdown:
        """How it stands: by its battery, where nothing puts in doubt that it is on the air."""
        return self.battery if self.count is None else Countdown.COUNTED

    def why(self, lang: Language = "vi") -> str:
        """Return it in words: "tắt lúc 03:40 nếu chưa có máy phát"; "không rõ …" where it is not known."""
        if self.count is None:
            return self._power(lang)
        at = _clock(self.count.as_of, self.lost_at)
        down, sites = number(self.count.down, 0, lang), number(self.count.sites, 0, lang)
        return say(_COUNTED, lang).format(at=at, down=down, sites=sites, why=self._power(lang))

    def _power(self, lang: Language) -> str:
        if self.own_generator:
            return say(_OWN_GENERATOR, lang)
        said = say(_WHY[self.battery], lang).format(at=_clock(self.dark_at, self.lost_at))
        if self.heard_at is not None:
            said = say(_HEARD_AFTER, lang).format(
                heard=_clock(self.heard_at, self.lost_at),
                at=_clock(self.empty_at, self.lost_at),
                hours="?" if self.hours is None else number(self.hours, 1, lang),
            )
        if self.back_at is not None:
            said += say(_BACK, lang).format(at=_clock(self.back_at, self.lost_at))
        return said


@dataclass(frozen=True, slots=True)
class AreaThere:
    """An area without power on the ground: its shape in EPSG:4326 (None: named by feeders alone)."""

    area: PowerArea
    shape: Any


def areas_without_power(registry: Registry, at: dt.datetime) -> tuple[PowerArea, ...]:
    """Return the areas without grid power at a moment, the latest to lose it first."""
    return tuple(area for area in all_areas(registry) if area.holds_at(at))


def all_areas(registry: Registry) -> list[PowerArea]:
    """Return every area on record, withdrawn ones too, the latest to lose its power first."""
    with registry.database.read() as connection:
        return load_areas(connection)


def area_shape(registry: Registry, area: PowerArea, book: StationBook) -> Any:
    """Return an area's shape in EPSG:4326; None for one of feeders, or whose units are known no more."""
    try:
        there = area_there(registry, book.context, area.area) if area.area else None
    except RefusalError:
        return None
    return None if there is None else there.shape


def stations_at_risk(
    registry: Registry, at: dt.datetime, *, operator: str = "", event: str = ""
) -> tuple[AtRisk, ...]:
    """Return the station sites on the air without grid power at ``at``, who dies next first.

    Those whose time is over come before them, those on a generator last. ``operator``: of one carrier;
    ``event``: by the reports of one event, else of all that are open. A station that is reported as off the
    air is not at risk: it is dark; so are all of a commune that a count says to be off the air.
    """
    book = station_book(registry)
    with registry.database.read() as connection:
        known = load_power(connection)
    words, dark, counts = _reported(registry, at, event)
    perhaps = perhaps_off(book, counts, words, dark)
    areas = all_areas(registry)
    inside = _inside(registry, [area for area in areas if area.holds_at(at)], book, known)
    ended = _inside(
        registry, [area for area in areas if not area.withdrawn and area.ended_at and area.ended_at <= at],
        book, known,
    )  # fmt: skip
    found = []
    for key, station in book.sites.items():
        if not station.expected or operator not in ("", station.operator) or key in dark:
            continue
        said = _Known(words.get(key), inside.get(key, ()), ended.get(key, ()), known.get(key))
        one, count = _at_risk(station, said, at), perhaps.get(key)
        if one is not None and count is not None:
            if count.all_of_them:
                continue
            one = replace(one, count=count)
        if one is not None:
            found.append(one)
    return tuple(sorted(found, key=_next_first))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of one station's power: the carrier's word, areas that hold it, areas that did, the
    register."""

    word: PowerWord | None
    areas: Sequence[PowerArea]
    ended: Sequence[PowerArea]
    register: StationPower | None


def _at_risk(station: StationSite, said: _Known, at: dt.datetime) -> AtRisk | None:
    word, areas, known = said.word, said.areas, said.register
    by_report = word is not None and word.state is LineState.POWER
    if word is not None and word.state is LineState.RESTORED:
        areas = [area for area in areas if area.since > word.as_of]  # its own word, and later, goes first
    if not areas and not by_report:
        return None
    lost_at = word.lost_at if word is not None and by_report else None
    if lost_at is None and areas:
        lost_at = min(area.since for area in areas)
    hours, hours_by = _hours(word, known)
    said_left = word is not None and by_report and word.battery_left is not None
    end = dark_at(
        lost_at=lost_at, hours=hours,
        left=word.battery_left if word and said_left else None,
        left_at=word.left_at if word and said_left else None,
    )  # fmt: skip
    generator = word.generator if word is not None and by_report else None
    own = generator is None and known is not None and bool(known.generator)
    heard = word.as_of if word is not None and by_report and end is not None and end < word.as_of else None
    lasts = heard is None and hours is not None
    if generator or own:
        heard = None
    empty, end = (end, None) if heard is not None else (None, end)
    return AtRisk(
        station=station,
        battery=countdown(end, generator=generator or own, hours_known=lasts, now=at),
        lost_at=lost_at,
        dark_at=None if generator or own else end,
        hours=word.battery_left if word and said_left else hours,
        hours_by="report" if said_left else hours_by,
        areas=tuple(areas),
        by_report=by_report,
        own_generator=own,
        back_at=_back(word, said.ended) if by_report and not areas else None,
        heard_at=heard,
        empty_at=empty,
    )


def _hours(word: PowerWord | None, known: StationPower | None) -> tuple[float | None, str]:
    """Return how long a battery lasts when it is full, and who says so: the report goes first."""
    if word is not None and word.battery_hours is not None:
        return word.battery_hours, "report"
    if known is not None and known.battery_hours is not None:
        return known.battery_hours, "register"
    return None, ""


def _back(word: PowerWord | None, ended: Sequence[PowerArea]) -> dt.datetime | None:
    moments = [area.ended_at for area in ended if area.ended_at and word and area.ended_at > word.as_of]
    return max(moments, default=None)


def _reported(
    registry: Registry, at: dt.datetime, event: str
) -> tuple[dict[StationKey, PowerWord], set[StationKey], dict[CommuneKey, Count]]:
    """Return what open events' reports say of stations' power, the stations that are off the air, and the
    counts of communes that leave open which are.

    Of several events the newest word about a station counts, and the newest count of a commune.
    """
    words: dict[StationKey, PowerWord] = {}
    dark: dict[StationKey, tuple[dt.datetime, bool]] = {}
    counts: dict[CommuneKey, Count] = {}
    for one in events(registry):
        if event not in ("", one.id) or (not event and not one.open):
            continue
        lines = ordered_lines(registry, one.id)
        for key, word in power_words(lines, at).items():
            before = words.get(key)
            if before is None or before.as_of <= word.as_of:
                words[key] = word
        picture = fold(lines, at)
        for commune, count in counts_of(lines, picture, at).items():
            if commune not in counts or counts[commune].as_of <= count.as_of:
                counts[commune] = count
        for key, state in picture.stations.items():
            held = dark.get(key)
            if held is None or held[0] <= state.line.as_of:
                dark[key] = (state.line.as_of, state.down)
    off = {key for key, (as_of, down) in dark.items() if down and not _later(words, key, as_of)}
    return words, off, counts


def _later(words: dict[StationKey, PowerWord], key: StationKey, as_of: dt.datetime) -> bool:
    word = words.get(key)
    return word is not None and word.as_of > as_of


def _inside(
    registry: Registry,
    areas: Sequence[PowerArea],
    book: StationBook,
    known: dict[StationKey, StationPower],
) -> dict[StationKey, tuple[PowerArea, ...]]:
    """Return the areas that hold each station site: by their shape, or by the feeder of the register."""
    keys = list(book.sites)
    lon = [book.sites[key].lon for key in keys]
    lat = [book.sites[key].lat for key in keys]
    found: dict[StationKey, tuple[PowerArea, ...]] = {}
    for area in areas:
        shape = area_shape(registry, area, book)
        held = set()
        if shape is not None:
            shapely.prepare(shape)
            held = {keys[n] for n in shapely.contains_xy(shape, lon, lat).nonzero()[0].tolist()}
        feeders = {folded(name) for name in area.feeders}
        held |= {key for key, one in known.items() if one.feeder and folded(one.feeder) in feeders}
        for key in held:
            found[key] = (*found.get(key, ()), area)
    return found


def _next_first(one: AtRisk) -> tuple[int, float, str, str]:
    order = (
        Countdown.OVER, Countdown.RUNNING, Countdown.COUNTED, Countdown.NO_HOURS, Countdown.NO_START,
        Countdown.GENERATOR,
    )  # fmt: skip
    end = one.dark_at or one.lost_at
    return order.index(one.standing), end.timestamp() if end else 0.0, one.station.code, one.station.operator


def _clock(at: dt.datetime | None, since: dt.datetime | None) -> str:
    """Write a moment on Vietnam's clock; its day too where it is not that of ``since``."""
    if at is None:
        return ""
    local = at.astimezone(VIETNAM)
    same = since is not None and since.astimezone(VIETNAM).date() == local.date()
    return f"{local:%H:%M}" if same else f"{local:%H:%M %d/%m}"
