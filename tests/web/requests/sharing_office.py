"""An office in which Viettel asks VNPT to share a mast, with people of each side."""

from pathlib import Path
from typing import Any

from flask import Flask

from registry.model.people import Role
from registry.services.office.calendar import today
from registry.services.office.sign_in.accounts import add_account
from registry.settings import Settings, read_settings
from tests.services.requests import desk
from tests.web.people import PASSWORD, visitor

MAST = "BGG00045"  # VNPT's


def office_of_sharing(tmp_path: Path) -> Settings:
    """An office with a mast of VNPT, a request of Viettel's beside it, and people."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    registry = desk.make(settings)
    desk.received(registry, tmp_path)
    for name, role, organisation in (
        ("lan", Role.APPRAISER, ""),
        ("viettel", Role.CARRIER, "VTL"),
        ("vnpt", Role.CARRIER, "VNPT"),
        ("vms", Role.CARRIER, "VMS"),
        ("xem", Role.VIEWER, ""),
    ):
        add_account(
            registry, name, [role], organisation=organisation, password=PASSWORD, must_change=False, who="t"
        )
    registry.close()
    return settings


def number() -> str:
    return f"1/{today().year}/HS-VT"


def asked(app: Flask, *, by: str = "lan", **own: Any) -> str:
    """Have somebody (the office) record that Viettel asks VNPT for row 5, and return its page's address."""
    form = {
        "asker": "VTL", "owner": "VNPT", "mast": MAST, "request": number(), "row": "5",
        "letter_number": "12/VT", "sent_on": today().isoformat(), **own,
    }  # fmt: skip
    return str(visitor(app, by).post("/sharing/new", form, 303).headers["Location"])
