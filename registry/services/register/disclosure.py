"""Who may see which column of whose row: ``data/disclosure.toml`` and the column dictionary, applied to rows.

Every page, tile, API answer and export that shows rows of the register asks here. A column that the policy
does not name is for the office only.
"""

import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from registry.columns import COLUMNS, Level, stored_columns
from registry.model.areas import Layer
from registry.model.people import Person, Role
from registry.settings import DATA

POLICY = DATA / "disclosure.toml"

_ZONES = "zone_layers"
_MASTS = "sites"
_PLACE = ("lon", "lat")
_OF_ORGANISATIONS = ("operator", "owner", "organisation", "cable_owner")
_SHARED = ("shared_with", "cable_operators")
_OF_STATIONS = frozenset({"technology", *(item.name for item in stored_columns(Level.STATION))})
"""What a row of a mast says of the stations of one network, its ``operator``: theirs, whoever shares it."""
OWN_ROWS_ONLY = frozenset({"cables", "cable_nodes"})
"""Layers of which others get no row at all: even how many there are is nobody else's."""


class Audience(StrEnum):
    """Who may see a column."""

    PUBLIC = "public"
    OWN = "own"
    STAFF = "staff"


@cache
def policy() -> Mapping[str, Mapping[str, Audience]]:
    """Return the audience of every column, by layer: those of lists of masts say it in the dictionary."""
    content = tomllib.loads(POLICY.read_text(encoding="utf-8"))
    found = {
        layer: {name: Audience(audience) for name, audience in columns.items()}
        for layer, columns in content.items()
        if layer != _ZONES
    }
    for item in COLUMNS:
        for layer, audience in item.disclosed.items():
            found.setdefault(layer, {})[item.name] = Audience(audience)
    return found


@cache
def restricted_layers() -> Mapping[Layer, frozenset[Role]]:
    """Return the layers of zones that not everybody sees, with the roles that do."""
    content = tomllib.loads(POLICY.read_text(encoding="utf-8"))
    return {Layer(layer): frozenset(map(Role, roles)) for layer, roles in content[_ZONES].items()}


def hidden_layers(person: Person) -> frozenset[Layer]:
    """Return the layers whose zones a person may not see."""
    return frozenset(
        layer
        for layer, roles in restricted_layers().items()
        if roles.isdisjoint(person.roles) and person.territory != layer.value
    )


def has_policy(layer: str) -> bool:
    """Whether rows of a layer belong to organisations; zones and units are the authorities' own decisions."""
    return layer in policy()


def is_own(row: Mapping[str, Any], person: Person) -> bool:
    """Whether a row is of the person's organisation, or lies in the person's commune."""
    if person.territory and person.territory == row.get("commune_code"):
        return True
    if not person.organisation:
        return False
    named = {str(row.get(name) or "") for name in _OF_ORGANISATIONS}
    for name in _SHARED:
        named |= set(row.get(name) or ())
    return person.organisation in named


def may_see(layer: str, column: str, person: Person, *, own: bool) -> bool:
    """Whether a person may see a column of a row that is or is not the person's own."""
    if person.sees_all:
        return True
    audience = policy()[layer].get(column, Audience.STAFF)
    return audience is Audience.PUBLIC or (audience is Audience.OWN and own)


def disclosed(
    layer: str, row: Mapping[str, Any], person: Person, *, own: bool | None = None
) -> dict[str, Any]:
    """Return what of a row a person may see; other columns are left out, and the point with the position.

    ``own`` is asked of ``is_own`` where it is not given.
    """
    if person.sees_all:
        return dict(row)
    mine = is_own(row, person) if own is None else own
    theirs = _OF_STATIONS if layer == _MASTS and _of_another(row, person) else frozenset()
    shown = {
        name: value
        for name, value in row.items()
        if name != "geometry" and may_see(layer, name, person, own=mine and name not in theirs)
    }
    if "geometry" in row:
        placed = all(may_see(layer, name, person, own=mine) for name in _PLACE)
        shown["geometry"] = row["geometry"] if placed else None
    return shown


def _of_another(row: Mapping[str, Any], person: Person) -> bool:
    """Whether the network that a row of a mast names first is another organisation's than the person's."""
    return bool(person.organisation) and row.get("operator") != person.organisation


def blanked(layer: str, row: Mapping[str, Any], person: Person, *, own: bool) -> dict[str, Any]:
    """Return the row with None in place of what the person may not see, for pages that name every column.

    Columns that the policy does not know are kept: keys and parts, which a page has to filter itself.
    """
    known = policy()[layer]
    return {
        name: value if name not in known or may_see(layer, name, person, own=own) else None
        for name, value in row.items()
    }


def disclosed_rows(layer: str, rows: Iterable[Mapping[str, Any]], person: Person) -> list[dict[str, Any]]:
    """Return rows of a layer as a person may see them; columns that nobody's row shows are not there at all.

    Rows of others stand in the masked form and in an order that tells nothing of what is masked.
    """
    if person.sees_all or not has_policy(layer):
        return [dict(row) for row in rows]
    own: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for row in rows:
        mine = is_own(row, person)
        if mine or layer not in OWN_ROWS_ONLY:
            (own if mine else others).append(disclosed(layer, row, person, own=mine))
    others.sort(key=lambda row: sorted((name, str(value)) for name, value in row.items()))
    return own + others
