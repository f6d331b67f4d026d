"""A day is in a lake whole or not at all, whatever happens to whoever writes it."""

import datetime as dt
import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from registry.errors import RefusalError
from registry.lake import writing
from registry.lake.checking import check_lake
from registry.lake.columns import lake_layers
from registry.lake.geoparquet import Packed, packed
from registry.lake.layout import LakeLayer, held, manifest_path
from registry.lake.manifest import Manifest, as_text, read_manifest
from registry.lake.reading import Lake
from registry.lake.tables import lake_table
from registry.lake.writing import Written, write_day

DAY = dt.date(2026, 11, 29)
NEXT = DAY + dt.timedelta(days=1)
LAYERS = (LakeLayer.COVERAGES, LakeLayer.OPERATOR_LISTS, LakeLayer.OUTAGES)
ROOT = Path(__file__).parent.parent.parent


def content(layer: LakeLayer, word: str) -> Packed:
    facts = lake_layers()[layer]
    values: dict[str, Any] = {item.name: [None] for item in facts.columns}
    values[facts.columns[0].name] = [len(word) if layer is LakeLayer.OPERATOR_LISTS else word]
    shapes = np.array([shapely.box(106.0, 21.0, 106.0 + len(word), 21.5)], dtype=object)
    return packed(lake_table(facts, facts.columns, values, shapes))


def about(day: dt.date = DAY, head: str = "a", province: str = "24", disclosure: str = "office") -> Manifest:
    return Manifest(province, "Tỉnh", day, disclosure, 1, head * 64, "law", 9214, False, ())


def export(lake: Path, day: dt.date = DAY, word: str = "forest", **said: Any) -> Written:
    return write_day(lake, about(day, **said), [(layer, content(layer, word)) for layer in LAYERS])


def whole(lake: Path) -> dict[str, bytes]:
    """Everything of a lake that a reader sees: by what is asked for, its bytes."""
    found = {}
    for path in sorted((lake / "_manifests").glob("*/*.json")):
        found[str(path.relative_to(lake))] = path.read_bytes()
        manifest = read_manifest(lake, path.parent.name, dt.date.fromisoformat(path.stem))
        for item in manifest.files:
            found[item.path] = held(lake, item.place, item.sha256).read_bytes()
    return found


def leftovers(lake: Path) -> list[str]:
    return [path.name for path in lake.rglob("*") if path.name.endswith((".part", ".staged"))]


def test_a_day_is_read_as_it_was_written_and_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    made = export(tmp_path / "one")
    export(tmp_path / "two")
    assert (made.new, made.linked, made.kept) == (3, 0, 0)
    assert whole(tmp_path / "one") == whole(tmp_path / "two")
    lake = Lake(tmp_path / "one")
    assert lake.disclosure == "office"
    (manifest,) = lake.manifests(NEXT)
    assert manifest == made.manifest
    assert lake.table(manifest, "coverages", ["zone_layer"]).to_pylist() == [{"zone_layer": "forest"}]
    assert check_lake(tmp_path / "one").faults == ()
    assert (tmp_path / "one").stat().st_mode & 0o077 == 0  # the office's lake is nobody else's


def test_a_second_day_gives_equal_files_a_second_name(tmp_path: Path) -> None:
    export(tmp_path)
    made = export(tmp_path, NEXT, head="b")
    assert (made.new, made.linked, made.kept) == (0, 3, 0)
    for item in made.manifest.files:
        then = read_manifest(tmp_path, "24", DAY).file(item.layer)
        assert (tmp_path / item.path).samefile(tmp_path / then.path)
    changed = export(tmp_path, NEXT, "road", head="c")
    assert (changed.new, changed.linked, changed.kept) == (3, 0, 0)
    assert Lake(tmp_path).table(read_manifest(tmp_path, "24", DAY), "coverages")[
        "zone_layer"
    ].to_pylist() == ["forest"]


