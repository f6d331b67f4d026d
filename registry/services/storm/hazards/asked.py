"""What is asked of carriers before rain, flood, landslide or thunderstorms.

What a storm's letter asks of power, equipment and routes is asked in the same words (``actions_of``); no law
gives more, letters ask and do not accuse.
"""

from collections.abc import Sequence
from pathlib import Path

from registry.messages import Language, Words, say
from registry.model.storm.hazards import Hazard, HazardKind
from registry.services.storm.actions import actions_of

_POWER = ("generator", "battery")
_BY_KIND: dict[HazardKind, tuple[str, ...]] = {
    HazardKind.RAIN: (*_POWER, "flood", "route"),
    HazardKind.FLOOD: (*_POWER, "flood", "route"),
    HazardKind.FLASH_FLOOD: (*_POWER, "flood", "route"),
    HazardKind.LANDSLIDE: (*_POWER, "route"),
    HazardKind.OTHER: _POWER,
}
_SLOPES = Words(
    "Kiểm tra ta luy, móng cột, tường chắn, rãnh thoát nước; có vết nứt, sụt, nghiêng thì báo ngay và đưa "
    "người ra khỏi vòng cột có thể đổ",
    "Look at slopes, foundations, retaining walls and drains; report cracks, subsidence and leaning at once "
    "and move people out of where the mast may fall",
)
_THUNDER = Words(
    "Kiểm tra tiếp địa, chống sét của cột, nhà trạm và nguồn điện; chằng buộc vật dễ bay trên cột, trên mái",
    "Check earthing and lightning protection of mast, shelter and power; secure loose objects on mast and "
    "roof",
)
_WIND = Words(
    "Kiểm tra dây co, chân cột, giá đỡ anten; chằng buộc vật dễ bay trên cột, trên mái",
    "Check guys, mast feet and antenna mounts; secure loose objects on mast and roof",
)
_OTHERS = Words(
    "Chuẩn bị theo nội dung bản tin cơ quan khí tượng đã phát", "Prepare by what the bulletin says"
)
_WATER = Words(
    "Không cử người qua dòng chảy xiết, ngầm tràn hoặc đến chân ta luy, sườn dốc khi cảnh báo còn hiệu lực",
    "Send nobody across rapid water or fords, or below slopes, while the warning is in force",
)
_ALOFT = Words(
    "Không để người trên cột, trên mái khi có dông, lốc, sét", "Nobody on masts or roofs in thunderstorms"
)
_ALOFT_IN_WIND = Words(
    "Không để người trên cột, trên mái khi có gió mạnh", "Nobody on masts or roofs in strong wind"
)
_CARE = Words("Bảo đảm an toàn cho người được cử đến trạm", "Keep those who are sent to stations safe")
_SLIDES = frozenset({HazardKind.FLASH_FLOOD, HazardKind.LANDSLIDE})
_STORMY = ("dông", "giông", "lốc", "sét", "mưa đá")


def deeds_asked(warnings: Sequence[Hazard], home: Path, lang: Language) -> list[str]:
    """Return what a letter asks at each mast and station, the most particular first, each thing once."""
    own = [text for hazard in warnings for text in _particular(hazard, lang)]
    known = {item.code: say(item.words, lang) for item in actions_of(home).actions}
    codes = {code for hazard in warnings for code in _BY_KIND[hazard.kind]}
    return list(dict.fromkeys([*own, *(words for code, words in known.items() if code in codes)]))


def _particular(hazard: Hazard, lang: Language) -> list[str]:
    own = []
    if hazard.kind in _SLIDES:
        own.append(say(_SLOPES, lang))
    if hazard.kind is HazardKind.OTHER:
        own.append(say(_of_other(hazard), lang))
    return own


def _of_other(hazard: Hazard) -> Words:
    if of_thunder(hazard):
        return _THUNDER
    return _WIND if _of_wind(hazard) else _OTHERS


def safety_asked(warnings: Sequence[Hazard], lang: Language) -> str:
    """Return how those who work at masts stay safe."""
    said = list(dict.fromkeys(_safety(hazard, lang) for hazard in warnings))
    return "; ".join([said[0], *(text[:1].lower() + text[1:] for text in said[1:])])


def _safety(hazard: Hazard, lang: Language) -> str:
    if hazard.kind is not HazardKind.OTHER:
        return say(_WATER, lang)
    if of_thunder(hazard):
        return say(_ALOFT, lang)
    return say(_ALOFT_IN_WIND if _of_wind(hazard) else _CARE, lang)


def _of_wind(hazard: Hazard) -> bool:
    said = hazard.headline.casefold()
    return "gió mạnh" in said or "gió mùa" in said


def of_thunder(hazard: Hazard) -> bool:
    """Whether a warning of another kind is of thunderstorms, as its words say."""
    said = hazard.headline.casefold()
    return any(word in said for word in _STORMY)
