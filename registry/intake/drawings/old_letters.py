"""Vietnamese written in the encodings of before Unicode: TCVN3 (ABC) and VNI, as old drawings have it.

Both put Vietnamese letters where a Western font has other signs, so that a text reads "®Êt" or "ñaát" until
its font is known. Fonts of TCVN3 are called ".Vn…", those of VNI "VNI-…"; without a font a text is taken for
either only where it has signs that no Vietnamese text has.
"""

import re
import unicodedata

_TCVN3_SIGNS = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòôõøö÷ùúýûüþ¡¢£¤¥¦§\xad"
_TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụừứửữựỳýỷỹỵĂÂÊÔƠƯĐư"
_TCVN3 = str.maketrans(_TCVN3_SIGNS, _TCVN3_LETTERS)
# A text without its font is TCVN3 where it has one of these, which neither Vietnamese nor a plan writes.
_TCVN3_ONLY = re.compile("[µ¸¶·¹¨»¾¼½©®ª«¬¡¢£¤¥¦§×Þß÷þ]")

_ESCAPED = re.compile(r"\\U\+([0-9A-Fa-f]{4})")
"""How files of before 2007 write letters that their code page lacks."""

_UNSAYABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_ROOFED = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BOWED = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE = {"ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ì": "ì", "í": "í"}
_VNI_PAIR = re.compile("([aeouyöôAEOUYÖÔ])([ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])")
_VNI_ALONE = re.compile("[ñöôæóòîÑÖÔÆÓÒÎ]")
_VNI_SIGNS = re.compile("[aeouyAEOUY][øûïåäëØÛÏÅÄË]|[aeAE][ùâáàêéèÙÂÁÀÊÉÈ]|[ñÑ]")


def sayable(text: str) -> str:
    """Return a text without signs that no document, page or database can hold (bytes of no code page)."""
    return _UNSAYABLE.sub("", text)


def repaired(text: str, font: str = "") -> str:
    """Return a text in Unicode letters; ``font`` is the name of its font's file, where it is known.

    A text that is neither, or is Unicode already, comes back as it is.
    """
    if "\\U+" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
    text = sayable(text)
    if text.isascii():
        return text
    name = font.rsplit("/", 1)[-1].rsplit("\\", 1)[-1].lower()
    if name.startswith(".vn") or (not name.startswith("vni") and _TCVN3_ONLY.search(text)):
        return _capital(text, name)
    if name.startswith("vni") or (_VNI_SIGNS.search(text) and not _is_vietnamese(text)):
        return _of_vni(text)
    return text


def _capital(text: str, font: str) -> str:
    """Fonts of capitals (".VnTimeH") write small letters as capitals."""
    found = text.translate(_TCVN3)
    return found.upper() if font.removesuffix(".ttf").removesuffix(".shx").endswith("h") else found


def _is_vietnamese(text: str) -> bool:
    """Whether a text has letters that only Vietnamese in Unicode has."""
    return any("\u1ea0" <= sign <= "\u1ef9" or sign in "ăđơưĂĐƠƯ" for sign in text)


def _of_vni(text: str) -> str:
    def pair(match: re.Match[str]) -> str:
        base, mark = match.group(1), match.group(2).lower()
        letter = _ALONE.get(base.lower(), base.lower())
        if mark in _TONES:
            made = letter + _TONES[mark]
        elif letter in "aeo" and mark in _ROOFED:
            made = letter + "\u0302" + _ROOFED[mark]
        elif letter == "a" and mark in _BOWED:
            made = letter + "\u0306" + _BOWED[mark]
        else:
            return match.group(0)
        made = unicodedata.normalize("NFC", made)
        return made.upper() if base.isupper() else made

    def alone(match: re.Match[str]) -> str:
        sign = match.group(0)
        made = _ALONE.get(sign.lower(), sign)
        return made.upper() if sign.isupper() else made

    # letters that pairs made are none of those that stand alone, but for their own base
    parts = re.split(f"({_VNI_PAIR.pattern})", text)
    found, at = [], 0
    while at < len(parts):
        found.append(_VNI_ALONE.sub(alone, parts[at]))
        if at + 1 < len(parts):
            found.append(_VNI_PAIR.sub(pair, parts[at + 1]))
        at += 4
    return "".join(found)
