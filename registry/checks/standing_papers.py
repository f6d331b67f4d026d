"""The two certificates of standing works, which are not the same thing.

* EMF (kiểm định an toàn bức xạ, telecom law): of each station; judged by the day on which it expires.
* Structure (kiểm định kết cấu, construction law): of each mast; how often is in a text that nobody has read,
  so an old one is for review and never a fail.

What a list states holds on the list's day. A certificate that ran out since then may have been renewed: that
is asked, not called a violation.
"""

import datetime as dt

import numpy as np

from registry.checks.certificates import NOTHING, SAYS_NONE
from registry.checks.standing import as_read, bits, judged_by
from registry.law import Rule
from registry.model.findings import Outcome
from registry.model.sites import SiteState
from registry.model.standing import (
    Answer,
    Judged,
    KnownFacts,
    Question,
    StandingMasts,
    StandingStations,
)


def standing_emf(
    masts: StandingMasts, stations: StandingStations, rule: Rule | None, *, today: dt.date
) -> Judged:
    """Judge the EMF certificate of every station on a mast in service; the others do not operate."""
    day = np.datetime64(today, "D")
    works = (masts.states == SiteState.IN_SERVICE)[stations.mast]
    said = as_read(stations.certificates, _said, np.int64)
    number, absent = said != 0, said == 2
    dated = ~np.isnat(stations.expires_on)
    expired = dated & (stations.expires_on < day)
    known_on = stations.listed_on > stations.expires_on  # False for NaT: nobody said so after it ran out
    own = ~np.isnat(stations.listed_on)
    document, article, verified = _source(rule)

    def answer_of(row: int) -> Answer:
        kind, outcome, missing = _emf(
            works=bool(works[row]), number=bool(number[row]), absent=bool(absent[row]),
            dated=bool(dated[row]), expired=bool(expired[row]), known=bool(known_on[row]),
            own=bool(own[row]),
        )  # fmt: skip
        if outcome is Outcome.FAIL and not verified:
            outcome = Outcome.REVIEW
        return Answer(Question.EMF, kind, outcome, document, article, verified, missing)

    station = np.arange(len(stations), dtype=np.int64)
    parts = [bits(works, number, absent, dated, expired, known_on, own)]
    return judged_by(
        Question.EMF, parts, answer_of, mast=stations.mast, station=station, days=stations.expires_on
    )


def _said(text: str) -> int:
    """Return what a certificate's cell says: nothing (0), a number (1), or itself that there is none (2)."""
    return 2 if SAYS_NONE.match(text) else 0 if NOTHING.match(text) else 1


def _emf(
    *, works: bool, number: bool, absent: bool, dated: bool, expired: bool, known: bool, own: bool
) -> tuple[str, Outcome, tuple[str, ...]]:
    if not works:
        return "not_operating", Outcome.NA, ()
    if expired:
        if known:
            return "expired", Outcome.FAIL, ()
        return "expired_since", Outcome.REVIEW, ("emf_renewal",)
    if absent:
        return "absent", Outcome.REVIEW, ("emf_certificate",)
    if number and dated:
        return "valid", Outcome.PASS, ()
    if not own:
        return "not_listed", Outcome.UNKNOWN, ("own_list",)
    if number:
        return "no_day", Outcome.UNKNOWN, ("emf_expires_on",)
    return ("no_number" if dated else "not_stated"), Outcome.UNKNOWN, ("emf_certificate",)


def standing_structure(
    masts: StandingMasts, known: KnownFacts, rule: Rule | None, *, today: dt.date
) -> Judged:
    """Judge the last structural inspection of every mast; ``rule`` states the months it is good for."""
    day = np.datetime64(today, "D")
    document, article, verified = _source(rule)
    months = int(rule.threshold("months").value or 0) if rule is not None else 0
    verified = verified and rule is not None and rule.threshold("months").verified
    dated = ~np.isnat(known.inspected_on)
    month = known.inspected_on.astype("datetime64[M]")
    last = (month + months).astype("datetime64[D]") + (known.inspected_on - month.astype("datetime64[D]"))
    old = dated & (last < day) if months else np.zeros(len(masts), dtype=bool)
    failed = known.inspection_results == "failed"

    def answer_of(row: int) -> Answer:
        made: tuple[str, Outcome, tuple[str, ...]]
        if not dated[row]:
            made = ("not_stated", Outcome.UNKNOWN, ("structural_inspection",))
        elif failed[row]:
            made = ("failed", Outcome.REVIEW, ("remedy",))
        elif old[row]:
            made = ("old", Outcome.FAIL if verified else Outcome.REVIEW, ("structural_inspection",))
        else:
            made = ("inspected", Outcome.PASS, ())
        kind, outcome, missing = made
        return Answer(
            Question.STRUCTURE, kind, outcome, document, article, verified, missing, {"months": months}
        )

    return judged_by(Question.STRUCTURE, [bits(dated, failed, old)], answer_of, days=known.inspected_on)


def _source(rule: Rule | None) -> tuple[str, str, bool]:
    return ("", "", False) if rule is None else (rule.document, rule.article, rule.verified)
