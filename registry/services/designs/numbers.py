"""The numbers by which designs are judged that no text states: the office's own, each with what it is for."""

from dataclasses import dataclass

from registry.checks.designs import TITLES
from registry.errors import RefusalError
from registry.messages import Words
from registry.model.people import Person, Role
from registry.model.vietnam_time import one_moment
from registry.services.designs.clock import LIMIT
from registry.services.designs.deeds import check_reader
from registry.services.office.calendar import today
from registry.services.office.deeds import name_of
from registry.services.office.registry import Registry
from registry.services.office.time_limits import (
    OFFICE,
    limit_code,
    limits_on,
    office_numbers,
    set_office_number,
)

ANSWER = f"{limit_code(LIMIT)}.days"
STATERS = (Role.LEADER, Role.ADMINISTRATOR)
"""Who states the office's numbers."""
_WHAT: dict[str, Words] = {
    ANSWER: Words("Số ngày làm việc để trả lời hồ sơ", "Working days to answer a dossier"),
    "DSG-01.radius_m": Words("Bán kính phục vụ của một vị trí trạm (m)", "Reach of a station (m)"),
    "DSG-04.join_m": Words("Cách hạ tầng ngoài khu không quá (m)", "Plant outside no farther than (m)"),
    "DSG-05.beside_m": Words("Cống bể cách tim đường không quá (m)", "Ducts from the street's middle (m)"),
    "DSG-06.plot_m": Words("Cống bể cách lô đất không quá (m)", "Ducts from a plot (m)"),
    "DSG-07.spare_ways": Words("Số ống dự phòng ít nhất", "Least spare ways"),
    "DSG-08.carriers": Words("Số doanh nghiệp dùng chung ít nhất", "Least carriers that share"),
    "DSG-10.depth_mm": Words("Độ sâu chôn cống ít nhất (mm)", "Least depth of ducts (mm)"),
    "DSG-16.radius_m": Words("Trạm gần nhà cao tầng phải làm rõ (m)", "Stations beside high-rises (m)"),
}


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number that the office states: its key, what it is for, of which question, its value (None: not)."""

    key: str
    what: Words
    question: Words | None
    value: int | None


def stated_numbers(registry: Registry, *, person: Person) -> list[StatedNumber]:
    """Return the numbers that the office may state for designs, in the order of the questions."""
    check_reader(person)
    law = limits_on(registry, today())
    found = []
    for key in sorted(office_numbers(), key=lambda key: (key != ANSWER, key)):
        code, _, name = key.partition(".")
        if key != ANSWER and code not in TITLES:
            continue
        rule = law.get(code)
        if (
            rule is not None
            and rule.threshold(name).basis != OFFICE
            and rule.threshold(name).value is not None
        ):
            continue  # a text that holds here lays it down: it is not the office's to state
        value = None if rule is None else rule.threshold(name).value
        stated = None if value is None else int(value)
        found.append(StatedNumber(key, _WHAT.get(key, Words(key, key)), TITLES.get(code), stated))
    return found


@one_moment()
def state_number(registry: Registry, key: str, value: int | None, *, person: Person) -> None:
    """State a number, or take it back with None; by a leader or administrator (``DESIGN-NOT-ALLOWED``).

    ``REQUEST-VALUE`` for a key that is no number of designs, or a value outside 1 to 3650.
    """
    if not person.is_one_of(*STATERS):
        raise RefusalError("DESIGN-NOT-ALLOWED")
    if key != ANSWER and key.partition(".")[0] not in TITLES:
        raise RefusalError("REQUEST-VALUE", value=key[:40])
    set_office_number(registry, key, value, who=name_of(person))
