"""Exercise: three positions of a request, one that passes, one to be refused, one that cannot be judged."""

from dataclasses import replace

from registry.course.lesson import Lesson, Look, Made, Start, Told, grounds, missing, right, wrong
from registry.course.positions import Practice
from registry.course.practice_requests import appraising, by_code, file_for, file_of, known, withdraw
from registry.model.findings import Reservation, Verdict
from registry.model.requests.desk import RowDecision
from registry.services.requests.decisions import FOLLOWS
from registry.services.requests.letters.vocabulary import DECISIONS, VERDICTS
from registry.services.requests.opened import FileRow

PASSES, REFUSED, OPEN = "passes", "refused", "unjudged"


def _make(start: Start) -> Made:
    practice = Practice.of(start)
    passes, refused, last = practice.several([Verdict.AGREE, Verdict.REFUSE, Verdict.AGREE])
    vague = replace(last, lon=0.0, lat=0.0)
    filed = file_for(start, [passes, refused, vague])
    appraising(start.registry, filed.request)
    rows = {PASSES: passes.code, REFUSED: refused.code, OPEN: vague.code}
    return Made({**known(start, filed, practice.plans), "rows": rows, **rows})


def _check(look: Look) -> list[Told]:
    rows = by_code(file_of(look))
    return [_row(look, step, rows[code]) for step, code in look.material["rows"].items()]


def _row(look: Look, step: str, row: FileRow) -> Told:
    code, decided = row.proposal.site_code, row.decision
    if decided is None or decided.who != look.learner:
        return missing(step, "COURSE-ROW-UNDECIDED", code=code)
    wanted = FOLLOWS[row.verdict]
    why = grounds(row.findings)
    if decided.decision is not wanted:
        return wrong(
            step, "COURSE-DECISION-WRONG", code=code, decided=DECISIONS[decided.decision],
            recommended=VERDICTS[row.verdict], wanted=DECISIONS[wanted], grounds=why,
        )  # fmt: skip
    if wanted is RowDecision.REFUSE and not _names_ground(row):
        return wrong(step, "COURSE-REASON-MISSING", code=code, grounds=why)
    return right(step, "COURSE-DECISION-RIGHT", code=code, wanted=DECISIONS[wanted], grounds=why)


def _names_ground(row: FileRow) -> bool:
    """Whether the reason of a refusal names what stands against it: the article, or the mast that is near."""
    said = (row.decision.reason if row.decision else "").casefold()
    for finding in row.findings:
        if finding.reservation is Reservation.LEGAL:
            article = finding.article.partition("(")[0].casefold().strip()
            named = (article, (finding.related or "").casefold())
            if any(word and word in said for word in named):
                return True
    return False


def _clear(look: Look) -> None:
    withdraw(look.registry, [look.material["request"]])


LESSON = Lesson(_make, _check, _clear)
