"""Drafts (hồ sơ đang xem trước): what was uploaded and typed before a request has its number.

A draft is a folder of its own in the register's home: a record and the files as they came. Nothing of it is
in the register; it survives a restart, and is thrown away after ``KEPT_FOR`` or once it was registered.
"""

import csv
import fcntl
import json
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from registry.columns import column
from registry.errors import RefusalError
from registry.intake.meanings import Meaning
from registry.model.requests.desk import Request, RequestKind
from registry.services.appraise.appraise_list import Appraisal
from registry.services.appraise.row_texts import typed
from registry.services.appraise.stated_columns import (
    ColumnPlace,
    explained,
    remembered,
    sure_proposals,
)
from registry.services.office.attachments import LARGEST_BYTES, suffix_of
from registry.services.office.calendar import in_vietnam, now
from registry.services.office.deeds import refusal
from registry.services.office.registry import Registry
from registry.services.requests.dossiers import attachment_kind, named_elsewhere
from registry.services.requests.drafting.amended import check_amends
from registry.services.requests.drafting.draft_answers import (
    CellRefused,
    Cells,
    carried,
    readable,
    with_cells,
    with_known,
)
from registry.services.requests.drafting.draft_matters import DraftMatters, draft_matters
from registry.services.requests.drafting.draft_papers import filed_as, kept_as
from registry.services.requests.drafting.draft_previews import changes_of, preview_of
from registry.services.requests.drafting.kept_drafts import Draft, DraftFile, read_draft
from registry.services.requests.drafting.known_words import known_cells, words_read
from registry.services.requests.gates.doors import check_seen
from registry.services.requests.gates.drafted import draft_sheet
from registry.services.requests.gates.sheet import Sheet
from registry.services.requests.on_behalf import check_stated, others_of
from registry.services.requests.requests import (
    check_organisation,
    receive_request,
)
from registry.services.requests.sharing_drafts import with_asked
from registry.store.changes import stable_id
from registry.store.requests.requests import get_request

TYPED_NAME = "nhap-tay.csv"
TYPED_FIELDS = (
    "site_code", "kind", "position", "address", "commune", "mast_class", "support", "mast_height_m",
    "designed_operators",
)  # fmt: skip
"""What an officer types of a row of a paper list; the rest is corrected on the request's page."""
_ID = re.compile(r"^[0-9a-f]{24}$")
_REGISTERING = threading.Lock()  # a draft's files are read to the end before a second click looks for them


