"""The sentences of letters: a finding with its ground, what could not be settled, and the rows it binds."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from registry.messages import Language, Words, say
from registry.model.findings import Finding, Outcome, Reservation, Stage
from registry.services.appraise.finding_texts import sentence
from registry.services.requests.letters.vocabulary import LACKING, LAYERS, NO_POSITION

_OPEN = (Reservation.CONDITION, Reservation.OFFICE)
OFFICE_READING = "Cách hiểu của cơ quan quản lý"  # the office's own rules are no document to cite as ground

SHORT = {"PLN-01-NOT-FOUND-NEAREST": "PLN-01-NOT-FOUND", "WND-01-ASKED": "WND-01-ASKED-SHORT"}
"""Findings whose distance or commune the note says: in the letter, rows that ask the same share a line."""


def basis(finding: Finding) -> str:
    """Return what a finding rests on: "QĐ 72/2025/QĐ-UBND, Điều 15(5)"."""
    return ", ".join(filter(None, (finding.source, finding.article)))


def with_basis(finding: Finding, lang: Language) -> str:
    """Return a finding's sentence with its ground in brackets; the office's own reading is none."""
    ground = "" if finding.source == OFFICE_READING else basis(finding)
    return sentence(finding, lang).rstrip(".") + (f" ({ground})" if ground else "")


def brief(finding: Finding) -> Finding:
    """Return a finding as the letter says it, without what differs from row to row and asks nothing else."""
    return replace(finding, code=SHORT.get(finding.code, finding.code))


def reasons(findings: Iterable[Finding], lang: Language) -> list[str]:
    """Return why a row is not agreed: each sentence once with all its grounds, a missing position once."""
    grounds: dict[str, dict[str, None]] = {}
    for finding in findings:
        if finding.code == "POSITION-UNREADABLE" or finding.code.endswith("-NO-POSITION"):
            grounds.setdefault(say(NO_POSITION, lang), {})
            continue
        said = grounds.setdefault(sentence(finding, lang).rstrip("."), {})
        if finding.source != OFFICE_READING and basis(finding):
            said[basis(finding)] = None
    return [text + (f" ({'; '.join(cited)})" if cited else "") for text, cited in grounds.items()]


def ranges(numbers: Sequence[int]) -> str:
    """Return ascending numbers as a reader counts them: "2-5, 7, 8"; two that follow are named both."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def lacking_layers(finding: Finding) -> list[str]:
    """Return the layers for want of which alone a finding is not known, where it names no body to ask."""
    names = [name.removeprefix("layer:") for name in (finding.missing or "").split(";") if name]
    known = all(name in LAYERS for name in names)
    return names if known and finding.outcome is Outcome.UNKNOWN and "body_vi" not in finding.params else []


def unsettled(findings: Iterable[Finding], lang: Language) -> list[str]:
    """Return what could not be settled of an agreed row; the layers that are lacking in one sentence.

    Of what the office lacks only that sentence is said: its gaps are no conditions of a row.
    """
    said: list[str] = []
    layers: dict[str, None] = {}
    grounds: dict[str, None] = {}
    for finding in findings:
        if finding.outcome is Outcome.CONSENT or finding.reservation not in _OPEN:
            continue
        lacking = lacking_layers(finding)
        if not lacking:
            if finding.reservation is Reservation.CONDITION:
                said.append(with_basis(brief(finding), lang))
            continue
        layers |= dict.fromkeys(lacking)
        if finding.source and finding.source != OFFICE_READING:
            grounds[finding.source] = None
    if layers:
        names = ", ".join(say(LAYERS[name], lang) for name in layers)
        cited = "; ".join(grounds) or say(Words("quy định hiện hành", "the rules in force"), lang)
        said.append(say(LACKING, lang).format(layers=names, grounds=cited))
    return said


def later(findings: Iterable[Finding], lang: Language) -> list[str]:
    """Return what the stages after the position still ask of a row, without what is met or does not apply."""
    return [
        with_basis(brief(finding), lang)
        for finding in findings
        if finding.stage is not Stage.POSITION and finding.outcome not in {Outcome.PASS, Outcome.NA}
    ]


def for_rows(said: str, rows: list[int], agreed: int, lang: Language) -> str:
    """Return a sentence with the numbers of the rows it is for, where these are not all ``agreed`` rows."""
    if len(rows) == agreed:
        return said
    numbers = ranges(rows)
    return f"{say(Words('Vị trí', 'Row' if len(rows) == 1 else 'Rows'), lang)} {numbers}: {said}"


def where(address: str, commune: str) -> str:
    """Return address and commune; the commune once, since carriers often end their addresses with it."""
    ends = address.casefold().rstrip(" .").endswith(commune.casefold())
    return address if ends else ", ".join(filter(None, (address, commune)))


def bound(rows: list[dict[str, Any]], name: str) -> list[dict[str, str]]:
    """Return each text that rows have under a name once, with the rows that it binds."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for text in row[name]:
            found.setdefault(text, {})[str(row["label"])] = None
    return [{"text": text, "label": ", ".join(labels)} for text, labels in found.items()]
