"""What a header says of the plane of X and Y: an EPSG code, a central meridian with its zone, UTM.

"X (VN-2000, KTT 105°30', múi 3°)", "Hệ tọa độ VN-2000, kinh tuyến trục 107°00'", "UTM 48N WGS84", "EPSG:3405"
The name of the frame alone ("X (VN-2000)") says nothing of the plane.
"""

import re
import unicodedata
from collections.abc import Iterable

from registry.geo.planes import CENTRAL_MERIDIANS, MERIDIANS, UTM_VN2000, UTM_WGS84
from registry.model.alphabet import plain_d

_EPSG = re.compile(r"\bepsg\s*[:.]?\s*([0-9]{4,5})\b")
_DEGREES = r"(10[2-9]|11[01])(?![0-9])"
_MERIDIAN = re.compile(
    r"\b(?:kinh tuyen(?: truc| trung uong)?|kttw|ktt|kt(?: truc)?|meridian|tm-?3)\b[^0-9]{0,12}"
    rf"{_DEGREES}(?:\s*(?:°|do|d|o|-|\s)\s*([0-5]?[0-9])(?![0-9])|[.,]([0-9]{{1,2}}))?"
)
_BARE = re.compile(
    rf"(?<![0-9.,]){_DEGREES}\s*(?:°|do\b)\s*(?:([0-5]?[0-9])(?![0-9]))?()"
)  # beside "VN-2000"
_SIX = re.compile(r"\bmui(?: chieu)?\s*:?\s*6\b|\b6\s*(?:°|do)\b|\butm\b|\b0[.,]9996\b")
_UTM = re.compile(r"\b(?:utm|mui|zone)\s*(?:utm|mui|zone|:|-)?\s*(48|49)\s*n?\b|\b(48|49)\s*n\b")
_ZONE = re.compile(r"\b(?:mui|zone)\s*(?:chieu|:|-)?\s*(481|482|491)\b")
_WGS = re.compile(r"\bwgs\s*-?\s*84\b")
_VN2000 = re.compile(r"\bvn\s*-?\s*2000\b")
_LONGEST = 500  # characters of a title that are looked at
_NUMBERED = {"481": 5896, "482": 5897, "491": 5898}


def stated_planes(texts: Iterable[str]) -> dict[int, str]:
    """Return the planes (EPSG codes) that texts state, each with the text that does."""
    found: dict[int, str] = {}
    for text in texts:
        for plane in _stated(_plain(text[:_LONGEST])):
            found.setdefault(plane, " ".join(text.split()))
    return found


def _plain(text: str) -> str:
    text = plain_d(text).translate({ord(mark): "°" for mark in "º˚"})
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _stated(text: str) -> set[int]:
    codes = {int(code[1]) for code in _EPSG.finditer(text)} & MERIDIANS.keys()
    if codes:
        return codes
    numbered = {_NUMBERED[zone[1]] for zone in _ZONE.finditer(text)}
    if numbered:
        return numbered
    of_vn2000 = bool(_VN2000.search(text))
    six = UTM_WGS84 if _WGS.search(text) and not of_vn2000 else UTM_VN2000
    three = [epsg for epsg in CENTRAL_MERIDIANS if epsg not in UTM_VN2000]
    said = list(_MERIDIAN.finditer(text)) or (list(_BARE.finditer(text)) if of_vn2000 else [])
    degrees = {
        float(one[1]) + (int(one[2]) / 60.0 if one[2] else float(f"0.{one[3]}") if one[3] else 0.0)
        for one in (*said, *(_BARE.finditer(text) if said else ()))
    }
    planes = six if _SIX.search(text) else three
    found = {epsg for epsg in planes for value in degrees if abs(MERIDIANS[epsg] - value) < 0.001}
    if found or degrees:
        return found
    return {
        epsg for utm in _UTM.finditer(text) for epsg, zone in six.items() if zone == int(utm[1] or utm[2])
    }
