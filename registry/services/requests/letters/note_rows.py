"""What the appraisal note says of one row: a line of its table and, where it is not plain, half a page.

Sorted by what needs a human: what contradicts first, then what is not decided, not agreed, open, bound.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from registry.appraisal import conditions, left_open
from registry.checks.registered import CHECKS
from registry.columns import column
from registry.messages import Language, Words, number, say, with_values
from registry.model.findings import Finding, Outcome, Reservation, Stage, Verdict
from registry.model.requests.desk import NoteKind, RowDecision
from registry.services.appraise.finding_texts import sentence
from registry.services.requests.agreed.altered import BEFORE, amends_of
from registry.services.requests.conditions.proposals import proposed_texts
from registry.services.requests.decisions import FOLLOWS
from registry.services.requests.letters.note_answers import answer_of
from registry.services.requests.letters.sentences import with_basis
from registry.services.requests.matter_answers import answered_text
from registry.services.requests.matters import said
from registry.services.requests.opened import FileRow

MOST_CHARACTERS = 1150
"""What is said of a row takes at most half a page, beside its map."""
LONGEST = 420  # one text among several
FEW_WORDS = 70
_TITLES = {check.code: Words(check.title_vi, check.title_en) for check in CHECKS}
_AMENDED = Words("Nội dung điều chỉnh", "What is amended")
_OBSTACLES = Words("Trở ngại", "Obstacles")
_CONTRADICTS = Words("Mâu thuẫn, điều chưa trả lời", "Contradictions, what is not answered")
_OPEN = Words("Chưa đủ căn cứ", "Not known")
_OFFICE = Words(
    "Dữ liệu của cơ quan còn thiếu, có thể làm thay đổi kết luận",
    "Data that the office lacks and that could refuse it here",
)
_BOUND = Words("Điều kiện", "Conditions")
_BODIES = Words("Ý kiến của các cơ quan, đơn vị", "Opinions of bodies")
_SUPPLIED = Words("Doanh nghiệp trả lời nội dung bổ sung", "The sender on what it was asked to supplement")
_CORRECTED = Words("Ô đã sửa so với danh sách", "Cells corrected since the list")
_KEPT = Words("{name}: xác nhận {text} ({who})", "{name}: {text} confirmed ({who})")
_CHANGED = Words("{name}: “{old}” → “{text}” ({who})", "{name}: “{old}” → “{text}” ({who})")
_ALSO = Words("Danh sách còn ghi", "The list also says")
_NOTED = Words("Ghi chú của chuyên viên", "The appraiser's notes")
_REASON = Words("Lý do của chuyên viên", "The appraiser's reason")
_MORE = Words("và {n} nội dung khác, xem trong hồ sơ", "and {n} more, kept with the request")
_MORE_BOUND = Words("{text} (và {n} điều kiện khác)", "{text} (and {n} more conditions)")
_OF_LIMIT = Words(
    "{title}: {measured}, mức quy định {limit}",
    "{title}: {measured}, limit {limit}",
)
_OUTSIDE = Words("{title}: ở ngoài {measured} {unit}", "{title}: outside by {measured} {unit}")
_OTHER = Words(
    "Dòng ghi doanh nghiệp khác với người đề nghị: {other}", "The row names another operator: {other}"
)
_FILING = Words(
    "Kiến nghị theo quy định ngày nộp hồ sơ khác với ngày xem xét",
    "By the law of the day of filing it differs",
)
_READ = frozenset(column(name).label("vi") for name in ("owner", "urban", "technology"))
"""Columns that are read though the form has no field for them: facts of the register's, no dispute."""
_NOTED_KINDS = (NoteKind.NOTE, NoteKind.VISIT, NoteKind.CONSULTED, NoteKind.TAKEOVER, NoteKind.MANUAL_CHECK)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing said of a row: what it is, and the texts."""

    label: str
    texts: tuple[str, ...]


def chosen_of(row: FileRow) -> RowDecision:
    """Return the decision on a row, or what its recommendation leads to."""
    return row.decision.decision if row.decision else FOLLOWS[row.verdict]


def is_plain(row: FileRow) -> bool:
    """Whether a row is plainly agreed: nothing of it needs a human, so that its line in the table is all."""
    agreed = row.decision is None or (row.decision.decision is RowDecision.AGREE and not row.decision.reason)
    alone = amends_of(row.altered) is None and not _contradicts(row, "vi") and not _corrections(row, "vi")
    return row.verdict is Verdict.AGREE and agreed and alone


def urgency(row: FileRow) -> tuple[int, int]:
    """Return by what rows are sorted: the least first."""
    decided = row.decision is not None
    if _contradicts(row, "vi") or (decided and chosen_of(row) is not FOLLOWS[row.verdict]):
        return 0, row.index
    if not decided:
        return 1, row.index
    order = (RowDecision.REFUSE, RowDecision.SUPPLEMENT, RowDecision.AGREE_WITH_CONDITIONS, RowDecision.AGREE)
    return 2 + order.index(chosen_of(row)), row.index


def deciding(row: FileRow, lang: Language) -> str:
    """Return in a few words what decides a row; "" for one that is plain.

    Of findings their rules' titles are said, the sentences stand with the row.
    """
    chosen = chosen_of(row)
    own = chosen is RowDecision.SUPPLEMENT or chosen is not FOLLOWS[row.verdict]
    if row.decision is not None and own and row.decision.reason:
        return few_words(row.decision.reason)
    fails = [one for one in row.findings if one.reservation is Reservation.LEGAL]
    if fails:
        return "; ".join(_measured(one, lang) for one in fails[:2])
    unknown = [*_unknown(row.findings), *left_open(row.findings)]
    if row.verdict is Verdict.CANNOT_ASSESS and unknown:
        return "; ".join(dict.fromkeys(_title(one, lang) for one in unknown[:3]))
    if row.decision is not None and row.decision.conditions:
        first, *others = row.decision.conditions
        short = few_words(first)
        return with_values(_MORE_BOUND, lang, text=short, n=len(others)) if others else short
    if chosen_of(row) is RowDecision.AGREE_WITH_CONDITIONS:
        return "; ".join(dict.fromkeys(_title(one, lang) for one in conditions(row.findings)))
    return "" if row.decision is None else few_words(row.decision.reason)


def few_words(text: str, longest: int = FEW_WORDS) -> str:
    """Return a text cut at a word where it is longer."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0][: longest - 1].rstrip(" ,;.") + "…"


