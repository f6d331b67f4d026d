"""Letters of a warning: drafted to each carrier that it concerns, as a storm's are; frozen, never sent alone.

A draft freezes what it says among the kept files: later bulletins and lists change no letter. A new draft to
the same carrier replaces the one before unless that was sent; where a sent one says all of it, and nothing
that was withdrawn, none is made.
"""

from collections.abc import Mapping
from typing import Any

import orjson

from registry.collector import paused_collector
from registry.errors import RefusalError
from registry.model.storm.hazard_letters import HazardLetter
from registry.model.storm.hazards import HazardState
from registry.model.storm.storm_records import OrderState
from registry.model.vietnam_time import one_moment
from registry.services.office.attachments import file_path, keep_bytes
from registry.services.office.deeds import deed
from registry.services.office.deeds import standing as row_seen
from registry.services.office.registry import Registry
from registry.services.storm.hazards.concerned import ConcernedSide, check_asks, concerned_by
from registry.services.storm.hazards.deeds import KIND
from registry.services.storm.hazards.exposure import all_hazards, get_hazard
from registry.services.storm.orders import DRAFTED
from registry.store.changes import new_id
from registry.store.records import row_of
from registry.store.storm import hazards as store
from registry.store.storm.hazard_tables import hazard_letters, hazards

_NAME = "noi-dung.json"


@one_moment()
@paused_collector()
def draft_letters(registry: Registry, hazard: str, *, seen: int, who: str) -> tuple[str, ...]:
    """Draft a letter to each carrier that a warning and those of its bulletin concern; return the new ones.

    ``seen`` is the warning's version. Refused for a warning that asks nothing any more
    (``HAZARD-LETTER-OVER``) and where it names no mast of anybody (``HAZARD-LETTER-NOBODY``).
    """
    # Whoever only reads a page does not wait for the libraries of documents.
    from registry.services.storm.hazards.letters import kept_of  # noqa: PLC0415

    with registry.database.read() as connection:
        row_seen(connection, hazards, hazard, unknown="HAZARD-UNKNOWN", seen=seen, offered=DRAFTED)
    found = get_hazard(registry, hazard)
    check_asks(found)
    concerned = concerned_by(registry, found)
    if not concerned.sides:
        raise RefusalError("HAZARD-LETTER-NOBODY")
    warnings = {one.id: one.version for one in concerned.warnings}
    gone = frozenset(one.id for one in all_hazards(registry) if one.state is HazardState.WITHDRAWN)
    written = [(side, kept_of(registry, concerned, side.code)) for side in concerned.sides]
    ids = []
    with deed(registry, KIND, who) as made:
        made.standing(hazards, hazard, seen=seen, offered=DRAFTED)
        standing = [one for one in store.load_letters(made.connection) if _counts(one, warnings)]
        wanted = {side.code for side, _kept in written}
        for one in standing:
            if one.state is OrderState.DRAFT and one.recipient not in wanted:
                made.amend(hazard_letters, one.id, state=OrderState.REPLACED.value)
        for side, kept in written:
            content = orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)
            sha256 = keep_bytes(registry, content, _NAME).sha256
            own = [one for one in standing if one.recipient == side.code]
            if any(
                _says_all(registry, one, sha256, kept, warnings) and not one.is_of(gone) for one in own[:1]
            ):
                continue
            for one in own:
                if one.state is OrderState.DRAFT:
                    made.amend(hazard_letters, one.id, state=OrderState.REPLACED.value)
            row = _draft(hazard, warnings, side, sha256, (made.who, made.at))
            made.create(hazard_letters, row_of(hazard_letters, row))
            ids.append(row.id)
        made.about["summary"] = {"letters": len(ids)}
    return tuple(ids)


def _counts(letter: HazardLetter, warnings: Mapping[str, int]) -> bool:
    return letter.state is not OrderState.REPLACED and letter.is_of(warnings)


def _says_all(
    registry: Registry,
    letter: HazardLetter,
    sha256: str,
    kept: Mapping[str, Any],
    warnings: Mapping[str, int],
) -> bool:
    """Whether a letter says what a new one would: a draft word for word, one that was sent at least."""
    if letter.kept_sha256 == sha256 and letter.warnings == warnings:
        return True
    if letter.state is OrderState.DRAFT:
        return False
    told = kept_letter(registry, letter)["masts"]
    return warnings.items() <= letter.warnings.items() and all(mast in told for mast in kept["masts"])


def _draft(
    hazard: str, warnings: Mapping[str, int], side: ConcernedSide, sha256: str, by: tuple[str, str]
) -> HazardLetter:
    return HazardLetter(
        new_id(), hazard, warnings, side.code, side.name, OrderState.DRAFT, len(side.masts), side.on_ground,
        sha256, *by,
    )  # fmt: skip


def all_letters(registry: Registry, **only: Any) -> tuple[HazardLetter, ...]:
    """Return the letters of warnings that are not replaced, the newest first (``only``: by columns)."""
    with registry.database.read() as connection:
        found = store.load_letters(connection, **only)
    return tuple(one for one in found if one.state is not OrderState.REPLACED)


def get_letter(registry: Registry, letter: str) -> HazardLetter:
    """Return a letter by its id; ``STORM-ORDER-UNKNOWN`` where there is none."""
    with registry.database.read() as connection:
        found = store.load_letters(connection, id=letter)
    if not found:
        raise RefusalError("STORM-ORDER-UNKNOWN")
    return found[0]


def kept_letter(registry: Registry, letter: HazardLetter) -> dict[str, Any]:
    """Return what a letter says, as it was drafted (``letters.kept_of``)."""
    kept: dict[str, Any] = orjson.loads(file_path(registry, letter.kept_sha256, _NAME).read_bytes())
    return kept
