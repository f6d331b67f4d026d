"""What the numbers, units and parts of rules are called (``data/codes/law_numbers.toml``)."""

import tomllib
from collections.abc import Mapping
from functools import cache

from registry.law import Threshold
from registry.messages import Language, number, say, unit
from registry.regulations.forms import forms
from registry.settings import DATA


@cache
def _table() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads((DATA / "codes" / "law_numbers.toml").read_text(encoding="utf-8"))


def number_name(code: str, name: str, lang: Language) -> str:
    """Return what a number of a rule is called; as the form of a regulation says it, or the law file."""
    names = _table()["numbers"]
    words = names.get(f"{code}.{name}") or names.get(name)
    if words:
        return words[lang]
    form = forms().rules.get(code)
    key = form.thresholds.get(name) if form is not None else None
    return say(forms().number(key).words, lang) if key else name


def unit_name(code: str, lang: Language) -> str:
    """Return a unit in words."""
    words = _table()["units"].get(code)
    return words[lang] if words else code


def part_name(code: str, lang: Language) -> str:
    """Return what a part of a rule ("PRM-01/rural") is called; "" where it has no name."""
    words = _table()["parts"].get(code)
    return words[lang] if words else ""


def written(threshold: Threshold, lang: Language) -> str:
    """Return a number with its unit; "" where the catalogue does not know it."""
    if threshold.value is None:
        return ""
    return f"{plain(threshold.value, lang)} {unit(unit_name(threshold.unit, lang), threshold.value, lang)}"


def plain(value: float, lang: Language) -> str:
    """Write a number with as many decimals as it has, at most four."""
    decimals = next((some for some in range(4) if round(value, some) == value), 4)
    return number(value, decimals, lang)
