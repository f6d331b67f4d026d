"""What a carrier does, suffers and is told changes no page of another: one office, quiet and loud."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.model.outages.outages import Cause, LineState, ReportSource
from registry.model.people import Role
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.outages.carrier_reports import Heading, send_report
from registry.services.outages.events import event_of, events
from registry.services.outages.statements import Statement
from registry.settings import read_settings
from tests.services.field.world import item, new_id, send
from tests.services.outages.world import built, opened
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, running, visitor
from tests.web.reading import everything

BEGIN = ("/now", "/today", "/outages", "/notices")


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path]:
    """One office in which Viettel says that a station is off, twice: keys, codes, identities are the same."""
    home, copy = tmp_path / "một", tmp_path / "hai"
    registry = built(desk.make(read_settings({"BTS_HOME": str(home)})))
    for name, role, of in (("vt", Role.CARRIER, "VTL"), ("xem", Role.VIEWER, "")):
        add_account(registry, name, [role], organisation=of, password=PASSWORD, must_change=False, who="t")
    event = opened(registry)
    report(registry, event.id, "VTL", Statement("1", code="BGG00100", state=LineState.DOWN, cause=Cause.GRID))
    registry.close()
    with running(read_settings({"BTS_HOME": str(home)})) as app:
        visitor(app, "vt").get("/plates")  # each mast's code is drawn where it is first shown
    shutil.copytree(home, copy)
    return home, copy


def report(registry: Registry, event: str, operator: str, *rows: Statement) -> None:
    due, at = event_of(registry, event).first_due, now() - dt.timedelta(minutes=20)
    send_report(registry, Heading(event, operator, due, at, ReportSource.PHONE, "trực", "gọi điện"), rows)


def read(home: Path, name: str, loud: Callable[[Registry], None] | None = None) -> dict[str, str]:
    with running(read_settings({"BTS_HOME": str(home)})) as app:
        if loud is not None:
            loud(registry_of(app))
        found = everything(visitor(app, name), BEGIN, ["/"])
    return {path: text for path, text in found.items() if not path.startswith("/static/")}


def test_nothing_that_a_carrier_can_read_tells_of_a_rivals_night_faults_or_requests(
    homes: tuple[Path, Path], tmp_path: Path
) -> None:
    def loud(registry: Registry) -> None:
        (event,) = events(registry)
        report(
            registry, event.id, "VNPT",
            Statement("1", code="BGG00104", state=LineState.DOWN, cause=Cause.COLLAPSE, note="LOI-VNPT"),
            Statement("2", code="BGG00105", state=LineState.POWER, note="NGUON-VNPT"),
        )  # fmt: skip
        send(registry, item(
            "defect", visit=new_id(), structure="mast-BGG00104", defect="leaning", severity="urgent", seq=1,
            note="TON-TAI-VNPT",
        ))  # fmt: skip
        rows = [("N1", 9000.0, 0.0), ("N2", 9900.0, 0.0)]
        desk.issued(registry, tmp_path, desk.received(registry, tmp_path, rows, organisation="VNPT"))

    quiet, told = read(homes[0], "vt"), read(homes[1], "vt", loud)
    assert len(quiet) > 100
    assert quiet.keys() == told.keys()
    for path, text in told.items():
        assert text == quiet[path], path
    office = " ".join(read(homes[1], "xem").values())
    for word in ("LOI-VNPT", "TON-TAI-VNPT", "BGG00104"):
        assert word in office, "the office reads all of it by the same links"
