"""The envelope of a paper (phong bì): what it is, from whom and for whom, with the hash of each file.

A plain form of our own, in JSON for programs and the same as text for people: ``FORM`` names it.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.errors import RefusalError
from registry.typed_text import line_within

FORM = "bts-exchange/1"
JSON_NAME, TEXT_NAME = "phong-bi.json", "phong-bi.txt"
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class EnvelopeFile:
    """A file of a paper."""

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is said of a paper; ``dossier`` is the number of the request that it is about ("")."""

    id: str
    number: str = ""
    dated: dt.date | None = None
    about: str = ""
    sender: str = ""
    recipients: tuple[str, ...] = ()
    dossier: str = ""
    files: tuple[EnvelopeFile, ...] = field(default=())


def as_json(envelope: Envelope) -> str:
    """Return an envelope as programs read it."""
    told = {
        "form": FORM,
        "id": envelope.id,
        "document": {
            "number": envelope.number,
            "date": envelope.dated.isoformat() if envelope.dated else None,
            "about": envelope.about,
        },
        "from": envelope.sender,
        "to": list(envelope.recipients),
        "dossier": envelope.dossier,
        "files": [{"name": one.name, "sha256": one.sha256, "size": one.size_bytes} for one in envelope.files],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_text(envelope: Envelope) -> str:
    """Return the same as people read it."""
    lines = [
        ("Mã", envelope.id),
        ("Số văn bản", envelope.number),
        ("Ngày văn bản", f"{envelope.dated:%d/%m/%Y}" if envelope.dated else ""),
        ("Trích yếu", envelope.about),
        ("Nơi gửi", envelope.sender),
        ("Nơi nhận", "; ".join(envelope.recipients)),
        ("Mã hồ sơ", envelope.dossier),
        *((f"Tệp {one.name}", f"{one.size_bytes} byte, SHA-256 {one.sha256}") for one in envelope.files),
    ]
    return "".join(f"{name}: {value}\n" for name, value in lines)


def read_envelope(content: bytes) -> Envelope:
    """Return the envelope that somebody wrote as ``as_json`` does (``EXCHANGE-ENVELOPE``)."""
    try:
        told = json.loads(content)
        document = told["document"]
        day = document.get("date")
        return Envelope(
            id=_line(told, "id"),
            number=_line(document, "number"),
            dated=dt.date.fromisoformat(day) if day else None,
            about=_line(document, "about"),
            sender=_line(told, "from"),
            dossier=_line(told, "dossier"),
            files=tuple(
                EnvelopeFile(str(one["name"]), str(one["sha256"]).lower(), int(one["size"]))
                for one in told["files"]
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RefusalError("EXCHANGE-ENVELOPE", name=JSON_NAME) from error


def _line(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name) or ""
    if not isinstance(value, str):
        raise TypeError(name)
    return line_within(value, _LONGEST)
