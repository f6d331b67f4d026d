"""Accounts in the store, on both backends: what is ledgered, what is secret, what a copy keeps."""

import contextlib
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.people import Role
from registry.services.office.registry import Registry
from registry.services.office.sign_in import accounts as service
from registry.settings import read_settings
from registry.store import copies, ledger
from registry.store.changes import create
from registry.store.database import Database
from registry.store.office import accounts
from registry.store.office.operators import known_operators
from registry.store.tables import operators
from registry.store.verification import verify
from tests.conftest import FULL_COST


@pytest.fixture
def registry(database: Database, tmp_path: Path) -> Registry:
    with database.write() as connection:
        changes = [create(operators, row) for row in known_operators()]
        ledger.record(connection, changes, who="test", batch="B0")
    return Registry(read_settings({"BTS_HOME": str(tmp_path)}), database)


def test_an_account_is_made_found_changed_and_the_ledger_stays_true(registry: Registry) -> None:
    assert not service.has_accounts(registry)
    first = service.add_account(registry, " Admin ", ["administrator"], who="root")
    assert service.has_accounts(registry)
    assert service.has_administrator(registry)
    found = service.find_account(registry, name="admin")
    assert found is not None
    assert found.roles == {Role.ADMINISTRATOR}
    assert found.must_change
    assert found.password.startswith("$argon2id$")
    assert service.find_account(registry, session_key=found.session_key) == found
    again = service.reset_password(registry, "admin", who="root")
    assert again != first
    changed = service.find_account(registry, name="admin")
    assert changed is not None
    assert changed.password != found.password
    assert changed.session_key != found.session_key
    service.set_two_factor_compulsory(registry, compulsory=True, who="root")
    assert service.two_factor_compulsory(registry)
    with registry.database.read() as connection:
        assert verify(connection).problems == ()
        entries = [e for e in ledger.entries(connection) if e.change.table == "accounts"]
        assert {entry.who for entry in entries} == {"root"}
        assert len(entries) == 2
        for entry in entries:
            for image in (entry.change.before, entry.change.after):
                assert not {"password", "session_key", "second_secret"} & set(image or {})


def test_a_password_costs_what_rfc_9106_recommends() -> None:
    assert FULL_COST == {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 4}


def test_first_passwords_are_random_and_long() -> None:
    made = {service.new_password() for _ in range(100)}
    assert len(made) == 100
    assert all(len(password) == 19 for password in made)


@pytest.mark.parametrize(
    ("name", "roles", "bound", "code"),
    [
        ("a b", ["viewer"], {}, "ACCOUNT-NAME"),
        ("quản-trị", ["viewer"], {}, "ACCOUNT-NAME"),
        ("x", ["viewer"], {}, "ACCOUNT-NAME"),
        ("ok", [], {}, "ACCOUNT-NO-ROLE"),
        ("ok", ["king"], {}, "ACCOUNT-ROLE"),
        ("ok", ["carrier"], {}, "ACCOUNT-ORGANISATION-LACKING"),
        ("ok", ["carrier"], {"organisation": "nobody"}, "ACCOUNT-ORGANISATION"),
        ("ok", ["appraiser"], {"organisation": "VTL"}, "ACCOUNT-BOUND"),
        ("ok", ["leader"], {"territory": "07210"}, "ACCOUNT-BOUND"),
        ("ok", ["carrier"], {"organisation": "VTL", "territory": "07210"}, "ACCOUNT-BOUND"),
        ("ok", ["consulted"], {"organisation": "VTL", "territory": "07210"}, "ACCOUNT-BOUND"),
        ("ok", ["carrier", "leader"], {"organisation": "VTL"}, "ACCOUNT-ROLES-MIXED"),
        ("ok", ["consulted"], {}, "ACCOUNT-NO-TERRITORY"),
        ("taken", ["viewer"], {}, "ACCOUNT-EXISTS"),
    ],
)
def test_an_account_that_would_be_wrong_is_refused(
    registry: Registry, name: str, roles: list[str], bound: dict[str, str], code: str
) -> None:
    service.add_account(registry, "taken", ["viewer"], who="test")
    with pytest.raises(RefusalError) as refused:
        service.add_account(registry, name, roles, who="test", **bound)
    assert refused.value.code == code
    assert [account.name for account in service.list_accounts(registry)] == ["taken"]


@pytest.mark.parametrize("said", ["VTL", "vtl", "Viettel"])
def test_a_carrier_is_bound_to_the_code_of_its_operator(registry: Registry, said: str) -> None:
    service.add_account(registry, "carrier", ["carrier"], organisation=said, who="test")
    assert service.list_accounts(registry)[0].organisation == "VTL"


def test_the_last_administrator_cannot_be_disabled(registry: Registry) -> None:
    service.add_account(registry, "one", ["administrator"], who="test")
    with pytest.raises(RefusalError) as refused:
        service.set_active(registry, "one", active=False, who="test")
    assert refused.value.code == "ACCOUNT-LAST-ADMINISTRATOR"
    service.add_account(registry, "two", ["administrator"], who="test")
    service.set_active(registry, "one", active=False, who="test")
    assert [account.active for account in service.list_accounts(registry)] == [False, True]
    with pytest.raises(RefusalError) as unknown:
        service.set_active(registry, "three", active=False, who="test")
    assert unknown.value.code == "ACCOUNT-UNKNOWN"


def test_a_copy_of_the_register_keeps_the_accounts_with_their_secrets(
    registry: Registry, tmp_path: Path
) -> None:
    service.add_account(registry, "viewer", ["viewer"], who="test")
    before = service.find_account(registry, name="viewer")
    copies.snapshot(registry.database, tmp_path / "copy.sqlite")
    with (
        contextlib.closing(Database(f"sqlite:///{tmp_path / 'copy.sqlite'}")) as copy,
        copy.read() as connection,
    ):
        assert accounts.account_by(connection, name="viewer") == before
