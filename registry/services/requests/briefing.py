"""What requests say in the office's briefing: received, issued, agreed; open, late, due; bodies' answers."""

from collections.abc import Iterable, Sequence

from registry.messages import Language, Words, say, with_values
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.model.requests.desk_records import Approval, ApprovalState, Consultation
from registry.services.office.brief_parts import BriefPart
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.queue import QueueItem, overview
from registry.services.requests.told import APPROVAL, PAPERS, REQUEST
from registry.store.office.operators import organisation_names
from registry.store.requests.consultations import sent_consultations

_WORDS = {
    "received": Words("hồ sơ tiếp nhận", "requests received"),
    "issued": Words("hồ sơ đã trả lời", "requests answered"),
    "agreed": Words("vị trí thống nhất", "positions agreed"),
    "built": Words("vị trí xây dựng xong", "positions built"),
    "open": Words("hồ sơ đang xử lý", "requests open"),
    "late": Words("hồ sơ quá hạn", "requests overdue"),
    "unanswered": Words("văn bản lấy ý kiến quá hạn trả lời", "consultations unanswered in time"),
    "due": Words("hồ sơ đến hạn trả lời", "requests due"),
    "answers_due": Words("văn bản lấy ý kiến đến hạn", "consultations due"),
    "build_by": Words("vị trí đến hạn xây dựng", "positions to be built by then"),
}
_ROWS = Words("{number} · {sender} · {rows} vị trí", "{number} · {sender} · {rows} positions")


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of requests; open, late and due ones are those of the queue on ``span.day``."""
    with registry.database.read() as connection:
        names = organisation_names(connection)
        asked = sent_consultations(connection)
    items = overview(registry, span.day)
    requests = {item.request.id: item for item in items}
    agreed = approvals_of(registry)

    def lines(found: Iterable[QueueItem]) -> tuple[Line, ...]:
        return tuple(_request(item, names, lang) for item in found)

    def number(name: str, group: Group, found: tuple[Line, ...], kind: str = REQUEST) -> Number:
        return Number(f"requests.{name}", group, say(_WORDS[name], lang), found, kind)

    opened = [item for item in items if item.request.open]
    waiting = [one for one in asked if not one.outcome and one.kind == "letter" and one.answer_by is not None]
    standing = [one for one in agreed if one.state is ApprovalState.APPROVED]
    return (
        number("received", Group.DONE, lines(item for item in items if span.holds(item.request.received_on))),
        number(
            "issued", Group.DONE,
            tuple(
                _request(item, names, lang, done=True) for item in items if span.holds(item.request.issued_on)
            ),
        ),
        number(
            "agreed", Group.DONE,
            _positions((o for o in agreed if span.holds(o.approved_on)), requests, names, "approved_on"),
            APPROVAL,
        ),
        number(
            "built", Group.DONE,
            _positions((o for o in agreed if span.holds(o.completed_on)), requests, names, "completed_on"),
            APPROVAL,
        ),
        number("open", Group.OPEN, lines(opened)),
        number("late", Group.LATE, lines(item for item in opened if item.late)),
        number(
            "unanswered", Group.LATE,
            _asked((one for one in waiting if one.answer_by and one.answer_by < span.day), requests),
            PAPERS,
        ),
        number("due", Group.COMING, lines(item for item in opened if span.coming(item.due_on))),
        number(
            "answers_due", Group.COMING,
            _asked((one for one in waiting if span.coming(one.answer_by)), requests), PAPERS,
        ),
        number(
            "build_by", Group.COMING,
            _positions((one for one in standing if span.coming(one.build_by)), requests, names, "build_by"),
            APPROVAL,
        ),
    )  # fmt: skip


def _request(item: QueueItem, names: dict[str, str], lang: Language, *, done: bool = False) -> Line:
    found = item.request
    sender = names.get(found.organisation, found.organisation)
    return Line(
        found.id,
        with_values(_ROWS, lang, number=found.number, sender=sender, rows=item.rows),
        who=found.officer,
        on=found.issued_on if done else item.due_on if found.open else found.received_on,
        kind=REQUEST,
        record=found.id,
    )


def _positions(
    found: Iterable[Approval], requests: dict[str, QueueItem], names: dict[str, str], day: str
) -> tuple[Line, ...]:
    lines = []
    for one in found:
        item = requests.get(one.request)
        owner = names.get(one.operator, one.operator)
        lines.append(
            Line(
                one.id,
                f"{one.code} · {owner}",
                who=item.request.officer if item else "",
                owner=owner if day == "build_by" else "",
                on=getattr(one, day),
                note=one.decision,
                kind=APPROVAL,
                record=one.id,
            )
        )
    return tuple(lines)


def _asked(found: Iterable[Consultation], requests: dict[str, QueueItem]) -> tuple[Line, ...]:
    lines = []
    for one in found:
        item = requests.get(one.request)
        if item is None or not item.request.open:
            continue
        lines.append(
            Line(
                one.id,
                f"{one.body} · {one.letter_number or item.request.number}",
                who=item.request.officer,
                owner=one.body,
                on=one.answer_by,
                kind=PAPERS,
                record=one.request,
            )
        )
    return tuple(lines)


PART = BriefPart("requests", 10, Words("Hồ sơ đề nghị, vị trí", "Requests, positions"), numbers)
