"""The symbols by which QGIS draws layers: our own signs of masts, colours and hatches of zones.

Knows what QGIS writes for its renderers; what is drawn how is said by whoever asks.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

_RGBA = re.compile(r"rgba\((\d+), *(\d+), *(\d+), *([\d.]+)\)")
HALO = "255,255,255,255"
Style = Mapping[str, object]


class Maker:
    """Makes elements: ``E.title("x")``, ``E("layer-tree", {"name": "x"}, child, checked="1")``."""

    def __call__(self, tag: str, *parts: Mapping[str, str] | Element | str, **attributes: str) -> Element:
        """Return an element with attributes, children and a text."""
        made = ET.Element(tag, attributes)
        for part in parts:
            if isinstance(part, Mapping):
                made.attrib.update(part)
            elif isinstance(part, str):
                made.text = part
            else:
                made.append(part)
        return made

    def __getattr__(self, tag: str) -> Callable[..., Element]:
        return partial(self.__call__, tag)


E = Maker()


class Shape(StrEnum):
    """What the rows of a layer are, in QGIS's words."""

    POINT = "Point"
    LINE = "Line"
    POLYGON = "Polygon"


_SIGNS = {
    "plus": "cross",
    "dot": "circle",
    "diamond": "diamond",
    "square": "square",
    "triangle": "triangle",
    "pentagon": "pentagon",
}
"""Our signs of masts, by QGIS's names of its own simple markers."""


@dataclass(frozen=True, slots=True)
class Signs:
    """Points told apart by the values of two columns: in shape (value -> sign, its word) and in colour
    (value -> "#rrggbb")."""

    shape_by: str
    shapes: Mapping[str, tuple[str, str]]
    colour_by: str
    colours: Mapping[str, str]


def renderer(
    shape: Shape, style: Style, signs: Signs | None, kind_by: str, kinds: Mapping[str, tuple[Style, str]]
) -> Element:
    """Return how a layer is drawn: by its signs, by the kinds of its areas, or all alike."""
    if signs is not None:
        by_sign = signs.shapes.items()
        symbols = [_mast(str(at), sign, signs) for at, (_, (sign, _word)) in enumerate(by_sign)]
        words = {value: word for value, (_sign, word) in by_sign}
        return _by_value(f"coalesce(\"{signs.shape_by}\", '')", words, symbols)
    if kinds:
        symbols = [_symbol(str(at), shape, look) for at, (look, _) in enumerate(kinds.values())]
        return _by_value(kind_by, {value: word for value, (_, word) in kinds.items()}, symbols)
    return E(
        "renderer-v2",
        {"type": "singleSymbol", "symbollevels": "0", "enableorderby": "0", "forceraster": "0"},
        E.symbols(_symbol("0", shape, style)),
    )


def _by_value(of: str, words: Mapping[str, str], symbols: Sequence[Element]) -> Element:
    """Return symbols told apart by the values of a column or expression."""
    categories = [
        E.category({"value": value, "symbol": str(at), "label": word, "render": "true", "type": "string"})
        for at, (value, word) in enumerate(words.items())
    ]
    return E(
        "renderer-v2",
        {
            "type": "categorizedSymbol",
            "attr": of,
            "symbollevels": "0",
            "enableorderby": "0",
            "forceraster": "0",
        },
        E.categories(*categories),
        E.symbols(*symbols),
    )


def _symbol(name: str, shape: Shape, style: Style) -> Element:
    line, width = colour_of(style.get("line", "#444444")), str(style.get("width", 1.0))
    dash = "dash" if style.get("dash") else "solid"
    if shape is Shape.POLYGON:
        fill = "SimpleFill", {
            "color": colour_of(style.get("fill", "rgba(68, 68, 68, 0.1)")), "style": "solid",
            "outline_color": line, "outline_width": width, "outline_width_unit": "Pixel",
            "outline_style": dash, "joinstyle": "bevel",
        }  # fmt: skip
        parts = [fill]
        if style.get("hatch"):
            hatch = {"color": colour_of(style["hatch"]), "style": "b_diagonal", "outline_style": "no"}
            parts.append(("SimpleFill", hatch))
        return _made("fill", name, parts)
    if shape is Shape.LINE:
        return _made(
            "line", name, [("SimpleLine", {
                "line_color": line, "line_width": width, "line_width_unit": "Pixel", "line_style": dash,
                "capstyle": "round", "joinstyle": "round",
            })],
        )  # fmt: skip
    return _made("marker", name, [("SimpleMarker", _marker("circle", line))])


def _marker(sign: str, colour: str) -> dict[str, str]:
    return {
        "name": sign, "color": colour, "size": "3", "size_unit": "MM", "angle": "0",
        "outline_color": HALO, "outline_style": "solid", "outline_width": "0.3", "outline_width_unit": "MM",
    }  # fmt: skip


def _mast(name: str, sign: str, signs: Signs) -> Element:
    """Return the sign of a class of masts, in the colour of each one's carrier."""
    marker = _marker(_SIGNS[sign], colour_of("#444444"))
    if sign == "plus":  # a cross is all outline
        marker |= {"outline_width": "0.6", "outline_color": colour_of("#444444")}
    cases = " ".join(f"WHEN {_text(code)} THEN {_text(colour)}" for code, colour in signs.colours.items())
    expression = f'CASE "{signs.colour_by}" {cases} ELSE {_text("#444444")} END' if cases else ""
    turned = {"outlineColor" if sign == "plus" else "fillColor": expression} if expression else {}
    return _made("marker", name, [("SimpleMarker", marker)], turned)


def _made(
    kind: str, name: str, parts: Sequence[tuple[str, Mapping[str, str]]], turned: Mapping[str, str] = {}
) -> Element:
    """Return a symbol of several parts; ``turned`` are properties that an expression gives."""
    made = E.symbol({"type": kind, "name": name, "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"})
    for of, said in parts:
        options = E.Option(*(E.Option(type="QString", name=key, value=text) for key, text in said.items()))
        options.set("type", "Map")
        part = E.layer({"class": of, "enabled": "1", "locked": "0", "pass": "0"}, options)
        if turned:
            part.append(_turned(turned))
        made.append(part)
    return made


def _turned(expressions: Mapping[str, str]) -> Element:
    properties = [
        E.Option(
            {"type": "Map", "name": name},
            E.Option(type="bool", name="active", value="true"),
            E.Option(type="QString", name="expression", value=expression),
            E.Option(type="int", name="type", value="3"),
        )
        for name, expression in expressions.items()
    ]
    return E.data_defined_properties(
        E.Option(
            {"type": "Map"},
            E.Option(type="QString", name="name", value=""),
            E.Option({"type": "Map", "name": "properties"}, *properties),
            E.Option(type="QString", name="type", value="collection"),
        )
    )


def colour_of(value: object) -> str:
    """Return a colour of our maps (#rrggbb, rgba(...)) as QGIS writes one: red,green,blue,alpha to 255."""
    text = str(value)
    found = _RGBA.fullmatch(text)
    if found:
        red, green, blue, alpha = found.groups()
        return f"{red},{green},{blue},{round(float(alpha) * 255)}"
    return f"{int(text[1:3], 16)},{int(text[3:5], 16)},{int(text[5:7], 16)},255"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
