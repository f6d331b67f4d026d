"""Vietnamese storm bulletins (tin bão), typed or pasted, and news that quotes them.

The text is cut at the moments it names ("Hồi 10 giờ ngày 07/9", "22h/07/9"); a piece with a position is a
point of the track, and what is said of the centre there belongs to it: level, speeds beside it, gust, radii,
disaster level (``passages`` says where that ends, ``strength`` what it means). Hours are Vietnam's (UTC+7)
and winds 2-minute means, as QĐ 18/2021/QĐ-TTg (Điều 5) defines them for bulletins. What is told of a later
day ("đến 22 giờ", "dự báo") is a forecast.

Bulletins may be pasted one after the other: what was observed replaces what was forecast for the same time,
and a forecast for a time before the newest observation is dropped.
"""

import datetime as dt
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, replace

from registry.errors import RefusalError
from registry.model.storm.storms import StormTrack, TrackPoint
from registry.model.vietnam_time import VIETNAM
from registry.storm.asking import Asking, TrackReading
from registry.storm.clock import SPOKEN, nearest, spoken_clock
from registry.storm.scales import HIGHEST, level_of
from registry.storm.sources.checked import Notes, in_order, position
from registry.storm.sources.given import Given, reading_of
from registry.storm.sources.issuing import issuing_body
from registry.storm.sources.merged import merged
from registry.storm.sources.passages import ends_of
from registry.storm.sources.risk_areas import of_the_storm
from registry.storm.sources.strength import (
    WIDEST_GUST,
    gust_unread,
    radii_of,
    risk_of,
    stated_risk,
    strength_of,
)
from registry.storm.units import KMH_MS

