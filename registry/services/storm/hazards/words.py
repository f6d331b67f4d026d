"""How a warning, water and a road that is cut are said, the same on pages, in letters and on the phone."""

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence

from registry.messages import Language, Words, number, say
from registry.model.storm.hazards import GroundKind, Hazard, HazardGround, HazardKind, RiverLevel, RoadCut
from registry.model.vietnam_time import VIETNAM
from registry.services.storm.hazards.exposure import HazardExposure
from registry.storm.rivers import river_name

KINDS: dict[HazardKind, Words] = {
    HazardKind.RAIN: Words("mưa lớn", "heavy rain"),
    HazardKind.FLOOD: Words("lũ, ngập lụt", "flood"),
    HazardKind.FLASH_FLOOD: Words("lũ quét", "flash flood"),
    HazardKind.LANDSLIDE: Words("sạt lở, sụt lún đất", "landslide"),
    HazardKind.OTHER: Words("cảnh báo khác", "other warning"),
}
OTHERS: dict[str, Words] = {
    "(?:dông|giông)": Words("dông", "thunderstorms"),
    "lốc": Words("lốc", "whirlwinds"),
    "sét": Words("sét", "lightning"),
    "mưa đá": Words("mưa đá", "hail"),
    "gió (?:mạnh|mùa)": Words("gió mạnh", "strong wind"),
    "(?:rét|không khí lạnh|băng giá|sương muối)": Words("rét", "cold"),
    "sương mù": Words("sương mù", "fog"),
    "nắng nóng": Words("nắng nóng", "heat"),
    "hạn hán": Words("hạn hán", "drought"),
    "cháy rừng": Words("cháy rừng", "forest fires"),
}
"""Words in the headline of a warning of another kind, and how they are said."""
GROUNDS: dict[GroundKind, Words] = {
    GroundKind.LOW: Words("vùng trũng, thấp", "low ground"),
    GroundKind.SLOPE: Words("sườn dốc, ta luy", "slope"),
}
_GROUND: dict[GroundKind, Words] = {
    GroundKind.LOW: Words("vùng trũng", "low ground"),
    GroundKind.SLOPE: Words("sườn dốc", "slopes"),
}
CAUSES: dict[str, Words] = {
    "flood": Words("ngập", "flooded"),
    "slide": Words("sạt lở", "landslide"),
    "bridge": Words("hỏng cầu, ngầm", "bridge or ford out"),
    "tree": Words("cây đổ", "tree fallen"),
    "other": Words("lý do khác", "other cause"),
}


def hazard_said(hazard: Hazard, lang: Language) -> str:
    """Return "lũ, ngập lụt sông Thương tại Phủ Lạng Thương: cao nhất 6,60 m, trên báo động 3 0,30 m".

    The level is the highest that the bulletin speaks of, and may be foreseen. A warning of another kind is
    said in its own words ("Tin cảnh báo dông, lốc, sét").
    """
    if hazard.kind is HazardKind.OTHER and hazard.headline:
        return hazard.headline
    kind = say(KINDS[hazard.kind], lang)
    water = level_said(hazard.level, lang)
    if water:
        return f"{kind} {water}"
    if not hazard.rain_mm:
        return kind
    amount = _amount(hazard.rain_mm, lang)
    if hazard.kind is HazardKind.RAIN:
        return f"{kind} {amount}"
    return f"{kind} (rain {amount})" if lang == "en" else f"{kind} (mưa {amount})"


def _amount(rain_mm: tuple[float, ...], lang: Language) -> str:
    if len(rain_mm) == 3:
        return _with_over(rain_mm[0], rain_mm[1], rain_mm[2], lang)
    least, most = (number(value, 0, lang) for value in (rain_mm[0], rain_mm[-1]))
    if len(rain_mm) == 1:
        return f"{least} mm or more" if lang == "en" else f"từ {least} mm trở lên"
    if not rain_mm[0]:
        return f"{'up to' if lang == 'en' else 'đến'} {most} mm"
    return f"{least}–{most} mm"


def _with_over(least: float, most: float, over: float, lang: Language) -> str:
    """Say a common amount, where one is told, and above what it rains in places: that is no upper end."""
    en = lang == "en"
    places = f"{'over' if en else 'có nơi trên'} {number(over, 0, lang)} mm{' in places' if en else ''}"
    if not most:
        return places
    common = (least,) if least == most else (least, most)
    return f"{_amount(common, lang)}, {places}"


def kind_said(hazard: Hazard, lang: Language) -> str:
    """Return of what a warning warns: one of another kind by those of its headline's words that are known."""
    if hazard.kind is not HazardKind.OTHER:
        return say(KINDS[hazard.kind], lang)
    said = hazard.headline.casefold()
    named = [words for written, words in OTHERS.items() if re.search(rf"\b{written}\b", said)]
    return ", ".join(say(words, lang) for words in named) or say(KINDS[hazard.kind], lang)


