"""Coverage (phạm vi dữ liệu): where each rule has data on a day, in layers, lists, plans and borders.

A rule's words about a place are worth what lies behind them: zones with their decisions and where their layer
is complete, each operator's list with its age, plans, borders with their error. Nothing here judges; the same
facts that the checks read (``registry.checks.context``) are told, with what their absence does to a verdict.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

import shapely

from registry.checks.context import Context
from registry.checks.engine import Check
from registry.checks.mast_lists import list_gaps
from registry.checks.registered import CHECKS
from registry.law import Law, law_in_force
from registry.model.areas import Layer
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.zones.absence import effect_of, weight_of
from registry.services.zones.coverage_area import known_area, shares
from registry.services.zones.coverage_places import place_covers, without_masts
from registry.services.zones.coverage_reach import (
    Coverage,
    CoverState,
    LayerCover,
    ListCover,
    PlanCover,
    RuleCover,
    UnitsCover,
)
from registry.store.register import lists
from registry.store.zones.zones import load_coverages

KEPT = "coverage"  # the one answer that is kept
DEFAULT_MONTHS = 3  # how old a list may be where the day's law does not say


_WORST = list(CoverState)


def coverage(registry: Registry, as_of: dt.date) -> Coverage:
    """Tell what is known on a day, for every registered rule.

    The answer is kept until the data, the law or the day asked for change, which makes a new context.
    """
    context = context_for(registry, as_of)
    held = registry.cache.get(KEPT)
    if isinstance(held, Coverage) and held.context is context:
        return held
    made = _coverage(registry, context, as_of)
    with registry.lock:
        registry.cache[KEPT] = made
    return made


def _coverage(registry: Registry, context: Context, as_of: dt.date) -> Coverage:
    law = law_in_force(context.province, as_of, office=context.office_numbers, own=context.own_law)
    months = _months(law)
    with registry.database.read() as connection:
        stated = load_coverages(connection, as_of=as_of)
        every_list = lists.load_lists(connection)
    complete: dict[Layer, list[tuple[str, dt.date, bool]]] = {}
    for item in stated:
        complete.setdefault(item.layer, []).append((item.decision, item.valid_from, item.geometry is None))
    newest = {item.operator: item.list_date for item in every_list if not item.complete}
    layers = tuple(_layer(context, layer, complete.get(layer, [])) for layer in _layers(context))
    operators = tuple(_lists(context, months, newest))
    plans = tuple(_plans(context))
    units = _units(context)
    awaited = [item.state for item in operators if item.awaited]
    reached = {
        "lists": _together(awaited),
        "plans": _together([item.state for item in plans]),
        "units": units.state,
    }
    needs = Needs({item.layer: item.state for item in layers}, reached)
    places = place_covers(context, layers)
    silent = without_masts(places)
    rules = tuple(_rule(check, law, context, needs, silent) for check in CHECKS)
    return Coverage(as_of, context, rules, layers, operators, plans, units, months, places)


def _months(law: Law) -> int:
    rule = law.get("SPC-01")
    return int(rule.options.get("list_max_age_months", DEFAULT_MONTHS)) if rule else DEFAULT_MONTHS


def _layers(context: Context) -> list[Layer]:
    """Return the layers that a rule reads or that have zones, those of the earlier rules first."""
    read = dict.fromkeys(layer for check in CHECKS for layer in check.layers)
    return [*read, *(layer for layer in Layer if layer not in read and context.layer(layer).zones)]


def _layer(context: Context, layer: Layer, stated: list[tuple[str, dt.date, bool]]) -> LayerCover:
    zones = context.layer(layer)
    decisions = Counter((zone.decision, zone.valid_from) for zone in zones.zones)
    errors = zones.errors_m[zones.errors_m > 0]
    stands_in = layer is Layer.URBAN_AREA and not zones.coverage.everywhere
    stand_ins = len(context.units.former_urban) if stands_in else 0
    if zones.coverage.everywhere:
        state = CoverState.COMPLETE
    elif stand_ins:
        state = CoverState.STAND_IN
    elif zones.coverage.area is not None or zones.zones:
        state = CoverState.PARTIAL
    else:
        state = CoverState.NONE
    return LayerCover(
        layer=layer,
        zones=len(zones.zones),
        decisions=tuple(
            (decision, day, count)
            for (decision, day), count in sorted(decisions.items(), key=lambda item: (item[0][1], item[0][0]))
        ),
        complete_by=tuple(stated),
        approximate=len(errors),
        errors_m=(float(errors.min()), float(errors.max())) if len(errors) else None,
        share=shares(context, known_area(context, (layer,))),
        stand_ins=stand_ins,
        stand_in_error_m=context.units.former_urban_error_m if stand_ins else 0.0,
        state=state,
    )


def _lists(context: Context, months: int, incomplete: dict[str, dt.date]) -> list[ListCover]:
    stale = set(list_gaps(context, months, also=tuple(context.lists)).stale)
    found = []
    for operator in context.operators:
        held = context.lists.get(operator.code)
        partial = incomplete.get(operator.code)
        if held is None and partial is None and not operator.awaited:
            continue
        state = CoverState.COMPLETE
        if held is None or operator.code in stale:
            state = CoverState.PARTIAL if held or partial else CoverState.NONE
        found.append(
            ListCover(
                operator=operator.code,
                name=operator.name,
                awaited=operator.awaited,
                complete_on=held.list_date if held else None,
                age_days=(context.as_of - held.list_date).days if held else None,
                stale=operator.code in stale,
                incomplete_on=partial if partial and not (held and held.list_date >= partial) else None,
                state=state,
            )
        )
    return found


def _plans(context: Context) -> list[PlanCover]:
    counts = Counter(position.operator for position in context.plans.positions)
    found = []
    for operator in context.operators:
        version = context.plans.versions.get(operator.code)
        entered = operator.code in context.plans.announced
        if not (operator.awaited or entered):
            continue
        state = CoverState.COMPLETE if version else CoverState.PARTIAL if entered else CoverState.NONE
        found.append(
            PlanCover(
                operator=operator.code,
                name=operator.name,
                decision=version.decision if version else "",
                valid_from=version.valid_from if version else None,
                positions=counts[operator.code],
                entered=entered,
                state=state,
            )
        )
    return found


def _units(context: Context) -> UnitsCover:
    units = context.units
    bounded = [unit for unit in units.communes if unit.boundary is not None]
    error_m = max((unit.boundary_error_m for unit in bounded), default=0.0)
    if not bounded:
        state = CoverState.NONE
    elif len(bounded) < len(units.communes):
        state = CoverState.PARTIAL
    else:
        state = CoverState.STAND_IN if error_m > 0 else CoverState.COMPLETE
    return UnitsCover(len(units.communes), len(bounded), float(error_m), state)


def _together(states: list[CoverState]) -> CoverState:
    """Return how far all operators' lists (or plans) reach together."""
    if states and set(states) == {CoverState.COMPLETE}:
        return CoverState.COMPLETE
    return CoverState.NONE if set(states) <= {CoverState.NONE} else CoverState.PARTIAL


