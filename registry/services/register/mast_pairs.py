"""The pairs of *same mast?* as an officer reads them: names, operators, places, and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.checks.context import Context
from registry.columns import fold
from registry.errors import RefusalError
from registry.model.ledger import ImportBatch
from registry.services.office.registry import Registry
from registry.services.register.place_names import PlaceName, place_name
from registry.store import batches
from registry.store.register import pair_views, same_mast
from registry.store.register.same_mast import Question

KINDS = {"merge": same_mast.MERGED, "apart": same_mast.APART}


@dataclass(frozen=True, slots=True)
class Side:
    """One site of a pair. ``codes`` are all of its names, its own first; ``operators`` are codes.

    ``height_m`` is the mast's own where stated, else the whole above ground. Position in EPSG:4326.
    """

    id: str
    codes: tuple[str, ...]
    operators: tuple[str, ...]
    owners: tuple[str, ...]
    classes: tuple[str, ...]
    height_m: float | None
    lon: float
    lat: float
    place: PlaceName

    @property
    def code(self) -> str:
        """The site's own code."""
        return self.codes[0]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with its two sites. ``batch`` is the decision in force, ``kept`` the code that stayed."""

    question: Question
    a: Side
    b: Side
    text: str
    batch: ImportBatch | None = None
    kept: str = ""

    @property
    def sides(self) -> tuple[Side, Side]:
        """The two sites, in the order of the question."""
        return self.a, self.b


def count_open(registry: Registry) -> int:
    """Return how many questions wait for an officer."""
    with registry.database.read() as connection:
        return same_mast.count_open(connection)


def pairs(registry: Registry, context: Context, *, decided: bool = False) -> list[Pair]:
    """Return the pairs that wait, nearest first, or those decided, newest decision first.

    Made once per context.
    """
    key = ("mast-pairs", decided)
    held = registry.cache.get(key)
    if held is not None and held[0] is context:
        kept: list[Pair] = held[1]
        return kept
    made = _made(registry, context, decided)
    registry.cache[key] = (context, made)
    return made


def matching(found: list[Pair], asked: str) -> list[Pair]:
    """Return the pairs whose codes, operators, owners or communes hold every word of ``asked``.

    Case, diacritics and punctuation do not matter.
    """
    words = [word for word in (fold(part) for part in asked.split()) if word]
    return [pair for pair in found if all(word in pair.text for word in words)]


def pair_of(registry: Registry, context: Context, question: str) -> Pair:
    """Return one pair by its question's id or the beginning of it, open or decided.

    ``SAME-MAST-UNKNOWN`` where there is none, ``SAME-MAST-SEVERAL`` where several begin so.
    """
    asked = question.strip().lower()
    known = [*pairs(registry, context), *pairs(registry, context, decided=True)]
    found = [pair for pair in known if pair.question.id.startswith(asked)] if asked else []
    if not found:
        raise RefusalError("SAME-MAST-UNKNOWN", question=question)
    if len(found) > 1:
        raise RefusalError("SAME-MAST-SEVERAL", question=question, count=len(found))
    return found[0]


def decision_of(registry: Registry, question: str, batch: str) -> ImportBatch:
    """Return the batch of a decision about a question; ``SAME-MAST-NO-DECISION`` where it is another's."""
    with registry.database.read() as connection:
        found = batches.get_batch(connection, batch)
    if found.kind not in KINDS or (found.options or {}).get("question") != question:
        raise RefusalError("SAME-MAST-NO-DECISION", batch=batch)
    return found


def _made(registry: Registry, context: Context, decided: bool) -> list[Pair]:
    names = {operator.code: operator.name for operator in context.operators}
    with registry.database.read() as connection:
        rows = pair_views.sites_in_question(connection, decided=decided)
        states = (same_mast.MERGED, same_mast.APART) if decided else (same_mast.OPEN,)
        asked = [item for state in states for item in same_mast.load_questions(connection, state)]
        made_by = _decisions(batches.list_batches(connection)) if decided else {}
    sides = {key: _side(context, row) for key, row in rows.items()}
    found = []
    for item in asked:
        a, b = sides[item.site_a], sides[item.site_b]
        batch = made_by.get((item.id, item.state))
        keep = str((batch.options or {}).get("keep", "")) if batch else ""
        found.append(Pair(item, a, b, _text(a, b, names), batch, rows[keep]["code"] if keep in rows else ""))
    if decided:
        found.sort(key=lambda pair: int(pair.batch.id[1:]) if pair.batch else 0, reverse=True)
    return found


def _decisions(known: list[ImportBatch]) -> dict[tuple[str, str], ImportBatch]:
    """Return the newest decision in force by question and the state it led to."""
    return {
        (str((batch.options or {}).get("question", "")), KINDS[batch.kind]): batch
        for batch in known
        if batch.kind in KINDS and batch.undone_by is None
    }


def _side(context: Context, row: Mapping[str, Any]) -> Side:
    masts = row["structures"]
    heights = [
        mast["mast_height_m"] if mast["mast_height_m"] is not None else mast["top_agl_m"] for mast in masts
    ]
    return Side(
        id=row["id"],
        codes=tuple(row["codes"]),
        operators=tuple(row["operators"]),
        owners=_each(mast["owner"] for mast in masts),
        classes=_each(mast["mast_class"] or mast["old_class"] for mast in masts),
        height_m=max((height for height in heights if height is not None), default=None),
        lon=row["lon"],
        lat=row["lat"],
        place=place_name(context, row["lon"], row["lat"], row["commune_as_written"]),
    )


def _each(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _text(a: Side, b: Side, names: Mapping[str, str]) -> str:
    parts: list[str] = []
    for side in (a, b):
        parts += [*side.codes, *side.owners, *side.place]
        for code in side.operators:
            parts += [code, names.get(code, "")]
    return "|".join(fold(part) for part in parts)
