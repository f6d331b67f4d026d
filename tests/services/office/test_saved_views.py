"""Views are kept by their makers, shared with the office's own people only, and refused in words."""

import pytest

from registry.errors import RefusalError
from registry.model.people import OPEN_DESK, Person, Role
from registry.services.office import saved_views
from registry.services.office.registry import Registry
from registry.services.office.saved_views import (
    begin_with,
    first_view,
    remove_view,
    rename_view,
    save_view,
    share_view,
    views_for,
)  # fmt: skip
from registry.store import ledger

LAN = Person("lan", frozenset({Role.APPRAISER}), id="a-lan")
MAI = Person("mai", frozenset({Role.VIEWER}), id="a-mai")
VIETTEL = Person("viettel", frozenset({Role.CARRIER}), "VTL", id="a-vtl")
HERE = "#at=21.27000,106.19000,14&asof=2020-01-01"


def names(registry: Registry, person: Person) -> list[str]:
    return [view.name for view in views_for(registry, person)]


def refused(code: str, deed: object, *asked: object, **named: object) -> None:
    with pytest.raises(RefusalError) as error:
        deed(*asked, **named)  # type: ignore[operator]
    assert error.value.code == code


def test_own_views_come_first_and_a_shared_one_is_the_offices_own_peoples(office: Registry) -> None:
    before = ledger_head(office)
    shared = save_view(office, LAN, "  Hội   trường ", HERE, night=True, shared=True)
    save_view(office, MAI, "Ấp của tôi", HERE)
    save_view(office, VIETTEL, "Của Viettel", "#")
    assert (shared.name, shared.night, shared.who) == ("Hội trường", True, "lan")
    assert names(office, MAI) == ["Ấp của tôi", "Hội trường"]
    assert names(office, LAN) == ["Hội trường"]
    assert names(office, VIETTEL) == ["Của Viettel"]
    assert ledger_head(office) == before, "a view is no record of the register"
    refused("VIEW-UNKNOWN", begin_with, office, VIETTEL, shared.id)
    for deed in (remove_view, lambda *at: rename_view(*at, "x"), lambda *at: share_view(*at, shared=False)):
        refused("VIEW-UNKNOWN", deed, office, MAI, shared.id)


def test_who_begins_with_a_view_does_so_until_it_is_gone_or_kept_to_its_maker(office: Registry) -> None:
    view = save_view(office, LAN, "Sáng thứ hai", HERE, shared=True)
    for person in (LAN, MAI):
        begin_with(office, person, view.id)
        assert first_view(office, person) == view
    share_view(office, LAN, view.id, shared=False)
    assert first_view(office, MAI) is None
    assert first_view(office, LAN) is not None
    share_view(office, LAN, view.id, shared=True)
    assert first_view(office, MAI) is None, "who began with it once does not begin with it again"
    begin_with(office, MAI, view.id)
    begin_with(office, MAI, "")
    assert first_view(office, MAI) is None
    begin_with(office, MAI, view.id)
    assert remove_view(office, LAN, view.id).name == "Sáng thứ hai"
    assert first_view(office, MAI) is first_view(office, LAN) is None


def test_what_cannot_be_kept_is_refused_and_nothing_is_written(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = save_view(office, OPEN_DESK, "Một", HERE)
    refused("VIEW-NAME", save_view, office, OPEN_DESK, " \n ", HERE)
    refused("VIEW-NAME-TAKEN", save_view, office, OPEN_DESK, "MỘT", HERE)
    refused("TEXT-LONG", save_view, office, OPEN_DESK, "x" * 81, HERE)
    refused("VIEW-SHARE", save_view, office, VIETTEL, "Hai", HERE, shared=True)
    refused("VIEW-SHARE", save_view, office, MAI, "Hai", HERE, shared=True)
    for address in ("", "at=1", "https://example.com/", "#a b", "#á", "#" + "x" * 4001, "#\n"):
        refused("VIEW-ADDRESS", save_view, office, OPEN_DESK, "Hai", address)
    rename_view(office, OPEN_DESK, view.id, "một")  # its own name, written otherwise
    monkeypatch.setattr(saved_views, "MOST", 1)
    refused("VIEW-LIMIT", save_view, office, OPEN_DESK, "Hai", HERE)
    assert names(office, OPEN_DESK) == ["một"]
    refused("VIEW-UNKNOWN", begin_with, office, OPEN_DESK, "no-such")


def ledger_head(registry: Registry) -> ledger.Head:
    with registry.database.read() as connection:
        return ledger.head(connection)
