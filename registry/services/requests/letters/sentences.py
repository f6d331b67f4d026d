"""The sentences of letters: a finding with its ground, where a row lies, and the rows that a text binds."""

from collections.abc import Sequence
from typing import Any

from registry.messages import Language
from registry.model.findings import Finding
from registry.services.appraise.finding_texts import sentence

OFFICE_READING = "Cách hiểu của cơ quan quản lý"  # the office's own rules are no document to cite as ground


def basis(finding: Finding) -> str:
    """Return what a finding rests on: "QĐ 72/2025/QĐ-UBND, Điều 15(5)"."""
    return ", ".join(filter(None, (finding.source, finding.article)))


def with_basis(finding: Finding, lang: Language) -> str:
    """Return a finding's sentence with its ground in brackets; the office's own reading is none."""
    ground = "" if finding.source == OFFICE_READING else basis(finding)
    return sentence(finding, lang).rstrip(".") + (f" ({ground})" if ground else "")


def ranges(numbers: Sequence[int]) -> str:
    """Return ascending numbers as a reader counts them: "2-5, 7, 8"; two that follow are named both."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def where(address: str, commune: str) -> str:
    """Return address and commune; the commune once, since carriers often end their addresses with it.

    What is remarked of the commune in brackets stays: "…, Xã A (tọa độ thuộc xã B)".
    """
    written = address.casefold().rstrip(" .")
    if written.endswith(commune.casefold()):
        return address
    stated, bracket, remark = commune.partition(" (")
    if bracket and stated and written.endswith(stated.casefold()):
        return f"{address.rstrip(' .')}{bracket}{remark}"
    return ", ".join(filter(None, (address, commune)))


def bound(rows: list[dict[str, Any]], name: str) -> list[dict[str, str]]:
    """Return each text that rows have under a name once, with the rows that it binds."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for text in row[name]:
            found.setdefault(text, {})[str(row["label"])] = None
    return [{"text": text, "label": ", ".join(labels)} for text, labels in found.items()]
