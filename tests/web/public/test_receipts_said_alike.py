"""A report's receipt, the office's page and list, its day and the bar say one state, one visit, one promise.

Whoever reported reads one page, the office five: of reports that were given out, visited, answered, opened
again, joined and taken out again they say the same.
"""

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.errors import RefusalError
from registry.model import vietnam_time
from registry.model.field.field_reports import CitizenReportKind, CloseReason, Contact, FieldReport
from registry.model.people import Role
from registry.services.office.registry import Registry, open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.public import citizen_reports as service
from registry.services.public import closing, joining
from registry.services.public.report_promises import state_promises
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.field.world import add_masts, item, new_id, send
from tests.services.requests import desk
from tests.web.field.test_one_state_elsewhere import MASTS
from tests.web.people import PASSWORD, registry_of, running, visitor
from web.frame.wording.board_words import CLOSE_REASONS, REPORT_STATES

SEEDS = (5,)
"""More of them find more."""
PLACES = ("", *(f"mast-{code}" for code in ("BGG00045", *MASTS)))
RECEIPT_SAYS = {"new": "Đã nhận, chờ cán bộ xem", "visit": "Đã giao người đi kiểm tra"}
KINDS = (CitizenReportKind.LEANING, CitizenReportKind.FENCE, CitizenReportKind.GUY)


@pytest.fixture
def set_back(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.timedelta], None]:
    """Return what sets the clock of the deeds to come so far back."""
    right = vietnam_time.read_clock

    def back(span: dt.timedelta) -> None:
        monkeypatch.setattr(vietnam_time, "read_clock", lambda: right() - span)

    return back


@pytest.fixture
def app(tmp_path: Path, set_back: Callable[[dt.timedelta], None]) -> Iterator[Flask]:
    set_back(dt.timedelta(hours=40))
    home = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    desk.fill(home)  # of its own: no other office is of that day
    registry = open_registry(home)
    add_masts(registry, MASTS)
    asked: dict[str, Any] = {"password": PASSWORD, "must_change": False, "who": "t"}
    add_account(registry, "minh", [Role.APPRAISER], **asked)
    state_promises(registry, who_comes="Tổ kiểm tra", danger_hours="4", other_days="1", who="t")
    registry.close()
    with running(home) as made:
        yield made


@pytest.mark.parametrize("seed", SEEDS)
def test_a_receipt_says_what_the_office_reads(
    app: Flask, set_back: Callable[[dt.timedelta], None], seed: int
) -> None:
    registry, draw = registry_of(app), random.Random(seed)
    hours = sorted((draw.choice((0, 1, 3, 5, 30)) + n / 100 for n in range(26)), reverse=True)
    for n, ago in enumerate(hours):
        set_back(dt.timedelta(hours=ago))
        if n < 8 or draw.random() < 0.25:
            _reported(registry, draw, n)
        with suppress(RefusalError):
            _deed(registry, draw)
    set_back(dt.timedelta())
    minh, street = visitor(app, "minh"), Pages(app)
    every = service.reports(registry)
    owed: dict[str, str] = {}
    for one in every:
        page = _words(minh, f"/field-reports/{one.id}")
        _same_state(one, _words(street, f"/report/{one.token}"), page)
        promised = _found(r"Đã hẹn người phản ánh (?:quá hẹn: )?trước (\d\d:\d\d ngày [\d/]+)", page)
        if promised:
            owed[one.id] = promised
        receipts = [_words(street, f"/report/{other.token}") for other in _with(registry, one)]
        moments = [_found(r"Khi nào trước (\d\d:\d\d ngày [\d/]+)", text) for text in receipts]
        named = [moment for moment in moments if moment]
        assert promised == (min(named, key=_moment) if named else ""), (one.number, named)
    _same_list(registry, minh, owed)
    _same_day(registry, minh, owed)


def test_joined_reports_have_the_first_promise_and_the_visits_of_the_one_that_leads(
    app: Flask, set_back: Callable[[dt.timedelta], None]
) -> None:
    registry, taken = registry_of(app), []
    for hours, mast in ((3, PLACES[1]), (1, PLACES[2])):
        set_back(dt.timedelta(hours=hours))
        where = {"place": f"thôn {hours}", "words": f"Nghiêng {hours}", "structure": mast}
        taken.append(service.take_report(registry, kind=CitizenReportKind.LEANING, **where))
    early, lead = taken
    set_back(dt.timedelta())
    joining.join(registry, lead.id, {one.id: one.version for one in taken}, who="minh")
    minh, street = visitor(app, "minh"), Pages(app)
    first = _found(r"Khi nào (trước \d\d:\d\d ngày [\d/]+)", _words(street, f"/report/{early.token}"))
    assert first
    for page in (f"/field-reports/{lead.id}", f"/field-reports/{early.id}", "/field-reports", "/today"):
        assert first in _words(minh, page), page
    at = dt.datetime.now(vietnam_time.VIETNAM).isoformat()
    same = {"visit": new_id(), "structure": lead.structure, "recorded_at": at}
    send(registry, item("start", **same), item("finish", **same, seq=2))
    for one in taken:
        assert "Đã có người đến" in _words(street, f"/report/{one.token}")
        page = _words(minh, f"/field-reports/{one.id}")
        assert "Đã kiểm tra cột này từ khi có phản ánh" in page
        assert "Đã hẹn người phản ánh" not in page


