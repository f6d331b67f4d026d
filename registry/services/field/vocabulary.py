"""The words of letters and minutes for severities, judgements and readings, in both languages."""

import datetime as dt
from typing import Any

from registry.messages import Language, Words, number, render, say
from registry.model.field.defects import Defect
from registry.model.field.inspections import Judged, Judgement, MastLabel, Reading
from registry.safety.checklists import Checklist, vocabulary
from registry.safety.sheets import keys

SEVERITIES: dict[str, Words] = {
    "urgent": Words("nguy hiểm", "dangerous"),
    "serious": Words("nặng", "serious"),
    "minor": Words("nhẹ", "minor"),
    "": Words("chưa xếp mức", "not graded"),
}
JUDGED: dict[Judged, Words] = {
    Judged.WITHIN: Words("trong ngưỡng", "within"),
    Judged.BEYOND: Words("ngoài ngưỡng", "beyond"),
    Judged.NOT_JUDGED: Words("chưa đánh giá", "not judged"),
}
ANSWERS: dict[Judged, Words] = {
    Judged.WITHIN: Words("tốt", "good"),
    Judged.BEYOND: Words("có vấn đề", "a problem"),
    Judged.NOT_JUDGED: Words("chưa đánh giá", "not judged"),
}
"""Of an answer that is no number: there is no limit to lie within."""

YES_NO = {
    "true": Words("Có", "Yes"),
    "yes": Words("Có", "Yes"),
    "false": Words("Không", "No"),
    "no": Words("Không", "No"),
    "not_seen": Words("Không xem được", "Could not be seen"),
}
UNNAMED = "other"  # the vocabulary's code of a defect that it has no word for
_LINE = 90  # characters of a defect's own words in a line of the day or in a notice
_SIGNS = {"<": "<", "<=": "≤", ">=": "≥"}


def defect_name(code: str, component: str, lang: Language, entry: str = "") -> str:
    """Return a defect of the vocabulary with its component: "Han rỉ nặng, bu lông neo".

    And with the row that its answer stands in (``entry``: the answer's key): "Bê tông nứt, M1", "Han rỉ
    nặng, thân đốt D7". Whoever remedies it has four foundations before him.
    """
    row = keys.split(entry)[1]
    known = vocabulary()
    word = known.defects.get(code)
    named = code if word is None else say(word, lang)
    part = known.components.get(component)
    if part is None:
        return f"{named}, {row}" if row else named
    said = part[0 if lang == "vi" else 1]
    # the first letter only: (M1–M4) stays
    return f"{named}, {said[:1].lower()}{said[1:]}{f' {row}' if row else ''}"


def deadline_words(defect: Defect) -> str:
    """Return a defect's deadline: its moment where hours count, its day, "–" where it has none yet."""
    if defect.deadline is None:
        return "–"
    if defect.deadline_at:
        moment = dt.datetime.fromisoformat(defect.deadline_at)
        return f"{moment:%H:%M} {moment:%d/%m/%Y}"
    return f"{defect.deadline:%d/%m/%Y}"


def noted(what: str, note: str) -> str:
    """Return what is wrong with the note taken of it; a note that begins with the same words says it all."""
    said = note.strip()
    if not said:
        return what
    if said.casefold().startswith(what.casefold()):
        return said[:1].upper() + said[1:]
    return f"{what}: {said}"


def place_words(mast: MastLabel) -> str:
    """Return where a mast stands, as the register has it."""
    if mast.commune and mast.address and mast.commune.lower() not in mast.address.lower():
        return f"{mast.address}, {mast.commune}"
    return mast.address or mast.commune or "–"


