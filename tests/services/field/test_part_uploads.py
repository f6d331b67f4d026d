"""Files in parts: whatever is cut, comes twice or too early, what is kept is what was sent."""

import hashlib
import io
import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.services.field import part_uploads
from registry.services.field.part_uploads import (
    LARGEST_PART,
    Upload,
    append,
    begin,
    drop,
    sweep,
    under_way,
    whole,
)
from registry.services.office.registry import Registry
from tests.services.field.world import HOA, LAN


def started(office: Registry, body: bytes, *, kind: str = "rescue", person: object = LAN) -> Upload:
    name = hashlib.sha256(body).hexdigest()
    return begin(office, kind=kind, sha256=name, size=len(body), name="a.zip", person=person)  # type: ignore[arg-type]


def put(office: Registry, upload: Upload, offset: int, part: bytes, said: bytes | None = None) -> Upload:
    sha256 = hashlib.sha256(part if said is None else said).hexdigest()
    return append(office, upload.id, offset=offset, sha256=sha256, stream=io.BytesIO(part), person=LAN)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), body=st.binary(min_size=1, max_size=400))
def test_however_it_is_cut_doubled_or_disordered_the_whole_is_what_was_sent(
    office: Registry, data: st.DataObject, body: bytes
) -> None:
    """A part is cut, sent again, sent too early; the server is killed between its bytes and its note."""
    drop(office, started(office, body).id, person=LAN)  # of an example before
    upload = started(office, body)
    part_file = next((office.settings.home / "parts").glob(f"*/{upload.id}.part"))
    while upload.received < len(body):
        at = upload.received
        size = data.draw(st.integers(1, len(body) - at))
        part = body[at : at + size]
        fault = data.draw(st.sampled_from(["", "cut", "early", "twice", "torn", "again"]))
        if fault == "cut":
            with pytest.raises(RefusalError, match="FIELD-PART-HASH"):
                put(office, upload, at, part[:-1], said=part)
        elif fault == "early" and at + size < len(body):
            with pytest.raises(RefusalError, match="FIELD-PART-OFFSET"):
                put(office, upload, at + size, body[at + size :])
        elif fault == "torn":  # bytes that were never noted
            with part_file.open("r+b") as file:
                file.seek(at)
                file.write(os.urandom(len(part) + 7))
        elif fault == "again":
            assert started(office, body) == upload
        assert put(office, upload, at, part).received == at + size
        if fault == "twice":
            assert put(office, upload, at, part).received == at + size
        upload = started(office, body)
        assert upload.received == at + size
    with whole(office, upload.id, person=LAN) as (_found, path):
        assert path.read_bytes() == body
    drop(office, upload.id, person=LAN)
    assert upload.id not in {one.id for one in under_way(office, "rescue", person=LAN)}


def test_a_torn_tail_beyond_the_end_does_not_change_the_file(office: Registry) -> None:
    body = b"x" * 1000
    upload = put(office, started(office, body), 0, body)
    part_file = next((office.settings.home / "parts").glob(f"*/{upload.id}.part"))
    with pytest.raises(RefusalError, match="FIELD-PART-BEYOND"):
        put(office, started(office, b"y"), 0, b"yy")
    with part_file.open("ab") as file:
        file.write(b"torn")
    with whole(office, upload.id, person=LAN) as (_found, path):
        assert path.read_bytes() == body


def test_a_wrong_content_is_said_by_code_and_comes_again_from_the_beginning(office: Registry) -> None:
    upload = started(office, b"what was chosen")
    upload = put(office, upload, 0, b"what has arrive")
    with pytest.raises(RefusalError, match="FIELD-UPLOAD-HASH"), whole(office, upload.id, person=LAN):
        pass
    assert started(office, b"what was chosen").received == 0


def test_an_upload_is_the_accounts_alone(office: Registry) -> None:
    body = b"lan's work"
    upload = started(office, body)
    part = hashlib.sha256(body).hexdigest()
    for way in (
        lambda: append(office, upload.id, offset=0, sha256=part, stream=io.BytesIO(body), person=HOA),
        lambda: whole(office, upload.id, person=HOA).__enter__(),
        lambda: append(office, "../" + upload.id, offset=0, sha256=part, stream=io.BytesIO(body), person=LAN),
    ):
        with pytest.raises(RefusalError, match="FIELD-UPLOAD-UNKNOWN"):
            way()
    drop(office, upload.id, person=HOA)
    assert under_way(office, "rescue", person=HOA) == []
    other = started(office, body, person=HOA)  # the same file is another upload
    assert other.received == 0
    assert put(office, upload, 0, body).received == len(body)
    assert under_way(office, "rescue", person=HOA)[0].received == 0
    assert {path.parent.name for path in (office.settings.home / "parts").glob("*/*.part")} >= {
        hashlib.sha256(name.encode()).hexdigest()[:32] for name in ("lan", "hoa")
    }


