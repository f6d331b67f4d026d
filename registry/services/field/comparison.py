"""Two visits of one mast, field by field: what each says, and which of them an officer lets count.

Nothing is overwritten: every visit stays whole, and a choice is a row of its own with who and why.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from registry.errors import RefusalError
from registry.model.field.defects import Defect
from registry.model.field.inspections import Inspection, Item, ItemKind, MastLabel, Reading
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.safety import checklists
from registry.safety.readings import number_of
from registry.services.field.checklists.answers import readings_of
from registry.services.field.checklists.held import held_sheets
from registry.services.field.deeds import check_officer, check_reader, field_deed, needed
from registry.services.field.inspections import inspection_of
from registry.services.field.items import items_of
from registry.services.field.responsible import labels_of
from registry.services.office.calendar import in_vietnam
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.database import Connection
from registry.store.field.tables import field_choices, field_items
from registry.store.field.tables import inspections as visits
from registry.store.field.views import Row, items_of_inspections, rows_by, rows_where
from registry.store.field.visits import spot_checks, visited_twice

MOST_VISITS = 12


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of the checklist: what each visit recorded (in the order of visits; None: nothing).

    ``chosen`` is the item that an officer lets count, "" where nobody chose among these.
    """

    entry: str
    words_vi: str
    words_en: str
    readings: tuple[Reading | None, ...]
    differs: bool
    chosen: str = ""
    chosen_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Which visits of a mast are held beside each other: of one campaign, of one ``day`` outside any, or all
    where one of them is a spot check (kiểm tra đối chứng): its purpose.
    """

    campaign: str = ""
    day: str = ""

    def holds(self, row: Row) -> bool:
        """Return whether it holds a visit (a row)."""
        return self == Beside() or self == _own_group(row)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A mast whose visits ``beside`` each other say different things: ``count`` of them wait for a choice."""

    mast: MastLabel
    count: int
    beside: Beside


@dataclass(frozen=True, slots=True)
class Comparison:
    """Visits of one mast side by side, the earliest first.

    ``asks``: what differs among them waits for somebody's choice; visits of several campaigns may differ.
    """

    mast: MastLabel
    inspections: tuple[Inspection, ...]
    fields: tuple[Field, ...]
    sheets: Mapping[str, checklists.Checklist | None]  # by visit
    asks: bool = True

    @property
    def waiting(self) -> int:
        """Return how many fields wait for a choice."""
        return sum(one.differs and not one.chosen for one in self.fields) if self.asks else 0


def compare(
    registry: Registry,
    structure: str,
    *,
    person: Person,
    campaign: str = "",
    day: str = "",
    inspections: Sequence[str] = (),
) -> Comparison:
    """Return the visits of a mast (of a campaign, of a day outside any, or those named) side by side; the
    last twelve at most.
    """
    check_reader(person)
    with registry.database.read() as connection:
        label = labels_of(connection, [structure]).get(structure)
        if label is None:
            raise RefusalError("FIELD-STRUCTURE-UNKNOWN", structure=structure[:40])
        beside = Beside(campaign, day)
        standing = _standing(connection, [structure])
        rows = [row for row in standing if beside.holds(row)]
        if inspections:
            rows = [row for row in rows if row["id"] in set(inspections)]
        rows = rows[-MOST_VISITS:]
        groups = _groups(standing, spot_checks(connection))
        asks = any(all(map(one.holds, rows)) for one in groups)
        return replace(_compared(connection, label, rows), asks=asks)


@one_moment()
def choose_item(
    registry: Registry,
    structure: str,
    *,
    entry: str,
    item: str,
    among: Sequence[str],
    reason: str,
    person: Person,
) -> None:
    """Record which item counts for an entry; nothing is overwritten, a later choice stands beside it.

    ``COMPARE-CHOICE`` where the items are not readings of that entry at that mast, or fewer than two.
    """
    check_officer(person)
    told = needed(reason)
    wanted = list(dict.fromkeys([*among, item]))
    with field_deed(registry, "field-choice", person, structure=structure) as made:
        rows = rows_by(made.connection, field_items, wanted)
        of_entry = [
            row
            for row in rows.values()
            if (row["structure"], row["entry"], row["kind"]) == (structure, entry, ItemKind.READING)
        ]
        if len(of_entry) != len(wanted) or len(wanted) < 2:
            raise RefusalError("COMPARE-CHOICE")
        row = {
            "id": new_id(),
            "structure": structure,
            "entry": entry,
            "item": item,
            "among": sorted(wanted),
            "reason": told,
            "who": made.who,
            "at": made.at,
        }
        made.create(field_choices, row)


