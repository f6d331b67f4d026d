"""Set-up of scripts, styles and fonts: named, locked, copied, and nothing from elsewhere in them."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from web.frame import assets

ROOT = Path(__file__).resolve().parents[3]


def test_the_lock_names_every_package_without_an_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    named = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert {**named["dependencies"], **named["devDependencies"]}.keys() <= {
        name.removeprefix("node_modules/") for name in lock["packages"]
    }
    installed = [entry for name, entry in lock["packages"].items() if name]
    assert all("resolved" not in entry and entry["integrity"].startswith("sha512-") for entry in installed)


def test_what_was_copied_is_current_and_complete() -> None:
    assert assets.is_current()
    for target in assets.FILES:
        assert (assets.VENDOR / target).stat().st_size > 0


def test_no_style_loads_from_elsewhere() -> None:
    styles = [*assets.VENDOR.rglob("*.css"), *(ROOT / "web" / "static" / "css").rglob("*.css")]
    assert len(styles) >= 4
    for path in styles:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""url\(\s*["']?(https?:)?//""", text), path
        assert "sourceMappingURL" not in text


def test_every_file_a_style_names_is_there() -> None:
    for path in [*assets.VENDOR.rglob("*.css"), *(ROOT / "web" / "static" / "css").rglob("*.css")]:
        for named in re.findall(
            r"""url\(["']?(?!data:|#)([^)"']+)["']?\)""", path.read_text(encoding="utf-8")
        ):
            assert (path.parent / named).resolve().is_file(), f"{path.name}: {named}"


def test_remote_addresses_are_taken_out_of_styles() -> None:
    text = "@import url(https://a.example/x.css);a{background:url(//b.example/y.png) repeat;color:red}"
    cleaned = assets.localised(text + "\n/*# sourceMappingURL=x.css.map */", ".css")
    assert "example" not in cleaned
    assert "color:red" in cleaned
    assert "sourceMappingURL" not in cleaned


def test_a_second_run_changes_nothing() -> None:
    before = (assets.VENDOR / ".stamp").stat().st_mtime_ns
    assert assets.main() == 0
    assert (assets.VENDOR / ".stamp").stat().st_mtime_ns == before


def test_without_a_network_the_set_up_says_what_to_do(tmp_path: Path) -> None:
    """A fresh clone in a folder with a space, and a package index that nobody answers at."""
    clone = tmp_path / "bản sao mới"
    (clone / "web" / "frame").mkdir(parents=True)
    modules = ("web/__init__.py", "web/frame/__init__.py", "web/frame/assets.py", "web/frame/node.py")
    for name in (*modules, "package.json", "package-lock.json"):
        shutil.copyfile(ROOT / name, clone / name)
    alone = {
        **os.environ,
        "npm_config_registry": "http://127.0.0.1:9/",
        "npm_config_fetch_retries": "0",
        "npm_config_cache": str(tmp_path / "cache"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "web.frame.assets"],
        cwd=clone,
        env=alone,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "needs the network once" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (clone / "web" / "static" / "vendor").exists()
