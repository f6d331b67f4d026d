"""Contents as JSON values, and back without a loss: as a dossier keeps them."""

from dataclasses import fields
from typing import Any

import shapely

from registry.model.designs.contents import (
    FIELDS,
    AerialLine,
    BtsKind,
    BtsPlace,
    DesignContent,
    Duct,
    Plot,
    PlotKind,
    Spot,
    Street,
    ThingKind,
)

_THINGS: dict[str, type[Any]] = {
    "plots": Plot, "streets": Street, "ducts": Duct, "chambers": Spot, "poles": Spot,
    "aerial_lines": AerialLine, "bts_places": BtsPlace, "cabinets": Spot, "rooms": Spot,
}  # fmt: skip


def content_json(content: DesignContent) -> dict[str, Any]:
    """Return a content as JSON values; shapes as hexadecimal WKB, what is not stated is left out."""
    found: dict[str, Any] = {
        name: [_thing_json(thing) for thing in getattr(content, name)] for name in _THINGS
    }
    found["outline"] = None if content.outline is None else shapely.to_wkb(content.outline, hex=True)
    found["accuracy_m"] = content.accuracy_m
    found["shown"] = sorted(content.shown)
    return found


def content_of(kept: dict[str, Any]) -> DesignContent:
    """Return the content that ``content_json`` wrote."""
    things = {
        name: tuple(_thing(kind, item) for item in kept.get(name, ())) for name, kind in _THINGS.items()
    }
    outline = kept.get("outline")
    return DesignContent(
        outline=None if outline is None else shapely.from_wkb(outline),
        accuracy_m=float(kept.get("accuracy_m", 1.0)),
        shown=frozenset(ThingKind(item) for item in kept.get("shown", ())),
        **things,
    )


def things_of(content: DesignContent, kind: ThingKind) -> tuple[Any, ...]:
    """Return the things of one kind; none for the outline, which is no thing with a name."""
    return () if kind is ThingKind.OUTLINE or kind not in FIELDS else tuple(getattr(content, FIELDS[kind]))


def _thing_json(thing: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if field.name == "geometry":
            found["geometry"] = shapely.to_wkb(value, hex=True)
        elif value is not None and value != ():
            found[field.name] = list(value) if isinstance(value, tuple) else value
    return found


def _thing(kind: type[Any], kept: dict[str, Any]) -> Any:
    values = dict(kept)
    values["geometry"] = shapely.from_wkb(values["geometry"])
    if kind is Plot and "kind" in values:
        values["kind"] = PlotKind(values["kind"])
    if kind is BtsPlace:
        values["kind"] = BtsKind(values.get("kind", BtsKind.MAST))
        values["operators"] = tuple(values.get("operators", ()))
    return kind(**values)
