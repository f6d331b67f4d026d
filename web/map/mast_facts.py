"""What lists say of a mast, in the words of its sheet: every column that the dictionary shows there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from registry.columns import CellType, Column, Level, Shown, stored_columns
from registry.messages import say
from registry.model.critical_places import CriticalPlace
from registry.model.people import Person
from registry.services.appraise.row_texts import choice_words
from registry.services.critical.served import served
from registry.services.register.position_words import position_facts
from web.frame.languages import language
from web.frame.office import registry
from web.frame.wording import filters, words

Row = Mapping[str, Any]

_WORDS: dict[str, dict[str, Any]] = {
    "mast_classes": words.CLASSES,
    "states": words.STATES,
    "forms": words.FORMS,
    "supports": words.SUPPORTS,
}
_BESIDE = {
    "support": ("form", ", {text}"),
    "rod_m": ("mast_height_m", " + {label} {text}"),
    "emf_expires_on": ("emf_certificate", ", {label} {text}"),
}
"""Columns that stand on the line of another, and how they follow what it says."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a sheet: its label, and what the lists say; "" where they say nothing."""

    label: str
    text: str


def sheet_facts(row: Row, level: str, names: Mapping[str, str]) -> list[Fact]:
    """Return the lines of a mast's sheet about a site, a structure or a station, as a template asks."""
    return facts_of(row, Level(level), Shown.SHEET, names)


def facts_of(row: Row, level: Level, where: Shown, names: Mapping[str, str]) -> list[Fact]:
    """Return every line that a place shows, said or not; ``names`` are those of operators by code."""
    shown = {item.name: item for item in stored_columns(level) if where in item.shown}
    texts = {name: _text(item, row, names) for name, item in shown.items()}
    for name, (main, follows) in _BESIDE.items():
        if name in texts and main in texts and (text := texts.pop(name)):
            said = follows.format(label=lowered(shown[name].short(language())), text=lowered(text))
            texts[main] = texts[main] + said if texts[main] else said.lstrip(" ,+")
    return [Fact(shown[name].short(language()), text) for name, text in texts.items()]


def position_lines(site: Row) -> list[tuple[str, str]]:
    """Return (label, text) of where a site's position comes from, as the sheet says it."""
    lang = language()
    return [(say(label, lang), say(text, lang)) for label, text in position_facts(site)]


def lowered(text: str) -> str:
    """Return a label as it stands inside a sentence."""
    return text[:1].lower() + text[1:]


def _text(item: Column, row: Row, names: Mapping[str, str]) -> str:
    value = row.get(item.stored)
    if item.name == "mast_class":
        value = value or row.get("old_class")
    if value in (None, "", False):
        return ""
    if item.name == "owner":
        return names.get(value, value)
    if item.name == "built_on" and row.get("built_year_only"):
        return str(value.year)
    if item.name == "robust":
        return str(row.get("robust_basis") or _("có"))
    return _plain(item, value)


def _plain(item: Column, value: Any) -> str:
    """Return a value as a page writes it, by how its cells are read."""
    if item.type in _DECIMALS:
        return f"{filters.number(value, _DECIMALS[item.type])} {item.unit}".strip()
    if item.type is CellType.DATE:
        return filters.day(value)
    if item.type is CellType.YESNO:
        return str(_("có"))
    if not item.choices:
        return str(value)
    known = _WORDS.get(item.choices) or choice_words(item, language())
    codes = value if isinstance(value, list | tuple) else [value]
    return ", ".join(words.label(known, code) for code in codes)


_DECIMALS = {CellType.METRES: 1, CellType.NUMBER: 0, CellType.INTEGER: 0}


def places_served(structures: Iterable[Mapping[str, Any]], person: Person) -> list[CriticalPlace]:
    """Return the critical places that structures of a site serve, each once, to whoever sees them all."""
    if not person.sees_all:
        return []
    by_structure = served(registry()).by_structure
    found = {place.id: place for one in structures for place in by_structure.get(str(one["id"]), ())}
    return list(found.values())
