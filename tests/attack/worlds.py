"""Small offices with one record of each kind, on SQLite or PostgreSQL, each attack with one of its own."""

import contextlib
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from registry.model.people import Role
from registry.model.requests.desk import RequestState
from registry.services.obligations import list_changes, obligations
from registry.services.office.registry import Registry, open_registry
from registry.services.office.sign_in import accounts
from registry.services.outages import carrier_reports
from registry.services.register.verify import verify
from registry.services.requests import decisions, issuing, requests
from registry.settings import Settings, read_settings
from registry.store import ledger
from tests import postgres
from tests.services.office.one_of_each import DAY, fill, version_of
from tests.services.office.second_persons.second import Second
from tests.services.office.test_deeds import DEEDS
from tests.services.requests import desk

SINCE = {"settings", "accounts"}
ASK_SINCE = {"field.campaign_targets.assign", "field.defects.mark_letter"}


@contextlib.contextmanager
def stand_ins() -> Iterator[None]:
    """Stand in for what deeds read of the register before they open: see ``test_deeds``."""
    duty = SimpleNamespace(key="nghĩa vụ", due_on=DAY)
    change = SimpleNamespace(key="VTL:thay đổi", operator="VTL")
    content = SimpleNamespace(lines=[object()], waiting=[], unread_columns=[])
    listed = SimpleNamespace(name="ds.xlsx", sha256="0" * 64, proposals=[])
    file = SimpleNamespace(rows=[SimpleNamespace(index=0, decision=None)], undecided=[])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(carrier_reports, "draft_content", lambda *_: content)
        patch.setattr(carrier_reports, "_settled", lambda *_: ([object()], []))
        patch.setattr(requests, "read_request_list", lambda *_, **__: listed)
        for room in (decisions, issuing):
            patch.setattr(room, "load_request", lambda *_, **__: file)
        patch.setattr(issuing, "reply_letter", lambda *_, **__: b"")
        patch.setattr(obligations, "duty_of", lambda *_, **__: duty)
        patch.setattr(list_changes, "_find", lambda *_: change)
        yield


def make(settings: Settings) -> None:
    """Make the office: the desk's, one record of each kind, two accounts."""
    desk.fill(settings)
    with contextlib.closing(open_registry(settings)) as office:
        requests_that_wait(office)
        fill(office)
        accounts.add_account(office, "nam", [Role.APPRAISER], who="ai đó")
        accounts.add_account(office, "xa1", [Role.CONSULTED], territory="urban_area", who="ai đó")


def requests_that_wait(office: Registry) -> None:
    """Bring real requests to where they can be appraised, issued and sealed."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        desk.issued(office, folder, desk.received(office, folder, [("V1", 2000.0, 0.0)]))
        one = desk.received(office, folder, [("V8", 2500.0, 900.0), ("V9", 3500.0, 900.0)])
        one = desk.to(office, one, RequestState.APPRAISING, RequestState.DRAFT)
        decisions.decide_as_recommended(office, one.id, who="lan")
        desk.to(office, one, RequestState.SUBMITTED)
        desk.received(office, folder, [("V5", 60.0, 0.0), ("V6", 6000.0, 900.0), ("V7", 7000.0, 0.0)])


class World:
    """Gives offices, each a copy of one that was made once, on ``backend``."""

    def __init__(self, folder: Path, server: postgres.Server | None = None) -> None:
        self.folder, self.server = folder, server
        self.backend = "postgresql" if server else "sqlite"
        self._made = folder / "made"
        with self.office() as settings, contextlib.closing(open_registry(settings)) as office:
            self.odd = frozenset(problems(office))  # files that the records of one_of_each name

    def _make(self, url: str) -> None:
        make(read_settings({"BTS_HOME": str(self._made), **({"BTS_DATABASE_URL": url} if url else {})}))

    @contextlib.contextmanager
    def office(self) -> Iterator[Settings]:
        """Yield the settings of a fresh office, which is gone afterwards."""
        home = self.folder / f"office-{uuid.uuid4().hex[:8]}"
        try:
            if self.server is None:
                if not self._made.exists():
                    self._make("")
                shutil.copytree(self._made, home)
                yield read_settings({"BTS_HOME": str(home)})
            else:
                with self.server.fresh(made_by=self._make) as url:
                    shutil.copytree(self._made, home)
                    yield read_settings({"BTS_HOME": str(home), "BTS_DATABASE_URL": url})
        finally:
            shutil.rmtree(home, ignore_errors=True)
            shutil.rmtree(home.with_name(f"{home.name}-aside"), ignore_errors=True)


@contextlib.contextmanager
def worlds(*backends: str) -> Iterator[dict[str, World]]:
    """Yield a world for each backend; PostgreSQL is left out where there is none."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bts-attack-")))
        found = {}
        if "sqlite" in backends:
            (folder / "sqlite").mkdir()
            found["sqlite"] = World(folder / "sqlite")
        if "postgresql" in backends and postgres.missing() is None:
            (folder / "postgresql").mkdir()
            found["postgresql"] = World(folder / "postgresql", stack.enter_context(postgres.running()))
        yield found


def head(office: Registry) -> int:
    """Return the number of the ledger's newest entry."""
    with office.database.read() as connection:
        return ledger.head(connection).seq


def problems(office: Registry) -> set[str]:
    """Return what ``verify`` says of an office, and SQLite of its file."""
    found = {f"{one.code} {one.params.get('file', '')}" for one in verify(office).problems}
    if office.database.backend == "sqlite":
        with office.database.read() as connection:
            if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
                found.add("integrity")
    return found


def seen_of(office: Registry, name: str, second: Second) -> int:
    """Return what somebody who looks at a record now has seen of it: its version or the ledger's number."""
    if second.table in SINCE or name in ASK_SINCE:
        return head(office)
    return version_of(office, second.table, second.key)


def written(office: Registry, since: int) -> list[tuple[str, str, str]]:
    """Return what the ledger has after a number: table, what was done, by whom."""
    with office.database.read() as connection:
        return [
            (one.change.table, _done(one.change.before, one.change.after), one.who)
            for one in ledger.entries(connection, since=since)
        ]


def _done(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    return "made" if before is None else "removed" if after is None else "changed"


Prepared = Callable[[Registry], Callable[[], object]]
"""A deed: looks at what stands in an office, and returns how it is done on what was seen."""


def by_version() -> dict[str, Prepared]:
    """Return every deed of tests/services/office/second_persons."""

    def of(name: str, second: Second) -> Prepared:
        def prepared(office: Registry) -> Callable[[], object]:
            seen = seen_of(office, name, second)

            def do() -> object:
                with stand_ins():
                    return second.act(office, seen)

            return do

        return prepared

    return {name: of(name, second) for name, second in DEEDS.items()}