@one_moment()
def choose_visit(
    registry: Registry,
    structure: str,
    *,
    inspection: str,
    reason: str,
    person: Person,
    campaign: str = "",
    day: str = "",
) -> int:
    """Let everything that one visit recorded count where visits differ and nobody chose; returns how many.

    One reason for all of it. ``COMPARE-CHOICE`` where the visit is none of those compared, or differs in
    nothing that is still open.
    """
    check_officer(person)
    told = needed(reason)
    found = compare(registry, structure, person=person, campaign=campaign, day=day)
    place = next((at for at, one in enumerate(found.inspections) if one.id == inspection), None)
    chosen = [
        (field, field.readings[place])
        for field in found.fields
        if place is not None and field.differs and not field.chosen and field.readings[place] is not None
    ]
    if not chosen:
        raise RefusalError("COMPARE-CHOICE")
    with field_deed(registry, "field-choice", person, structure=structure, inspection=inspection) as made:
        for field, reading in chosen:
            row = {
                "id": new_id(),
                "structure": structure,
                "entry": field.entry,
                "item": "" if reading is None else reading.item.id,
                "among": sorted(one.item.id for one in field.readings if one is not None),
                "reason": told,
                "who": made.who,
                "at": made.at,
            }
            made.create(field_choices, row)
    return len(chosen)


def conflicts_of(registry: Registry, *, person: Person, beside: Beside | None = None) -> list[Conflict]:
    """Return the masts whose visits say different things and wait for a choice, each group of them once.

    Of every group, or of the one ``beside`` each other: what minutes wait for is what the list shows.
    """
    check_reader(person)
    with registry.database.read() as connection:
        by_mast: dict[str, list[Row]] = defaultdict(list)
        for row in _standing(connection, visited_twice(connection)):
            by_mast[row["structure"]].append(row)
        checks = spot_checks(connection)
        groups = {
            structure: [one for one in _groups(rows, checks) if beside in (None, one)]
            for structure, rows in by_mast.items()
        }
        labels = labels_of(connection, [structure for structure, own in groups.items() if own])
        found = []
        for structure in sorted(labels):
            for group in groups[structure]:
                rows = [row for row in by_mast[structure] if group.holds(row)][-MOST_VISITS:]
                count = _compared(connection, labels[structure], rows).waiting
                if count:
                    found.append(Conflict(labels[structure], count, group))
    return found


def beside_of(one: Inspection, visits_there: Sequence[Inspection]) -> Beside:
    """Return which of the visits of its mast a visit is held beside: all where its own has no other."""
    own = _own_beside(one)
    return own if sum(_own_beside(each) == own for each in visits_there) > 1 else Beside()


def _own_beside(one: Inspection) -> Beside:
    return Beside(one.campaign) if one.campaign else Beside(day=day_of(one))


def _own_group(row: Row) -> Beside:
    return _own_beside(inspection_of(row))


def _groups(rows: Sequence[Row], checks: Collection[str]) -> list[Beside]:
    """Return which of a mast's visits are held beside each other, two at least; ``checks``: spot checks.

    What a phone gave no day is held beside nothing.
    """
    counts = Counter(map(_own_group, rows))
    found = [one for one, count in counts.items() if count > 1 and one != Beside()]
    if len(counts) > 1 and any(row["campaign"] in checks for row in rows):
        found.append(Beside())
    return found


