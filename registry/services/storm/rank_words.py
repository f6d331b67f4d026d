"""How a mast's place in a storm's lists is said: each factor's effect in words, and why in one sentence."""

from math import log

from registry.messages import Language, render
from registry.model.storm.storms import RankedMast, RankPart

REASONS = 3
"""As many factors are named in one sentence; the page and the workbook have all."""
_UNCHANGED = 0.005
_GROUND = ("wind", "grid")
"""The parts that the others change: said first, as they are."""


def effect(part: RankPart, lang: Language) -> str:
    """Return what a factor does, in words: "tăng 1,41 lần", "không tính, nới sai số"."""
    if part.value is None and part.name not in _GROUND:
        return render("RANK-EFFECT-WIDER" if part.spread else "RANK-EFFECT-UNKNOWN", {}, lang)
    if abs(part.factor - 1.0) < _UNCHANGED:
        return render("RANK-EFFECT-SAME", {}, lang)
    code = "RANK-EFFECT-UP" if part.factor > 1.0 else "RANK-EFFECT-DOWN"
    return render(code, {"times": part.factor}, lang)


def told(part: RankPart, lang: Language) -> str:
    """Return what a part rests on, as a sentence without its stop."""
    return render(part.code, part.params, lang)


def why(mast: RankedMast, lang: Language) -> str:
    """Return in one sentence why a mast stands where it does: its chance, the wind, what counts most."""
    said = [_chance(mast, lang)]
    said += [_small(told(part, lang)) for part in mast.parts if part.name in _GROUND]
    said += [
        render("RANK-BECAUSE", {"effect": effect(part, lang), "what": _small(told(part, lang))}, lang)
        for part in _weightiest(mast)
    ]
    return "; ".join(said)


def briefly(mast: RankedMast, lang: Language) -> str:
    """Return why a mast is called about, short enough for a line on a sheet of twenty."""
    said = [_chance(mast, lang)]
    if mast.exposure.ratio is not None and _falls(mast):
        said.append(render("RANK-OF-DESIGN", {"percent": mast.exposure.ratio * 100}, lang))
    return "; ".join([*said, *(_small(told(part, lang)) for part in _weightiest(mast) if part.factor > 1.0)])


def whole_percent(chance: float) -> int:
    """Return a chance in whole per cent, cut off: what is under the threshold never reads as being on it."""
    return int(chance * 100 + 1e-9)


def _falls(mast: RankedMast) -> bool:
    return any(part.name == "wind" for part in mast.parts)


def _chance(mast: RankedMast, lang: Language) -> str:
    falls = _falls(mast)
    code = "RANK-WHY-DANGER" if mast.danger and falls else "RANK-WHY-FALL" if falls else "RANK-WHY-DARK"
    return render(code, {"chance": whole_percent(mast.chance)}, lang)


def _weightiest(mast: RankedMast) -> list[RankPart]:
    """Return the parts that count most, but for the ground that they change."""
    counted = [
        part
        for part in mast.parts
        if part.name not in (*_GROUND, "margin") and abs(part.factor - 1.0) >= _UNCHANGED
    ]
    return sorted(counted, key=lambda part: -abs(log(part.factor)))[:REASONS]


def _small(text: str) -> str:
    """Return a sentence as it goes on inside another one."""
    return text[:1].lower() + text[1:]
