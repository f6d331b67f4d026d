"""A verdict (đề xuất) from findings, and what the rows of a list lack in common; section 5 of the design.

The logic, with its reasons and the table of all combinations that is its test: ``docs/verdicts.md``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from registry.model.finding_columns import Bools, FindingGroup, Ints
from registry.model.finding_table import FindingTable
from registry.model.findings import Finding, Outcome, Reservation, Stage, Verdict

TERRITORY_RULE = "LOC-01"
"""The rule that says whether a place is the office's at all."""


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


def verdicts(table: FindingTable) -> list[Verdict]:
    """Recommend a verdict for every row of a list: what ``verdict`` says of its findings."""
    refused, open_, conditional = (np.zeros(table.size, dtype=bool) for _ in range(3))
    for group in table.groups():
        match group.common.reservation:
            case Reservation.LEGAL:
                refused[group.rows] = True
            case Reservation.CONDITION:
                conditional[group.rows] = True
        open_[lowered(group)] = True
    chosen = np.select([refused, open_, conditional], [0, 1, 2], 3)
    return [_BY_WEIGHT[at] for at in chosen.tolist()]


_BY_WEIGHT = (Verdict.REFUSE, Verdict.CANNOT_ASSESS, Verdict.AGREE_WITH_CONDITIONS, Verdict.AGREE)


def lowered(group: FindingGroup) -> Ints:
    """Return the rows of a group that cannot be assessed before it is answered (``Finding.lowers``)."""
    if "could_refuse" not in group.columns:
        return group.rows if group.common.lowers else group.rows[:0]
    if replace(group.common, could_refuse=False).lowers:
        return group.rows
    could: Ints = group.rows[group.values("could_refuse")]
    return could if replace(group.common, could_refuse=True).lowers else could[:0]


def _only_a_gap(finding: Finding) -> bool:
    blocked = finding.outcome is Outcome.UNKNOWN and finding.blocking is True
    return finding.reservation is Reservation.OFFICE and not blocked


def conditions(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that a conditional agreement must name, in the order of the rules."""
    return [finding for finding in findings if finding.reservation is Reservation.CONDITION]


def elsewhere(findings: Iterable[Finding]) -> bool:
    """Return whether a row lies surely outside the territory: what the office lacks there is not its work."""
    return any(item.rule == TERRITORY_RULE and item.outcome is Outcome.FAIL for item in findings)


def left_open(findings: Sequence[Finding]) -> list[Finding]:
    """Return the office's gaps that could refuse this row here, in the order of the rules."""
    return [item for item in gaps(findings) if item.lowers]


def open_by_gaps(findings: Sequence[Finding]) -> bool:
    """Return whether gaps of the office alone leave a row open: there is nothing to ask its carrier for."""
    if verdict(findings) is not Verdict.CANNOT_ASSESS:
        return False
    return all(item.reservation is Reservation.OFFICE for item in findings if item.lowers)


def gaps(findings: Sequence[Finding]) -> list[Finding]:
    """Return every gap of the office that this row meets, whether it lowers it or not; none ``elsewhere``."""
    if elsewhere(findings):
        return []
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
    one row's own gap is said at that row. Later stages are not asked for here, nor is anything of the office
    for a row that is surely outside the territory (``elsewhere``). Gaps of as many rows stand in the order
    in which the rows meet them.
    """
    groups = _by_groups(findings)
    met = [item for item in groups if item[1].common.stage is Stage.POSITION]
    inside = np.ones(len(findings), dtype=bool)
    for _place, group in groups:
        if group.common.rule == TERRITORY_RULE and group.common.outcome is Outcome.FAIL:
            inside[group.rows] = False
    lacks: dict[str, _Lack] = {}
    for place, group in met:
        for part, missing in enumerate(filter(None, (group.common.missing or "").split(";"))):
            rows = group.rows[inside[group.rows]] if not missing.startswith("value:") else group.rows
            if len(rows):
                lack = lacks.setdefault(missing, _Lack(missing, len(findings)))
                lack.meet(group, rows, (int(rows[0]), place, part))
    values = {rule for lack in lacks.values() if not lack.of_office for rule in lack.rules}
    asked = _asked(met, values, len(findings))
    told = [
        lack.gap()
        for lack in sorted(lacks.values(), key=lambda lack: lack.first)
        if lack.of_office
        or (lack.rows.sum() > 1 and not any((asked[rule] & ~lack.rows).any() for rule in lack.rules))
    ]
    return sorted(told, key=lambda gap: (-gap.lowered, -gap.rows))


class _Lack:
    """What a list lacks, while its rows are looked at: which of them, and where each rule meets it first."""

    def __init__(self, missing: str, size: int) -> None:
        self.missing = missing
        self.of_office = not missing.startswith("value:")
        self.rows, self.lowered = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        self.rules: dict[str, tuple[int, int]] = {}
        self.first = (size, 0, 0)

    def meet(self, group: FindingGroup, rows: Ints, at: tuple[int, int, int]) -> None:
        """Note that ``rows`` of a group meet it, first at a row, place of the check and part of its words."""
        self.rows[rows] = True
        if group.common.reservation is Reservation.OFFICE:
            self.lowered[np.intersect1d(lowered(group), rows, assume_unique=True)] = True
        rule = group.common.rule
        self.rules[rule] = min(at[:2], self.rules.get(rule, at[:2]))
        self.first = min(at, self.first)

    def gap(self) -> Gap:
        """Return what is told of it."""
        rules = tuple(sorted(self.rules, key=self.rules.__getitem__))
        return Gap(self.missing, rules, int(self.rows.sum()), int(self.lowered.sum()))


def _by_groups(findings: Sequence[Sequence[Finding]]) -> list[tuple[int, FindingGroup]]:
    """Return the groups of a list, each with the place of its check, what is missing being alike in each."""
    table = FindingTable.behind(findings)
    if table is None:
        return [
            (place, FindingGroup(np.array([at]), finding))
            for at, row in enumerate(findings)
            for place, finding in enumerate(row)
        ]
    return [
        (place, part)
        for place, check in enumerate(table.checks)
        for group in check.groups
        for part in group.by("missing")
    ]


def _asked(met: Iterable[tuple[int, FindingGroup]], rules: set[str], size: int) -> dict[str, Bools]:
    """Return the rows that each of these rules applies to."""
    asked: dict[str, Bools] = {rule: np.zeros(size, dtype=bool) for rule in rules}
    for _place, group in met:
        found = group.common
        if found.rule in asked and (found.outcome is not Outcome.NA or found.missing):
            asked[found.rule][group.rows] = True
    return asked
