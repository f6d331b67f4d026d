"""A batch is found again, taken back as a unit, and put in force again; or refused as a whole."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.messages import render
from registry.model.ledger import Change
from registry.store import batches, images, ledger
from registry.store.database import Database
from registry.store.tables import LEDGERED, import_batches, key_of, sites
from registry.store.verification import verify
from tests.store.rows import created, mast, site


def imported(database: Database, *changes: Change, kind: str = "sites", sha: str = "") -> str:
    with database.write() as connection:
        batch = batches.open_batch(connection, kind=kind, who="lan", file_sha256=sha).id
        ledger.record(connection, changes, who="lan", batch=batch)
    return batch


def undone(database: Database, batch: str) -> str:
    with database.write() as connection:
        return batches.undo(connection, batch, who="minh").id


def content(database: Database) -> dict[str, dict[str, images.Image]]:
    """The register without its batches and versions."""
    with database.read() as connection:
        assert verify(connection).problems == ()
        found = {}
        for name, table in LEDGERED.items():
            rows = connection.execute(sa.select(table)).mappings()
            found[name] = {
                row[key_of(table)]: {
                    k: v for k, v in images.encode(table, dict(row)).items() if k != "version"
                }
                for row in rows
            }
    del found[import_batches.name]
    return found


def edit(database: Database, code: str, **columns: object) -> Change:
    with database.read() as connection:
        now = ledger.rows_by_key(connection, sites, [f"site-{code}"])[f"site-{code}"]
    return Change("sites", f"site-{code}", now, {**now, **columns})


def test_batches_are_numbered_and_listed_in_the_order_of_writing(database: Database) -> None:
    names = [imported(database, *created("sites", site(f"S{number}"))) for number in range(11)]
    assert names == [f"B{number}" for number in range(1, 12)]
    with database.read() as connection:
        assert [batch.id for batch in batches.list_batches(connection)] == names
        found = batches.get_batch(connection, " b11 ")
    assert (found.id, found.kind, found.who) == ("B11", "sites", "lan")
    assert found.at.utcoffset() == dt.timedelta(hours=7)
    assert abs(dt.datetime.now(dt.UTC) - found.at) < dt.timedelta(minutes=5)


def test_undoing_restores_what_was_there_and_undoing_that_puts_it_back(database: Database) -> None:
    imported(database, *created("sites", site("A", note="một"), site("B")))
    before = content(database)
    second = imported(database, edit(database, "A", note="hai"), *created("sites", site("C")))
    after = content(database)
    undo = undone(database, second)
    assert content(database) == before
    redo = undone(database, undo)
    assert content(database) == after
    with database.read() as connection:
        marks = {batch.id: (batch.undone_by, batch.undoes) for batch in batches.list_batches(connection)}
    assert marks == {"B1": (None, None), second: (None, None), undo: (redo, second), redo: (None, undo)}
    undone(database, second)
    assert content(database) == before


def test_a_batch_is_undone_once(database: Database) -> None:
    batch = imported(database, *created("sites", site("A")))
    undo = undone(database, batch)
    with pytest.raises(RefusalError) as refused:
        undone(database, batch)
    assert (refused.value.code, refused.value.params) == (
        "BATCH-ALREADY-UNDONE",
        {"batch": batch, "by": undo},
    )


def test_a_batch_that_is_not_there_and_the_first_one_are_refused(database: Database) -> None:
    imported(database, *created("sites", site("A")), kind="init")
    for batch, code in [("B77", "BATCH-UNKNOWN"), ("x\x00y", "BATCH-UNKNOWN"), ("B1", "BATCH-NOT-UNDOABLE")]:
        with pytest.raises(RefusalError) as refused:
            undone(database, batch)
        assert refused.value.code == code


def test_a_batch_whose_records_were_changed_later_is_refused_and_names_them(database: Database) -> None:
    first = imported(database, *created("sites", site("A"), site("B")))
    second = imported(database, edit(database, "A", note="sửa"))
    before = content(database)
    with pytest.raises(RefusalError) as refused:
        undone(database, first)
    assert refused.value.code == "BATCH-UNDO-CONFLICT"
    assert refused.value.params == {"batch": first, "count": 1, "records": "sites A", "later": second}
    assert "sites A" in render(refused.value.code, refused.value.params)
    assert content(database) == before
    undone(database, second)
    undone(database, first)
    assert content(database)["sites"] == {}


def test_a_batch_on_whose_records_later_ones_stand_is_refused(database: Database) -> None:
    first = imported(database, *created("sites", site("A")))
    second = imported(database, *created("structures", mast("A")))
    with pytest.raises(RefusalError) as refused:
        undone(database, first)
    assert refused.value.code == "BATCH-UNDO-CONFLICT"
    assert refused.value.params["records"] == "structures mast-A"
    assert refused.value.params["later"] == second


def test_a_batch_that_changed_a_record_twice_is_taken_back_to_its_beginning(database: Database) -> None:
    imported(database, *created("sites", site("A", note="một")))
    before = content(database)
    with database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan").id
        for note in ("hai", "ba"):
            now = ledger.rows_by_key(connection, sites, ["site-A"])["site-A"]
            ledger.record(
                connection, [Change("sites", "site-A", now, {**now, "note": note})], who="lan", batch=batch
            )
    undone(database, batch)
    assert content(database) == before


def test_a_restored_row_never_takes_an_old_version_again(database: Database) -> None:
    imported(database, *created("sites", site("A")))
    seen = edit(database, "A", note="của người đến sau")
    undone(database, imported(database, edit(database, "A", note="sửa")))
    with pytest.raises(RefusalError) as refused:
        imported(database, seen)
    assert refused.value.code == "STORE-CHANGED-MEANWHILE"


def test_the_same_file_is_found_by_kind_hash_and_options(database: Database) -> None:
    with database.write() as connection:
        batch = batches.open_batch(
            connection,
            kind="sites",
            who="lan",
            file_sha256="ab",
            options={"operator": "VTL", "complete": True},
        ).id
    with database.read() as connection:

        def same(kind: str, sha: str, **options: object) -> str | None:
            found = batches.find_same(connection, kind, sha, options)
            return None if found is None else found.id

        assert same("sites", "ab", complete=True, operator="VTL") == batch
        assert same("sites", "ab", complete=False, operator="VTL") is None
        assert same("plan", "ab", complete=True, operator="VTL") is None
        assert same("sites", "cd", complete=True, operator="VTL") is None
    undone(database, batch)
    with database.read() as connection:
        assert batches.find_same(connection, "sites", "ab", {"operator": "VTL", "complete": True}) is None


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("write"),
            st.lists(
                st.tuples(st.sampled_from("ABCD"), st.sampled_from(["", "một", "hai", "gone"])),
                min_size=1,
                max_size=4,
                unique_by=lambda item: item[0],
            ),
        ),
        st.tuples(st.just("undo"), st.integers(0, 8)),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_any_sequence_of_batches_and_undos_replays_to_the_same_tables(
    tmp_path_factory: pytest.TempPathFactory, steps: Sequence[tuple[str, object]]
) -> None:
    """Each undo leads to a content that was there before; after every step the ledger gives the tables."""
    path: Path = tmp_path_factory.mktemp("steps") / "registry.sqlite"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    before: dict[str, dict[str, dict[str, images.Image]]] = {}
    latest: str | None = None
    for kind, what in steps:
        standing = content(database)
        if kind == "write":
            assert isinstance(what, list)
            latest = imported(database, *changes_for(database, what))
        else:
            assert isinstance(what, int)
            with database.read() as connection:
                known = [batch.id for batch in batches.list_batches(connection)]
            if not known:
                continue
            chosen = known[what % len(known)]
            made, refusal = attempt(database, chosen)
            if refusal:
                assert refusal in {"BATCH-ALREADY-UNDONE", "BATCH-UNDO-CONFLICT"}
                assert content(database) == standing
                continue
            if chosen == latest:
                assert content(database) == before[chosen]
            latest = made
        before[latest] = standing
    content(database)
    database.close()


def attempt(database: Database, batch: str) -> tuple[str, str]:
    """Undo a batch: its undo and no refusal, or no undo and the refusal's code."""
    try:
        return undone(database, batch), ""
    except RefusalError as refused:
        return "", refused.code


def changes_for(database: Database, edits: list[tuple[str, str]]) -> list[Change]:
    with database.read() as connection:
        rows = ledger.rows_by_key(connection, sites, [f"site-{code}" for code, _ in edits])
    changes = []
    for code, note in edits:
        before = rows.get(f"site-{code}")
        if note == "gone" and before is None:
            continue
        after = None if note == "gone" else {**(before or site(code)), "note": note}
        changes.append(Change("sites", f"site-{code}", before, after))
    return changes
