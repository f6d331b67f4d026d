"""The parts of a sender's .xlsx: some changed, all others written again as they were (in the child).

What is not known word for word is not touched: ``UnfamiliarPackageError`` says so, and whoever changes a
workbook falls back on laying it out whole.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from xml.parsers import expat

from defusedxml.ElementTree import fromstring

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONSHIPS = f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"></Relationships>'
_TYPES = "[Content_Types].xml"
_ROOT = re.compile(rb"\s*(?:<\?xml [^<>]*\?>)?\s*<(\w+)[ >/]")
_ENCODING = re.compile(rb'<\?xml[^>]*encoding=["\']([^"\']+)')
_COPIED = 1 << 20
_LEVEL = 4  # a sheet of 60 MB is packed in half the time of the usual level, and is a tenth larger


class UnfamiliarPackageError(ValueError):
    """The package holds what is not written word for word as it is known; nothing was changed."""


class Relation(NamedTuple):
    """A relation of a part: its id, the last word of its kind, and the part that it leads to."""

    id: str
    kind: str
    part: str


class Package:
    """The parts of a workbook; those that are ``put`` take the place of what the sender's hold."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._changed: dict[str, bytes] = {}
        self.names = archive.namelist()
        if len(set(map(str.lower, self.names))) != len(self.names):
            raise UnfamiliarPackageError("two parts of one name")

    def read(self, name: str) -> bytes:
        """Return a part as it is now. Raises UnfamiliarPackageError where there is none."""
        if name in self._changed:
            return self._changed[name]
        if name not in self.names:
            raise UnfamiliarPackageError(f"no part {name}")
        return self._archive.read(name)

    def text(self, name: str, root: str) -> str:
        """Return a part as text, which has to be plain XML below a ``root`` without a prefix."""
        content = self.read(name)
        check_plain(content, root)
        return b"".join(well_formed([content])).decode("utf-8")

    def begin(self, name: str) -> bytes:
        """Return the first 64 KiB of a part."""
        with self._archive.open(name) as part:
            return part.read(1 << 16)

    def put(self, name: str, content: str | bytes) -> None:
        """Write a part anew, or a new one; it has to be well-formed where it is XML."""
        made = content.encode("utf-8") if isinstance(content, str) else content
        if name not in self.names:
            self.names.append(name)
        self._changed[name] = made

    def free_name(self, pattern: str) -> str:
        """Return the first name of a pattern ("xl/comments{}.xml") that no part has."""
        taken = set(map(str.lower, self.names))
        return next(name for n in range(1, 10_000) if (name := pattern.format(n)).lower() not in taken)

    def relations(self, part: str) -> list[Relation]:
        """Return the relations of a part to parts of the package."""
        name = _of_relations(part)
        if name not in self.names:
            return []
        found = []
        for item in fromstring(self.read(name)):
            if item.get("TargetMode") == "External":
                continue
            target = item.get("Target") or ""
            path = target.lstrip("/") if target.startswith("/") else _joined(part, target)
            found.append(Relation(item.get("Id") or "", (item.get("Type") or "").rpartition("/")[2], path))
        return found

    def leads_outside(self) -> bool:
        """Whether something is fetched from elsewhere when the workbook is opened; a link to click is not."""
        return any(
            item.get("TargetMode") == "External" and not str(item.get("Type")).endswith("/hyperlink")
            for name in self.names
            if name.lower().endswith(".rels")
            for item in fromstring(self.read(name))
        )

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation of a part to another one, and return its id."""
        name = _of_relations(part)
        text = self.text(name, "Relationships") if name in self.names else _RELATIONSHIPS
        taken = set(re.findall(r'\bId="([^"]*)"', text))
        own = next(made for n in range(1, 100_000) if (made := f"rId{n}") not in taken)
        line = f'<Relationship Id="{own}" Type="{OFFICE}/{kind}" Target="/{target}"/>'
        self.put(name, inserted(text, line, "Relationships"))
        return own

    def declare(self, part: str, content_type: str) -> None:
        """Say of what type a new part is."""
        line = f'<Override PartName="/{part}" ContentType="{content_type}"/>'
        self.put(_TYPES, inserted(self.text(_TYPES, "Types"), line, "Types"))

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Say of what type the parts with an extension are, where nothing says it yet."""
        text = self.text(_TYPES, "Types")
        if not re.search(rf'\bExtension="{extension}"', text, re.IGNORECASE):
            line = f'<Default Extension="{extension}" ContentType="{content_type}"/>'
            start = re.search(r"<Types\b[^<>]*>", text)
            if start is None:
                raise UnfamiliarPackageError("types")
            self.put(_TYPES, text[: start.end()] + line + text[start.end() :])

    def write(
        self, target: Path, streams: Mapping[str, Iterable[bytes]], last: tuple[str, Callable[[], str]]
    ) -> None:
        """Write the package; ``streams`` are parts made while they are written, and the ``last`` one is
        asked for when all others are. Raises OSError."""
        name_of_last, made_last = last
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as into:
            for name in [*(name for name in self.names if name != name_of_last), name_of_last]:
                if name.endswith("/"):
                    continue
                pieces: Iterable[bytes]
                if name == name_of_last:
                    pieces = well_formed([made_last().encode("utf-8")])
                elif name in streams:
                    pieces = well_formed(streams[name])
                elif name in self._changed:
                    content = self._changed[name]
                    pieces = well_formed([content]) if _is_xml(name) else [content]
                else:
                    pieces = self._copied(name)
                with into.open(name, "w", force_zip64=True) as part:
                    for piece in pieces:
                        part.write(piece)

    def _copied(self, name: str) -> Iterator[bytes]:
        with self._archive.open(name) as part:
            while piece := part.read(_COPIED):
                yield piece


def check_plain(content: bytes, root: str) -> None:
    """Refuse a part that is no plain UTF-8 XML below a root without prefix, or holds comments or entities."""
    begins = content[:2048].removeprefix(b"\xef\xbb\xbf")
    found, encoding = _ROOT.match(begins), _ENCODING.match(begins)
    in_utf8 = encoding is None or encoding[1].lower() in (b"utf-8", b"us-ascii")
    if found is None or found[1] != root.encode() or not in_utf8 or b"<!" in content:
        raise UnfamiliarPackageError(f"{root} is written otherwise")


def inserted(text: str, line: str, root: str) -> str:
    """Return a part with a line as the last one of its root."""
    end = text.rfind(f"</{root}>")
    if end >= 0:
        return text[:end] + line + text[end:]
    alone = re.search(rf"<{root}\b([^<>]*)/>", text)
    if alone is None:
        raise UnfamiliarPackageError(root)
    return f"{text[: alone.start()]}<{root}{alone[1]}>{line}</{root}>{text[alone.end() :]}"


def well_formed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pass a part on piece by piece; what is not well-formed is UnfamiliarPackageError."""
    parser = expat.ParserCreate()
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            yield piece
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnfamiliarPackageError(str(error)) from error


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _of_relations(part: str) -> str:
    path = PurePosixPath(part)
    return str(path.parent / "_rels" / f"{path.name}.rels")


def _joined(part: str, target: str) -> str:
    steps = list(PurePosixPath(part).parent.parts)
    for step in target.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
