"""A rescue file brings what a phone could not send, for whoever recorded it."""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.model.field.inspections import ReceiptState
from registry.model.people import Person, Role
from registry.services.field.sends import (
    import_rescue,
)
from registry.services.office.registry import Registry
from registry.store.field.tables import (
    field_items,
    inspections,
)
from tests.services.field.world import JPEG, OFFICER, count, item, new_id, rows, send

VERIFIED, RECEIVED, ASIDE = ReceiptState.VERIFIED, ReceiptState.RECEIVED, ReceiptState.ASIDE


def rescue(folder: Path, items: list[Any], photos: dict[str, bytes], by: dict[str, str]) -> Path:
    path = folder / "cuu-ho.zip"
    with zipfile.ZipFile(path, "w") as archive:
        listed = [
            {"sha256": name, "type": "image/jpeg", "by": "lan", "file": f"photos/{name}.jpg"}
            for name in photos
        ]
        said = {
            "format": "bts-field-rescue",
            "version": 1,
            "device": "d9",
            "items": items,
            "by": by,
            "photos": listed,
        }
        archive.writestr("items.json", json.dumps(said))
        for name, body in photos.items():
            archive.writestr(f"photos/{name}.jpg", body)
    return path


def test_a_rescue_file_is_taken_for_whoever_recorded_it(office: Registry, tmp_path: Path) -> None:
    """opengisch/QField #7479, medic/cht-android #170: the phone that cannot send any more."""
    good, broken = JPEG + b"good", JPEG + b"broken"
    names = [hashlib.sha256(body).hexdigest() for body in (good, broken)]
    items = [
        item("photo", visit=new_id(), entry="overview", photos=[names[0]]),
        item("photo", visit=new_id(), entry="overview", photos=[names[1]]),
        {"id": new_id(), "kind": "photo"},
    ]
    path = rescue(tmp_path, items, {names[0]: good, names[1]: good}, {one["id"]: "lan" for one in items})
    receipts = import_rescue(office, path, person=OFFICER)
    assert [receipt.state for receipt in receipts] == [VERIFIED, RECEIVED, ASIDE]
    assert {(row["person"], row["sent_by"]) for row in rows(office, inspections)} == {("lan", "minh")}
    assert import_rescue(office, path, person=OFFICER) == receipts
    assert send(office, items[0])[0].state is VERIFIED  # the phone gets its network back
    assert count(office, field_items) == 2


def test_a_file_that_is_no_rescue_file_is_a_coded_refusal(office: Registry, tmp_path: Path) -> None:
    carrier = Person("vnpt", frozenset({Role.CARRIER}), organisation="VNPT")
    for name, body in (
        ("a.zip", b"PK\x03\x04nonsense"),
        ("b.json", b"[]"),
        ("c.json", b"{" * 100_000),
        ("d.json", b"\xff"),
    ):
        path = tmp_path / name
        path.write_bytes(body)
        with pytest.raises(RefusalError, match="FIELD-RESCUE"):
            import_rescue(office, path, person=OFFICER)
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        import_rescue(office, path, person=carrier)