def value_words(reading: Reading, checklist: Checklist | None, lang: Language) -> str:
    """Return what was recorded: a number with its unit, the chosen option's words, or the text."""
    value = reading.item.value
    entry = checklist.entry(reading.entry) if checklist is not None else None
    if value is None or value == "":
        return "–"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if entry is not None and entry.answer == "choice":
        option = next((one for one in entry.options if one.code == text), None)
        if option is not None:
            return say(option, lang)
    if entry is not None and entry.answer == "date":
        try:
            return f"{dt.date.fromisoformat(text):%d/%m/%Y}"
        except ValueError:
            return text
    if text in YES_NO:
        return say(YES_NO[text], lang)
    if reading.judgement.value is not None:
        unit = reading.item.unit or reading.judgement.unit
        return f"{plain(reading.judgement.value, lang)} {unit}".strip()
    return f"{text} {reading.item.unit}".strip()


_NO_UNIT = Words("nguồn không ghi đơn vị", "the source states no unit")
"""What stands beside a limit that is a bare number: nobody may take it for newtons or newton metres."""


def limit_words(judgement: Judgement, lang: Language) -> str:
    """Return a limit with its sign and unit, marked (*) where it is a working number; "" for none."""
    if judgement.limit is None or not judgement.relation:
        return ""
    mark = "" if judgement.verified else " (*)"
    high = plain(judgement.limit, lang)
    if judgement.relation == "between":
        low = plain(judgement.lower or 0.0, lang)
        told = f"{low} – {high}"
    else:
        told = f"{_SIGNS.get(judgement.relation, judgement.relation)} {high}"
    return f"{told} {judgement.unit}{mark}" if judgement.unit else f"{told}{mark}; {say(_NO_UNIT, lang)}"


def judged_words(judgement: Judgement, lang: Language) -> str:
    """Return how a reading is judged, with the reason where it is not."""
    word = say((JUDGED if judgement.relation else ANSWERS)[judgement.judged], lang)
    if judgement.judged is Judged.NOT_JUDGED and judgement.reason:
        return render(judgement.reason, {}, lang) if judgement.reason in _BARE else word
    return word


def plain(value: float, lang: Language) -> str:
    """Return a number with as many decimals as it needs, three at most."""
    value = round(value, 3)  # 12 × 1.1 is 13.200000000000001
    decimals = next((count for count in range(3) if round(value, count) == value), 3)
    return number(value, decimals, lang)


_BARE = frozenset({"READING-NOT-SEEN", "READING-NO-HEIGHT", "READING-NOT-A-NUMBER"})
"""Reasons that need no parameters and are short enough for a table."""


def _own_words(defect: Defect, lang: Language) -> str:
    """Return what a defect without a word of the vocabulary ("Khác") is, in the inspector's own."""
    part = vocabulary().components.get(defect.component)
    said = defect.note.strip()
    return noted(part[0 if lang == "vi" else 1], said) if part else said[:1].upper() + said[1:]


def told_name(defect: Defect, lang: Language) -> str:
    """Return what a defect is, in one line: what has no word of the vocabulary in the inspector's own."""
    if defect.defect != UNNAMED or not defect.note.strip():
        return defect_name(defect.defect, defect.component, lang, defect.entry)
    said = " ".join(_own_words(defect, lang).split())
    return said if len(said) <= _LINE else f"{said[: _LINE - 1].rsplit(' ', 1)[0]}…"


def defect_row(at: int, defect: Defect, lang: Language, *, own: bool = True) -> dict[str, Any]:
    """Return the cells of a defect in the list of a letter or of minutes, ``at`` its number in it.

    ``own``: one that the vocabulary does not name is told in the inspector's own words.
    """
    what = defect_name(defect.defect, defect.component, lang, defect.entry)
    unnamed = own and defect.defect == UNNAMED and bool(defect.note.strip())
    return {
        "row": at,
        "code": defect.mast.code,
        "where": place_words(defect.mast),
        "what": _own_words(defect, lang) if unnamed else noted(what, defect.note),
        "severity": say(SEVERITIES[defect.severity], lang),
        "deadline": deadline_words(defect),
    }
