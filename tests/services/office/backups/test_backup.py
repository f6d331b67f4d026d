"""One file holds the register; what comes back is what was there, and garbage changes nothing."""

import contextlib
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shapely
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.messages import render
from registry.services.office.backups.backup import backup, restore
from registry.services.office.registry import Registry, open_registry
from registry.services.register.verify import verify
from registry.settings import Settings, read_settings
from registry.store import ledger
from registry.store.database import Database
from registry.store.geometry import ids_in_box
from registry.store.tables import sites, zones
from tests import postgres
from tests.store.rows import created, mast, site, station

PASS = "một cụm mật khẩu để giữ"
ZONE = {
    "id": "z",
    "layer": "road",
    "valid_from": "2026-01-01",
    "geometry": shapely.box(106, 21, 107, 22),
    "height_unlimited": True,
    "error_m": 0.0,
}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of an empty database; None: the file in the registry's own folder."""
    if request.param == "sqlite":
        yield None
        return
    with request.getfixturevalue("server").fresh() as fresh:
        yield fresh


def settings_in(home: Path, url: str | None = None) -> Settings:
    return read_settings({"BTS_HOME": str(home), **({"BTS_DATABASE_URL": url} if url else {})})


def filled(settings: Settings, note: str = "") -> None:
    database = Database(settings.database_url)
    database.upgrade()
    with contextlib.closing(database), database.write() as connection:
        changes = [
            *created("sites", site("A", note=note), site("B", 106.5, 21.5)),
            *created("structures", mast("A")),
            *created("stations", station("A", "VTL")),
            *created("zones", ZONE),
        ]
        ledger.record(connection, changes, who="lan", batch="B1")
    settings.files.mkdir(parents=True)
    (settings.files / "ab" / "cd").mkdir(parents=True)
    (settings.files / "ab" / "cd" / "ảnh.jpg").write_bytes(b"\xff\xd8" + bytes(1000))


def head_of(settings: Settings) -> str:
    with contextlib.closing(open_registry(settings)) as registry:
        found = verify(registry)
    assert found.sound
    return found.head


def backed_up(settings: Settings, path: Path) -> Path:
    with contextlib.closing(open_registry(settings)) as registry:
        backup(registry, path, passphrase=PASS)
    return path


def test_what_comes_back_is_what_was_there(tmp_path: Path, url: str | None) -> None:
    old, new = settings_in(tmp_path / "cũ", url), settings_in(tmp_path / "mới có dấu cách")
    filled(old, note="Đồi Ngô")
    with contextlib.closing(open_registry(old)) as registry:
        made = backup(registry, tmp_path / "sao lưu.zip", passphrase=PASS)
    assert (made.head, made.entries, made.files) == (head_of(old), 5, 1)
    assert made.size == made.path.stat().st_size
    assert restore(made.path, new, passphrase=PASS) is None
    assert head_of(new) == made.head
    assert (new.files / "ab" / "cd" / "ảnh.jpg").stat().st_size == 1002
    with contextlib.closing(open_registry(new)) as registry, registry.database.write() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert ids_in_box(connection, sites, (106.4, 21.4, 106.6, 21.6)) == ["site-B"]
        assert ids_in_box(connection, zones, (106.4, 21.4, 106.6, 21.6)) == ["z"]
        ledger.record(connection, created("sites", site("C")), who="lan", batch="B2")


def test_the_register_that_stood_is_kept_aside_whole(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "nhà")
    filled(settings, note="cũ")
    file = backed_up(settings, tmp_path / "b.zip")
    first = head_of(settings)
    with contextlib.closing(open_registry(settings)) as registry, registry.database.write() as connection:
        ledger.record(connection, created("sites", site("C")), who="lan", batch="B2")
    second = head_of(settings)
    aside = restore(file, settings)
    assert aside is not None
    assert head_of(settings) == first
    kept = Settings(home=aside, database_url=f"sqlite:///{aside / 'registry.sqlite'}")
    assert head_of(kept) == second
    assert (kept.files / "ab" / "cd" / "ảnh.jpg").exists()
    again = restore(file, settings)
    assert again not in (None, aside)


def test_a_register_that_is_open_goes_on_with_what_was_restored(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "nhà")
    filled(settings)
    file = backed_up(settings, tmp_path / "b.zip")
    before = head_of(settings)
    with contextlib.closing(open_registry(settings)) as served:
        with served.database.write() as connection:
            ledger.record(connection, created("sites", site("C")), who="lan", batch="B2")
        assert verify(served).head != before
        restore(file, settings)
        assert verify(served).head == before


