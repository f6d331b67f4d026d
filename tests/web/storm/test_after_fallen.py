"""The list of masts to inspect after a storm says which of it lie there, as letters leave them out."""

import datetime as dt

from flask import Flask

from registry.model.outages.outages import EventKind, Incident, IncidentKind
from registry.services.office.calendar import now
from registry.services.outages.events import open_event
from registry.services.outages.incidents import add_incident
from registry.services.storm.exposure import storm_masts
from registry.services.storm.orders import list_orders, rows_of
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text


def test_a_fallen_mast_is_named_beside_the_list(app: Flask, storm: str, letters: dict[str, str]) -> None:
    office, officer, at = registry_of(app), visitor(app, "duty_officer"), now() - dt.timedelta(hours=2)
    assert letters
    assert "Kể cả cột đã báo gãy" not in text(officer.page(f"{storm}/after"))
    order = next(
        one for one in list_orders(office, storm.rsplit("/", maxsplit=1)[-1]) if one.recipient == "VTL"
    )
    masts = storm_masts(office)
    listed = [one.strip() for one in officer.page(f"{storm}/after").text]
    until = next((at for at, one in enumerate(listed) if one.startswith("Đã kiểm tra từ sau bão")), None)
    codes = {*listed[:until]}  # those still to go to: they alone are counted
    row = next(one for one in rows_of(office, order) if one.code in codes)
    site = str(masts.site_ids[masts.row_of[row.structure]])
    event = open_event(
        office, name="Đổ cột", kind=EventKind.OTHER, started_at=at, first_due=at, hours=6,
        operators=("VTL",), who="trực",
    )  # fmt: skip
    told = Incident("", event.id, "VTL", IncidentKind.MAST, row.commune_code, site=site, code=row.code,
                    occurred_at=at, detected_at=at)  # fmt: skip
    add_incident(office, told, who="trực")
    said = f"Kể cả cột đã báo gãy, đổ, chưa ghi dựng lại: {row.code}"
    assert said in text(officer.page(f"{storm}/after"))
