"""Versions of a regulation, and the days on which each is in force: its own, or until what took its place.

A newer version ends the one before it the day before; one that holds from the same day or an earlier one
corrects it, so that nothing of it ever held.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from registry.model.regulations import Regulation, RegulationState


class Span(NamedTuple):
    """Days, the first and the last included; None: open."""

    first: dt.date
    last: dt.date | None

    def within(self, last: dt.date | None) -> "Span":
        """Return the days up to ``last``."""
        return Span(self.first, min((day for day in (self.last, last) if day), default=None))

    def meets(self, other: "Span") -> bool:
        """Whether there is a day in both."""
        return not Span(max(self.first, other.first), self.last).within(other.last).empty

    @property
    def empty(self) -> bool:
        """Whether there is no day among them."""
        return self.last is not None and self.last < self.first


def held_on(regulations: Iterable[Regulation], day: dt.date) -> tuple[Regulation, ...]:
    """Return those of the published ones that are in force on a day, of a text that day's version."""
    standing = standing_of(published_in_order(regulations))
    return tuple(
        one for at, one in enumerate(standing) if span_of(one, standing[at + 1 :]).meets(Span(day, day))
    )


def published_in_order(regulations: Iterable[Regulation]) -> tuple[Regulation, ...]:
    """Return the published ones by their first days; of one day, the one published last comes last."""
    return tuple(
        sorted(
            (one for one in regulations if one.state is RegulationState.PUBLISHED and first_of(one)),
            key=lambda one: (first_of(one), one.published_at, one.id),
        )
    )


def first_of(regulation: Regulation) -> dt.date | None:
    """Return the first day of a regulation, None where it is not stated."""
    return regulation.content.head.valid_from


def replaces(document: str, other: Regulation) -> bool:
    """Whether a document that is said to be replaced is the text of another regulation."""
    return bool(document) and other.content.head.name == document


def forebears(one: Regulation, others: Iterable[Regulation]) -> tuple[str, ...]:
    """Return the ids of the versions of which one is a newer version, the last before it first."""
    before = {other.id: other.supersedes for other in others}
    found: dict[str, None] = {}
    at = one.supersedes
    while at and at not in found:
        found[at] = None
        at = before.get(at, "")
    return tuple(found)


def standing_of(published: tuple[Regulation, ...]) -> list[Regulation]:
    """Return what held on some day: all but versions that a newer one corrected from their first day on.

    Where such a version stood between two others, the newer of them follows the older one.
    """
    before = {one.id: forebears(one, published) for one in published}

    def first(one: Regulation) -> dt.date:
        return first_of(one) or dt.date.max

    gone = {
        one.id
        for one in published
        if any(one.id in before[other.id] and first(other) <= first(one) for other in published)
    }
    return [
        replace(one, supersedes=next((id_ for id_ in before[one.id] if id_ not in gone), ""))
        for one in published
        if one.id not in gone
    ]


def span_of(one: Regulation, later: Iterable[Regulation]) -> Span:
    """Return the days of a regulation: to its last, or to the day before what took its place whole."""
    head, others = one.content.head, tuple(later)
    ends = [
        first_of(other)
        for other in others
        if one.id in forebears(other, others)
        or (replaces(other.content.head.replaces, one) and other.content.head.replaces_whole)
    ]
    first = head.valid_from or dt.date.max
    return Span(first, one.last_day).within(day_before(min((day for day in ends if day), default=None)))


def day_before(day: dt.date | None) -> dt.date | None:
    """Return the day before, None for none."""
    return None if day is None or day == dt.date.min else day - dt.timedelta(days=1)
