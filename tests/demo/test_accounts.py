"""The illustrative accounts: one per role, random, kept beside the demo, never made for a real register."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

from registry.demo.accounts import BODY, demo_accounts
from registry.demo.initialise import init_registry
from registry.model.people import Role
from registry.services.office.registry import open_registry
from registry.services.office.sign_in import accounts
from registry.services.requests.consulted.consulted_body import entered_names
from registry.settings import Settings, read_settings

Copy = Callable[[Path], Settings]


def test_the_demo_has_one_account_per_role_with_passwords_of_its_own(copy_demo: Copy, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        settings = copy_demo(tmp_path / name)
        registry = open_registry(settings)
        assert not accounts.has_accounts(registry)
        people = demo_accounts(registry)
        assert demo_accounts(registry) == people
        assert {role for _, role, _ in people} == {role.value for role in Role}
        assert len(accounts.list_accounts(registry)) == len(people)
        kept = settings.home / "demo_accounts.json"
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        made.append({password for *_, password in people})
        registry.close()
    assert not made[0] & made[1]


def test_a_real_register_gets_no_accounts_of_itself(tmp_path: Path) -> None:
    settings = read_settings({"BTS_HOME": str(tmp_path)})
    init_registry(settings)
    registry = open_registry(settings)
    assert demo_accounts(registry) == []
    assert not accounts.has_accounts(registry)
    assert not (tmp_path / "demo_accounts.json").exists()
    registry.close()


def test_the_consulted_account_of_the_demo_is_reached_by_a_letter(copy_demo: Copy, tmp_path: Path) -> None:
    settings = copy_demo(tmp_path / "home")
    registry = open_registry(settings)
    demo_accounts(registry)
    assert list(entered_names(registry).values()) == [[BODY]]
    registry.close()


def test_a_demo_of_an_earlier_version_keeps_its_names(copy_demo: Copy, tmp_path: Path) -> None:
    settings = copy_demo(tmp_path / "home")
    registry = open_registry(settings)
    names = ["quantri", "thamdinh", "lanhdao", "thanhtra", "trucban", "viettel", "ubndxa", "nguoixem"]
    kept = {name: accounts.new_password() for name in names}
    (settings.home / "demo_accounts.json").write_text(json.dumps(kept), encoding="utf-8")
    assert [(name, password) for name, _, password in demo_accounts(registry)] == list(kept.items())
    assert {item.name for item in accounts.list_accounts(registry)} == set(names)
    registry.close()
