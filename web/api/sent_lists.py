"""A list that a program sends, as rows or as a file, kept aside while it is read.

Rows are written as the file that a person would have sent, so that both are read by the same reader and have
the same issues.
"""

import base64
import binascii
import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.services.appraise.sent_rows import NAME as ROWS_NAME
from registry.services.appraise.sent_rows import Cell, write_rows
from web.frame.wording.appraised_rows import Model

MOST_ROWS = 20_000
OF_PROPOSALS, OF_MASTS = ListKind.PROPOSALS, ListKind.SITES
_LONGEST_NAME = 200
ENDINGS = (".xlsx", ".xls", ".ods", ".csv")


class SentFile(Model):
    """A workbook or table as it would be uploaded."""

    name: Annotated[
        str, Field(min_length=1, max_length=_LONGEST_NAME, description="With its ending, as list.xlsx.")
    ]
    content: Annotated[str, Field(description="The file in base64.")]


class SentList(Model):
    """A list: `rows` by the names of columns (see list-columns), or a `file`; one of them."""

    rows: Annotated[list[dict[str, Cell]] | None, Field(max_length=MOST_ROWS)] = None
    file: SentFile | None = None


@contextlib.contextmanager
def sent_list(sent: SentList, kind: ListKind) -> Iterator[tuple[Path, str]]:
    """Yield (path, name) of a list that was sent, for as long as it is read.

    Refused: both or none (``API-LIST``), a column that lists of this kind do not have
    (``API-LIST-COLUMN``), what is no base64 (``API-BODY``), an ending that is none of a list's
    (``FILE-EXTENSION``).
    """
    if (sent.rows is None) is (sent.file is None):
        raise RefusalError("API-LIST")
    with tempfile.TemporaryDirectory(prefix="bts-") as folder:
        if sent.file is not None:
            name = Path(sent.file.name.replace("\\", "/")).name
            ending = Path(name).suffix.lower()
            if ending not in ENDINGS:
                raise RefusalError("FILE-EXTENSION", name=name, extension=ending or "–")
            path = Path(folder, f"list{ending}")
            try:
                path.write_bytes(base64.b64decode(sent.file.content, validate=True))
            except (binascii.Error, ValueError) as error:
                raise RefusalError("API-BODY", where="list/file/content", reason="base64") from error
        else:
            name, path = ROWS_NAME, Path(folder, ROWS_NAME)
            write_rows(sent.rows or [], kind, path)
        yield path, name
