"""The province now in three sentences that can be read aloud over the telephone.

The storm; what is off the air; dangers, letters and incidents. Numbers are words of speech ("19 giờ 30"),
estimates are called so, and what nobody has reported is said to be not known.
"""

import datetime as dt
from collections.abc import Sequence

from registry.messages import Language, Words, number, say, with_values
from registry.services.storm.hazards.letters_now import letters_said
from registry.services.storm.hazards.words import warnings_said
from registry.services.storm.land_gusts import land_gusts_words
from registry.services.storm.letters_now import Letters
from registry.services.storm.network_now import NetworkNow
from registry.services.storm.now import ProvinceNow
from registry.services.storm.storm_clock import Phase, StormClock
from registry.services.storm.vocabulary import spoken, storm_name
from registry.storm.constants import action_level

MOST_NAMES = 3

_NO_STORM = Words("Không có bão đang theo dõi", "No storm is being followed")
_LEVEL = Words("cấp độ rủi ro thiên tai {level}", "disaster risk level {level}")
_LEVEL_AT = Words("cấp độ rủi ro thiên tai {level} ở {areas}", "disaster risk level {level} for “{areas}”")
_PHASES: dict[Phase, Words] = {
    Phase.UNSURE: Words(
        "chưa đủ để kết luận vì đường đi dừng khi bão còn mạnh",
        "nothing can be concluded, because the track ends while the storm is strong",
    ),
    Phase.AWAY: Words(
        "theo ước tính không cột nào có gió giật tới cấp {gust}",
        "by estimate no mast has gusts of level {gust}",
    ),
    Phase.COMING: Words(
        "ước tính gió giật từ cấp {gust} bắt đầu lúc {onset} tại {onset_place}, "
        "mạnh nhất khoảng cấp {strongest} tại {place}",
        "by estimate gusts of level {gust} begin at {onset} in {onset_place}, "
        "the strongest of about level {strongest} in {place}",
    ),
    Phase.BLOWING: Words(
        "ước tính đang có gió giật từ cấp {gust}, mạnh nhất khoảng cấp {strongest} tại {place} lúc {peak}, "
        "dứt khoảng {end}",
        "by estimate gusts of level {gust} are blowing, the strongest of about level {strongest} in {place} "
        "at {peak}, until about {end}",
    ),
    Phase.PASSED: Words(
        "ước tính gió giật từ cấp {gust} đã qua lúc {end}, mạnh nhất khoảng cấp {strongest} tại {place}",
        "by estimate gusts of level {gust} were over at {end}, the strongest of about level {strongest} in "
        "{place}",
    ),
    Phase.NO_MASTS: Words("chưa có cột nào để ước tính gió", "there is no mast to estimate the wind at"),
}
_UNENDED = Words(
    "ước tính gió giật từ cấp {gust} bắt đầu từ lúc {onset}, mạnh nhất khoảng cấp {strongest} tại {place}; "
    "chưa rõ khi nào dứt vì đường đi dừng khi bão còn mạnh",
    "by estimate gusts of level {gust} began at {onset}, the strongest of about level {strongest} in "
    "{place}; when they end is not known, because the track ends while the storm is strong",
)
"""In place of ``Phase.BLOWING`` where the track ends before its storm does."""
_THEN_UNSURE = Words(
    "sau đó chưa rõ vì đường đi dừng khi bão còn mạnh",
    "what follows is not known, because the track ends while the storm is strong",
)
_NEXT = Words("bản tin tiếp theo lúc {at}", "the next bulletin is due at {at}")
_NEXT_LATE = Words(
    "bản tin tiếp theo đáng lẽ có lúc {at} nhưng chưa được nhập",
    "the next bulletin, due at {at}, has not been entered",
)
_NEXT_GUESSED = Words(
    "bản tin tiếp theo ước khoảng {at}, theo nhịp ba giờ",
    "the next bulletin is guessed for about {at}, three hours after the last",
)
_NEXT_GUESSED_LATE = Words(
    "bản tin tiếp theo ước khoảng {at}, theo nhịp ba giờ, chưa được nhập",
    "the next bulletin, guessed for about {at}, three hours after the last, has not been entered",
)
_LAST = Words(
    "bản tin đang dùng ghi là tin cuối cùng", "the bulletin in use says that it is the last of this storm"
)
_TRACK_OVER = Words("bản tin đang dùng đã hết hiệu lực", "the bulletin in use is over")

