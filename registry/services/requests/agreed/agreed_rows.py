"""What agreed positions were agreed to as: the rows as the office decided them, whatever lists say since."""

from collections.abc import Collection, Mapping

from registry.model.requests.kept_proposals import proposal_from_json
from registry.model.requests.proposals import Proposal
from registry.services.office.registry import Registry
from registry.services.requests.judgement import stated
from registry.store.requests.agreements import list_approvals
from registry.store.requests.requests import get_request, note_of, of_request
from registry.store.requests.tables import request_rows, row_notes


def agreed_as(registry: Registry, wanted: Mapping[str, Collection[str]]) -> dict[str, Proposal]:
    """Return what each of some positions was agreed to as, by their ids: the row as the office decided it.

    ``wanted`` are the positions' ids by their requests.
    """
    found: dict[str, Proposal] = {}
    with registry.database.read() as connection:
        for request, ids in wanted.items():
            asked = get_request(connection, request)
            kept = [
                proposal_from_json(row["proposal"])
                for row in of_request(connection, request_rows, request)
                if row["list_version"] == asked.list_version
            ]
            notes = [note_of(row) for row in of_request(connection, row_notes, request)]
            notes = [note for note in notes if note.list_version == asked.list_version]
            decided = stated(kept, notes, asked.kind)
            for one in list_approvals(connection, request=request):
                if one.id in ids and one.row < len(decided):
                    found[one.id] = decided[one.row]
    return found
