"""Open proposals, or standing masts, of a province judged with what stands across its border.

A row within reach of nothing across the border is judged as its own register judges it. Any other is judged
with the masts, proposals and zones there too, by its own province's law; what its register alone would have
recommended stands beside it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np

from registry.appraisal import verdicts
from registry.checks.compliance.run import LIST_MONTHS
from registry.checks.mast_lists import list_gaps
from registry.checks.on_day.judging import judge
from registry.checks.registered import CHECKS
from registry.model.finding_columns import Bools
from registry.model.finding_table import FindingTable
from registry.model.findings import Outcome, Verdict
from registry.model.requests.proposals import Proposal
from registry.national.halo import Across
from registry.national.prepared import Prepared, portion_of
from registry.national.results import file_of, lists_of

_ALONE = tuple(check for check in CHECKS if not check.among)
"""The checks of a standing mast: none asks whether the rows of one list stand in each other's way."""
_SAID = frozenset({Outcome.PASS, Outcome.NA})
_TOLD = ("related", "source", "article", "missing")


class Rows(StrEnum):
    """Which rows are judged."""

    PROPOSALS = "proposals"
    STANDING = "standing"


class Judged(NamedTuple):
    """Rows with their findings, by ``alone`` those of their own register, and where each stands.

    ``near``: something of another province is within reach; ``keys`` are ids, numbers and rows to find each.
    """

    proposals: Sequence[Proposal]
    keys: dict[str, list[Any]]
    found: FindingTable
    alone: FindingTable
    near: Bools
    provinces: list[tuple[str, ...]]


class Part(NamedTuple):
    """What a part of a run gives: files by name, and what is counted of it."""

    files: dict[str, bytes]
    counted: dict[str, Any]


def appraise_part(of: Prepared, rows: Rows, portion: int, portions: int) -> Part:
    """Judge one portion of a province's rows; which rows it has hangs on the lake alone."""
    if rows is Rows.PROPOSALS:
        judged = list(_requests(of, portion, portions))
        across = of.across_requests
    else:
        judged = [_masts(of, portion, portions)]
        across = of.across_masts
    return _part(of, [item for item in judged if len(item.proposals)], across)


def _requests(of: Prepared, portion: int, portions: int) -> Iterator[Judged]:
    starts = np.cumsum([0, *(len(request.rows) for request in of.requests)]).tolist()
    portion_is = portion_of(starts[:-1], len(of.rows), portions)
    near = of.near_requests
    columns = {name: of.rows.plain(name) for name in ("id", "number", "row", "sheet_row")}
    for request, at in zip(of.requests, portion_is, strict=True):
        if at != portion:
            continue
        rows = list(request.rows)
        proposals = [of.proposals[row] for row in rows]
        there = near.rows[rows]
        alone, _law = judge(proposals, of.context_of(request.request, wide=False))
        found = alone
        if there.any():
            wide, _law = judge(proposals, of.context_of(request.request, wide=True))
            found = alone.mixed(wide, there)
        keys = {name: [held[row] for row in rows] for name, held in columns.items()}
        yield Judged(proposals, keys, found, alone, there, [near.provinces[row] for row in rows])


def _masts(of: Prepared, portion: int, portions: int) -> Judged:
    every = of.standing
    rows = np.flatnonzero(np.array(portion_of(range(len(every)), len(every), portions)) == portion)
    proposals = [every[row] for row in rows.tolist()]
    places = np.array([proposal.row - 1 for proposal in proposals], dtype=np.int64)  # rows of the context
    there = of.near_masts.rows[places]
    alone, _law = judge(proposals, of.context, _ALONE)
    found = alone
    if there.any():
        chosen = np.flatnonzero(there)
        wide, _law = judge([proposals[at] for at in chosen.tolist()], of.wide_masts, _ALONE)
        found = FindingTable(
            len(proposals),
            [own.replaced(chosen, other) for own, other in zip(alone.checks, wide.checks, strict=True)],
        )
    keys: dict[str, list[Any]] = {
        "id": [one.site_code for one in proposals],
        **{name: [None] * len(proposals) for name in ("number", "row", "sheet_row")},
    }
    provinces = [of.near_masts.provinces[row] for row in places.tolist()]
    return Judged(proposals, keys, found, alone, there, provinces)


def _part(of: Prepared, judged: Sequence[Judged], across: Across) -> Part:
    there = _provinces_by_code(across)
    rows = [_rows(of.held.province, item) for item in judged]
    said = [_findings(of.held.province, item, there) for item in judged]
    gaps = list_gaps(of.context, LIST_MONTHS)
    lacking = ";".join((*gaps.missing, *gaps.stale))
    counted = _counted(judged) | {"law": of.law.digest, "lists_lacking": lacking}
    if not rows:
        return Part({}, counted)
    columns = {name: _joined([one[name] for one in rows]) for name in rows[0]}
    places = columns.pop("lon"), columns.pop("lat")
    findings = {name: _joined([one[name] for one in said]) for name in said[0]}
    provinces = lists_of([names for item in judged for names in item.provinces])
    return Part(
        {"rows": file_of(columns | {"across": provinces}, places), "findings": file_of(findings)}, counted
    )


