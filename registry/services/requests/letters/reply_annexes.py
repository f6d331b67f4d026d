"""The annexes of the reply: a table for each kind of position, conditions that many share, an index of codes.

Annexes that there are bear Roman numbers in their order; one alone is "Phụ lục". A condition that many
positions of an annex share is said once above its table and named by a letter in the rows.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from registry.messages import Language, say
from registry.services.requests.letters import reply_words as words
from registry.services.requests.letters.reply_rows import Row
from registry.services.requests.letters.reply_words import AGREED, Part

SHARED_BY = 4  # a condition of so many positions of an annex is said above its table
INDEX_FROM = 12  # an index of codes from so many rows on, where there is more than one annex
_SIDES = ("a", "b", "c", "d")

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def letters() -> Iterator[str]:
    """Yield the labels of conditions: a, b, …, z, aa, ab, …"""
    alphabet = "abcdeghiklmnopqrstuvxy"  # of the Vietnamese alphabet, as points of articles are named
    yield from alphabet
    for first in alphabet:
        yield from (first + second for second in alphabet)


def annexes(rows: Sequence[Row], lang: Language, *, maps: bool) -> list[dict[str, Any]]:
    """Return the annexes with their rows (each has ``part``), numbered; the maps' own is the last."""
    by_part = {part: [row for row in rows if row["part"] is part] for part in Part}
    used = [part for part in Part if by_part[part]]
    numbers = numbered(len(used) + (1 if maps else 0), lang)
    found = []
    for part, number in zip(used, numbers, strict=False):
        own = by_part[part]
        found.append(
            {
                "part": str(part),
                "layout": "agreed" if part in AGREED else str(part),
                "beside": part not in (Part.NEW, Part.UNCLEAR),
                "number": number,
                "title": say(words.TITLES[part], lang),
                "rows": own,
                "common": _share(own, lang) if part in AGREED else [],
            }
        )
    return found


def numbered(count: int, lang: Language) -> list[str]:
    """Return the names of so many annexes: "Phụ lục" for one, "Phụ lục I" … for several."""
    name = say(words.ANNEX, lang)
    return [name] if count == 1 else [f"{name} {_ROMAN[at]}" for at in range(count)]


def _share(rows: Sequence[Row], lang: Language) -> list[dict[str, str]]:
    """Give rows what their last column says (``todo``) and return the conditions that are said above."""
    counted = Counter(text for row in rows for text in dict.fromkeys(row["conditions"]))
    shared = [text for text, count in counted.items() if count >= SHARED_BY]
    labels = dict(zip(shared, letters(), strict=False))
    for row in rows:
        named = sorted(labels[text] for text in row["conditions"] if text in labels)
        own = [text for text in row["conditions"] if text not in labels]
        said = [say(words.SEE, lang).format(labels=", ".join(named))] if named else []
        row["todo"] = "; ".join([*said, *own]) or say(words.UNBOUND, lang)
    return [{"label": label, "text": text} for text, label in labels.items()]


def index_rows(annexed: Sequence[Mapping[str, Any]], lang: Language) -> list[dict[str, dict[str, str]]]:
    """Return lines of the index of codes, four positions each (a to d); [] where none is needed.

    By code along the lines: in which annex, whose title says what was decided, under which number.
    """
    number = say(words.IN_ROW, lang)
    entries = [
        {
            "code": str(row["code"]),
            "at": number.format(annex=annex["number"], row=row["row"]),
        }
        for annex in annexed
        for row in annex["rows"]
    ]
    if len(annexed) < 2 or len(entries) < INDEX_FROM:
        return []
    entries.sort(key=lambda item: item["code"].casefold())
    blank = dict.fromkeys(("code", "at"), "")
    wide = len(_SIDES)
    filled = entries + [blank] * (-len(entries) % wide)
    return [dict(zip(_SIDES, filled[at : at + wide], strict=True)) for at in range(0, len(filled), wide)]


def pairs(titled: Sequence[tuple[str, Any]]) -> list[dict[str, dict[str, Any]]]:
    """Return maps with their titles, two beside each other; the place beside an odd last one is empty."""
    sides = [{"title": title, "map": picture} for title, picture in titled]
    empty = {"title": "", "map": ""}
    return [
        {"left": sides[at], "right": sides[at + 1] if at + 1 < len(sides) else empty}
        for at in range(0, len(sides), 2)
    ]
