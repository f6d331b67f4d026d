"""What would change if a draft or a plan were in force: masts, agreed positions and decided rows, by rule.

Both are judged twice by all rules on one day, with and without the draft's zones; nothing is written. A mast
is judged as if its position were asked for again, itself set aside; an outcome that only the repetition
causes is the same both times and so never shown. A position that was agreed but is not built is no mast: it
stands as the row of its letter, or by itself where a list brought it into the register.
"""

import datetime as dt
import time
from dataclasses import dataclass, replace

import numpy as np

from registry.appraisal import verdict
from registry.checks.context import Context, ZoneSet
from registry.checks.on_day.contexts import plans_of, to_metric_shapes
from registry.checks.on_day.judging import judge
from registry.checks.on_day.standing_proposals import standing_proposals
from registry.model.areas import Layer, Zone
from registry.model.finding_columns import Ints
from registry.model.finding_table import FindingTable
from registry.model.findings import Finding, Outcome, Stage, Verdict
from registry.model.plans import PlannedPosition, PlanVersion
from registry.model.requests.kept_proposals import proposal_from_json
from registry.model.requests.proposals import Proposal
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.zones.plan_drafts import DraftFile
from registry.store.register import sites
from registry.store.requests.decided_rows import Decided, load_decided

KEPT = 8
_WEIGHT = {
    Outcome.PASS: 0, Outcome.NA: 0, Outcome.REVIEW: 1, Outcome.CONSENT: 1, Outcome.UNKNOWN: 2,
    Outcome.FAIL: 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule whose outcome would change."""

    rule: str
    before: Finding
    after: Finding


@dataclass(frozen=True, slots=True)
class WouldChange:
    """A mast, an agreed position (``decided`` None for both) or a decided row whose outcome would change."""

    proposal: Proposal
    before: Verdict
    after: Verdict
    rules: tuple[RuleChange, ...]
    decided: Decided | None = None
    built: bool = True

    @property
    def worse(self) -> bool:
        """Whether some rule would answer with more reserve than it does now."""
        return any(_WEIGHT[item.after.outcome] > _WEIGHT[item.before.outcome] for item in self.rules)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The answer for one draft on one day: how many were judged, what would change, and how long it took.

    ``masts`` stand or are being built; ``agreed`` are positions of the register that no decided row names;
    ``issued`` and ``pending`` are decided rows whose letter has gone out, or has not.
    """

    day: dt.date
    masts: int
    agreed: int
    issued: int
    pending: int
    changes: list[WouldChange]
    seconds: float

    @property
    def of_masts(self) -> list[WouldChange]:
        """The masts among the changes."""
        return [item for item in self.changes if item.decided is None and item.built]

    @property
    def of_agreed(self) -> list[WouldChange]:
        """The agreed positions among the changes that no decided row names."""
        return [item for item in self.changes if item.decided is None and not item.built]

    @property
    def of_issued(self) -> list[WouldChange]:
        """The decided rows among the changes whose letter has gone out."""
        return [item for item in self.changes if item.decided is not None and item.decided.issued]

    @property
    def of_pending(self) -> list[WouldChange]:
        """The decided rows among the changes whose letter has not gone out."""
        return [item for item in self.changes if item.decided is not None and not item.decided.issued]


def what_if(registry: Registry, file: DraftFile) -> WhatIf:
    """Return what publishing the draft would change, on the day when all of it is in force.

    That is the last of the first days that the draft and its zones state, today where that is past or none is
    stated. Kept until the draft or the register changes. 5,000 masts take seconds.
    """
    day = max([today(), *(zone.valid_from for zone in file.in_force())])
    base = context_for(registry, day)
    kept = registry.cache.setdefault("what-if", {})
    held = kept.get(file.draft.id)
    if held is not None and held[0] is base and held[1] == file.stamp:
        found: WhatIf = held[2]
        return found
    found = _compared(registry, base, file, day)
    with registry.lock:
        while len(kept) >= KEPT:
            kept.pop(next(iter(kept)))
        kept[file.draft.id] = (base, file.stamp, found)
    return found


def _compared(registry: Registry, base: Context, file: DraftFile, day: dt.date) -> WhatIf:
    zones = [zone for zone in file.in_force() if zone.valid_from <= day <= (zone.valid_to or dt.date.max)]
    return compare(registry, base, with_zones(base, zones) if zones else None)


def what_if_plan(registry: Registry, plan: PlanVersion, positions: list[PlannedPosition]) -> WhatIf:
    """Judge agreed positions and every decided row without and with a version of an operator's plan in force.

    Masts that stand are left out: a plan is about what is to be built. The day is the version's first, today
    where that is past; the version of the same operator that is in force on it ends.
    """
    day = max(today(), plan.valid_from)
    base = context_for(registry, day)
    standing = base.plans
    after = plans_of(
        {**standing.versions, plan.operator: plan},
        (*(item for item in standing.positions if item.operator != plan.operator), *positions),
        standing.announced | {plan.operator},
        base.metric_epsg,
    )
    return compare(registry, base, replace(base, plans=after), standing_masts=False)


def compare(
    registry: Registry, base: Context, after: Context | None, *, standing_masts: bool = True
) -> WhatIf:
    """Judge what stands and what was decided by two contexts of one day; None where nothing differs."""
    started = time.monotonic()
    with registry.database.read() as connection:
        standing = sites.load_masts(connection)
        decided = load_decided(connection)
    rowed = {item.site for item in decided if item.approval == "approved"}
    waiting = set(base.masts.codes[base.masts.approved_only].tolist())
    named = {str(code) for code, site in zip(standing.codes, standing.site_ids, strict=True) if site in rowed}
    proposals = [
        item
        for item in standing_proposals(standing, base)
        if (item.site_code not in named if item.site_code in waiting else standing_masts)
    ]
    rows = [*proposals, *(proposal_from_json(item.proposal) for item in decided)]
    changes = []
    if after is not None and rows:
        now = _now(registry, rows, base)
        then, _ = judge(rows, after)
        for index in _answered_otherwise(now, then).tolist():
            row, old, new = rows[index], now[index], then[index]
            rules = _changed(old, new)
            if rules:
                of = decided[index - len(proposals)] if index >= len(proposals) else None
                stands = of is None and row.site_code not in waiting
                changes.append(WouldChange(row, verdict(old), verdict(new), rules, of, stands))
    changes.sort(key=lambda item: (not item.worse, item.before is item.after, item.proposal.site_code))
    built = sum(item.site_code not in waiting for item in proposals)
    sent = sum(item.issued for item in decided)
    return WhatIf(
        base.as_of, built, len(proposals) - built, sent, len(decided) - sent, changes,
        time.monotonic() - started,
    )  # fmt: skip


def _now(registry: Registry, rows: list[Proposal], base: Context) -> FindingTable:
    """Return the findings of today, kept for the next draft that is tried against the same register."""
    held = registry.cache.get("what-if-now")
    if held is not None and held[0] is base and held[1] == rows:
        kept: FindingTable = held[2]
        return kept
    found, _ = judge(rows, base)
    registry.cache["what-if-now"] = (base, rows, found)
    return found


def _answered_otherwise(now: FindingTable, then: FindingTable) -> Ints:
    """Return the indices of the rows of which some check finds another outcome."""
    differs = np.zeros(len(now), dtype=bool)
    for old, new in zip(now.checks, then.checks, strict=True):
        differs |= old.outcomes() != new.outcomes()
    return np.flatnonzero(differs)


def _changed(old: list[Finding], new: list[Finding]) -> tuple[RuleChange, ...]:
    return tuple(
        RuleChange(before.rule, before, after)
        for before, after in zip(old, new, strict=True)
        if before.outcome is not after.outcome and before.stage is Stage.POSITION
    )


def with_zones(context: Context, zones: list[Zone]) -> Context:
    """Return the context as if ``zones`` were in force too; the given one stays as it is."""
    sets = dict(context.zones)
    for layer in Layer:
        own = [zone for zone in zones if zone.layer is layer]
        if not own:
            continue
        standing = context.layer(layer)
        shapes = to_metric_shapes([zone.geometry for zone in own], context.metric_epsg)
        sets[layer] = ZoneSet(
            zones=(*standing.zones, *own),
            geometries=np.concatenate([standing.geometries, shapes]),
            coverage=standing.coverage,
        )
    return replace(context, zones=sets)
