"""What lies in the mailbox folder and is whole: files of carriers' folders, attachments of mails.

``HOME/inbox/VTL/…`` holds files of one carrier, ``HOME/inbox/*.eml`` mails of any. A file is taken up once
nobody has written to it for ``QUIET``; it is moved aside first, so that of two processes one has it, and
ends in ``HOME/inbox/.done`` whatever became of it.
"""

import datetime as dt
import email
import email.policy
import hashlib
import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from registry.settings import Settings

FOLDER, WORKING, DONE = "inbox", ".working", ".done"
QUIET = dt.timedelta(seconds=20)
"""How long nobody may have written to a file that is taken for whole; a choice of this program."""
ABANDONED = dt.timedelta(minutes=10)
"""After how long a file that a process took up and did not end is taken up by another."""
LARGEST_BYTES = 32 * 1024 * 1024
MOST_ATTACHMENTS = 20
WORKBOOKS = (".xlsx", ".xls", ".ods", ".csv")
MAIL_SUFFIX = ".eml"
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One workbook that came: its bytes (None: too large to be read), from whom, when it was sent.

    ``operator`` is that of the folder, "" for a mail; ``sent_at`` the mail's own date, None for none.
    """

    name: str
    content: bytes | None
    size: int
    operator: str = ""
    sender: str = ""
    subject: str = ""
    sent_at: dt.datetime | None = None

    @property
    def sha256(self) -> str:
        """Return the hash of the content; of a file too large to be read, of its name and size."""
        whole = self.content if self.content is not None else f"{self.name} {self.size}".encode()
        return hashlib.sha256(whole).hexdigest()


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A file of the folder that this process has moved aside, with the workbooks in it.

    ``again``: a process before had it, and did not come to its end.
    """

    path: Path
    name: str
    operator: str
    again: bool


def inbox_folder(settings: Settings) -> Path:
    """Return the mailbox folder; it need not be there."""
    return settings.home / FOLDER


def make_folders(settings: Settings, operators: Collection[str]) -> Path:
    """Make the mailbox folder with one folder a carrier, and return it."""
    folder = inbox_folder(settings)
    for name in (*operators, WORKING, DONE):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def take_up(settings: Settings, operators: Collection[str], now: dt.datetime) -> Iterator[TakenUp]:
    """Move the files that are whole aside, one after the other, oldest names first."""
    folder = inbox_folder(settings)
    if not folder.is_dir():
        return
    working = folder / WORKING
    working.mkdir(exist_ok=True, mode=0o700)
    for left in sorted(working.iterdir()):
        if left.is_file() and _quiet(left, now, ABANDONED):
            operator, _, name = left.name.partition("~")[2].partition("~")
            yield TakenUp(left, name or left.name, operator if operator in operators else "", again=True)
    places = [(folder, ""), *((folder / code, code) for code in operators)]
    for place, operator in places:
        if not place.is_dir() or place.is_symlink():
            continue
        for path in sorted(place.iterdir()):
            if not _whole(path, now, mail_only=not operator):
                continue
            aside = working / f"{secrets.token_hex(6)}~{operator}~{path.name[-120:]}"
            try:
                path.replace(aside)
            except OSError:  # another process has it
                continue
            yield TakenUp(aside, path.name, operator, again=False)


def end(taken: TakenUp, settings: Settings, now: dt.datetime) -> None:
    """Put a file that was dealt with where those of its day lie."""
    day = inbox_folder(settings) / DONE / f"{now:%Y-%m-%d}"
    day.mkdir(parents=True, exist_ok=True, mode=0o700)
    taken.path.replace(day / taken.path.name)


def arrivals(taken: TakenUp) -> list[Arrival]:
    """Return the workbooks of a file: itself, or what a mail has attached."""
    size = taken.path.stat().st_size
    if size > LARGEST_BYTES:
        return [Arrival(taken.name, None, size, taken.operator)]
    content = taken.path.read_bytes()
    if not taken.name.lower().endswith(MAIL_SUFFIX):
        return [Arrival(taken.name, content, size, taken.operator)]
    return _attached(content, taken)


def _attached(content: bytes, taken: TakenUp) -> list[Arrival]:
    message = email.message_from_bytes(content, policy=email.policy.default)
    sender = parseaddr(_header(message, "From"))[1].strip().lower()[:200]
    subject = " ".join(_header(message, "Subject").split())[:200]
    sent_at = _date(_header(message, "Date"))
    found: list[Arrival] = []
    for part in message.walk():
        name = Path((part.get_filename() or "").replace("\\", "/")).name[:200]
        if not name.lower().endswith(WORKBOOKS) or len(found) >= MOST_ATTACHMENTS:
            continue
        body = part.get_payload(decode=True)
        if isinstance(body, bytes):
            found.append(Arrival(name, body, len(body), taken.operator, sender, subject, sent_at))
    return found or [Arrival(taken.name, content, len(content), taken.operator, sender, subject, sent_at)]


def _header(message: EmailMessage, name: str) -> str:
    """Return a header as text; a mail program may have written what no rule allows."""
    try:
        return str(message.get(name) or "")
    except (ValueError, IndexError, AttributeError):
        return ""


def _date(text: str) -> dt.datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return found if found.tzinfo else None


def _whole(path: Path, now: dt.datetime, *, mail_only: bool) -> bool:
    """Whether a file is one of ours and nobody writes to it any more."""
    name = path.name.lower()
    known = (MAIL_SUFFIX,) if mail_only else (MAIL_SUFFIX, *WORKBOOKS)
    if name.startswith((".", "~$")) or name.endswith(_UNFINISHED) or not name.endswith(known):
        return False
    return not path.is_symlink() and path.is_file() and path.stat().st_size > 0 and _quiet(path, now, QUIET)


def _quiet(path: Path, now: dt.datetime, length: dt.timedelta) -> bool:
    """Whether nothing was written to a file for a while; a copy may bring an old day of writing along."""
    try:
        found = path.stat()
    except OSError:
        return False
    return max(found.st_mtime, found.st_ctime) <= (now - length).timestamp()
