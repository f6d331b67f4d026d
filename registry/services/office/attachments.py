"""Attachments (tệp kèm theo): kept once by their SHA-256, named by what the sender called them."""

import hashlib
import io
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from registry.errors import RefusalError
from registry.model.requests.desk_records import Attachment
from registry.model.vietnam_time import one_moment
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.changes import stable_id
from registry.store.failures import refusal_of_disk

LARGEST_BYTES = 50 * 1024 * 1024
KINDS = frozenset(
    {
        "dossier",
        "letter",
        "photo",
        "minutes",
        "answer",
        "signed",
        "sharing",
        "package",
        "used",
        "condition",
        "exchange",
    }
)


class KeptFile(NamedTuple):
    """A file as it is kept."""

    sha256: str
    size_bytes: int
    path: Path


@one_moment()
def keep_file(registry: Registry, source: Path, name: str = "") -> KeptFile:
    """Copy a file into the register's files under its SHA-256; the same content is kept once.

    Refused where it is larger than 50 MiB (``ATTACHMENT-TOO-LARGE``) or cannot be read.
    """
    name = name or source.name
    try:
        _not_too_large(source.stat().st_size, name)
        with source.open("rb") as stream:
            return keep_stream(registry, stream, name)
    except OSError as error:
        raise RefusalError("ATTACHMENT-NOT-READ", name=name, reason=error.strerror or "") from error


@one_moment()
def keep_bytes(registry: Registry, content: bytes, name: str) -> KeptFile:
    """Write what the register itself has made into its files, refused as `keep_file` does."""
    _not_too_large(len(content), name)
    return keep_stream(registry, io.BytesIO(content), name)


def keep_stream(registry: Registry, stream: IO[bytes], name: str) -> KeptFile:
    """Write what a stream still holds into the register's files under its SHA-256, kept once.

    Refused where it cannot be read or written (``ATTACHMENT-NOT-READ``, ``STORE-DISK-FULL``).
    """
    files = registry.settings.files
    files.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = files / f".{secrets.token_hex(8)}"
    digest = hashlib.sha256()
    try:
        with temporary.open("wb") as aside:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
                aside.write(chunk)
            size = aside.tell()
        target = files / f"{digest.hexdigest()}{suffix_of(name)}"
        temporary.replace(target)
    except OSError as error:
        not_read = RefusalError("ATTACHMENT-NOT-READ", name=name, reason=error.strerror or "")
        raise refusal_of_disk(error, str(files)) or not_read from error
    finally:
        temporary.unlink(missing_ok=True)
    return KeptFile(digest.hexdigest(), size, target)


def _not_too_large(size: int, name: str) -> None:
    if size > LARGEST_BYTES:
        raise RefusalError("ATTACHMENT-TOO-LARGE", name=name, size=size, largest=LARGEST_BYTES)


def suffix_of(name: str) -> str:
    """Return the ending under which a file is kept (".xlsx"), "" where the name has none that is plain."""
    suffix = Path(name).suffix.lower()[:6]
    return suffix if suffix[1:].isalnum() and suffix.isascii() else ""


def file_path(registry: Registry, sha256: str, name: str) -> Path:
    """Return where a kept file lies; ``ATTACHMENT-UNKNOWN`` where it is not there."""
    path = registry.settings.files / f"{sha256}{suffix_of(name)}"
    if len(sha256) != 64 or not sha256.isalnum() or not path.is_file():
        raise RefusalError("ATTACHMENT-UNKNOWN", name=name)
    return path


@contextmanager
def file_copy(registry: Registry, sha256: str, name: str) -> Iterator[Path]:
    """Yield a copy of a kept file under its whole suffix, which tells a reader of files what it is.

    What a reader refuses of the copy is said of the file: by the name that its sender knows.
    """
    source = file_path(registry, sha256, name)
    with tempfile.TemporaryDirectory(prefix="bts-kept-") as folder:
        path = Path(folder) / f"file{Path(name).suffix.lower()[:12]}"
        shutil.copyfile(source, path)
        try:
            yield path
        except RefusalError as refusal:
            if refusal.params.get("name") == path.name:
                refusal.params["name"] = Path(name).name
            raise


def attachment_row(request: str, kept: KeptFile, *, kind: str, name: str, who: str) -> dict[str, Any]:
    """Return the row of an attachment; one content under one name belongs to a request once."""
    if kind.partition(":")[0] not in KINDS:  # "dossier:sharing" names the paper of the dossier
        raise RefusalError("ATTACHMENT-KIND", kind=kind, known=", ".join(sorted(KINDS)))
    return {
        "id": stable_id("attachment", request, kind, kept.sha256, name),
        "request": request,
        "kind": kind,
        "name": Path(name).name or "tệp",
        "sha256": kept.sha256,
        "size_bytes": kept.size_bytes,
        "who": who,
        "at": ledger.present(),
    }


def is_pdf(path: Path) -> bool:
    """Whether a file begins as a PDF does."""
    with path.open("rb") as stream:
        return stream.read(5) == b"%PDF-"


def named(attachments: tuple[Attachment, ...], sha256: str) -> str:
    """Return what the sender called a file, "" where the request has none of that content."""
    return next((item.name for item in attachments if item.sha256 == sha256), "")
