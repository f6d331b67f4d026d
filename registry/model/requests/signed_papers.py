"""A signed paper (bản đã ký): what a PDF's digital signatures say, and whether it is the letter it should be.

Nothing here holds a key: signatures are made by the office's own document system and are only read here.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from registry.model.alphabet import plain_d
from registry.model.requests.matters import Weight


class PaperState(StrEnum):
    """What a file is before anything is said of its signatures."""

    NOT_READ = "not_read"  # no PDF that can be opened
    NOT_IN_TIME = "not_in_time"  # the reading was ended: nothing is said of the file
    ENCRYPTED = "encrypted"  # opens with a password only
    UNSIGNED = "unsigned"
    SIGNED = "signed"


class Integrity(StrEnum):
    """Whether what a signature covers is what was signed."""

    INTACT = "intact"
    BROKEN = "broken"
    UNCHECKED = "unchecked"  # a kind of signature or an algorithm that is not known here


class After(StrEnum):
    """What was done to the file after a signature."""

    NOTHING = "nothing"  # it covers the whole file
    SIGNATURES = "signatures"  # later signatures, time stamps, filled fields
    NOTES = "notes"  # annotations
    CONTENT = "content"  # pages may say something else


class Trust(StrEnum):
    """Up to which authority a certificate could be followed."""

    NO_ROOTS = "no_roots"  # the office has stated no root certificate to conclude by
    TRUSTED = "trusted"  # to one of the office's roots, on the day of the signature
    UNTRUSTED = "untrusted"


class Fault(StrEnum):
    """What is to be said of a paper before it is taken as the issued letter."""

    NOT_READ = "not_read"
    NOT_IN_TIME = "not_in_time"
    ENCRYPTED = "encrypted"
    UNSIGNED = "unsigned"
    ALTERED = "altered"
    UNCHECKED = "unchecked"
    EXTENDED = "extended"  # content after one signature, which a later one covers
    NOTED = "noted"
    UNTRUSTED = "untrusted"
    NO_ROOTS = "no_roots"
    WEAK = "weak"
    OTHER_SIGNER = "other_signer"
    OTHER_PAPER = "other_paper"
    SCAN = "scan"


WEIGHTS: Mapping[Fault, Weight] = {
    Fault.ALTERED: Weight.BARS,
    Fault.NOT_READ: Weight.ASKS,  # what cannot be read is not known to be wrong
    Fault.NOT_IN_TIME: Weight.ASKS,
    Fault.ENCRYPTED: Weight.ASKS,
    Fault.UNSIGNED: Weight.ASKS,
    Fault.UNCHECKED: Weight.ASKS,
    Fault.UNTRUSTED: Weight.ASKS,
    Fault.NOTED: Weight.ASKS,
    Fault.WEAK: Weight.ASKS,
    Fault.OTHER_SIGNER: Weight.ASKS,
    Fault.OTHER_PAPER: Weight.ASKS,
    Fault.EXTENDED: Weight.SAYS,
    Fault.NO_ROOTS: Weight.SAYS,
    Fault.SCAN: Weight.SAYS,
}
"""What each asks for where a letter is issued with it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of a PDF.

    ``chain`` names who vouches for the signer, the nearest first; ``at`` is the moment in UTC (ISO 8601,
    "" if it states none), the signer's own word unless ``timestamped``. ``whole``: it covers the whole file.
    """

    signer: str
    integrity: Integrity
    after: After = After.NOTHING
    whole: bool = False
    trust: Trust = Trust.NO_ROOTS
    organisation: str = ""
    post: str = ""
    chain: tuple[str, ...] = ()
    at: str = ""
    timestamped: bool = False
    algorithm: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """What was found of a file that was given as signed.

    ``lacks``: what of the letter its text does not hold (number, day, codes), as it would stand there;
    ``scanned``: its pages hold no text to compare. ``checked_at``: the moment (UTC, ISO 8601) of the reading.
    ``signer``: whom the letter names below its text ("": nobody yet, so that anybody's signature will do).
    """

    state: PaperState
    signatures: tuple[Signature, ...] = ()
    pages: int = 0
    scanned: bool = False
    lacks: tuple[str, ...] = ()
    checked_at: str = ""
    signer: str = ""

    @property
    def of_another(self) -> bool:
        """Whether it is signed, and by nobody of the name that the letter carries."""
        return bool(self.signer and self.signatures) and not any(
            one_person(self.signer, one.signer) for one in self.signatures
        )

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return what is to be said of it, the gravest first."""
        if self.state in (PaperState.NOT_READ, PaperState.NOT_IN_TIME, PaperState.ENCRYPTED):
            return (Fault(self.state.value),)
        found: set[Fault] = set()
        if self.state is PaperState.UNSIGNED:
            found.add(Fault.UNSIGNED)
        for each in self._of_each():
            found |= each
        if self.of_another:
            found.add(Fault.OTHER_SIGNER)
        if self.scanned:
            found.add(Fault.SCAN)
        elif self.lacks:
            found.add(Fault.OTHER_PAPER)
        return tuple(fault for fault in WEIGHTS if fault in found)

    def whose(self, fault: Fault) -> list[str]:
        """Return the names of the signers whose signatures a fault is about, each once ("" where unnamed)."""
        if fault is Fault.OTHER_SIGNER:
            return list(dict.fromkeys(one.signer for one in self.signatures))
        each = zip(self.signatures, self._of_each(), strict=True)
        return list(dict.fromkeys(one.signer for one, faults in each if fault in faults))

    def _of_each(self) -> list[set[Fault]]:
        found = []
        for at, one in enumerate(self.signatures):
            later = self.signatures[at + 1 :]
            covered = any(other.integrity is Integrity.INTACT and other.whole for other in later)
            found.append(_faults_of(one, covered=covered))
        return found

    @property
    def sound(self) -> bool:
        """Whether every signature leads to a root of the office, and nothing is to be answered."""
        signed = self.state is PaperState.SIGNED and all(s.trust is Trust.TRUSTED for s in self.signatures)
        return signed and all(WEIGHTS[fault] is Weight.SAYS for fault in self.faults)

    def kept(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {**asdict(self), "signatures": [asdict(one) for one in self.signatures]}


def one_person(stated: str, signer: str) -> bool:
    """Whether a signer's certificate is of the person that a letter names.

    Degrees ("ThS.", "TS."), what stands in brackets, accents and case are left out: certificates often spell
    a name without accents, and carry the post beside it.
    """
    wanted, found = _name(stated), _name(signer)
    return bool(wanted) and f" {wanted} " in f" {found} "


def _name(text: str) -> str:
    bare = re.sub(r"\([^)]*\)|\b[\w]{1,5}\.", " ", text)
    apart = unicodedata.normalize("NFD", plain_d(bare)).casefold()
    letters = [sign for sign in apart if not unicodedata.combining(sign)]
    return " ".join("".join(sign if sign.isalpha() else " " for sign in letters).split())


def _faults_of(one: Signature, *, covered: bool) -> set[Fault]:
    if one.integrity is Integrity.BROKEN:
        return {Fault.ALTERED}
    if one.integrity is Integrity.UNCHECKED:
        return {Fault.UNCHECKED}
    found = set()
    if one.after is After.CONTENT:
        found.add(Fault.EXTENDED if covered else Fault.ALTERED)
    elif one.after is After.NOTES:
        found.add(Fault.EXTENDED if covered else Fault.NOTED)
    if one.trust is Trust.NO_ROOTS:
        found.add(Fault.NO_ROOTS)
    elif one.trust is Trust.UNTRUSTED:
        found.add(Fault.UNTRUSTED)
    if one.weak:
        found.add(Fault.WEAK)
    return found


def paper_from(kept: Mapping[str, Any]) -> SignedPaper:
    """Return a paper from the JSON that ``kept`` made."""
    signatures = tuple(
        Signature(
            **{
                **one,
                "integrity": Integrity(one["integrity"]),
                "after": After(one["after"]),
                "trust": Trust(one["trust"]),
                "chain": tuple(one["chain"]),
            }
        )
        for one in kept["signatures"]
    )
    return SignedPaper(
        PaperState(kept["state"]),
        signatures,
        int(kept["pages"]),
        bool(kept["scanned"]),
        tuple(kept["lacks"]),
        str(kept["checked_at"]),
        str(kept.get("signer", "")),  # papers read before it was compared hold none
    )


@dataclass(frozen=True, slots=True)
class Root:
    """A root certificate that the office concludes by: its name, its SHA-256, from when to when, its DER."""

    name: str
    sha256: str
    valid_from: dt.date
    valid_to: dt.date
    der: bytes