def test_where_a_disk_knows_no_second_names_a_file_is_written_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(tmp_path)

    def link(_source: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", link)
    made = export(tmp_path, NEXT)
    assert (made.new, made.linked) == (3, 0)
    assert check_lake(tmp_path).faults == ()


def test_a_file_of_another_day_that_was_changed_is_not_taken_over(tmp_path: Path) -> None:
    made = export(tmp_path)
    (tmp_path / made.manifest.file("coverages").path).write_bytes(b"other")
    again = export(tmp_path, NEXT)
    assert (again.new, again.linked) == (1, 2)
    assert [(fault.code, fault.params["file"]) for fault in check_lake(tmp_path).faults] == [
        ("LAKE-FILE-CHANGED", made.manifest.file("coverages").path)
    ]


def test_the_same_day_again_replaces_it_and_leaves_nothing_behind(tmp_path: Path) -> None:
    export(tmp_path)
    before = whole(tmp_path)
    assert export(tmp_path).kept == 3
    assert whole(tmp_path) == before
    export(tmp_path, word="river", head="b")
    lake = Lake(tmp_path)
    manifest = lake.manifest("24", DAY)
    assert manifest.ledger_head == "b" * 64
    assert lake.table(manifest, "coverages")["zone_layer"].to_pylist() == ["river"]
    assert leftovers(tmp_path) == []
    assert check_lake(tmp_path).faults == ()


_KILLED = """
import os, sys, signal
from pathlib import Path
from registry.lake import writing
from tests.lake.test_writing import export
lake, steps = Path(sys.argv[1]), int(sys.argv[2])
def counted(real):
    def step(*said, **named):
        global steps
        if steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        steps -= 1
        return real(*said, **named)
    return step
os.fsync = counted(os.fsync)
Path.replace = counted(Path.replace)
export(lake, word="river", head="b")
"""


def test_killed_at_any_step_a_day_is_the_former_or_the_new_one_and_never_a_mixture(tmp_path: Path) -> None:
    """The steps that change the disk are its flushes and renames; killed before each of them in turn."""
    export(tmp_path / "new", word="river", head="b")
    former, new = None, whole(tmp_path / "new")
    seen = set()
    for steps in range(40):
        lake = tmp_path / f"lake{steps}"
        export(lake)
        former = whole(lake)
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(_KILLED), str(lake), str(steps)],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        stands = whole(lake)
        assert stands in (former, new), steps
        seen.add(stands == new)
        codes = {fault.code for fault in check_lake(lake).faults}
        assert codes <= {"LAKE-UNFINISHED", "LAKE-FILE-UNNAMED"}, steps
        export(lake, NEXT, "sea")  # the next export clears up
        assert leftovers(lake) == []
        assert check_lake(lake).faults == ()
        assert {name: data for name, data in whole(lake).items() if NEXT.isoformat() not in name} == stands
    assert done.returncode == 0
    assert seen == {False, True}


@pytest.mark.parametrize("at", range(4))
def test_a_full_disk_is_said_by_code_and_the_lake_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    export(tmp_path)
    before = whole(tmp_path)
    real, left = os.fsync, [2 * at]

    def fsync(handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        with pytest.raises(RefusalError, match="LAKE-DISK-FULL"):
            export(tmp_path, word="river", head="b")
    assert whole(tmp_path) == before
    assert leftovers(tmp_path) == []
    assert export(tmp_path, word="river", head="b").new == 3  # and with room it goes on


def test_a_folder_that_may_not_be_written_is_said_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_said: Any) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(writing, "_put", refused)
    with pytest.raises(RefusalError, match="LAKE-NOT-WRITTEN") as told:
        export(tmp_path / "lake")
    assert told.value.params["reason"] == "Read-only file system"


def test_of_two_exports_of_a_province_the_second_is_refused_and_another_province_is_not(
    tmp_path: Path,
) -> None:
    tried: list[str] = []

    def while_writing() -> Any:
        for layer in LAYERS:
            if not tried:
                with pytest.raises(RefusalError, match="LAKE-BUSY"):
                    export(tmp_path, word="sea")
                tried.append("busy")
                export(tmp_path, province="20")
            yield layer, content(layer, "forest")

    write_day(tmp_path, about(), while_writing())
    assert tried == ["busy"]
    assert Lake(tmp_path).provinces() == ["20", "24"]
    assert check_lake(tmp_path).faults == ()


def test_a_lake_is_for_one_pair_of_eyes_and_no_folder_of_somebody_else(tmp_path: Path) -> None:
    export(tmp_path / "public", disclosure="public")
    with pytest.raises(RefusalError, match="LAKE-DISCLOSURE"):
        export(tmp_path / "public")
    with pytest.raises(RefusalError, match="LAKE-MASKED"):
        Lake(tmp_path / "public").need_all()
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "reply.docx").write_text("x")
    with pytest.raises(RefusalError, match="LAKE-NOT-A-LAKE"):
        export(tmp_path / "letters")
    for folder in ("letters", "nowhere"):
        with pytest.raises(RefusalError, match="LAKE-NOT-A-LAKE"):
            Lake(tmp_path / folder)
        with pytest.raises(RefusalError, match="LAKE-NOT-A-LAKE"):
            check_lake(tmp_path / folder)
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["reply.docx"]


def test_of_two_registers_that_begin_a_lake_at_once_the_first_says_for_whom_it_is(tmp_path: Path) -> None:
    """Each in a process of its own, twice over: never are there two pairs of eyes in one folder."""
    begin = "import sys; from pathlib import Path; from tests.lake.test_writing import export; "
    begin += "export(Path(sys.argv[1]), province=sys.argv[2], disclosure=sys.argv[3])"
    for at in range(2):
        lake = tmp_path / str(at)
        said = (("24", "public"), ("20", "office"))
        began = [
            subprocess.Popen([sys.executable, "-c", begin, str(lake), *one], cwd=ROOT, stderr=subprocess.PIPE)
            for one in said
        ]
        told = [process.communicate()[1].decode() for process in began]
        done = [process.returncode == 0 for process in began]
        assert sorted(done) == [False, True], told
        assert "LAKE-DISCLOSURE" in told[done.index(False)]
        province, disclosure = said[done.index(True)]
        assert Lake(lake).disclosure == disclosure
        assert Lake(lake).provinces() == [province]
        assert len(whole(lake)) == 1 + len(LAYERS)


