"""What each paper of an inspection says, part by part, from the inspection as it stands."""

import datetime as dt
from collections.abc import Callable

from registry.messages import Language
from registry.model.company_inspections.inspection import PaperKind
from registry.services.company_inspections.held import InspectionParts
from registry.services.company_inspections.letters.after import PapersAfter
from registry.services.company_inspections.letters.before import PapersBefore
from registry.services.company_inspections.letters.parts import Body


def body_of(
    kind: PaperKind,
    parts: InspectionParts,
    lang: Language,
    committee: str,
    office: str,
    *,
    day: dt.date | None = None,
    days_given: int | None = None,
) -> Body:
    """Return what a paper of a kind and a day says; ``committee`` and ``office`` are the names it prints.

    ``days_given`` is how many working days the office gives for what the paper asks without naming a day.
    """
    before = PapersBefore(parts, lang, committee, office)
    before.day = day
    after = PapersAfter(parts, lang, committee, office)
    after.days_given = days_given
    writers: dict[PaperKind, Callable[[], Body]] = {
        PaperKind.PROPOSAL: before.proposal,
        PaperKind.DECISION: before.decision,
        PaperKind.PLAN: before.plan,
        PaperKind.NOTICE: before.notice,
        PaperKind.REPORTS: before.reports,
        PaperKind.ANNOUNCING: before.announcing,
        PaperKind.EXPLANATION: after.explanation,
        PaperKind.CONCLUSION: after.conclusion,
        PaperKind.FOLLOW_UP: after.follow_up,
        PaperKind.PENALTY: after.penalty,
    }
    return writers[kind]()
