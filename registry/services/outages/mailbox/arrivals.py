"""What lies in the mailbox folder and is whole: files of carriers' folders, attachments of mails.

``HOME/inbox/VTL/…`` holds files of one carrier, ``HOME/inbox/*.eml`` mails of any. A file is taken up once
nobody has written to it for ``QUIET``; it is moved aside first, so that of two processes one has it, and
ends in ``HOME/inbox/.done`` whatever became of it.
"""

import datetime as dt
import email
import email.policy
import hashlib
import os
import re
import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import Any

from registry.settings import Settings

FOLDER, WORKING, DONE = "inbox", ".working", ".done"
QUIET = dt.timedelta(seconds=20)
"""How long nobody may have written to a file that is taken for whole; a choice of this program."""
ABANDONED = dt.timedelta(minutes=10)
"""After how long a file that a process took up and did not end is taken up by another."""
LARGEST_BYTES = 32 * 1024 * 1024
LONGEST_NAME_BYTES = 200
MOST_ATTACHMENTS = 20
MOST_WORDS = 4000
"""So many characters of a mail without a workbook are shown; an SMS passed on has a few hundred."""
WORKBOOKS = (".xlsx", ".xls", ".ods", ".csv")
MAIL_SUFFIX = ".eml"
_NAMING = ("content-disposition", "content-type")
_NAME = re.compile(r"name\s*=\s*\"?\s*([^\";=\r\n]+\.(?:xlsx|xls|ods|csv))\s*(?:[\";]|$)", re.IGNORECASE)
_NOT_READ = (ValueError, IndexError, AttributeError, TypeError, KeyError)
"""What Python's reader of headers raises over one that keeps no rule."""
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One workbook that came: its bytes (None: too large to be read), from whom, when it was sent.

    ``operator`` is that of the folder, "" for a mail; ``sent_at`` the mail's own date, None for none.
    ``left_out``: how many workbooks of a mail are more than one mail may bring, and are not read.
    """

    name: str
    content: bytes | None
    size: int
    operator: str = ""
    sender: str = ""
    subject: str = ""
    sent_at: dt.datetime | None = None
    left_out: int = 0

    @property
    def sha256(self) -> str:
        """Return the hash of the content; of what is not read, of its name and size."""
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
            aside = working / f"{secrets.token_hex(6)}~{operator}~{_short(path.name)}"
            try:
                path.replace(aside)
            except OSError:  # another process has it
                continue
            yield TakenUp(aside, path.name, operator, again=False)


def _short(name: str) -> str:
    """Return the end of a file's name that has room beside what is put before it (255 bytes in all)."""
    found = name[-120:]
    while len(os.fsencode(found)) > LONGEST_NAME_BYTES:
        found = found[1:]
    return found


def being_written(settings: Settings, operators: Collection[str], now: dt.datetime) -> int:
    """Count the files that came so lately that somebody may still be writing to them."""
    folder, later = inbox_folder(settings), now + QUIET
    return sum(
        _whole(path, later, mail_only=place == folder) and not _quiet(path, now, QUIET)
        for place in (folder, *(folder / code for code in operators))
        if place.is_dir() and not place.is_symlink()
        for path in place.iterdir()
    )


def end(taken: TakenUp, settings: Settings, now: dt.datetime) -> None:
    """Put a file that was dealt with where those of its day lie."""
    day = inbox_folder(settings) / DONE / f"{now:%Y-%m-%d}"
    day.mkdir(parents=True, exist_ok=True, mode=0o700)
    taken.path.replace(day / taken.path.name)


def arrivals(taken: TakenUp) -> list[Arrival]:
    """Return the workbooks of a file: itself, or what a mail has attached."""
    size, name = taken.path.stat().st_size, told(taken.name)
    if size > LARGEST_BYTES:
        return [Arrival(name, None, size, taken.operator)]
    content = taken.path.read_bytes()
    if not taken.name.lower().endswith(MAIL_SUFFIX):
        return [Arrival(name, content, size, taken.operator)]
    try:
        return _attached(email.message_from_bytes(content, policy=email.policy.default), content, taken)
    except _NOT_READ:  # the older reader takes headers as they stand, and breaks over none
        return _attached(email.message_from_bytes(content, policy=email.policy.compat32), content, taken)


def _attached(message: "Message[Any, Any]", content: bytes, taken: TakenUp) -> list[Arrival]:
    sender = told(parseaddr(_header(message, "From"))[1]).lower()[:200]
    subject = told(_header(message, "Subject"))[:200]
    sent_at = _date(_header(message, "Date"))
    name = told(taken.name)
    found: list[Arrival] = []
    left_out = 0
    for part in message.walk():
        own = _file_name(part)
        if not own.lower().endswith(WORKBOOKS):
            continue
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes):
            continue
        if len(found) >= MOST_ATTACHMENTS:
            left_out += 1
        else:
            found.append(Arrival(own, body, len(body), taken.operator, sender, subject, sent_at))
    if left_out:  # what is not read is said: the mail itself waits beside those of it that were
        whole = len(content)
        found.append(Arrival(name, None, whole, taken.operator, sender, subject, sent_at, left_out))
    return found or [Arrival(name, content, len(content), taken.operator, sender, subject, sent_at)]


def words_alone(name: str, content: bytes) -> tuple[str, ...]:
    """Return the lines of a mail that has no workbook in it, for a person to read; none of anything else."""
    if not name.lower().endswith(MAIL_SUFFIX):
        return ()
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        if any(_file_name(part).lower().endswith(WORKBOOKS) for part in message.walk()):
            return ()
        body = message.get_body(("plain",))
        text = "" if body is None else str(body.get_content())
    except (*_NOT_READ, LookupError):
        return ()
    return tuple(one for line in text[:MOST_WORDS].splitlines() if (one := told(line)))


def _header(message: "Message[Any, Any]", name: str) -> str:
    """Return a header as text; a mail program may have written what no rule allows."""
    try:
        return str(message.get(name) or "")
    except _NOT_READ:
        return ""


def _file_name(part: "Message[Any, Any]") -> str:
    """Return the file name of a part, "" for none; also one written with blanks and without marks."""
    try:
        name = str(part.get_filename() or "")
    except _NOT_READ:
        name = ""
    if not name.lower().endswith(WORKBOOKS):
        raw = " ".join(str(value) for key, value in part.raw_items() if key.lower() in _NAMING)
        written = _NAME.search(raw)
        name = written[1] if written else name
    return told(name.replace("\\", "/").rpartition("/")[2])[-200:]


def told(text: str) -> str:
    """Return a text as a register can hold it: of one line, without what is no character."""
    plain = text.encode("utf-8", "replace").decode()
    return " ".join("".join(char if char.isprintable() else " " for char in plain).split())


def _date(text: str) -> dt.datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
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