def _other_bytes(lake: Path, path: str) -> None:
    (lake / path).write_bytes((lake / path).read_bytes()[:-1] + b"!")


def _gone(lake: Path, path: str) -> None:
    (lake / path).unlink()


@pytest.mark.parametrize(
    ("harm", "code"), [(_other_bytes, "LAKE-FILE-CHANGED"), (_gone, "LAKE-FILE-MISSING")]
)
def test_a_file_that_is_not_as_it_was_written_is_found_and_never_read(
    tmp_path: Path, harm: Callable[[Path, str], None], code: str
) -> None:
    manifest = export(tmp_path).manifest
    path = manifest.file("coverages").path
    harm(tmp_path, path)
    assert [(fault.code, fault.params) for fault in check_lake(tmp_path).faults] == [(code, {"file": path})]
    with pytest.raises(RefusalError, match=code):
        Lake(tmp_path).table(manifest, "coverages")
    assert export(tmp_path).new == 1  # exporting again mends it
    assert check_lake(tmp_path).faults == ()


def test_a_day_that_is_exported_again_while_it_is_read_is_said_so(tmp_path: Path) -> None:
    manifest = export(tmp_path).manifest
    export(tmp_path, word="river", head="b")
    with pytest.raises(RefusalError, match="LAKE-DAY-REPLACED"):
        Lake(tmp_path).table(manifest, "coverages")


def test_a_manifest_that_cannot_be_read_keeps_its_files_until_its_day_is_exported_again(
    tmp_path: Path,
) -> None:
    export(tmp_path)
    manifest_path(tmp_path, "24", DAY).write_text("{")
    export(tmp_path, NEXT, "river")
    assert len(list(tmp_path.glob(f"layer=*/province=24/day={DAY}/part-0.parquet"))) == 3
    assert "LAKE-MANIFEST" in {fault.code for fault in check_lake(tmp_path).faults}
    export(tmp_path)
    assert check_lake(tmp_path).faults == ()
    manifest_path(tmp_path, "24", DAY).unlink()  # how a day is taken away
    export(tmp_path, NEXT, "river")
    assert list(tmp_path.glob(f"layer=*/province=24/day={DAY}")) == []


def test_what_no_manifest_names_is_told_and_only_our_own_is_taken_away(tmp_path: Path) -> None:
    export(tmp_path)
    folder = tmp_path / "layer=coverages" / "province=24" / f"day={DAY}"
    (folder / "notes.txt").write_text("x")
    (folder / ".part-0.parquet-0000000000000000.staged").write_text("x")
    assert {fault.code for fault in check_lake(tmp_path).faults} == {"LAKE-FILE-UNNAMED"}
    export(tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == ["notes.txt", "part-0.parquet"]


def test_a_manifest_moved_to_another_day_is_none_of_that_day(tmp_path: Path) -> None:
    manifest = export(tmp_path).manifest
    manifest_path(tmp_path, "24", NEXT).write_text(as_text(manifest), encoding="utf-8")
    assert {fault.code for fault in check_lake(tmp_path).faults} == {"LAKE-MANIFEST"}
    assert json.loads(manifest_path(tmp_path, "24", NEXT).read_text(encoding="utf-8"))["day"] == "2026-11-29"


_SMALL_DISK = """
import subprocess, sys
from pathlib import Path
from registry.errors import RefusalError
from tests.lake.test_writing import DAY, NEXT, export, leftovers, whole
place = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=192k", "tmpfs", str(place)], check=True)
lake = place / "lake"
export(lake)
before = whole(lake)
(place / "filler").write_bytes(b"x")
with (place / "filler").open("wb", buffering=0) as filler:
    try:
        while True:
            filler.write(b"x" * 4096)
    except OSError:
        pass
for day in (DAY, NEXT):
    try:
        export(lake, day, "river", head="b")
    except RefusalError as refusal:
        print(refusal.code)
assert whole(lake) == before and leftovers(lake) == []
(place / "filler").unlink()
print(export(lake, word="river", head="b").new)
"""


def test_a_disk_that_is_really_full_is_said_by_code_too(tmp_path: Path) -> None:
    """A disk of its own in memory, filled to the last block, where this machine lets one be mounted."""
    if subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False).returncode:
        reason = "this machine lets nobody mount a disk of his own (unshare -Urm)"
        if os.environ.get("BTS_TESTS_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    ran = subprocess.run(
        ["unshare", "-Urm", sys.executable, "-c", textwrap.dedent(_SMALL_DISK), str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == ["LAKE-DISK-FULL", "LAKE-DISK-FULL", "3"]
