"""Takes the pictures anew: ``python -m tests.pictures [walk …]`` (``make pictures``).

Starts an illustrative register in a folder of its own and a server on loopback, signs in with its accounts
and walks through the days of the guides in a headless Chromium. Later walks stand on what earlier ones did,
so that a walk asked for by its name is preceded by those that it needs.
"""

import os
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from playwright.sync_api import sync_playwright

from registry.demo.accounts import demo_accounts
from registry.demo.initialise import init_registry
from registry.demo.samples import write_samples
from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.settings import read_settings
from tests.chromium import MISSING, chromium
from tests.e2e.conftest import FLAGS, served
from tests.pictures import desk, field, province, public, readme, storm
from tests.pictures.camera import Office
from web.app import create_app

LANGUAGE: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "vi"}
"""A Vietnamese browser, whose date fields read day, month, year."""

WALKS: dict[str, tuple[Callable[[Office], None], tuple[str, ...]]] = {
    "readme": (readme.walk, ()),
    "request": (desk.request, ()),
    "quiet": (desk.quiet_day, ()),
    "administrator": (desk.administrator, ()),
    "field": (field.walk, ()),
    "storm": (storm.storm, ()),
    "outage": (storm.outage, ()),
    "carrier": (desk.carrier, ("request",)),
    "cables": (desk.cables, ()),
    "public": (public.walk, ()),
    "province": (province.walk, ()),
}
"""Each walk, and the walks that it stands on."""


def main() -> None:
    """Take every picture, or those of the walks that are named on the command line."""
    asked = sys.argv[1:] or list(WALKS)
    wanted = [name for name in WALKS if name in asked or any(name in WALKS[one][1] for one in asked)]
    with tempfile.TemporaryDirectory(prefix="bts-pictures-") as folder:
        settings = read_settings({"BTS_HOME": str(Path(folder) / "home")})
        init_registry(settings, demo=True)
        lists = Path(folder) / "lists"
        write_samples(lists, today())
        app = create_app(settings)
        with served(app) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium() or sys.exit(MISSING), args=FLAGS, env=LANGUAGE
            )
            office = Office(browser, address, settings.home, lists, {})
            with closing(open_registry(settings)) as registry:
                office.passwords = {name: password for name, _, password in demo_accounts(registry)}
            for name in wanted:
                WALKS[name][0](office)
            browser.close()
        for thread in threading.enumerate():
            if thread.name == "jobs":  # one still seals a letter in the folder that is about to go
                thread.join(60)
        sys.stdout.write("\n".join(office.taken) + "\n")


if __name__ == "__main__":
    main()