class Drafts:
    """The drafts of a register; every method leaves each of them whole."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._folder = registry.settings.home / "drafts"

    def make(
        self,
        facts: Mapping[str, str],
        *,
        who: str,
        own: str | None,
        source: tuple[Path, str] | None,
        rows: Sequence[Mapping[str, str]] = (),
    ) -> Draft:
        """Keep what was handed in (``source``: a file and its name) and return its draft.

        ``facts`` are the texts of ``Draft`` by name. Refused for an organisation or a request to amend that
        is not there (another carrier's is not), and for a file of more than 50 MiB.
        """
        self.sweep()
        check_amends(self._registry, facts, own)
        with self._registry.database.read() as connection:
            check_organisation(connection, facts["organisation"])
            columns = remembered(connection, facts["organisation"])
            words = words_read(connection, facts["organisation"])
        at = now().isoformat(timespec="seconds")
        own_facts: dict[str, Any] = dict(facts)
        made = Draft(
            id=secrets.token_hex(12), at=at, who=who, own=own or "", columns=columns, words=words, **own_facts
        )  # fmt: skip
        self._path(made.id).mkdir(parents=True, mode=0o700)
        try:
            if source is not None:
                made = replace(made, list_name=source[1], list_kept=self._copy(made.id, *source))
            else:
                made = self._with_rows(made, rows)
            return self._keep(made)
        except BaseException:  # a full disk, a file too large: half a draft is nobody's
            shutil.rmtree(self._path(made.id), ignore_errors=True)
            raise

    def of(self, address: str, own: str | None) -> Draft:
        """Return a draft that a person may see (``own`` None: the office); else ``REQUEST-DRAFT-UNKNOWN``."""
        record = self._path(address) / "record.json"
        if not _ID.match(address) or not record.is_file():
            raise RefusalError("REQUEST-DRAFT-UNKNOWN")
        found = read_draft(record)
        if found.own != (own or "") or found.expires < now():
            raise RefusalError("REQUEST-DRAFT-UNKNOWN")
        return found

    def open_for(self, own: str | None, who: str) -> list[Draft]:
        """Return the drafts that a person began and did not register, newest first."""
        found = [read_draft(path) for path in self._folder.glob("*/record.json")]
        mine = [
            item for item in found if item.own == (own or "") and item.who == who and item.expires > now()
        ]
        return sorted(mine, key=lambda item: item.at, reverse=True)

    def change(self, draft: Draft, facts: Mapping[str, str]) -> Draft:
        """Write other facts (kind, letter, days, note) to a draft."""
        check_amends(self._registry, facts, draft.own or None)
        own_facts: dict[str, Any] = dict(facts)
        return self._changed(draft, lambda standing: replace(standing, **own_facts))

    def with_list(self, draft: Draft, source: Path, name: str, *, who: str) -> Draft:
        """Put a corrected workbook in the place of the list, with the answers that still fit its rows.

        One that cannot be read is refused and changes nothing.
        """
        kept = self._copy(draft.id, source, name)
        return self._changed(draft, lambda standing: _listed(self._with_list(standing, kept, name), who))

    def _with_list(self, draft: Draft, kept: str, name: str) -> Draft:
        made = replace(draft, list_name=name, list_kept=kept, typed_rows=[], answers={})
        before = self.appraisal(replace(draft, answers={})) if draft.answers else None
        try:
            after = self.appraisal(made)
        except RefusalError as error:  # named as its sender calls it, not as it is kept
            named = {"name": name} if "name" in error.params else {}
            raise RefusalError(error.code, **{**error.params, **named}) from error
        if before is not None and after is not None:
            old, new = ([row.proposal for row in read.rows] for read in (before, after))
            made = replace(made, answers=carried(old, new, draft.answers))
        return made

    def with_rows(self, draft: Draft, rows: Sequence[Mapping[str, str]], *, who: str) -> Draft:
        """Put rows that were typed in the place of the list."""
        return self._changed(draft, lambda standing: _listed(self._with_rows(standing, rows), who))

    def with_file(self, draft: Draft, source: Path, name: str, item: str) -> Draft:
        """Add a paper of the dossier."""
        attachment_kind(RequestKind(draft.kind), item)
        added = DraftFile(name, self._copy(draft.id, source, name), item)
        return self._changed(draft, lambda now: replace(now, files=[*now.files, added]))

    def file_as(self, draft: Draft, kept: str, item: str) -> Draft:
        """Say which paper of the dossier a file is, "" for none of them."""
        attachment_kind(RequestKind(draft.kind), item)
        return self._changed(draft, lambda now: replace(now, files=filed_as(now.files, kept, item)))

    def without_file(self, draft: Draft, kept: str) -> Draft:
        """Take a paper out again."""
        return self._changed(
            draft,
            lambda standing: replace(standing, files=[item for item in standing.files if item.kept != kept]),
        )

    def answer(self, draft: Draft, row: int, texts: Mapping[str, str]) -> Draft:
        """Answer what was said of a row: texts by field, read as they will be written."""
        return self.answer_alike(draft, [row], texts)

    def answer_alike(self, draft: Draft, rows: Sequence[int], texts: Mapping[str, str]) -> Draft:
        """Answer what was said of several rows alike; all of them or none."""
        read = self.as_read(draft)
        for row in rows:
            if not 0 <= row < len(read.rows):
                raise RefusalError("REQUEST-DRAFT-ROW", row=row + 1)
            typed(self._registry, texts, read.rows[row].proposal, draft.day)  # refused before it is kept
        own = dict.fromkeys(rows, texts)
        return self._changed(draft, lambda now: replace(now, answers=with_cells(now.answers, own)))

    def answer_known(self, draft: Draft) -> Draft:
        """Answer the words that were read in the sender's lists before; what was answered stays."""
        read = self.as_read(draft)
        kept, _refused = readable(self._registry, draft, read, known_cells(read, draft.words))
        if not kept:
            return draft
        return self._changed(draft, lambda now: replace(now, answers=with_known(now.answers, kept)))

    def answer_cells(self, draft: Draft, cells: Cells) -> tuple[Draft, list[CellRefused]]:
        """Answer many cells at once (None takes an answer back): those that read are kept, the others told.

        Refused for a row that the list does not have (``REQUEST-DRAFT-ROW``).
        """
        read = self.as_read(draft)
        for row in cells:
            if not 0 <= row < len(read.rows):
                raise RefusalError("REQUEST-DRAFT-ROW", row=row + 1)
        kept, refused = readable(self._registry, draft, read, cells)
        if not kept:
            return draft, refused
        return self._changed(
            draft, lambda standing: replace(standing, answers=with_cells(standing.answers, kept))
        ), refused

    def explain(self, draft: Draft, place: ColumnPlace, name: str, unit: str, *, who: str) -> Draft:
        """Say which field a column is, that it is not used, or ("") nothing more; and a length's unit."""
        said = Meaning(name, unit, by=who) if name else None
        sheets = self.as_read(draft).sheets
        return self._changed(
            draft,
            lambda standing: replace(standing, columns=explained(standing.columns, sheets, place, said)),
        )

    def explain_sure(self, draft: Draft, *, who: str) -> tuple[Draft, int]:
        """Say of every column that is surely a field that it is; return how many were said.

        One of which another was said meanwhile is left as it is.
        """
        sheets = self.as_read(draft).sheets
        said = sure_proposals(sheets)

        def taken(standing: Draft) -> Draft:
            columns = standing.columns
            for place, name in said:
                columns = explained(columns, sheets, place, Meaning(name, by=who))
            return replace(standing, columns=columns)

        return self._changed(draft, taken), len(said)

    def as_read(self, draft: Draft) -> Appraisal:
        """Return the list as it was read, before any answer; only of a draft with a list."""
        found = self.appraisal(replace(draft, answers={}))
        if found is None:
            raise RefusalError("REQUEST-DRAFT-UNKNOWN")
        return found

    def appraisal(self, draft: Draft) -> Appraisal | None:
        """Return what the list says and how its rows are judged; None where there is no list."""
        if not draft.list_kept:
            return None
        return with_asked(self._registry, preview_of(self._registry, self._path(draft.id), draft))

    def register(
        self,
        draft: Draft,
        *,
        officer: str,
        who: str,
        behalf: Mapping[str, str] | None = None,
        again: str = "",
        sheet: str | None = None,
    ) -> Request:
        """Make the request of a draft and throw the draft away; a second click finds the same request.

        ``behalf`` are the operators for which rows are filed, each with the paper that empowers to. A carrier
        whose rows name another one is refused (``REQUEST-BEHALF``); an office enters what came. ``again`` is
        the reason for which something is filed that was received before, ``sheet`` the token of the sheet
        that was looked at (``CHANGED-MEANWHILE`` where it is another by now).
        """
        kind, folder = RequestKind(draft.kind), self._path(draft.id)
        with _REGISTERING:
            if not folder.is_dir():
                return self.registered(draft.id)
            found, others = self.sheet(draft), self.others(draft)
            check_seen(found, sheet, (), draft.letter_number or draft.list_name)
            if draft.own:
                check_stated(others, behalf or {})
            base = self.appraisal(replace(draft, answers={}))
            made = receive_request(
                self._registry,
                folder / draft.list_kept if draft.list_kept else None,
                kind=kind,
                organisation=draft.organisation,
                officer=officer,
                who=who,
                name=draft.list_name,
                letter_number=draft.letter_number,
                letter_date=draft.dated,
                received_on=draft.day,
                note=draft.note,
                amends=draft.amends,
                identity=stable_id("draft", draft.id),
                answers=changes_of(self._registry, draft, base) if base else None,
                stated={int(row): tuple(texts) for row, texts in draft.answers.items()},
                files=[(folder / item.kept, item.name, kept_as(kind, item)) for item in draft.files],
                behalf={operator: paper for operator, paper in (behalf or {}).items() if operator in others},
                columns=draft.columns,
                again=again,
                own=draft.own or None,
                sent=found,
            )
            shutil.rmtree(folder, ignore_errors=True)
            return made

    def others(self, draft: Draft) -> dict[str, list[int]]:
        """Return the indices of the rows that name another operator than the draft's, by that operator."""
        found = self.appraisal(draft)
        return {} if found is None else others_of([row.proposal for row in found.rows], found.filer)

    def matters(self, draft: Draft) -> DraftMatters:
        """Return what a draft leaves open, as far as its sender may know."""
        return draft_matters(self._registry, draft, self.appraisal(draft))

    def sheet(self, draft: Draft) -> Sheet:
        """Return the sheet of what a draft leaves open, as far as its sender may know."""
        return draft_sheet(
            draft,
            self.appraisal(draft),
            self.matters(draft),
            self.others(draft),
            named_elsewhere(self._registry),
        )

    def registered(self, address: str) -> Request:
        """Return the request that a draft became; ``REQUEST-UNKNOWN`` where it became none."""
        with self._registry.database.read() as connection:
            return get_request(connection, stable_id("draft", address))

    def drop(self, draft: Draft) -> None:
        """Throw a draft away with its files."""
        shutil.rmtree(self._path(draft.id), ignore_errors=True)

    def sweep(self) -> None:
        """Throw away what has lain longer than ``KEPT_FOR``."""
        for record in self._folder.glob("*/record.json"):
            if read_draft(record).expires < now():
                shutil.rmtree(record.parent, ignore_errors=True)

    def _with_rows(self, draft: Draft, rows: Sequence[Mapping[str, str]]) -> Draft:
        filled = [dict(row) for row in rows if any(text.strip() for text in row.values())]
        if not filled:
            return replace(draft, list_name="", list_kept="", typed_rows=[], answers={})
        kept = f"{secrets.token_hex(8)}.csv"
        with (self._path(draft.id) / kept).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([column(name).label_vi for name in TYPED_FIELDS])
            writer.writerows([row.get(name, "") for name in TYPED_FIELDS] for row in filled)
        return replace(draft, list_name=TYPED_NAME, list_kept=kept, typed_rows=filled, answers={})

    def _copy(self, address: str, source: Path, name: str) -> str:
        if source.stat().st_size > LARGEST_BYTES:
            raise RefusalError(
                "ATTACHMENT-TOO-LARGE", name=name, size=source.stat().st_size, largest=LARGEST_BYTES
            )
        kept = f"{secrets.token_hex(8)}{suffix_of(name)}"
        shutil.copyfile(source, self._path(address) / kept)
        return kept

    def _path(self, address: str) -> Path:
        return self._folder / (address if _ID.match(address) else "-")

    def _changed(self, draft: Draft, change: Callable[[Draft], Draft]) -> Draft:
        """Write what ``change`` makes of the draft as it stands: what others wrote into it meanwhile stays.

        Refused where somebody put another list in its place since (``CHANGED-MEANWHILE``).
        """
        folder = self._path(draft.id)
        try:
            with (folder / "lock").open("w") as held:
                fcntl.flock(held, fcntl.LOCK_EX)
                standing = read_draft(folder / "record.json")
                if standing.list_kept != draft.list_kept:
                    at = f"{in_vietnam(standing.listed_at or standing.at):%d/%m/%Y %H:%M}"
                    lists = ({"file_name": item.list_name} for item in (standing, draft))
                    raise refusal(standing.listed_by or standing.who, at, "request_drafts", *lists)
                return self._keep(change(standing))
        except FileNotFoundError as error:  # registered or thrown away meanwhile
            raise RefusalError("REQUEST-DRAFT-UNKNOWN") from error

    def _keep(self, draft: Draft) -> Draft:
        """Write the record; readers see the old one or the new one, never a part."""
        folder = self._path(draft.id)
        if not folder.is_dir():  # registered or thrown away meanwhile
            raise RefusalError("REQUEST-DRAFT-UNKNOWN")
        part = folder / f"{secrets.token_hex(4)}.part"
        part.write_text(json.dumps(asdict(draft), ensure_ascii=False), encoding="utf-8")
        part.replace(folder / "record.json")
        return draft


def _listed(draft: Draft, who: str) -> Draft:
    return replace(draft, listed_by=who, listed_at=now().isoformat())
