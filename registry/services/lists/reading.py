"""The list as it is read: with what is said of its columns and what was repaired in its cells."""

from collections.abc import Iterable, Sequence

from registry.columns import ListKind
from registry.intake.parsed import ParsedList
from registry.intake.reading import read_list
from registry.intake.repairs import Repair
from registry.intake.standing_lists import check_standing
from registry.model.mast_lists import MastList, MastListRow
from registry.services.appraise.stated_columns import meanings_from_json
from registry.services.office.attachments import file_path
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.position_hints import hint_source
from registry.store.changes import stable_id
from registry.store.tables import canonical_json


def read_mast_list(registry: Registry, item: MastList, said: Iterable[MastListRow]) -> ParsedList:
    """Read a list that was handed in; RefusalError (FILE-*, LIST-OF-PROPOSALS) where it is none."""
    parsed = read_list(
        file_path(registry, item.sha256, item.name),
        ListKind.SITES,
        hints=hint_source(registry, today()),
        operator=item.operator,
        name=item.name,
        meanings=meanings_from_json(dict(item.columns)),
        repairs=repairs_of(said),
    )
    check_standing(parsed)
    return parsed


def repairs_of(said: Iterable[MastListRow]) -> list[Repair]:
    """Return the repaired cells of a list's rows."""
    return [
        Repair(row.sheet, row.row, letter, cell["header"], row.code, cell["was"], cell["text"])
        for row in said
        for letter, cell in row.repairs.items()
    ]


def key_of(item: MastList, said: Sequence[MastListRow]) -> str:
    """Return by what one reading of a list is known: its file, what was said of it, and as what it counts."""
    repaired = [[row.sheet, row.row, row.code, dict(row.repairs)] for row in said if row.repairs]
    facts = [item.operator, item.kind.value, item.list_date.isoformat(), dict(item.columns), repaired]
    return stable_id("mast list reading", item.id, item.sha256, canonical_json(facts))
