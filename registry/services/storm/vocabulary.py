"""How a storm, a moment and a wind are written, the same on pages, letters and workbooks."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from registry.messages import Language, Words, number, render, say
from registry.model.storm.storm_records import (
    Bulletin,
    LetterMast,
    OrderAction,
    OrderRow,
    StormRecord,
    depression_of,
)
from registry.model.storm.storms import Exposure, FieldCorrection, StormTrack
from registry.model.vietnam_time import VIETNAM
from registry.services.field.vocabulary import defect_name
from registry.services.storm.actions import Actions
from registry.storm.constants import action_level
from registry.storm.exposure import StormExposure
from registry.storm.unfinished import Unfinished

_LONG_OVER = dt.timedelta(days=7)

FORMS: dict[str, Words] = {
    "guyed": Words("dây co", "guyed"),
    "lattice": Words("tự đứng", "lattice"),
    "monopole": Words("đơn thân", "monopole"),
    "roof_pole": Words("cột trên mái", "roof pole"),
    "disguised": Words("ngụy trang", "disguised"),
    "": Words("chưa khai", "not stated"),
}
DESIGNS: dict[str, Words] = {
    "mast": Words("hồ sơ cột", "the mast's own"),
    "zone": Words("vùng gió QCVN 02:2022", "wind zone of QCVN 02:2022"),
    "zone-unsure": Words("vùng gió, chưa chắc xã cũ", "wind zone, former commune unsure"),
    "": Words("chưa biết", "not known"),
}


def storm_name(storm: StormRecord, lang: Language, *, year: bool = True) -> str:
    """Return "bão số 3 (YAGI) năm 2024", also without its ``year``; one without a number goes by its name.

    A tropical depression is called one: "áp thấp nhiệt đới ngày 30/11 năm 2026".
    """
    depression = depression_of(storm.name) if storm.number is None else None
    if depression is not None:
        told = "tropical depression" if lang == "en" else "áp thấp nhiệt đới"
        told = f"{told} {depression.replace('ngày', 'of') if lang == 'en' else depression}".strip()
        return told if not year else f"{told}, {storm.year}" if lang == "en" else f"{told} năm {storm.year}"
    if lang == "en":
        told = f"storm no. {storm.number}" if storm.number else "storm"
        named = f" ({storm.name})" if storm.name else ""
        return f"{told}{named} of {storm.year}" if year else f"{told}{named}"
    told = f"bão số {storm.number}" if storm.number else "bão"
    named = f" ({storm.name})" if storm.name and storm.number else f" {storm.name}" if storm.name else ""
    return f"{told}{named} năm {storm.year}" if year else f"{told}{named}"


def open_ended(track: StormTrack) -> int:
    """Return the level that a track's source says gusts are above, 0 where it says none."""
    return max((point.gust_level or 0 for point in track.points if point.gust_above), default=0)


def bulletin_name(bulletin: Bulletin, lang: Language) -> str:
    """Return what a bulletin is called: its moment, and who published it ("bản tin" would say nothing)."""
    issued = issued_at(bulletin)
    if bulletin.source.strip().casefold() == "bản tin":
        return (
            f"the bulletin of {moment(issued, lang)}"
            if lang == "en"
            else f"bản tin lúc {moment(issued, lang)}"
        )
    if lang == "en":
        return f"the bulletin of {moment(issued, lang)} ({bulletin.source or 'source not stated'})"
    return f"bản tin lúc {moment(issued, lang)} ({bulletin.source or 'chưa ghi nguồn'})"


def issued_at(bulletin: Bulletin) -> dt.datetime | None:
    """Return the moment of a bulletin: its own, else that of its last position that is no forecast."""
    return bulletin.track.issued_at or _present(bulletin)


def _present(bulletin: Bulletin) -> dt.datetime | None:
    """Return the moment of the last position that is no forecast."""
    past = [point.at for point in bulletin.track.points if not point.forecast]
    return max(past, default=bulletin.track.points[0].at if bulletin.track.points else None)


_COMPASS_VI = (
    "Bắc", "Bắc Đông Bắc", "Đông Bắc", "Đông Đông Bắc", "Đông", "Đông Đông Nam", "Đông Nam", "Nam Đông Nam",
    "Nam", "Nam Tây Nam", "Tây Nam", "Tây Tây Nam", "Tây", "Tây Tây Bắc", "Tây Bắc", "Bắc Tây Bắc",
)  # fmt: skip
_COMPASS_EN = (
    "north", "north-north-east", "north-east", "east-north-east", "east", "east-south-east", "south-east",
    "south-south-east", "south", "south-south-west", "south-west", "west-south-west", "west",
    "west-north-west", "north-west", "north-north-west",
)  # fmt: skip
_STILL_KMH = 2.0


