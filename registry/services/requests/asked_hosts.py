"""Which sharing requests concern which row: those that name it, and those about a mast near it or under it.

A carrier asks before it files, from a preview or outside any list; what was asked and answered then counts
for the row it was asked for, whichever request holds that row by now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from registry.checks.context import Context
from registry.checks.host_masts import hosts_of
from registry.checks.proposals import Proposals
from registry.model.requests.desk_records import SharingRequest
from registry.model.requests.proposals import Proposal, SharingSeen
from registry.model.requests.sharing_grounds import WITHDRAWN
from registry.model.site_codes import plain_code

NEAR_M = 500.0
"""A mast no farther than this from a row may have been asked for in its place (the programme's setting)."""
HOST_M = 30.0

Concerning = Mapping[int, Sequence[SharingRequest]]


def concerning(
    proposals: Sequence[Proposal],
    context: Context,
    *,
    named: Iterable[SharingRequest] = (),
    others: Iterable[SharingRequest] = (),
) -> dict[int, list[SharingRequest]]:
    """Return by a row's index the sharing requests about it, the oldest first.

    ``named`` name their row in this list; of ``others`` those count that the row's own operator sent about
    the mast that the row shares, or about one within ``NEAR_M`` of it.
    """
    found: dict[int, list[SharingRequest]] = {}
    for item in named:
        if item.row >= 0 and item.answer != WITHDRAWN:
            found.setdefault(item.row, []).append(item)
    masts = context.masts
    standing = [item for item in others if item.answer != WITHDRAWN]
    sent = [
        (item, mast) for item in standing if (mast := masts.by_plain_code.get(plain_code(item.mast), -1)) >= 0
    ]
    askers = {item.asker for item, _ in sent}
    rows = [at for at, row in enumerate(proposals) if row.operator in askers]
    if rows:
        laid = Proposals.of([proposals[at] for at in rows], context)
        hosts = hosts_of(laid, context, HOST_M)
        operators = np.array([proposals[at].operator for at in rows], dtype=object)
        for item, mast in sent:
            near = np.hypot(laid.x - masts.x[mast], laid.y - masts.y[mast]) <= NEAR_M
            for at in np.flatnonzero(operators == item.asker).tolist():
                if hosts[at].mast == mast if at in hosts else near[at]:
                    found.setdefault(rows[at], []).append(item)
    return {at: sorted(items, key=lambda item: (item.sent_on, item.id)) for at, items in found.items()}


def with_sharing(
    proposals: Sequence[Proposal], asked: Concerning, names: Mapping[str, str]
) -> list[Proposal]:
    """Return the proposals with what the register holds of sharing about each (``concerning``)."""
    return [
        replace(row, sharing=tuple(_seen(item, names) for item in asked[at])) if at in asked else row
        for at, row in enumerate(proposals)
    ]


def _seen(item: SharingRequest, names: Mapping[str, str]) -> SharingSeen:
    return SharingSeen(
        names.get(item.owner, item.owner), item.sent_on, item.due_on, item.answer, item.reason,
        mast=item.mast, replied_on=item.replied_on, ground=item.ground, received_on=item.received_on,
    )  # fmt: skip
