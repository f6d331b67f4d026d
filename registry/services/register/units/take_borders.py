"""Real borders are offered to a register that has worse ones: looked at, taken as one batch, undone as one.

Old registers began with approximate borders, and another province's come in a file of the same origin.
Borders that the office brought itself, surveyed or better, are never replaced, and nothing is unasked.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from registry.errors import RefusalError
from registry.messages import province_in_words
from registry.model.areas import AdminLevel, AdminUnit
from registry.model.issues import Issue
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import write
from registry.services.office.import_batch import counts_of, preview_rows
from registry.services.office.preview import ImportOutcome
from registry.services.office.registry import Registry
from registry.services.register.units.approximate_borders import SOURCE
from registry.services.register.units.border_file import FOLDER, BorderFile, border_file, made_from
from registry.services.register.units.first_units import starting_units, units_with
from registry.store.changes import difference
from registry.store.register.units import load_units, unit_row
from registry.store.tables import admin_units

WHOLE = "whole"
"""What stands for the level of a batch that holds units of every level."""


class Offer(NamedTuple):
    """Real borders with the name of the file they are from, and what was to be said of reading it."""

    file: BorderFile
    name: str
    issues: tuple[Issue, ...] = ()


def own_offer(registry: Registry) -> Offer | None:
    """Return the project's borders of the register's province, None where there are none."""
    file = border_file(registry.settings.province)
    return None if file is None else Offer(file, f"{FOLDER.name}/{file.province}.json")


def offer_from(path: Path, name: str | None = None) -> Offer:
    """Return the borders of a map file of all communes; refused as ``made_from`` says."""
    file, found = made_from(path)
    return Offer(file, name or found.name, tuple(found.issues))


def better_borders(registry: Registry) -> int:
    """Return how many units of the register the project's borders would serve better than those it has."""
    offer = own_offer(registry)
    if offer is None:
        return 0
    with registry.database.read() as connection:
        standing = load_units(connection, boundaries=False)
    return len(_replaced(standing, offer.file))


@one_moment()
def take_borders(registry: Registry, offer: Offer, *, yes: bool = False, who: str) -> ImportOutcome:
    """Give the units of the register the borders of ``offer`` where those are better; one batch.

    Without ``yes`` nothing is written. A unit keeps its names, its days and its predecessors. Refused:
    borders of another province than the register's (``BORDERS-OTHER-PROVINCE``).
    """
    if offer.file.province != registry.settings.province:
        raise RefusalError(
            "BORDERS-OTHER-PROVINCE", name=offer.name, province=province_in_words(offer.file.province),
            own=province_in_words(registry.settings.province),
        )  # fmt: skip
    options = {"level": WHOLE, "valid_from": offer.file.valid_from.isoformat(), "valid_to": ""}
    with registry.database.write() if yes else registry.database.read() as connection:
        standing = load_units(connection)
        replaced = sorted(_replaced(standing, offer.file), key=_as_shown)
        rows = difference(connection, admin_units, [unit_row(unit) for unit in replaced])
        counts = counts_of([rows]) | {"unchanged": len(standing) - len(rows.changed)}
        batch = write(
            connection, rows.changes if yes else [], kind="admin_units", who=who,
            file_name=offer.name, file_sha256=offer.file.origin_sha256, options=options, summary=counts,
        )  # fmt: skip
    return ImportOutcome(
        counts=counts,
        issues=offer.issues,
        rows=preview_rows(rows, named="name"),
        batch=batch or None,
        file_name=offer.name,
    )


def _as_shown(unit: AdminUnit) -> tuple[bool, bool, str]:
    """Units in force before former ones, the province first."""
    return unit.valid_to is not None, unit.level is not AdminLevel.PROVINCE, unit.id


def _replaced(standing: Iterable[AdminUnit], file: BorderFile) -> list[AdminUnit]:
    """Return the units whose border ``file`` betters, with that border: a smaller error, or the same and no
    longer made from points alone."""
    known = file is border_file(file.province)
    units = starting_units(file.province) if known else units_with(file.province, file)
    better = {unit.id: unit for unit in units}
    found = []
    for unit in standing:
        new = better.get(unit.id)
        if new is None or new.boundary is None:
            continue
        rough = unit.source == SOURCE and new.source != SOURCE
        if unit.boundary_error_m > new.boundary_error_m or (rough and unit.boundary_error_m > 0):
            found.append(
                replace(unit, boundary=new.boundary, boundary_error_m=new.boundary_error_m, source=new.source)
            )
    return found
