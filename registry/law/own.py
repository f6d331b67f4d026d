"""What an office published of its province's law beside the catalogue: its rules, and what they ended."""

import datetime as dt
from dataclasses import dataclass, replace

from registry.law.documents import LawDocument, law_documents
from registry.law.rules import Rule


@dataclass(frozen=True, slots=True)
class Ended:
    """A province's document of the catalogue that one of the office's own took the place of.

    ``codes`` are the rules of it that ended; None: all. They are not in force there from ``since`` on.
    """

    document: str
    territory: str
    since: dt.date
    codes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Silent:
    """Days on which a province's text lays nothing down about a rule's matter: no gap, nothing is asked."""

    code: str
    territory: str
    since: dt.date
    to: dt.date | None = None


@dataclass(frozen=True)
class OwnLaw:
    """What an office published of its province's law beside the catalogue (``registry.regulations``).

    No two ``rules`` of one code hold on one day. A gap among them says that the text in force was not
    entered whole; it stands only where nothing else does.
    """

    rules: tuple[Rule, ...] = ()
    ended: tuple[Ended, ...] = ()
    silent: tuple[Silent, ...] = ()
    documents: tuple[LawDocument, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rules or self.ended or self.silent or self.documents)

    def ends(self, rule: Rule, territory: str, as_of: dt.date) -> bool:
        """Whether a rule of the catalogue is no longer in force in a province on a day."""
        return bool(rule.territory) and any(
            item.document == rule.document
            and item.territory == territory
            and item.since <= as_of
            and (item.codes is None or rule.code in item.codes)
            for item in self.ended
        )

    def shortened(self, rule: Rule, territory: str) -> Rule:
        """Return a rule of the catalogue with the last day that it has in a province."""
        days = [item.since for item in self.ended if self.ends(rule, territory, item.since)]
        if not days:
            return rule
        last = min(days) - dt.timedelta(days=1)
        return replace(rule, valid_to=last if rule.valid_to is None else min(last, rule.valid_to))

    def is_silent(self, code: str, territory: str, as_of: dt.date) -> bool:
        """Whether the province's text lays nothing down about a code's matter on a day."""
        return any(
            item.code == code
            and item.territory == territory
            and item.since <= as_of
            and (item.to is None or as_of <= item.to)
            for item in self.silent
        )


NO_OWN_LAW = OwnLaw()
"""The law of an office that published nothing: the catalogue alone."""


def documents_with(own: OwnLaw) -> dict[str, LawDocument]:
    """Return the documents of the catalogue and the office's own, by the names that findings cite."""
    found = law_documents()
    return {**found, **{document.name: document for document in own.documents}} if own.documents else found
