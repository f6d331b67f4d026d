"""Digital signatures of a PDF, read in the limited child by pyHanko: who, when, intact, up to whom, how far.

No network: no certificate, revocation list or answer of a service is fetched, so that a signature is never
said to be unrevoked. No key is held or made.
"""

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import UnsupportedAlgorithm

from registry.errors import RefusalError
from registry.limited import run_child
from registry.model.requests.signed_papers import After, Integrity, PaperState, Root, Signature, Trust
from registry.model.vietnam_time import VIETNAM

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate, Name
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

WALL_S = 40.0
MOST_SIGNATURES = 20
LONGEST_TEXT = 4_000_000
MOST_PAGES = 600
SCANNED_UNDER = 30
"""Letters and figures a page has on an average where it is text and no picture of one."""
WEAK = frozenset({"md2", "md5", "sha1"})
# What readers of PDF and ASN.1 raise over a broken file, read in the child: it is then said to be no PDF that
# can be read. A fault of memory or of the child itself is not among them.
_MALFORMED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError,
              NotImplementedError, AssertionError, OSError)  # fmt: skip


class ReadPaper:
    """What the child brings back of a file: its state, signatures, pages, and its text (spaces and all)."""

    def __init__(self, state: PaperState, signatures: tuple[Signature, ...] = (), text: str = "",
                 pages: int = 0, *, scanned: bool = False) -> None:  # fmt: skip
        self.state, self.signatures, self.text, self.pages = state, signatures, text, pages
        self.scanned = scanned


def read_paper(path: Path, name: str, roots: Iterable[bytes] = ()) -> ReadPaper:
    """Read a file that was given as signed; ``roots`` are certificates (DER) that the office concludes by.

    Never refused: whatever the file is has a state.
    """
    content = path.read_bytes()
    if not content.startswith(b"%PDF-") or b"obj" not in content:
        return ReadPaper(PaperState.NOT_READ)
    try:
        found = run_child(
            "registry.documents.signatures:read_in_child",
            {"content": content, "roots": list(roots)},
            name=name,
            wall_s=WALL_S,
        )
    except RefusalError as refusal:
        # a machine that is busy says nothing of the file
        busy = refusal.code == "FILE-TIMEOUT"
        return ReadPaper(PaperState.NOT_IN_TIME if busy else PaperState.NOT_READ)
    signatures = tuple(
        Signature(**{**one, "integrity": Integrity(one["integrity"]), "after": After(one["after"]),
                     "trust": Trust(one["trust"]), "chain": tuple(one["chain"])})
        for one in found["signatures"]
    )  # fmt: skip
    return ReadPaper(
        PaperState(found["state"]), signatures, found["text"], found["pages"], scanned=found["scanned"]
    )


def read_in_child(request: dict[str, Any]) -> dict[str, Any]:
    """Do the child's part of ``read_paper``; what it cannot read ends the child, which is an answer too."""
    content: bytes = request["content"]
    signed = b"/ByteRange" in content  # stands plainly in every signed file: it is written last
    signatures: list[Signature] = []
    if signed:
        state, signatures = _signatures(content, [bytes(root) for root in request["roots"]])
        if state is PaperState.ENCRYPTED:
            return _answer(state)
    return _with_text(content, signatures)


def _answer(state: PaperState, **more: Any) -> dict[str, Any]:
    return {"state": state.value, "signatures": [], "text": "", "pages": 0, "scanned": False, **more}


def _with_text(content: bytes, signatures: list[Signature]) -> dict[str, Any]:
    import pypdfium2
    from pypdfium2.raw import FLAT_NORMALDISPLAY, FPDF_ERR_PASSWORD, FPDFPage_Flatten

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        protected = getattr(error, "err_code", None) == FPDF_ERR_PASSWORD
        return _answer(PaperState.ENCRYPTED if protected else PaperState.NOT_READ)
    pages = len(document)
    if not pages:
        return _answer(PaperState.NOT_READ)
    plain, text = 0, []
    for index in range(min(pages, MOST_PAGES)):
        try:
            page = document[index]
            plain += sum(map(str.isalnum, _text_of(page)))
            # the number and the day may be stamps of the document system, which are annotations
            FPDFPage_Flatten(page, FLAT_NORMALDISPLAY)
            text.append(_text_of(document[index]))
        except pypdfium2.PdfiumError:
            text.append("")
        if sum(map(len, text)) > LONGEST_TEXT:
            break
    state = PaperState.SIGNED if signatures else PaperState.UNSIGNED
    return _answer(
        state, signatures=[asdict(one) for one in signatures], text="\n".join(text)[:LONGEST_TEXT],
        pages=pages, scanned=plain < SCANNED_UNDER * len(text),
    )  # fmt: skip


def _text_of(page: Any) -> str:
    words: str = page.get_textpage().get_text_bounded()
    return words


def _signatures(content: bytes, roots: list[bytes]) -> tuple[PaperState, list[Signature]]:
    from pyhanko.pdf_utils.crypt import AuthStatus
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(content), strict=False)
    if reader.encrypted:
        try:
            if reader.decrypt(b"").status == AuthStatus.FAILED:
                return PaperState.ENCRYPTED, []
        except (PdfError, *_MALFORMED):
            return PaperState.ENCRYPTED, []
    found = [_signature(one, roots) for one in _embedded(reader)[:MOST_SIGNATURES]]
    return PaperState.SIGNED if found else PaperState.UNSIGNED, found


def _embedded(reader: "PdfFileReader") -> "list[EmbeddedPdfSignature]":
    return list(reader.embedded_regular_signatures)


