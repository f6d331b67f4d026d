"""A verdict (đề xuất) from findings, and what the rows of a list lack in common; section 5 of the design.

The logic, with its reasons and the table of all combinations that is its test: ``docs/verdicts.md``.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.model.findings import Finding, Outcome, Reservation, Stage, Verdict


def verdict(findings: Iterable[Finding], *, with_gaps: bool = True) -> Verdict:
    """Recommend a verdict from one proposal's findings of the ``position`` stage.

    Any fail refuses; else an unknown of a blocking rule, or a gap of the office that could refuse this row
    here, leaves it open; else any condition makes a conditional agreement; else agreed. The office's other
    gaps are said once for the list and lower no row; later stages are announced, they do not weigh here.

    ``with_gaps`` False leaves the office's gaps out altogether: what the row itself has against it, for those
    who compare two forms of one row that lack the same.
    """
    found = Verdict.AGREE
    open_ = False
    for finding in findings:
        match finding.reservation:
            case Reservation.LEGAL:
                return Verdict.REFUSE
            case Reservation.CONDITION:
                found = Verdict.AGREE_WITH_CONDITIONS
        open_ = open_ or (finding.lowers and (with_gaps or not _only_a_gap(finding)))
    return Verdict.CANNOT_ASSESS if open_ else found


def _only_a_gap(finding: Finding) -> bool:
    blocked = finding.outcome is Outcome.UNKNOWN and finding.blocking is True
    return finding.reservation is Reservation.OFFICE and not blocked


def conditions(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that a conditional agreement must name, in the order of the rules."""
    return [finding for finding in findings if finding.reservation is Reservation.CONDITION]


def left_open(findings: Iterable[Finding]) -> list[Finding]:
    """Return the office's gaps that could refuse this row here, in the order of the rules."""
    return [item for item in findings if item.reservation is Reservation.OFFICE and item.lowers]


def gaps(findings: Iterable[Finding]) -> list[Finding]:
    """Return every gap of the office that this row meets, whether it lowers it or not."""
    return [finding for finding in findings if finding.reservation is Reservation.OFFICE]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is lacking (``missing``, as findings name it), the rules it leaves open, in how many
    rows, and how many of these cannot be assessed before it is there or answered (``lowered``).

    Its sentence is the message ``GAP-`` + ``kind``, with ``name`` filled in.
    """

    missing: str
    rules: tuple[str, ...]
    rows: int
    lowered: int = 0

    @property
    def kind(self) -> str:
        """Return the end of the message code: ``LIST``, ``PLAN``, ``LAYER-URBAN-AREA``, ``VALUE-SUPPORT``."""
        kind, _, name = self.missing.partition(":")
        if kind in _NAMED:
            return kind.upper()
        return f"{kind}-{name}".upper().replace("_", "-")

    @property
    def of_office(self) -> bool:
        """Whether it is the office that lacks it; else every row of the list does."""
        return not self.missing.startswith("value:")

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
    lowered: dict[str, set[int]] = defaultdict(set)
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
                if finding.lowers and finding.reservation is Reservation.OFFICE:
                    lowered[missing].add(index)
                rules[missing][finding.rule] = None
    values = [missing for missing in rows if missing.startswith("value:")]
    asked = _asked(findings, {rule for missing in values for rule in rules[missing]})
    found = [
        Gap(missing, tuple(rules[missing]), len(lacking), len(lowered[missing]))
        for missing, lacking in rows.items()
        if not missing.startswith("value:")
        or (len(lacking) > 1 and all(asked[rule] <= lacking for rule in rules[missing]))
    ]
    return sorted(found, key=lambda gap: (-gap.lowered, -gap.rows))


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
