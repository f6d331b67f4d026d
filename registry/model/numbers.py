"""A number as people write it: grouping marks stand before groups of exactly three digits, or it is none.

One lone point or comma is a decimal sign ("42,5", "42.5"); several of one kind, a blank or an apostrophe are
grouping marks ("1.234.567", "1 234,5", "1'234.5"), and then the decimal sign is the other one. Whatever is
written otherwise ("40..5", "4.2.5", "42 45") is no number: read as one, it would be another than was meant.
The phone reads by the same rules (``web/static/js/field/numbers.js``).

What is shown of a number is rounded as school and browsers do it: a half goes away from nothing, by
the digits that the number is written with.
"""

import math
import re
from decimal import ROUND_HALF_UP, Decimal

LONGEST = 80  # characters; patterns are never let loose on more
_WRITTEN = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},  # full-width digits
        "．": ".", "，": ",", "＋": "+", "－": "-", "\u2212": "-", "’": "'",
        "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ",
        "\u200b": None, "\ufeff": None,
    }
)  # fmt: skip
_PLAIN = re.compile(r"[+-]? ?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)")
_GROUPED = re.compile(
    r"(?P<sign>[+-]? ?)(?P<whole>[1-9][0-9]{0,2}(?P<group>[.,' ])[0-9]{3}(?:(?P=group)[0-9]{3})*)"
    r"(?:(?!(?P=group))[.,](?P<rest>[0-9]*))?"
)
_SURE = 9  # decimals: nearer than that to a half is one
_ONE_GROUP = re.compile(r"[+-]? ?[1-9][0-9]{0,2}[.,][0-9]{3}")
_TOKEN = re.compile(r"[0-9](?:[0-9.,' ]*[0-9])?")


def rounded(value: float, decimals: int = 0) -> float:
    """Return a number with so many decimals: 12.5 as 13, 0.15 with one as 0.2; never a nothing below nothing.

    For what people read: Python's own rounding takes a half to the even side, and 0.15 for a little less.
    """
    return float(rounded_text(value, decimals).replace(",", ""))


def whole(value: float) -> int:
    """Return a number as the whole number that people read: 12.5 as 13."""
    return int(rounded(value))


def rounded_text(value: float, decimals: int = 0) -> str:
    """Return the text of ``rounded`` with a point before its decimals and a comma between thousands."""
    value = float(value)
    text = f"{value:,.{decimals}f}"
    if 0.499 < value * 10**decimals % 1.0 < 0.501:  # seldom met: the digits are asked only where it is near
        near = repr(round(value, _SURE))  # 100 × 0.145 is 14.499999999999998
        nearest = Decimal(near).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        text = f"{nearest:,.{decimals}f}"
    return text.lstrip("-") if text[0] == "-" and not text.strip("-0.") else text


def written(text: str) -> str:
    """Return a text in plain digits, signs and blanks: full-width ones are usual."""
    return text.translate(_WRITTEN).strip()


def plain_number(text: str) -> float | None:
    """Return the number that a text writes; None where it writes none, or one that has no end."""
    text = written(text)
    if len(text) > LONGEST:
        return None
    found = _GROUPED.fullmatch(text)
    if _PLAIN.fullmatch(text):
        value = float(text.replace(" ", "").replace(",", "."))
    elif found:
        whole = re.sub(r"[^0-9]", "", found["whole"])
        value = float(f"{found['sign'].strip()}{whole}.{found['rest'] or '0'}")
    else:
        return None
    return value if math.isfinite(value) else None


def grouped_number(text: str) -> float | None:
    """Return what a text of one mark before three digits writes by groups: 1234 of "1.234"; else None."""
    text = written(text)
    if len(text) > LONGEST or not _ONE_GROUP.fullmatch(text):
        return None
    return float(re.sub(r"[ .,]", "", text))


def two_readings(text: str) -> dict[str, float] | None:
    """Return both numbers that a text of one mark before three digits can mean; None where it means one.

    A person who typed "1.000" into a form meant a thousand or one: nobody but that person knows which.
    """
    one, other = plain_number(text), grouped_number(text)
    return None if one is None or other is None else {"one": one, "other": other}


def likely_number(text: str) -> str | None:
    """Return the one number that a text which is none can mean, as text; None where that is not sure."""
    text = written(text[:LONGEST])
    found = _TOKEN.findall(text)
    if len(found) != 1:
        return None
    once = re.sub(r"([.,])\1+", r"\1", found[0])  # a key that was pressed twice
    doubled = once != found[0] and grouped_number(once) is not None
    return None if plain_number(once) is None or doubled else once
