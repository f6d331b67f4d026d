"""Settings, routes and files that ``deploy/`` and the papers of operation name are those of the program."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from registry.settings import read_settings
from tests.deploy.parts import DEPLOY
from web.app import create_app

ROOT = DEPLOY.parent
NAMED = re.compile(r"\bBTS_[A-Z_]+\b")
OWN = frozenset({"BTS_SSO_SECRET"})
"""Variables that an office names itself, in its file of providers (``secret_env``)."""
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
PAPERS = sorted((ROOT / "docs" / "operate").glob("*.md"))


@cache
def known() -> frozenset[str]:
    """Every setting that the code reads, as its text names it."""
    found: set[str] = set()
    for room in ("registry", "web"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and NAMED.fullmatch(node.value)
                ):
                    found.add(node.value)
    return frozenset(found)


def test_what_is_read_is_found() -> None:
    assert {"BTS_HOME", "BTS_PUBLIC_NAME", "BTS_OFFSITE", "BTS_BACKUP_PASSPHRASE"} <= known()


@pytest.mark.parametrize("path", [*FILES, *PAPERS], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_setting_that_is_named_is_one(path: Path) -> None:
    assert set(NAMED.findall(path.read_text(encoding="utf-8"))) - known() - OWN == set()


def test_every_setting_stands_in_the_paper_of_settings() -> None:
    told = set(NAMED.findall((ROOT / "docs" / "operate" / "settings.md").read_text(encoding="utf-8")))
    assert known() - told == set()


def test_the_example_of_settings_is_read(tmp_path: Path) -> None:
    pairs: dict[str, str] = {}
    for line in (DEPLOY / "bts.env.example").read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(r"#?(BTS_[A-Z_]+)=(.*)", line):
            pairs[found[1]] = found[2]
    settings = read_settings({**pairs, "BTS_HOME": str(tmp_path)})
    assert (settings.proxies, settings.public_names, settings.backup_keep) == (
        1,
        ("bts.example.vn",),
        (14, 8, 12),
    )
    assert settings.database_url.startswith("postgresql+psycopg://bts@/bts")
    assert "{name}" in settings.offsite_read


def test_the_paths_of_the_proxies_are_the_programs(tmp_path: Path) -> None:
    app = create_app(read_settings({"BTS_HOME": str(tmp_path)}))
    routes = {rule.rule for rule in app.url_map.iter_rules()}
    for name in ("Caddyfile", "nginx.conf"):
        text = (DEPLOY / name).read_text(encoding="utf-8")
        paths = set(re.findall(r"(?:location = |path )(/[\w/-]+)", text)) | set(
            re.findall(r"path /\w+ (/\w+)", text)
        )
        assert paths
        assert paths <= routes
    assert (ROOT / "web" / "static" / "too-large.html").is_file()


def test_the_image_takes_what_is_there_with_hashes_and_runs_as_nobody() -> None:
    text = (DEPLOY / "container" / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    sources = [source for line in copied for source in line.split()]
    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []
    for installed in re.findall(r"pip install (.+?)(?: &&|$)", text, re.MULTILINE):
        assert "--require-hashes" in installed or "--no-deps" in installed
    assert re.search(r"^USER \d+:\d+$", text, re.MULTILINE)
    assert "HEALTHCHECK" in text
    assert "/healthz" in text
    assert text.rindex("\nUSER ") > text.rindex("\nRUN "), "nothing is installed by the user that serves"


def test_the_driver_in_the_image_is_the_one_that_is_tested() -> None:
    def pinned(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        blocks = re.findall(r"^psycopg.*?(?=^\w|\Z)", text, re.MULTILINE | re.DOTALL)
        return {
            line for block in blocks for line in re.findall(r"^psycopg\S+|sha256:\w+", block, re.MULTILINE)
        }

    assert pinned("postgres.lock") == pinned("dev.lock")
