"""What would change if a draft plan were in force: standing masts and decided rows, before and after by rule.

Both are judged twice by all rules on one day, with and without the draft's zones; nothing is written. A mast
is judged as if its position were asked for again, itself set aside; an outcome that only the repetition
causes is the same both times and so never shown.
"""

import datetime as dt
import math
import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from registry.appraisal import verdict
from registry.checks.context import Context, ZoneSet
from registry.model.areas import Layer, Zone
from registry.model.findings import Finding, Outcome, Stage, Verdict
from registry.model.positions import Position
from registry.model.requests import Proposal
from registry.model.sites import MastClass, MastForm, OldMastClass, Support
from registry.services.calendar import today
from registry.services.context import context_for, to_metric_shapes
from registry.services.judging import judge
from registry.services.plan_drafts import DraftFile
from registry.services.proposal_json import proposal_from_json
from registry.services.registry import Registry
from registry.store import sites
from registry.store.decided_rows import Decided, load_decided

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
    """A standing mast (``decided`` None) or a decided row whose outcome would change."""

    proposal: Proposal
    before: Verdict
    after: Verdict
    rules: tuple[RuleChange, ...]
    decided: Decided | None = None

    @property
    def worse(self) -> bool:
        """Whether some rule would answer with more reserve than it does now."""
        return any(_WEIGHT[item.after.outcome] > _WEIGHT[item.before.outcome] for item in self.rules)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The answer for one draft on one day: how many were judged, what would change, and how long it took."""

    day: dt.date
    masts: int
    decisions: int
    changes: list[WouldChange]
    seconds: float

    @property
    def of_masts(self) -> list[WouldChange]:
        """The standing masts among the changes."""
        return [item for item in self.changes if item.decided is None]

    @property
    def of_decisions(self) -> list[WouldChange]:
        """The decided rows among the changes."""
        return [item for item in self.changes if item.decided is not None]


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
    started = time.monotonic()
    zones = [zone for zone in file.in_force() if zone.valid_from <= day <= (zone.valid_to or dt.date.max)]
    after = with_zones(base, zones)
    with registry.database.read() as connection:
        standing = sites.load_masts(connection)
        decided = load_decided(connection)
    proposals = standing_proposals(standing, base)
    rows = [*proposals, *(proposal_from_json(item.proposal) for item in decided)]
    changes = []
    if zones and rows:
        now = _now(registry, rows, base)
        then, _ = judge(rows, after)
        for index, (row, old, new) in enumerate(zip(rows, now, then, strict=True)):
            rules = _changed(old, new)
            if rules:
                of = decided[index - len(proposals)] if index >= len(proposals) else None
                changes.append(WouldChange(row, verdict(old), verdict(new), rules, of))
    changes.sort(key=lambda item: (not item.worse, item.before is item.after, item.proposal.site_code))
    return WhatIf(day, len(proposals), len(decided), changes, time.monotonic() - started)


def _now(registry: Registry, rows: list[Proposal], base: Context) -> list[list[Finding]]:
    """Return the findings of today, kept for the next draft that is tried against the same register."""
    held = registry.cache.get("what-if-now")
    if held is not None and held[0] is base and held[1] == rows:
        kept: list[list[Finding]] = held[2]
        return kept
    found, _ = judge(rows, base)
    registry.cache["what-if-now"] = (base, rows, found)
    return found


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


def standing_proposals(masts: sites.MastRows, context: Context) -> list[Proposal]:
    """Return a proposal for every mast of the context, as the register holds it, itself set aside."""
    rows = {str(code): row for row, code in enumerate(masts.codes)}
    own: list[Proposal] = []
    of_day = context.masts
    for index, code in enumerate(of_day.codes):
        row = rows.get(str(code))
        if row is None:
            continue
        networks = [
            operator.code
            for bit, operator in enumerate(context.operators)
            if int(of_day.networks[index]) >> bit & 1
        ]
        own.append(
            Proposal(
                sheet="",
                row=index + 1,
                position=Position(
                    float(of_day.lon[index]),
                    float(of_day.lat[index]),
                    accuracy_m=float(of_day.accuracy_m[index]),
                ),
                site_code=str(code),
                operator=networks[0] if networks else "",
                shared_with=tuple(networks[1:]),
                replaces=str(code),
                mast_class=_choice(MastClass, masts.mast_classes[row]),
                old_class=_choice(OldMastClass, masts.old_classes[row]),
                form=_choice(MastForm, masts.forms[row]),
                support=_choice(Support, masts.supports[row]),
                mast_height_m=_number(masts.mast_height_m[row]),
                top_agl_m=_number(masts.top_agl_m[row]),
                address=str(masts.addresses[row]),
                owner=str(masts.owners[row]),
            )
        )
    return own


def _choice(kind: Any, value: Any) -> Any:
    return kind(value) if value and value in set(kind) else None


def _number(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None
