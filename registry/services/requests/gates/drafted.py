"""The sheet before a draft is sent: what its sender may know of what it leaves open."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from registry.model.requests.desk import RequestKind
from registry.model.requests.matters import Matter, Weight
from registry.services.appraise.appraise_list import Appraisal
from registry.services.appraise.row_texts import shown
from registry.services.requests.dossiers import items_for
from registry.services.requests.drafting.draft_matters import DraftMatters
from registry.services.requests.drafting.kept_drafts import Draft
from registry.services.requests.gates.doubtful_cells import notice_matters
from registry.services.requests.gates.points import (
    kind_of,
    mast_matters,
    paper_matters,
)
from registry.services.requests.gates.sheet import Door, Kind, Point, Sheet

Others = Mapping[str, list[int]]
"""The rows (indices) that name another operator than the sender, by that operator."""


def draft_sheet(
    draft: Draft,
    appraisal: Appraisal | None,
    left: DraftMatters,
    others: Others,
    elsewhere: Collection[str] = (),
) -> Sheet:
    """Return the sheet of a draft: what was received before bars or asks, everything of rows is told.

    ``left`` is what the sender may know of what is open. Rows for other operators a carrier has to state
    (``BEHALF``); the office enters what came. ``elsewhere``: see ``dossiers.items_for``.
    """
    points = [
        Point(kind_of(matter), matter, matter.weight) for matter in left.whole
    ]  # what is known of the letter and the list
    for operator, rows in others.items():
        params = {"operator": shown("operator", operator), "count": len(rows)}
        weight = Weight.ASKS if draft.own else Weight.SAYS
        points.append(Point(Kind.BEHALF, Matter("MATTER-BEHALF", operator, params=params), weight))
    points += [
        replace(point, weight=Weight.SAYS) for point in _told(draft, appraisal, left, bool(others), elsewhere)
    ]
    rows_there = len(appraisal.rows) if appraisal else 0
    return Sheet(Door.SEND, tuple(points), {"rows": rows_there}, about=repr((draft.list_kept, rows_there)))


def _told(
    draft: Draft, appraisal: Appraisal | None, left: DraftMatters, behalf: bool, elsewhere: Collection[str]
) -> Iterator[Point]:
    kind = RequestKind(draft.kind)
    held = {file.item for file in draft.files} | set(left.own_papers)
    rows = [row.proposal for row in appraisal.rows] if appraisal else []
    missing = (
        item
        for item in items_for(kind, behalf=behalf, elsewhere=elsewhere)
        if item.code not in held and item.asked_of(rows)
    )
    for matter in paper_matters(missing):
        yield Point(Kind.PAPERS, matter, matter.weight)
    for at, found in left.rows.items():
        for matter in found:
            yield Point(kind_of(matter), matter, matter.weight, at)
    if appraisal is None:
        return
    proposals = [row.proposal for row in appraisal.rows]
    for at, row in enumerate(proposals):
        for matter in mast_matters(kind, row):
            yield Point(Kind.MAST, matter, matter.weight, at)
    answered = {int(row): texts for row, texts in draft.answers.items()}
    for at, matter in notice_matters(appraisal.issues, appraisal.sheets, proposals, answered):
        yield Point(Kind.NOTICES, matter, matter.weight, at)
