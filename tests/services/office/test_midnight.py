"""A deed takes its moment once: midnight in Vietnam that passes in the middle of it changes nothing."""

import ast
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from registry import services
from registry.demo.work import add_work
from registry.model import vietnam_time
from registry.model.requests.desk import RequestKind, RequestState
from registry.model.vietnam_time import VIETNAM, day_of, now, one_day, one_moment, today
from registry.services.office.registry import Registry, open_registry
from registry.services.register.import_sites import import_sites
from registry.services.requests.decisions import decide_as_recommended
from registry.services.requests.requests import change_state, issue, receive_request
from registry.settings import Settings
from registry.store import ledger
from tests.services.requests.desk import FIVE, make, pdf, sound, write_list

SERVICES = Path(services.__file__).parent


class Midnight:
    """A clock that says 23:59:59 of the present day when it is first read, and the next day ever after."""

    def __init__(self) -> None:
        self.day = vietnam_time.read_clock().date()
        self.reads = 0

    def rewind(self) -> None:
        self.reads = 0

    def __call__(self) -> dt.datetime:
        last = dt.datetime.combine(self.day, dt.time(23, 59, 59), VIETNAM)
        self.reads += 1
        return last + dt.timedelta(seconds=2 * (self.reads - 1))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Midnight:
    made = Midnight()
    monkeypatch.setattr(vietnam_time, "read_clock", made)
    return made


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Registry]:
    from registry.settings import read_settings

    opened = make(read_settings({"BTS_HOME": str(tmp_path / "nhà")}))
    yield opened
    opened.close()


def written_since(registry: Registry, seq: int) -> set[dt.date]:
    """Return the days, in Vietnam, of the entries that were written after ``seq``."""
    with registry.database.read() as connection:
        return {day_of(entry.at) for entry in ledger.entries(connection) if entry.seq > seq}


def head(registry: Registry) -> int:
    with registry.database.read() as connection:
        return ledger.head(connection).seq


def test_within_a_deed_the_clock_stands_still_and_after_it_goes_on(clock: Midnight) -> None:
    with one_moment() as moment:
        assert now() == moment
        assert today() == clock.day
        with one_moment() as inner:
            assert inner == moment
    assert today() == clock.day + dt.timedelta(days=1)


def test_a_row_of_deeds_stays_in_its_day_and_its_clock_goes_on(clock: Midnight) -> None:
    clock.rewind()
    with one_day() as day:
        times = [now() for _ in range(3)]
    assert day == clock.day
    assert {moment.date() for moment in times} == {clock.day}
    assert times == sorted(times)
    with one_day(clock.day - dt.timedelta(days=1)):
        assert today() == clock.day - dt.timedelta(days=1)
    assert today() > clock.day


@pytest.mark.parametrize(
    ("at", "day"),
    [("2026-11-28T17:30:00Z", 29), ("2026-11-28T16:59:59.999Z", 28), ("2026-11-29T06:59:00+00:00", 29),
     ("2026-11-29T00:10:00+07:00", 29), ("2026-11-28T23:00:00", 28)],
)  # fmt: skip
def test_the_first_hours_of_a_day_are_of_that_day_though_utc_is_in_the_day_before(at: str, day: int) -> None:
    assert day_of(at) == dt.date(2026, 11, day)


