"""A register of requests in every state, made by the deeds of the services; and how its pages are read."""

import datetime as dt
import html
import io
import random
import re
from pathlib import Path
from typing import Any

import openpyxl

from registry.model.people import Role
from registry.model.requests.desk import Request, RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.office.time_limits import set_office_number
from registry.services.requests.agreed.approvals import approvals_of, extend, report_completion, revoke
from registry.services.requests.agreed.extensions import answer_extension, ask_extension
from registry.services.requests.conditions.following import answer_condition, meet_condition
from registry.services.requests.conditions.owed import followed
from registry.services.requests.consulted.consulted_body import enter_names
from registry.services.requests.decisions import RowChoice, decide_rows
from registry.services.requests.notes import consult, record_answer
from registry.services.requests.opened import load_request
from registry.services.requests.requests import assign, issue
from registry.services.requests.states import change_state, hand_in
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import PASSWORD

BODY = "Ban Quản lý khu công nghiệp"
PEOPLE = {
    "lan": (Role.APPRAISER, ""), "minh": (Role.APPRAISER, ""), "sep": (Role.LEADER, ""),
    "vt": (Role.CARRIER, "VTL"), "vn": (Role.CARRIER, "VNPT"), "ban": (Role.CONSULTED, ""),
}  # fmt: skip
ENDS = (
    "issued", "received", "appraising", "consulting", "answered", "draft", "submitted", "handed back",
    "supplement", "supplemented", "issued", "withdrawn", "issued",
)  # fmt: skip
AGO = (0, 1, 13, 14, 15, 20, 40)
"""So many days ago requests came in: that of ten working days is due about the fourth of them."""
AFTER = ("", "revoked", "extended", "built", "asked", "declined", "met", "answered")
_S = RequestState


def peopled(registry: Registry) -> Registry:
    """Give an office accounts, a body's name and ten working days for positions."""
    set_office_number(registry, "LIM-POSITION.days", 10, who="t")
    for name, (role, organisation) in PEOPLE.items():
        bound = "urban_area" if role is Role.CONSULTED else ""
        add_account(
            registry, name, [role], organisation=organisation, territory=bound, password=PASSWORD,
            must_change=False, who="t",
        )  # fmt: skip
    enter_names(registry, "ban", [BODY], who="t")
    return registry


