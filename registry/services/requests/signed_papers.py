"""The signed copy of a letter: who signed it, whether it is intact, and whether it is this letter.

Read when it is looked at before the issue and once more at the issue; what was found then is kept with the
attachment and sealed with the request. Without network: that a certificate was not revoked is never said.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from registry.documents.signatures import read_paper
from registry.messages import Words
from registry.model.requests.matters import Matter, Weight
from registry.model.requests.signed_papers import WEIGHTS, Fault, SignedPaper
from registry.services.office.letters.letterhead import dated, letterhead, office_settings
from registry.services.office.letters.trust_roots import stated_roots
from registry.services.office.registry import Registry
from registry.services.requests.opened import RequestFile
from registry.store.ledger import present
from registry.store.office.operators import is_demo

NAMED = 5  # codes that are named where they are missing
CODE = "MATTER-SIGNATURE-"


def check_paper(
    registry: Registry, path: Path, name: str, file: RequestFile, *, number: str, day: dt.date | None
) -> SignedPaper:
    """Return what a PDF given as the signed letter of a request is; never refused.

    ``number`` and ``day`` are those that the letter is issued with: its text should hold them, and the codes
    of the request's rows. It should be signed by whom the letter names: of an issued one, by whom it did.
    """
    codes = (row.proposal.site_code for row in file.rows)
    kept = kept_signature(file)
    signer = str(kept.get("signer", "")) if kept else None
    return check_letter(registry, path, name, codes, number=number, day=day, signer=signer)


def kept_signature(file: RequestFile) -> Mapping[str, Any] | None:
    """Return what was found of the signed copy when the request was issued, None where nobody looked."""
    signed = (item for item in file.attachments if item.kind == "signed")
    return next((one.signature for one in signed if one.sha256 == file.request.signed_sha256), None) or None


def check_letter(
    registry: Registry,
    path: Path,
    name: str,
    codes: Iterable[str],
    *,
    number: str,
    day: dt.date | None,
    signer: str | None = None,
) -> SignedPaper:
    """Return what a PDF given as a signed letter is; ``codes`` are what its text should hold besides.

    ``signer`` is whom it names below its text; by default, whom the letters of the office name now.
    """
    if signer is None:
        signer = letterhead(office_settings(registry), "vi", registry.settings.province)["signer"]
    read = read_paper(path, name, [root.der for root in stated_roots(registry)])
    lacks: tuple[str, ...] = ()
    if read.pages and not read.scanned:
        lacks = tuple(_lacking(read.text, number, day, codes))
    return SignedPaper(read.state, read.signatures, read.pages, read.scanned, lacks, present(), signer)


def signature_matters(registry: Registry, paper: SignedPaper, name: str, sha256: str) -> list[Matter]:
    """Return what is to be said, answered or mended of a signed paper before it is issued.

    In an illustrative office any file will do, but one whose signature is broken.
    """
    with registry.database.read() as connection:
        demo = is_demo(connection)
    found = []
    for fault in paper.faults:
        weight = WEIGHTS[fault]
        if demo and weight is not Weight.BARS:
            weight = Weight.SAYS
        params: dict[str, Any] = {"name": name, "who": _of(paper, fault), "lacks": ", ".join(paper.lacks)}
        params["expected"] = paper.signer
        found.append(Matter(f"{CODE}{fault.name.replace('_', '-')}", sha256, weight, params=params))
    return found


def _of(paper: SignedPaper, fault: Fault) -> Words:
    """Return whose signatures a fault is about."""
    said = ", ".join(filter(None, paper.whose(fault)))
    return Words(said or "không rõ tên", said or "no name")


def _lacking(text: str, number: str, day: dt.date | None, codes: Iterable[str]) -> Iterable[str]:
    """Yield what of a letter its text does not hold; spaces, hyphens and the ends of lines do not count."""
    held = _plain(text)
    wanted = _plain(number)
    # a bare number is no part of a longer one; behind its sign a day may follow at once
    ends = r"(?!\d)" if wanted[-1:].isdigit() else ""
    if wanted and not re.search(rf"(?<!\d){re.escape(wanted)}{ends}", held):
        yield f"số {number.strip()}"
    if day is not None:
        forms = (rf"NGÀY0?{day.day}THÁNG0?{day.month}NĂM{day.year}", f"{day:%d%m%Y}")
        if not any(re.search(form, held) for form in forms):
            yield dated(day, "vi")
    missing = [code for code in dict.fromkeys(filter(None, codes)) if _plain(code) not in held]
    yield from missing[:NAMED]
    if len(missing) > NAMED:
        yield f"… (+{len(missing) - NAMED})"


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).upper()
    return "".join(letter for letter in composed if letter.isalnum())