def parts_of(
    row: FileRow, lang: Language, common: Collection[str] = (), supplied: Sequence[str] = ()
) -> list[Part]:
    """Return what the note says of a row that is not plain; what passed is never among it.

    ``common`` is what the whole list lacks, as findings name it (``missing``): said once above, not here.
    ``supplied`` is what the sender said on what it was asked to supplement.
    """
    findings = [one for one in row.findings if not _within(one, common)]
    office = left_open(findings)
    decided = row.decision
    reason = [decided.reason] if decided is not None and decided.reason else []
    noted = [
        f"{note.who}: {answered_text(note)}"
        for note in row.notes
        if note.text and not note.withdrawn and note.kind in (*_NOTED_KINDS, NoteKind.MATTER)
    ]
    texts: list[tuple[Words, Sequence[str]]] = [
        (_AMENDED, [said(one, lang) for one in row.altered if one.code in BEFORE]),
        (_CORRECTED, _corrections(row, lang)),
        (_ALSO, [f"{header}: “{text}”" for header, text in row.proposal.also if header not in _READ]),
        (_OBSTACLES, [with_basis(one, lang) for one in findings if one.reservation is Reservation.LEGAL]),
        (_CONTRADICTS, _contradicts(row, lang)),
        (_OPEN, [sentence(one, lang) for one in _unknown(findings)]),
        (_OFFICE, [sentence(one, lang) for one in office]),
        (_REASON, reason),
        (_BOUND, _conditions(row, findings, lang) if chosen_of(row).agrees else []),
        (_SUPPLIED, list(supplied)),
        (_BODIES, [answer_of(item, lang) for item in row.consultations if item.outcome]),
        (_NOTED, noted),
    ]
    return fitted([(say(label, lang), list(dict.fromkeys(lines))) for label, lines in texts], lang)


