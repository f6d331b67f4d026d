"""A package is proved whole, and every way of touching it is found, by the standard library alone."""

import ast
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from registry.documents import package as module
from registry.documents.package import MANIFEST, seal_of, verify_package, write_package

MEMBERS = {"received.xlsx": b"PK list", "letter.docx": "Công văn & <Viettel>".encode(), "rules.json": b"{}"}


@pytest.fixture
def sealed(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "1-2026-HS-VT.zip"
    return path, write_package(path, MEMBERS, {"request": "1/2026/HS-VT"})


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def rewrite(path: Path, members: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)


def found(path: Path, seal: str = "") -> list[tuple[str, str]]:
    return [(problem.code, problem.name) for problem in verify_package(path, seal).problems]


def test_what_was_sealed_is_whole(sealed: tuple[Path, str]) -> None:
    path, seal = sealed
    proof = verify_package(path, seal)
    assert (proof.whole, proof.seal, proof.members) == (True, seal, 3)
    assert proof.about["request"] == "1/2026/HS-VT"


def test_equal_content_gives_equal_bytes(sealed: tuple[Path, str], tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    write_package(other, dict(reversed(MEMBERS.items())), {"request": "1/2026/HS-VT"})
    assert other.read_bytes() == sealed[0].read_bytes()


@pytest.mark.parametrize("name", MEMBERS)
def test_a_changed_member_is_found(sealed: tuple[Path, str], name: str) -> None:
    path, _ = sealed
    members = contents(path)
    flipped = bytearray(members[name])
    flipped[0] ^= 1
    rewrite(path, members | {name: bytes(flipped)})
    assert found(path) == [("PACKAGE-CHANGED", name)]
    rewrite(path, members | {name: members[name] + b" "})
    assert found(path) == [("PACKAGE-CHANGED", name)]


@pytest.mark.parametrize("name", MEMBERS)
def test_a_missing_member_is_found(sealed: tuple[Path, str], name: str) -> None:
    path, _ = sealed
    members = contents(path)
    del members[name]
    rewrite(path, members)
    assert found(path) == [("PACKAGE-MISSING", name)]


def test_an_added_member_is_found(sealed: tuple[Path, str]) -> None:
    path, _ = sealed
    rewrite(path, contents(path) | {"extra.txt": b"x"})
    assert found(path) == [("PACKAGE-MORE", "extra.txt")]


def test_a_member_that_stands_twice_is_found(sealed: tuple[Path, str]) -> None:
    path, _ = sealed
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as package:
        package.writestr("letter.docx", MEMBERS["letter.docx"])
    assert found(path) == [("PACKAGE-TWICE", "letter.docx")]


def test_a_changed_manifest_breaks_the_seal(sealed: tuple[Path, str]) -> None:
    path, seal = sealed
    members = contents(path)
    manifest = json.loads(members[MANIFEST])
    manifest["about"]["request"] = "2/2026/HS-VT"
    rewrite(path, members | {MANIFEST: json.dumps(manifest).encode()})
    assert found(path) == [("PACKAGE-SEAL-BROKEN", seal)]


def test_a_package_made_anew_has_another_seal_than_the_one_that_was_given(sealed: tuple[Path, str]) -> None:
    path, seal = sealed
    forged = write_package(path, MEMBERS | {"letter.docx": b"forged"}, {"request": "1/2026/HS-VT"})
    assert found(path) == []
    assert found(path, seal) == [("PACKAGE-OTHER-SEAL", forged)]


@pytest.mark.parametrize(
    "manifest",
    [b"", b"{", b"[]", b"\xff", b'{"format": 1, "seal": 3, "members": {}, "about": {}}', b"[" * 100_000],
)
def test_a_manifest_without_its_form_is_none(sealed: tuple[Path, str], manifest: bytes) -> None:
    path, _ = sealed
    rewrite(path, contents(path) | {MANIFEST: manifest})
    assert found(path) == [("PACKAGE-NO-MANIFEST", "")]


def test_a_member_without_hash_or_length_counts_as_changed(sealed: tuple[Path, str]) -> None:
    path, _ = sealed
    members = contents(path)
    manifest = json.loads(members[MANIFEST])
    manifest["members"]["rules.json"] = None
    manifest["seal"] = seal_of(manifest)
    rewrite(path, members | {MANIFEST: json.dumps(manifest).encode()})
    assert found(path) == [("PACKAGE-CHANGED", "rules.json")]


def test_what_is_no_package_is_said_so(tmp_path: Path) -> None:
    other = tmp_path / "thư.zip"
    other.write_bytes(b"not a zip")
    assert found(other) == [("PACKAGE-NOT-ZIP", "thư.zip")]
    assert found(tmp_path / "none.zip")[0][0] == "PACKAGE-NOT-READ"


def test_bytes_damaged_anywhere_never_pass_and_never_raise(sealed: tuple[Path, str]) -> None:
    """Each byte of the file in turn; only fields that no reader uses (times, versions) may go unseen."""
    path, seal = sealed
    whole = path.read_bytes()
    before = contents(path)
    for at in range(len(whole)):
        damaged = bytearray(whole)
        damaged[at] ^= 0xFF
        path.write_bytes(damaged)
        if verify_package(path, seal).whole:
            assert contents(path) == before


def test_the_proof_runs_as_one_file_on_the_standard_library(sealed: tuple[Path, str]) -> None:
    path, seal = sealed
    source = Path(module.__file__)
    tree = ast.parse(source.read_text(encoding="utf-8"))
    names = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names
    command = [sys.executable, "-I", "-S", str(source), str(path), seal]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"OK {seal}\n")
    done = subprocess.run([*command[:-1], "0" * 64], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, f"PACKAGE-OTHER-SEAL {seal}\n")
