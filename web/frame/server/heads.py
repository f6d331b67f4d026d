"""What the server does at the first page of every day: notes the ledger's head, sweeps what was left."""

import logging
import sys

from flask import Flask, Response

from registry.errors import RefusalError
from registry.services.office.calendar import today
from registry.services.office.heads import note_head
from registry.services.office.operation.leftovers import sweep_leftovers
from web.frame.office import registry


def install(app: Flask) -> None:
    """Note the head once a day, before the page that says whether it is noted; say it in the log, too."""
    log = logging.getLogger("bts")
    if not log.hasHandlers():
        to_journal = logging.StreamHandler(sys.stderr)
        to_journal.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        log.addHandler(to_journal)
        log.setLevel(logging.INFO)

    @app.before_request
    def note() -> None:
        day = today()
        if app.extensions.get("bts-head-day") != day:
            app.extensions["bts-head-day"] = day
            try:
                note_head(registry())
                sweep_leftovers(registry())
            except RefusalError:  # no register, or none that can be read: the page itself says so
                app.extensions["bts-head-day"] = None

    @app.after_request
    def note_where_a_page_was_refused(response: Response) -> Response:
        note()
        return response
