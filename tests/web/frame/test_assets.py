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


def test_setup_notices_what_was_deleted(tmp_path: Path) -> None:
    """``make setup`` where somebody deleted ``node_modules`` or ``vendor`` makes them anew."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    made = ["node_modules/.package-lock.json", "web/static/vendor/.stamp", ".venv/.app", ".venv/.ready"]
    sources = ["pyproject.toml", "package-lock.json", "web/frame/assets.py", "web/frame/node.py"]
    sources += [
        "web/translations/en/LC_MESSAGES/messages.po",
        "requirements/app.lock",
        "requirements/dev.lock",
    ]
    for at, name in enumerate([*sources, *made]):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1_700_000_000 + at, 1_700_000_000 + at))

    def would_make() -> str:
        asked = ["make", "--dry-run", "setup"]
        return subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    assert "web.frame.assets" not in would_make()
    for folder in ("node_modules", "web/static/vendor"):
        (tmp_path / folder).rename(tmp_path / "gone")
        assert "web.frame.assets" in (would := would_make()), folder
        # what is copied is current by its stamp: without the packages it may not be taken for that
        assert ("rm -f web/static/vendor/.stamp" in would) == (folder == "node_modules")
        (tmp_path / "gone").rename(tmp_path / folder)
    assert "web.frame.assets" not in would_make()


def test_no_head_of_a_table_that_is_not_seen_holds_the_keyboard() -> None:
    """On a narrow page the head is there for reading aloud only: its links to sort would be stops unseen."""
    unseen = re.compile(r"^ *(.+) thead \{[^}]*clip-path", re.MULTILINE)
    rules = [
        (path.name, selector, text)
        for path in (ROOT / "web" / "static" / "css").rglob("*.css")
        for text in [path.read_text(encoding="utf-8")]
        for selector in unseen.findall(text)
    ]
    assert len(rules) > 5
    kept = [
        rule[:2]
        for rule in rules
        if f"{rule[1]} thead :is(a, button) {{ visibility: hidden; }}" not in rule[2]
    ]
    assert kept == []


def test_no_bar_at_the_foot_lies_over_what_the_keyboard_comes_to() -> None:
    """A browser scrolls what gets the focus just into the window: there a bar that stays would hide it."""
    bar = re.compile(
        r"^(\.[\w-]+) \{[^}]*position: sticky;[^}]*(?<![-\w])bottom: (?:0|\d+px)[;} ]", re.MULTILINE
    )
    bars = [
        (path.name, selector, text)
        for path in (ROOT / "web" / "static" / "css").rglob("*.css")
        for text in [path.read_text(encoding="utf-8")]
        for selector in bar.findall(text)
        if selector != ".said"  # what was just done: it goes away by itself
    ]
    assert {selector for _name, selector, _text in bars} >= {".save-bar", ".steps", ".count-line"}
    over = [
        one[:2]
        for one in bars
        if not re.search(rf"html:has\({one[1]}\)[^{{]*\{{ scroll-padding-bottom", one[2])
    ]
    assert over == []