def _corrections(row: FileRow, lang: Language) -> list[str]:
    """Return what was corrected in a row since its list was written: a leader signs what no list says."""
    found = []
    for note in row.notes:
        if note.kind != NoteKind.CORRECTION or note.withdrawn:
            continue
        for name, (old, new) in dict(note.details.get("fields", {})).items():
            said_so = _KEPT if old == new else _CHANGED
            text = with_values(
                said_so, lang, name=column(name).label(lang), old=old or "–", text=new or "–", who=note.who
            )
            found.append(text)
    return found


def fitted(texts: Iterable[tuple[str, Sequence[str]]], lang: Language) -> list[Part]:
    """Return parts of ``MOST_CHARACTERS`` at most; what is left out is counted, never silently dropped."""
    room, left, parts = MOST_CHARACTERS, 0, []
    for label, lines in texts:
        kept = []
        for text in lines:
            short = few_words(text, LONGEST)
            if len(short) > room:
                left += 1
                continue
            kept.append(short)
            room -= len(short) + 12  # a line is seldom full
        if kept:
            parts.append(Part(label, tuple(kept)))
    if left and parts:
        last = parts[-1]
        parts[-1] = Part(last.label, (*last.texts, with_values(_MORE, lang, n=left)))
    return parts


def _contradicts(row: FileRow, lang: Language) -> list[str]:
    found = [said(matter, lang) for matter in row.unsettled]
    found += [answer_of(item, lang) for item in row.consultations if item.outcome == "object"]
    if row.other:
        found.append(with_values(_OTHER, lang, other=row.other))
    if row.at_filing and row.filing_verdict is not row.computed_verdict:
        found.append(say(_FILING, lang))
    return found


def _within(finding: Finding, common: Collection[str]) -> bool:
    return bool(finding.missing) and all(name in common for name in (finding.missing or "").split(";"))


def _conditions(row: FileRow, findings: Iterable[Finding], lang: Language) -> list[str]:
    """Return what an agreement is bound to: as decided, else what the findings ask."""
    if row.decision is not None and row.decision.conditions:
        return list(row.decision.conditions)
    return list(proposed_texts(findings, lang))


def _unknown(findings: Iterable[Finding]) -> list[Finding]:
    """Return what blocks for want of something that the list states."""
    return [
        one
        for one in findings
        if one.stage is Stage.POSITION
        and one.outcome is Outcome.UNKNOWN
        and one.blocking is True
        and one.reservation is not Reservation.OFFICE
    ]


def _title(finding: Finding, lang: Language) -> str:
    known = _TITLES.get(finding.rule)
    return say(known, lang) if known else finding.rule


def _measured(finding: Finding, lang: Language) -> str:
    title = _title(finding, lang)
    if finding.measured is None or finding.limit is None:
        return title
    if not finding.limit:  # outside the territory by so much: nothing is prescribed of it
        return with_values(
            _OUTSIDE, lang, title=title, measured=number(finding.measured, 0, lang), unit=finding.unit
        )
    places = 1 if finding.unit == "m" else 0  # companies are counted, and have no unit behind them
    measured, limit = (
        f"{number(value, places, lang)} {finding.unit}".rstrip()
        for value in (finding.measured, finding.limit)
    )
    return with_values(_OF_LIMIT, lang, title=title, measured=measured, limit=limit)
