"""An office with the masts of ``test_one_state_elsewhere`` and one officer, to read papers beside pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from registry.model.people import Role
from registry.services.office.sign_in.accounts import add_account
from registry.settings import read_settings
from tests.services.field import world
from tests.services.requests import desk
from tests.web.field.test_one_state_elsewhere import MASTS
from tests.web.people import PASSWORD, running


@contextmanager
def one_officer(folder: Path) -> Iterator[Flask]:
    """Yield the running office, kept in ``folder``; the officer is called minh."""
    settings = read_settings({"BTS_HOME": str(folder / "sổ")})
    registry = desk.make(settings)
    world.add_masts(registry, MASTS)
    roles = [Role.APPRAISER, Role.ADMINISTRATOR]
    add_account(registry, "minh", roles, password=PASSWORD, must_change=False, who="t")
    registry.close()
    with running(settings) as made:
        yield made
