"""The registry behind the pages: opened on first use, shared by all requests of the process."""

import contextlib
import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import Flask, current_app

from registry.errors import RefusalError
from registry.model.jobs import WorkerKind
from registry.provinces import province
from registry.services.office.calendar import today
from registry.settings import Settings
from web.frame import packages

if TYPE_CHECKING:
    from registry.checks.context import Context
    from registry.services.office.registry import Registry


def settings() -> Settings:
    """Return the settings that the application was made with."""
    found: Settings = current_app.extensions["bts-settings"]
    return found


def registry() -> "Registry":
    """Return the open registry; RefusalError where it was never initialised."""
    from registry.services.office.registry import open_registry

    held = current_app.extensions
    if held.get("bts-registry") is None:
        held["bts-registry"] = open_registry(settings())
    found: Registry = held["bts-registry"]
    return found


def present_number() -> int:
    """Return the number of the ledger's newest entry: a form that carries it says what its page had seen."""
    from registry.services.office import batches

    return batches.present_number(registry())


def since_of(form: Mapping[str, str]) -> int | None:
    """Return the number that a form's page carried (``present_number``), None where it says none."""
    text = form.get("since", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def context(as_of: dt.date | None = None) -> "Context":
    """Return what the checks know on a day (today where none is given)."""
    from registry.services.register.context import context_for

    return context_for(registry(), as_of or today())


def warm(app: Flask) -> None:
    """Build what every page and check needs (at 200,000 masts some seconds) beside a server that answers.

    Who comes before it is done waits for what his page needs of it, as after a change of the register; a page
    says what is refused here. One spot is asked for each operator, because the trees of its masts are made on
    first use.
    """
    with contextlib.suppress(RefusalError), app.app_context():
        _build(registry())


def _build(found: "Registry") -> None:
    from registry.model.storm.storm_records import StormState
    from registry.services.appraise.spot import check_spot
    from registry.services.cables.overview import overview
    from registry.services.obligations.compliance import compliance_run
    from registry.services.register.background.background_names import name_book
    from registry.services.register.map_masts import map_masts
    from registry.services.storm.exposure import exposure_of
    from registry.services.storm.storms import get_storm, list_storms

    map_masts(found)
    name_book(found, context())
    overview(found)
    for operator in context().operators:
        check_spot(found, *province(found.settings.province).centre, operator=operator.code)
    for storm in list_storms(found):
        if storm.state is StormState.OPEN:
            _ = exposure_of(found, get_storm(found, storm.id).track).to_come
    compliance_run(found)  # the bar counts overdue obligations by it
    begin_work(found)
    packages.warm()


def end_work(app: Flask) -> None:
    """End what ``warm`` began: what is under way is finished, or handed to the next process."""
    from registry.services.office.operation import at_work

    opened = app.extensions["bts-registry"]
    if opened is not None:
        at_work.end(opened, 5.0)


def begin_work(found: "Registry", kind: WorkerKind = WorkerKind.INSIDE, *, every_s: float = 5.0) -> None:
    """Have this process do jobs and send what goes out, as far as no other does it beside the pages."""
    from registry.services.office.batches import present_user
    from registry.services.office.operation import at_work
    from registry.services.requests import seal_jobs

    work = packages.daily(), packages.often(), packages.waits_on()
    at_work.begin(found, kind, *work, every_s=every_s)
    seal_jobs.resume(found, who=present_user())  # what ended before it was asked for
