"""Answers of the compliance run, permits, obligations and lists of a company, as lines of its file."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from registry.messages import LANGUAGES, Words, as_stated
from registry.model.company_inspections.conclusions import Evidence, EvidenceKind
from registry.model.company_inspections.gathered import FileLine, Source
from registry.model.company_inspections.inspection import Matter
from registry.model.duties import Duty, DutyState
from registry.model.mast_lists import MastListState
from registry.model.requests.desk_records import ApprovalState
from registry.model.standing import Answer, Question
from registry.model.vietnam_time import VIETNAM
from registry.services.company_inspections.file.owned import Owned
from registry.services.lists.mast_lists import list_mast_lists
from registry.services.obligations.compliance import ASK, VIOLATION, ComplianceRun, compliance_run
from registry.services.obligations.compliance_lists import RowFilter, select
from registry.services.obligations.compliance_summary import sentence
from registry.services.obligations.obligations import duties_of, title
from registry.services.office.calendar import quarter_of
from registry.services.office.registry import Registry
from registry.services.office.time_limits import OFFICE, UNSET
from registry.services.requests.agreed.approvals import approvals_of

MATTER_OF: dict[Question, Matter] = {
    Question.PERMIT: Matter.PERMIT,
    Question.PLAN: Matter.PLAN,
    Question.AS_BUILT: Matter.POSITION,
    Question.SHARING: Matter.SHARING,
    Question.EMF: Matter.EMF,
    Question.STRUCTURE: Matter.SAFETY,
}
_DUTIES: dict[str, Matter] = {
    "DUT-PLAN": Matter.PLAN,
    "DUT-EMF": Matter.EMF,
    "DUT-STRUCTURE": Matter.SAFETY,
    "DUT-SEASON": Matter.SAFETY,
    "DUT-SHARE": Matter.SHARING,
    "DUT-BUILD": Matter.PLAN,
    "DUT-DEFECT": Matter.SAFETY,
}
_AGREED = {
    ApprovalState.APPROVED: Words("chưa xây dựng", "not built"),
    ApprovalState.COMPLETED: Words("đã hoàn thành", "completed"),
    ApprovalState.REPLACED: Words("đã điều chỉnh", "replaced"),
    ApprovalState.REVOKED: Words("đã thu hồi", "revoked"),
}
_RETURNED = frozenset({MastListState.RETURNED})


def compliance_lines(registry: Registry, company: Owned) -> Iterator[FileLine]:
    """Yield every violation by verified law, and what is to be asked, one line a kind of answer."""
    run = compliance_run(registry)
    for row in select(run, RowFilter(group=VIOLATION, operator=company.code)).rows():
        vi, en = (sentence(row.answer, lang) for lang in LANGUAGES)
        tail = f" ({row.technology})" if row.technology else ""
        key = f"compliance:{row.question.value}:{row.structure}:{row.technology}"
        yield FileLine(
            key, Source.COMPLIANCE, MATTER_OF[row.question], f"{row.code}{tail}: {vi}",
            f"{row.code}{tail}: {en}", on=row.day or row.built_on, code=row.code,
            link=("mast", row.site), document=row.answer.document, article=row.answer.article,
            verified=row.answer.verified, violation=True, drafts=True,
            evidence=Evidence(
                EvidenceKind.FINDING, row.structure, f"{row.code}{tail}: {vi}", on=run.day.isoformat()
            ),
        )  # fmt: skip
    yield from _asked(run, company)


def _asked(run: ComplianceRun, company: Owned) -> Iterator[FileLine]:
    counts: Counter[Answer] = Counter()
    for row in select(run, RowFilter(group=ASK, operator=company.code)).rows():
        counts[row.answer] += 1
    for answer, number in counts.items():
        vi, en = sentence(answer, "vi"), sentence(answer, "en")
        yield FileLine(
            f"asked:{answer.question.value}:{answer.kind}:{answer.document}", Source.COMPLIANCE,
            MATTER_OF[answer.question], f"{number} công trình cần hỏi: {vi}",
            f"{number} works to ask of: {en}",
            link=("compliance", answer.question.value), document=answer.document, article=answer.article,
            verified=answer.verified,
        )  # fmt: skip


def permit_lines(registry: Registry, company: Owned, first: dt.date, last: dt.date) -> Iterator[FileLine]:
    """Yield the positions that were agreed to, in the span or still to be built."""
    for one in approvals_of(registry, operator=company.code):
        if one.approved_on > last or (one.approved_on < first and one.state is not ApprovalState.APPROVED):
            continue
        late = one.state is ApprovalState.APPROVED and one.build_by is not None and one.build_by < last
        off = one.built_outcome == "review"
        state = _AGREED[one.state]
        vi, en = f"{one.code}: {state.vi}", f"{one.code}: {state.en}"
        if late and one.build_by is not None:
            vi, en = f"{vi}, hạn {one.build_by:%d/%m/%Y}", f"{en}, due {one.build_by:%d/%m/%Y}"
        if off:
            metres = round(one.built_off_m or 0)
            vi, en = f"{vi}, lệch {metres} m so với vị trí đã thống nhất", f"{en}, {metres} m off"
        higher = one.built_higher_m or 0.0
        if higher > 0:
            metres_more = as_stated(higher)
            vi, en = f"{vi}, cao hơn đã thống nhất {metres_more} m", f"{en}, {higher:g} m higher than agreed"
        document, article = term_basis(one.limit_source) if late else ("", "")
        yield FileLine(
            f"permit:{one.id}", Source.PERMITS, Matter.POSITION if off or higher > 0 else Matter.PLAN, vi, en,
            on=one.approved_on, code=one.code, link=("request", one.request), document=document,
            article=article, drafts=late or off or higher > 0,
            evidence=Evidence(EvidenceKind.PERMIT, one.id, vi, on=one.approved_on.isoformat()),
        )  # fmt: skip


def term_basis(source: str) -> tuple[str, str]:
    """Return the text that a time to build rests on: none where the office states it itself."""
    document, _, article = source.partition(", ")
    return ("", "") if document in (OFFICE, UNSET) else (document, article)


def duty_lines(registry: Registry, company: Owned, first: dt.date, last: dt.date) -> Iterator[FileLine]:
    """Yield the obligations that are over their day, and those of the span that were met late."""
    for duty in duties_of(registry, organisation=company.code):
        late = duty.state is DutyState.OVERDUE
        met = duty.state is DutyState.DONE and duty.done_on is not None and duty.done_on > duty.due_on
        if late or (met and first <= duty.due_on <= last):
            yield _duty(duty, late=late)


def _duty(duty: Duty, *, late: bool) -> FileLine:
    document, _, article = duty.source.partition(", ")
    read = duty.verified and bool(document)
    vi, en = (
        f"{title(duty, 'vi')}, hạn {duty.due_on:%d/%m/%Y}",
        f"{title(duty, 'en')}, due {duty.due_on:%d/%m/%Y}",
    )
    if not late and duty.done_on is not None:
        vi, en = f"{vi}, thực hiện {duty.done_on:%d/%m/%Y}", f"{en}, done {duty.done_on:%d/%m/%Y}"
    return FileLine(
        f"duty:{duty.key}", Source.DUTIES, _DUTIES.get(duty.code, Matter.REPORTING), vi, en, on=duty.due_on,
        link=("duty", duty.key), document=document, article=article, verified=read,
        violation=late and read, drafts=True,
        evidence=Evidence(EvidenceKind.DUTY, duty.key, vi, on=duty.due_on.isoformat()),
    )  # fmt: skip


def list_lines(registry: Registry, company: Owned, first: dt.date, last: dt.date) -> Iterator[FileLine]:
    """Yield the lists that were handed in; one after its quarter, or returned, speaks against the company."""
    for one in list_mast_lists(registry, company.code):
        if one.sent_at is None:
            continue
        sent = one.sent_at.astimezone(VIETNAM).date()
        if not first <= sent <= last:
            continue
        late = sent > quarter_of(one.list_date)[1]
        returned = one.state in _RETURNED
        vi = f"Danh sách số liệu ngày {one.list_date:%d/%m/%Y}, nộp {sent:%d/%m/%Y}"
        en = f"List as of {one.list_date:%d/%m/%Y}, handed in {sent:%d/%m/%Y}"
        if late:
            vi, en = f"{vi}, sau quý", f"{en}, after its quarter"
        if returned:
            vi, en = f"{vi}, bị trả lại", f"{en}, returned"
        yield FileLine(
            f"list:{one.id}", Source.LISTS, Matter.REPORTING, vi, en, on=sent, link=("mast_list", one.id),
            rule="DUT-LIST" if late else "", drafts=late or returned,
            evidence=Evidence(EvidenceKind.LIST, one.id, vi, one.sha256, sent.isoformat()),
        )  # fmt: skip
