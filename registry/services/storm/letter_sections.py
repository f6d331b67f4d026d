"""The most urgent masts of a storm's letter in sections by what has to be done at them, with their deeds.

A letter that asks the same ten things of every mast tells nobody where to begin: masts with a dangerous
defect come first and have their own deed, then guyed masts, masts on roofs, masts that stand by themselves,
each with its own; what every station is asked is said once, and "at once" once in a section.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from registry.messages import Language, Words, number, say
from registry.model.storm.storm_records import OrderRow
from registry.services.storm.actions import DANGER, Action, Actions
from registry.services.storm.ordered_masts import by_urgency
from registry.services.storm.vocabulary import (
    against_design,
    asked,
    code_of,
    danger_words,
    has_passed,
    moment,
)

URGENT = 15
"""As many masts are named in the letter itself, and all with a dangerous defect; the workbook has all."""
MOST_DANGERS = 40

_STANDING = "standing"
_REST = "rest"
_TITLES: dict[str, Words] = {
    DANGER: Words("Cột có tồn tại nguy hiểm chưa khắc phục", "Masts with a dangerous defect"),
    "guyed": Words("Cột dây co", "Guyed masts"),
    "roof_pole": Words("Cột trên mái nhà, công trình có người", "Masts on roofs"),
    _STANDING: Words("Cột tự đứng, cột đơn thân và cột chưa khai kiểu", "Masts that stand by themselves"),
    _REST: Words(
        "Cột, trạm chỉ có việc chung nêu ở cuối Phụ lục",
        "Masts and stations with the deeds said below for all",
    ),
}
_AT_ONCE = Words("Làm ngay", "At once")
_BEFORE = Words("Trước khi có gió giật {hours} giờ", "{hours} hours before gusts")
_GUSTS = Words("Khi bắt đầu có gió giật", "When gusts begin")


def urgent_of(rows: Sequence[OrderRow]) -> list[OrderRow]:
    """Return the masts to name in the letter: all with a dangerous defect, then those ranked first."""
    dangers = sum(bool(row.dangers) for row in rows)
    return by_urgency(rows)[: max(URGENT, min(dangers, MOST_DANGERS))]


def sections_of(
    rows: Sequence[OrderRow], known: Actions, lang: Language, now: dt.datetime | None
) -> list[dict[str, Any]]:
    """Return the sections of the letter's masts: the dangerous ones first, then by the most urgent mast."""
    kinds: dict[str, list[OrderRow]] = {}
    for row in rows:
        kinds.setdefault(_kind(row, known, now), []).append(row)
    found = []
    at = 0
    for kind, own in kinds.items():
        of_some = [item for item in known.actions if item.of_some]
        lines = [_line(at + place, row, known, lang, now) for place, row in enumerate(own, 1)]
        at += len(own)
        found.append(
            {
                "title": f"{say(_TITLES[kind], lang)} ({len(own)})",
                "deeds": _deeds(own, of_some, known, lang, now),
                "rows": lines,
                "dangers": kind == DANGER,
                "timed": any(line["next"] for line in lines),
            }
        )
    for letter, section in zip("ABCDEFGH", found, strict=False):
        section["title"] = f"{letter}. {section['title']}"
    return found


def general_deeds(
    rows: Sequence[OrderRow], known: Actions, lang: Language, now: dt.datetime | None
) -> list[str]:
    """Return what is asked of every mast and station of a letter, by when."""
    return _deeds(rows, [item for item in known.actions if not item.of_some], known, lang, now)


def asked_of_all(
    rows: Sequence[OrderRow], chosen: Sequence[Action], known: Actions, now: dt.datetime | None
) -> list[tuple[Action, Words, str]]:
    """Return what is asked at any of the rows with its words and by when at the latest, the soonest first.

    What is asked otherwise once gusts blow stands twice where they blow at some of the rows alone.
    """
    latest: dict[tuple[str, bool], str] = {}
    for row in rows:
        gusts = has_passed(row.onset_at, now)
        for action in asked(row, known, now):
            one = action.code, gusts and known.asks_else(action.code)
            latest[one] = max(action.by, latest.get(one, ""))
    found = [
        (item, known.words_of(item.code, gusts=gusts), latest[item.code, gusts])
        for item in chosen
        for gusts in (False, True)
        if (item.code, gusts) in latest
    ]
    return sorted(found, key=lambda one: -one[0].hours_before)


def _kind(row: OrderRow, known: Actions, now: dt.datetime | None) -> str:
    own = {action.code for action in asked(row, known, now)}
    if row.dangers:
        return DANGER
    if not any(item.of_some and item.code in own for item in known.actions):
        return _REST
    return row.form if row.form in _TITLES else _STANDING


def _line(at: int, row: OrderRow, known: Actions, lang: Language, now: dt.datetime | None) -> dict[str, Any]:
    coming = [act.by for act in asked(row, known, now) if act.by and not has_passed(act.by, now)]
    return {
        "row": at,
        "code": code_of(row),
        "commune": row.commune or "–",
        "gust": row.why.get(lang, "") or against_design(row, lang),
        "onset": moment(row.onset_at, lang),
        "danger": danger_words(row, lang),
        "next": moment(min(coming), lang) if coming else "",
    }


def _deeds(
    rows: Sequence[OrderRow],
    chosen: Sequence[Action],
    known: Actions,
    lang: Language,
    now: dt.datetime | None,
) -> list[str]:
    """Return what is asked at any of the rows, what has the same time together, the soonest first."""
    said: dict[str, list[str]] = {}
    for item, words, by in asked_of_all(rows, chosen, known, now):
        if has_passed(by, now):
            when = say(_AT_ONCE, lang)
        elif item.hours_before:
            when = say(_BEFORE, lang).format(hours=number(item.hours_before, 0, lang))
        else:
            when = say(_GUSTS, lang)
        said.setdefault(when, []).append(say(words, lang))
    return [
        f"{when}: {'; '.join(text[:1].lower() + text[1:] for text in texts)}" for when, texts in said.items()
    ]
