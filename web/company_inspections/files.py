"""Files of an inspection: those that a form sends, and kept ones sent again to whoever may have them."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flask import Response, request

from registry.errors import RefusalError
from registry.model.company_inspections.inspection import KeptFile
from registry.services.office.attachments import file_path
from web.frame.downloads import UNOPENED, download
from web.frame.office import registry
from web.frame.uploads import kept_aside


@contextmanager
def every_file(name: str) -> Iterator[list[tuple[Path, str]]]:
    """Keep all files of a field aside for a while; yields their paths with the names of their sender."""
    with ExitStack() as stack:
        yield [stack.enter_context(kept_aside(file)) for file in request.files.getlist(name) if file.filename]


def kept_file(held: Iterable[KeptFile | None], sha256: str) -> Response:
    """Send one of some kept files (``ATTACHMENT-UNKNOWN``)."""
    for one in held:
        if one is not None and one.sha256 == sha256:
            return download(file_path(registry(), one.sha256, one.name).read_bytes(), one.name, UNOPENED)
    raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])
