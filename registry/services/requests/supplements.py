"""Supplements (bổ sung): what a carrier is asked to supplement, row by row, paper by paper; its answers.

An item says why it is asked. What answers it is not typed again where the register knows it: a row that says
something else since, a paper that came in since, a corrected list; otherwise the carrier's own words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.requests.desk import NoteKind, RequestState
from registry.model.requests.desk_records import Attachment, ListVersion, SupplementItem
from registry.model.requests.kept_proposals import proposal_from_json
from registry.model.vietnam_time import one_moment
from registry.services.appraise.row_texts import FIELDS, texts_of
from registry.services.office.registry import Registry
from registry.services.requests.actions import Action, action
from registry.services.requests.dossiers import PREFIX, attachment_kind, items_for
from registry.services.requests.kept_notes import WHOLE_LIST
from registry.services.requests.matter_answers import corrected_since
from registry.services.requests.opened import FileRow, RequestFile
from registry.store.changes import new_id
from registry.store.requests.tables import request_rows, supplement_items
from registry.typed_text import within

LONGEST = 2000
MOST = 500  # items of one deed
_HANDED_IN = frozenset({NoteKind.CORRECTION, NoteKind.BEHALF})


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to ask for: why, and of which row (its index), cell or paper; else of the whole request."""

    reason: str
    row: int = WHOLE_LIST
    cell: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """An item with what answers it by now.

    ``row`` is the row as it stands (None: the item is about none, or a corrected list has it no longer:
    ``gone``). ``changed`` are the fields that say something else since, as (field, before, now); ``files``
    and ``lists`` came in since; ``confirmed`` is the value of the cell that was asked about and that somebody
    saved again as it stands.
    """

    item: SupplementItem
    row: FileRow | None
    gone: bool
    changed: tuple[tuple[str, str, str], ...]
    files: tuple[Attachment, ...]
    lists: tuple[ListVersion, ...] = ()
    corrected: bool = False
    confirmed: str = ""

    @property
    def answered(self) -> bool:
        """Whether there is anything that answers it; whether it is enough, the officer judges."""
        known = self.changed or self.files or self.lists or self.corrected or self.confirmed
        return bool(self.item.answer or self.gone or known)


def asked_of(file: RequestFile) -> list[Asked]:
    """Return what was asked for of a request with what answers it, the latest round first."""
    found = [_asked(file, item) for item in file.supplements]
    rounds = sorted({one.item.at for one in found}, reverse=True)

    def place(one: Asked) -> tuple[Any, ...]:
        item = one.item
        cell = FIELDS.index(item.cell) if item.cell in FIELDS else len(FIELDS)
        return rounds.index(item.at), item.row < 0, item.row, cell, item.paper, item.reason

    return sorted(found, key=place)


def words_by_row(file: RequestFile) -> dict[int, list[SupplementItem]]:
    """Return by row what the sender answered in words to what was asked of it, the latest round first."""
    found: dict[int, list[SupplementItem]] = {}
    for item in sorted(file.supplements, key=lambda one: one.at, reverse=True):
        if item.answer and item.row >= 0 and item.list_version == file.request.list_version:
            found.setdefault(item.row, []).append(item)
    return found


def latest_round(file: RequestFile) -> list[Asked]:
    """Return the items that were asked for last, together."""
    return round_of(file, 0)


def round_of(file: RequestFile, ordinal: int) -> list[Asked]:
    """Return the items that were asked for together the ``ordinal``-th time, from 1; 0: those asked last."""
    found = asked_of(file)
    moments = sorted({one.item.at for one in found})
    if not moments or not 0 <= ordinal <= len(moments):
        return []
    return [one for one in found if one.item.at == moments[ordinal - 1]]


def write_asks(made: Action, asks: Sequence[Ask]) -> None:
    """Add to an action what is asked for; refused where an item says nothing of why (``REQUEST-REASON``).

    ``REQUEST-ROW`` for a row that the list has not, ``REQUEST-VALUE`` for a paper or a cell that is none.
    """
    if len(asks) > MOST:
        raise RefusalError("REQUEST-VALUE", value=str(len(asks)))
    version = made.request.list_version
    rows = {row["row"]: row for row in made.rows(request_rows) if row["list_version"] == version}
    for ask in asks:
        reason = within(ask.reason, LONGEST)
        if not reason:
            raise RefusalError("REQUEST-REASON")
        made.check_row(ask.row, whole_list=True)
        if ask.cell and (ask.cell not in FIELDS or ask.row < 0):
            raise RefusalError("REQUEST-VALUE", value=ask.cell[:40])
        if ask.paper:
            attachment_kind(made.request.kind, ask.paper)
        listed = rows.get(ask.row)
        before = {} if listed is None else texts_of(proposal_from_json(listed["proposal"]))
        label = "" if listed is None else " · ".join(
            filter(None, (str(listed["sheet_row"]), listed["site_code"]))
        )  # fmt: skip
        made.create(
            supplement_items,
            {
                "id": new_id(),
                "request": made.request.id,
                "list_version": version,
                "row": ask.row,
                "label": label,
                "cell": ask.cell,
                "paper": ask.paper,
                "reason": reason,
                "before": before,
                "who": made.who,
                "at": made.at,
                "answer": "",
                "answered_by": "",
                "answered_at": "",
            },
        )