@dataclass(frozen=True, slots=True)
class Needs:
    """How far everything reaches that checks read: by layer, and by lists, plans and units."""

    by_layer: dict[Layer, CoverState]
    others: dict[str, CoverState]

    def states(self, check: Check) -> list[CoverState]:
        """Return how far each thing reaches that a check reads."""
        others = [state for name, state in self.others.items() if getattr(check, name)]
        return [self.by_layer[layer] for layer in check.layers] + others

    def met(self, check: Check) -> bool:
        """Whether what does not depend on the place is complete: lists and plans."""
        return all(
            self.others[name] is CoverState.COMPLETE for name in ("lists", "plans") if getattr(check, name)
        )


def _rule(check: Check, law: Law, context: Context, needs: Needs, silent: Any) -> RuleCover:
    state = min(needs.states(check), key=_WORST.index, default=CoverState.ROW)
    share = None
    if state is not CoverState.ROW:
        known = known_area(context, check.layers, units=check.units)
        if check.lists and silent is not None and known is not None:
            known = shapely.difference(known, silent)
            state = min(state, CoverState.PARTIAL, key=_WORST.index)
        share = shares(context, known) if needs.met(check) else 0.0
    words = (effect_of(check), weight_of(check), law.gaps.get(check.code, ()))
    return RuleCover(check, law.get(check.code), state, share, needs.met(check), *words)