_NO_EVENT = Words(
    "Chưa mở sự kiện mất liên lạc nên chưa biết số trạm mất liên lạc",
    "No event of outages is open, so how many stations are off the air is not known",
)
_NO_EVENT_CALM = Words("Không có sự kiện mất liên lạc nào đang mở", "No event of outages is open")
_NOT_HEARD = Words(
    "Chưa doanh nghiệp nào báo cáo nên chưa biết số trạm mất liên lạc",
    "No carrier has reported yet, so how many stations are off the air is not known",
)
_FEW_HEARD = Words(
    "Mới có {heard} doanh nghiệp báo cáo nên chưa nêu số trạm mất liên lạc",
    "Only {heard} carriers have reported, so no number of stations is given",
)
_DARK = Words(
    "{event}: {down} vị trí trạm đang mất liên lạc ở {communes} xã, phường, "
    "theo {heard} trên {awaited} doanh nghiệp",
    "{event}: {down} station sites are off the air in {communes} communes, by {heard} of {awaited} carriers",
)
_DARK_UNHEARD = Words(
    "{event}: {down} vị trí trạm đang mất liên lạc ở {communes} xã, phường theo tin lẻ, "
    "chưa doanh nghiệp nào báo cáo",
    "{event}: {down} station sites are off the air in {communes} communes by single messages, "
    "no carrier has reported yet",
)
_AT_LEAST = Words("ít nhất {count}", "at least {count}")
_ALL_ON = Words(
    "{event}: chưa có vị trí trạm nào được báo mất liên lạc, theo {heard} trên {awaited} doanh nghiệp",
    "{event}: no station site is reported off the air, by {heard} of {awaited} carriers",
)
_OWN_DARK = Words(
    "{event}: {down} vị trí trạm của đơn vị đang mất liên lạc ở {communes} xã, phường",
    "{down} of your station sites are off the air in {communes} communes",
)
_BESIDE_UNKNOWN = Words(
    "{event}: chưa biết số trạm mất liên lạc", "{event}: how many stations are off the air is not known"
)
_NONE_LEFT = Words("{count} xã, phường không còn trạm nào", "{count} communes have no station left")
_OWN_NONE_LEFT = Words(
    "đơn vị không còn trạm nào hoạt động ở {count} xã, phường",
    "in {count} communes none of your stations is left",
)
_NONE_PERHAPS = Words(
    "{count} xã, phường chưa rõ còn trạm hoạt động hay không",
    "in {count} communes it is not known whether a station is still on the air",
)
_CUT_PLACES = Words(
    "{count} nơi trọng yếu không còn mạng nào", "{count} critical places have no network left"
)
_AT_RISK = Words(
    "{count} vị trí trạm mất điện lưới, chưa báo chạy máy nổ, sớm nhất tắt lúc {at} nếu chưa có máy phát",
    "{count} station sites are without grid power and not reported on a generator, "
    "the first goes dark at {at} without one",
)
_AT_RISK_UNKNOWN = Words(
    "{count} vị trí trạm mất điện lưới, chưa báo chạy máy nổ, chưa rõ ắc quy còn mấy giờ",
    "{count} station sites are without grid power and not reported on a generator, "
    "how long their batteries last is not known",
)
_HAZARDS = Words(
    "có {count} cảnh báo mưa, lũ, sạt lở đang hiệu lực",
    "{count} warnings of rain, flood or landslide are in force",
)
_NOT_REPORTED = Words("chưa báo cáo kỳ {due}: {names}", "not reported for {due}: {names}")
_SILENT = Words("{count} doanh nghiệp chưa báo cáo kỳ {due}", "{count} carriers have not reported for {due}")

_DANGERS = Words("{count} hư hỏng nguy hiểm trên cột", "{count} dangerous defects on masts")
_DANGERS_ON_TRACK = Words(
    "{count} hư hỏng nguy hiểm trên cột trong vùng gió giật",
    "{count} dangerous defects on masts in the strong gusts",
)
_REPORTS = Words(
    "{count} phản ánh nguy hiểm của người dân chưa xử lý",
    "{count} citizen reports of danger not dealt with",
)
_INCIDENTS = Words("{count} sự cố chưa xử lý xong", "{count} incidents still open")
_OVERDUE = Words("{count} sự cố quá hạn", "{count} incidents overdue")
_NOTHING = Words(
    "Không có {what} nào{whose} đang chờ xử lý trong sổ", "The register holds no {what}{whose} that waits"
)
_KINDS = (
    Words("hư hỏng nguy hiểm", "dangerous defect"),
    Words("phản ánh nguy hiểm", "dangerous report"),
    Words("sự cố", "incident"),
)
_NOT_TOLD = Words("{what}: không nêu ở đây", "{what}: not told here")
_OWN = Words(" của đơn vị", " of yours")
_HERE = Words(" trên địa bàn", " here")
_OR = Words("hay", "or")
_SENT = Words(
    "đã gửi {sent} công văn cho doanh nghiệp, {heard} đã được xác nhận",
    "{sent} letters sent to carriers, {heard} acknowledged",
)
_NOT_ACKNOWLEDGED = Words("chưa xác nhận: {names}", "not acknowledged: {names}")
_DRAFTS = Words("còn {count} dự thảo chưa gửi", "{count} drafts not sent")
_NO_LETTERS = Words("chưa gửi công văn nào", "no letter has been sent")
_MORE = Words("và {count} đơn vị khác", "and {count} more")


