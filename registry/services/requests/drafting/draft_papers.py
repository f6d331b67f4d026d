"""The papers that come with a draft: which of the dossier each file is."""

from collections.abc import Iterable
from dataclasses import replace

from registry.model.requests.desk import RequestKind
from registry.services.requests.dossiers import attachment_kind, items_for
from registry.services.requests.drafting.kept_drafts import DraftFile


def filed_as(files: Iterable[DraftFile], kept: str, item: str) -> list[DraftFile]:
    """Return the files with the one that is ``kept`` so filed as another paper."""
    return [replace(file, item=item) if file.kept == kept else file for file in files]


def kept_as(kind: RequestKind, file: DraftFile) -> str:
    """Return the kind of an attachment; what this kind of request does not ask for is a plain file."""
    known = {item.code for item in items_for(kind, behalf=True)}
    return attachment_kind(kind, file.item if file.item in known else "")
