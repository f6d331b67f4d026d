"""A province as a line of the tables: what is known of it, from the lake and from results there."""

from collections.abc import Iterator
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.lake.manifest import Manifest
from registry.messages import Language
from registry.services.country.gaps import ProvinceLaw, law_there
from registry.services.country.held import CountryHeld, ProvinceHeld
from registry.services.country.runs import OUTCOMES, RunHeld, RunKind, RunsHeld

ASKED = ("consent", "review")
SPACING = "SPC"


@dataclass(frozen=True, slots=True)
class ProvinceLine:
    """What is known of a province; None where nobody knows, or no run has asked."""

    code: str
    name: str
    masts: int | None
    stations: int | None
    carriers: int | None
    shared: int | None
    share: float | None
    breaches: int | None
    asked: int | None
    unknown: int | None
    near_border: int | float | None
    changed: int | float | None
    own_law: int | None
    missing: int | None
    day: object
    refused: RefusalError | None


def lines_of(country: CountryHeld, runs: RunsHeld, lang: Language) -> list[ProvinceLine]:
    """Return a line for each province of the lake, those that cannot be read among them."""
    compliance = next(iter(runs.of(RunKind.COMPLIANCE)), None)
    standing = runs.standing()
    return [_line(item, compliance, standing, lang) for item in country.provinces]


def sums_of(run: RunHeld | None, code: str, question: str = "") -> dict[str, int] | None:
    """Return how many answers of a compliance run a province has by outcome; of one question, or of all."""
    if run is None or code not in run.provinces:
        return None
    found = dict.fromkeys(OUTCOMES, 0)
    for asked, counts in run.outcomes(code, "questions").items():
        if question in {"", asked}:
            for outcome, count in counts.items():
                found[outcome] += count
    return found


def laws_of(country: CountryHeld, lang: Language) -> Iterator[tuple[ProvinceHeld, ProvinceLaw | None]]:
    """Yield the law of each province that could be read; None where its regulations cannot be."""
    for item, manifest, _ in country.read():
        yield item, _law(manifest, lang)


def _number(run: RunHeld | None, code: str, name: str) -> int | float | None:
    return None if run is None else run.number(code, name)


def _law(manifest: Manifest, lang: Language) -> ProvinceLaw | None:
    try:
        return law_there(manifest, lang)
    except (RefusalError, AttributeError, KeyError, TypeError, ValueError):  # a manifest changed by hand
        return None


def _line(
    item: ProvinceHeld, compliance: RunHeld | None, standing: RunHeld | None, lang: Language
) -> ProvinceLine:
    manifest, facts = item.manifest, item.facts
    told = sums_of(compliance, item.code)
    law = None if manifest is None or facts is None else _law(manifest, lang)
    return ProvinceLine(
        code=item.code,
        name=item.name(lang),
        masts=None if facts is None else facts.masts,
        stations=None if facts is None else facts.stations,
        carriers=None if facts is None else facts.carriers,
        shared=None if facts is None else facts.shared,
        share=None if facts is None else facts.share,
        breaches=None if told is None else told["fail"],
        asked=None if told is None else sum(told[outcome] for outcome in ASKED),
        unknown=None if told is None else told["unknown"],
        near_border=_number(standing, item.code, "near_border"),
        changed=_number(standing, item.code, "changed_by_neighbours"),
        own_law=len(law.own) if law is not None and law.known else None,
        missing=len(law.missing) if law is not None and law.known else None,
        day=None if manifest is None else manifest.day,
        refused=item.refused,
    )
