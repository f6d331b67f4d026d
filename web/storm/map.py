"""What the maps of storms need to know: the track with its words, and where the page gets the rest."""

from typing import Any

from flask_babel import gettext as _

from registry.messages import say
from registry.model.storm.storms import StormTrack, TrackPoint
from registry.services.storm.actions import BANDS, Actions
from registry.services.storm.vocabulary import moment
from registry.storm.coast import outlines
from registry.storm.constants import storm_data
from web.frame.languages import language
from web.frame.office import settings
from web.map.desk_map import Box

_AROUND_DEG = 0.6


def track_points(track: StormTrack) -> list[dict[str, Any]]:
    """Return the points of a track as the map draws them, in order of time; ``at`` is (lat, lon)."""
    return [
        {
            "at": [round(point.lat, 4), round(point.lon, 4)],
            "forecast": point.forecast,
            "time": moment(point.at),
            "level": point.level,
            "words": point_words(point),
        }
        for point in track.points
    ]


def point_words(point: TrackPoint) -> str:
    """Say a point in one line: when, whether forecast, how strong."""
    kind = _("dự báo") if point.forecast else _("đã qua")
    strong = _("cấp %(level)s", level=point.level) if point.level is not None else ""
    if not strong and point.wind_ms is not None:
        strong = f"{point.wind_ms:.0f} m/s"
    # outside the f-string, where texts for translation are found
    in_gusts = _("giật trên cấp") if point.gust_above else _("giật cấp")
    gust = f", {in_gusts} {point.gust_level}" if point.gust_level is not None else ""
    return f"{moment(point.at)} · {kind}{f' · {strong}{gust}' if strong else ''}"


def map_config(track: StormTrack, urls: dict[str, str], **more: Any) -> dict[str, Any]:
    """Return the configuration of a storm's map as JSON values.

    The office's own background ends near its province, so a rough outline of the land with a few names is
    drawn: a track over nothing says nothing. A tile server of the office has the whole land.
    """
    everywhere = settings().tile_url is not None
    return {
        "lang": language(),
        "urls": urls,
        "land": [] if everywhere else outlines(),
        "places": [] if everywhere else _places(),
        "track": track_points(track),
        "cone": [[lat, lon] for lon, lat in track.cone],
        "texts": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "past": _("đã qua"),
            "forecast": _("dự báo"),
            "masts": _("cột"),
            "gust": _("gió giật ước tính"),
            "level": _("cấp"),
            "ring": _("vùng gió giật từ cấp %(level)s (ước tính, trên đất liền)", level="LEVEL"),
            "calm": _("không xã nào có gió giật từ cấp 6"),
            "communes": _(
                "%(count)s/%(all)s xã, phường của tỉnh có gió giật từ cấp 8", count="COUNT", all="ALL"
            ),
            "strongest": _("mạnh nhất: %(place)s, giật cấp %(level)s", place="PLACE", level="LEVEL"),
            "failed": _("Chưa tải được dữ liệu bản đồ; bảng bên cạnh vẫn đúng. Tải lại trang để thử lại."),
            "centre": _("tâm bão"),
            "cone": _("vùng sai số do nguồn vẽ"),
            "coast": _("bờ biển vẽ phác, sai số khoảng 20 km"),
            "play": _("Chạy theo thời gian"),
            "stop": _("Dừng"),
        },
        **more,
    }


def _places() -> list[dict[str, Any]]:
    lang = language()
    return [
        {"at": place["at"], "name": place[lang], "city": place.get("city", False)}
        for place in storm_data("places")["place"]
    ]


def band_texts(known: Actions) -> list[dict[str, str]]:
    """Return the bands with sign and word, the most urgent first."""
    lang = language()
    return [
        {
            "code": code,
            "sign": known.bands[code].sign,
            "word": say(known.bands[code].words, lang),
        }
        for code in BANDS
    ]


def track_box(track: StormTrack, office: Box | None = None) -> Box:
    """Return west, south, east, north of the track's last part and the office's territory."""
    spots = [(point.lon, point.lat) for point in track.points]
    if office is not None:
        spots = [(office[0], office[1]), (office[2], office[3])]
    west, east = min(x for x, _y in spots), max(x for x, _y in spots)
    south, north = min(y for _x, y in spots), max(y for _x, y in spots)
    return west - _AROUND_DEG, south - _AROUND_DEG, east + _AROUND_DEG, north + _AROUND_DEG
