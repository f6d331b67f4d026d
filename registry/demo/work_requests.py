"""Requests of the illustrative office in every state, from just received to issued last year.

Each goes the way of a carrier's letter: its list is written as a workbook, read, numbered, moved from state
to state on its days, decided and issued, all through the desk's own services (``data/demo/work.toml``).
"""

import datetime as dt
from pathlib import Path
from typing import Any

from registry.demo.corridor_list import COLUMNS
from registry.demo.places import NOTE, parameters
from registry.demo.proposals import DemoProposal
from registry.demo.samples import SENDERS, write_proposals
from registry.demo.work_papers import write_paper
from registry.demo.work_positions import Positions
from registry.model.areas import full_name
from registry.model.findings import Verdict
from registry.model.requests.desk import Request, RequestKind, RequestState, RowDecision
from registry.services.office.registry import Registry
from registry.services.office.working_days import working_days
from registry.services.register.context import context_for
from registry.services.requests.conditions.proposals import proposed_texts
from registry.services.requests.decisions import FOLLOWS, RowChoice, decide_as_recommended, decide_rows
from registry.services.requests.dossiers import attachment_kind, items_for
from registry.services.requests.lists import communes_of
from registry.services.requests.notes import consult, record_answer
from registry.services.requests.opened import FileRow
from registry.services.requests.requests import change_state, issue, load_request, receive_request
from registry.services.requests.sealing import seal_request

SIGN: str = parameters("work")["office"]["symbol"].removeprefix("/")
"""The sign of the illustrative office's letters."""
_THEN = "Theo quy hoạch và quy định có hiệu lực tại ngày ban hành"
_READ = "Đã đối chiếu với văn bản, danh sách và bản đồ cơ quan đang giữ"
_ON_PAPER = "Đã đối chiếu với bản giấy kèm công văn"
_AS_BUILT = "Báo cáo tọa độ và chiều cao hoàn công khi xây dựng xong"


def office_day(registry: Registry, day: dt.date, ago: int) -> dt.date:
    """Return the last working day that lies at least ``ago`` days before ``day``."""
    calendar, found = working_days(registry), day - dt.timedelta(days=ago)
    while not calendar.is_working(found):
        found -= dt.timedelta(days=1)
    return found


