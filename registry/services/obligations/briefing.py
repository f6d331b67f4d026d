"""What obligations say in the office's briefing: met, overdue, due; letters; compliance."""

from collections.abc import Iterable, Sequence

from registry.messages import Language, Words, say, with_values
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.model.briefing.programmes import Progress
from registry.model.duties import Duty, DutyLetter, DutyState, LetterKind, LetterState
from registry.services.obligations.compliance import VIOLATION, compliance_run
from registry.services.obligations.compliance_summary import summarise
from registry.services.obligations.followed_letters import LETTER, letters_of
from registry.services.obligations.handed_reports import DUTY
from registry.services.obligations.near_deadlines import DUTIES
from registry.services.obligations.obligations import duties_of, title
from registry.services.office.brief_parts import BriefPart, Measure
from registry.services.office.registry import Registry
from registry.store.office.operators import organisation_names

COMPLIANCE = "compliance"
_WORDS = {
    "done": Words("nghĩa vụ đã thực hiện", "obligations met"),
    "sent": Words("công văn đôn đốc, rà soát đã gửi", "followed letters sent"),
    "answered": Words("công văn đã có trả lời", "followed letters answered"),
    "violations": Words("doanh nghiệp có nội dung chưa tuân thủ", "carriers with works against verified law"),
    "letters": Words("công văn chờ trả lời", "letters that wait for an answer"),
    "late": Words("nghĩa vụ quá hạn", "obligations overdue"),
    "due": Words("nghĩa vụ đến hạn", "obligations due"),
}
_KINDS = {
    LetterKind.REMINDER: Words("đôn đốc", "reminder"),
    LetterKind.COMPLIANCE: Words("rà soát công trình", "compliance"),
    LetterKind.CHANGES: Words("đối chiếu danh sách", "changes of lists"),
}
_FOUND = Words("{items} nội dung", "{items} findings")
_ANSWERED = Words("đã trả lời {done}/{whole} công văn đã gửi", "{done} of {whole} letters answered")
_WAITS = (LetterState.SENT, LetterState.LATE)


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of obligations and letters, those of their pages on ``span.day``."""
    run = compliance_run(registry, span.day)
    duties = duties_of(registry, span.day, run=run)
    letters = letters_of(registry, day=span.day)
    with registry.database.read() as connection:
        names = organisation_names(connection)

    def number(name: str, group: Group, lines: Iterable[Line], kind: str) -> Number:
        return Number(f"obligations.{name}", group, say(_WORDS[name], lang), tuple(lines), kind)

    def owed(found: Iterable[Duty]) -> tuple[Line, ...]:
        return tuple(_duty(one, names, lang) for one in found)

    def posted(found: Iterable[DutyLetter], day: str) -> tuple[Line, ...]:
        return tuple(_letter(one, day, names, lang) for one in found)

    standing = summarise(run)
    violations = [
        Line(
            line.operator, names.get(line.operator, line.operator),
            owner=names.get(line.operator, line.operator),
            note=with_values(_FOUND, lang, items=line.groups[VIOLATION]), kind=COMPLIANCE, record="",
        )
        for line in standing.operators
        if line.groups.get(VIOLATION)
    ]  # fmt: skip
    return (
        number(
            "done", Group.DONE,
            owed(one for one in duties if one.state is DutyState.DONE and span.holds(one.done_on)), DUTIES,
        ),
        number("sent", Group.DONE, posted((o for o in letters if span.holds(o.sent_on)), "sent_on"), LETTER),
        number(
            "answered", Group.DONE,
            posted((o for o in letters if span.holds(o.answered_on)), "answered_on"), LETTER,
        ),
        number(
            "letters", Group.OPEN, posted((o for o in letters if o.state in _WAITS), "answer_by"), LETTER
        ),
        number("violations", Group.OPEN, violations, COMPLIANCE),
        number("late", Group.LATE, owed(one for one in duties if one.state is DutyState.OVERDUE), DUTIES),
        number(
            "due", Group.COMING, owed(one for one in duties if one.open and span.coming(one.due_on)), DUTIES
        ),
    )  # fmt: skip


def _duty(one: Duty, names: dict[str, str], lang: Language) -> Line:
    done = one.state is DutyState.DONE
    owner = names.get(one.organisation, one.organisation)
    words = title(one, lang)
    return Line(
        one.key,
        f"{owner} · {words}" if owner else words,
        owner="" if done else owner,
        on=one.done_on if done else one.due_on,
        note=one.received(lang) if done else "",
        kind=DUTY,
        record=one.key,
    )


def _letter(one: DutyLetter, day: str, names: dict[str, str], lang: Language) -> Line:
    to = names.get(one.organisation, one.organisation)
    return Line(
        one.id,
        f"{one.number or '–'} · {to} · {say(_KINDS[one.kind], lang)}",
        who=one.who,
        owner=to if one.state in _WAITS else "",
        on=getattr(one, day),
        kind=LETTER,
        record=one.id,
    )


def _choices(_registry: Registry, lang: Language) -> list[tuple[str, str]]:
    return [(kind.value, say(words, lang)) for kind, words in _KINDS.items()]


def _progress(registry: Registry, kind: str, lang: Language) -> Progress | None:
    if kind not in {one.value for one in LetterKind}:
        return None
    letters = letters_of(registry, kind=LetterKind(kind))
    sent = [one for one in letters if one.sent_on is not None]
    done = sum(one.state is LetterState.ANSWERED for one in sent)
    return Progress(with_values(_ANSWERED, lang, done=done, whole=len(sent)), done, len(sent))


PART = BriefPart(
    "obligations",
    30,
    Words("Nghĩa vụ, tuân thủ", "Obligations, compliance"),
    numbers,
    measures=(Measure("letters", Words("Công văn theo dõi", "Followed letters"), _choices, _progress),),
)
