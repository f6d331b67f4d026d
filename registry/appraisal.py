"""A verdict (đề xuất) from findings, and what the rows of a list lack in common; section 5 of the design."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.model.findings import Finding, Outcome, Stage, Verdict

_CONDITIONS = frozenset({Outcome.REVIEW, Outcome.CONSENT, Outcome.UNKNOWN})


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Recommend a verdict from one proposal's findings of the ``position`` stage.

    Any fail refuses; else an unknown of a blocking rule cannot be assessed; else any review, consent or
    other unknown is a condition; else agreed. Later stages are announced, they do not weigh here.
    """
    found = Verdict.AGREE
    unknown_blocks = False
    for finding in findings:
        if finding.stage is not Stage.POSITION:
            continue
        match finding.outcome:
            case Outcome.FAIL:
                return Verdict.REFUSE
            case Outcome.UNKNOWN:
                unknown_blocks = unknown_blocks or finding.blocking is True
                found = Verdict.AGREE_WITH_CONDITIONS
            case Outcome.REVIEW | Outcome.CONSENT:
                found = Verdict.AGREE_WITH_CONDITIONS
            case _:
                pass
    return Verdict.CANNOT_ASSESS if unknown_blocks else found


def conditions(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that a conditional agreement must name, in the order of the rules."""
    return [
        finding for finding in findings if finding.stage is Stage.POSITION and finding.outcome in _CONDITIONS
    ]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is lacking (``missing``, as findings name it), the rules it leaves open, and in how many
    rows. Its sentence is the message ``GAP-`` + ``kind``, with ``name`` filled in."""

    missing: str
    rules: tuple[str, ...]
    rows: int

    @property
    def kind(self) -> str:
        """Return the end of the message code: ``LIST``, ``PLAN``, ``LAYER-URBAN-AREA``, ``VALUE-SUPPORT``."""
        kind, _, name = self.missing.partition(":")
        if kind in _NAMED:
            return kind.upper()
        return f"{kind}-{name}".upper().replace("_", "-")

    @property
    def name(self) -> str:
        """Return what is lacking without its kind: the operator, layer or field."""
        return self.missing.partition(":")[2]


_NAMED = frozenset({"list", "plan", "law"})  # a sentence a kind; layers and fields have their own


def common_gaps(findings: Sequence[Sequence[Finding]]) -> list[Gap]:
    """Find what the rows of a list (``findings``, one sequence a row) lack in common, most rows first.

    What the office lacks (a layer, an operator's list or plan) counts however many rows meet it. A value that
    the list itself lacks counts where every row that its rules apply to lacks it, and these are two or more:
    one row's own gap is said at that row. Later stages are not asked for here, nor is a layer for a row that
    is surely outside the territory: no layer of the office reaches there.
    """
    rows: dict[str, set[int]] = defaultdict(set)
    rules: dict[str, dict[str, None]] = defaultdict(dict)
    for index, row in enumerate(findings):
        beyond = any(item.rule == "LOC-01" and item.outcome is Outcome.FAIL for item in row)
        for finding in row:
            if not finding.missing or finding.stage is not Stage.POSITION:
                continue
            for missing in filter(None, finding.missing.split(";")):
                if beyond and missing.startswith("layer:"):
                    continue
                rows[missing].add(index)
                rules[missing][finding.rule] = None
    values = [missing for missing in rows if missing.startswith("value:")]
    asked = _asked(findings, {rule for missing in values for rule in rules[missing]})
    gaps = [
        Gap(missing, tuple(rules[missing]), len(lacking))
        for missing, lacking in rows.items()
        if not missing.startswith("value:")
        or (len(lacking) > 1 and all(asked[rule] <= lacking for rule in rules[missing]))
    ]
    return sorted(gaps, key=lambda gap: -gap.rows)


def _asked(findings: Sequence[Sequence[Finding]], rules: set[str]) -> dict[str, set[int]]:
    """Return the rows that each of these rules applies to."""
    asked: dict[str, set[int]] = {rule: set() for rule in rules}
    if not rules:
        return asked
    for index, row in enumerate(findings):
        for finding in row:
            applies = finding.outcome is not Outcome.NA or finding.missing
            if finding.rule in asked and finding.stage is Stage.POSITION and applies:
                asked[finding.rule].add(index)
    return asked