def test_nobody_fills_the_disk(office: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    sha = "0" * 64
    for kind, size, code in (
        ("photo", 26 << 20, "FIELD-PHOTO-LARGE"), ("rescue", 5 << 30, "FIELD-RESCUE-TOO-LARGE"),
        ("film", 1, "FIELD-UPLOAD-FORM"), ("photo", 0, "FIELD-UPLOAD-FORM"),
    ):  # fmt: skip
        with pytest.raises(RefusalError, match=code):
            begin(office, kind=kind, sha256=sha, size=size, name="", person=LAN)
    with pytest.raises(RefusalError, match="FIELD-PART-LARGE"):
        put(office, started(office, b"z" * (LARGEST_PART + 1)), 0, b"z" * (LARGEST_PART + 1))
    begin(office, kind="rescue", sha256=sha, size=4 << 30, name="", person=LAN)
    with pytest.raises(RefusalError, match="FIELD-UPLOAD-MANY"):  # what is declared counts for one person
        begin(office, kind="rescue", sha256="1" * 64, size=2 << 30, name="", person=LAN)
    begin(office, kind="rescue", sha256=sha, size=2 << 30, name="", person=HOA)
    monkeypatch.setattr(part_uploads, "MOST_FILES_OF_ONE", 1)
    with pytest.raises(RefusalError, match="FIELD-UPLOAD-MANY"):
        begin(office, kind="rescue", sha256="2" * 64, size=1, name="", person=HOA)
    monkeypatch.setattr(part_uploads, "MOST_FILES_OF_ONE", 50)
    upload = started(office, b"four")
    usage = shutil.disk_usage(office.settings.home)
    monkeypatch.setattr(part_uploads.shutil, "disk_usage", lambda _path: usage._replace(free=1 << 29))
    with pytest.raises(RefusalError, match="FIELD-UPLOAD-ROOM"):
        put(office, upload, 0, b"four")
    monkeypatch.setattr(part_uploads.shutil, "disk_usage", lambda _path: usage._replace(free=1 << 40))
    monkeypatch.setattr(part_uploads, "MOST_OF_ALL", 3)
    with pytest.raises(RefusalError, match="FIELD-UPLOAD-ROOM"):
        put(office, upload, 0, b"four")


def test_photos_that_a_line_broke_off_keep_no_rescue_file_out(office: Registry) -> None:
    """Fifty of them under way refused every other photo, and the very file that would have helped."""
    for at in range(part_uploads.MOST_FILES_OF_ONE):
        begin(office, kind="photo", sha256=f"{at:064x}", size=1 << 20, name="", person=LAN)
    with pytest.raises(RefusalError, match="FIELD-UPLOAD-MANY"):
        begin(office, kind="photo", sha256="f" * 64, size=1, name="", person=LAN)
    assert begin(office, kind="photo", sha256=f"{7:064x}", size=1 << 20, name="", person=LAN).received == 0
    assert begin(office, kind="rescue", sha256="f" * 64, size=300 << 20, name="c", person=LAN).received == 0


def test_what_nobody_goes_on_with_is_swept_and_what_is_in_use_stays(office: Registry) -> None:
    old, new = started(office, b"old"), started(office, b"new")
    root: Path = office.settings.home / "parts"
    long_ago = time.time() - 4 * 24 * 3600
    for path in root.glob(f"*/{old.id}.*"):
        os.utime(path, (long_ago, long_ago))
    os.utime(root / "swept", (long_ago, long_ago))
    started(office, b"another")  # whoever comes by sweeps
    assert {one.id for one in under_way(office, "rescue", person=LAN)} == {
        new.id, hashlib.sha256(f"rescue/{hashlib.sha256(b'another').hexdigest()}/7".encode()).hexdigest()[:40]
    }  # fmt: skip
    assert not list(root.glob(f"*/{old.id}.*"))
    assert sweep(office, older_than_s=-1) == 2
    assert not list(root.glob("*/*"))


def test_one_call_takes_a_file_in_at_a_time(office: Registry) -> None:
    upload = put(office, started(office, b"whole"), 0, b"whole")
    with (
        whole(office, upload.id, person=LAN),
        pytest.raises(RefusalError, match="FIELD-UPLOAD-BUSY"),
        whole(office, upload.id, person=LAN),
    ):
        pass
