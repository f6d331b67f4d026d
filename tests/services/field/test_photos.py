"""A photo is kept once, whole and durable, or not at all."""

import hashlib
import os
from io import BytesIO
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.field.inspections import ReceiptState
from registry.services.field.defects import list_defects
from registry.services.field.sends import (
    photo_path,
    receipts_of,
    take_photo,
)
from registry.services.office.registry import Registry
from registry.store.field.tables import (
    field_photos,
)
from tests.services.field.world import JPEG, LAN, OFFICER, count, item, new_id, photo, send

VERIFIED, RECEIVED, ASIDE = ReceiptState.VERIFIED, ReceiptState.RECEIVED, ReceiptState.ASIDE


def test_success_is_said_only_when_the_photos_are_there_too(office: Registry) -> None:
    """opengisch/QField #4765, #4129, kobotoolbox/kobocat #432, #331:

    "full submission upload was successful" although attachments were missing."""
    body = JPEG + b"one"
    name = hashlib.sha256(body).hexdigest()
    made = item("photo", visit=new_id(), entry="overview", photos=[name])
    receipt = send(office, made)[0]
    assert (receipt.state, receipt.missing) == (RECEIVED, (name,))
    with pytest.raises(RefusalError, match="FIELD-PHOTO-HASH"):
        take_photo(office, name, BytesIO(body + b"!"), person=LAN, device="d1", media_type="image/jpeg")
    assert list(office.settings.files.iterdir()) == []
    assert receipts_of(office, [made["id"]])[0][0].state is RECEIVED
    kept = take_photo(office, name, BytesIO(body), person=LAN, device="d1", media_type="image/jpeg")
    assert (kept.sha256, kept.size_bytes) == (name, len(body))
    assert receipts_of(office, [made["id"]], [name])[0][0].state is VERIFIED
    assert photo_path(office, name)[0].read_bytes() == body


def test_a_photo_is_one_file_however_often_it_is_sent(office: Registry) -> None:
    """opengisch/QField #3272, #2119: the photo's name pushed, the file missing or corrupt."""
    name = photo(office, b"two")
    assert photo(office, b"two") == name
    assert count(office, field_photos) == 1
    # one photo shows two things of the sheet and two defects: named by each, kept and sent once
    visit = new_id()
    told = [item("photo", visit=visit, entry=entry, photos=[name]) for entry in ("lean", "rust")]
    told += [item("defect", visit=visit, defect=one, photos=[name]) for one in ("rust_light", "guy_slack")]
    assert [receipt.state for receipt in send(office, *told)] == [VERIFIED] * 4
    assert count(office, field_photos) == 1
    assert [tuple(one.photos) for one in list_defects(office, person=OFFICER)] == [(name,), (name,)]
    path, kind = photo_path(office, name)
    assert (path.name, kind) == (f"{name}.jpg", "image/jpeg")
    path.unlink()  # a disk that was put back from before
    assert receipts_of(office, [], [name])[1][0].state is ReceiptState.UNKNOWN
    photo(office, b"two")
    assert receipts_of(office, [], [name])[1][0].state is VERIFIED


def test_a_photo_is_durable_before_it_bears_its_name_and_its_name_before_its_receipt(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    synced, renamed = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        done.append("folder" if Path(f"/proc/self/fd/{handle}").resolve().is_dir() else "bytes")
        synced(handle)

    def rename(path: Path, target: Path) -> Path:
        done.append("name")
        return renamed(path, target)

    monkeypatch.setattr("registry.services.field.photos.os.fsync", fsync)
    monkeypatch.setattr(Path, "replace", rename)
    photo(office, b"durable")
    assert done == ["bytes", "name", "folder"]


def test_a_disk_that_is_full_keeps_nothing_by_half(office: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """MerginMaps/mobile #2382: a temporary file that could not be written emptied the server."""
    kept = photo(office, b"before")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("registry.services.field.photos.os.fsync", full)
    with pytest.raises(RefusalError, match="FIELD-PHOTO-NOT-KEPT"):
        photo(office, b"after")
    assert [path.name for path in office.settings.files.iterdir()] == [f"{kept}.jpg"]
    assert count(office, field_photos) == 1
