"""A new register: operators and units through the ledger, made once."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from registry.demo.initialise import DEMO_MAKING, init_registry
from registry.errors import RefusalError
from registry.messages import province_in_words
from registry.model.areas import REFORM, AdminLevel
from registry.services.office.batches import list_batches
from registry.services.office.deeds import write
from registry.services.office.letters.letterhead import letterhead
from registry.services.office.registry import open_registry
from registry.services.register.context import context_for
from registry.services.register.verify import verify
from registry.settings import ROOT, read_settings
from registry.store.office.operators import OWN_PROVINCE, load_meta, load_operators, meta_change
from registry.store.register.units import load_units
from tests.postgres import Server
from tests.services.offices import office


def test_it_knows_the_operators_and_the_units_from_the_start(tmp_path: Path) -> None:
    registry = office(tmp_path / "có dấu cách")
    with registry.database.read() as connection:
        operators = load_operators(connection)
        units = load_units(connection)
    assert [item.code for item in operators] == ["VNPT", "VTL", "VMS", "VNM", "GTEL"]
    now = [u for u in units if u.level is AdminLevel.COMMUNE and u.valid_from == REFORM]
    before = [u for u in units if u.level is AdminLevel.COMMUNE and u.valid_to is not None]
    districts = [u for u in units if u.level is AdminLevel.DISTRICT]
    assert (len(now), len(before), len(districts)) == (99, 313, 18)
    assert {u.kind for u in now} == {"Phường", "Xã"}
    assert {u.kind for u in before} == {"Phường", "Xã", "Thị trấn"}
    assert all(u.boundary is not None and u.boundary_error_m > 0 for u in now)


def test_a_code_that_is_used_again_names_two_units(tmp_path: Path) -> None:
    registry = office(tmp_path)
    with registry.database.read() as connection:
        found = {u.id: u for u in load_units(connection, level=AdminLevel.PROVINCE) if u.code == "24"}
    assert {u.name for u in found.values()} == {"Bắc Giang", "Bắc Ninh"}
    assert found["24@2025-07-01"].predecessors == ("24", "27")
    assert str(found["24@1997-01-01"].valid_to) == "2025-06-30"


def test_everything_is_one_batch_of_the_ledger(tmp_path: Path) -> None:
    registry = office(tmp_path)
    (batch,) = list_batches(registry)
    assert batch.kind == "init"
    assert verify(registry).problems == ()


def test_it_is_not_made_twice(tmp_path: Path) -> None:
    registry = office(tmp_path)
    head = verify(registry).head
    settings = registry.settings
    with pytest.raises(RefusalError, match="REGISTRY-EXISTS"):
        init_registry(settings)
    assert init_registry(settings, if_missing=True) is False
    assert verify(open_registry(settings)).head == head


def test_a_province_that_does_not_exist_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    settings = read_settings({"BTS_HOME": str(tmp_path / "home"), "BTS_PROVINCE": "99"})
    with pytest.raises(RefusalError, match="PROVINCE-UNKNOWN"):
        init_registry(settings)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("province", ["20", "01", "96"])
def test_the_demo_of_another_province_is_refused_at_once_and_leaves_nothing(
    province: str, tmp_path: Path
) -> None:
    settings = read_settings({"BTS_HOME": str(tmp_path / "home"), "BTS_PROVINCE": province})
    began = time.process_time()
    with pytest.raises(RefusalError, match="DEMO-OTHER-PROVINCE") as refused:
        init_registry(settings, demo=True)
    assert time.process_time() - began < 2
    assert refused.value.params["province"] == province_in_words(province)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("province", ["99", "abc", "024", "27", "24; --", "../..", "2\x01"])
@pytest.mark.parametrize("demo", [False, True])
def test_no_value_of_the_setting_that_is_no_province_makes_anything(
    province: str, demo: bool, tmp_path: Path
) -> None:
    settings = read_settings({"BTS_HOME": str(tmp_path / "home"), "BTS_PROVINCE": province})
    with pytest.raises(RefusalError, match="PROVINCE-UNKNOWN"):
        init_registry(settings, demo=demo)
    assert not (tmp_path / "home").exists()


def test_blanks_around_the_province_are_not_part_of_it() -> None:
    assert read_settings({"BTS_PROVINCE": " 20 "}).province == "20"
    assert read_settings({"BTS_PROVINCE": "  "}).province == "24"


def test_a_demo_whose_making_is_killed_is_made_whole_by_the_next_call(tmp_path: Path) -> None:
    environ = {**os.environ, "BTS_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "registry", "init", "--demo", "--if-missing"]
    with subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL) as making:
        deadline = time.monotonic() + 60
        while not (tmp_path / "samples" / "nguon").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        making.kill()
    assert not (tmp_path / "registry.sqlite").exists()
    settings = read_settings({"BTS_HOME": str(tmp_path)})
    assert init_registry(settings, demo=True, if_missing=True) is True
    kinds = [batch.kind for batch in list_batches(open_registry(settings))]
    assert kinds.count("plan") > 1


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(RefusalError, match="STORE-CANNOT-CREATE"):
        init_registry(read_settings({"BTS_HOME": str(tmp_path / "home")}))


def test_half_a_demo_on_postgresql_is_refused_and_finished_by_the_next_demo(
    server: Server, tmp_path: Path
) -> None:
    with server.fresh() as url:
        environ = {**os.environ, "BTS_HOME": str(tmp_path), "BTS_DATABASE_URL": url}
        command = [sys.executable, "-m", "registry", "init", "--demo", "--if-missing"]
        with subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL) as making:
            deadline = time.monotonic() + 60
            while not (tmp_path / "samples" / "nguon").exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            time.sleep(0.5)
            making.kill()
        settings = read_settings({"BTS_HOME": str(tmp_path), "BTS_DATABASE_URL": url})
        with pytest.raises(RefusalError, match="REGISTRY-DEMO-HALF"):
            init_registry(settings, if_missing=True)
        assert init_registry(settings, demo=True, if_missing=True) is True
        assert init_registry(settings, demo=True, if_missing=True) is False
        with contextlib.closing(open_registry(settings)) as registry:
            kinds = [batch.kind for batch in list_batches(registry)]
            assert verify(registry).problems == ()
            with registry.database.read() as connection:
                meta = load_meta(connection)
        assert meta["demo"] is True
        assert DEMO_MAKING not in meta
        assert kinds.count("plan") > 1
        assert kinds.count("sites") == 5


def _forget_its_own(home: Path) -> None:
    """Make a register of ``home`` that does not say of which province it is, as earlier versions did not."""
    registry = office(home)
    with registry.database.write() as connection:
        write(connection, [meta_change(connection, OWN_PROVINCE, None)], "init", "an earlier version")
    registry.close()


def test_a_province_that_an_older_register_has_no_unit_of_is_refused_and_not_judged(tmp_path: Path) -> None:
    _forget_its_own(tmp_path)
    settings = read_settings({"BTS_HOME": str(tmp_path), "BTS_PROVINCE": "01"})
    with (
        contextlib.closing(open_registry(settings)) as registry,
        pytest.raises(RefusalError, match="PROVINCE-NOT-HELD") as refused,
    ):
        context_for(registry, REFORM)
    assert refused.value.params["held"] == "24, 27"
    with contextlib.closing(open_registry(read_settings({"BTS_HOME": str(tmp_path)}))) as registry:
        assert context_for(registry, REFORM).units.territory is not None


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("province", ["99", "abc", "27"])
def test_no_register_opens_for_a_province_that_there_is_not(
    province: str, kept: bool, tmp_path: Path
) -> None:
    if kept:
        office(tmp_path).close()
    else:
        _forget_its_own(tmp_path)
    settings = read_settings({"BTS_HOME": str(tmp_path), "BTS_PROVINCE": province})
    with pytest.raises(RefusalError, match="PROVINCE-OTHER" if kept else "PROVINCE-UNKNOWN"):
        open_registry(settings)


def test_a_register_knows_of_which_province_it_is_and_is_of_no_other(tmp_path: Path) -> None:
    home = {"BTS_HOME": str(tmp_path)}
    init_registry(read_settings(home | {"BTS_PROVINCE": "Lạng Sơn"}))
    for environ in (home, home | {"BTS_PROVINCE": "20"}, home | {"BTS_PROVINCE": "tỉnh Lạng Sơn"}):
        with contextlib.closing(open_registry(read_settings(environ))) as registry:
            assert registry.settings.province == "20"
            assert registry.settings.metric_epsg == 9215
            assert context_for(registry, REFORM).province == "20"
            head = letterhead({}, "vi", registry.settings.province)
            assert (head["parent"], head["place"]) == ("UBND TỈNH LẠNG SƠN", "Lạng Sơn")
    with pytest.raises(RefusalError, match="PROVINCE-OTHER") as refused:
        open_registry(read_settings(home | {"BTS_PROVINCE": "24"}))
    assert refused.value.params == {"province": "24", "own": "20", "name": "Lạng Sơn"}
    with pytest.raises(RefusalError, match="PROVINCE-OTHER"):
        init_registry(read_settings(home | {"BTS_PROVINCE": "24"}), if_missing=True)


def _init(home: Path, *asked: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    clean = {key: value for key, value in os.environ.items() if not key.startswith("BTS_")}
    return subprocess.run(
        [sys.executable, "-m", "registry", "init", *asked],
        env=clean | {"BTS_HOME": str(home), **environ},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_command_makes_the_register_of_a_province_by_name(tmp_path: Path) -> None:
    assert _init(tmp_path, "--province", "lang son").returncode == 0
    with contextlib.closing(open_registry(read_settings({"BTS_HOME": str(tmp_path)}))) as registry:
        assert registry.settings.province == "20"


@pytest.mark.parametrize(
    ("asked", "environ", "code"),
    [
        (("--province", "Bắc Giang"), {}, "PROVINCE-UNKNOWN"),
        (("--province", "20"), {"BTS_PROVINCE": "24"}, "PROVINCE-TWO"),
        (("--province", "20", "--demo"), {}, "DEMO-OTHER-PROVINCE"),
    ],
)
def test_what_the_command_cannot_make_is_refused_by_a_code_and_leaves_nothing(
    asked: tuple[str, ...], environ: dict[str, str], code: str, tmp_path: Path
) -> None:
    done = _init(tmp_path / "home", *asked, **environ)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{code}: ")
    assert not (tmp_path / "home").exists()
    if code == "PROVINCE-UNKNOWN":
        assert "Bắc Ninh (24)" in done.stderr
