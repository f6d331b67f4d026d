"""What a province's law does not say there, by rule: what others have laid down, and what nobody has read."""

import datetime as dt
from dataclasses import dataclass

from registry.checks.registered import CHECKS
from registry.lake.manifest import Manifest
from registry.law import law_in_force
from registry.law.own import NO_OWN_LAW
from registry.messages import Language
from registry.model.regulations import Regulation
from registry.regulations.composing import law_of
from registry.regulations.versions import span_of
from registry.regulations.written import regulation_from_json


@dataclass(frozen=True, slots=True)
class ProvinceLaw:
    """The law of a province on its lake's day. ``own`` are its regulations in force, of its register and of
    the catalogue of law.

    ``missing`` are the rules that stand elsewhere and not here, by their titles; ``known`` is False where the
    lake is for other eyes and says nothing of own regulations.
    """

    own: tuple[str, ...]
    missing: tuple[str, ...]
    known: bool


def law_there(manifest: Manifest, lang: Language) -> ProvinceLaw:
    """Return the law of a province as its day in the lake has it; refused as regulations are read."""
    office = manifest.office
    read = [] if office is None else [regulation_from_json(told) for told in office.regulations]
    law = law_in_force(
        manifest.province,
        manifest.day,
        office={} if office is None else office.numbers,
        own=law_of(read) if read else NO_OWN_LAW,
    )
    entered = [item.content.head.name for item in read if _holds(item, read, manifest.day)]
    rules = [rule for rule in law.rules.values() if manifest.province in rule.territory and not rule.gap]
    titles = {check.code: check.title_en if lang == "en" else check.title_vi for check in CHECKS}
    return ProvinceLaw(
        own=tuple(dict.fromkeys((*entered, *(rule.document for rule in rules)))),
        missing=tuple(
            title for code, title in titles.items() if law.get(code) is None and law.gaps.get(code)
        ),
        known=office is not None,
    )


def _holds(one: Regulation, every: list[Regulation], day: dt.date) -> bool:
    """Return whether a regulation is in force on a day: begun, not ended, its place taken by none whole."""
    days = span_of(one, [other for other in every if other is not one])
    return days.first <= day and (days.last is None or day <= days.last)