def _same_state(one: FieldReport, receipt: str, page: str) -> None:
    told = RECEIPT_SAYS.get(one.state.value, "")
    if one.open:
        assert told in receipt
    else:
        assert not any(word in receipt for word in RECEIPT_SAYS.values())
    word = str(REPORT_STATES[one.state.value][0])
    reason = f": {CLOSE_REASONS[one.reason.value]}" if one.reason else ""
    assert f"{word}{reason}" in page[:600], page[:600]
    assert (one.reply in receipt, one.reply in page) == (True, True)
    again = "trước khi mở lại"
    assert (again in receipt) == (again in page), (one.number, one.reply)
    came = "Đã có người đến" in receipt
    if one.open:
        assert came == ("Đã kiểm tra cột này từ khi có phản ánh" in page), one.number
        assert came != ("Khi nào" in receipt)
    assert not (came and "chưa có lượt nào về" in page)


def _with(registry: Registry, one: FieldReport) -> list[FieldReport]:
    return [one, *joining.joined(registry, one.id)]


def _same_list(registry: Registry, minh: Pages, owed: dict[str, str]) -> None:
    """The counts of the tabs are the rows, that of new ones the bar's; each row names the page's promise."""
    seen: set[str] = set()
    for state in ("new", "visit", "closed"):
        page = minh.get(f"/field-reports?state={state}").get_data(as_text=True)
        rows = re.findall(r'(?s)<tr>.*?href="/field-reports/([^"]+)".*?</tr>', page.partition("<tbody>")[2])
        tab = _found(rf'state={state}"[^>]*><b>(\d+)</b>', page)
        assert int(tab) == len(rows), state
        for row in re.findall(r"(?s)<tr>.*?</tr>", page.partition("<tbody>")[2]):
            identity = _found(r'href="/field-reports/([^"]+)"', row)
            text = " ".join(re.sub(r"<[^>]+>", " ", row).split())
            promised = _found(r"(?:quá hẹn ?:|hẹn người dân) trước (\d\d:\d\d ngày [\d/]+)", text)
            assert promised == owed.get(identity, ""), text
            seen.add(identity)
        bar = _found(r'(?s)href="/field-reports"[^>]*>(?:(?!</a>).)*?class="waits"[^>]*>(\d+)', page)
        if state == "new":
            assert int(bar or 0) == len(rows)
    assert {one.id for one in service.reports(registry) if not one.joined_to and not one.twin_of} <= seen


def _same_day(registry: Registry, minh: Pages, owed: dict[str, str]) -> None:
    """The day names, for each page that a promise leads to, the moment that the page names."""
    page = minh.get("/today").get_data(as_text=True)
    named = {
        identity: _found(
            r"(?:trước|quá hẹn) (\d\d:\d\d ngày [\d/]+)", " ".join(re.sub(r"<[^>]+>", " ", after).split())
        )
        for identity, after in re.findall(r'(?s)href="/field-reports/([^"?]+)"(.*?)</li>', page)
    }
    for identity, moment in named.items():
        if moment:
            assert moment == owed[identity]


def _reported(registry: Registry, draw: random.Random, n: int) -> None:
    service.take_report(
        registry,
        kind=draw.choice(KINDS),
        words=f"Việc thứ {n}",
        place=f"thôn {draw.choice('ABC')}",
        structure=draw.choice(PLACES),
        contact=draw.choice((None, Contact("Bà Ba", "0911"))),
    )


def _deed(registry: Registry, draw: random.Random) -> None:
    every = service.reports(registry)
    one, other = draw.choice(every), draw.choice(every)
    own = {"who": "minh", "seen": one.version}
    match draw.choice(("visit", "came", "close", "reopen", "join", "join", "join", "out", "link", "apart")):
        case "visit":
            mast = one.structure or PLACES[1]
            service.sent_to_visit(
                registry, one.id, "đích", structure=mast, reply=draw.choice(("", "Mai có người đến.")), **own
            )
        case "came":
            same = {"visit": new_id(), "structure": one.structure or PLACES[2],
                    "recorded_at": vietnam_time.now().isoformat()}  # fmt: skip
            send(registry, item("start", **same), item("finish", **same, seq=2))
        case "close" if draw.random() < 0.5:
            reason = draw.choice(list(CloseReason))
            closing.close(registry, one.id, reason=reason, reply=f"Trả lời {one.number}.", **own)
        case "reopen":
            closing.reopen(registry, one.id, **own)
        case "join":
            versions = {one.id: one.version, other.id: other.version}
            joining.join(registry, one.id, versions, who="minh")
        case "out":
            joining.take_out(registry, one.id, **own)
        case "link":
            service.link(registry, one.id, draw.choice(PLACES), **own)
        case "apart":
            service.stand_alone(registry, one.id, **own)


def _moment(text: str) -> dt.datetime:
    return dt.datetime.strptime(f"{text} +07:00", "%H:%M ngày %d/%m/%Y %z")


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else ""


def _words(pages: Pages, path: str) -> str:
    page = pages.get(path).get_data(as_text=True)
    inside = re.search(r"(?s)<main.*?</main>", page)
    assert inside is not None
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style).*?</\1>", "", inside[0])).split())
