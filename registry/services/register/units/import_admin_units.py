"""Import surveyed boundaries of administrative units in place of the approximate ones."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from registry.columns import fold
from registry.errors import RefusalError
from registry.intake.maps.map_file import Feature, MapFile, none_usable, read_map_file
from registry.messages import issue_of
from registry.model.areas import AdminLevel, AdminUnit
from registry.model.issues import Issue
from registry.model.vietnam_time import one_moment
from registry.provinces import planes_of
from registry.services.office.deeds import write
from registry.services.office.import_batch import counts_of, preview_rows
from registry.services.office.preview import ImportOutcome
from registry.services.office.registry import Registry
from registry.services.register.position_hints import box_here
from registry.services.register.units.border_file import ERROR_M, of_the_origin, outline_error_m
from registry.services.register.units.first_units import unit_id
from registry.services.register.units.rough_borders import is_rough
from registry.store.changes import difference
from registry.store.register.units import load_units, unit_row
from registry.store.tables import admin_units

_LAST_DAY = {AdminLevel.DISTRICT: dt.date(2025, 6, 30)}  # there are no districts since 1/7/2025
_DIGITS = {AdminLevel.PROVINCE: 2, AdminLevel.DISTRICT: 3, AdminLevel.COMMUNE: 5}
_CODE = ("code", "ma", "maxa", "mahuyen", "matinh", "madvhc")
_CODE_OF = {
    AdminLevel.PROVINCE: ("level1id", "provincecode"),
    AdminLevel.DISTRICT: ("level2id", "districtcode"),
    AdminLevel.COMMUNE: ("level3id", "wardcode"),
}
_NAME = ("name", "ten", "tenxa", "tenhuyen", "tentinh", "tendvhc")
_PARENT = ("parent", "parentcode", "capchaquan", "thuoc", "macha", "provincecode")
_FORMER = ("predecessors", "predecess", "predecesso", "tiennhiem", "xacu")
_KIND = ("kind", "loai", "capdvhc")
_KINDS = ("Thị trấn", "Thành phố", "Đặc khu", "Phường", "Thị xã", "Huyện", "Quận", "Tỉnh", "Xã")


@one_moment()
def import_admin_units(
    registry: Registry,
    path: Path,
    *,
    level: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    crs: str | None = None,
    yes: bool = False,
    who: str,
    name: str | None = None,
) -> ImportOutcome:
    """Import a vector file with ``code``, ``name``, ``parent`` and ``predecessors`` as units of one level.

    A unit that the register has under its code in that time keeps its id, and what the file does not say; its
    boundary is then as surveyed (error 0), unless the file is of the origin of the project's own borders,
    whose error is known (``UNIT-REFERENCE-MAP``), a province's outline by how far it lies from its communes.
    Without ``yes`` nothing is written. Units of the register
    that the file leaves out are counted as vanished and stay. Districts whose last day is not said end with
    their level.
    """
    chosen = _level(level)
    valid_to = valid_to or _LAST_DAY.get(chosen)
    if valid_to is not None and valid_to < valid_from:
        raise RefusalError("VALIDITY-TURNED", first=valid_from, last=valid_to)
    found = read_map_file(path, crs=crs, planes=planes_of(registry.settings.province), box=box_here(registry))
    if not found.features:
        raise none_usable(found)
    options = {
        "level": level, "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else "",
    }  # fmt: skip
    issues = list(found.issues)
    with registry.database.write() if yes else registry.database.read() as connection:
        error_m = 0.0
        if of_the_origin(found.columns):
            error_m = ERROR_M
            if chosen is AdminLevel.PROVINCE:
                communes = [
                    one
                    for one in load_units(connection, level=AdminLevel.COMMUNE)
                    if _meets(one, valid_from, valid_to)
                ]
                shapes = [one.geometry for one in found.features]
                error_m = outline_error_m(shapes, communes, registry.settings.metric_epsg)
            issues.append(issue_of("UNIT-REFERENCE-MAP", params={"error": error_m}))
        standing = [
            unit for unit in load_units(connection, level=chosen) if _meets(unit, valid_from, valid_to)
        ]
        made = _units(
            found, chosen, standing, issues, valid=(valid_from, valid_to), file_name=name or found.name
        )
        units = {key: replace(unit, boundary_error_m=error_m) for key, unit in made.items()}
        rows = difference(connection, admin_units, [unit_row(unit) for unit in units.values()])
        vanished = [unit.code for unit in standing if unit.id not in units]
        left_out = found.left_out + len(found.features) - len(units)
        counts = counts_of([rows], vanished=len(vanished), left_out=left_out)
        batch = write(
            connection, rows.changes if yes else [], kind="admin_units", who=who,
            file_name=name or found.name, file_sha256=found.sha256, options=options, summary=counts,
        )  # fmt: skip
    return ImportOutcome(
        counts=counts,
        issues=tuple(issues),
        rows=preview_rows(rows, vanished),
        batch=batch or None,
        file_name=name or found.name,
    )


def all_units(registry: Registry) -> list[AdminUnit]:
    """Return every unit of every level and time."""
    with registry.database.read() as connection:
        return load_units(connection)


def standing_on(unit: AdminUnit, day: dt.date) -> bool:
    """Whether a unit is in force on a day."""
    return (unit.valid_from is None or unit.valid_from <= day) and (
        unit.valid_to is None or unit.valid_to >= day
    )


def rough_communes(registry: Registry, day: dt.date) -> int:
    """Return how many communes of a day have no border, or one that was made from points."""
    return sum(
        is_rough(unit)
        for unit in all_units(registry)
        if unit.level is AdminLevel.COMMUNE and standing_on(unit, day)
    )


def _level(text: str) -> AdminLevel:
    try:
        return AdminLevel(text)
    except ValueError as error:
        raise RefusalError("LEVEL-UNKNOWN", level=text, known=", ".join(AdminLevel)) from error


def _meets(unit: AdminUnit, first: dt.date, last: dt.date | None) -> bool:
    """Whether a unit exists on some day of the time that the file is about."""
    return (unit.valid_to is None or unit.valid_to >= first) and (
        unit.valid_from is None or last is None or unit.valid_from <= last
    )


def _units(
    found: MapFile,
    level: AdminLevel,
    standing: list[AdminUnit],
    issues: list[Issue],
    *,
    valid: tuple[dt.date, dt.date | None],
    file_name: str,
) -> dict[str, AdminUnit]:
    by_code = {unit.code: unit for unit in standing}
    units: dict[str, AdminUnit] = {}
    for item in found.features:
        code = _code(item.get((*_CODE, *_CODE_OF[level])), level)
        if not code:
            issues.append(
                issue_of("UNIT-NO-CODE", row=item.number, value=item.called, params={"number": item.number})
            )
            continue
        known = by_code.get(code)
        unit = _unit(item, code, level, known, valid=valid, file_name=file_name)
        if unit.id in units:
            issues.append(
                issue_of(
                    "UNIT-CODE-TWICE",
                    row=item.number,
                    value=item.called,
                    params={"number": item.number, "code": code},
                )
            )
            continue
        if known is None:
            issues.append(
                issue_of(
                    "UNIT-NEW",
                    row=item.number,
                    value=item.called,
                    params={"code": code, "name": unit.name or "–"},
                )
            )
        units[unit.id] = unit
    return units


def _unit(
    item: Feature,
    code: str,
    level: AdminLevel,
    known: AdminUnit | None,
    *,
    valid: tuple[dt.date, dt.date | None],
    file_name: str,
) -> AdminUnit:
    kind, name = _named(str(item.get(_NAME) or ""), str(item.get(_KIND) or ""))
    former = item.get(_FORMER)
    parent = item.get(_PARENT)
    first, last = valid
    unit = known or AdminUnit(
        id=unit_id(code, first), code=code, level=level, name="", kind="", parent="", valid_from=first,
        valid_to=last,
    )  # fmt: skip
    return replace(
        unit,
        name=name or unit.name,
        kind=kind or unit.kind,
        parent=_parent(parent, level) if parent is not None else unit.parent,
        valid_to=last if last is not None else unit.valid_to,
        predecessors=_codes(former, level) if former is not None else unit.predecessors,
        boundary=item.geometry,
        source=file_name,
    )


def _code(value: Any, level: AdminLevel) -> str:
    """Return a code with the zeros at its beginning that spreadsheets drop."""
    if value is None or isinstance(value, bool):
        return ""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    return text.zfill(_DIGITS[level]) if text.isdigit() else text


def _parent(value: Any, level: AdminLevel) -> str:
    text = _code(value, AdminLevel.PROVINCE)
    return text.zfill(3) if level is AdminLevel.COMMUNE and len(text) == 3 else text


def _codes(value: Any, level: AdminLevel) -> tuple[str, ...]:
    parts: Iterable[str] = str(value).replace(";", ",").split(",")
    return tuple(sorted({code for part in parts if (code := _code(part.strip(), level))}))


def _named(name: str, kind: str) -> tuple[str, str]:
    """Part "Phường Bắc Giang" into its kind and its name."""
    for known in _KINDS:
        if fold(name).startswith(fold(known)) and len(name) > len(known) and name[len(known)] == " ":
            return kind or known, name[len(known) + 1 :].strip()
    return kind, name
