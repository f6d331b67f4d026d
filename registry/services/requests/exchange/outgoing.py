"""Issued letters laid out, each once, whole or not at all."""

import datetime as dt
import shutil
from pathlib import Path

from registry.errors import RefusalError
from registry.model.requests.desk import Request, RequestState
from registry.model.requests.exchange_papers import PaperState
from registry.model.vietnam_time import one_moment
from registry.services.office.attachments import file_path
from registry.services.office.calendar import today
from registry.services.office.deeds import KIND, deed
from registry.services.office.letters.letterhead import letterhead
from registry.services.office.registry import Registry
from registry.services.requests.exchange.envelope import (
    JSON_NAME,
    TEXT_NAME,
    Envelope,
    EnvelopeFile,
    as_json,
    as_text,
)
from registry.services.requests.exchange.folder import OUT, exchange_folder, make_folders
from registry.services.requests.exchange.incoming import BOX
from registry.store import ledger
from registry.store.changes import stable_id
from registry.store.failures import refusal_of_disk
from registry.store.office.operators import load_settings, organisation_names
from registry.store.requests.requests import load_requests
from registry.store.requests.tables import exchange_papers

LAID_FOR = dt.timedelta(days=30)
"""How old an issued letter may be that is still laid out: an office that begins is not flooded."""
LETTER = "van-ban.pdf"


@one_moment()
def lay_out(registry: Registry) -> list[Path]:
    """Lay out the signed letters of the last 30 days that were not yet; return their folders.

    A folder stands under its last name only when it is whole. A process that ended before it noted that lays
    the same folder out again, under the same name and id.
    """
    folder = exchange_folder(registry.settings)
    if folder is None:
        return []
    make_folders(folder)
    since = today() - LAID_FOR
    with registry.database.read() as connection:
        issued = [
            one for one in load_requests(connection, states=[RequestState.ISSUED.value])
            if one.signed_sha256 and one.issued_on is not None and one.issued_on >= since
        ]  # fmt: skip
        ids = {_paper_id(one): one for one in issued}
        there = ledger.rows_by_key(connection, exchange_papers, list(ids))
        names = organisation_names(connection)
        office = letterhead(load_settings(connection), "vi", registry.settings.province)
    sender = " ".join(office.get("office", "").split())
    return [
        _lay(registry, folder / OUT, one, sender, names.get(one.organisation, one.organisation))
        for key, one in ids.items()
        if key not in there
    ]


def _lay(registry: Registry, room: Path, found: Request, sender: str, to: str) -> Path:
    identity = _paper_id(found)
    letter = file_path(registry, found.signed_sha256, found.signed_name)
    size = letter.stat().st_size
    envelope = Envelope(
        id=identity, number=found.issued_number, dated=found.issued_on, sender=sender, recipients=(to,),
        about=f"Trả lời hồ sơ {found.number}", dossier=found.number,
        files=(EnvelopeFile(LETTER, found.signed_sha256, size),),
    )  # fmt: skip
    number = "-".join("".join(sign if sign.isalnum() else " " for sign in found.issued_number).split())
    target = room / f"{number[:80]}-{identity[:8]}"
    aside = room / f".{identity}.part"
    try:
        if not target.exists():
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir(mode=0o770)
            shutil.copyfile(letter, aside / LETTER)
            (aside / JSON_NAME).write_text(as_json(envelope), encoding="utf-8")
            (aside / TEXT_NAME).write_text(as_text(envelope), encoding="utf-8")
            aside.rename(target)
    except OSError as error:
        full = refusal_of_disk(error, str(room))
        failed = RefusalError("OUTPUT-NOT-WRITTEN", path=str(target), reason=error.strerror or "")
        raise full or failed from error
    with deed(registry, f"{KIND}exchange", BOX, options={"paper": identity, "request": found.id}) as made:
        if not ledger.rows_by_key(made.connection, exchange_papers, [identity]):
            made.create(
                exchange_papers,
                {
                    "id": identity, "state": PaperState.LAID.value, "name": target.name,
                    "sha256": found.signed_sha256, "size_bytes": size, "number": found.issued_number,
                    "dated": found.issued_on, "sender": "", "about": envelope.about, "request": found.id,
                    "reason": "", "who": made.who, "at": made.at,
                },
            )  # fmt: skip
    return target


def _paper_id(found: Request) -> str:
    return stable_id("exchange-out", found.id, found.signed_sha256)
