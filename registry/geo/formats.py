"""Formats (cách viết toạ độ): positions as text that the reader of ``coordinates`` reads back."""

from registry.geo.angles import Axis
from registry.messages import Language, number

_LETTERS: dict[Language, dict[Axis, tuple[str, str]]] = {
    # "N" would be Nam (south) to some and north to most, so Vietnamese south is written out.
    "vi": {"lat": ("B", " Nam"), "lon": ("Đ", "T")},
    "en": {"lat": ("N", "S"), "lon": ("E", "W")},
}


def format_dms(degrees: float, axis: Axis, lang: Language = "vi", decimals: int = 2) -> str:
    """Write degrees, minutes and seconds: 21°16'29,00"B, or 21°16'29.00"N in English.

    Two decimals of a second are 0.3 m. Rounding carries into minutes and degrees: 60 is never written.
    """
    units = round(abs(degrees) * 3600 * 10**decimals)
    whole, rest = divmod(units, 3600 * 10**decimals)
    minutes, seconds = divmod(rest, 60 * 10**decimals)
    text = f"{seconds / 10**decimals:0{decimals + 3 if decimals else 2}.{decimals}f}"
    if lang == "vi":
        text = text.replace(".", ",")
    letter = _LETTERS[lang][axis][1 if degrees < 0 and units else 0]
    return f"{whole}°{minutes:02d}'{text}\"{letter}"


def format_dms_pair(lon: float, lat: float, lang: Language = "vi", decimals: int = 2) -> str:
    """Write a position in degrees, minutes and seconds, latitude first."""
    return f"{format_dms(lat, 'lat', lang, decimals)} {format_dms(lon, 'lon', lang, decimals)}"


def format_degrees(degrees: float, lang: Language = "vi", decimals: int = 6) -> str:
    """Write decimal degrees: 21,273400 in Vietnamese, 21.273400 in English; six decimals are 0.1 m."""
    text = f"{degrees:.{decimals}f}"
    return text.replace(".", ",") if lang == "vi" else text


def format_decimal(lon: float, lat: float, lang: Language = "vi", decimals: int = 6) -> str:
    """Write a position in decimal degrees, latitude first.

    ``21,273400; 106,194600`` in Vietnamese, ``21.273400, 106.194600`` in English.
    """
    between = "; " if lang == "vi" else ", "
    return format_degrees(lat, lang, decimals) + between + format_degrees(lon, lang, decimals)


def format_vn2000(easting: float, northing: float, lang: Language = "vi", decimals: int = 3) -> str:
    """Write VN-2000 metres, northing first.

    ``X 2.354.678,120; Y 417.000,500`` (X is the northing), in English with N and E.
    """
    first, second = ("X", "Y") if lang == "vi" else ("N", "E")
    return f"{first} {number(northing, decimals, lang)}; {second} {number(easting, decimals, lang)}"
