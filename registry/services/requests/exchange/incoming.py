"""Papers that came in: kept, told to the appraisers, each once; faulty ones put apart with a reason."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

from registry.errors import RefusalError
from registry.messages import render
from registry.model.notices import NoticeKind, Subject
from registry.model.people import Role
from registry.model.requests.exchange_papers import PaperState
from registry.model.vietnam_time import one_moment
from registry.services.office.attachments import LARGEST_BYTES, keep_file
from registry.services.office.calendar import now as present_moment
from registry.services.office.deeds import KIND, deed
from registry.services.office.notices import role, tell
from registry.services.office.registry import Registry
from registry.services.requests.exchange.envelope import (
    JSON_NAME,
    TEXT_NAME,
    Envelope,
    EnvelopeFile,
    read_envelope,
)
from registry.services.requests.exchange.folder import end, exchange_folder, make_folders, name_of, take_up
from registry.store import ledger
from registry.store.changes import stable_id
from registry.store.requests.tables import exchange_papers

BOX = "thư mục trao đổi"
"""Who takes papers in and lays them out, where it is no person."""
PAPER = "exchange_paper"
"""The kind of document that a notice of a paper leads to."""
ENDINGS = (
    ".pdf",
    ".docx",
    ".doc",
    ".xlsx",
    ".xls",
    ".odt",
    ".ods",
    ".csv",
    ".xml",
    ".edxml",
    ".zip",
    ".jpg",
    ".png",
)
"""The kinds of files that are taken in; none of them is opened here."""
MOST_FILES = 50


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of something that was dropped: how many papers it was, or why it was put apart."""

    name: str
    papers: int = 0
    reason: str = ""


@one_moment()
def take_in(registry: Registry, now: dt.datetime | None = None) -> list[Fate]:
    """Take in what lies in the exchange folder and is whole; return what became of each."""
    folder = exchange_folder(registry.settings)
    if folder is None:
        return []
    make_folders(folder)
    moment = now or present_moment()
    found = []
    for taken in take_up(folder, moment):
        name = name_of(taken)
        try:
            papers = _take(registry, taken)
        except RefusalError as error:
            if error.code.startswith("STORE-"):  # the register or the disk, not the paper: it is tried again
                raise
            reason = "\n".join(render(error.code, error.params, lang) for lang in ("vi", "en"))
            end(taken, folder, moment, reason=reason)
            found.append(Fate(name, reason=reason))
        else:
            end(taken, folder, moment)
            found.append(Fate(name, papers))
    return found


def _take(registry: Registry, taken: Path) -> int:
    """Take one thing in and return how many papers it was that had not come before."""
    files, envelope = _files(taken)
    new = 0
    for path, name in files:
        _check(path, name)
    if envelope is not None:
        _check_said(files, envelope)
    for path, name in files:
        kept = keep_file(registry, path, name)
        identity = stable_id("exchange-in", kept.sha256, envelope.id if envelope else "")
        with deed(registry, f"{KIND}exchange", BOX, options={"paper": identity}) as made:
            if ledger.rows_by_key(made.connection, exchange_papers, [identity]):
                continue
            said = envelope or Envelope(identity)
            made.create(
                exchange_papers,
                {
                    "id": identity, "state": PaperState.WAITS.value, "name": name, "sha256": kept.sha256,
                    "size_bytes": kept.size_bytes, "number": said.number, "dated": said.dated,
                    "sender": said.sender, "about": said.about, "request": "", "reason": "",
                    "who": made.who, "at": made.at,
                },
            )  # fmt: skip
            tell(made, NoticeKind.PAPER_IN, [role(Role.APPRAISER)], Subject(PAPER, identity), name=name)
            new += 1
    return new


def _files(taken: Path) -> tuple[list[tuple[Path, str]], Envelope | None]:
    """Return the files of what was dropped with their names, and the envelope of a folder."""
    if not taken.is_dir():
        return [(taken, name_of(taken))], None
    inside = sorted(taken.iterdir())
    said = taken / JSON_NAME
    if not said.is_file() or said.is_symlink() or said.stat().st_size > 1 << 20:
        raise RefusalError("EXCHANGE-ENVELOPE", name=JSON_NAME)
    files = [(path, path.name) for path in inside if path.name not in (JSON_NAME, TEXT_NAME)]
    return files, read_envelope(said.read_bytes())


def _check(path: Path, name: str) -> None:
    """Refuse what is no paper (``EXCHANGE-KIND``), empty (``EXCHANGE-EMPTY``) or too large."""
    if path.is_symlink() or not path.is_file() or not name.lower().endswith(ENDINGS):
        raise RefusalError("EXCHANGE-KIND", name=name[:120], known=", ".join(ENDINGS))
    size = path.stat().st_size
    if not size:
        raise RefusalError("EXCHANGE-EMPTY", name=name[:120])
    if size > LARGEST_BYTES:
        raise RefusalError("ATTACHMENT-TOO-LARGE", name=name[:120], size=size, largest=LARGEST_BYTES)


def _check_said(files: list[tuple[Path, str]], envelope: Envelope) -> None:
    """Refuse a folder whose files are not those of its envelope (``EXCHANGE-DIFFERS``)."""
    there = {name: path for path, name in files}
    if not 0 < len(there) <= MOST_FILES:
        raise RefusalError("EXCHANGE-DIFFERS", name=JSON_NAME)
    said: dict[str, EnvelopeFile] = {one.name: one for one in envelope.files}
    for name in sorted({*there, *said}):
        if name not in said or name not in there or _sha256(there[name]) != said[name].sha256:
            raise RefusalError("EXCHANGE-DIFFERS", name=name[:120])


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
