"""Flash floods and landslides that a bulletin of another title tells of, with communes of their own.

"TIN MƯA LỚN TRÊN KHU VỰC TỈNH …" that goes on with "nguy cơ lũ quét, sạt lở đất tại các xã A, B" warns of two
things at two places: the rain everywhere, the slides at A and B.
"""

import re
from collections.abc import Iterator, Sequence

from registry.model.storm.hazards import HazardKind
from registry.storm.warnings.places import places_in

SLIDES = frozenset({HazardKind.FLASH_FLOOD, HazardKind.LANDSLIDE})
_ITEMS = r"(?:(?<=:)[ \t]{0,6}(?:\n\s{0,6}[-+*•–][^\n]{0,300}){1,40})?"
"""The items of a list that a sentence leads to."""
HURT = re.compile(
    r"[^.\n]{0,200}\b(?:nguy cơ|ngập|sạt lở|lũ quét|sụt lún)\b[^.\n]{0,400}" + _ITEMS, re.IGNORECASE
)
"""A sentence of what rain may bring, and where."""
_FLASH = re.compile(r"\blũ\s{1,2}(?:ống,? )?quét\b", re.IGNORECASE)
_SLIDE = re.compile(r"\bsạt\s{1,2}lở(?!\s(?:bờ|đê|kè|ven))|\bsụt\s{1,2}lún", re.IGNORECASE)
_RISKS = re.compile(r"\bcấp độ rủi ro\b", re.IGNORECASE)


def slide_sentences(text: str) -> Iterator[re.Match[str]]:
    """Yield the sentences of where flash floods or slides may come; none of levels of risk."""
    for match in HURT.finditer(text):
        if (_FLASH.search(match[0]) or _SLIDE.search(match[0])) and not _RISKS.search(match[0]):
            yield match


def slides_told(text: str, provinces: Sequence[str]) -> dict[HazardKind, tuple[str, ...]]:
    """Return the communes that sentences name of flash floods and of slides, each with its own."""
    found: dict[HazardKind, dict[str, None]] = {}
    for match in slide_sentences(text):
        named = dict.fromkeys(places_in(match[0], provinces))
        for kind, pattern in ((HazardKind.FLASH_FLOOD, _FLASH), (HazardKind.LANDSLIDE, _SLIDE)):
            if named and pattern.search(match[0]):
                found.setdefault(kind, {}).update(named)
    return {kind: tuple(names) for kind, names in found.items()}
