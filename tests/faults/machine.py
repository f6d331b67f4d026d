"""One run: phones record while requests are cut, doubled, reordered, the server dies and sign-ins end."""

import contextlib
import random
import shutil
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from playwright.sync_api import BrowserType
from playwright.sync_api import Error as BrowserError

from registry.model.people import Person, Role
from registry.services.office.registry import open_registry
from registry.services.office.sign_in.phones import end_phone, seen_phones
from registry.services.office.sign_in.signing_in import SIGN_INS_FILE, SignIns
from registry.settings import Settings
from registry.store.tables import structures
from tests.faults.phone import OTHER_PIN, PIN, Phone
from tests.faults.plan import Plan
from tests.faults.proxy import Proxy
from tests.faults.server import Server
from tests.faults.truth import Findings, compare, kept_by, shown_verified
from tests.faults.works import Visit, Work, giants, visits

NAMES = ("inspector", "appraiser")
WRONG_CLOCK_MS = 47 * 60 * 1000
OFFICE = Person("administrator", frozenset({Role.ADMINISTRATOR}))
GIANTS_AT_ONCE = 6
STEP = 13  # items between two chances of an event
SEND_AFTER = 60  # items between two sends asked for
DRAIN_S = 240.0  # for each phone, and for each of its items and photos:
DRAIN_ITEM_S, DRAIN_PHOTO_S = 0.02, 1.0


@dataclass(frozen=True)
class Size:
    """How large a run is. ``kills``: of the server, at most. ``rate``: of faults, 1 as in the plan.

    Besides: ``giants`` photos of 4 to 6 MB, of which the first phone sends ``cut`` with every part cut once
    and answered into nothing once, and hands in the rest, with all that waits, as one rescue file.
    """

    items: int
    photos: int
    kills: int
    phones: int = 2
    rate: float = 1.0
    giants: int = 0
    cut: int = 0


