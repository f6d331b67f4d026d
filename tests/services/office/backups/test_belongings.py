"""What of an office's folder goes into a backup: everything, but what is made anew or passes by itself."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from registry.services.office.backups.belongings import (
    FORMAT,
    MANIFEST,
    belongings,
    belongs,
    secrets_of,
    standing,
)
from registry.services.office.security import installation_key
from registry.settings import Settings, read_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"BTS_HOME": str(tmp_path / "sổ")})


def put(settings: Settings, *names: str) -> None:
    for name in names:
        path = settings.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def archive(path: Path, manifest: str) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(MANIFEST, manifest)


def test_whatever_an_office_puts_there_is_taken_at_any_depth(settings: Settings) -> None:
    put(settings, "mẫu/công văn/trả lời.docx", "numbers.toml", "drafts/1.json")
    assert belongings(settings) == {
        name: settings.home / name for name in ("drafts/1.json", "mẫu/công văn/trả lời.docx", "numbers.toml")
    }


def test_the_database_kept_files_and_what_passes_are_left_out(settings: Settings) -> None:
    passing = ("cache/1.png", "files/ab/abcd", "attempts.sqlite", "sign_ins.sqlite-wal", ".lock")
    put(settings, *passing, "registry.sqlite", "registry.sqlite-wal", "before-restore-1/registry.sqlite")
    assert belongings(settings) == {}
    assert standing(settings) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cache", False),
        ("cache/numbers.toml", False),
        ("background/base.pmtiles", False),
        ("caches", True),
        ("drafts/cache", True),
        ("drafts/registry.sqlite", True),
        ("registry.sqlite-shm", False),
        ("secret_key", True),
        ("secret_key.new", False),
        (".well-known/x", False),
    ],
)
def test_the_first_part_of_a_name_says_whether_it_belongs(name: str, expected: bool) -> None:
    assert belongs(name) is expected


def test_a_database_of_another_name_in_the_folder_is_no_belonging(settings: Settings) -> None:
    put(settings, "own.db", "own.db-wal", "owner.toml")
    named = replace(settings, database_url=f"sqlite:///{settings.home / 'own.db'}")
    assert list(belongings(named)) == ["owner.toml"]


@pytest.mark.parametrize("database", ["m", "mẫu", "", "mẫu?sslmode=require"])
def test_the_name_of_a_servers_database_leaves_nothing_of_the_folder_out(
    settings: Settings, database: str
) -> None:
    put(settings, "mẫu/1.docx", "registry.sqlite")
    served = replace(settings, database_url=f"postgresql+psycopg://localhost/{database}")
    assert list(belongings(served)) == ["mẫu/1.docx"]


def test_what_opens_doors_goes_apart_and_a_key_that_is_set_goes_before_the_kept_one(
    settings: Settings,
) -> None:
    put(settings, installation_key.FILE, "demo_accounts.json", "numbers.toml")
    assert list(belongings(settings)) == ["numbers.toml"]
    own = {"demo_accounts.json": "demo_accounts.json", installation_key.FILE: installation_key.FILE}
    assert secrets_of(settings) == own
    assert secrets_of(replace(settings, secret_key="set")) == own | {installation_key.FILE: "set"}
    assert len(standing(settings)) == 3  # a restore puts others in their place


def test_a_backup_is_in_no_backup_but_any_other_archive_is(settings: Settings) -> None:
    put(settings, "drafts/torn.zip")
    archive(settings.home / "2026.zip", json.dumps({"format": FORMAT}))
    archive(settings.home / "drafts" / "2025.zip", json.dumps({"format": FORMAT}))
    archive(settings.home / "lists.zip", json.dumps({"format": "lists"}))
    archive(settings.home / "odd.zip", "[" * 100_000)
    assert set(belongings(settings)) == {"drafts/torn.zip", "lists.zip", "odd.zip"}


def test_a_link_leads_nowhere_out_of_the_folder(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text("x", encoding="utf-8")
    put(settings, "drafts/1.json")
    (settings.home / "drafts" / "2.json").symlink_to(tmp_path / "elsewhere.txt")
    (settings.home / "3.json").symlink_to(tmp_path / "elsewhere.txt")
    assert list(belongings(settings)) == ["drafts/1.json"]


def test_an_office_without_a_folder_has_nothing(settings: Settings) -> None:
    assert (belongings(settings), standing(settings), secrets_of(settings)) == ({}, [], {})
