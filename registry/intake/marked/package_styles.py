"""The looks of a sender's workbook, and ours added behind them (in the child).

Only the lists of fonts, fills and cell formats grow; every number that a sheet uses stays what it was.
"""

import re
from typing import NamedTuple

from registry.intake.marked.package_parts import UnfamiliarPackageError

_ALIGNMENTS = {
    "status": '<alignment vertical="top" wrapText="1"/>',
    "head": '<alignment vertical="center" wrapText="1"/>',
    "top": '<alignment vertical="top"/>',
}
_TEXT, _GENERAL = "49", "0"  # the numbers of the formats "@" and "General"
_ALIGNMENT = re.compile(r"<alignment\b[^<>]*(?:/>|>.*?</alignment>)", re.DOTALL)


class Look(NamedTuple):
    """What of a cell's look is changed; None and "" stay as they are.

    ``fill`` is a colour (#rrggbb) whose tint fills the cell, or "none"; ``bold`` the colour of bold letters,
    or "plain" for their own; ``align`` a key of the alignments; ``size`` of letters; ``general`` takes away a
    format of numbers ("text": only one that shows numbers as text, "any": each).
    """

    fill: str = ""
    bold: str = ""
    align: str = ""
    size: int = 0
    general: str = ""

    def over(self, other: "Look") -> "Look":
        """Return a look that changes what this one or the other changes; this one first."""
        return Look(
            self.fill or other.fill,
            self.bold or other.bold,
            self.align or other.align,
            self.size or other.size,
            self.general or other.general,
        )


class Styles:
    """The formats of a workbook's cells by number, and those that are made of them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._formats = _children(text, "cellXfs", "xf")
        self._fonts = _children(text, "fonts", "font")
        self._fills = _children(text, "fills", "fill")
        self._before = len(self._formats), len(self._fonts), len(self._fills)
        self._made: dict[tuple[int, Look], int] = {}
        if not self._formats or not self._fonts or not self._fills:
            raise UnfamiliarPackageError("styles without a list")

    def number(self, base: int, look: Look) -> int:
        """Return the number of the format ``base`` with a look."""
        known = self._made.get((base, look))
        if known is None:
            known = self._made[base, look] = _added(self._formats, self._format(base, look))
        return known

    def text(self) -> str:
        """Return the part with all that was added."""
        text = self._text
        lists = (("cellXfs", self._formats), ("fonts", self._fonts), ("fills", self._fills))
        for (name, items), before in zip(lists, self._before, strict=True):
            text = _grown(text, name, items[before:], len(items))
        return text

    def _format(self, base: int, look: Look) -> str:
        if base >= len(self._formats):
            raise UnfamiliarPackageError("a format that is not there")
        found = re.fullmatch(r"<xf\b([^<>]*?)(?:/>|>(.*)</xf>)", self._formats[base], re.DOTALL)
        if found is None:
            raise UnfamiliarPackageError("a format that is written otherwise")
        attributes, inside = found[1], found[2] or ""
        if look.fill:
            fill = "0" if look.fill == "none" else str(_added(self._fills, _fill(look.fill)))
            attributes = _set(attributes, fillId=fill, applyFill="1")
        if look.bold:
            attributes = _set(attributes, fontId=str(self._bold(attributes, look)), applyFont="1")
        if look.general and (look.general == "any" or _value(attributes, "numFmtId") == _TEXT):
            attributes = _set(attributes, numFmtId=_GENERAL)
        if look.align:
            attributes = _set(attributes, applyAlignment="1")
            inside = _ALIGNMENTS[look.align] + _ALIGNMENT.sub("", inside)
        return f"<xf{attributes}>{inside}</xf>" if inside else f"<xf{attributes}/>"

    def _bold(self, attributes: str, look: Look) -> int:
        """Return the number of the font of a format in bold letters of a colour."""
        number = int(_value(attributes, "fontId") or 0)
        font = self._fonts[number] if number < len(self._fonts) else ""
        kept = {name: _element(font, name) for name in ("sz", "color", "name", "family", "charset", "scheme")}
        if look.bold != "plain":
            kept["color"] = f'<color rgb="FF{look.bold.lstrip("#").upper()}"/>'
        if look.size:
            kept["sz"] = f'<sz val="{look.size}"/>'
        return _added(self._fonts, f"<font><b/>{''.join(kept.values())}</font>")


def _fill(colour: str) -> str:
    """A light tint of an outcome's colour, so that what stands in the cell stays readable."""
    parts = [int(colour.lstrip("#")[i : i + 2], 16) for i in (0, 2, 4)]
    tint = "".join(f"{255 - (255 - part) // 6:02X}" for part in parts)
    inside = f'<fgColor rgb="FF{tint}"/><bgColor indexed="64"/>'
    return f'<fill><patternFill patternType="solid">{inside}</patternFill></fill>'


def _children(text: str, name: str, item: str) -> list[str]:
    """Return the elements ``item`` of the list ``name``, each as it is written."""
    block = re.search(rf"<{name}\b[^<>]*(?<!/)>(.*?)</{name}>", text, re.DOTALL)
    if block is None:
        return []
    found = re.findall(rf"<{item}\b[^<>]*/>|<{item}\b[^<>]*>.*?</{item}>", block[1], re.DOTALL)
    if "".join("".join(found).split()) != "".join(block[1].split()):
        raise UnfamiliarPackageError(f"{name} holds more than {item}")
    return found


def _grown(text: str, name: str, more: list[str], count: int) -> str:
    if not more:
        return text
    start = re.search(rf"<{name}\b([^<>]*)>", text)
    end = text.find(f"</{name}>")
    assert start is not None
    opened = f"<{name}{_set(start[1], count=str(count))}>"
    return text[: start.start()] + opened + text[start.end() : end] + "".join(more) + text[end:]


def _added(items: list[str], item: str) -> int:
    if item in items:
        return items.index(item)
    items.append(item)
    return len(items) - 1


def _value(attributes: str, name: str) -> str:
    found = re.search(rf'(?<![\w:]){name}="([^"]*)"', attributes)
    return found[1] if found else ""


def _set(attributes: str, **values: str) -> str:
    for name, value in values.items():
        made = f'{name}="{value}"'
        attributes, count = re.subn(rf'(?<![\w:]){name}="[^"]*"', made, attributes)
        if not count:
            attributes = f"{attributes.rstrip()} {made}"
    return attributes


def _element(text: str, name: str) -> str:
    found = re.search(rf"<{name}\b[^<>]*/>", text)
    return found[0] if found else ""
