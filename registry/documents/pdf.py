"""A document (.docx) as PDF/A-2b with empty fields for the signatures, and as pictures of its pages.

LibreOffice makes both, where it is installed; the office's document system signs. It runs in the limited
child, without network, one at a time in a process, with a profile of the process's own: the first time takes
some seconds, then about half a one. No key is held here.
"""

import io
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.limited import run_child

WALL_S = 90.0
WAIT_S = 30.0
SIGNER_FIELD, OFFICE_FIELD = "NguoiKy", "CoQuan"
WIDTH_PT, HEIGHT_PT, STAMP_PT = (
    160,
    62,
    102,
)  # room of a signature's picture (NĐ 30/2020, Phụ lục I: by the signer's name)
_PROGRAMS = ("soffice", "libreoffice")
_PDF_A = {
    "SelectPdfVersion": 2,  # PDF/A-2b
    "UseTaggedPDF": True,
    "ExportFormFields": False,
    "ExportBookmarks": False,
}
_CLAIMS = {
    name: re.compile(rb"pdfaid:%b>(\w)<|pdfaid:%b=\"(\w)\"" % (name.encode(), name.encode()))
    for name in ("part", "conformance")
}
_ONE = threading.Lock()


def available() -> bool:
    """Whether this machine has LibreOffice, without which documents are made as .docx only."""
    return bool(_program())


def make_pdf(document: bytes, name: str, *, signer: Sequence[str] = ()) -> bytes:
    """Return a .docx as PDF/A-2b; ``signer``: texts by which the signer's place is found, the best first.

    The signer's field stands above the signer's name (below the post, where no name is there), the office's
    a third over it at its left (NĐ 30/2020, Phụ lục I). Refused without LibreOffice (``PDF-NOT-AVAILABLE``),
    while others are at it for long (``PDF-BUSY``), and where it makes none (``PDF-NOT-MADE``).
    """
    made: bytes = _asked("pdf", document, name, signer=[text for text in signer if text.strip()])
    return made


def page_pictures(
    document: bytes, name: str, *, first: int = 0, most: int = 3, width: int = 900
) -> list[bytes]:
    """Return pages of a .docx as PNG, ``width`` pixels wide; refused as ``make_pdf`` is."""
    made: list[bytes] = _asked("pictures", document, name, first=first, most=most, width=width)
    return made


def pdf_part(content: bytes) -> str:
    """Return of which part of PDF/A a PDF says that it is ("2B"), "" where it says nothing."""
    found = {
        name: next((one for pair in re.findall(form, content) for one in pair if one), b"").decode()
        for name, form in _CLAIMS.items()
    }
    return f"{found['part']}{found['conformance']}"


def _asked(what: str, document: bytes, name: str, **more: Any) -> Any:
    program = _program()
    if not program:
        raise RefusalError("PDF-NOT-AVAILABLE", name=name)
    if not _ONE.acquire(timeout=WAIT_S):
        raise RefusalError("PDF-BUSY", name=name)
    request = {"what": what, "document": document, "program": program, "profile": _profile(), **more}
    try:
        return run_child("registry.documents.pdf:make_in_child", request, name=name, wall_s=WALL_S)
    except RefusalError as refusal:
        raise RefusalError("PDF-NOT-MADE", name=name) from refusal
    finally:
        _ONE.release()


def make_in_child(request: dict[str, Any]) -> Any:
    """Do the child's part of ``make_pdf`` and ``page_pictures``."""
    content = _converted(request)
    if request["what"] == "pictures":
        return _drawn(content, request)
    return _with_fields(content, request["signer"])


def _converted(request: dict[str, Any]) -> bytes:
    here = Path.cwd()  # a folder of the child's own
    source = here / "document.docx"
    source.write_bytes(request["document"])
    options = json.dumps(
        {
            key: {"type": "boolean" if isinstance(value, bool) else "long", "value": str(value).lower()}
            for key, value in _PDF_A.items()
        }
    )
    profile = Path(request["profile"])
    command = [
        request["program"], f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--nologo", "--nodefault", "--convert-to", f"pdf:writer_pdf_Export:{options}", "--outdir", str(here),
        str(source),
    ]  # fmt: skip
    environment = {**os.environ, "HOME": str(profile)}
    # a session of its own: LibreOffice is a script that starts a program that starts another
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(WALL_S - 10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    made = here / "document.pdf"
    if not made.is_file():
        raise RefusalError("PDF-NOT-MADE", name=request["name"])
    return made.read_bytes()


def _drawn(content: bytes, request: dict[str, Any]) -> list[bytes]:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    found = []
    for index in range(request["first"], min(len(document), request["first"] + request["most"])):
        page = document[index]
        into = io.BytesIO()
        page.render(scale=request["width"] / page.get_width()).to_pil().save(into, "PNG", compress_level=3)
        found.append(into.getvalue())
    return found


def _with_fields(content: bytes, signer: Sequence[str]) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    place = _place(content, signer)
    if place is None:
        return content
    page, (left, bottom, right, top) = place
    over = left + (right - left) // 3
    stamp = (max(10, over - STAMP_PT), bottom, over, top)
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    for name, box in ((SIGNER_FIELD, (left, bottom, right, top)), (OFFICE_FIELD, stamp)):
        # PDF/A wants every annotation to have an appearance, the empty one too
        spec = SigFieldSpec(name, on_page=page, box=box, empty_field_appearance=True)
        append_signature_field(writer, spec)
    into = io.BytesIO()
    writer.write(into)  # type: ignore[no-untyped-call]  # pyHanko types it in part
    return into.getvalue()


def _place(content: bytes, signer: Sequence[str]) -> tuple[int, tuple[int, int, int, int]] | None:
    """Return the page and the box (points from the lower left) for the signature, None where none is."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    for nth, text in enumerate(signer):
        for index in range(len(document)):
            words = document[index].get_textpage()
            search, at = words.search(text, match_case=True), None
            while (found := search.get_next()) is not None:
                at = found
            if at is not None:
                boxes = [words.get_charbox(at[0] + step) for step in range(at[1])]
                left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
                middle = (left + right) / 2
                top = max(box[3] for box in boxes) + 4 + HEIGHT_PT
                if nth:  # the post: the signature stands below it
                    top = min(box[1] for box in boxes) - 4
                wide = document[index].get_width()
                start = min(max(middle - WIDTH_PT / 2, 10), wide - WIDTH_PT - 10)
                return index, (round(start), round(top - HEIGHT_PT), round(start + WIDTH_PT), round(top))
    return None


def _program() -> str:
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


@cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="bts-libreoffice-")  # removed when the process ends


def _profile() -> str:
    return _folder().name
