"""The rows of open requests in a lake: as proposals to be judged, and as what others keep a distance to."""

import json
from dataclasses import dataclass
from typing import Any

from registry.model.requests.kept_proposals import proposal_from_json
from registry.model.requests.proposals import Proposal
from registry.national.arrays import Columns

_ASKED = ("request", "number", "request_kind", "row", "sheet_row", "kind", "site_code", "operator")
_PLACE = ("lon", "lat", "accuracy_m")
PROPOSAL_COLUMNS = ("id", *_ASKED, *_PLACE)
"""What is read of the proposals across a border."""


@dataclass(frozen=True, slots=True)
class Request:
    """The rows of one open request, in the order of its list; ``rows`` are those of the columns."""

    request: str
    number: str
    rows: tuple[int, ...]


def open_rows_of(rows: Columns) -> list[dict[str, Any]]:
    """Return what ``registry.checks.on_day.open_rows.OpenRows`` reads of each row."""
    columns = {name: rows.plain(name) for name in (*_ASKED, *_PLACE)}
    for name in ("site_code", "operator", "kind", "number"):
        columns[name] = [value or "" for value in columns[name]]
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def proposals_of(rows: Columns) -> list[Proposal]:
    """Return the rows as they are judged."""
    return [proposal_from_json(json.loads(text)) for text in rows.plain("proposal")]


def requests_of(rows: Columns) -> list[Request]:
    """Return the requests by number and id, each with its rows in their order."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    columns = zip(rows.texts("number"), rows.texts("request"), rows.integers("row").tolist(), strict=True)
    for at, (number, request, row) in enumerate(columns):
        found.setdefault((number, request), []).append((row, at))
    return [
        Request(request, number, tuple(at for _, at in sorted(places)))
        for (number, request), places in sorted(found.items())
    ]
