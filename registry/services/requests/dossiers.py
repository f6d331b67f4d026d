"""Dossiers (thành phần hồ sơ): what a request of each kind is handed in with, and what of it is missing.

The list is ``data/dossiers.toml``. A missing paper is named and never blocks: whether a request can be judged
without it is the office's decision.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from registry.columns import fold
from registry.errors import RefusalError
from registry.messages import Words
from registry.model.requests.desk import RequestKind
from registry.model.requests.desk_records import Attachment
from registry.model.requests.proposals import Proposal
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.rules_here import holds_here
from registry.settings import DATA

PREFIX = "dossier:"
AUTHORISATION = "authorisation"
"""The paper that is asked for where rows are filed for another operator (``services/on_behalf``)."""
_BEHALF = "behalf"
_SPLIT = re.compile(r"[\W_\d]+")
_TELLING = 5  # letters of a word that tells wherever it stands in a name


@dataclass(frozen=True, slots=True)
class DossierItem:
    """A paper of a dossier; ``source`` names the text ("" only usage), ``verified``: that text was read.

    ``words`` are those by which senders call its files; ``only`` of which positions it is asked ("": of all).
    """

    code: str
    name: Words
    source: str
    verified: bool
    words: tuple[str, ...] = ()
    only: str = ""

    def asked_of(self, rows: Collection[Proposal]) -> bool:
        """Whether a list with these rows is to have it; one not read yet, or on paper, may need it."""
        return self.only != "roof" or not rows or any(map(may_be_on_roof, rows))


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A paper of a request's dossier with the files that were handed in for it.

    ``own`` are the numbers of the office's own letters that it is: they are there without a file.
    """

    item: DossierItem
    files: tuple[Attachment, ...]
    own: tuple[str, ...] = ()

    @property
    def there(self) -> bool:
        """Whether nobody has to hand it in."""
        return bool(self.files or self.own)


@cache
def _dossiers() -> dict[str, tuple[DossierItem, ...]]:
    table = tomllib.loads((DATA / "dossiers.toml").read_text(encoding="utf-8"))
    return {
        kind: tuple(
            DossierItem(
                code,
                Words(item["vi"], item["en"]),
                item["source"],
                item["verified"],
                tuple(item["words"]),
                item.get("only", ""),
            )
            for code, item in items.items()
        )
        for kind, items in table.items()
    }


def items_for(
    kind: RequestKind, *, behalf: bool = False, elsewhere: Collection[str] = ()
) -> tuple[DossierItem, ...]:
    """Return the papers that a kind of request is handed in with, in their order.

    ``behalf``: some of its rows are filed for another operator, so the paper that empowers to comes last.
    ``elsewhere``: sources that do not hold here (``named_elsewhere``); what they name is usage here.
    """
    found = _dossiers()
    items = (*found[kind.value], *(found[_BEHALF] if behalf else ()))
    return tuple(
        replace(item, source="", verified=False) if item.source in elsewhere else item for item in items
    )


def named_elsewhere(registry: Registry) -> frozenset[str]:
    """Return the sources of papers that are the law of another province, or not in force today."""
    sources = {item.source for items in _dossiers().values() for item in items}
    return frozenset(source for source in sources if not holds_here(registry, source, today()))


def likely_item(kind: RequestKind, name: str, *, behalf: bool = False) -> str:
    """Return the paper of the dossier that a file's name tells, "" where it tells none or two alike.

    The longest of the papers' words that the name has tells; a short one ("CV") only as a word by itself.
    """
    whole, parts = fold(Path(name).stem), set(map(fold, _SPLIT.split(Path(name).stem)))
    found: dict[int, set[str]] = {}
    for item in items_for(kind, behalf=behalf):
        for word in map(fold, item.words):
            if word in parts or (len(word) >= _TELLING and word in whole):
                found.setdefault(len(word), set()).add(item.code)
    longest = found[max(found)] if found else set()
    return longest.pop() if len(longest) == 1 else ""


def attachment_kind(kind: RequestKind, item: str) -> str:
    """Return the kind under which a paper is attached; ``REQUEST-VALUE`` for one the dossier has not."""
    if not item:
        return "dossier"
    if item not in {known.code for known in items_for(kind, behalf=True)}:
        raise RefusalError("REQUEST-VALUE", value=item)
    return f"{PREFIX}{item}"


def dossier_of(
    kind: RequestKind,
    attachments: Iterable[Attachment],
    *,
    behalf: bool = False,
    elsewhere: Collection[str] = (),
    own: Mapping[str, tuple[str, ...]] | None = None,
    rows: Collection[Proposal] = (),
) -> list[DossierLine]:
    """Return every paper of the kind's dossier with the files handed in for it (see ``items_for``).

    ``own``: those that the office wrote itself, by their codes, with the numbers of its letters. ``rows`` are
    those of its list: a paper that none of them asks for is left out unless it was handed in.
    """
    held = list(attachments)
    lines = [
        DossierLine(
            item,
            tuple(one for one in held if one.kind == f"{PREFIX}{item.code}"),
            (own or {}).get(item.code, ()),
        )
        for item in items_for(kind, behalf=behalf, elsewhere=elsewhere)
    ]
    return [line for line in lines if line.there or line.item.asked_of(rows)]


def may_be_on_roof(row: Proposal) -> bool:
    """Whether a position stands on a roof, or states too little to tell."""
    return row.on_roof or (row.support is None and row.mast_class is None and row.form is None)
