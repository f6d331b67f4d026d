"""Files that are made for whoever asks: sent to be kept, and never cached on the way."""

import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from flask import Response, send_file

UNOPENED = "application/octet-stream"
"""The type of what somebody sent us, or what must not open under our own address: no browser shows it."""

_TYPES = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".geojson": "application/geo+json",
    ".gpkg": "application/geopackage+sqlite3",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".png": "image/png",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


def download(content: bytes, name: str, mimetype: str = "", *, shown: bool = False) -> Response:
    """Send what was made, as a file to keep or, ``shown``, in the page; its type follows from its name."""
    return _sent(BytesIO(content), name, mimetype, shown=shown)


def made_file(write: Callable[[Path], object], name: str, mimetype: str = "") -> Response:
    """Write a file aside and send it as ``download`` does, from the disk."""
    with tempfile.TemporaryDirectory(prefix="bts-") as folder:
        path = (Path(folder) / "made").with_suffix(Path(name).suffix)
        write(path)
        return _sent(path.open("rb"), name, mimetype)  # outlives its folder until it is sent


def _sent(stream: BinaryIO, name: str, mimetype: str, *, shown: bool = False) -> Response:
    kind = mimetype or _TYPES.get(Path(name).suffix, UNOPENED)
    answer = send_file(stream, mimetype=kind, as_attachment=not shown, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
