"""The rain that a bulletin foresees, in its sentences and in its tables."""

import itertools
import re
from collections.abc import Sequence

from registry.storm.warnings.amounts import rain_of_table
from registry.storm.warnings.mark import blanked, said_of_others

_MM = r"(\d{1,4})\s{0,2}(?:mm\s{0,2})?(?:-|–|—|~|÷|đến|tới)\s{0,2}(\d{1,4})\s{0,2}mm"
_WHEN = r"\d{1,2}(?:/\d{1,2}(?:/\d{4})?|\s?(?:h|giờ)\d{0,2})"
_RAIN = re.compile(_MM, re.IGNORECASE)
_HARD = re.compile(r"\s?/\s?[1-3]?\s?(?:h|g|giờ)\b", re.IGNORECASE)
"""How hard it rains ("40-60mm/1h"), not how much."""
_LATER = re.compile(
    r"[^.;\n\d]{0,20}(?:[(]|tập trung|chủ yếu|trọng tâm|nhất là|đặc biệt|\btại\b|\bở\b|\btrên\b)"
    r"[^.;\n\d]{0,120}$",
    re.IGNORECASE,
)
"""What leads from an amount to the places that it is said of after it."""
_REGION = re.compile(r"\b(?:Bắc|Trung|Nam) Bộ\b|\bmiền (?:Bắc|Trung|Nam)\b", re.IGNORECASE)
_PLACES = r"(?:có nơi|cục bộ|cá biệt|có điểm|một số nơi|vài nơi)"
_OVER = re.compile(
    rf"{_PLACES}[^.;\n]{{0,30}}?(?:trên|hơn|>|≥)\s{{0,2}}(\d{{2,4}})\s{{0,2}}mm", re.IGNORECASE
)
_LEAST = re.compile(
    r"(?:(?:trên|hơn|từ|vượt)\s{1,2}|[>≥]\s{0,2})(\d{2,4})\s{0,2}mm(?!\s{0,2}(?:-|–|—|đến|tới))",
    re.IGNORECASE,
)
_NAMED, _LONGEST = 60, 400
"""So many times our province is looked for, and so long a clause is, whatever is pasted."""
_FALLEN = re.compile(r"\b(?:đã|qua)\b", re.IGNORECASE)
_AHEAD = re.compile(r"(?:trong|từ)[^.;\n]{0,60}?(?:tới|đến)|dự báo|cảnh báo:", re.IGNORECASE)


def rain_foreseen(text: str, provinces: Sequence[str], *, ours: bool) -> tuple[float, ...]:
    """Return the rain of our province as ``Hazard.rain_mm`` has it, () for none that is one.

    ``text`` is without what has fallen. ``ours``: our own station issued it, and of the amounts that it
    foresees for parts of the province the least and the most count together; of other provinces, none.
    """
    if ours:
        text = blanked(text, said_of_others(text, provinces))
    return (
        (_rain_of_parts(text) if ours else ())
        or _rain_of(text, provinces)
        or _rain_in(text)
        or rain_of_table(text, provinces, ours=ours)
    )


def _rain_of(text: str, provinces: Sequence[str]) -> tuple[float, ...]:
    """Return the rain that a bulletin of several provinces foresees for ours: "Riêng tỉnh Bắc Ninh …", else
    the first amount of a clause that names it: "Lạng Sơn từ 15-30mm; Bắc Ninh từ 30-50mm"."""
    names = "|".join(re.escape(name) for name in sorted(provinces, key=len, reverse=True))
    ahead = _AHEAD.search(text)
    if not names or ahead is None:
        return ()
    for lead in (r"\briêng\s[^.:;\n\d]{0,100}?", ""):
        own = re.compile(rf"{lead}\b(?:{names})\b(?:[^.;\n\d]|{_WHEN}){{0,200}}?(?={_MM})", re.IGNORECASE)
        found = own.search(text, ahead.end())
        rain = _RAIN.match(text, found.end()) if found else None
        if rain is not None:
            return _amount(text[: _clause_end(text, rain.end())], rain)
    return _rain_before(text, names, ahead.end())


