"""The order in which Vietnamese names stand: by letters (a ă â … d đ … o ô ơ … u ư), then by tones.

By code points "Chũ" stood before "Cảnh Thụy" and "Đa Mai" after "Yên Dũng", where nobody looks for them.
Letters and tones (ngang, huyền, hỏi, ngã, sắc, nặng) as Vietnamese dictionaries order them.
"""

import unicodedata

_LETTERS = {letter: at for at, letter in enumerate("0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", 1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def plain_d(text: str) -> str:
    """Return a text with d for đ, which Unicode does not take apart.

    ð is taken for it: as a capital it looks the same, and old fonts and keyboards write "Ðức Thắng" with it.
    """
    return text.replace("Đ", "D").replace("đ", "d").replace("Ð", "D").replace("ð", "d")


def in_alphabet(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Return the key by which a name is sorted; case and signs count last."""
    letters: list[int] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFC", text).casefold():
        parts = unicodedata.normalize("NFD", sign)
        tone = next((mark for mark in parts if mark in _TONES), "")
        plain = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
        letters.append(_LETTERS.get(plain, 0))  # a space and every sign come before letters
        tones.append(_TONES.get(tone, 0))
    return tuple(letters), tuple(tones), text
