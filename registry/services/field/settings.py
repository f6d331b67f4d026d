"""What the office sets for the field: accuracy gate, averaging, photos, telephones, days for defects."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from registry.errors import RefusalError
from registry.model.people import Person, Role
from registry.model.vietnam_time import one_moment
from registry.safety.deadlines import OfficeDays
from registry.services.office.registry import Registry
from registry.services.office.settings import write_settings
from registry.store.office.operators import load_settings

PREFIX = "field_"
_TELEPHONE = re.compile(r"\+?[0-9](?:[ .()-]*[0-9]){2,14}")
_COMMON_YEAR = 2001  # a season does not begin on 29 February
_SPANS = {
    "accuracy_gate_m": (1.0, 500.0),
    "fixes": (1, 60),
    "photo_longest_px": (0, 10_000),
    "urgent_days": (0, 365),
    "serious_days": (1, 730),
    "minor_days": (1, 1095),
}


@dataclass(frozen=True, slots=True)
class FieldSettings:
    """``accuracy_gate_m``: fixes worse than this do not count. ``fixes``: how many are averaged.

    ``photo_longest_px`` 0: photos are never reduced. ``thunder_from``: first day (month, day) of the local
    thunderstorm season. Days are calendar days from the finding. ``telephones``: whom an inspector calls
    under a mast, by the organisation that answers for it (an operator's code or an owner's name).
    """

    accuracy_gate_m: float = 20.0
    fixes: int = 5
    photo_longest_px: int = 0
    urgent_days: int = 3
    serious_days: int = 30
    minor_days: int = 90
    thunder_from: tuple[int, int] = (4, 1)
    telephones: Mapping[str, str] = field(default_factory=dict)


def settings_of(values: Mapping[str, Any]) -> FieldSettings:
    """Return the field's settings of the register's values, defaults elsewhere."""
    given = {
        item.name: values[PREFIX + item.name]
        for item in fields(FieldSettings)
        if PREFIX + item.name in values
    }
    if "thunder_from" in given:
        month, day = given["thunder_from"]
        given["thunder_from"] = (int(month), int(day))
    return FieldSettings(**given)


def office_days(values: Mapping[str, Any]) -> OfficeDays:
    """Return the days for defects of the register's values."""
    found = settings_of(values)
    return OfficeDays(found.urgent_days, found.serious_days, found.minor_days, found.thunder_from)


def field_settings(registry: Registry) -> FieldSettings:
    """Return what the office has set, defaults elsewhere."""
    with registry.database.read() as connection:
        return settings_of(load_settings(connection))


@one_moment()
def set_field_settings(
    registry: Registry, settings: FieldSettings, *, person: Person, since: int | None = None
) -> None:
    """Set them; ``FIELD-SETTING`` for a number that makes no sense. For administrators.

    ``since`` is the ledger's number when they were looked at; refused where somebody changed them after it.
    """
    if not person.is_one_of(Role.ADMINISTRATOR):
        raise RefusalError("FIELD-NOT-ALLOWED")
    for name, (least, most) in _SPANS.items():
        value = getattr(settings, name)
        if not isinstance(value, int | float) or not least <= value <= most:
            raise RefusalError("FIELD-SETTING", name=name, least=least, most=most, value=str(value)[:20])
    month, day = settings.thunder_from
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(_COMMON_YEAR, month)[1]:
        raise RefusalError(
            "FIELD-SETTING", name="thunder_from", least="1/1", most="31/12", value=f"{day}/{month}"
        )
    if not settings.urgent_days <= settings.serious_days <= settings.minor_days:
        raise RefusalError("FIELD-SETTING-ORDER")
    for number in settings.telephones.values():
        if not _TELEPHONE.fullmatch(number):
            raise RefusalError("FIELD-TELEPHONE", value=number[:30])
    values = {
        PREFIX + name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(settings).items()
    }
    with registry.database.write() as connection:
        write_settings(connection, values, about="field", who=person, since=since)