def warnings_said(warnings: Sequence[Hazard], lang: Language) -> str:
    """Return what is warned of, each until when where they do not end together; the same rain once."""
    rains = {one.rain_mm for one in warnings if one.kind is HazardKind.RAIN}
    last = {one.rain_mm: at for at, one in enumerate(warnings)}
    warnings = [
        dataclasses.replace(one, rain_mm=())
        if one.kind is not HazardKind.RAIN and (one.rain_mm in rains or last[one.rain_mm] != at)
        else one
        for at, one in enumerate(warnings)
    ]
    until = "until" if lang == "en" else "đến"
    apart = len({one.to_at for one in warnings}) > 1
    said = [_beside(one, len(warnings), lang) for one in warnings]
    # levels of water have commas of their own
    return ("; " if len(warnings) > 1 and any(one.level.river for one in warnings) else ", ").join(
        f"{words} ({until} {_until(one.to_at)})" if apart else words
        for words, one in zip(said, warnings, strict=True)
    )


def _beside(hazard: Hazard, count: int, lang: Language) -> str:
    """Say a warning among others of its bulletin: the bulletin's own title names those too."""
    alone = count == 1 or hazard.kind is not HazardKind.OTHER
    known = kind_said(hazard, lang)
    return hazard_said(hazard, lang) if alone or known == say(KINDS[hazard.kind], lang) else known


def _until(moment: dt.datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def level_said(level: RiverLevel, lang: Language) -> str:
    """Return the river, the station and how high the water stands; "" where no river is named."""
    if not level.river:
        return ""
    place = f" {'at' if lang == 'en' else 'tại'} {level.station}" if level.station else ""
    told = []
    if level.metres is not None:
        highest = "up to" if lang == "en" else "cao nhất"
        told.append(f"{highest} {number(level.metres, 2, lang)} m")
    if level.alarm is not None:
        told.append(_alarm_said(level, lang))
    return f"{river_name(level.river, lang)}{place}{': ' + ', '.join(told) if told else ''}"


def _alarm_said(level: RiverLevel, lang: Language) -> str:
    above = level.above_m
    if not level.alarm:
        return "below alarm level 1" if lang == "en" else "dưới báo động 1"
    words = f"alarm level {level.alarm}" if lang == "en" else f"báo động {level.alarm}"
    if above is None:
        return words
    side = ("above" if above >= 0 else "below") if lang == "en" else ("trên" if above >= 0 else "dưới")
    metres = number(abs(above), 2, lang)
    return f"{metres} m {side} {words}" if lang == "en" else f"{side} {words} {metres} m"


def ground_said(ground: HazardGround, lang: Language) -> str:
    """Return what befalls the ground, and from which alarm level of which river."""
    kind = say(GROUNDS[ground.kind], lang)
    if not ground.river:
        return kind
    river = river_name(ground.river, lang)
    if ground.alarm is None:
        return f"{kind}, {river}"
    words = f"from alarm level {ground.alarm}" if lang == "en" else f"từ báo động {ground.alarm}"
    return f"{kind}, {river} {words}"


def grounds_said(kinds: Sequence[GroundKind], lang: Language) -> str:
    """Return the ground that a warning makes one look for: "vùng trũng, sườn dốc"."""
    return (" or " if lang == "en" else ", ").join(say(_GROUND[kind], lang) for kind in kinds)


def road_said(road: RoadCut, lang: Language) -> str:
    """Return the road, where, why, since when, by whose word, and how to get round it."""
    cause = say(CAUSES.get(road.cause, CAUSES["other"]), lang)
    since = f"{road.from_at.astimezone(VIETNAM):%d/%m %H:%M}"
    words = ("since", "by the word of") if lang == "en" else ("từ", "theo")
    place = f", {road.place}" if road.place else ""
    return f"{road.name}{place}: {cause} {words[0]} {since}, {words[1]} {road.told_by}" + (
        f" ({road.note})" if road.note else ""
    )


def hazards_of_masts(
    exposure: HazardExposure, masts: Mapping[str, object], lang: Language
) -> tuple[str, ...]:
    """Return a sentence for each warning in force that some of ``masts`` (structure ids) stand on the ground
    or in the area of, for letters and annexes; empty where none is on record."""
    told = []
    for item in exposure.hazards:
        ground, area = sum(one in masts for one in item.on_ground), sum(one in masts for one in item.in_area)
        if not ground and not area:
            continue
        said = hazard_said(item.hazard, lang)
        until = _until(item.hazard.to_at)
        if lang == "en":
            where = f"{ground} on ground known to be affected" if ground else f"{area} in the warning area"
            told.append(f"{said} until {until} ({item.hazard.source}): {where}")
        else:
            where = (
                f"{ground} cột trên đất đã biết là bị ảnh hưởng"
                if ground
                else f"{area} cột trong vùng được cảnh báo"
            )
            told.append(f"{said} đến {until} ({item.hazard.source}): {where}")
    return tuple(told)
