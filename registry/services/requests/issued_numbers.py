"""Numbers and signed files of issued letters: a number with its sign is used once a year, a file once.

Asked inside the transaction that issues a letter: only one writes at a time, so of two leaders who give one
number at the same moment the second is refused.
"""

import datetime as dt

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.requests.desk import Request
from registry.model.requests.letter_numbers import letter_number
from registry.model.requests.matters import Matter, Weight
from registry.services.requests.matters import in_words
from registry.services.requests.taken import Taken
from registry.store.database import Connection
from registry.store.requests.letter_numbers import Of, sent_letters

NUMBER, NUMBER_OTHER, SIGNED = "MATTER-NUMBER", "MATTER-NUMBER-OTHER", "MATTER-SIGNED"


def number_matters(
    connection: Connection, request: Request, number: str, day: dt.date, taken: Taken
) -> list[Matter]:
    """Return what is known of the number of a letter that is to be issued on a day.

    The same number with the same sign in the same year bars; one of the two written without its sign asks,
    and so does a number that went out on another letter of the office.
    """
    own = letter_number(number)
    found = []
    for other in taken.letters:
        issued_on = other.request.issued_on
        same = own.same_as(other.issued)
        if other.request.id == request.id or issued_on is None or issued_on.year != day.year or same is False:
            continue
        params = {
            "number": other.request.issued_number,
            "year": str(day.year),
            "request": other.request.number,
            "day": issued_on,
        }
        found.append(Matter(NUMBER, other.request.id, Weight.BARS if same else Weight.ASKS, params=params))
    found += [
        Matter(NUMBER_OTHER, key, params={"number": theirs, "day": sent, "what": _WORDS[of]})
        for of, key, theirs, sent in sent_letters(connection)
        if sent.year == day.year and own.same_as(letter_number(theirs)) is not False
    ]
    return found


_WORDS = {
    Of.CONSULTATION: Words("công văn lấy ý kiến", "a letter to a body"),
    Of.DUTY: Words("công văn đôn đốc, tuân thủ", "a letter about duties"),
    Of.STORM: Words("công văn phòng chống bão", "a letter of a storm"),
    Of.HAZARD: Words("công văn ứng phó mưa, lũ, sạt lở", "a letter before rain, flood or landslide"),
    Of.DEFECT: Words("công văn về tồn tại", "a letter about defects"),
    Of.DESIGN: Words("công văn trả lời hồ sơ thiết kế", "an answer to a design dossier"),
    Of.INSPECTION: Words("văn bản của cuộc kiểm tra doanh nghiệp", "a paper of a company's inspection"),
}


def taken_by(connection: Connection, number: str, day: dt.date, taken: Taken) -> list[Matter]:
    """Return the letters of a day's year that went out under the very number, of whatever kind."""
    own = letter_number(number)
    found = [
        Matter(
            NUMBER, other.request.id, Weight.BARS,
            params={"number": other.request.issued_number, "year": str(day.year),
                    "request": other.request.number, "day": other.request.issued_on},
        )
        for other in taken.letters
        if other.request.issued_on is not None
        and other.request.issued_on.year == day.year
        and own.same_as(other.issued)
    ]  # fmt: skip
    found += [
        Matter(NUMBER_OTHER, key, Weight.BARS, params={"number": theirs, "day": sent, "what": _WORDS[of]})
        for of, key, theirs, sent in sent_letters(connection)
        if sent.year == day.year and own.same_as(letter_number(theirs))
    ]
    return found


def signed_matters(request: Request, sha256: str, taken: Taken) -> list[Matter]:
    """Return where else the signed file of a reply lies: as another reply, or a paper of another request."""
    elsewhere = taken.files(sha256, request.id)
    return [
        Matter(SIGNED, f"{number}:{sha256}", params={"request": number, "name": name})
        for number, name in elsewhere
    ]


def check_number(matters: list[Matter]) -> None:
    """Refuse a number that was given out in that year (``REQUEST-NUMBER-TAKEN``)."""
    bars = [one for one in matters if one.weight is Weight.BARS]
    if bars:
        raise RefusalError("REQUEST-NUMBER-TAKEN", matters=in_words(bars))
