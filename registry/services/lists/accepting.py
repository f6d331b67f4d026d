"""A list is taken into the register: one batch, undone as one, with the file of what became of each row.

The batch holds the list's own state too: whoever undoes it has the list before the office again.
"""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.model.issues import Issue
from registry.model.jobs import Job
from registry.model.mast_lists import TAKEN, WITH_THE_OFFICE, Fate, MastListRow, MastListState
from registry.model.vietnam_time import one_moment
from registry.services.lists import comparing, preview_files
from registry.services.lists.reading import read_mast_list
from registry.services.lists.told import tell_taken
from registry.services.office.attachments import keep_bytes
from registry.services.office.deeds import deed
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.services.register.import_sites import Compared
from registry.services.register.listed_masts import Place, Rows
from registry.store import ledger
from registry.store.lists import mast_lists as store
from registry.store.lists.tables import mast_lists

OUTCOME = "outcome.gz"


@one_moment()
def accept_job(registry: Registry, job: Job, told: jobs.Told) -> Mapping[str, Any]:
    """Take a list as the officer saw it compared (the work of the job); nothing where that was done.

    Refused, changing nothing, where somebody changed the list, its rows or the masts since.
    """
    with registry.database.read() as connection:
        item = store.get_mast_list(connection, job.subject)
        said = store.said_of_rows(connection, item.id)
    if item.state in TAKEN:
        return {"batch": item.batch}
    left = _left(said)
    told(0, 100)
    parsed = read_mast_list(registry, item, said)
    task = comparing.task_of(
        registry, item, parsed, left=left, told=lambda done, of: told(20 + 30 * done // (of or 1), 100)
    )
    result: dict[str, Any] = {}
    with (
        deed(registry, "sites", job.who, file_name=item.name, file_sha256=item.sha256) as made,
        tempfile.TemporaryDirectory() as folder,
    ):
        standing = store.get_mast_list(made.connection, item.id)
        now_left = _left(store.said_of_rows(made.connection, item.id))
        if standing.state not in WITH_THE_OFFICE:
            raise RefusalError("MAST-LIST-STATE")
        if store.masts_changed_since(made.connection, int(job.options["seq"])) or now_left != left:
            raise RefusalError("MAST-LIST-UNREAD")

        def finish(batch: str, rows: Rows, compared: Compared, issues: list[Issue]) -> None:
            told(60, 100)
            path = Path(folder) / "taken.jsonl"
            seq = ledger.head(made.connection).seq
            counts = comparing.keep(path, registry, task, (rows, compared, issues), seq=seq)
            kept = keep_bytes(registry, preview_files.packed(path), OUTCOME)
            kept_out = left or counts[Fate.REFUSED.value] or counts[Fate.ANOTHERS.value]
            state = MastListState.PARTLY if kept_out else MastListState.ACCEPTED
            made.amend(
                mast_lists, item.id, int(job.options["version"]), "MAST-LIST-UNKNOWN", state=state.value,
                looked_by=made.who, looked_at=made.at, batch=batch, outcome_sha256=kept.sha256,
                counts=dict(counts), message="",
            )  # fmt: skip
            result["batch"] = batch
            told(70, 100)

        task.commit(made, finish)
        tell_taken(made, item)
    return result


def _left(said: Iterable[MastListRow]) -> frozenset[Place]:
    return frozenset((row.sheet, row.row) for row in said if row.reason)
