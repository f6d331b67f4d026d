"""The illustrative office with its work and a walk through all of its pages, for attacks on pages.

``BTS_ATTACK_OFFICE`` may name the home of one that was made and walked before (tests/walk.py); it is copied.
"""

import contextlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from registry.demo.initialise import init_registry
from registry.demo.work import add_work
from registry.model.people import Role
from registry.services.office.registry import open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.settings import Settings, read_settings
from tests.attack.outcome import Outcome
from tests.walk import Walked, passwords_of, walk_through, walked
from tests.web.people import PASSWORD, running, sign_in

RIVAL = "rival"
"""A carrier beside the one of the illustrative office: VNPT."""


@contextlib.contextmanager
def lived_office() -> Iterator[tuple[Settings, Walked, dict[str, str]]]:
    """Yield the settings of an office of one's own, what a walk through it found, and the passwords."""
    with tempfile.TemporaryDirectory(prefix="bts-attack-") as place:
        home = Path(place, "home")
        settings = read_settings({"BTS_HOME": str(home)})
        if made := os.environ.get("BTS_ATTACK_OFFICE"):
            shutil.copytree(made, home)
        else:
            init_registry(settings, demo=True)
            with contextlib.closing(open_registry(settings)) as office:
                add_work(office)
            walk_through(settings)
        passwords = passwords_of(settings)
        with contextlib.closing(open_registry(settings)) as office:
            add_account(
                office,
                RIVAL,
                [Role.CARRIER],
                organisation="VNPT",
                password=PASSWORD,
                must_change=False,
                who="test",
            )
        yield settings, walked(settings), {**passwords, RIVAL: PASSWORD}


class _Errors(logging.Handler):
    """Keeps what is logged as a fault of ours, also where a page hides it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it with the last line of its traceback."""
        last = repr(record.exc_info[1])[:200] if record.exc_info else ""
        self.kept.append(f"logged as a fault: {record.getMessage()[:200]} {last}")


@contextlib.contextmanager
def application(settings: Settings, outcome: Outcome) -> Iterator[Flask]:
    """Yield the application over it, without limits of how often; what it logs as a fault is one."""
    errors = _Errors()
    with running(settings) as app:
        app.extensions["bts-limiter"].enabled = False
        app.config["PROPAGATE_EXCEPTIONS"] = False
        logging.getLogger().addHandler(errors)
        app.logger.addHandler(errors)
        errors.kept = outcome.faults
        try:
            yield app
        finally:
            logging.getLogger().removeHandler(errors)
            app.logger.removeHandler(errors)


def signed_in(app: Flask, name: str, passwords: dict[str, str]) -> FlaskClient:
    """Return a client of an account; of a visitor for ""."""
    client = app.test_client()
    if name:
        sign_in(client, name, passwords[name])
    return client
