"""What stands around the rows of a sheet: its range, widths of columns, the drawing of its comments."""

import re
from collections.abc import Mapping
from xml.parsers import expat

from registry.intake.marked.package_comments import column_number
from registry.intake.marked.package_parts import UnfamiliarPackageError
from registry.intake.raw import letter

_DIMENSION = re.compile(r'(<dimension ref=")([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?(")')
_COLUMN = re.compile(r"<col\b([^<>]*)/>")
_BEHIND_DRAWING = frozenset(
    ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
     "extLst")
)  # fmt: skip


def stretched(head: str, last: int) -> str:
    """Stretch the range that a sheet says it has to a column."""

    def stretch(found: "re.Match[str]") -> str:
        right, bottom = found[4] or found[2], found[5] or found[3]
        right = max(right, letter(last - 1), key=column_number)
        return f"{found[1]}{found[2]}{found[3]}:{right}{bottom}{found[6]}"

    return _DIMENSION.sub(stretch, head, count=1)


def widened(head: str, widths: Mapping[int, float]) -> str:
    """Give columns their widths; a range of columns that one of them is in is split."""
    if not widths:
        return head
    block = re.search(r"<cols>(.*)</cols>", head, re.DOTALL)
    items: list[tuple[int, int, str]] = []
    for attributes in _COLUMN.findall(block[1]) if block else []:
        low, high = (re.search(rf'(?<![\w:]){name}="(\d+)"', attributes) for name in ("min", "max"))
        if low is None or high is None:
            raise UnfamiliarPackageError("columns without their places")
        items.append((int(low[1]), int(high[1]), re.sub(r'\s(?:min|max)="\d+"', "", attributes)))
    for column, width in widths.items():
        split: list[tuple[int, int, str]] = []
        kept = ""
        for first, last, attributes in items:
            if not first <= column <= last:
                split.append((first, last, attributes))
                continue
            kept = re.sub(r'\s(?:width|customWidth|bestFit|hidden)="[^"]*"', "", attributes)
            split += [(a, b, attributes) for a, b in ((first, column - 1), (column + 1, last)) if a <= b]
        items = sorted([*split, (column, column, f'{kept} width="{width:g}" customWidth="1"')])
    inside = "".join(f'<col min="{first}" max="{last}"{rest.rstrip()}/>' for first, last, rest in items)
    if block is None:
        return f"{head}<cols>{inside}</cols>"
    return f"{head[: block.start()]}<cols>{inside}</cols>{head[block.end() :]}"


def with_drawing(tail: bytes, line: bytes, *, alone: bool) -> bytes:
    """Put the element of a drawing of comments in its place behind the rows of a sheet that has none.

    ``alone``: the rows were one empty element, whose end is not in ``tail``.
    """
    wrapped = (b"<worksheet>" if alone else b"<worksheet><sheetData>") + tail
    shift = len(wrapped) - len(tail)
    depth = 0
    at: list[int] = []
    old: list[int] = []
    parser = expat.ParserCreate()

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth == 2 and name == "legacyDrawing":
            old.append(parser.CurrentByteIndex)
        if depth == 2 and name in _BEHIND_DRAWING and not at:
            at.append(parser.CurrentByteIndex)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 0 and not at:
            at.append(parser.CurrentByteIndex)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(wrapped, True)
    except expat.ExpatError as error:
        raise UnfamiliarPackageError(str(error)) from error
    if old or not at:
        raise UnfamiliarPackageError("a drawing that nothing leads to")
    place = at[0] - shift
    return tail[:place] + line + tail[place:]