def unfinished_params(found: Unfinished) -> dict[str, Any]:
    """Return what the message ``STORM-UNFINISHED`` says: where the track ends, and what that rests on."""
    kmh, at = found.speed_ms * 3.6, round(found.bearing_deg / 22.5) % 16
    moves = Words(
        f"đang đi về hướng {_COMPASS_VI[at]}, khoảng {number(kmh, 0, 'vi')} km/h",
        f"moving {_COMPASS_EN[at]} at about {number(kmh, 0, 'en')} km/h",
    )
    later = Words(f"sau khoảng {found.hours} giờ", f"about {found.hours} hours later")
    return {
        "at": moment(found.at),
        "level": found.level,
        "wind": found.wind_ms,
        "km": found.nearest_m / 1000.0,
        "moves": moves if kmh >= _STILL_KMH else Words("gần như đứng yên", "nearly standing still"),
        "later": later if found.hours else Words("ngay từ lúc đó", "from that moment on"),
        "within": _within_error(found.error_m / 1000.0),
        "gust": action_level(),
    }


def _within_error(km: float) -> Words:
    """Say the error of where the motion leads; nothing of one that rounds to no kilometre."""
    if km < 0.5:
        return Words("", "")
    return Words(
        f", tính cả sai số {number(km, 0, 'vi')} km", f", within an error of {number(km, 0, 'en')} km"
    )


def crossed_params(
    found: Unfinished, *, reached: int, masts: int, gone: int, seen_at: dt.datetime | None
) -> dict[str, Any]:
    """Return what ``STORM-UNFINISHED-CROSSED`` says: what the track brings, then what is not known."""
    later = Words(
        f"có thể trở lại sau khoảng {found.hours} giờ", f"may come again about {found.hours} hours later"
    )
    passed = Words(
        f", đã qua ở {number(gone, 0, 'vi')} cột tính đến {moment(seen_at)}",
        f", and have passed at {number(gone, 0, 'en')} of them by {moment(seen_at)}",
    )
    return {
        **unfinished_params(found),
        "reached": reached,
        "total": masts,
        "gone": passed if gone else Words("", ""),
        "later": later if found.hours else Words("có thể còn kéo dài ở các cột", "may last on at the masts"),
    }


def unfinished_words(exposure: StormExposure, lang: Language) -> str:
    """Say that a track ends before its storm does, after what it is known to bring; "" where it does not."""
    found = exposure.unfinished
    if found is None:
        return ""
    if reached := len(exposure.reached):
        gone = len(exposure.gone.reached) if exposure.gone is not None else 0
        params = crossed_params(
            found, reached=reached, masts=len(exposure), gone=gone, seen_at=exposure.present_at
        )
        return render("STORM-UNFINISHED-CROSSED", params, lang)
    return render("STORM-UNFINISHED", unfinished_params(found), lang)


def moment(value: dt.datetime | str | None, lang: Language = "vi") -> str:  # noqa: ARG001 - one form in both
    """Write a moment in Vietnam's time as "14:00 07/9/2024"; "–" where there is none."""
    return _written(value) if value else "–"


def spoken(moment: dt.datetime | None, lang: Language, today: dt.datetime) -> str:
    """Write a moment as it is spoken: "19 giờ 30", with its day where that is another one."""
    if moment is None:
        return say(Words("chưa rõ", "not known"), lang)
    local, here = moment.astimezone(VIETNAM), today.astimezone(VIETNAM)
    if lang == "en":
        return f"{local:%H:%M}" + ("" if local.date() == here.date() else f" on {local.day}/{local.month}")
    said = f"{local.hour} giờ" + (f" {local.minute:02d}" if local.minute else "")
    return said if local.date() == here.date() else f"{said} ngày {local.day}/{local.month}"


@lru_cache(maxsize=8_192)  # 200,000 masts have the moments of one track
def _written(value: dt.datetime | str) -> str:
    at = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    at = at.astimezone(VIETNAM)
    return f"{at:%H:%M} {at:%d/%m/%Y}"


def wind(ms: float, level: int, lang: Language) -> str:
    """Write an estimated wind as "≈ 31,4 m/s (cấp 11)"."""
    word = "cấp" if lang == "vi" else "level"
    return f"≈ {number(ms, 1, lang)} m/s ({word} {level})"