def test_a_register_on_a_server_is_replaced_after_a_backup_of_it(
    tmp_path: Path, server: postgres.Server
) -> None:
    local = settings_in(tmp_path / "local")
    filled(local, note="mới")
    file = backed_up(local, tmp_path / "b.zip")
    with server.fresh() as address:
        office = settings_in(tmp_path / "office", address)
        assert restore(file, office, passphrase=PASS) is None
        assert head_of(office) == head_of(local)
        with contextlib.closing(open_registry(office)) as registry, registry.database.write() as connection:
            ledger.record(connection, created("sites", site("C")), who="lan", batch="B2")
            assert ids_in_box(connection, sites, (106.4, 21.4, 106.6, 21.6)) == ["site-B"]
        later = head_of(office)
        aside = restore(file, office, passphrase=PASS)
        assert aside is not None
        assert head_of(office) == head_of(local)
        restore(aside / "registry.zip", office)
        assert head_of(office) == later


def test_a_backup_is_one_moment_while_others_write(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "nhà")
    filled(settings)
    before = head_of(settings)
    with contextlib.closing(open_registry(settings)) as registry, registry.database.write() as connection:
        ledger.record(connection, created("sites", site("C")), who="lan", batch="B2")
        other = Registry(settings, Database(settings.database_url))
        assert backup(other, tmp_path / "b.zip").head == before
        other.close()


def test_a_register_that_does_not_follow_from_its_ledger_is_not_backed_up(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "nhà")
    filled(settings)
    file = backed_up(settings, tmp_path / "b.zip")
    good = file.read_bytes()
    with contextlib.closing(open_registry(settings)) as registry:
        with registry.database.write() as connection:
            connection.exec_driver_sql("UPDATE sites SET lon = 1")
        with pytest.raises(RefusalError, match="BACKUP-NOT-SOUND"):
            backup(registry, file)
    assert file.read_bytes() == good
    assert sorted(item.name for item in tmp_path.iterdir()) == ["b.zip", "nhà"]


def test_a_register_in_use_is_not_replaced_under_its_writer(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "nhà")
    filled(settings)
    file = backed_up(settings, tmp_path / "b.zip")
    with (
        contextlib.closing(open_registry(settings)) as registry,
        registry.database.write(),
        pytest.raises(RefusalError, match="STORE-LOCKED"),
    ):
        restore(file, settings)
    assert head_of(settings)


def rewritten(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path], None]:
    """Return what unpacks a backup, changes its members and packs it again."""

    def run(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        change(members)
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)

    return run


def manifest(**values: object) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), **values}).encode()

    return change