def sentences(now: ProvinceNow, lang: Language = "vi") -> tuple[str, str, str]:
    """Return what is to be said of the storm, of the networks, and of dangers and letters."""
    return _of_storm(now, lang), _of_network(now, lang), _of_work(now, lang)


def _of_storm(now: ProvinceNow, lang: Language) -> str:
    said = [
        f"{_storm(one.clock, now.at, lang)} {land_gusts_words(one.land_gusts, lang)}".rstrip()
        for one in now.storms
    ] or [f"{say(_NO_STORM, lang)}."]
    if now.hazards:
        said.append(f"{_capital(_counted(_HAZARDS, len(now.hazards), lang))}.")
    for one in now.warned:
        if one.asks or one.nowhere:
            said.append(f"{_capital(warnings_said(one.warnings, lang))}: {letters_said(one, lang)}.")
    return " ".join(said)


def _storm(clock: StormClock, at: dt.datetime, lang: Language) -> str:
    parts = [_capital(storm_name(clock.storm, lang, year=False))]
    if clock.disaster_level:
        level = say(_LEVEL_AT if clock.level_areas else _LEVEL, lang)
        parts.append(level.format(level=clock.disaster_level, areas=clock.level_areas))
    unended = clock.unfinished is not None
    phase = _UNENDED if unended and clock.phase is Phase.BLOWING else _PHASES[clock.phase]
    parts.append(
        say(phase, lang).format(
            gust=action_level(),
            onset=spoken(clock.onset, lang, at),
            onset_place=_inside(clock.onset_place),
            strongest=clock.gust_level,
            place=_inside(clock.gust_place),
            peak=spoken(clock.gust_at, lang, at),
            end=spoken(clock.end, lang, at),
        )
    )
    if unended and clock.phase is Phase.COMING:
        parts.append(say(_THEN_UNSURE, lang))
    if clock.coming is not None:
        words = (
            (_NEXT if clock.coming.at >= at else _NEXT_LATE)
            if clock.coming.stated
            else (_NEXT_GUESSED if clock.coming.at >= at else _NEXT_GUESSED_LATE)
        )
        return f"{', '.join(parts)}; {with_values(words, lang, at=spoken(clock.coming.at, lang, at))}."
    rest = _LAST if clock.last and not clock.over else _TRACK_OVER
    return f"{', '.join(parts)}; {say(rest, lang)}."


def _of_network(now: ProvinceNow, lang: Language) -> str:
    found = now.network
    if found is None:
        return _ended([say(_NO_EVENT if now.storms else _NO_EVENT_CALM, lang), *_power(now, lang)])
    if found.down is None:
        words = _FEW_HEARD if found.heard else _NOT_HEARD
        return _with_beside([with_values(words, lang, heard=found.heard), *_power(now, lang)], now, lang)
    parts = [
        say(_words_of(found, now), lang).format(
            event=found.event.name,
            down=_down(found, lang),
            communes=number(len(found.communes), 0, lang),
            heard=found.heard,
            awaited=found.awaited,
        )
    ]
    parts += _without(found, now, lang)
    if now.cut_places:
        parts.append(_counted(_CUT_PLACES, len(now.cut_places), lang))
    parts += _power(now, lang)
    parts += _reporting(found, now.at, lang)
    return _with_beside(parts, now, lang)


def _with_beside(parts: Sequence[str], now: ProvinceNow, lang: Language) -> str:
    return " ".join([_ended(parts), *(_beside(one, now, lang) for one in now.beside)])


def _words_of(found: NetworkNow, now: ProvinceNow) -> Words:
    if not found.down:
        return _ALL_ON
    if now.scope.operator is not None:
        return _OWN_DARK
    return _DARK if found.heard else _DARK_UNHEARD


def _down(found: NetworkNow, lang: Language) -> str:
    if found.down is None:
        return ""
    count = number(found.down, 0, lang)
    return with_values(_AT_LEAST, lang, count=count) if found.least else count


def _without(found: NetworkNow, now: ProvinceNow, lang: Language) -> list[str]:
    """Say how many communes have no station left by an event, and of how many nobody can tell.

    A carrier reads of its own stations: others may well be on the air there.
    """
    left = _NONE_LEFT if now.scope.operator is None else _OWN_NONE_LEFT
    told = ((left, found.none_certain), (_NONE_PERHAPS, found.none_perhaps))
    return [_counted(words, count, lang) for words, count in told if count]