def in_short(asks: Sequence[Ask]) -> str:
    """Return in a line what is asked for, for the history of the request."""
    if len(asks) == 1:
        return asks[0].reason.strip()
    rows = len({ask.row for ask in asks if ask.row >= 0})
    papers = sum(bool(ask.paper) for ask in asks)
    parts = [f"{rows} dòng" if rows else "", f"{papers} giấy tờ" if papers else ""]
    return f"{len(asks)} nội dung: {', '.join(filter(None, parts)) or 'cả hồ sơ'}"


def answer_left(made: Action, left: Iterable[SupplementItem], text: str) -> None:
    """Add to an action the sender's word on the items that nothing else answers."""
    for item in left:
        made.amend(supplement_items, item.id, answer=text, answered_by=made.who, answered_at=made.at)


@one_moment()
def answer_item(
    registry: Registry, request: str, item: str, text: str, *, who: str, seen: int, alike: bool = False
) -> None:
    """Answer an item in words; "" takes the words back. ``alike`` answers all that ask so of other rows, too.

    ``seen`` is the item's version (``CHANGED-MEANWHILE``). Refused once the request was handed in again
    (``SUPPLEMENT-OVER``), and for an item that there is not (``SUPPLEMENT-UNKNOWN``).
    """
    words = within(text, LONGEST)
    with action(registry, request, "supplement", who=who) as made:
        _check_item(made, item)
        made.check(supplement_items, item, seen, {"answer": words})
        if made.request.state is not RequestState.SUPPLEMENT:
            raise RefusalError("SUPPLEMENT-OVER", number=made.request.number)
        made.amend(
            supplement_items, item, seen, answer=words,
            answered_by=made.who if words else "", answered_at=made.at if words else "",
        )  # fmt: skip
        rows = made.rows(supplement_items) if alike and words else []
        said = next((row for row in rows if row["id"] == item), None)
        for row in rows:
            if said is not None and row["id"] != item and not row["answer"] and same_asked(row, said):
                made.amend(
                    supplement_items, row["id"], answer=words, answered_by=made.who, answered_at=made.at
                )


def same_asked(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two items ask the same thing of two rows, in one round."""
    return one["row"] >= 0 and all(one[name] == other[name] for name in ("at", "cell", "reason", "paper"))


@one_moment()
def drop_item(registry: Registry, request: str, item: str, *, who: str, seen: int) -> None:
    """Take an item back that the carrier has not answered in words; the ledger keeps that it was asked.

    Refused for one that was answered (``SUPPLEMENT-ANSWERED``) and for one that there is not.
    """
    with action(registry, request, "supplement", who=who) as made:
        _check_item(made, item)
        standing = made.check(supplement_items, item, seen, {"discarded": True})
        if standing is not None and standing.get("answer"):
            raise RefusalError("SUPPLEMENT-ANSWERED", number=made.request.number)
        made.remove(supplement_items, item)


def paper_name(file: RequestFile, paper: str) -> Words:
    """Return what a paper of the request's dossier is called, its code where the dossier has it no longer."""
    items = items_for(file.request.kind, behalf=True)
    return next((one.name for one in items if one.code == paper), Words(paper, paper))


def _check_item(made: Action, item: str) -> None:
    if item not in {row["id"] for row in made.rows(supplement_items)}:
        raise RefusalError("SUPPLEMENT-UNKNOWN", number=made.request.number)


def _left_over(file: RequestFile, item: SupplementItem) -> list[str]:
    """Return the fields of a row that answer an item in words: those that no item asks for by name."""
    named = {one.cell for one in file.supplements if one.row == item.row and one.at == item.at}
    return [name for name in FIELDS if name not in named]


def _asked(file: RequestFile, item: SupplementItem) -> Asked:
    here = item.list_version == file.request.list_version and 0 <= item.row < len(file.rows)
    row = file.rows[item.row] if here else None
    gone = item.row >= 0 and row is None
    changed: tuple[tuple[str, str, str], ...] = ()
    confirmed = ""
    if row is not None:
        now = texts_of(row.proposal)
        names = [item.cell] if item.cell else _left_over(file, item)
        changed = tuple(
            (name, item.before.get(name, ""), now.get(name, ""))
            for name in names
            if item.before.get(name, "") != now.get(name, "")
        )
        if not changed and item.cell in corrected_since(row.notes, item.at):
            confirmed = now.get(item.cell, "")
    wanted = f"{PREFIX}{item.paper}" if item.paper else ""
    of_paper = tuple(one for one in file.attachments if wanted and one.kind == wanted and one.at > item.at)
    if item.paper or item.row >= 0:
        return Asked(item, row, gone, changed, of_paper, confirmed=confirmed)
    together = [one for one in file.supplements if one.at == item.at]
    papers, rows = {f"{PREFIX}{one.paper}" for one in together}, {one.row for one in together if one.row >= 0}
    since = tuple(
        one
        for one in file.attachments
        if one.kind.startswith("dossier") and one.kind not in papers and one.at > item.at
    )
    lists = tuple(one for one in file.lists if one.at > item.at)
    corrected = any(
        note.kind in _HANDED_IN and note.row not in rows and note.at > item.at for note in file.notes
    )
    return Asked(item, None, False, (), since, lists, corrected)
