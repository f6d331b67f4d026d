"""Carriers' lists of self-inspections (tự kiểm tra): previewed, then a campaign of their own."""

import datetime as dt
from pathlib import Path

from registry.model.people import Person
from registry.services.preview import ImportOutcome
from registry.services.registry import Registry


def import_self_inspection(
    registry: Registry,
    path: Path,
    *,
    organisation: str,
    person: Person,
    name: str = "",
    campaign: str = "",
    title: str = "",
    period: tuple[dt.date, dt.date] | None = None,
    yes: bool = False,
) -> ImportOutcome:
    """Read a list of self-inspections; with ``yes`` it becomes a campaign (or adds to ``campaign``)."""
    raise NotImplementedError
