"""Exercise: the answer letter of a request is drafted, signed and issued; one decision is wrong at first.

The leader is one of the exercise (``lead``), so that one learner alone comes to the end: who finds a decision
against the rules hands the draft back with the reason. A colleague who is a leader may do it instead.
"""

from registry.course.lesson import (
    COACH,
    LEADER,
    Lesson,
    Look,
    Made,
    Start,
    Told,
    grounds,
    missing,
    right,
    wrong,
)
from registry.course.positions import Practice
from registry.course.practice_requests import appraising, by_code, file_for, file_of, known, withdraw
from registry.errors import RefusalError
from registry.model.findings import Verdict
from registry.model.requests.desk import RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.decisions import FOLLOWS, RowChoice, decide_rows
from registry.services.requests.issuing import issue
from registry.services.requests.letters.vocabulary import DECISIONS, VERDICTS
from registry.services.requests.opened import FileRow, RequestFile
from registry.services.requests.states import change_state, state_words

_ASKED = "Theo đề nghị của doanh nghiệp"
_READ = "Đã xem bản giấy kèm hồ sơ (bài tập)"
DEADLINE = "deadline"


def _make(start: Start) -> Made:
    practice = Practice.of(start)
    good, bad = practice.several([Verdict.AGREE, Verdict.REFUSE])
    filed = file_for(start, [good, bad])
    appraising(start.registry, filed.request)
    choices = [RowChoice(0, RowDecision.AGREE), RowChoice(1, RowDecision.AGREE, _ASKED)]
    decide_rows(start.registry, filed.request.id, choices, who=COACH)
    return Made({**known(start, filed, practice.plans), "good": good.code, "bad": bad.code})


def _check(look: Look) -> list[Told]:
    file = file_of(look)
    return [_mended(look, file), _submitted(look, file), _issued(file), _deadline(look, file)]


def _mended(look: Look, file: RequestFile) -> Told:
    astray = _astray(file)
    if astray:
        return missing("mended", "COURSE-LETTER-OPEN", number=file.request.number)
    row = by_code(file)[look.material["bad"]]
    return right(
        "mended", "COURSE-DECISION-RIGHT", code=row.proposal.site_code,
        wanted=DECISIONS[FOLLOWS[row.verdict]],
        grounds=grounds(row.findings),
    )  # fmt: skip


def _submitted(look: Look, file: RequestFile) -> Told:
    sent = [
        one
        for one in look.entered("request_states")
        if (one.change.after or {}).get("state") == RequestState.SUBMITTED
        and (one.change.after or {}).get("request") == file.request.id
    ]
    number = file.request.number
    if not sent:
        return missing(
            "submitted", "COURSE-NOT-SUBMITTED", number=number, state=state_words(file.request.state)
        )
    if file.request.state is RequestState.DRAFT:
        handed = [one for one in file.states if one.state is RequestState.DRAFT and one.who == LEADER]
        return wrong(
            "submitted", "COURSE-HANDED-BACK", number=number, reason=handed[-1].reason if handed else "–"
        )
    return right("submitted", "COURSE-SUBMITTED", number=number)


def _issued(file: RequestFile) -> Told:
    if file.request.state is not RequestState.ISSUED:
        return missing("issued", "COURSE-NOT-ISSUED", number=file.request.number)
    return right("issued", "COURSE-ISSUED", number=file.request.number, letter=file.request.issued_number)


def _deadline(look: Look, file: RequestFile) -> Told:
    agreed = approvals_of(look.registry, request=file.request.id)
    typed = look.answer(DEADLINE)
    if not agreed or not typed:
        return missing(DEADLINE, "COURSE-NOT-ANSWERED")
    day = agreed[0].build_by
    wanted = f"{day:%d/%m/%Y}" if day else "–"
    if day is not None and _as_day(typed) == (day.day, day.month, day.year):
        return right(DEADLINE, "COURSE-DEADLINE-RIGHT", day=wanted, source=agreed[0].limit_source)
    return wrong(DEADLINE, "COURSE-DEADLINE-WRONG", typed=typed, code=agreed[0].code)


def _as_day(typed: str) -> tuple[int, ...]:
    parts = typed.replace("-", "/").replace(".", "/").split("/")
    return tuple(int(part) for part in parts) if len(parts) == 3 and all(map(str.isdigit, parts)) else ()


def _astray(file: RequestFile) -> list[FileRow]:
    """Return the rows that are decided otherwise than the rules say."""
    return [row for row in file.rows if row.decision and row.decision.decision is not FOLLOWS[row.verdict]]


def _lead(look: Look) -> None:
    """Do what the leader does with a draft that was submitted: issue it, or hand it back with the reason."""
    from registry.demo.work_papers import write_paper

    file = file_of(look)
    if file.request.state is not RequestState.SUBMITTED:
        raise RefusalError(
            "COURSE-NOT-SUBMITTED", number=file.request.number, state=state_words(file.request.state)
        )
    astray = _astray(file)
    if astray:
        reason = "; ".join(
            f"{row.proposal.site_code}: {VERDICTS[row.verdict].vi}, {grounds(row.findings).vi}"
            for row in astray
        )
        change_state(
            look.registry, file.request.id, RequestState.DRAFT, who=LEADER, version=file.request.version,
            reason=reason,
        )  # fmt: skip
        return
    number = look.material["letter"]
    with look.folder() as folder:
        signed = write_paper(
            folder / "van-ban-da-ky.pdf",
            f"Công văn số {number}",
            f"Trả lời hồ sơ {file.request.number}",
            "Đã ký",
        )
        issue(
            look.registry, file.request.id, number=number, date=today(), signed_pdf=signed,
            signed_name=signed.name, who=LEADER, version=file.request.version, reason=_READ,
        )  # fmt: skip


def _clear(look: Look) -> None:
    withdraw(look.registry, [look.material["request"]])


LESSON = Lesson(_make, _check, _clear, _lead)