def _rain_before(text: str, names: str, begin: int) -> tuple[float, ...]:
    """Return the amount that is said before our province is named as where it falls: "80-160mm, có nơi trên
    220mm (tập trung ở Lạng Sơn, Bắc Ninh)"."""
    every = re.compile(rf"\b(?:{names})\b", re.IGNORECASE).finditer(text, begin)
    for named in itertools.islice(every, _NAMED):
        at = named.start()
        clause = max(max(text.rfind(sign, begin, at) for sign in ";\n") + 1, begin, at - _LONGEST)
        rain = next(reversed([*_RAIN.finditer(text, clause, at)]), None)
        if rain is None or re.search(r"\.(?!\d)", text[rain.end() : at]):
            continue
        over = _OVER.search(text, rain.end(), at)
        if _LATER.match(text, over.end() if over else rain.end(), at):
            return _amount(text[:at], rain)
    return ()


def _rain_of_parts(text: str) -> tuple[float, ...]:
    """Return the least and the most of several amounts of the province together, as the rows of a table have
    it; () for one alone."""
    every = amounts_ahead(text)
    if len({(one[1], one[2]) for one in every}) < 2:
        return ()
    return together(text, every, every)


def amounts_ahead(text: str) -> list[re.Match[str]]:
    """Return where a text of our own station foresees so much rain to so much, of no larger region."""
    ahead = _AHEAD.search(text)
    begin = ahead.end() if ahead else 0
    if ahead and not _FALLEN.search(text, (own := _clause_begin(text, ahead)), ahead.start()):
        begin = own  # "mưa 50-100mm từ nay đến hết ngày 03/12": what comes is said before until when
    return [
        one
        for one in _RAIN.finditer(text, begin)
        if not _HARD.match(text, one.end())
        and not _REGION.search(text, _clause_begin(text, one), one.start())
    ]


def together(
    text: str, amounts: Sequence[re.Match[str]], every: Sequence[re.Match[str]]
) -> tuple[float, ...]:
    """Return the least and the most of some of ``every`` amount of a text, and what it is above in places."""
    begins = [*(one.start() for one in every), len(text)]
    ends = (next(begin for begin in begins if begin > one.start()) for one in amounts)
    parts = [_amount(text[:end], one) for one, end in zip(amounts, ends, strict=True)]
    least, most = min(part[0] for part in parts), max(part[1] for part in parts)
    over = max((part[2] for part in parts if len(part) > 2), default=0.0)
    return (least, most, over) if over > most else (least, most)


def _clause_begin(text: str, rain: re.Match[str]) -> int:
    """Return where the words that lead to an amount begin."""
    near = max(0, rain.start() - _LONGEST)
    return max(near, *(text.rfind(sign, near, rain.start()) + 1 for sign in (";", ". ", "\n")))


def _clause_end(text: str, begin: int) -> int:
    """Return where the words about an amount end: at the next semicolon, full stop or line."""
    end = re.compile(r";|\.(?!\d)|\n").search(text, begin)
    return end.start() if end else len(text)


def _rain_in(text: str) -> tuple[float, ...]:
    """Return the rain that a text foresees as ``Hazard.rain_mm`` has it: of "trên 100 mm" the least alone."""
    ahead = _AHEAD.search(text)
    rain = _RAIN.search(text, ahead.end() if ahead else 0) or (None if _least(text) else _RAIN.search(text))
    if rain is None:
        return _least(text)
    later = _RAIN.search(text, rain.end())  # "có nơi trên 220mm" of another day is not said of this one
    return _amount(text[: later.start()] if later else text, rain)


def _amount(text: str, rain: re.Match[str]) -> tuple[float, ...]:
    """Return the common amount that was found, and what it is above in places where the text says so."""
    over = _OVER.search(text, rain.end())
    common = float(rain[1]), float(rain[2])
    return (*common, float(over[1])) if over and float(over[1]) > common[1] else common


def _least(text: str) -> tuple[float, ...]:
    ahead = _AHEAD.search(text)
    every = _LEAST.finditer(text, ahead.end()) if ahead else ()
    common = (one for one in every if not re.search(rf"{_PLACES}[^.;\n]{{0,30}}$", text[: one.start()]))
    least = next(common, None)
    return (float(least[1]),) if least else ()
