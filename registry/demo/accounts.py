"""One account per role for the illustrative registry, so that each desk can be seen; never for a real one."""

import json
import os
from pathlib import Path

from registry.model.people import Role
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account, has_accounts, new_password
from registry.services.requests.consulted.consulted_body import enter_names
from registry.store.office.operators import is_demo
from registry.store.requests.consultations import sent_consultations

# name, role, organisation
PEOPLE = (
    ("quantri", Role.ADMINISTRATOR, ""),
    ("thamdinh", Role.APPRAISER, ""),
    ("lanhdao", Role.LEADER, ""),
    ("kiemtra", Role.INSPECTOR, ""),
    ("trucban", Role.DUTY_OFFICER, ""),
    ("viettel", Role.CARRIER, "VTL"),
    ("ubndxa", Role.CONSULTED, ""),
    ("nguoixem", Role.VIEWER, ""),
)
FORMER = {"kiemtra": "thanhtra"}  # the account's name in an illustrative registry that was made earlier
TERRITORY = "urban_area"
BODY = "UBND phường Bắc Giang"  # the consulted account's, in a demo that asked no body


def demo_accounts(registry: Registry) -> list[tuple[str, str, str]]:
    """Return (name, role, password) of the illustrative accounts; made where the demo has no account yet.

    Empty for a real registry.
    The passwords are random for each registry and kept beside it, readable by its owner only. A demo to
    which the office added accounts of its own before is left as it is: the list is then empty.
    """
    with registry.database.read() as connection:
        if not is_demo(connection):
            return []
    path = registry.settings.home / "demo_accounts.json"
    if not path.is_file():
        if has_accounts(registry):
            return []
        _keep(path, {name: new_password() for name, *_ in PEOPLE})
    passwords: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    people = [
        (name if name in passwords else FORMER.get(name, name), role, organisation)
        for name, role, organisation in PEOPLE
    ]
    if not has_accounts(registry):
        for name, role, organisation in people:
            add_account(
                registry,
                name,
                [role],
                organisation=organisation,
                territory=TERRITORY if role is Role.CONSULTED else "",
                password=passwords[name],
                must_change=False,
                who="demo",
            )
            if role is Role.CONSULTED:
                enter_names(registry, name, [_asked_body(registry)], who="demo")
    return [(name, role.value, passwords[name]) for name, role, _ in people if name in passwords]


def _asked_body(registry: Registry) -> str:
    """Return the body that a letter waits for, so that the account has something to answer."""
    with registry.database.read() as connection:
        sent = sent_consultations(connection)
    return next((one.body for one in reversed(sent) if one.kind == "letter" and not one.outcome), BODY)


def _keep(path: Path, passwords: dict[str, str]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(passwords, file, ensure_ascii=False, indent=1)
