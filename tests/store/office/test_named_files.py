"""Which files the rows of a register name, each once."""

from registry.store import ledger
from registry.store.database import Database
from registry.store.office.named_files import NamedFile, named_files
from tests.store.rows import created

ONE, OTHER = "a1" * 32, "b2" * 32


def report(name: str, sha256: str) -> dict[str, object]:
    return {"id": name, "duty": name, "organisation": "VTL", "name": f"{name}.pdf", "sha256": sha256,
            "size_bytes": 4, "state": "handed_in"}  # fmt: skip


def test_a_file_is_named_once_however_many_rows_name_it(database: Database) -> None:
    rows = [report("one", ONE), report("again", ONE), report("other", OTHER)]
    with database.write() as connection:
        ledger.record(connection, created("duty_reports", *rows), who="lan", batch="B0")
    with database.read() as connection:
        found = sorted(named_files(connection))
    assert found == [NamedFile("duty_reports", "sha256", ONE), NamedFile("duty_reports", "sha256", OTHER)]


def test_a_file_in_a_list_of_pictures_is_named_and_a_list_known_again_is_not(database: Database) -> None:
    rows = created("citizen_reports", {
        "id": "r", "year": 2026, "ordinal": 1, "token": "t", "kind": "damage", "state": "new",
        "photos": [{"sha256": ONE, "width": 4, "height": 3, "taken_at": "", "lon": None, "lat": None}],
    })  # fmt: skip
    batch = created("import_batches", {"id": "B1", "kind": "sites", "file_sha256": OTHER})
    with database.write() as connection:
        ledger.record(connection, [*rows, *batch], who="lan", batch="B1")
    with database.read() as connection:
        assert list(named_files(connection)) == [NamedFile("citizen_reports", "photos", ONE)]
