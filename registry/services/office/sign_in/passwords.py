"""Is a password one that somebody would try first? A rule of our own, not a list of other people's passwords.

What is easily guessed is counted as one sign, whatever its length: a common word, the account's own name, the
same sign again and again, a row of the alphabet, of digits or of the keyboard, a part that is repeated.
"""

import re
import unicodedata

from registry.model.alphabet import plain_d

PASSWORD_LENGTH = 12
LEAST_SIGNS = 8
"""So many signs have to be left when all that is easily guessed counts as one each."""
LEAST_DIFFERENT = 5
_RUN = 3  # signs in a row from which on they are a row

_WORDS = (
    "administrator", "matkhaumoi", "matkhau", "password", "passw", "iloveyou", "anhyeuem", "emyeuanh",
    "welcome", "quantri", "thamdinh", "lanhdao", "kiemtra", "trucban", "vienthong", "viettel", "mobifone",
    "vinaphone", "vietnamobile", "vietnam", "bacninh", "bacgiang", "hanoi", "admin", "login", "dangnhap",
    "monkey", "dragon", "football", "superman", "batman", "princess", "sunshine", "letmein", "master",
    "hello", "secret", "qwerty", "azerty", "xinchao", "tinhyeu", "congty", "coquan", "skhcn", "abc123", "bts",
)  # fmt: skip
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb",
    "qazwsxedcrfvtgb",
)  # fmt: skip
_STANDS_FOR = str.maketrans("@0$!3514798", "aosieslaaqb")
_TWICE = re.compile(r"(.)\1+")
_OTHER_SIGN = re.compile(r"[\W_]+")


def is_weak(password: str, name: str = "") -> bool:
    """Whether a password is among the first that somebody would try for the account ``name``."""
    plain = _plain(password)
    if len(set(plain)) < LEAST_DIFFERENT or _repeats(plain):
        return True
    own = [part for part in (_bare(_plain(name)), *_OTHER_SIGN.split(_plain(name))) if len(part) > _RUN]
    told = (plain, plain.translate(_STANDS_FOR))
    ways = [_signs(text, own) for one in told for text in (one, _bare(one))]
    ways.append(_signs(plain[::2], []) + _signs(plain[1::2], []))  # two rows, one between the other: 1q2w3e
    return min(ways) < LEAST_SIGNS


def _plain(text: str) -> str:
    """Return a text in lower case, without accents."""
    parts = unicodedata.normalize("NFD", plain_d(text.lower()))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _bare(text: str) -> str:
    """Return the letters and digits of a text."""
    return _OTHER_SIGN.sub("", text)


def _repeats(text: str) -> bool:
    """Whether a text is a shorter one again and again."""
    return text in (text + text)[1:-1]


def _signs(text: str, own: list[str]) -> int:
    """Return how many signs are left when what is easily guessed counts as one each."""
    for word in (*own, *_WORDS):
        text = text.replace(word, "\x00")
    text = _TWICE.sub(r"\1", text)
    count, at = 0, 0
    while at < len(text):
        at += _row_at(text, at)
        count += 1
    return count


def _row_at(text: str, at: int) -> int:
    """Return how long the row is that begins at a sign: 1 where none does."""
    longest = 1
    for row in _ROWS:
        for way in (row, row[::-1]):
            length = _RUN
            while at + length <= len(text) and text[at : at + length] in way + way:
                longest = max(longest, length)
                length += 1
    return longest
