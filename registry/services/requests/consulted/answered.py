"""Who gave a body's answer: the body by its account, or an officer who noted what came on paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from registry.model.people import Role
from registry.model.requests.desk_records import Consultation
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import list_accounts
from registry.store.histories import entries_of
from registry.store.requests.tables import consultations

_ANSWER = ("outcome", "answer", "answer_number", "answered_on")


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given: by whom, when (the ledger's moment), what; ``here`` by its own account."""

    who: str
    at: str
    here: bool
    said: Mapping[str, Any]


def answers_given(registry: Registry, items: Iterable[Consultation]) -> dict[str, list[Given]]:
    """Return the answers to each question, oldest first; a change of the letter's own number is none."""
    accounts = {item.name for item in list_accounts(registry) if Role.CONSULTED in item.roles}
    asked = [item.id for item in items if item.outcome]
    with registry.database.read() as connection:
        found = entries_of(connection, {consultations.name: asked})
    given: dict[str, list[Given]] = {}
    for entry in found:
        before, after = entry.change.before or {}, entry.change.after or {}
        if after.get("outcome") and any(before.get(name) != after.get(name) for name in _ANSWER):
            said = {name: after.get(name) or "" for name in _ANSWER}
            one = Given(entry.who, entry.at, entry.who in accounts, said)
            given.setdefault(entry.change.record, []).append(one)
    return given


def replaced(given: list[Given]) -> Given | None:
    """Return what a body sent by its account where an officer has noted another answer since, else None."""
    if not given or given[-1].here:
        return None
    return next((one for one in reversed(given) if one.here), None)
