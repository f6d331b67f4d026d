"""Months of a task as tables of a programme write them, read and said: "Quý I", "Tháng 3-5", "Thường xuyên".

What is not understood is not guessed: no months, and the words as they were written.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from registry.messages import Language, Words, say
from registry.model.alphabet import plain_d
from registry.model.briefing.programmes import MONTHS, Task

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
          "xi": 11, "xii": 12}  # fmt: skip
_QUARTERS = ("I", "II", "III", "IV")
_WHOLE = re.compile(
    r"(?:(?:trong\s+)?ca nam|quanh nam|thuong xuyen|lien tuc|trong nam|nam|hang (?:tuan|thang|quy)|hang ngay"
    r"|ca nam thuong xuyen|thuong xuyen (?:ca|trong) nam|12 thang)"
)
_OPEN = re.compile(
    r"(?:dot xuat|khi co .*|khi phat sinh.*|theo yeu cau.*|theo ke hoach.*|theo chi dao.*|khi can.*)"
)
_PARTS = {
    "6 thang dau nam": range(1, 7), "sau thang dau nam": range(1, 7), "nua dau nam": range(1, 7),
    "6 thang cuoi nam": range(7, 13), "sau thang cuoi nam": range(7, 13), "nua cuoi nam": range(7, 13),
    "9 thang dau nam": range(1, 10), "chin thang dau nam": range(1, 10), "3 thang dau nam": range(1, 4),
    "3 thang cuoi nam": range(10, 13),
}  # fmt: skip
_YEAR = re.compile(r"(?:\s*/\s*|\s*-\s*|\s+nam\s+|^nam\s+|\s+)(20\d\d)\b")
_DAY = re.compile(r"(?:ngay\s+)?\b([0-3]?\d)\s*/\s*(1[0-2]|0?\d)\b")
_BEFORE = re.compile(r"^truoc thang (\d{1,2})$")
_BEFORE_FIRST = re.compile(r"\btruoc (?:ngay )?0?1\s*/\s*(1[0-2]|0?[2-9])\b")  # the first is no day of it
_SOFT = re.compile(r"\b(?:dau|giua|cuoi|trong|het|truoc|xong|hoan thanh|ngay|ky)\b")
_NUMBER = r"(?:\d{1,2}|x[i]{0,2}|i?x|v?i{1,3}|i?v)"
_UNIT = r"(?:quy|thang|q|t)"
_SPAN = re.compile(
    rf"(?:({_UNIT})\s*\.?\s*)?({_NUMBER})(?:\s*(?:-|den|toi)\s*(?:({_UNIT})\s*\.?\s*)?({_NUMBER}))?"
)
_ALL = Words("Cả năm", "All the year")
_NONE = Words("chưa rõ thời gian", "time not known")
_QUARTER = Words("Quý {number}", "Q{number}")
_MONTH = Words("Tháng {months}", "Months {months}")


def read_months(text: str, year: int) -> tuple[int, ...] | None:
    """Return the months (1 to 12) that a text names in a year; () for what is done as it comes up.

    None where it is not understood, names another year, or its end stands before its begin.
    """
    said = plain(text)
    if any(int(found) != year for found in re.findall(r"\b(20\d\d)\b", said)):
        return None
    said = re.sub(r"\b(dau|cuoi|ca|trong|quanh) nam 20\d\d\b", r"\1 nam", said)
    said = " ".join(_YEAR.sub(" ", f" {said} ").split())
    if not said:
        return MONTHS if text.strip() else None
    if _WHOLE.fullmatch(said):
        return MONTHS
    if _OPEN.fullmatch(said):
        return ()
    if before := _BEFORE.fullmatch(said):
        month = int(before[1]) - 1
        return (month,) if month in MONTHS else None
    said = _BEFORE_FIRST.sub(lambda day: f"thang {int(day[1]) - 1}", said)
    found: set[int] = set()
    unit = ""
    for part in re.split(r"\s*[,;+&\n]\s*|\s+va\s+", said):
        if part in _PARTS or _WHOLE.fullmatch(part):
            found.update(_PARTS.get(part, MONTHS))
            continue
        months, unit = _segment(part, unit)
        if months is None:
            return None
        found.update(months)
    return tuple(sorted(found)) if found else None


def months_said(months: Sequence[int], lang: Language = "vi") -> str:
    """Return months as a table writes them; ``read_months`` reads the same again. "" for none."""
    chosen = sorted(set(months))
    if not chosen:
        return ""
    if tuple(chosen) == MONTHS:
        return say(_ALL, lang)
    for at, name in enumerate(_QUARTERS):
        if chosen == [at * 3 + 1, at * 3 + 2, at * 3 + 3]:
            return say(_QUARTER, lang).format(number=name)
    return say(_MONTH, lang).format(months=", ".join(_runs(chosen)))


def months_words(task: Task, lang: Language = "vi") -> str:
    """Return the time of a task as it was written, else as its months say; that it is not known."""
    return task.months_text or months_said(task.months, lang) or say(_NONE, lang)


def _runs(months: Iterable[int]) -> list[str]:
    runs: list[list[int]] = []
    for month in months:
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]


def _segment(part: str, unit: str) -> tuple[range | None, str]:
    """Return the months of one part ("quý I-II", "tháng 3", "5") and the unit that goes on to the next."""
    day = _DAY.sub(lambda found: f"thang {found[2]}", part)
    found = _SPAN.fullmatch(" ".join(_SOFT.sub(" ", day).split()))
    if found is None:
        return None, unit
    first_unit = _unit(found[1]) or unit or "month"
    last_unit = _unit(found[3]) or first_unit
    first, last = _number(found[2]), _number(found[4]) if found[4] else None
    begin = _months_of(first, first_unit)
    end = begin if last is None else _months_of(last, last_unit)
    if begin is None or end is None or end[-1] < begin[0]:
        return None, unit
    return range(begin[0], end[-1] + 1), last_unit if last is not None else first_unit


def _unit(text: str | None) -> str:
    if not text:
        return ""
    return "quarter" if text.startswith("q") else "month"


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _ROMAN.get(text, 0)


def _months_of(number: int, unit: str) -> range | None:
    if unit == "quarter":
        return range(number * 3 - 2, number * 3 + 1) if 1 <= number <= 4 else None
    return range(number, number + 1) if number in MONTHS else None


def plain(text: str) -> str:
    """Return a text in small letters without diacritics; its signs stay."""
    found = unicodedata.normalize("NFD", plain_d(text)).lower()
    found = "".join(sign for sign in found if not unicodedata.combining(sign))
    found = found.replace("–", "-").replace("—", "-")
    found = found.replace("(", ",").replace(")", " ")
    return " ".join(found.strip(" .:,").split())
