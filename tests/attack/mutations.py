"""Files made wrong on purpose: bytes, parts of packages, XML and cells, by a random number generator."""

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable

CELLS = (
    "", " ", "1e999", "-1e999", "NaN", "-0", "1E308", "0.1e-320", "99999999999999999999999", "2958466",
    "-693595", "60", "#REF!", "#N/A", "=1+1", "=HYPERLINK(&quot;http://127.0.0.1/&quot;)", "+84 912",
    "@SUM(A1)", "TRUE", "\u202e\u2066106", "A\u0300\u0301\u0302\u0303\u0304" * 9, "\U0001f4a9",
    "²", "٣٫١٤", "１０６",
    "106°11'40\"", "106,19461", "106.194.61", "1.234.567,89", "21.27;106.19", "106.19461 E", "31/02/2026",
    "2026-13-45", "00/00/0000", "32/13/99999", "12h60", "có/không", "x" * 10_000, "( " * 5_000, "1" * 5_000,
    "{{7*7}}", "${7*7}", "%s%n", "../../etc/passwd", "'; DROP TABLE sites;--", "&lt;script&gt;",
    "\u0e01" * 300, "\ufeff", "\u00a0", "\u200b", "\ud7ff\ue000\ufffd", "1\u00a0000", "Việt\nnam\r\n", "\t",
)  # fmt: skip
"""What a cell may say; in XML as it stands there."""
NUMBERS = (b"1e999", b"-1", b"NaN", b"inf", b"0", b"1e308", b"-1e-320", b"99999999999999999999", b"", b"0x1F",
           b"1.2.3", b"9" * 400, b"-0", b"2147483648", b"null", b'"x"', b"[]")  # fmt: skip
_DOCTYPES = (
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "<!DOCTYPE x [" + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)) + "]>",
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
)
_TAG = re.compile(r"<[^>]{1,400}>")
_TEXT = re.compile(r"(<(?:v|t|w:t|f|text:p)(?: [^>]*)?>)([^<]*)(</)")
_VALUE = re.compile(r'="([^"]*)"')
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")

Mutation = Callable[[random.Random, bytes], bytes]