def with_member(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        found = json.loads(members["manifest.json"])
        found["members"][name] = found["members"]["files/ab/cd/ảnh.jpg"]
        members["manifest.json"] = json.dumps(found).encode()
        members[name] = members["files/ab/cd/ảnh.jpg"]

    return change


def swapped_snapshot(members: dict[str, bytes]) -> None:
    """Another file in the snapshot's place, with a manifest that fits it."""
    import hashlib

    found = json.loads(members["manifest.json"])
    members["registry.sqlite"] = b"no database" * 1000
    found["members"]["registry.sqlite"] = hashlib.sha256(members["registry.sqlite"]).hexdigest()
    members["manifest.json"] = json.dumps(found).encode()


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


DAMAGES: list[tuple[str, Callable[[Path], object], str]] = [
    ("empty", lambda path: path.write_bytes(b""), "BACKUP-NOT-A-BACKUP"),
    ("text", lambda path: path.write_text("danh sách trạm"), "BACKUP-NOT-A-BACKUP"),
    ("truncated", truncate, "BACKUP-NOT-A-BACKUP"),
    ("one byte", flip, "BACKUP-(NOT-A-BACKUP|CHANGED)"),
    ("no manifest", rewritten(lambda members: members.pop("manifest.json")), "BACKUP-NOT-A-BACKUP"),  # type: ignore[arg-type, return-value]
    ("no snapshot", rewritten(lambda members: members.pop("registry.sqlite")), "BACKUP-NOT-A-BACKUP"),  # type: ignore[arg-type, return-value]
    (
        "broken manifest",
        rewritten(lambda members: members.update({"manifest.json": b"["})),
        "BACKUP-NOT-A-BACKUP",
    ),
    (
        "list manifest",
        rewritten(lambda members: members.update({"manifest.json": b"[]"})),
        "BACKUP-NOT-A-BACKUP",
    ),
    (
        "deep manifest",
        rewritten(lambda m: m.update({"manifest.json": b"[" * 100_000})),
        "BACKUP-NOT-A-BACKUP",
    ),
    ("other format", rewritten(manifest(format="other")), "BACKUP-NOT-A-BACKUP"),
    ("members a list", rewritten(manifest(members=["registry.sqlite"])), "BACKUP-NOT-A-BACKUP"),
    ("newer format", rewritten(manifest(version=3)), "BACKUP-NEWER"),
    ("newer schema", rewritten(manifest(schema="9999")), "BACKUP-NEWER"),
    ("other head", rewritten(manifest(head="f" * 64)), "BACKUP-CHANGED"),
    ("changed file", rewritten(lambda m: m.update({"files/ab/cd/ảnh.jpg": b"x"})), "BACKUP-CHANGED"),
    ("swapped snapshot", rewritten(swapped_snapshot), "BACKUP-CHANGED"),
    ("upwards", rewritten(with_member("files/../../evil")), "BACKUP-NOT-A-BACKUP"),
    ("absolute", rewritten(with_member("/evil")), "BACKUP-NOT-A-BACKUP"),
    ("beside", rewritten(with_member("evil")), "BACKUP-NOT-A-BACKUP"),
    ("drive", rewritten(with_member("files/C:\\evil")), "BACKUP-NOT-A-BACKUP"),
]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    settings = settings_in(folder / "nhà")
    filled(settings)
    return backed_up(settings, folder / "good.zip")


@pytest.mark.parametrize(
    ("damage", "code"), [item[1:] for item in DAMAGES], ids=[item[0] for item in DAMAGES]
)
def test_garbage_is_refused_by_name_and_nothing_is_touched(
    tmp_path: Path, good: Path, damage: Callable[[Path], object], code: str
) -> None:
    settings = settings_in(tmp_path / "nhà")
    filled(settings, note="đang dùng")
    standing = head_of(settings)
    file = tmp_path / "b.zip"
    shutil.copy(good, file)
    damage(file)
    with pytest.raises(RefusalError, match="BACKUP-"):
        restore(file, settings, passphrase=PASS)
    with pytest.raises(RefusalError, match=code) as refused:
        restore(file, settings, unproven=True)
    assert "b.zip" in render(refused.value.code, refused.value.params)
    assert head_of(settings) == standing
    assert sorted(item.name for item in tmp_path.iterdir()) == ["b.zip", "nhà"]
    assert not [
        item.name for item in (tmp_path / "nhà").iterdir() if item.name.startswith((".restore", "before"))
    ]


def test_a_snapshot_with_a_changed_ledger_is_refused(tmp_path: Path, good: Path) -> None:
    """Even with a manifest made to fit."""

    def change(members: dict[str, bytes]) -> None:
        import hashlib

        path = tmp_path / "s.sqlite"
        path.write_bytes(members["registry.sqlite"])
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE sites SET lon = 105")
            connection.commit()
        found = json.loads(members["manifest.json"])
        members["registry.sqlite"] = path.read_bytes()
        found["members"]["registry.sqlite"] = hashlib.sha256(path.read_bytes()).hexdigest()
        members["manifest.json"] = json.dumps(found).encode()

    file = tmp_path / "b.zip"
    shutil.copy(good, file)
    rewritten(change)(file)
    with pytest.raises(RefusalError, match="BACKUP-NOT-SOUND"):
        restore(file, settings_in(tmp_path / "nhà"), unproven=True)


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=300), at=st.floats(0, 1))
def test_any_bytes_are_a_refusal_never_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, good: Path, content: bytes, at: float
) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    whole = good.read_bytes()
    cut = int(at * len(whole))
    for number, garbage in enumerate([content, whole[:cut] + content + whole[cut + len(content) :]]):
        file = folder / f"{number}.zip"
        file.write_bytes(garbage)
        settings = settings_in(folder / f"nhà {number}")
        try:
            restore(file, settings, passphrase=PASS)
        except RefusalError as refused:
            assert render(refused.code, refused.params)  # noqa: PT017 - a refusal is one of two good ends
        else:
            assert head_of(settings)
    shutil.rmtree(folder)


def test_a_file_or_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "nhà")
    with pytest.raises(RefusalError, match="BACKUP-MISSING"):
        restore(tmp_path / "b.zip", settings)
    filled(settings)
    with pytest.raises(RefusalError, match="BACKUP-DISK"):
        backed_up(settings, tmp_path / "không có" / "b.zip")