def deeds(office: Registry, folder: Path, day: dt.date) -> dict[str, Callable[[], Any]]:
    """Each kind of deed of the desk that asks what day it is, in the order in which they follow."""
    state: dict[str, Any] = {}
    path = write_list(folder / "ds.xlsx", FIVE)

    def received() -> None:
        state["request"] = receive_request(
            office, path, kind=RequestKind.POSITION, organisation="VTL", officer="lan", name=path.name,
            letter_number="15/VT-KT", letter_date=day, received_on=day, who="lan",
        )  # fmt: skip

    def moved(to: RequestState) -> Callable[[], None]:
        def move() -> None:
            request = state["request"]
            state["request"] = change_state(
                office, request.id, to, who="lan", version=request.version,
                reasons={"papers": "bản giấy kèm công văn", "gaps": "nhà đầu tư chứng minh"},
            )  # fmt: skip

        return move

    def issued() -> None:
        request = state["request"]
        state["request"] = issue(
            office, request.id, number="321/SKHCN-VT", date=day, signed_pdf=pdf(folder),
            signed_name="ký.pdf", reasons={"signature": "ký giấy"}, who="giám đốc", version=request.version,
        )  # fmt: skip

    return {
        "a list is accepted": lambda: import_sites(
            office,
            masts(folder),
            operator="VTL",
            list_date=day,
            yes=True,
            who="lan",
        ),
        "a request is filed": received,
        "it is taken up": moved(RequestState.APPRAISING),
        "it is drafted": moved(RequestState.DRAFT),
        "it is decided": lambda: decide_as_recommended(office, state["request"].id, who="lan"),
        "it is submitted": moved(RequestState.SUBMITTED),
        "a letter is issued": issued,
    }


def masts(folder: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("Mã vị trí", "Kinh độ", "Vĩ độ", "Loại cột", "Chiều cao cột (m)"))
    sheet.append(("BGG90001", 106.25, 21.35, "A2b", 42))
    book.save(folder / "cột.xlsx")
    return folder / "cột.xlsx"


def test_midnight_in_the_middle_of_each_deed_of_the_desk(
    office: Registry, tmp_path: Path, clock: Midnight
) -> None:
    for name, deed in deeds(office, tmp_path, clock.day).items():
        before = head(office)
        clock.rewind()
        deed()
        assert clock.reads >= 1, name
        assert written_since(office, before) == {clock.day}, name
    assert sound(office)


def test_an_office_at_work_is_made_across_midnight(
    copy_demo: Callable[[Path], Settings], tmp_path: Path, clock: Midnight
) -> None:
    """``bts init --demo`` begun a minute before midnight failed with REQUEST-DAY, and 17 tests with it."""
    settings = copy_demo(tmp_path / "home")
    registry = open_registry(settings)
    try:
        before = head(registry)
        clock.rewind()
        with one_day() as day:
            add_work(registry, day=day)
        assert written_since(registry, before) == {clock.day}
        assert clock.reads > 100
    finally:
        registry.close()


NO_ONE_MOMENT = {
    "office/api_answers.py: once",  # holds a key while a deed of its own moment is done
    "office/events/event_deliveries.py: deliver_to",  # works through a queue, each try at its own time
    "office/operation/jobs.py: start",  # what it starts goes on after it
    "office/sending/outbox.py: deliver_due",  # as deliver_to
    "open_data/read_views.py: make_views",  # writes no record: views and a role
    "register/verify.py: verify_as",  # looks for minutes, then says when it had done so
}
"""What writes and has no one moment, each with its reason."""


def test_every_service_that_writes_takes_its_moment_once() -> None:
    """A public function that opens a transaction for writing is a deed, unless it is a part of one.

    ``deed`` takes the moment too, but late: what its service asked of the day before has to be of that day.
    """
    found, modules = [], sorted(SERVICES.rglob("*.py"))
    assert len(modules) > 300
    for path in modules:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            decorators = {ast.unparse(item) for item in node.decorator_list}
            if "one_moment()" in decorators or any("contextmanager" in item for item in decorators):
                continue
            if "ContextManager" in ast.unparse(node.returns or ast.Constant("")):  # what deeds are made by
                continue
            if any(_writes(part) for part in ast.walk(node)):
                found.append(f"{path.relative_to(SERVICES)}: {node.name}")
    assert set(found) == NO_ONE_MOMENT


_DEEDS = ("deed", "action", "changing", "deed_of")


def _writes(node: ast.AST) -> bool:
    """Whether a call opens a transaction for writing, or a deed of whatever room."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id in _DEEDS or node.func.id.endswith("_deed")
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr == "write"
        and ast.unparse(node.func.value).endswith("database")
    )