def _signature(one: "EmbeddedPdfSignature", roots: list[bytes]) -> Signature:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation.errors import DisallowedAlgorithmError

    try:
        signer = one.signer_cert
        known = _who(signer.subject)
        chain = _chain(signer, one.other_embedded_certs)
    except (PdfError, *_MALFORMED):
        return Signature("", Integrity.BROKEN)
    facts: dict[str, Any] = {**known, "chain": chain}
    filters = ("/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/PBAD.PAdES.detached")
    try:
        if one.sig_object.get("/SubFilter") not in filters:
            return Signature(integrity=Integrity.UNCHECKED, **facts)
        stated = one.self_reported_timestamp
        status, path_ok = _validated(one, roots, stated)
    except (UnsupportedAlgorithm, DisallowedAlgorithmError):
        return Signature(integrity=Integrity.UNCHECKED, **facts)
    except (PdfError, *_MALFORMED):
        return Signature(integrity=Integrity.BROKEN, **facts)
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.valid and stamp.intact
    at = stamp.timestamp if stamp is not None and stamped else status.signer_reported_dt or stated
    return Signature(
        integrity=Integrity.INTACT if status.intact and status.valid else Integrity.BROKEN,
        **_extent(status),
        trust=path_ok if roots else Trust.NO_ROOTS,
        at=at.astimezone(dt.UTC).isoformat(timespec="seconds") if at else "",
        timestamped=stamped,
        algorithm=f"{status.md_algorithm} / {status.pkcs7_signature_mechanism}",
        weak=status.md_algorithm in WEAK,
        **facts,
    )


def _validated(
    one: "EmbeddedPdfSignature", roots: list[bytes], stated: dt.datetime | None
) -> tuple["PdfSignatureStatus", Trust]:
    """Return pyHanko's status, the chain followed on the day that the signature states."""
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.policy_decl import DisallowWeakAlgorithmsPolicy

    now = dt.datetime.now(dt.UTC)
    moment = stated if stated is not None and stated.tzinfo is not None and stated <= now else now
    context = ValidationContext(
        trust_roots=[Certificate.load(root) for root in roots],
        other_certs=one.other_embedded_certs,
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
        # what is weak is said (`weak`), not taken for broken
        algorithm_usage_policy=DisallowWeakAlgorithmsPolicy(  # type: ignore[no-untyped-call]  # as published
            frozenset(), rsa_key_size_threshold=1024
        ),
    )
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
    status = validate_pdf_signature(one, context, key_usage_settings=usage)
    return status, Trust.TRUSTED if status.trusted else Trust.UNTRUSTED


def _extent(status: "PdfSignatureStatus") -> dict[str, Any]:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return {"whole": True, "after": After.NOTHING}
    level = status.modification_level
    if status.coverage is not SignatureCoverageLevel.ENTIRE_REVISION or level is None:
        return {"after": After.CONTENT}
    if level is ModificationLevel.OTHER or not status.docmdp_ok:
        return {"after": After.CONTENT}
    return {"after": After.NOTES if level is ModificationLevel.ANNOTATIONS else After.SIGNATURES}


def _who(name: "Name") -> dict[str, str]:
    parts = name.native
    organisation = _one(parts.get("organization_name")) or _one(parts.get("organizational_unit_name"))
    return {
        "signer": _one(parts.get("common_name")) or organisation or name.human_friendly[:200],
        "organisation": organisation,
        "post": _one(parts.get("title")),
    }


def _one(value: Any) -> str:
    """Return a part of a name as text: a part that stands several times is a list."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return text[:200]


def _chain(signer: "Certificate", others: "Iterable[Certificate]") -> tuple[str, ...]:
    """Return who vouches for a certificate, the nearest first, as far as the file itself says."""
    by_subject = {one.subject.hashable: one for one in others}
    names: list[str] = []
    here = signer
    while here.self_issued is False and len(names) < 8:
        names.append(_who(here.issuer)["signer"])
        above = by_subject.get(here.issuer.hashable)
        if above is None:
            break
        here = above
    return tuple(names)


def read_roots(content: bytes, name: str) -> list[Root]:
    """Return the certificates of authorities in a file (PEM or DER).

    Refused where there is none to read (``TRUST-ROOT-NOT-READ``), where one is no authority's
    (``TRUST-ROOT-NOT-AUTHORITY``), and where a private key lies in the file (``TRUST-ROOT-KEY``).
    """
    if b"PRIVATE KEY" in content:
        raise RefusalError("TRUST-ROOT-KEY", name=name)
    try:
        found: list[Root] = run_child(
            "registry.documents.signatures:roots_in_child", {"content": content}, name=name
        )
    except RefusalError as refusal:
        if refusal.code.startswith("TRUST-"):
            raise
        raise RefusalError("TRUST-ROOT-NOT-READ", name=name) from refusal
    return found


def roots_in_child(request: dict[str, Any]) -> list[Root]:
    """Do the child's part of ``read_roots``."""
    from asn1crypto import pem
    from asn1crypto.x509 import Certificate

    content, name = request["content"], request["name"]
    try:
        blocks = [content]
        if pem.detect(content):
            blocks = [body for _kind, _head, body in pem.unarmor(content, multiple=True)]
        found = []
        for der in blocks:
            one = Certificate.load(der, strict=True)
            if not one.ca:
                raise RefusalError("TRUST-ROOT-NOT-AUTHORITY", name=name, signer=_who(one.subject)["signer"])
            days = [day.astimezone(VIETNAM).date() for day in (one.not_valid_before, one.not_valid_after)]
            found.append(Root(_who(one.subject)["signer"], one.sha256.hex(), days[0], days[1], one.dump()))
    except _MALFORMED as error:
        raise RefusalError("TRUST-ROOT-NOT-READ", name=name) from error
    if not found:
        raise RefusalError("TRUST-ROOT-NOT-READ", name=name)
    return found
