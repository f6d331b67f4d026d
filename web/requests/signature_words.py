"""What the signatures of a request's letter said when it was issued, in words."""

from typing import Any

from registry.model.requests.signed_papers import paper_from
from registry.services.requests.opened import RequestFile
from registry.services.requests.signed_papers import kept_signature
from web.frame.wording.signature_words import paper_view


def signed_view(file: RequestFile) -> dict[str, Any] | None:
    """Return what the signatures of a request's letter said when it was issued, None where nobody looked."""
    kept = kept_signature(file)
    return paper_view(paper_from(kept)) if kept else None