LONGEST = 300_000  # characters; a bulletin has two to six thousand
AVERAGING_S = 120
_DEG = r"(\d{1,3}(?:[.,]\d{1,3})?)"
_NORTH = (
    r"\s{0,2}(?:°|[đd][ộôọo]|o)?\s{0,2}"  # a mark is easily lost where a bulletin is typed
    r"(?:v[ĩi](?:\s(?:độ|tuyến))?(?:\s{1,2}bắc)?|n(?![a-zà-ỹ])|b(?:ắc)?(?![a-zà-ỹ]))"
)
_EAST = (
    r"\s{0,2}(?:°|[đd][ộôọo]|o)?\s{0,2}"
    r"(?:kinh(?:\s(?:độ|tuyến))?(?:\s{1,2}đông)?|e(?![a-zà-ỹ])|đ(?:ông)?(?![a-zà-ỹ]))"
)
_SPAN = rf"\s{{0,2}}(?:[–—-]|đến|tới)\s{{0,2}}\d{{1,3}}(?:[.,]\d{{1,3}})?{_EAST}"
"""What makes two meridians of one: "17,5N-22,5N; 108,0E-114,0E" bounds a zone of danger, no centre."""
_POSITION = re.compile(
    rf"(?<![\d.,]){_DEG}{_NORTH}[\s;,:/–—-]{{0,4}}(?:và\s)?{_DEG}{_EAST}(?!{_SPAN})", re.IGNORECASE
)
_NAMED = re.compile(
    rf"vĩ độ\s{{0,2}}:?\s{{0,2}}{_DEG}[^\d\n]{{0,25}}kinh độ\s{{0,2}}:?\s{{0,2}}{_DEG}", re.IGNORECASE
)
_OBSERVED = re.compile(r"(?:hồi|lúc|vào hồi|vào lúc)\s{0,3}$", re.IGNORECASE)
_COMING = re.compile(r"(?:đến|tới|dự báo(?: đến)?)[\s:,]{0,3}(?:khoảng\s)?(?:lúc\s)?$", re.IGNORECASE)
_ISSUED = re.compile(r"(?:phát|ban hành|tin tiếp theo)[^.\n]{0,20}$", re.IGNORECASE)
_HEADING = re.compile(r"dự báo (?:diễn biến|quỹ đạo|vị trí)|thời điểm dự báo", re.IGNORECASE)
_RISK_COLUMN = re.compile(
    r"cấp độ\s{1,2}(?:rủi ro|rrtt)"
    r"|giật[^\t|\n]{0,40}[\t|][^\n]{0,400}?[\t|]\s{0,4}cấp\s{0,2}[1-5]\s{0,2}(?::|[\t|]|$)",
    re.IGNORECASE | re.MULTILINE,
)
"""The heading of the column; or a row pasted without it: a cell "Cấp 3: …" after that of the gust."""
_NUMBER = re.compile(r"bão\s{1,2}số\s{1,2}0?(\d{1,2})(?!\d)", re.IGNORECASE)
_NAMES = (
    re.compile(
        r"[Bb](?:ão|ÃO)\s[Ss](?:ố|Ố)\s\d{1,2}\s{0,2}"
        r"\((?:tên quốc tế(?: là)?:?\s|bão\s)?([A-Za-z][A-Za-z-]{2,24})\)"
    ),
    re.compile(r"tên quốc tế(?:\slà)?:?\s(?:bão\s)?([A-Z][A-Za-z-]{2,24})"),
    re.compile(r"\b[Bb](?:ão|ÃO)\s([A-Z][A-Z-]{2,24})\b"),
)
_SOURCE = re.compile(
    r"^[ \t]{0,8}nguồn(?: tin| bản tin)?[ \t]{0,2}:[ \t]{0,4}(\S[^\n]{2,199})", re.IGNORECASE | re.MULTILINE
)
_DATED = re.compile(
    r"(?<!-ttg )ngày\s{1,2}(\d{1,2})\s{1,2}tháng\s{1,2}(\d{1,2})\s{1,2}năm\s{1,2}((?:20|19)\d\d)", re.I
)
_YEAR = re.compile(r"(?<!từ )(?<!với )(?<!vào )(?<!hồi )(?<!trong )năm\s{1,2}((?:20|19)\d\d)", re.IGNORECASE)
"""A year beside no day; "mạnh nhất kể từ năm 2018" is not the bulletin's."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """The text from one named moment to the next, of which ``own`` is about it; ``line`` counts from 1."""

    at: dt.datetime
    text: str
    own: str
    line: int
    forecast: bool


def looks_like_bulletin(text: str) -> bool:
    """Whether a text holds a position as bulletins write it."""
    return _POSITION.search(text) is not None or _NAMED.search(text) is not None


def read_vietnamese(given: Given) -> TrackReading:
    """Return what a pasted bulletin, or several of them, hold."""
    if len(given.text) > LONGEST:
        raise RefusalError("TRACK-TOO-LARGE", size=len(given.text), limit=LONGEST)
    asking, notes = Asking(given.answers), Notes()
    return reading_of("bulletin", read_bulletin(given.text, asking, notes, given.this_year), asking, notes)


def read_bulletin(text: str, asking: Asking, notes: Notes, this_year: int | None = None) -> StormTrack | None:
    """Return the track of a bulletin; None while the year has to be asked or where no point is usable."""
    text = unicodedata.normalize("NFC", text)
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    dated = _dated(text)
    year = dated.year if dated else _year(text) or _spoken_year(text) or asking.year(this_year)
    if not year:
        return None
    pieces, issued = _pieces(text, starts, dated or year, notes)
    risk_column = _RISK_COLUMN.search(text) is not None
    found = [
        (point, piece.line) for piece in pieces if (point := _point(piece, risk_column, notes)) is not None
    ]
    points = in_order(merged(found, notes), notes)
    if not points:
        return None
    points = _with_risk(points, stated_risk(of_the_storm(text)))
    number = _NUMBER.search(text)
    observed = [point.at for point in points if not point.forecast]
    return StormTrack(
        name=_name(text) or (f"Bão số {number[1]}" if number else "?"),
        year=points[0].at.astimezone(VIETNAM).year,
        averaging_s=AVERAGING_S,
        points=points,
        number=int(number[1]) if number else None,
        source=_source(text) or issuing_body(text) or "bản tin",
        issued_at=max(observed) if observed else issued,
    )


def _with_risk(points: tuple[TrackPoint, ...], risk: int | None) -> tuple[TrackPoint, ...]:
    """Return the points with the level that the bulletin states of no row of its own: that of its present."""
    if risk is None or any(point.disaster_level for point in points):
        return points
    present = max((at for at, point in enumerate(points) if not point.forecast), default=0)
    return (
        *points[:present], replace(points[present], disaster_level=risk), *points[present + 1 :]
    )  # fmt: skip


def _dated(text: str) -> dt.datetime | None:
    """Return a day that the text writes with its year: every other day is of the year nearest to it."""
    stated = (spoken_clock(match).moment for match in SPOKEN.finditer(text) if match["year"])
    return next((at for at in (*map(_day, _DATED.finditer(text)), *stated) if at is not None), None)


def _day(match: re.Match[str]) -> dt.datetime | None:
    try:
        return dt.datetime(int(match[3]), int(match[2]), int(match[1]))  # noqa: DTZ001 - as written
    except ValueError:
        return None


def _year(text: str) -> int:
    match = _YEAR.search(text)
    return int(match[1]) if match else 0


def _spoken_year(text: str) -> int:
    """Return the year of the first moment that names one, though its day may be none."""
    return next((int(match["year"]) for match in SPOKEN.finditer(text) if match["year"]), 0)


def _source(text: str) -> str:
    """Return what the text's own line "Nguồn: …" names, "" where there is none."""
    match = _SOURCE.search(text)
    return match[1].strip().rstrip(".;") if match else ""


