"""What layers are called in practice, and the kinds that are proposed from it (``drawing_layers.toml``)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from registry.columns import fold
from registry.model.designs.contents import PlotKind, ThingKind
from registry.model.designs.drawings import ProposedBy
from registry.settings import DATA


@cache
def words() -> dict[str, Any]:
    """Return the table of words."""
    return tomllib.loads((DATA / "codes" / "drawing_layers.toml").read_text(encoding="utf-8"))


@cache
def _by_length() -> tuple[tuple[str, ThingKind], ...]:
    found = {(fold(word), ThingKind(kind)) for kind, names in words()["layers"].items() for word in names}
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0], pair[1])))


def proposed_kind(name: str) -> tuple[ThingKind, ProposedBy]:
    """Return what a layer is taken for by its name: the longest word that it holds decides."""
    folded = fold(name)
    for word, kind in _by_length():
        if word in folded:
            return kind, ProposedBy.NAME
    return ThingKind.IGNORED, ProposedBy.NOBODY


def kind_of(
    name: str, stated: Mapping[str, ThingKind] | None, *, hidden: bool = False
) -> tuple[ThingKind, ProposedBy]:
    """Return the kind of a layer: as the officer stated it, else as its name proposes; hidden ones rest."""
    if stated is not None and name in stated:
        return ThingKind(stated[name]), ProposedBy.CONFIRMED
    return (ThingKind.IGNORED, ProposedBy.NOBODY) if hidden else proposed_kind(name)


def plot_kind(*texts: str) -> PlotKind | None:
    """Return what texts say a plot is for: words, then the beginning of its name; None where nothing."""
    table = words()
    folded = [fold(text) for text in texts if text]
    for kind, names in table["plot_words"].items():
        if any(fold(name) in text for name in names for text in folded):
            return PlotKind(kind)
    signs = [(sign, kind) for kind, names in table["plot_signs"].items() for sign in names]
    for text in texts:
        beginning = _letters(text)
        for sign, kind in sorted(signs, key=lambda pair: -len(pair[0])):
            if beginning == sign:
                return PlotKind(kind)
    return None


def _letters(text: str) -> str:
    """Return the letters that a plot's name begins with: LK of LK1-05."""
    plain = text.strip().upper()
    count = next((at for at, sign in enumerate(plain) if not sign.isalpha()), len(plain))
    return plain[:count]


@cache
def attribute_names() -> dict[str, str]:
    """Return the field that each folded name of an attribute states."""
    return {fold(name): field for field, names in reversed(words()["attributes"].items()) for name in names}
