"""Citizens' reports as rows: what is asked of them by many keys at once."""

from registry.store.database import Database
from registry.store.public.citizen_reports import sent_to, ways_of


def test_a_campaign_of_more_masts_than_a_statement_takes_parameters_is_asked_about(
    database: Database,
) -> None:
    targets = {f"đích {number}": "cột" for number in range(70_000)}
    numbers = {f"PA-2026-{number:04d}" for number in range(70_000)}
    with database.read() as connection:
        assert sent_to(connection, targets) == []
        assert ways_of(connection, numbers) == {}
