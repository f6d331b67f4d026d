"""Files that a form sends: kept aside for as long as they are read."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import request
from werkzeug.datastructures import FileStorage

from registry.errors import RefusalError


@contextmanager
def uploaded(name: str) -> Iterator[tuple[Path, str]]:
    """Keep an uploaded file aside for a while; yields its path and the name that its sender gave it."""
    file = request.files.get(name)
    if file is None or not file.filename:
        raise RefusalError("UPLOAD-EMPTY")
    with kept_aside(file) as kept:
        yield kept


@contextmanager
def kept_aside(file: FileStorage) -> Iterator[tuple[Path, str]]:
    """Keep one uploaded file aside for a while; yields its path and the name that its sender gave it."""
    shown = Path(file.filename or "").name[:200] or "list"
    with tempfile.TemporaryDirectory(prefix="bts-") as folder:
        path = Path(folder) / f"file{Path(shown).suffix.lower()[:12]}"
        file.save(path)
        try:
            yield path, shown
        except RefusalError as error:
            if error.params.get("name") != path.name:
                raise
            # the sender knows the file by its own name, not by that under which it is kept aside
            raise RefusalError(error.code, **error.params | {"name": shown}) from error
