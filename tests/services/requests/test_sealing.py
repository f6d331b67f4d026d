"""When a letter is issued everything it was decided by is sealed in one package that proves itself."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from registry.__main__ import app
from registry.documents.package import MANIFEST, verify_package
from registry.errors import RefusalError
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.letters.note import Note
from registry.services.requests.opened import load_request
from registry.services.requests.sealing import Sealed, seal_request
from registry.store import ledger
from tests.basemap.town import town_pmtiles
from tests.services.requests import desk
from tests.store.rows import created, mast, site, station


@pytest.fixture
def sealed(office: Registry, tmp_path: Path) -> Sealed:
    request = desk.issued(office, tmp_path, desk.received(office, tmp_path))
    return seal_request(office, request.id, who="lan")


NUMBER = f"1/{today().year}/HS-VT"


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_package_holds_everything_it_was_decided_by(sealed: Sealed, tmp_path: Path) -> None:
    assert sealed.name == f"1-{today().year}-HS-VT.zip"
    held = members(sealed.path)
    assert set(held) == {
        MANIFEST, "received.xlsx", "rules.json", "used.json", "findings.json", "decisions.json",
        "history.json", "letter.docx", "signed.pdf", "signature.json", "answers.json", "sheets.json",
    }  # fmt: skip
    assert held["received.xlsx"] == (tmp_path / "ds-VTL-5.xlsx").read_bytes()
    assert held["signed.pdf"].startswith(b"%PDF-")
    rules = {rule["code"]: rule for rule in json.loads(held["rules.json"])["rules"]}
    assert rules["SPC-01"]["thresholds"]["urban_m"]["value"] == 120
    decided = json.loads(held["decisions.json"])
    assert [row["decision"] for row in decided][-1] == "refuse"
    assert decided[0]["who"] == "lan"
    used = {mast["code"] for mast in json.loads(held["used.json"])["masts"]}
    assert used == {"BGG00045"}  # not what the letter itself entered as approved
    fifth = json.loads(held["findings.json"])[4]["counted"]
    assert [row["article"] for row in fifth if row["outcome"] == "fail"] == ["Điều 15(5)"]
    letter = Document(io.BytesIO(held["letter.docx"]))
    assert "321/SKHCN-VT" in letter.tables[0].rows[0].cells[0].text


def test_the_package_is_whole_and_the_ledger_knows_its_hash(office: Registry, sealed: Sealed) -> None:
    assert verify_package(sealed.path, sealed.seal).whole
    kept = [item for item in load_request(office, NUMBER).attachments if item.kind == "package"]
    assert [item.sha256 for item in kept] == [hashlib.sha256(sealed.path.read_bytes()).hexdigest()]
    assert desk.sound(office)


def test_sealing_again_gives_the_package_that_is_kept(office: Registry, sealed: Sealed) -> None:
    assert seal_request(office, NUMBER, who="minh") == sealed


def test_a_request_that_is_not_issued_cannot_be_sealed(office: Registry, tmp_path: Path) -> None:
    request = desk.received(office, tmp_path)
    with pytest.raises(RefusalError, match="PACKAGE-NOT-ISSUED"):
        seal_request(office, request.id, who="lan")


def test_tampering_with_each_member_is_found(sealed: Sealed, tmp_path: Path) -> None:
    held = members(sealed.path)
    other = tmp_path / "other.zip"
    for name in sorted(set(held) - {MANIFEST}):
        with zipfile.ZipFile(other, "w") as package:
            for member, content in held.items():
                package.writestr(member, content + b"\n" if member == name else content)
        problems = verify_package(other).problems
        assert [(item.code, item.name) for item in problems] == [("PACKAGE-CHANGED", name)]


def test_the_command_proves_a_package_without_a_registry(sealed: Sealed, tmp_path: Path) -> None:
    runner = CliRunner(env={"BTS_HOME": str(tmp_path / "none")})
    done = runner.invoke(app, ["verify-package", str(sealed.path), "--seal", sealed.seal])
    assert (done.exit_code, "nguyên vẹn" in done.output) == (0, True)
    done = runner.invoke(app, ["verify-package", str(sealed.path), "--seal", "0" * 64])
    assert done.exit_code == 1
    done = runner.invoke(app, ["verify-package", str(tmp_path / "none.zip")])
    assert done.exit_code == 1


def test_a_map_drawn_after_the_issue_shows_what_counted_then(office: Registry, tmp_path: Path) -> None:
    request = desk.issued(office, tmp_path, desk.received(office, tmp_path))
    file = load_request(office, request.id)
    before = Note(office, file, "vi").map_of(file.rows[0])
    lon, lat = desk.north(2100.0)  # a mast that is built 100 m from the first row afterwards
    with office.database.write() as connection:
        rows = [
            *created("sites", site("BGG00099", lon, lat)),
            *created("structures", mast("BGG00099", mast_class="A2b", mast_height_m=42.0)),
            *created("stations", station("BGG00099", "VTL")),
        ]
        ledger.record(connection, rows, who="lan", batch="later")
    file = load_request(office, request.id)
    later = Note(office, file, "vi")
    assert later.map_of(file.rows[0]) == before
    town_pmtiles(office.settings.background / "base.pmtiles")  # a background that came after the issue
    assert later.map_of(file.rows[0]) == before
    later.letter.frozen = None  # as the register is now
    assert later.map_of(file.rows[0]) != before