class Story:
    """What becomes of one request: drawn at random, but for how it ends."""

    def __init__(self, registry: Registry, folder: Path, n: int, end: str, draw: random.Random) -> None:
        self.registry, self.folder, self.n, self.draw = registry, folder, n, draw
        self.rows = draw.randint(1, 4)
        organisation = draw.choice(["VTL", "VTL", "VNPT"])
        self.ago = draw.choice(AGO)
        spots = [(f"R{n}-{at}", 2000.0 + 900 * n, 3000.0 * (at + 1)) for at in range(self.rows)]
        made = desk.received(
            registry, folder, spots, organisation=organisation, letter_number=f"{100 + n}/VT-KT",
            received_on=today() - dt.timedelta(self.ago),
        )  # fmt: skip
        self.id = made.id
        if draw.random() < 0.3:
            assign(registry, made.id, "minh", who="lan", version=made.version)
        self._go_on(end)

    def _go_on(self, end: str) -> None:
        if end == "received":
            return
        self._to(_S.APPRAISING)
        if end in ("consulting", "answered"):
            self._ask(answered=end == "answered")
        if end in ("appraising", "supplement", "supplemented", "withdrawn") and self.draw.random() < 0.6:
            self._decide(self.draw.randint(1, self.rows))
        if end in ("supplement", "supplemented"):
            self._to(_S.SUPPLEMENT, reason="thiếu giấy tờ")
        if end == "supplemented":
            given = {"": "đã nộp giấy", "supplements": "đã nộp", "papers": "giấy"}
            hand_in(self.registry, self.id, who="vt", version=self._now().version, reasons=given)
        if end == "withdrawn":
            self._ask(answered=False)
        if end in ("submitted", "issued") and self.draw.random() < 0.5:
            self._ask(answered=self.draw.random() < 0.3)
        if end == "withdrawn":
            self._to(_S.WITHDRAWN, reason="doanh nghiệp xin rút")
        if end in ("draft", "submitted", "handed back", "issued"):
            self._to(_S.DRAFT)
            self._decide(self.rows)
        if end in ("submitted", "handed back", "issued"):
            self._to(_S.SUBMITTED)
        if end == "handed back":
            self._to(_S.DRAFT, reason="xem lại")
        if end == "issued":
            self._issue()

    def _now(self) -> Request:
        return load_request(self.registry, self.id).request

    def _to(self, state: RequestState, **own: Any) -> None:
        reasons = {"": "đã xem", "papers": "giấy", "gaps": desk.GAPS}
        change_state(
            self.registry, self.id, state, who="lan", version=self._now().version, reasons=reasons, **own
        )

    def _decide(self, count: int) -> None:
        choices = []
        for row in range(count):
            decision = self.draw.choice([*RowDecision])
            if row == 0 and self.n % 10 == 1:  # the numbers of 1 and 11 are both looked for
                decision = RowDecision.AGREE
            bound = decision is RowDecision.AGREE_WITH_CONDITIONS
            conditions = ["Sơn cột", "Báo cáo"][: self.draw.randint(1, 2)] if bound else None
            choices.append(RowChoice(row, decision, f"Lý do {row}", conditions, seen=0))
        decide_rows(self.registry, self.id, choices, who="lan")

    def _ask(self, *, answered: bool) -> None:
        by = self.draw.choice([None, today(), today() + dt.timedelta(3), today() - dt.timedelta(2)])
        made = consult(
            self.registry, self.id, body=BODY, question="Có vướng không?", who="lan", rows=[0],
            letter_number=f"{self.n}/LYK", sent_on=today() - dt.timedelta(3), answer_by=by,
        )  # fmt: skip
        if answered:
            record_answer(
                self.registry, self.id, made.id, answer="theo quy định", answered_on=today(), who="ban",
                outcome=self.draw.choice(["agree", "conditions", "object"]), seen=made.version,
            )  # fmt: skip

    def _issue(self) -> None:
        issue(
            self.registry, self.id, number=f"{300 + self.n}/SKHCN-VT", date=today(), who="sếp",
            signed_pdf=desk.pdf(self.folder), signed_name="ký.pdf", version=self._now().version,
            reason="đã xem", reasons={"signature": "ký giấy", "gaps": desk.GAPS},
        )  # fmt: skip
        for one in approvals_of(self.registry, request=self.id):
            what = self.draw.choice(AFTER)
            if what == "revoked":
                revoke(self.registry, one.id, reason="QĐ 1", who="lan", seen=one.version)
            elif what == "extended":
                extend(self.registry, one.id, 2, ground="bão", who="lan", seen=one.version)
            elif what == "built":
                north = one.lat + self.draw.choice([0, 0.0002, 0.001])
                report_completion(
                    self.registry, one.id, lon=one.lon, lat=north, completed_on=today(), who="vt",
                    seen=one.version,
                )  # fmt: skip
            elif what in ("asked", "declined"):
                ask = ask_extension(self.registry, one.id, 3, ground="lũ", who="vt")
                if what == "declined":
                    answer_extension(
                        self.registry, ask.id, granted=False, reason="chưa đủ", who="lan", seen=ask.version
                    )
            elif what:
                self._condition(one.id, met=what == "met")

    def _condition(self, approval: str, *, met: bool) -> None:
        for found in [one for one in followed(self.registry) if one.approval == approval][:1]:
            item = found.condition
            if met:
                meet_condition(
                    self.registry, self.id, item.id, paper="GP 1", on=today(), who="lan", seen=item.version
                )
            else:
                answer_condition(self.registry, self.id, item.id, "đã làm", who="vt", seen=item.version)


# ---- how pages are read --------------------------------------------------------------------------------
def words(markup: str) -> str:
    """Return what a person reads of a piece of a page."""
    plain = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style).*?</\1>", "", markup))
    return " ".join(html.unescape(plain).split())


def main(pages: Pages, path: str) -> str:
    """Return the main part of a page, as markup."""
    page = pages.get(html.unescape(path)).get_data(as_text=True)
    found = re.search(r"(?s)<main.*?</main>", page)
    assert found is not None, path
    return found[0]


def rows_of(markup: str) -> list[list[str]]:
    """Return the cells of the rows of the list that a page shows, as markup."""
    table = re.search(r'(?s)<table class="queue".*?<tbody>(.*?)</tbody>', markup)
    lines = re.findall(r"(?s)<tr.*?</tr>", table[1]) if table else []
    return [re.findall(r"(?s)<td.*?</td>", line) for line in lines]


def tabs_of(markup: str) -> list[tuple[str, int, str]]:
    """Return the lists that a page offers: address, the number said, and the words."""
    found = re.findall(r'<a href="([^"]+)" class="queue-list[^"]*"[^>]*><b>(\d+)</b> ([^<]+)</a>', markup)
    return [(url, int(count), word.strip()) for url, count, word in found]


def book(pages: Pages, path: str) -> list[dict[str, Any]]:
    """Return the lines of a workbook by its heads."""
    sheet = openpyxl.load_workbook(io.BytesIO(pages.get(html.unescape(path)).get_data())).active
    assert sheet is not None
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    head = next(at for at, line in enumerate(lines) if sum(value is not None for value in line) > 2)
    names = [str(name) for name in lines[head]]
    return [dict(zip(names, line, strict=True)) for line in lines[head + 1 :] if any(line)]


def one(pattern: str, text: str, default: str | None = None) -> str:
    """Return what a pattern finds; ``default`` where it may be missing."""
    found = re.search(pattern, text, re.DOTALL)
    if found is None and default is not None:
        return default
    assert found is not None, (pattern, text[:1500])
    return found[1]