def code_of(row: LetterMast) -> str:
    """Write a mast by its recipient's own code with the register's behind it, where these are two."""
    return f"{row.own_code} ({row.code})" if row.own_code and row.own_code != row.code else row.code


def danger_words(row: LetterMast, lang: Language) -> str:
    """Write the dangerous defects that stand at a mast: "Cột nghiêng (ghi nhận 28/11/2026)"; "" for none."""
    noted = "ghi nhận" if lang == "vi" else "found"
    return "; ".join(
        f"{defect_name(one.defect, one.component, lang)} "
        f"({noted} {dt.date.fromisoformat(one.found_on):%d/%m/%Y})"
        for one in row.dangers
    )


def against_design(row: OrderRow, lang: Language) -> str:
    """Write a gust beside its design gust as "≈ 31,4 / 44 m/s (71 %)"; without a design as a wind."""
    if row.design_ms is None or row.ratio is None:
        return wind(row.gust_ms, row.gust_level, lang)
    gust, design = number(row.gust_ms, 1, lang), number(row.design_ms, 0, lang)
    return f"≈ {gust} / {design} m/s ({number(row.ratio * 100, 0, lang)} %)"


def clock_of(track: StormTrack, now: dt.datetime) -> dt.datetime | None:
    """Return the moment by which times have passed; None for a storm long over."""
    return now if now - track.points[-1].at < _LONG_OVER else None


def has_passed(by: str, now: dt.datetime | None) -> bool:
    """Whether a moment by which something was to be done has passed; never by a clock that is None."""
    return bool(by) and now is not None and dt.datetime.fromisoformat(by) <= now


def due(by: str, lang: Language, now: dt.datetime | None) -> str:
    """Write by when something is to be done; an hour that has passed is not asked for any more."""
    if not has_passed(by, now):
        return moment(by, lang)
    return "ngay" if lang == "vi" else "at once"


def asked(row: OrderRow, known: Actions, now: dt.datetime | None) -> list[OrderAction]:
    """Return what is still asked at a mast of a letter."""
    return still_asked(row.actions, known, gusts=has_passed(row.onset_at, now))


def still_asked(actions: Sequence[OrderAction], known: Actions, *, gusts: bool) -> list[OrderAction]:
    """Return what is asked at a mast: once ``gusts`` blow there nobody is sent up it any more."""
    return [action for action in actions if not (gusts and known.aloft(action.code))]


def todo(row: OrderRow, known: Actions, lang: Language, now: dt.datetime | None = None) -> list[str]:
    """Return what is to be done at a mast, what has the same time together, the earliest first.

    What should have been done by ``now`` is to be done at once; None says the times as they are.
    """
    at_once = "Làm ngay" if lang == "vi" else "At once"
    said: dict[str, list[str]] = {}
    gusts = has_passed(row.onset_at, now)
    for action in asked(row, known, now):
        late = has_passed(action.by, now)
        before = f"{'Trước' if lang == 'vi' else 'By'} {moment(action.by, lang)}"
        said.setdefault(at_once if late or not action.by else before, []).append(
            say(known.words_of(action.code, gusts=gusts), lang)
        )
    return [
        f"{when}: {'; '.join(text[:1].lower() + text[1:] for text in texts)}" for when, texts in said.items()
    ]


def power_reason(row: OrderRow, lang: Language) -> str:
    """Say why a station is named for grid power."""
    told = row.dependence
    said = []
    if told.get("robust"):
        said.append(Words("trạm trụ vững (rủi ro cấp 4)", "stands disaster level 4"))
    if told.get("only"):
        said.append(Words("cột duy nhất của xã", "the only mast of its commune"))
    networks = int(told.get("networks") or 0)
    if networks > 1:
        said.append(Words(f"{networks} mạng dùng chung", f"shared by {networks} networks"))
    return "; ".join(say(words, lang) for words in said)


def correction_words(correction: FieldCorrection | None, lang: Language) -> str:
    """Say that winds on land are corrected by observed ones, "" where they are the model's own."""
    return corrected_words((correction.land, correction.places) if correction else None, lang)


def corrected_words(corrected: tuple[float, int] | None, lang: Language) -> str:
    """Say the same of one mast's wind (``Exposure.corrected``)."""
    if corrected is None:
        return ""
    return render("WIND-CORRECTED", {"factor": corrected[0], "places": corrected[1]}, lang)


def hill_words(seen: Exposure, lang: Language) -> str:
    """Say what the ground's shape added to the gust at a mast, or that no terrain tells."""
    if seen.hill is None:
        return render("WIND-NO-TERRAIN", {}, lang)
    return render("WIND-HILL", {"factor": seen.hill}, lang)
