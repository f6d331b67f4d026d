"""The open proposals: rows of all open requests, as the check of clashes (SPC-03) wants them."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from registry.checks.context import Context, OpenProposals
from registry.model.requests.desk import RequestKind
from registry.model.requests.proposals import ProposalKind

# The others ask for no place of their own: a plan's position was agreed to, a shared mast stands already.
_ASKING = frozenset({RequestKind.POSITION, RequestKind.ANNUAL_PLAN, RequestKind.AMENDMENT})


class OpenRows:
    """Rows with a position of open requests: of ``rows`` (mappings) those that ask for a place of their own.

    Read are request, number, request_kind, row (its place in the list, from 0), sheet_row (as Excel numbers
    it), kind, site_code, operator, accuracy_m, and lon and lat (EPSG:4326, None where not known).
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rows = [
            row
            for row in rows
            if row["lon"] is not None
            and row["lat"] is not None
            and row["request_kind"] in _ASKING
            and row["kind"] != ProposalKind.SHARE
        ]
        self.requests = frozenset(row["request"] for row in self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def proposals(self, context: Context, leave_out: str = "") -> OpenProposals:
        """Return the rows of every request but ``leave_out``; labels are "number:row as Excel numbers it"."""
        rows = sorted(
            (row for row in self._rows if row["request"] != leave_out),
            key=lambda row: (row["number"], row["row"]),
        )
        codes, labels = np.empty(len(rows), dtype=object), np.empty(len(rows), dtype=object)
        codes[:] = [row["site_code"] for row in rows]
        labels[:] = [f"{row['number']}:{row['sheet_row']}" for row in rows]
        return OpenProposals(
            codes=codes,
            labels=labels,
            lon=np.array([row["lon"] for row in rows], dtype=float),
            lat=np.array([row["lat"] for row in rows], dtype=float),
            accuracy_m=np.array([row["accuracy_m"] for row in rows], dtype=float),
            networks=np.array([_mask(context, row["operator"]) for row in rows], dtype=np.int64),
        )


def _mask(context: Context, operator: str) -> int:
    index = context.operator_index(operator)
    return 0 if index < 0 else 1 << index