def _rows(province: str, item: Judged) -> dict[str, Any]:
    proposals = item.proposals
    positions = [proposal.position for proposal in proposals]
    recommended, before = verdicts(item.found), verdicts(item.alone)
    return {
        "province": _texts([province] * len(proposals)),
        **_keys(item),
        "site_code": _texts([proposal.site_code for proposal in proposals]),
        "operator": _texts([proposal.operator for proposal in proposals]),
        "kind": _texts([proposal.kind.value for proposal in proposals]),
        "verdict": _texts([one.value for one in recommended]),
        "verdict_alone": _texts([one.value for one in before]),
        "near_border": item.near,
        "lon": np.array([place.lon for place in positions], dtype=float),
        "lat": np.array([place.lat for place in positions], dtype=float),
    }


def _keys(item: Judged) -> dict[str, Any]:
    numbers = {
        name: np.array([-1 if one is None else one for one in item.keys[name]], dtype=np.int64)
        for name in ("row", "sheet_row")
    }
    return {"id": _texts(item.keys["id"]), "number": _texts(item.keys["number"]), **numbers}


def _findings(province: str, item: Judged, there: dict[str, str]) -> dict[str, Any]:
    """Return a line for each finding that is neither passed nor without concern, by row and rule."""
    parts: list[dict[str, Any]] = []
    for place, check in enumerate(item.found.checks):
        before = item.alone.checks[place].outcomes()
        now = check.outcomes()
        for group in check.groups:
            common = group.common
            if common.outcome in _SAID:
                continue
            count = len(group)
            told = {name: group.values(name) for name in (*_TOLD, "measured", "limit", "verified", "flips")}
            parts.append(
                {
                    "at": group.rows,
                    "place": np.full(count, place, dtype=np.int64),
                    "rule": _texts([common.rule] * count),
                    "outcome": _texts([common.outcome.value] * count),
                    "message_code": _texts([common.code] * count),
                    "stage": _texts([common.stage.value] * count),
                    "unit": _texts([common.unit] * count),
                    **told,
                    "by_neighbours": (now != before)[group.rows],
                }
            )
    names = ("rule", "outcome", "message_code", "stage", "measured", "limit", "unit", "related", "source",
             "article", "verified", "flips", "missing", "by_neighbours")  # fmt: skip
    if not parts:
        parts = [_no_findings(names)]
    at, places = (np.concatenate([part[name] for part in parts]) for name in ("at", "place"))
    order = np.lexsort((places, at))
    columns = {name: np.concatenate([part[name] for part in parts])[order] for name in names}
    rows = at[order]
    keys = {name: held[rows] for name, held in _keys(item).items()}
    columns["document"] = columns.pop("source")
    columns["related_province"] = _texts([there.get(code) for code in columns["related"].tolist()])
    return {"province": _texts([province] * len(rows)), **keys, **columns}


def _no_findings(names: Sequence[str]) -> dict[str, Any]:
    kinds: dict[str, Any] = {
        "measured": float, "limit": float, "verified": bool, "flips": bool, "by_neighbours": bool,
    }  # fmt: skip
    none = np.empty(0, dtype=np.int64)
    return {"at": none, "place": none} | {name: np.empty(0, dtype=kinds.get(name, object)) for name in names}


def _counted(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return how many rows there are, of each verdict and outcome, and what the neighbours changed."""
    found: dict[str, Any] = {
        "rows": sum(len(item.proposals) for item in judged),
        "near_border": int(sum(item.near.sum() for item in judged)),
        "verdicts": {verdict.value: 0 for verdict in Verdict},
        "changed_by_neighbours": 0,
        "outcomes": {},
        "by_neighbours": {},
    }
    for item in judged:
        now, before = verdicts(item.found), verdicts(item.alone)
        for verdict, count in Counter(one.value for one in now).items():
            found["verdicts"][verdict] += count
        found["changed_by_neighbours"] += sum(
            one is not other for one, other in zip(now, before, strict=True)
        )
        for place, check in enumerate(item.found.checks):
            rule = check.groups[0].common.rule if check.groups else ""
            outcomes = check.outcomes()
            told = found["outcomes"].setdefault(rule, {outcome.value: 0 for outcome in Outcome})
            for outcome, count in zip(Outcome, np.bincount(outcomes, minlength=len(Outcome)), strict=True):
                told[outcome.value] += int(count)
            other = int((outcomes != item.alone.checks[place].outcomes()).sum())
            if other:
                found["by_neighbours"][rule] = found["by_neighbours"].get(rule, 0) + other
    return found


def _provinces_by_code(across: Across) -> dict[str, str]:
    """Return the province of each mast and proposal across the border, by the code that findings name."""
    found = dict(zip(across.masts.codes.tolist(), across.of.tolist(), strict=True))
    open_ = across.open_proposals
    for names in (open_.codes, open_.labels):
        found |= {
            name: province
            for name, province in zip(names.tolist(), across.open_of.tolist(), strict=True)
            if name
        }
    return found


def _texts(values: Sequence[Any]) -> Any:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def _joined(columns: Sequence[Any]) -> Any:
    return columns[0] if len(columns) == 1 else np.concatenate(columns)