def of_bytes(rng: random.Random, data: bytes) -> bytes:
    """Change bytes: turned, cut, doubled, put in, moved, emptied."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8, 40))):
        size = len(made)
        if not size:
            return b"\0"
        at = rng.randrange(size)
        span = min(rng.choice((1, 1, 2, 8, 64, 512, 4096)), size - at)
        match rng.randrange(8):
            case 0:
                made[at] ^= 1 << rng.randrange(8)
            case 1:
                made[at : at + span] = rng.randbytes(span)
            case 2:
                del made[at : at + span]
            case 3:
                made[at:at] = made[at : at + span]
            case 4:
                made[at:at] = rng.randbytes(span)
            case 5:
                made[at : at + span] = bytes(span)
            case 6:
                del made[at:]
            case _:
                to = rng.randrange(size)
                made[to : to + span] = made[at : at + span]
    return bytes(made)


def of_lines(rng: random.Random, data: bytes) -> bytes:
    """Change a text by its lines, its numbers and its separators."""
    lines = data.split(b"\n")
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at = rng.randrange(len(lines))
        match rng.randrange(9):
            case 0:
                lines.pop(at)
                lines = lines or [b""]
            case 1:
                lines.insert(at, lines[rng.randrange(len(lines))])
            case 2:
                to = rng.randrange(len(lines))
                lines[at], lines[to] = lines[to], lines[at]
            case 3 | 4:
                lines[at] = _one(rng, _NUMBER, lines[at], rng.choice(NUMBERS))
            case 5:
                lines[at] = rng.choice(CELLS).encode("utf-8", "surrogatepass")
            case 6:
                lines[at] = lines[at].replace(rng.choice((b",", b";", b"\t", b'"', b":", b"{", b"]")), b"")
            case 7:
                lines[at] += rng.choice((b'"', b"'", b",,,,", b"\r", b"\x1a", b"\0", b"]", b"}", b"<", b"&"))
            case _:
                lines[at : at + 1] = [lines[at]] * rng.choice((2, 50, 2000))
    text = b"\n".join(lines)
    match rng.randrange(12):
        case 0:
            return text.decode("utf-8", "replace").encode("utf-16")
        case 1:
            return text.decode("utf-8", "replace").encode("cp1258", "replace")
        case 2:
            return b"\xef\xbb\xbf" * 2 + text
        case 3:
            return text.replace(b"\n", b"\r")
    return text


def of_tree(rng: random.Random, data: bytes) -> bytes:
    """Change JSON or XML text by what holds it together: depth, brackets, values."""
    deep = rng.choice((50, 500, 5_000, 50_000))
    match rng.randrange(5):
        case 0:
            return b"[" * deep + data + b"]" * deep
        case 1:
            return b'{"a":' * deep + data + b"}" * deep
        case 2:
            return _one(rng, _NUMBER, data, b"[" * deep)
        case 3:
            return _one(
                rng, re.compile(rb'"[^"]*"'), data, rng.choice((b"null", b"{}", b"1e999", b'"\\ud800"'))
            )
        case _:
            return of_xml(rng, data.decode("utf-8", "replace")).encode("utf-8", "replace")


def of_xml(rng: random.Random, text: str) -> str:
    """Change XML: elements, attributes, what it says of itself, entities, depth."""
    for _ in range(rng.choice((1, 1, 2, 4))):
        tags = list(_TAG.finditer(text))
        if not tags:
            return text + "<"
        tag = rng.choice(tags)
        match rng.randrange(9):
            case 0:
                text = text[: tag.start()] + text[tag.end() :]
            case 1:
                text = text[: tag.end()] + tag[0] + text[tag.end() :]
            case 2 | 3:
                values = list(_VALUE.finditer(tag[0])) or list(_VALUE.finditer(text))
                if values:
                    value = rng.choice(values)
                    start = tag.start() if value.string is not text else 0
                    new = rng.choice(
                        (*CELLS, "A0", "XFD1048577", "ZZZZ1", "B2:A1", "s", "n", "b", "e", "str", "d")
                    )
                    text = (
                        text[: start + value.start(1)] + new.replace('"', "") + text[start + value.end(1) :]
                    )
            case 4:
                text = text.replace("?>", f"?>{rng.choice(_DOCTYPES)}", 1)
                text = (
                    text[: tag.end()] + rng.choice(("&e;", "&a8;", "&#0;", "&#x110000;")) + text[tag.end() :]
                )
            case 5:
                deep = rng.choice((20, 2_000, 20_000))
                text = text[: tag.end()] + "<a>" * deep + "</a>" * deep + text[tag.end() :]
            case 6:
                text = text.replace("UTF-8", rng.choice(("UTF-16", "x-none", "ISO-8859-1", "UTF-7")), 1)
            case 7:
                text = (
                    text[: tag.end()]
                    + rng.choice(("\0", "\x0b", "\ufffe", "<", "]]>", "<!--", "<?x"))
                    + text[tag.end() :]
                )
            case _:
                other = rng.choice(tags)
                text = text[: tag.start()] + other[0] + text[tag.end() :]
    return text


def of_cells(rng: random.Random, text: str) -> str:
    """Put other things into cells, as the XML of a sheet or a document has them."""
    places = list(_TEXT.finditer(text))
    for place in sorted(
        rng.sample(places, min(len(places), rng.choice((1, 1, 2, 5, 30)))), key=lambda p: -p.start()
    ):
        text = text[: place.start(2)] + rng.choice(CELLS) + text[place.end(2) :]
    return text


def of_package(rng: random.Random, data: bytes) -> bytes:
    """Change a zip by its parts: left out, emptied, twice, swapped, misnamed, of other content."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    for _ in range(rng.choice((1, 1, 2, 4))):
        at, to = rng.randrange(len(parts)), rng.randrange(len(parts))
        name, content = parts[at]
        match rng.randrange(10):
            case 0:
                parts.pop(at) if len(parts) > 1 else None
            case 1:
                parts[at] = (name, b"")
            case 2:
                parts.append((name, content))
            case 3:
                parts[at], parts[to] = (name, parts[to][1]), (parts[to][0], content)
            case 4:
                parts[at] = (
                    rng.choice((f"../{name}", f"/{name}", name.upper(), f"{name}\0x", name[::-1])),
                    content,
                )
            case 5:
                parts[at] = (name, rng.randbytes(rng.choice((1, 100, 5_000))))
            case 6:
                parts[at] = (name, of_bytes(rng, content))
            case 7:
                parts.append((f"xl/x{rng.randrange(99)}.xml", b"\0" * rng.choice((10, 10_000_000))))
            case 8:
                parts[at] = (name, content * rng.choice((2, 3)))
            case _:
                parts[at] = (name, data)
    return _packed(parts)


def in_package(change: Callable[[random.Random, str], str]) -> Mutation:
    """Return a mutation of one XML part of a zip, the rest as it was; of sheets and documents most."""

    def mutate(rng: random.Random, data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
        xml = [at for at, (name, _) in enumerate(parts) if name.endswith((".xml", ".rels", ".vml"))]
        main = [
            at for at in xml if re.search(r"sheet\d|sharedStrings|document\.xml|content\.xml", parts[at][0])
        ]
        at = rng.choice(main if main and rng.random() < 0.7 else xml)
        name, content = parts[at]
        parts[at] = (name, change(rng, content.decode("utf-8", "replace")).encode("utf-8", "replace"))
        return _packed(parts)

    return mutate


PACKAGE: dict[str, Mutation] = {
    "bytes": of_bytes,
    "parts": of_package,
    "xml": in_package(of_xml),
    "cells": in_package(of_cells),
}
TEXT: dict[str, Mutation] = {"bytes": of_bytes, "lines": of_lines}
TREE: dict[str, Mutation] = {**TEXT, "tree": of_tree}
BYTES: dict[str, Mutation] = {"bytes": of_bytes}


def _packed(parts: list[tuple[str, bytes]]) -> bytes:
    into = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(into, "w", compresslevel=1) as archive:
        warnings.simplefilter("ignore", UserWarning)  # two parts of one name are meant
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name.partition("\0")[0] or "x"), content, zipfile.ZIP_DEFLATED)
    return into.getvalue()


def _one(rng: random.Random, pattern: re.Pattern[bytes], data: bytes, new: bytes) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data + new
    place = rng.choice(found)
    return data[: place.start()] + new + data[place.end() :]
