"""The comments that people hang on the cells of an .xlsx, and the talks of newer programs (in the child).

No cell holds them and no column has them; what stands there ("sắp tháo dỡ") is often all that anybody says of
a mast. They are told as they are and read as nothing. Comments that we wrote ourselves are left out.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from registry.intake.hints import HINTS, TEMPLATE_AUTHOR
from registry.intake.marks import COMMENT_AUTHOR, COMMENT_PART

MOST = 2_000
"""Comments of a sheet that are told; a list of masts has a handful."""
_LONGEST = 500
_REF = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_TALKS = "tc="
"""By what the author of a comment begins that only repeats a talk for older programs."""

Place = tuple[int, int]


def comments_of(archive: zipfile.ZipFile, part: str) -> dict[Place, str]:
    """Return the comments of the sheet in ``part`` by row and column, both counted from 0.

    What cannot be read as such is no reason to refuse the list: the sheet has none then.
    """
    found: dict[Place, list[str]] = {}
    try:
        related = _related(archive, part)
        for place, text in _talks(archive, related.get("threadedComment", "")):
            found.setdefault(place, []).append(text)
        for place, text in _comments(archive, related.get("comments", ""), frozenset(found)):
            found.setdefault(place, []).append(text)
    except (KeyError, ValueError, ParseError, DefusedXmlException):
        return {}
    return {place: " · ".join(texts)[:_LONGEST] for place, texts in sorted(found.items())[:MOST]}


def _related(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return the parts that belong to a sheet, by the last word of their kinds."""
    folder, name = posixpath.split(part)
    try:
        root = fromstring(archive.read(f"{folder}/_rels/{name}.rels"))
    except KeyError:
        return {}
    found = {}
    for item in root:
        target = item.get("Target") or ""
        whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[(item.get("Type") or "").rpartition("/")[2]] = posixpath.normpath(whole)
    return found


def _talks(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[Place, str]]:
    for item in _elements(archive, part, "threadedComment"):
        text = " ".join("".join(one.itertext()) for one in item if one.tag.endswith("}text"))
        if (place := _place(item)) and (words := " ".join(text.split())):
            yield place, words


def _comments(archive: zipfile.ZipFile, part: str, talks: frozenset[Place]) -> Iterator[tuple[Place, str]]:
    """Yield the comments that no talk has told; of one of ours what its cell's own comment said before."""
    authors = [item.text or "" for item in _elements(archive, part, "author")]
    for item in _elements(archive, part, "comment"):
        number = item.get("authorId") or ""
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        text = "".join(one.text or "" for one in item.iter() if one.tag.endswith("}t"))
        if author == COMMENT_AUTHOR:
            text = text.rpartition(COMMENT_PART)[0]
        place = _place(item)
        told = place in talks and author.startswith(_TALKS)
        told |= author == TEMPLATE_AUTHOR and text in HINTS
        if place and not told and (words := " ".join(text.split())):
            yield place, words


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[Element]:
    if part:
        root = fromstring(archive.read(part))
        yield from (item for item in root.iter() if item.tag.endswith(f"}}{name}"))


def _place(item: Element) -> Place | None:
    found = _REF.fullmatch((item.get("ref") or "").replace("$", ""))
    if found is None:
        return None
    column = 0
    for sign in found[1]:
        column = column * 26 + ord(sign) - 64
    return int(found[2]) - 1, column - 1
