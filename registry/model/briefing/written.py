"""A briefing as JSON and back, so that what was presented stays as it was."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from registry.model.briefing.briefings import (
    Basis,
    Briefing,
    Group,
    Later,
    Line,
    Number,
    Part,
    Span,
    SpanKind,
)

Json = dict[str, Any]


def to_json(found: Briefing) -> Json:
    """Return a briefing as JSON; what is empty is left out of its lines."""
    span = found.span
    return {
        "span": {
            "kind": span.kind.value,
            **{name: getattr(span, name).isoformat() for name in ("first", "last", "day")},
        },
        "basis": found.basis.value,
        "before_basis": found.before_basis.value,
        "before": dict(found.before),
        "at": found.at,
        "parts": [
            {"code": part.code, "title": part.title, "numbers": [_number(one) for one in part.numbers]}
            for part in found.parts
        ],
        "later": [
            {"code": one.code, "added": _lines(one.added), "gone": _lines(one.gone)} for one in found.later
        ],
    }


def from_json(content: Mapping[str, Any]) -> Briefing:
    """Return the briefing that ``to_json`` wrote."""
    span = content["span"]
    days = {name: dt.date.fromisoformat(span[name]) for name in ("first", "last", "day")}
    return Briefing(
        Span(SpanKind(span["kind"]), **days),
        Basis(content["basis"]),
        tuple(
            Part(part["code"], part["title"], tuple(_number_of(one) for one in part["numbers"]))
            for part in content["parts"]
        ),
        dict(content["before"]),
        Basis(content["before_basis"]),
        tuple(
            Later(one["code"], _lines_of(one["added"]), _lines_of(one["gone"])) for one in content["later"]
        ),
        content["at"],
    )


def _number(one: Number) -> Json:
    return {
        "code": one.code,
        "group": one.group.value,
        "words": one.words,
        "kind": one.kind,
        "lines": _lines(one.lines),
    }


def _number_of(one: Mapping[str, Any]) -> Number:
    return Number(one["code"], Group(one["group"]), one["words"], _lines_of(one["lines"]), one["kind"])


_FIELDS = ("key", "words", "who", "owner", "note", "kind", "record")


def _lines(lines: tuple[Line, ...]) -> list[Json]:
    found = []
    for line in lines:
        said = {name: value for name in _FIELDS if (value := getattr(line, name))}
        found.append(said | ({"on": line.on.isoformat()} if line.on else {}))
    return found


def _lines_of(lines: list[Json]) -> tuple[Line, ...]:
    return tuple(
        Line(
            **{name: line.get(name, "") for name in _FIELDS},
            on=dt.date.fromisoformat(line["on"]) if "on" in line else None,
        )
        for line in lines
    )
