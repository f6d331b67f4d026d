"""A regulation as plain JSON and back, and the digest of what of it judges.

The JSON is what the register keeps, what the lake's manifest carries (``regulation_to_json``), and what
another program may read: days as ISO texts, nothing that is not stated.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from registry.errors import RefusalError
from registry.model.regulations import (
    Example,
    Regulation,
    RegulationContent,
    RegulationHead,
    RegulationState,
    StatedMatter,
    StatedNumber,
)

_DAYS = frozenset({"signed_on", "valid_from", "valid_to", "ended_on"})


def content_to_json(content: RegulationContent) -> dict[str, Any]:
    """Return what is typed of a regulation as JSON; what is not stated is left out."""
    return {
        "head": _plain(content.head),
        "matters": {code: _matter_to_json(item) for code, item in sorted(content.matters.items())},
        "examples": [_plain(item) for item in content.examples],
        "reasons": dict(sorted(content.reasons.items())),
    }


def content_from_json(told: Mapping[str, Any]) -> RegulationContent:
    """Return what ``content_to_json`` wrote; ``REGULATION-FORM`` where it is not that."""
    try:
        return RegulationContent(
            head=RegulationHead(**{"name": "", **_days(told["head"])}),
            matters={code: _matter_from_json(item) for code, item in told.get("matters", {}).items()},
            examples=tuple(Example(**item) for item in told.get("examples", ())),
            reasons=dict(told.get("reasons", {})),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RefusalError("REGULATION-FORM", reason=str(error)[:200]) from error


def regulation_to_json(regulation: Regulation) -> dict[str, Any]:
    """Return a regulation as it is kept, as JSON."""
    found = _plain(regulation)
    return {**found, "state": regulation.state.value, "content": content_to_json(regulation.content)}


def regulation_from_json(told: Mapping[str, Any]) -> Regulation:
    """Return what ``regulation_to_json`` wrote; ``REGULATION-FORM`` where it is not that."""
    try:
        plain = _days(told)
        plain["content"] = content_from_json(told["content"])
        plain["state"] = RegulationState(told["state"])
        return Regulation(**{"supersedes": "", **plain})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RefusalError("REGULATION-FORM", reason=str(error)[:200]) from error


def published_to_json(regulations: Iterable[Regulation]) -> list[dict[str, Any]]:
    """Return the published ones of an office as JSON, without who typed and tried them: its law, as data."""
    kept = ("id", "version", "province", "number", "supersedes", "ended_on", "published_at", "file_sha256")
    return [
        {
            **{name: value for name, value in _plain(one).items() if name in kept},
            "state": one.state.value,
            "content": {**content_to_json(one.content), "examples": [], "reasons": {}},
        }
        for one in regulations
        if one.state is RegulationState.PUBLISHED
    ]


def published_from_json(told: Iterable[Mapping[str, Any]]) -> tuple[Regulation, ...]:
    """Return what ``published_to_json`` wrote."""
    return tuple(regulation_from_json(item) for item in told)


def digest(content: RegulationContent) -> str:
    """Return the SHA-256 of what judges: the head and the matters, not the examples."""
    told = content_to_json(content)
    kept = {"head": told["head"], "matters": told["matters"]}
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(item: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in fields(item):
        value = getattr(item, one.name)
        if one.name == "content" or _unstated(one.name, value):
            continue
        found[one.name] = value.isoformat() if isinstance(value, dt.date) else value
        if isinstance(value, Mapping):
            found[one.name] = dict(sorted(value.items()))
    return found


def _unstated(name: str, value: Any) -> bool:
    """Whether a field says nothing; that a place is not urban is said, and so is a number that is 0."""
    if isinstance(value, bool):
        return not value and name != "urban"
    return value is None or (isinstance(value, str | tuple | Mapping) and not value)


def _matter_to_json(matter: StatedMatter) -> dict[str, Any]:
    found = _plain(matter)
    if matter.numbers:
        found["numbers"] = {name: _plain(item) for name, item in sorted(matter.numbers.items())}
    return found


def _matter_from_json(told: Mapping[str, Any]) -> StatedMatter:
    numbers = {name: StatedNumber(**item) for name, item in told.get("numbers", {}).items()}
    return StatedMatter(**{**told, "numbers": numbers, "choices": dict(told.get("choices", {}))})


def _days(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: dt.date.fromisoformat(value) if name in _DAYS and isinstance(value, str) else value
        for name, value in told.items()
    }