def put_aside(registry: Registry, found: Sequence[Defect], *, person: Person) -> set[str]:
    """Return the ids of the defects of answers in whose place an officer let another visit's answer count."""
    check_reader(person)
    masts = sorted({one.mast.structure for one in found if one.entry and one.inspection})
    with registry.database.read() as connection:
        own_visits = rows_by(connection, visits, [one.inspection for one in found if one.inspection])
        chosen = {row["structure"] for row in rows_where(connection, field_choices, "structure", masts)}
    aside: set[str] = set()
    asked: dict[tuple[str, Beside], list[Defect]] = defaultdict(list)
    for one in found:
        row = own_visits.get(one.inspection)
        if row is None or one.mast.structure not in chosen:
            continue
        for beside in {_own_group(row), Beside(one.campaign)}:  # outside a campaign also among all of them
            asked[one.mast.structure, beside].append(one)
    for (structure, beside), own_defects in asked.items():
        compared = compare(registry, structure, person=person, campaign=beside.campaign, day=beside.day)
        visits_in_order = [one.id for one in compared.inspections]
        for one in own_defects:
            field = next((each for each in compared.fields if each.entry == one.entry), None)
            if field is None or not field.chosen or one.inspection not in visits_in_order:
                continue
            own = field.readings[visits_in_order.index(one.inspection)]
            counts = next(
                each for each in field.readings if each is not None and each.item.id == field.chosen
            )
            if own is not None and said(own) != said(counts):
                aside.add(one.id)
    return aside


def _standing(connection: Connection, structures: Sequence[str]) -> list[Row]:
    """Return the visits of masts as they came in, without those that were begun by mistake."""
    found = rows_where(connection, visits, "structure", structures, order="received_at")
    return [row for row in found if not row["dropped_at"]]


def _compared(connection: Connection, mast: MastLabel, rows: Sequence[Row]) -> Comparison:
    by_visit: dict[str, list[Item]] = defaultdict(list)
    for item in items_of(items_of_inspections(connection, [row["id"] for row in rows])):
        if not item.replaced_by:
            by_visit[item.inspection].append(item)
    known = held_sheets(connection)
    sheets = {row["id"]: known.get(row["checklist"], row["checklist_version"]) for row in rows}
    read = [
        {
            reading.entry: reading
            for reading in readings_of(sheets[row["id"]], by_visit[row["id"]], mast)
            if not reading.computed  # it follows from what is chosen
        }
        for row in rows
    ]
    choices: dict[str, list[Row]] = defaultdict(list)
    for choice in rows_where(connection, field_choices, "structure", [mast.structure], order="at"):
        choices[choice["entry"]].append(choice)
    fields = []
    for entry in _in_order(read):
        readings = tuple(one.get(entry) for one in read)
        held = [reading for reading in readings if reading is not None]
        choice_row = _choice(choices[entry], {reading.item.id for reading in held})
        fields.append(
            Field(
                entry=entry,
                words_vi=held[0].words_vi,
                words_en=held[0].words_en,
                readings=readings,
                differs=len({said(reading) for reading in held}) > 1,
                chosen=choice_row["item"] if choice_row else "",
                chosen_by=choice_row["who"] if choice_row else "",
                reason=choice_row["reason"] if choice_row else "",
            )
        )
    return Comparison(mast, tuple(inspection_of(row) for row in rows), tuple(fields), sheets)


def _choice(choices: Sequence[Row], among: Collection[str]) -> Row | None:
    """Return the last choice (of ``choices`` as they were made) among just these items, or more of them.

    A later one among the visits of another campaign leaves it as it is.
    """
    for choice in reversed(choices):
        if choice["item"] in among and set(among) <= set(choice["among"] or ()):
            return choice
    return None


def _in_order(read: Sequence[dict[str, Reading]]) -> list[str]:
    """Return the keys that any visit answered, in the order of their sheets.

    What only a later visit has (another sheet, one more row) comes after what goes before it there.
    """
    found: list[str] = []
    for one in read:
        at = 0
        for key in one:
            if key in found:
                at = found.index(key) + 1
            else:
                found.insert(at, key)
                at += 1
    return found


def said(reading: Reading) -> str:
    """Return what a reading says, so that 8,4 and 8.40 are the same."""
    number = number_of(reading.item.value)
    if number is not None:
        return f"{number:.9g} {reading.item.unit}"
    return str(reading.item.value)


def day_of(one: Inspection) -> str:
    """Return the day of a visit in Vietnam, "" where its phone said none."""
    at = one.finished_at or one.started_at or one.received_at
    try:
        return f"{in_vietnam(at):%d/%m/%Y}" if at else ""
    except ValueError:
        return ""