def _name(text: str) -> str:
    for pattern in _NAMES:
        match = pattern.search(text)
        if match:
            return match[1].upper()
    return ""


def _pieces(
    text: str, starts: list[int], dated: dt.datetime | int, notes: Notes
) -> tuple[list[_Piece], dt.datetime | None]:
    """Cut the text at its moments; returns the pieces and when the text says that it was issued.

    ``dated`` is a day that the text writes in full, else its year: after "31/12" comes "01/01" of the next.
    """
    beside = None if isinstance(dated, int) else dated
    year = dated if isinstance(dated, int) else dated.year
    matches = list(SPOKEN.finditer(text))
    headings = [match.start() for match in _HEADING.finditer(text)]
    pieces: list[_Piece] = []
    issued: dt.datetime | None = None
    first = matches[0].start() if matches else len(text)
    stray = _POSITION.search(text, 0, first)
    if stray:
        notes.add("TRACK-POSITION-WITHOUT-TIME", bisect_right(starts, stray.start()), stray[0])
    observed_at = -1
    ends = ends_of(text, [match.span() for match in matches])
    for index, match in enumerate(matches):
        line = bisect_right(starts, match.start())
        end = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        clock = nearest(spoken_clock(match, year), beside)
        beside = clock.moment or beside
        body, lead = text[match.end() : end], text[max(0, match.start() - 30) : match.start()]
        if clock.moment is None:
            notes.add("TRACK-TIME-IMPOSSIBLE", line, match[0])
            continue
        at = clock.moment.replace(tzinfo=VIETNAM).astimezone(dt.UTC)
        if _ISSUED.search(lead) and not looks_like_bulletin(body):
            issued = at
            continue
        observed = _OBSERVED.search(lead) is not None
        if observed:
            observed_at = match.start()
        headed = any(observed_at < heading < match.start() for heading in headings)
        forecast = not observed and (_COMING.search(lead) is not None or headed)
        if not looks_like_bulletin(body):
            if forecast or observed:
                notes.add("TRACK-MOMENT-WITHOUT-POSITION", line, match[0])
            continue
        own = text[match.end() : ends[index]]
        pieces.append(_Piece(at, body, own if looks_like_bulletin(own) else body, line, forecast))
        for further in list(_POSITION.finditer(body))[1:]:
            notes.add(
                "TRACK-POSITION-WITHOUT-TIME", bisect_right(starts, match.end() + further.start()), further[0]
            )
    return pieces, issued


def _point(piece: _Piece, risk_column: bool, notes: Notes) -> TrackPoint | None:
    match = _POSITION.search(piece.own) or _NAMED.search(piece.own)
    if match is None:
        return None
    place = position(_degrees(match[2]), _degrees(match[1]), piece.line, notes)
    if place is None:
        return None
    after = piece.own[match.end() :]
    named = piece.own if piece.forecast else piece.own[: match.start()]  # what may become of it is no fact
    told = strength_of(after, named=named, risk_column=risk_column)
    level, gust, span = told.level, told.gust, told.span_ms
    for name, value in (("level", level), ("gust", gust)):
        if value is not None and not 0 < value <= HIGHEST:
            notes.add("TRACK-LEVEL-IMPOSSIBLE", piece.line, value, most=HIGHEST)
            level, gust, span = (None, gust, None) if name == "level" else (level, None, span)
    if span and level and abs(level_of(span[1]) - level) > 1:
        notes.add("TRACK-LEVEL-DIFFERS", piece.line, level, low=span[0] / KMH_MS, high=span[1] / KMH_MS)
    if told.words:
        notes.add("TRACK-LEVEL-WORDS", piece.line, told.words, level=told.level)
    if level is None:
        notes.add("TRACK-NO-LEVEL", piece.line, match[0])
    elif told.gust is None and (unread := gust_unread(after)):
        notes.add("TRACK-GUST-NOT-READ", piece.line, unread)
    elif gust is not None and not 0 <= gust - level <= WIDEST_GUST:
        notes.add("TRACK-GUST-DOUBTED", piece.line, gust, level=level)
    return TrackPoint(
        at=piece.at,
        lon=place[0],
        lat=place[1],
        wind_ms=(span[0] + span[1]) / 2 if span else None,
        radii=radii_of(after),
        level=level,
        gust_level=gust,
        disaster_level=risk_of(of_the_storm(piece.text), after, risk_column=risk_column),
        forecast=piece.forecast,
        where=str(piece.line),
        wind_range_ms=span if span and span[0] < span[1] else None,
        gust_above=told.gust_above and gust is not None,
    )


def _degrees(text: str) -> float:
    return float(text.replace(",", "."))
