"""Until a request is issued its carrier reads what it sent and what is found, and no word of the office.

What the office decides, notes and hears from bodies in between is a draft: it may be turned and binds nobody.
The same request lives twice, in an office that thinks nothing of it and in one that thinks much.
"""

from dataclasses import dataclass
from pathlib import Path

from registry.model.people import Role
from registry.model.requests.desk import NoteKind, RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.decisions import RowChoice, decide_as_recommended, decide_rows
from registry.services.requests.notes import add_note, consult, record_answer
from registry.services.requests.opened import load_request
from registry.services.requests.supplements import asked_of
from registry.settings import read_settings
from tests.services.requests import desk
from tests.web.people import registry_of, running
from tests.web.reading import everything
from tests.web.requests.test_requests import account, received, version


@dataclass(frozen=True)
class Thoughts:
    """What the office thinks of the same request, writes of it and hears from a body."""

    decided: tuple[RowChoice, ...] = ()
    note: str = ""
    question: str = "Vị trí có vướng quy hoạch?"
    outcome: str = "agree"
    answer: str = "Không vướng"


NOTHING = Thoughts()
MUCH = Thoughts(
    (
        RowChoice(0, RowDecision.REFUSE, "LYDO-KHONG"),
        RowChoice(1, RowDecision.AGREE_WITH_CONDITIONS, "LYDO-DK", ("DIEUKIEN-RIENG",)),
        RowChoice(2, RowDecision.SUPPLEMENT, "LYDO-BS"),
    ),
    "GHICHU-TRONG", "CAUHOI-KHAC", "object", "TRALOI-NOIBO",
)  # fmt: skip


def day_of(home: Path, folder: Path, thoughts: Thoughts) -> dict[str, str]:
    """What a carrier reads of its request in each state before the issue, by state and address."""
    settings = read_settings({"BTS_HOME": str(home)})
    seen: dict[str, str] = {}
    desk.make(settings).close()
    folder.mkdir()
    with running(settings) as app:
        registry, viettel = registry_of(app), account(app, "viettel", Role.CARRIER, "VTL")
        officer = account(app, "lan", Role.APPRAISER)
        address = received(viettel, folder)
        request = address.rsplit("/", 1)[-1]

        def move(state: RequestState) -> None:
            desk.to(registry, load_request(registry, request).request, state)

        def read(state: str) -> None:
            viettel.client.get(address)  # what is said once, of the last deed
            found = everything(viettel, [address, "/today", "/requests"], [address])
            seen.update({f"{state} {path}": text for path, text in found.items()})

        move(RequestState.APPRAISING)
        _think(registry, request, thoughts)
        read("appraising")
        form = {"rows": "V2", "rows_reason": "Nêu rõ chủ cột", "version": str(version(app, address))}
        officer.post(f"{address}/supplement", form)
        read("supplement")
        (asked,) = (one.item for one in asked_of(load_request(registry, request)))
        answer = {"answer": "Chủ cột: Viettel", "version": str(asked.version)}
        viettel.post(f"{address}/supplement/{asked.id}/answer", answer)
        read("answered")
        sheet = viettel.page(f"{address}/gate").one(name="sheet")["value"]
        viettel.post(f"{address}/supplemented", {"version": str(version(app, address)), "sheet": sheet})
        read("handed in")
        move(RequestState.DRAFT)
        decide_as_recommended(registry, request, who="lan")
        read("draft")
        move(RequestState.SUBMITTED)
        read("submitted")
    return seen


def _think(registry: Registry, request: str, thoughts: Thoughts) -> None:
    if thoughts.decided:
        decide_rows(registry, request, thoughts.decided, who="lan")
    if thoughts.note:
        add_note(registry, request, 0, NoteKind.NOTE, thoughts.note, who="lan")
    asked = consult(
        registry, request, body="UBND xã", question=thoughts.question, who="lan", rows=(0, 1),
        letter_number="77/S", sent_on=today(), answer_by=today(),
    )  # fmt: skip
    record_answer(
        registry, request, asked.id, outcome=thoughts.outcome, answer=thoughts.answer, answered_on=today(),
        who="lan", seen=asked.version, answer_number="9/UBND",
    )  # fmt: skip


def test_a_carrier_reads_nothing_of_what_the_office_thinks_before_it_is_issued(tmp_path: Path) -> None:
    plain = day_of(tmp_path / "một", tmp_path / "a", NOTHING)
    judged = day_of(tmp_path / "hai", tmp_path / "b", MUCH)
    assert len(plain) > 30, "pages, files and tables of six states"
    assert plain.keys() == judged.keys()
    for path, text in judged.items():
        assert text == plain[path], path
