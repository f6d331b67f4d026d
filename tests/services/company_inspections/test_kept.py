"""An inspection is kept and read alike on both backends, parts and all."""

from pathlib import Path

from registry.model.company_inspections.steps import ORDER, Stage
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from registry.store.company_inspections import inspections as store
from tests.services.company_inspections.world import TEAM, masts, taken_to


def test_an_inspection_is_read_as_it_was_written_on_both_backends(
    either_office: Registry, tmp_path: Path
) -> None:
    masts(either_office, 3)
    identity = taken_to(either_office, Stage.SEALED, tmp_path)
    other = taken_to(either_office, Stage.DECIDED, tmp_path)
    with either_office.database.read() as connection:
        assert [one.id for one in store.load_inspections(connection)] == [other, identity]
        assert store.load_inspections(connection, "VNPT") == []
        found = store.get_inspection(connection, identity)
        assert (found.team, found.open) == (TEAM, False)
        assert [step.stage for step in store.steps_of(connection, identity)] == list(ORDER)
        counts = [
            len(read(connection, identity))
            for read in (
                store.samples_of, store.reports_of, store.places_of, store.explanations_of, store.items_of,
                store.recommendations_of, store.penalties_of, store.papers_of,
            )
        ]  # fmt: skip
        assert counts[1:] == [2, 1, 1, 1, 1, 0, 7]
        assert len(store.papers_of(connection)) == 8, "of all inspections where none is named"
        (item,) = store.items_of(connection, identity)
        assert item.evidence[0].label == "V01: kiểm tra"
    assert verify(either_office).sound