def add_requests(registry: Registry, folder: Path, day: dt.date) -> None:
    """Add the requests as they stand on ``day``, the oldest first; their files go into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    positions = Positions.of(registry, day)
    asked = sorted(parameters("work")["request"], key=lambda rules: -int(rules["received"]))
    for rules in asked:
        found = [
            positions.take(rules["operator"], Verdict(wanted), communes=rules.get("home", ()))
            for wanted in rules["rows"]
        ]
        _lead(registry, folder, rules, [item for item in found if item is not None], day)


def _lead(
    registry: Registry, folder: Path, rules: dict[str, Any], rows: list[DemoProposal], day: dt.date
) -> None:
    """Receive one request and lead it to where it is to stand."""
    work = parameters("work")
    made = _received(registry, folder, rules, rows, office_day(registry, day, rules["received"]))
    for name, ago in rules["path"]:
        state = RequestState(name)
        if state is RequestState.SUBMITTED:
            _decide(registry, made, rules, day)
        made = change_state(
            registry, made.id, state, who=work["officer"], version=made.version,
            on_day=office_day(registry, day, ago), reason=rules.get("reason", ""), reasons={"": _ON_PAPER},
        )  # fmt: skip
    if "decided" in rules:
        file = load_request(registry, made.id)
        choices = [RowChoice(at, FOLLOWS[file.rows[at].verdict]) for at in range(rules["decided"])]
        decide_rows(registry, made.id, choices, who=work["officer"])
    for asked in rules.get("asked", ()):
        _ask(registry, made.id, asked, day)
    if "issued" in rules:
        _issue(registry, folder, made, rules, day)


def _then(verdict: Verdict) -> RowDecision:
    """Return what was decided by the law of a day: what has no number yet was agreed to on a condition."""
    return RowDecision.AGREE_WITH_CONDITIONS if verdict is Verdict.CANNOT_ASSESS else FOLLOWS[verdict]


def _bound(row: FileRow) -> tuple[str, ...]:
    """Return the conditions of an agreement that the law of its day bound: what it proposes, and a report."""
    if _then(row.verdict) is not RowDecision.AGREE_WITH_CONDITIONS:
        return ()
    return (*proposed_texts(row.findings), _AS_BUILT)


def _decide(registry: Registry, made: Request, rules: dict[str, Any], day: dt.date) -> None:
    """Decide every row as recommended; of an old letter, as it was by the law and the plans of its day."""
    officer = parameters("work")["officer"]
    if "issued" in rules:
        then = load_request(registry, made.id, on_day=office_day(registry, day, rules["issued"]["ago"]))
        now = load_request(registry, made.id)
        choices = [
            RowChoice(at, FOLLOWS[row.verdict])
            if row.verdict is now.rows[at].verdict
            else RowChoice(at, _then(row.verdict), _THEN, _bound(row))
            for at, row in enumerate(then.rows)
        ]
        decide_rows(registry, made.id, choices, who=officer)
    decide_as_recommended(registry, made.id, who=officer)


def _received(
    registry: Registry, folder: Path, rules: dict[str, Any], rows: list[DemoProposal], on: dt.date
) -> Request:
    operator = rules["operator"]
    letter = f"{rules['number']}/{SENDERS[operator].sign}"
    written = on - dt.timedelta(days=1)
    stem = f"{operator.lower()}-{rules['number']}"
    path = folder / f"ds-de-nghi-{stem}.xlsx"
    lacks = rules.get("lacks", ())
    write_proposals(path, written, letter, rows, [name for name in COLUMNS if name not in lacks])
    names = {item.code: item.name.vi for item in items_for(RequestKind.POSITION)}
    files = []
    for item in rules["papers"]:
        paper = write_paper(
            folder / f"{item}-{stem}.pdf",
            names[item],
            f"Kèm theo công văn số {letter}",
            f"ngày {written:%d/%m/%Y}",
        )
        files.append((paper, paper.name, attachment_kind(RequestKind.POSITION, item)))
    return receive_request(
        registry, path, kind=RequestKind.POSITION, organisation=operator,
        officer=parameters("work")["officer"], letter_number=letter, letter_date=written, received_on=on,
        note=rules.get("note", NOTE), files=files, who=parameters("work")["officer"],
    )  # fmt: skip


def _ask(registry: Registry, request: str, rules: dict[str, Any], day: dt.date) -> None:
    """Ask the commune on whose ground the rows lie, and record its answer where it gave one."""
    officer = parameters("work")["officer"]
    sent = office_day(registry, day, rules["ago"])
    body, rows = _whose_ground(registry, request, rules["rows"])
    asked = consult(
        registry, request, body=body, question=rules["question"], who=officer, rows=rows,
        letter_number=f"{rules['number']}/{SIGN}", sent_on=sent,
        answer_by=working_days(registry).after(sent, rules["days"]),
    )  # fmt: skip
    if "outcome" in rules:
        record_answer(
            registry, request, asked.id, outcome=rules["outcome"], answer=rules["answer"],
            answered_on=max(sent, office_day(registry, day, rules["answered"])), who=officer,
            seen=asked.version, answer_number=rules["answer_number"],
        )  # fmt: skip


def _whose_ground(registry: Registry, request: str, rows: list[int]) -> tuple[str, list[int]]:
    """Return the body of the commune of the first of some rows, and those of the rows that lie in it."""
    file = load_request(registry, request)
    context = context_for(registry, file.decision_day)
    communes = communes_of([file.rows[at].proposal for at in rows], context)
    unit = next(item for item in context.units.communes if item.code == communes[0])
    own = [at for at, code in zip(rows, communes, strict=True) if code == unit.code]
    name = full_name(unit)
    return f"UBND {name[:1].lower()}{name[1:]}", own


def _issue(registry: Registry, folder: Path, made: Request, rules: dict[str, Any], day: dt.date) -> None:
    leader = parameters("work")["leader"]
    on, number = office_day(registry, day, rules["issued"]["ago"]), f"{rules['issued']['number']}/{SIGN}"
    name = f"cong-van-{rules['issued']['number']}.pdf"
    signed = write_paper(
        folder / name, f"Công văn số {number}", f"ngày {on:%d/%m/%Y}", f"Trả lời hồ sơ {made.number}", "Đã ký"
    )
    issued = issue(
        registry, made.id, number=number, date=on, signed_pdf=signed, signed_name=name, who=leader,
        version=made.version, reasons={"gaps": _READ},
    )  # fmt: skip
    if rules.get("seal"):
        seal_request(registry, issued.id, who=leader)
