"""Whom a text that lists write as an owner names: an operator by a name of its own, or by its branch's."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from registry.model.sites import Operator

SHORTEST_BEGINNING = 4
"""Letters of a name whose beginning tells: "VNM Bắc Giang" may be anybody's."""

_NOT_A_BRANCH = re.compile(r"\b(thuê|thue|mượn|nhờ|và|cùng)\b")


def plain(text: str) -> str:
    """Return a name as it is compared: composed, its blanks made single, without capitals."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def is_branch(rest: str, others: Iterable[str]) -> bool:
    """Return whether what follows a name (``plain``) is its branch's: "Bắc Giang" of "Viettel Bắc Giang".

    It is not where somebody else is named ("VNPT - Viettel", "VNPT thuê của Viettel") or it is said that one
    rents, borrows or shares: such a text does not tell whose the mast is.
    """
    if _NOT_A_BRANCH.search(rest):
        return False
    return not any(re.search(rf"\b{re.escape(name)}\b", rest) for name in others)


def operator_called(written: str, operators: Collection[Operator]) -> str:
    """Return the code of the operator of these that a text names, "" where it names none, or not it alone.

    By its code, its name or a former one; by its branch's name where that begins with one of four letters or
    more (``is_branch``).
    """
    asked = plain(written)
    names = {plain(name): item.code for item in operators for name in (item.code, item.name, *item.old_names)}
    if asked in names:
        return names[asked]
    for name in sorted(names, key=len, reverse=True):
        if len(name) >= SHORTEST_BEGINNING and asked.startswith(f"{name} "):
            others = [other for other, code in names.items() if code != names[name]]
            return names[name] if is_branch(asked.removeprefix(name), others) else ""
    return ""
