"""Who is told of a list of masts: the office of what came in, the carrier of what came of it."""

from pathlib import Path

from registry.model.notices import NoticeKind
from registry.model.people import Person, Role
from registry.services.lists import looking_through
from registry.services.office.batches import undo_batch
from registry.services.office.notices import inbox, open_notices
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from tests.services.lists.test_mast_lists import ROWS, handed, now, seen, sent, taken

CARRIER = Person("vtl", frozenset({Role.CARRIER}), "VTL")
LAN = Person("lan", frozenset({Role.APPRAISER}))


def kinds(registry: Registry, person: Person) -> list[NoticeKind]:
    return [item.kind for item in inbox(registry, person, person.organisation or None)]


def test_each_side_is_told_and_an_undone_list_leaves_what_was_told(
    registry: Registry, tmp_path: Path
) -> None:
    add_account(
        registry, "vtl", [Role.CARRIER], organisation="VTL", password="mot-mat-khau-du-dai",
        must_change=False, who="quản trị",
    )  # fmt: skip
    item = handed(registry, tmp_path, ROWS[:2])
    seen(registry, item)
    assert kinds(registry, LAN) == []  # a draft is nobody's business
    sent(registry, item)
    assert kinds(registry, LAN) == [NoticeKind.LIST_SENT]
    looking_through.return_list(registry, now(registry, item), "thiếu cột", seen=now(registry, item).version,
                                who="lan")  # fmt: skip
    assert kinds(registry, CARRIER) == [NoticeKind.LIST_RETURNED]
    seen(registry, now(registry, item))
    sent(registry, item)
    found = taken(registry, now(registry, item))
    assert kinds(registry, CARRIER)[0] is NoticeKind.LIST_TAKEN
    told = inbox(registry, CARRIER, "VTL")
    open_notices(registry, told, who="vtl")
    undo_batch(registry, found.batch, who="lan")
    assert [one.id for one in inbox(registry, CARRIER, "VTL")] == [one.id for one in told]
