"""Numbers of letters (số, ký hiệu văn bản): when two writings of one are the same number."""

import re
import unicodedata
from typing import NamedTuple

_LEADS = re.compile(r"^(?:công văn|văn bản|quyết định|cv|số|so|no)\b[\s.:]*")
_DATED = re.compile(r"\s(?:ngày|day|of)\s.*$")
_NUMBER = re.compile(r"(\d+)(.*)")


class LetterNumber(NamedTuple):
    """The number of a letter and its sign (ký hiệu), written in the one way in which they are compared.

    ``number`` has no leading zeros ("" where the text has no number), ``sign`` letters and digits alone:
    "Số: 0412/VTBN–KTHT" and "412 / vtbn-ktht" are both ("412", "vtbnktht").
    """

    number: str
    sign: str

    def __bool__(self) -> bool:
        """Whether there is anything to compare."""
        return bool(self.number or self.sign)

    def same_as(self, other: "LetterNumber") -> bool | None:
        """Whether both are one number; None where one was written without its sign, so that it may be."""
        if not self or not other or self.number != other.number:
            return False
        if self.sign == other.sign:
            return True
        return None if self.number and not (self.sign and other.sign) else False


def letter_number(text: str) -> LetterNumber:
    """Return the number that was typed: case, blanks, dashes, width and leading zeros count for nothing."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    while (shorter := _LEADS.sub("", plain)) != plain:
        plain = shorter
    plain = _DATED.sub("", plain)
    found = _NUMBER.match(plain)
    number, sign = found.groups() if found else ("", plain)
    return LetterNumber(number.lstrip("0") or number[:1], "".join(filter(str.isalnum, sign)))
