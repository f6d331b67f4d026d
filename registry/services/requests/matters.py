"""What has to be answered about a request: its letter and its list beside those of other requests.

One guard for all moments at which something wrong could enter or leave: the preview, the filing, each
decision, the submission and the issue look at the same matters. ``registry.services.requests.taken`` holds
the other
side, ``place_matters`` compares the rows with it, ``unread_cells`` names what was not read.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from registry.messages import Language, Words, render
from registry.model.requests.desk import Request, RequestKind, RequestState
from registry.model.requests.desk_records import Consultation
from registry.model.requests.letter_numbers import LetterNumber, letter_number
from registry.model.requests.matters import Matter, Weight
from registry.services.requests.taken import Letter, Taken

UNSENT = "MATTER-UNSENT"
FILED, LETTER, LETTER_DAY, FILE = "MATTER-FILED", "MATTER-LETTER", "MATTER-LETTER-DAY", "MATTER-FILE"

ByRow = dict[int, list[Matter]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a request says of itself: ``id`` "" before it has its number, ``day`` that of its receipt."""

    id: str
    kind: RequestKind
    organisation: str
    letter_number: str
    letter_date: dt.date | None
    day: dt.date
    sha256: str
    amends: str = ""

    @classmethod
    def of(cls, request: Request) -> "Facts":
        """Return those of a request that has its number."""
        return cls(
            request.id, request.kind, request.organisation, request.letter_number, request.letter_date,
            request.received_on, request.file_sha256, request.amends,
        )  # fmt: skip


def said(matter: Matter, lang: Language = "vi") -> str:
    """Return a matter as a sentence's part."""
    return render(matter.code, dict(matter.params), lang)


def in_words(matters: Iterable[Matter]) -> Words:
    """Return matters in both languages, for the parameters of a refusal."""
    found = list(matters)
    return Words("; ".join(said(one, "vi") for one in found), "; ".join(said(one, "en") for one in found))


def letter_matters(facts: Facts, taken: Taken) -> list[Matter]:
    """Return what is known of a request's letter and list from other requests, the oldest first."""
    own = letter_number(facts.letter_number)
    found = []
    for other in taken.letters:
        if other.request.id == facts.id:
            continue
        same_file = bool(facts.sha256) and facts.sha256 in other.lists
        same_letter, other_day = _same_letter(facts, own, other)
        if same_file or same_letter:
            found.append(_letter_matter(facts, other, same_file, same_letter, other_day))
    return found


def unsent_matters(consultations: Iterable[Consultation], list_version: int) -> list[Matter]:
    """Return the letters to bodies that were drafted about the list in force and never sent."""
    return [
        Matter(UNSENT, one.id, params={"body": one.said_by})
        for one in consultations
        if one.unsent and one.list_version == list_version
    ]


def _same_letter(facts: Facts, own: LetterNumber, other: Letter) -> tuple[bool, bool]:
    """Return whether a request came with a letter of the same number, and whether of another day.

    Numbers begin anew each year, so a letter of another year is another letter.
    """
    request = other.request
    if request.organisation != facts.organisation or own.same_as(other.number) is False:
        return False, False
    day, theirs = facts.letter_date or facts.day, request.letter_date or request.received_on
    differs = facts.letter_date is not None and request.letter_date is not None and day != theirs
    return day.year == theirs.year, differs


def _letter_matter(
    facts: Facts, other: Letter, same_file: bool, same_letter: bool, other_day: bool
) -> Matter:
    request = other.request
    live = request.open or other.in_force
    exact = letter_number(facts.letter_number).same_as(other.number) is True
    weight = Weight.ASKS if live else Weight.SAYS
    if same_file and same_letter and not other_day and exact:
        code = FILED
        elsewhere = request.kind is not facts.kind or request.id == facts.amends
        if live and request.state is not RequestState.SUPPLEMENT and not elsewhere:
            weight = Weight.BARS
    elif same_letter:
        code = LETTER_DAY if other_day else LETTER
    else:
        code = FILE
        if request.kind is not facts.kind:  # an agreed list comes again with the notice of commencement
            weight = Weight.SAYS
    params = {
        "letter": request.letter_number or "–",
        "day": request.letter_date or request.received_on,
        "request": request.number,
        "state": _STATES[request.state],
    }
    return Matter(code, request.id, weight, params=params, holders=(request.organisation,))


_STATES = {
    **{state: Words("đang xử lý", "open") for state in RequestState},
    RequestState.SUPPLEMENT: Words("đang chờ bổ sung", "to be supplemented"),
    RequestState.ISSUED: Words("đã trả lời", "answered"),
    RequestState.WITHDRAWN: Words("đã rút", "withdrawn"),
}
