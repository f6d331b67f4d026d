"""Appraised rows as programs get them: what was found of each, and what was doubtful when they were read."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from registry.model.findings import Outcome, Verdict


class Model(BaseModel):
    """What is sent or answered; a field that it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


class ApiFinding(Model):
    """What a rule says of a row: its outcome, what was measured, the limit and the article."""

    rule: str
    outcome: Outcome
    code: str
    message: str
    measured: float | None
    limit: float | None
    unit: str
    source: str
    article: str
    verified: bool
    blocking: bool
    stage: str
    reservation: str | None
    related: str | None
    related_operator: str | None
    flips: bool
    evidence: dict[str, Any] | None


class AppraisedProposal(Model):
    """One row with its findings, and the verdict that they recommend. The office decides."""

    sheet: str
    row: int
    site_code: str
    operator: str
    kind: str
    lon: float | None
    lat: float | None
    position: dict[str, Any]
    hidden: bool
    verdict: Verdict
    findings: list[ApiFinding]


class ApiIssue(Model):
    """What was doubtful when the list was read, with its cell and what to do."""

    sheet: str | None
    row: int | None
    column: str | None
    letter: str | None
    value: Any
    code: str
    severity: str
    message: str
    remedy: str | None
    proposed: Any
