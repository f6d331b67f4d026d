"""What a consulted body sees and does: the questions that were sent to it, their rows, and its answer.

A question is a body's own where it bears one of the body's names, letter for letter but for capitals and
spaces: the commune's own names where the account is bound to a commune, and those that the administrator
entered for the account. Nothing is guessed from a name that is only alike.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.model.areas import AdminUnit, full_name
from registry.model.notices import Recipient
from registry.model.people import Person, Role
from registry.model.requests.desk import CLOSED, RequestState
from registry.model.requests.desk_records import Consultation
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import addressees
from registry.services.office.registry import Registry
from registry.services.office.settings import set_otherwise, write_settings
from registry.services.office.sign_in.accounts import list_accounts
from registry.services.register.context import context_for
from registry.services.register.disclosure import disclosed
from registry.services.requests.consulted.addressed import addressed
from registry.services.requests.consulted.consultations import bodies_in_law
from registry.store.office.operators import load_settings, organisation_names
from registry.store.requests import requests as store
from registry.store.requests.consultations import sent_consultations
from registry.store.requests.tables import request_rows

SETTING = "consulted_bodies"
LAYER = "consulted"  # of data/disclosure.toml
LONGEST = 200


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row that a body is asked about: its place in the list (from 1) and what it may read of it."""

    place: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a body, the request's number, carrier and state, and the rows concerned."""

    consultation: Consultation
    number: str
    carrier: str
    rows: tuple[AskedRow, ...]
    state: RequestState = RequestState.CONSULTING

    @property
    def waits(self) -> bool:
        """Whether the body's answer is waited for: not once the request was answered or withdrawn."""
        return not self.consultation.outcome and self.state not in CLOSED


def asked_of(registry: Registry, person: Person) -> list[Asked]:
    """Return the questions that were sent to a person's body, those waiting first; none for anybody else."""
    if not person.is_one_of(Role.CONSULTED):
        return []
    names = names_of(registry, person)
    with registry.database.read() as connection:
        found = sent_consultations(connection)
        stated, code = addressees(load_settings(connection)), registry.settings.province
        own = [
            item
            for item in found
            if item.kind == "letter"
            and not names.isdisjoint({_plain(item.body), _plain(addressed(item.body, stated, code))})
        ]
        carriers = organisation_names(connection)
        requests = {item.id: item for item in store.load_requests(connection)}
        rows = store.of_requests(connection, request_rows, {item.request for item in own})
    asked = [
        Asked(
            item,
            requests[item.request].number,
            carriers.get(requests[item.request].organisation, requests[item.request].organisation),
            tuple(_row(row, person, carriers) for row in rows[item.request] if _concerned(row, item)),
            requests[item.request].state,
        )
        for item in own
    ]
    return sorted(asked, key=lambda one: (not one.waits, one.consultation.sent_on or today()))


def asked_one(registry: Registry, person: Person, consultation: str) -> Asked:
    """Return one question of a person's body; any other one is ``REQUEST-CONSULTATION-UNKNOWN``."""
    found = next((one for one in asked_of(registry, person) if one.consultation.id == consultation), None)
    if found is None:
        raise RefusalError("REQUEST-CONSULTATION-UNKNOWN")
    return found


def accounts_asked(registry: Registry, body: str) -> list[Recipient]:
    """Return the accounts of a body that the office writes to under this name; none where it has none."""
    with registry.database.read() as connection:
        stated = addressees(load_settings(connection))
    wanted = {_plain(body), _plain(addressed(body, stated, registry.settings.province))}
    return [
        Recipient(account=account.name)
        for account in list_accounts(registry)
        if account.active
        and Role.CONSULTED in account.roles
        and not wanted.isdisjoint(names_of(registry, account.person))
    ]


def names_of(registry: Registry, person: Person) -> frozenset[str]:
    """Return the names of a person's body, as they are compared."""
    return frozenset(map(_plain, written_names(registry, person)))