@dataclass
class Report:
    """What a run did and found."""

    seed: int
    size: Size
    findings: Findings
    items: int = 0
    photos: int = 0
    aside: int = 0
    requests: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    events: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def run(
    settings: Settings,
    browser: BrowserType,
    password: str,
    *,
    seed: int,
    size: Size,
    progress: Callable[[int], None] = lambda _done: None,
    holding: Callable[[Server], None] = lambda _server: None,
) -> Report:
    """Run against a copy of ``settings.home`` that has the accounts of ``NAMES``; the register is used up.

    ``holding`` gets the server, so that whoever ends the run early can end it too.
    """
    began = time.monotonic()
    plan = Plan(seed, size.kills, size.rate)
    server = Server(settings.home, _free_port(), settings.home / "server.log")
    holding(server)
    proxy = Proxy(server.port, plan, server.kill)
    phones: list[Phone] = []
    report = Report(seed, size, Findings())
    try:
        server.start()
        address = f"http://127.0.0.1:{proxy.port}"
        known = _structures(settings)
        before = frozenset(kept_by(settings).items)
        work: list[list[Visit]] = []
        for index in range(size.phones):
            phone = Phone(
                browser, settings.home / f"phone-{index}", address, NAMES[index % len(NAMES)], password,
                clock_ms=WRONG_CLOCK_MS if index == 1 else 0,
            )  # fmt: skip
            phones.append(phone)
            phone.sign_in()
            phone.ready()
            phone.stay()
            # few masts for many visits: the phones meet on the same ones
            work.append(
                visits(seed, index, known[:25], size.items // size.phones, size.photos // size.phones)
            )
        plan.quiet = False
        _record(settings, phones, work, seed, report, progress)
        plan.quiet = True
        if size.giants:
            work[0] += _giants(phones[0], known[0], plan, report)
        proxy.flush()
        _drain(phones, report)
        _judge(settings, phones, work, report, before)
    finally:
        for phone in phones:
            phone.close()
        proxy.close()
        server.stop()
    report.requests, report.faults, report.kills = plan.seen, plan.struck, server.kills
    report.seconds = time.monotonic() - began
    return report


def _record(  # noqa: PLR0917
    settings: Settings,
    phones: list[Phone],
    work: list[list[Visit]],
    seed: int,
    report: Report,
    progress: Callable[[int], None],
) -> None:
    chance = random.Random(f"{seed}/events")
    done = since = 0
    for turn in range(max(len(mine) for mine in work)):
        for phone, mine in zip(phones, work, strict=True):
            if turn >= len(mine):
                continue
            visit = mine[turn]
            for start in range(0, len(visit.works), STEP):
                stop = min(start + STEP, len(visit.works))
                full = (
                    start
                    and any(w.photo for w in visit.works[start:stop])
                    and _now(chance, report, "storage full", 0.08)
                )
                if full:
                    report.events["written later"] += phone.record_when_full(str(turn), visit, start, stop)
                else:
                    phone.record(str(turn), visit, start, stop)
                done, since = done + stop - start, since + stop - start
                progress(done)
                if since >= SEND_AFTER:
                    since = 0
                    _send(phone, report)
            _between(settings, phone, chance, report)


def _between(settings: Settings, phone: Phone, chance: random.Random, report: Report) -> None:
    if _now(chance, report, "sign-in expired, PIN not given", 0.06):
        phone.context.clear_cookies()
        phone.reopen()
        if phone.unlock(OTHER_PIN):
            report.findings.shown_wrongly.append("another PIN opened the phone")
        if _send(phone, report) not in {"sign-in", "offline", "trouble"}:
            report.findings.shown_wrongly.append("a send without a sign-in was not said")
        phone.sign_in()
        phone.unlock(PIN)
    if _now(chance, report, "sign-in expired, renewed by the PIN", 0.1):
        phone.unlock(PIN)
        phone.context.clear_cookies()
        if _send(phone, report) == "sign-in":  # the key is spent where two answers in a row were lost
            report.events["PIN's key no longer taken"] += 1
            _sign_in_anew(phone)
    if _now(chance, report, "phone ended by the office", 0.04):
        _end_phones(settings, phone.name)
        phone.unlock(PIN)
        if _send(phone, report) not in {"sign-in", "offline", "trouble"}:
            report.findings.shown_wrongly.append("a phone that the office ended was not told")
        _sign_in_anew(phone)
    if _now(chance, report, "no network for a while", 0.12):
        phone.context.set_offline(True)
        phone.reopen()
        if _send(phone, report) != "offline":
            report.findings.shown_wrongly.append("a send without a network was not said")
        phone.context.set_offline(False)
    if _now(chance, report, "page closed and opened", 0.12):
        phone.reopen()
    if _now(chance, report, "browser ended and started", 0.06):
        phone.restart()
    if _now(chance, report, "verified photos let go", 0.1):
        phone.page.evaluate("import('/static/js/field/send/room.js').then((room) => room.freeVerified())")
    if _now(chance, report, "claims compared", 0.1):
        report.findings.shown_wrongly += shown_verified(settings, phone.states())


def _sign_in_anew(phone: Phone) -> None:
    phone.sign_in()
    phone.unlock(PIN)
    with contextlib.suppress(BrowserError):  # a PIN that could not be set anew is set another time
        phone.stay()


def _end_phones(settings: Settings, name: str) -> None:
    """End every phone of an account, as the office does on its page."""
    registry = open_registry(settings)
    try:
        sign_ins = SignIns(settings.home / SIGN_INS_FILE)
        for one in seen_phones(registry, sign_ins):
            if one.owner == name and one.stands:
                end_phone(registry, sign_ins, one.phone.id, person=OFFICE)
    finally:
        registry.close()


def _giants(phone: Phone, structure: str, plan: Plan, report: Report) -> list[Visit]:
    """Record the largest photos; send some with every part cut, hand the others in as a rescue file."""
    cut = giants(0, "cut", structure, report.size.cut)
    phone.record("cut", cut, 0, len(cut.works))
    plan.cutting = True
    until = time.monotonic() + DRAIN_S
    while time.monotonic() < until and phone.waits():
        if _send(phone, report) == "sign-in":
            _sign_in_anew(phone)
    plan.cutting = False
    report.events["parts cut and answered into nothing"] = len(plan.parts)
    rest = giants(0, "rescue", structure, report.size.giants - report.size.cut)
    phone.context.set_offline(True)
    for start in range(0, len(rest.works), GIANTS_AT_ONCE):
        phone.record("rescue", rest, start, min(start + GIANTS_AT_ONCE, len(rest.works)))
    file, size = phone.rescue(phone.folder)
    phone.context.set_offline(False)
    report.events["rescue file, MB"] = size >> 20
    phone.hand_in(file)
    file.unlink()
    # every photo that waited is in the file: the phone asks about each, and brings no part of any
    before = plan.brought
    if phone.waits():
        _send(phone, report)
    if again := plan.brought - before:
        report.findings.shown_wrongly.append(f"{again} parts of photos were sent again after the rescue file")
    return [cut, rest]


def _send(phone: Phone, report: Report) -> str:
    phase = phone.send()
    report.events[f"send: {phase}"] += 1
    return phase


def _now(chance: random.Random, report: Report, event: str, rate: float) -> bool:
    if chance.random() >= rate:
        return False
    report.events[event] += 1
    return True


def _drain(phones: list[Phone], report: Report) -> None:
    """Send until nothing waits on any phone, as phones with a network do."""
    each = report.size.items * DRAIN_ITEM_S + report.size.photos * DRAIN_PHOTO_S
    for phone in phones:
        until = time.monotonic() + DRAIN_S + each / len(phones)
        while time.monotonic() < until:
            phase = phone.send()
            if phase == "sign-in":
                phone.sign_in()
                phone.unlock(PIN)
            if phase != "idle":
                phone.page.wait_for_timeout(500)
            if (
                not phone.unsettled()
            ):  # asked of the queues: hashing every item anew takes longer than sending
                break
        report.events["phones drained"] += 1


def _judge(
    settings: Settings, phones: list[Phone], work: list[list[Visit]], report: Report, before: frozenset[str]
) -> None:
    works: dict[str, Work] = {w.tag: w for mine in work for visit in mine for w in visit.works}
    made = [entry for phone in phones for entry in phone.made]
    states = {row[0]: (row[1], row[2]) for phone in phones for row in phone.states()}
    found = compare(kept_by(settings), works, made, states, before)
    for phone in phones:
        own = {entry["id"] for entry in phone.made}
        counted = Counter(states[item][0] for item in own if item in states)
        phone.reopen()
        phone.page.wait_for_timeout(1200)
        shown = phone.page.locator("#counts .verified b").text_content().replace(".", "")
        if int(shown) != counted["verified"]:
            found.shown_wrongly.append(
                f"{phone.name}: the page says {shown} verified of {counted['verified']}"
            )
    found.shown_wrongly = report.findings.shown_wrongly + found.shown_wrongly
    report.findings = found
    report.items = len(made)
    report.photos = sum(w.photo is not None for w in works.values())
    report.aside = sum(w.aside for w in works.values())


def _structures(settings: Settings) -> list[str]:
    registry = open_registry(settings)
    try:
        with registry.database.read() as connection:
            return sorted(connection.scalars(sa.select(structures.c.id)).all())
    finally:
        registry.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
        return port


def clear(home: Path) -> None:
    """Remove what a run used."""
    shutil.rmtree(home, ignore_errors=True)
