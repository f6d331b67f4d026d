"""Files that are made for whoever asks: sent to be kept, and never cached on the way."""

import tempfile
import unicodedata
from collections.abc import Callable
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from flask import Response, request, send_file, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from registry.columns import ListKind
from registry.documents.pdf import available, make_pdf
from registry.model.alphabet import plain_d
from registry.services.office.letters.letterhead import letterhead, office_settings
from web.frame.guard import current_person
from web.frame.office import registry
from web.frame.security.security_events import note_export

PDF = "pdf"

UNOPENED = "application/octet-stream"
"""The type of what somebody sent us, or what must not open under our own address: no browser shows it."""

_TYPES = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".geojson": "application/geo+json",
    ".gpkg": "application/geopackage+sqlite3",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".png": "image/png",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


_SAFE = "!#$&+-.^_`|~"  # what a name may hold unquoted (RFC 5987)


def plain_name(name: str) -> str:
    """Return a name without marks, for a browser that reads no other: "đường" is "duong", not "uong"."""
    plain = unicodedata.normalize("NFKD", plain_d(name))
    return plain.encode("ascii", "ignore").decode("ascii")


def download(
    content: bytes, name: str, mimetype: str = "", *, shown: bool = False, rows: int | None = None
) -> Response:
    """Send what was made, as a file to keep or, ``shown``, in the page; its type follows from its name.

    ``rows`` is how many rows of the register it holds, for the log of security events.

    A document (.docx) that is asked for with ``?as=pdf`` is sent as PDF/A with empty fields for
    the signatures (``pdf_link``), refused as ``make_pdf`` is.
    """
    if name.endswith(".docx") and request.args.get("as") == PDF:
        head = letterhead(office_settings(registry()), "vi", registry().settings.province)
        signer = (head["signer"], *reversed(head["signer_title"].splitlines()))
        made = make_pdf(content, name, signer=signer)
        return _sent(BytesIO(made), f"{name.removesuffix('.docx')}.pdf", "application/pdf")
    return _sent(BytesIO(content), name, mimetype, shown=shown, rows=rows)


def pdf_link(endpoint: str, /, **values: Any) -> Markup:
    """Return the link to a document as PDF/A to be signed, beside its .docx; else why there is none."""
    if not available():
        said = _("Chưa có bản PDF để ký: máy chủ chưa cài LibreOffice.")
        return Markup('<span class="sub">{}</span>').format(said)
    address = url_for(endpoint, **{**values, "as": PDF})
    # whom a letter came to signs nothing
    words = _("PDF/A để ký số") if current_person().is_staff else _("Bản PDF")
    return Markup('<a class="button" href="{}" download data-drafting="{}">{}</a>').format(
        address, _("Đang làm bản PDF…"), words
    )


def made_file(
    write: Callable[[Path], object], name: str, mimetype: str = "", *, rows: int | None = None
) -> Response:
    """Write a file aside and send it as ``download`` does, from the disk."""
    with tempfile.TemporaryDirectory(prefix="bts-") as folder:
        path = (Path(folder) / "made").with_suffix(Path(name).suffix)
        write(path)
        return _sent(path.open("rb"), name, mimetype, rows=rows)  # outlives its folder until it is sent


def list_template(kind: ListKind, name: str) -> Response:
    """Send the template workbook of a kind of list, with examples of the office's own province."""
    from registry.intake.template import write_template  # openpyxl: loaded late

    return made_file(lambda path: write_template(kind, path, registry().settings.province), name)


def _sent(
    stream: BinaryIO, name: str, mimetype: str, *, shown: bool = False, rows: int | None = None
) -> Response:
    if not shown:
        note_export(rows, form=Path(name).suffix.lstrip("."), bytes=stream.seek(0, SEEK_END))
        stream.seek(0)
    kind = mimetype or _TYPES.get(Path(name).suffix, UNOPENED)
    answer = send_file(stream, mimetype=kind, as_attachment=not shown, download_name=name)
    if not name.isascii():
        answer.headers.set(
            "Content-Disposition",
            "inline" if shown else "attachment",
            **{"filename": plain_name(name), "filename*": f"UTF-8''{quote(name, safe=_SAFE)}"},
        )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
