"""Exercise: a body is asked and its answer recorded; the carrier is asked to supplement its row."""

from registry.course.lesson import Lesson, Look, Made, Start, Told, grounds, missing, right, wrong
from registry.course.positions import Practice
from registry.course.practice_requests import appraising, by_code, file_for, file_of, known, withdraw
from registry.demo.corridor_list import COLUMNS
from registry.messages import Words
from registry.model.requests.desk_records import Consultation
from registry.services.requests.consulted.consultations import bodies_named, body_of
from registry.services.requests.letters.vocabulary import ANSWERS
from registry.services.requests.opened import FileRow, RequestFile

ANSWER = "conditions"
"""What the body of the exercise answers; its letter stands in the exercise's text."""
_LACKING = ("sharing_sent", "sharing_replied")


def _make(start: Start) -> Made:
    practice = Practice.of(start)
    asked = practice.asked()
    filed = file_for(start, [asked], [name for name in COLUMNS if name not in _LACKING])
    appraising(start.registry, filed.request)
    look = {**known(start, filed, practice.plans), "row": asked.code}
    return Made({**look, "body_letter": f"{int(start.tag, 16) % 800 + 100}/TL-{start.tag}"})


def _check(look: Look) -> list[Told]:
    file = file_of(look)
    row = by_code(file)[look.material["row"]]
    return [*_asked(look, file, row), _supplement(file, row)]


def _asked(look: Look, file: RequestFile, row: FileRow) -> list[Told]:
    named = [body.name for body in bodies_named(file)]
    letters = [one for one in file.consultations if one.kind == "letter"]
    own = [one for one in letters if one.body in {name.vi for name in named}]
    code, letter, wanted = (
        row.proposal.site_code,
        look.material["body_letter"],
        "; ".join(one.vi for one in named),
    )
    later = missing("answered", "COURSE-NOT-ANSWERED-YET", letter=letter)
    if not letters:
        return [missing("asked", "COURSE-NOT-ASKED", code=code, grounds=_why(row)), later]
    if not own:
        body = letters[-1].body
        return [wrong("asked", "COURSE-OTHER-BODY", body=body, wanted=wanted, grounds=_why(row)), later]
    return [_sent(own[-1]), _answered(look, own[-1])]


def _why(row: FileRow) -> Words:
    return grounds([one for one in row.computed if body_of(one) is not None])


def _sent(item: Consultation) -> Told:
    if item.unsent:
        return missing("asked", "COURSE-NOT-SENT", body=item.body)
    return right("asked", "COURSE-ASKED", body=item.body, number=item.letter_number)


def _answered(look: Look, item: Consultation) -> Told:
    letter = look.material["body_letter"]
    if not item.outcome:
        return missing("answered", "COURSE-NOT-ANSWERED-YET", letter=letter)
    if item.outcome != ANSWER:
        return wrong(
            "answered",
            "COURSE-OTHER-ANSWER",
            said=ANSWERS[item.outcome],
            wanted=ANSWERS[ANSWER],
            letter=letter,
        )
    if item.answer_number.strip().casefold() != letter.casefold():
        return wrong("answered", "COURSE-OTHER-NUMBER", said=item.answer_number or "–", letter=letter)
    return right("answered", "COURSE-ANSWERED", body=item.body, said=ANSWERS[item.outcome])


def _supplement(file: RequestFile, row: FileRow) -> Told:
    code = row.proposal.site_code
    if not file.supplements:
        return missing("supplement", "COURSE-NOT-SUPPLEMENTED", code=code)
    if not any(one.row == row.index for one in file.supplements):
        return wrong("supplement", "COURSE-SUPPLEMENT-ROW", code=code)
    return right("supplement", "COURSE-SUPPLEMENTED", code=code)


def _clear(look: Look) -> None:
    withdraw(look.registry, [look.material["request"]])


LESSON = Lesson(_make, _check, _clear)