def _beside(found: NetworkNow, now: ProvinceNow, lang: Language) -> str:
    """Say how many stations a further open event has off the air, and which communes it leaves without."""
    words = _BESIDE_UNKNOWN if found.down is None else _words_of(found, now)
    return _ended(
        [
            with_values(
                words,
                lang,
                event=found.event.name,
                down=_down(found, lang),
                communes=number(len(found.communes), 0, lang),
                heard=found.heard,
                awaited=found.awaited,
            ),
            *([] if found.down is None else [*_without(found, now, lang), *_reporting(found, now.at, lang)]),
        ]
    )


def _power(now: ProvinceNow, lang: Language) -> list[str]:
    if not now.at_risk:
        return []
    count, first = number(len(now.at_risk), 0, lang), now.dies_next
    if first is None:
        return [with_values(_AT_RISK_UNKNOWN, lang, count=count)]
    return [with_values(_AT_RISK, lang, count=count, at=spoken(first.dark_at, lang, now.at))]


def _reporting(found: NetworkNow, at: dt.datetime, lang: Language) -> list[str]:
    due = spoken(found.due, lang, at)
    if found.missing:
        names = _names([row.name for row in found.missing], lang)
        return [with_values(_NOT_REPORTED, lang, due=due, names=names)]
    if found.silent:
        return [with_values(_SILENT, lang, count=found.silent, due=due)]
    return []


def _of_work(now: ProvinceNow, lang: Language) -> str:
    waits = []
    near = now.dangers_in_gusts
    if near:
        waits.append(_counted(_DANGERS_ON_TRACK, near, lang))
    elif now.dangers:
        waits.append(_counted(_DANGERS, len(now.dangers), lang))
    if now.reports:
        waits.append(_counted(_REPORTS, len(now.reports), lang))
    if now.overdue_incidents:
        waits.append(_counted(_OVERDUE, now.overdue_incidents, lang))
    elif now.incidents:
        waits.append(_counted(_INCIDENTS, len(now.incidents), lang))
    parts = [*([", ".join(waits)] if waits else _nothing(now, lang)), *_not_told(now, lang)]
    letters = [one.letters for one in now.storms if one.letters is not None]
    parts += _of_letters(letters, lang)
    return _ended([_capital(parts[0]), *parts[1:]])


def _told(now: ProvinceNow) -> tuple[bool, bool, bool]:
    """Return of which of ``_KINDS`` the viewer is told: dangerous defects, dangerous reports, incidents."""
    return now.dangers is not None, now.reports is not None, now.incidents_told


def _nothing(now: ProvinceNow, lang: Language) -> list[str]:
    """Say that nothing waits of the kinds that the viewer is told of: of the others nothing follows."""
    names = [say(words, lang) for words, told in zip(_KINDS, _told(now), strict=True) if told]
    if not names:
        return []
    what = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {say(_OR, lang)} {names[-1]}"
    scope = now.scope
    whose = say(_OWN, lang) if scope.operator is not None else say(_HERE, lang) if scope.commune else ""
    return [with_values(_NOTHING, lang, what=what, whose=whose)]


def _not_told(now: ProvinceNow, lang: Language) -> list[str]:
    names = [say(words, lang) for words, told in zip(_KINDS, _told(now), strict=True) if not told]
    return [with_values(_NOT_TOLD, lang, what=", ".join(names))] if names else []


def _of_letters(letters: Sequence[Letters], lang: Language) -> list[str]:
    if not letters:
        return []
    sent = sum(len(one.sent) for one in letters)
    drafts = sum(one.drafts for one in letters)
    if not sent:
        parts = [say(_NO_LETTERS, lang)]
    else:
        heard = sum(one.acknowledged for one in letters)
        parts = [with_values(_SENT, lang, sent=sent, heard=heard)]
        # by name, not by letter: of two storms a carrier may owe two
        silent = list(dict.fromkeys(item.order.recipient_name for one in letters for item in one.silent))
        if silent:
            parts.append(with_values(_NOT_ACKNOWLEDGED, lang, names=_names(silent, lang)))
    if drafts:
        parts.append(_counted(_DRAFTS, drafts, lang))
    return parts


def _counted(words: Words, count: int, lang: Language) -> str:
    return with_values(words, lang, count=number(count, 0, lang))


def _names(names: Sequence[str], lang: Language) -> str:
    said = ", ".join(names[:MOST_NAMES])
    rest = len(names) - MOST_NAMES
    return f"{said} {with_values(_MORE, lang, count=rest)}" if rest > 0 else said


def _inside(place: str) -> str:
    """Write a commune's name as it stands inside a sentence."""
    return place[:1].lower() + place[1:] if place.startswith(("Xã ", "Phường ", "Đặc khu ")) else place


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ended(parts: Sequence[str]) -> str:
    return f"{'; '.join(parts)}."
