"""A draft as it is kept: what was handed in before a request has its number, and the papers with it."""

import datetime as dt
import json
from dataclasses import dataclass, field
from pathlib import Path

from registry.intake.meanings import Meaning
from registry.services.appraise.stated_columns import meanings_from_json
from registry.services.office.calendar import today

KEPT_FOR = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A paper of the dossier: what the sender called it, the name under which it is kept, and the paper."""

    name: str
    kept: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was handed in so far. Days are ISO text; ``own`` is the carrier whose it is, "" the office's.

    ``typed_rows`` are the rows of a paper list, ``answers`` the texts that answer issues, by row and field,
    ``columns`` what is said of columns, by their keys, ``words`` what words were read as in the sender's
    lists before (``known_words``). ``listed_by`` put the list that stands in the place of another, at
    ``listed_at``.
    """

    id: str
    at: str
    who: str
    own: str
    kind: str
    organisation: str
    letter_number: str = ""
    letter_date: str = ""
    received_on: str = ""
    amends: str = ""
    note: str = ""
    list_name: str = ""
    list_kept: str = ""
    typed_rows: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    files: list[DraftFile] = field(default_factory=list)
    columns: dict[str, Meaning] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    listed_by: str = ""
    listed_at: str = ""

    @property
    def day(self) -> dt.date:
        """The day on which it counts as received."""
        return dt.date.fromisoformat(self.received_on) if self.received_on else today()

    @property
    def dated(self) -> dt.date | None:
        """The day of the letter, None where it was not said."""
        return dt.date.fromisoformat(self.letter_date) if self.letter_date else None

    @property
    def expires(self) -> dt.datetime:
        """When it is thrown away."""
        return dt.datetime.fromisoformat(self.at) + KEPT_FOR


def read_draft(record: Path) -> Draft:
    """Return the draft that a record holds."""
    held = json.loads(record.read_text(encoding="utf-8"))
    files = [DraftFile(**item) for item in held["files"]]
    return Draft(**{**held, "files": files, "columns": meanings_from_json(held.get("columns", {}))})
