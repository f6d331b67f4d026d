"""What phones send, made for tests: items of one visit, photos, and who sends them."""

import hashlib
import uuid
from io import BytesIO
from typing import Any

import sqlalchemy as sa

from registry.model.people import OPEN_DESK, Person, Role
from registry.services.field.sends import take_items, take_photo
from registry.services.office.registry import Registry
from registry.store import batches, ledger
from tests.store.rows import created, mast, site, station

LAN = Person("lan", frozenset({Role.INSPECTOR}))
HOA = Person("hoa", frozenset({Role.INSPECTOR}))
OFFICER = Person("minh", frozenset({Role.APPRAISER, Role.ADMINISTRATOR}))
VIETTEL = Person("viettel", frozenset({Role.CARRIER}), organisation="VTL")
VNPT = Person("vnpt", frozenset({Role.CARRIER}), organisation="VNPT")
DESK = OPEN_DESK
MAST = "mast-BGG00045"
JPEG = b"\xff\xd8\xff\xe0"


def new_id() -> str:
    return str(uuid.uuid4())


def item(kind: str = "reading", *, visit: str, **fields: Any) -> dict[str, Any]:
    """An item of the office's checklist, recorded by nobody in particular."""
    made: dict[str, Any] = {
        "id": new_id(),
        "kind": kind,
        "inspection": visit,
        "campaign": "",
        "structure": MAST,
        "checklist": "office",
        "checklist_version": 1,
        "entry": "",
        "value": None,
        "raw": "",
        "unit": "",
        "instrument": "",
        "calibrated_on": "",
        "component": "",
        "defect": "",
        "severity": "",
        "note": "",
        "photos": [],
        "position": None,
        "recorded_at": "2026-05-12T09:30:00.000+07:00",
        "seq": 1,
        "replaces": "",
    }
    return {**made, **fields}


def photo(registry: Registry, content: bytes, person: Person = LAN) -> str:
    """Keep a photo and return its SHA-256."""
    body = JPEG + content
    name = hashlib.sha256(body).hexdigest()
    take_photo(registry, name, BytesIO(body), person=person, device="d1", media_type="image/jpeg")
    return name


def place(lon: float, lat: float, accuracy_m: float = 5.0, **fields: Any) -> dict[str, Any]:
    """A position as it travels: numbers as text."""
    made = {"lon": f"{lon:.7f}", "lat": f"{lat:.7f}", "accuracy_m": f"{accuracy_m:.1f}", "fixes": 1, "at": ""}
    return {**made, **fields}


def add_masts(registry: Registry, masts: dict[str, dict[str, Any]]) -> None:
    """Add masts by code: ``operators`` that they carry, ``lon``/``lat``, and columns of the structure."""
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        rows = []
        for code, columns in masts.items():
            own = dict(columns)
            place = {name: own.pop(name) for name in ("lon", "lat", "commune_code") if name in own}
            carried = own.pop("operators", ("VTL",))
            rows += created("sites", site(code, **place))
            rows += created("structures", mast(code, **own))
            for operator in carried:
                rows += created("stations", station(code, operator))
        ledger.record(connection, rows, who="lan", batch=batch.id)


def count(registry: Registry, table: sa.Table) -> int:
    with registry.database.read() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def rows(registry: Registry, table: sa.Table) -> list[dict[str, Any]]:
    with registry.database.read() as connection:
        return [dict(row) for row in connection.execute(sa.select(table)).mappings()]


def send(registry: Registry, *items: Any, person: Person = LAN, by: str = "lan") -> list[Any]:
    return take_items(registry, list(items), person=person, device="d1", by=by)
