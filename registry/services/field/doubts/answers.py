"""What an officer says of what stands out: accepted, asked, to be visited again; with the reason."""

from dataclasses import replace

from registry.errors import RefusalError
from registry.model.field.inspections import DoubtWord, Flag
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.field.deeds import check_officer, check_reader, field_deed, needed
from registry.services.field.doubts.flags import flags_of
from registry.services.field.waiting import kept_while_unchanged
from registry.services.office.registry import Registry
from registry.store.field.tables import doubt_answers
from registry.store.field.views import rows_by


def doubts(registry: Registry, *, person: Person) -> list[Flag]:
    """Return what stands out, with what an officer said of it: what nobody answered first."""
    check_reader(person)
    found = kept_while_unchanged(registry, "flags", lambda: flags_of(registry, person=person))
    with registry.database.read() as connection:
        rows = rows_by(connection, doubt_answers, [flag.key for flag in found])
    told = [
        replace(
            flag,
            version=rows[flag.key]["version"],
            word=DoubtWord(rows[flag.key]["word"]),
            reason=rows[flag.key]["reason"],
            who=rows[flag.key]["who"],
            at=rows[flag.key]["at"],
        )
        if flag.key in rows
        else flag
        for flag in found
    ]
    return sorted(told, key=lambda flag: flag.word is not None)


def unanswered(found: list[Flag]) -> list[Flag]:
    """Return those of which no officer said anything, or which he wants to be asked or visited again."""
    return [flag for flag in found if flag.word is not DoubtWord.ACCEPTED]


@one_moment()
def answer_doubt(
    registry: Registry, key: str, *, word: DoubtWord, reason: str, person: Person, seen: int
) -> None:
    """Say something of what stands out; a later word takes the place of an earlier, the ledger keeps both.

    Refused where nothing stands out any more under that key (``DOUBT-UNKNOWN``).
    """
    check_officer(person)
    told = needed(reason)
    flag = next((one for one in doubts(registry, person=person) if one.key == key), None)
    if flag is None:
        raise RefusalError("DOUBT-UNKNOWN")
    with field_deed(registry, "field-doubt", person, inspections=list(flag.inspections)[:20]) as made:
        own = {"id": key, "code": flag.code}
        made.put(doubt_answers, key, own, seen, word=word.value, reason=told, who=made.who, at=made.at)
