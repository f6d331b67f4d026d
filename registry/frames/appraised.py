"""An appraisal as frames: its rows, its findings, what was not understood, a summary and a map.

Proposals come as a list of a carrier (a file) or as a frame; both are read by the same reader. Findings stay
in columns; words are made for what is looked at.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely
from shapely.geometry import shape

from registry.collector import paused_collector
from registry.columns import ListKind
from registry.errors import RefusalError
from registry.frames.columns import Dtype, FrameColumn, frame_kinds
from registry.frames.stamps import Asked, Day, asked, stamp_of
from registry.frames.typed import frame_of
from registry.intake.frame_list import is_frame, read_frame
from registry.messages import Language, Words, remedy, render, say
from registry.model.finding_columns import FindingGroup
from registry.model.finding_table import FindingTable
from registry.model.people import Person
from registry.services.appraise.appraise_list import Appraisal, appraise_list, appraise_read, gaps_said
from registry.services.appraise.finding_texts import sentence, sentences
from registry.services.office.registry import Registry
from registry.services.office.table_book import ILLUSTRATIVE, MARK
from registry.services.register.context import check_operator, context_for
from registry.services.register.masking import masked_rows_for
from registry.services.register.position_hints import hint_source
from registry.settings import Settings

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    import pandas as pd

_VALUES = (
    "measured", "limit", "related", "related_operator", "source", "article", "verified", "flips", "missing",
)  # fmt: skip
_ALIKE = ("rule", "outcome", "reservation", "stage", "blocking")


@dataclass(frozen=True)
class AppraisedFrame:
    """What an appraisal found, for whoever's eyes ``person`` are; ``labels`` name the rows of a frame.

    ``appraisal`` is the whole of it as the office's pages have it, unmasked.
    """

    appraisal: Appraisal
    labels: tuple[Any, ...]
    person: Person
    stamp: dict[str, Any]
    settings: Settings

    @property
    def summary(self) -> dict[str, Any]:
        """Return how many rows there are and how many of each verdict, and what rows lack in common."""
        return {
            **self.appraisal.counts,
            "issues": len(self.appraisal.issues),
            "day": self.appraisal.as_of.isoformat(),
            "law": self.appraisal.law.digest,
            "missing": {gap["missing"]: gap["message"] for gap in gaps_said(self.appraisal)},
        }

    @paused_collector()
    def to_frame(
        self, what: Literal["rows", "findings", "issues"] = "rows", *, lang: Language = "vi"
    ) -> "gpd.GeoDataFrame":
        """Return the rows, the findings or the issues as a frame; its index names the proposal.

        ``rows`` has a line a proposal with its verdict and the outcome of each rule; ``findings`` one a
        proposal and rule, its geometry the evidence; ``issues`` one for each thing that was not understood.
        The index is the label of the frame that came in, of a file the number of the proposal from 0
        (missing: the whole list). What the person may not know of others' masts is masked as on every page.
        """
        return {"rows": self._rows, "findings": self._findings, "issues": self._issues}[what](lang)

    def parameters(self, rule: str, *, lang: Language = "vi") -> "pd.DataFrame":
        """Return what the sentences of one rule are filled with: a row a proposal, a column a parameter.

        ``message_code`` says which sentence it is; a parameter that a row's sentence has not is missing.
        Distances are metres, as in the sentence. Masked as ``to_frame`` is. Refused: a rule that this
        appraisal did not ask (``FRAME-RULE``).
        """
        import pandas as pd

        asked_rules = {check.groups[0].common.rule: check for check in self.table.checks if check.groups}
        if rule not in asked_rules:
            raise RefusalError("FRAME-RULE", value=str(rule), known=", ".join(asked_rules))
        check = asked_rules[rule]
        values = {"message_code": _alike(check.groups, check.size, lambda one: one.code)} | {
            name: [say(value, lang) if isinstance(value, Words) else value for value in column]
            for name, column in check.parameters().items()
        }
        found = pd.DataFrame(values, index=self._index(np.arange(check.size))).infer_objects()
        found.attrs.update(self.stamp, frame="parameters")
        return found

    def explore(self, *, lang: Language = "vi") -> "folium.Map":
        """Return a Folium map of the rows by verdict with their evidence, over the office's own background.

        No tile of another host is asked for.
        """
        from registry.frames.explore import appraisal_map  # noqa: PLC0415 - Folium is slow to import

        return appraisal_map(self, lang)

    @property
    def table(self) -> FindingTable:
        """Return the findings in columns, as the person may see them."""
        rows: Sequence[Any] = [row.findings for row in self.appraisal.rows]
        if not self.person.sees_all:
            rows = masked_rows_for(rows, self.person, secret=self.appraisal.context.mask_secret)
        return FindingTable.of(rows)

    def _rows(self, _lang: Language) -> "gpd.GeoDataFrame":
        proposals = [row.proposal for row in self.appraisal.rows]
        positions = [proposal.position for proposal in proposals]
        values: dict[str, Any] = {
            name: [getattr(proposal, name) for proposal in proposals]
            for name in ("sheet", "row", "site_code", "operator", "mast_height_m")
        } | {
            "kind": [proposal.kind.value for proposal in proposals],
            "mast_class": [str(one.mast_class or one.old_class or "") for one in proposals],
            "position_crs": [position.crs for position in positions],
            "position_confidence": [position.confidence.value for position in positions],
            "accuracy_m": [position.accuracy_m for position in positions],
            "verdict": [row.verdict.value for row in self.appraisal.rows],
        }
        columns = [*frame_kinds()["rows"].columns]
        for check in self.table.checks:
            rule = check.groups[0].common.rule if check.groups else ""
            if rule:
                columns.append(FrameColumn(rule, Dtype.CHOICE, rule, rule, choices="outcomes"))
                values[rule] = _alike(check.groups, check.size, lambda common: str(common.outcome))
        return self._framed("rows", columns, values, _points(positions), np.arange(len(proposals)))

    def _findings(self, lang: Language) -> "gpd.GeoDataFrame":
        checks = self.table.checks
        n, k = len(self.appraisal.rows), len(checks)
        parts: dict[str, list[Any]] = {}
        for check in checks:
            for name in _ALIKE:
                parts.setdefault(name, []).append(
                    _alike(check.groups, n, lambda one, name=name: _said(one, name))
                )
            for name in _VALUES:
                parts.setdefault(name, []).append(check.values(name).astype(object))
            parts.setdefault("value_unit", []).append(_alike(check.groups, n, lambda one: one.unit))
            parts.setdefault("message_code", []).append(_alike(check.groups, n, lambda one: one.code))
            parts.setdefault("message", []).append(_sentences(check.groups, n, lang))
            parts.setdefault("evidence", []).append(check.values("evidence"))
        empty = np.empty((0, n), dtype=object)
        values = {name: (np.stack(columns) if k else empty).T.ravel() for name, columns in parts.items()}
        for name in ("measured", "limit"):
            values[name] = values[name].astype(float)
        drawn = values.pop("evidence")
        shapes = np.full(n * k, None, dtype=object)
        for at, found in enumerate(drawn):
            if found is not None:
                shapes[at] = shape(found)
        return self._framed(
            "findings", frame_kinds()["findings"].columns, values, shapes, np.repeat(np.arange(n), k)
        )

    def _issues(self, lang: Language) -> "gpd.GeoDataFrame":
        issues = self.appraisal.issues
        place = {(row.proposal.sheet, row.proposal.row): at for at, row in enumerate(self.appraisal.rows)}
        values: dict[str, Any] = {
            name: [getattr(issue, name) for issue in issues]
            for name in ("sheet", "row", "column", "value", "proposed")
        } | {
            "message_code": [issue.code for issue in issues],
            "severity": [issue.severity.value for issue in issues],
            "message": [render(issue.code, issue.params, lang) for issue in issues],
            "remedy": [remedy(issue.code, issue.params, lang) for issue in issues],
        }
        rows = np.array([place.get((issue.sheet, issue.row), -1) for issue in issues], dtype=np.int64)
        shapes = np.full(len(issues), None, dtype=object)
        return self._framed("issues", frame_kinds()["issues"].columns, values, shapes, rows)

    def _framed(
        self, name: str, columns: Sequence[FrameColumn], values: dict[str, Any], shapes: Any, rows: Any
    ) -> "gpd.GeoDataFrame":
        if self.stamp["illustrative"]:
            columns = [*columns, FrameColumn(MARK, Dtype.TEXT, "Nhãn dữ liệu", "Mark of the data")]
            values = values | {MARK: [ILLUSTRATIVE] * len(rows)}
        found = frame_of(columns, values, shapes, self.stamp | {"frame": name})
        found.index = self._index(rows)
        return found

    def _index(self, rows: Any) -> "pd.Index":
        """Return the labels of proposals by their places; -1 is the whole list."""
        import pandas as pd

        if not self.labels:
            places = pd.array([None if row < 0 else row for row in rows.tolist()], dtype="Int64")
            return pd.Index(places, name="proposal")
        return pd.Index([None if row < 0 else self.labels[row] for row in rows], name="proposal")


def appraise(
    proposals: Any,
    day: Day = None,
    *,
    operator: str = "",
    name: str = "",
    viewer: Person | None = None,
    register: Registry | None = None,
) -> AppraisedFrame:
    """Judge proposed positions by the law of a day (default today); changes nothing.

    ``proposals`` is a list of a carrier (the path of a workbook or .csv) or a frame of pandas or GeoPandas:
    its columns are called as lists call them or by the names of the dictionary, its geometry (points, of any
    system that it names) is the position. ``operator`` (a code) holds for rows that name none, ``name`` is
    what the source is called. ``viewer`` and ``register`` as for ``registry.sites``.

    Refused: a file that cannot be read as a list (``FILE-…``), an operator that is not known
    (``OPERATOR-UNKNOWN``). What single rows say wrongly is an issue of theirs.
    """
    with asked("rows", day, viewer, register) as ask:
        if is_frame(proposals):
            found, labels = _frame(ask.register, proposals, ask.day, operator, name or "frame")
        else:
            found = appraise_list(
                ask.register, Path(proposals), operator=operator, as_of=ask.day, name=name or None
            )
            labels = ()
        return AppraisedFrame(found, labels, ask.person, _stamp(ask, found), ask.register.settings)


def _frame(
    registry: Registry, frame: Any, day: dt.date, operator: str, name: str
) -> tuple[Appraisal, tuple[Any, ...]]:
    context = context_for(registry, day)
    check_operator(operator, context)
    read = read_frame(
        frame, ListKind.PROPOSALS, hints=hint_source(registry, day), operator=operator, name=name
    )
    return appraise_read(read.parsed, context, Path(name), operator=operator), read.labels


def _stamp(ask: Asked, found: Appraisal) -> dict[str, Any]:
    return stamp_of(ask) | {"law": found.law.digest, "source": found.file_name, "sha256": found.sha256}


def _points(positions: Sequence[Any]) -> Any:
    known = [position.known for position in positions]
    lon = np.array([position.lon if position.known else np.nan for position in positions], dtype=float)
    lat = np.array([position.lat if position.known else np.nan for position in positions], dtype=float)
    points: Any = np.asarray(shapely.points(lon, lat), dtype=object)
    points[~np.array(known, dtype=bool)] = None
    return points


def _alike(groups: Sequence[FindingGroup], size: int, value: Any) -> Any:
    """Return what all rows of a group have in common, over all rows."""
    found = np.empty(size, dtype=object)
    for group in groups:
        found[group.rows] = value(group.common)
    return found


def _said(common: Any, name: str) -> Any:
    value = getattr(common, name)
    return value if value is None or isinstance(value, bool) else str(value)


def _sentences(groups: Sequence[FindingGroup], size: int, lang: Language) -> Any:
    """Return the sentences of a check: one is made for all the rows that are told the same."""
    found = np.empty(size, dtype=object)
    for group in groups:
        if group.params or "notes" in group.columns:
            found[group.rows] = sentences(group, lang)
        else:
            found[group.rows] = sentence(group.common, lang)
    return found
