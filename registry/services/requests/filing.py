"""Filing a paper of a request that waits as another one of its dossier: it was put under the wrong one.

The file, who handed it in and when stay as they are; the ledger keeps what it was filed as before.
"""

from registry.errors import RefusalError
from registry.model.vietnam_time import one_moment
from registry.services.office.registry import Registry
from registry.services.requests.actions import action
from registry.services.requests.dossiers import attachment_kind
from registry.store.requests.tables import attachments

_PLAIN = "dossier"


def is_of_dossier(kind: str) -> bool:
    """Whether an attachment is a paper of the dossier, or a file handed in beside it."""
    return kind.partition(":")[0] == _PLAIN


@one_moment()
def file_as(registry: Registry, request: str, attachment: str, item: str, *, who: str) -> None:
    """File a paper as ``item`` of the request's dossier, or as another file where it is "".

    Refused: a request that is closed or lies with the leader, a file that is no paper of its dossier
    (``REQUEST-PAPER-UNKNOWN``), a paper that the dossier has not (``REQUEST-VALUE``).
    """
    with action(registry, request, "filed-as", who=who) as made:
        kind = attachment_kind(made.request.kind, item)
        held = next((one for one in made.rows(attachments) if one["id"] == attachment), None)
        if held is None or not is_of_dossier(held["kind"]):
            raise RefusalError("REQUEST-PAPER-UNKNOWN", number=made.request.number)
        if held["kind"] != kind:
            made.amend(attachments, attachment, kind=kind)
