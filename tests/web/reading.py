"""Everything that a person can read from a page on: pages, workbooks, letters, tables, what scripts are told.

Two offices that differ in what must not be told are read so, and compared.
"""

import io
import re
from collections.abc import Sequence
from html import unescape

import openpyxl
from docx import Document

from tests.pages import Pages

MOST = 300
_NAMES = re.compile(r"\b[0-9a-f]{32,64}\b")
_LINK = re.compile(r'(?:href|src|data-[a-z-]+)="(/[^"#]*)')
_TAGS = re.compile(r"(?s)<style\b.*?</style>|<script\b(?![^>]*json).*?</script>|<[^>]+>")
_PASSING = re.compile(
    r"\d\d:\d\d(:\d\d(\.\d+)?)?|\d+ (giờ|phút|giây)\b|\"(?:version|seen|csrf)\": ?\"?[^,}]*"
)
"""Hours, how long since, and how often something was written: they say nothing of what was."""


def everything(pages: Pages, begin: Sequence[str], within: Sequence[str]) -> dict[str, str]:
    """Return what is read at the addresses of ``begin`` and wherever links lead ``within``, by address.

    Identities differ from office to office and are left out, as are hours.
    """
    waiting = list(begin)
    found: dict[str, str] = {}
    while waiting and len(found) < MOST:
        path = unescape(waiting.pop(0))
        if path in found:
            continue
        answer = pages.client.get(path)
        content = answer.get_data()
        answer.close()
        if answer.status_code != 200:
            found[path] = f"{answer.status_code}"
            continue
        text = readable(content, answer.content_type)
        found[path] = _NAMES.sub("id", _PASSING.sub("", " ".join(text.split())))
        if answer.content_type.startswith("text/html"):
            led = (one for one in _LINK.findall(content.decode()) if one.startswith(tuple(within)))
            waiting += [one for one in led if "sort=" not in one]  # the same rows in another order
    return {_NAMES.sub("id", path): text for path, text in found.items()}


def readable(content: bytes, kind: str) -> str:
    """Return what a person reads in an answer, "" of a picture or another file."""
    if "spreadsheetml" in kind:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        return " ".join(str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row)
    if "wordprocessingml" in kind:
        letter = Document(io.BytesIO(content))
        cells = (cell.text for table in letter.tables for row in table.rows for cell in row.cells)
        return " ".join([*(one.text for one in letter.paragraphs), *cells])
    if not kind.startswith(("text/", "application/json", "application/geo+json")):
        return ""
    text = content.decode()
    return unescape(_TAGS.sub(" ", text)) if kind.startswith("text/html") else text
