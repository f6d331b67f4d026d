"""Typed fields of a form about outside cable, read by the same column dictionary as lists are."""

from collections.abc import Mapping
from typing import Any

from registry.columns import CellType, column
from registry.errors import RefusalError
from registry.intake.column_values import read_column
from registry.services.cables.records import FIRST_YEAR, LONGEST_OWNER, owner_of
from registry.services.office.calendar import today
from registry.typed_text import line_within, within

# the dictionary's column: the row's
SEGMENT_FIELDS: dict[str, str] = {
    "cable_code": "code",
    "cable_owner": "owner",
    "cable_operators": "operators",
    "cable_mount": "mount",
    "cable_state": "state",
    "cable_capacity": "capacity",
    "cable_spare": "spare",
    "cable_unit": "unit",
    "cable_height": "height_m",
    "cable_year": "built_year",
    "cable_decision": "decision",
    "cable_tagged": "tagged",
    "cable_loop": "spare_loop_m",
    "accuracy_m": "accuracy_m",
    "cable_from": "from_node",
    "cable_to": "to_node",
    "note": "note",
}
NODE_FIELDS: dict[str, str] = {
    "node_code": "code",
    "node_kind": "kind",
    "cable_owner": "owner",
    "cable_operators": "operators",
    "cable_state": "state",
    "cable_capacity": "capacity",
    "cable_spare": "spare",
    "cable_unit": "unit",
    "cable_height": "height_m",
    "cable_year": "built_year",
    "cable_tagged": "tagged",
    "accuracy_m": "accuracy_m",
    "note": "note",
}
_NUMBERS = {CellType.METRES, CellType.INTEGER}
_LONGEST = 1000


def columns_of(form: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    """Return the columns of a row that a form states (text by the dictionary's names); empty is None.

    Raises RefusalError ``CABLE-VALUE`` for a value that cannot be used.
    """
    found: dict[str, Any] = {}
    for name, row_name in fields.items():
        if name not in form:
            continue
        text = within(form[name], _LONGEST)
        item = column(name)
        values, problems = read_column(item, [text]) if text else ([None], {})
        value = values[0]
        if problems or (text and value is None and item.type is not CellType.TEXT):
            raise RefusalError("CABLE-VALUE", value=text[:60], label=item.label_vi)
        if name == "cable_owner" and value:
            value = line_within(owner_of(str(value)), LONGEST_OWNER)
        if name == "cable_operators":
            value = list(value or ())
        if name == "cable_year" and value is not None and not FIRST_YEAR <= value <= today().year + 5:
            raise RefusalError("CABLE-VALUE", value=text[:60], label=item.label_vi)
        if name == "accuracy_m" and value is None:
            value = 10.0
        found[row_name] = value
    spare, capacity = found.get("spare"), found.get("capacity")
    if spare is not None and capacity is not None and spare > capacity:
        raise RefusalError("CABLE-SPARE-OVER", spare=spare, capacity=capacity)
    return found