def written_names(registry: Registry, person: Person) -> list[str]:
    """Return the names of a person's body, as they are written."""
    names = [*entered_names(registry).get(person.name, ())]
    units = context_for(registry, today()).units.communes
    for unit in units:
        if person.territory and unit.code == person.territory:
            names += _of_commune(unit)
    return names


def _of_commune(unit: AdminUnit) -> list[str]:
    name = full_name(unit)
    return [name, f"UBND {name}", f"Ủy ban nhân dân {name}"]


def names_in_letters(registry: Registry) -> list[str]:
    """Return the names that letters to the bodies of the law bear, each once: an account needs the same."""
    with registry.database.read() as connection:
        stated = addressees(load_settings(connection))
    return list(
        dict.fromkeys(addressed(body.vi, stated, registry.settings.province) for body in bodies_in_law())
    )


def names_no_letter_bears(registry: Registry, names: Iterable[str]) -> list[str]:
    """Return which of an account's names no letter can be expected to bear, as they were typed.

    Borne are the names of the law's bodies, of today's communes, and those that a letter was sent under.
    """
    with registry.database.read() as connection:
        sent = {name for item in sent_consultations(connection) for name in (item.body, item.to) if name}
    communes = (name for unit in context_for(registry, today()).units.communes for name in _of_commune(unit))
    laws = (body.vi for body in bodies_in_law())
    borne = set(map(_plain, (*names_in_letters(registry), *laws, *communes, *sent)))
    return [" ".join(name.split()) for name in names if name.strip() and _plain(name) not in borne]


def entered_names(registry: Registry) -> dict[str, list[str]]:
    """Return the names of bodies that the administrator entered, by account."""
    with registry.database.read() as connection:
        entered: dict[str, list[str]] = load_settings(connection).get(SETTING) or {}
    return entered


@one_moment()
def enter_names(
    registry: Registry, account: str, names: Iterable[str], *, who: str, seen: Iterable[str] | None = None
) -> None:
    """Put the names under which the office writes to an account's body in the place of those before.

    Refused for an account that is no consulted body's, a name that is too long, a name that another account
    bears (a question goes to one body), and where the names are no longer those that the editor has ``seen``
    (``CHANGED-MEANWHILE``).
    """
    if account not in {item.name for item in list_accounts(registry) if Role.CONSULTED in item.roles}:
        raise RefusalError("ACCOUNT-UNKNOWN", name=account)
    wanted = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    for name in wanted:
        if len(name) > LONGEST:
            raise RefusalError("REQUEST-VALUE", value=name[:40])
    with registry.database.write() as connection:
        entered: dict[str, list[str]] = load_settings(connection).get(SETTING) or {}
        if seen is not None and list(seen) != entered.get(account, []):
            stands = {"name": account, "names": entered.get(account, [])}
            raise set_otherwise(connection, SETTING, stands, {"names": wanted})
        for other, theirs in entered.items():
            twice = {_plain(name) for name in theirs} & {_plain(name) for name in wanted}
            if other != account and twice:
                raise RefusalError("CONSULTED-NAME-TAKEN", name=min(twice), account=other)
        value = {**entered, account: wanted}
        left = {key: own for key, own in value.items() if own} or None
        write_settings(connection, {SETTING: left}, about=SETTING, who=who)


def _concerned(row: dict[str, Any], item: Consultation) -> bool:
    return row["list_version"] == item.list_version and item.concerns(row["row"])


def _row(row: dict[str, Any], person: Person, carriers: dict[str, str]) -> AskedRow:
    """Return a row as the policy shows it to a body that was asked about it."""
    own = {**row["proposal"], "commune": row["commune"], "commune_code": row["commune_code"]}
    own |= {"lon": row["lon"], "lat": row["lat"], "address": row["address"], "site_code": row["site_code"]}
    own["operator"] = carriers.get(row["operator"], row["operator"])
    return AskedRow(row["row"] + 1, disclosed(LAYER, own, person, own=True))


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
