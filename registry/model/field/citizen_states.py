"""The few states that a citizen is told of, and which of them each of ours is
(``data/codes/citizen_states.toml``).

The one place where it is decided what a reporter hears: the receipt, the API, the events and the workbook ask
here.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.model.field.field_reports import CloseReason, FieldReport, ReportState
from registry.settings import DATA

_READ = tomllib.loads((DATA / "codes" / "citizen_states.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class CitizenTold:
    """What a reporter is told: the state's ``code``, words and reason by language, and the answer."""

    code: str
    state: Mapping[str, str]
    reason: Mapping[str, str]
    answer: str

    def line(self, language: str) -> str:
        """Return state and reason as one line."""
        return ": ".join(filter(None, (self.state[language], self.reason[language])))


def told(report: FieldReport) -> CitizenTold:
    """Return what the reporter of a report is told now."""
    return _told(report.state, report.reason, report.reply)


def told_by_image(image: Mapping[str, Any]) -> CitizenTold:
    """Return the same of a report as the ledger has it."""
    reason = image.get("reason")
    return _told(
        ReportState(image["state"]), CloseReason(reason) if reason else None, str(image.get("reply") or "")
    )


def _told(state: ReportState, reason: CloseReason | None, reply: str) -> CitizenTold:
    if state is ReportState.CLOSED:
        own = _READ["of_closed"][reason.value] if reason else "done"
    else:
        own, reason = _READ["of"][state.value], None
    words, why = _READ["states"][own], _READ["reasons"][reason.value] if reason else {"vi": "", "en": ""}
    return CitizenTold(words["code"], {"vi": words["vi"], "en": words["en"]}, why, reply)
