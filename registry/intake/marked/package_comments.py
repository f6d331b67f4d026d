"""The comments of one sheet of a sender's workbook: others' as they are, ours anew (in the child).

Excel shows a comment by a shape in an old drawing (VML) beside the text; both parts are changed together.
"""

import re
from collections.abc import Mapping

from defusedxml.ElementTree import fromstring

from registry.intake.marked.package_parts import HEAD, MAIN, Package, UnfamiliarPackageError, check_plain
from registry.intake.marks import COMMENT_AUTHOR as AUTHOR
from registry.intake.marks import COMMENT_PART
from registry.intake.plain_workbook import escaped, text_element
from registry.intake.raw import letter

LONGEST = 3_000
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_COMMENT = re.compile(
    r'<comment (?=[^<>]*\bref="([A-Z]{1,3})(\d{1,7})")[^<>]*\bauthorId="(\d+)"[^<>]*>.*?</comment>', re.DOTALL
)
_SHAPE = re.compile(rb"<(?:\w{1,9}:)?shape\b.*?</(?:\w{1,9}:)?shape>", re.DOTALL)
_SHAPE_ROW = re.compile(rb"<(?:\w{1,9}:)?Row>\s*(\d+)\s*</")
_SHAPE_COLUMN = re.compile(rb"<(?:\w{1,9}:)?Column>\s*(\d+)\s*</")
_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_VML = (
    f'<xml {_SPACES}><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600"'
    ' o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)  # fmt: skip

Place = tuple[int, int]
"""Row and column, counted from 1."""


class SheetComments:
    """The comments of a sheet: ``ours`` are the places of those that an earlier marking wrote."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._sheet = package, part
        related = {relation.kind: relation.part for relation in package.relations(part)}
        self._part, self._vml = related.get("comments", ""), related.get("vmlDrawing", "")
        self._authors: list[str] = []
        self._raw: dict[Place, str] = {}
        self._texts: dict[Place, str] = {}
        self.ours: frozenset[Place] = frozenset()
        if self._part:
            self._read()
        elif self._vml:
            raise UnfamiliarPackageError("a drawing of other things than comments")

    def _read(self) -> None:
        text = self._package.text(self._part, "comments")
        root = fromstring(text)
        self._authors = [item.text or "" for item in root.iter(f"{{{MAIN}}}author")]
        whole = list(_COMMENT.finditer(text))
        if len(whole) != sum(1 for _ in root.iter(f"{{{MAIN}}}comment")):
            raise UnfamiliarPackageError("comments that are written otherwise")
        by = {(int(found[2]), column_number(found[1])): found for found in whole}
        self._raw = {place: found[0] for place, found in by.items()}
        self._texts = {
            _place(item.get("ref") or ""): "".join(t.text or "" for t in item.iter(f"{{{MAIN}}}t"))
            for item in root.iter(f"{{{MAIN}}}comment")
        }
        self.ours = frozenset(
            place
            for place, found in by.items()
            if int(found[3]) < len(self._authors) and self._authors[int(found[3])] == AUTHOR
        )

    def write(self, texts: Mapping[Place, str]) -> str:
        """Put our comments in the place of our former ones, below what another has said at a place.

        Returns the id of a relation to the drawing where the sheet had none before, else "".
        """
        if not texts and not self.ours:
            return ""
        others = {place: raw for place, raw in self._raw.items() if place not in self.ours}
        said = {}
        for place in {**texts, **dict.fromkeys(sorted(self.ours))}:
            known, text = self._texts.get(place, ""), texts.get(place, "")
            if place in self.ours:  # below what another had said there before
                known = known.rpartition(COMMENT_PART)[0]
            others.pop(place, "")
            if known or text:
                said[place] = (f"{known}{COMMENT_PART}{text}" if known else text)[:LONGEST]
        authors = self._authors if AUTHOR in self._authors else [*self._authors, AUTHOR]
        own = authors.index(AUTHOR)
        made = {place: _comment(place, text, own) for place, text in said.items()}
        listed = "".join(f"<author>{escaped(author)}</author>" for author in authors)
        inside = "".join(text for _, text in sorted((others | made).items()))
        new = not self._part
        if new:
            self._part = self._package.free_name("xl/comments{}.xml")
            self._package.declare(self._part, _TYPE)
            self._package.relate(self._sheet, "comments", self._part)
        self._package.put(
            self._part,
            f'{HEAD}<comments xmlns="{MAIN}"><authors>{listed}</authors>'
            f"<commentList>{inside}</commentList></comments>"
            if new
            else _replaced(self._package.text(self._part, "comments"), listed, inside),
        )
        return self._draw(said, frozenset(others))

    def _draw(self, said: Mapping[Place, str], others: frozenset[Place]) -> str:
        """Draw a shape for each of ours; those of others stay."""
        new = not self._vml
        if new:
            self._vml = self._package.free_name("xl/drawings/vmlDrawing{}.vml")
            self._package.declare_extension("vml", _VML_TYPE)
        content = _VML.encode() if new else self._package.read(self._vml)
        check_plain(content, "xml")
        end = content.rfind(b"</xml>")
        shapes = list(_SHAPE.finditer(content))
        if end < 0 or content.count(b"ObjectType=") != len(shapes):
            raise UnfamiliarPackageError("a drawing that is written otherwise")
        pieces, at = [], 0
        for shape in shapes:
            pieces.append(content[at : shape.start()])
            at = shape.end()
            if _place_of(shape[0]) in others:
                pieces.append(shape[0])
        pieces.append(content[at:end])
        highest = max([1025, *map(int, re.findall(rb'id="_x0000_s(\d{1,8})"', content))])
        pieces += [
            _shape(place, text, highest + n).encode()
            for n, (place, text) in enumerate(sorted(said.items()), 1)
        ]
        self._package.put(self._vml, b"".join(pieces) + content[end:])
        return self._package.relate(self._sheet, "vmlDrawing", self._vml) if new else ""


def column_number(letters: str) -> int:
    """Return the number of a column counted from 1 (A: 1, AA: 27)."""
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - 64
    return number


def _comment(place: Place, text: str, author: int) -> str:
    at = f'ref="{letter(place[1] - 1)}{place[0]}" authorId="{author}"'
    return f"<comment {at}><text>{text_element(text)}</text></comment>"


def _place(reference: str) -> Place:
    found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", reference)
    if found is None:
        raise UnfamiliarPackageError("a comment without a place")
    return int(found[2]), column_number(found[1])


def _replaced(text: str, authors: str, comments: str) -> str:
    found = re.fullmatch(
        r"(.*<authors\b[^<>]*>).*(</authors>.*<commentList\b[^<>]*>).*(</commentList>.*)", text, re.DOTALL
    )
    if found is None:
        raise UnfamiliarPackageError("comments without a list")
    return f"{found[1]}{authors}{found[2]}{comments}{found[3]}"


def _place_of(shape: bytes) -> Place:
    row, column = _SHAPE_ROW.search(shape), _SHAPE_COLUMN.search(shape)
    if b'ObjectType="Note"' not in shape or row is None or column is None:
        raise UnfamiliarPackageError("a drawing of other things than comments")
    return int(row[1]) + 1, int(column[1]) + 1


def _shape(place: Place, text: str, number: int) -> str:
    height = min(360, 60 + 18 * (text.count("\n") + len(text) // 48))
    return (
        f'<v:shape {_SPACES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
        f'margin-left:59.25pt;margin-top:1.5pt;width:360px;height:{height}px;z-index:1;visibility:hidden"'
        ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
        f"<x:SizeWithCells/><x:AutoFill>False</x:AutoFill><x:Row>{place[0] - 1}</x:Row>"
        f"<x:Column>{place[1] - 1}</x:Column></x:ClientData></v:shape>"
    )
