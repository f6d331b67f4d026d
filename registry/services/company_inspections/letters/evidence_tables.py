"""The tables that papers have: team, sample, reports, items with evidence, recommendations, penalties."""

from collections.abc import Mapping, Sequence
from typing import Any

from registry.messages import Language, Words, number, say
from registry.model.company_inspections.conclusions import (
    ConclusionItem,
    Evidence,
    PenaltyProposal,
    Recommendation,
    RecommendationState,
)
from registry.model.company_inspections.inspection import TeamMember
from registry.model.company_inspections.on_the_spot import RequestedReport, SampleItem
from registry.safety.penalties import catalogue
from registry.services.company_inspections.letters.vocabulary import (
    EVIDENCES,
    FORMS,
    POSTS,
    RECOMMENDATIONS,
    SAMPLE_KINDS,
    VERDICTS,
    WHYS,
    day_words,
)
from registry.services.office.letters.citations import cited

Table = dict[str, Any]
_SHA = 12
"""How many digits of a file's SHA-256 a paper prints; the sealed file has all of them."""


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> Table:
    """Return a table as the template takes it, its lines numbered in front."""
    return {
        "title": title,
        "first": "TT",
        "rest": list(columns),
        "rows": [{"first": str(at), "rest": list(row)} for at, row in enumerate(rows, 1)],
        "note": note,
    }


def _words(lang: Language, *pairs: tuple[str, str]) -> list[str]:
    return [say(Words(vi, en), lang) for vi, en in pairs]


def team_table(team: Sequence[TeamMember], lang: Language) -> Table:
    """Return the team: name, office, post."""
    columns = _words(lang, ("Họ tên", "Name"), ("Chức vụ, đơn vị", "Office"), ("Trong đoàn", "Post"))
    return table("", columns, [(one.name, one.office or "–", say(POSTS[one.post], lang)) for one in team])


def sample_table(sample: Sequence[SampleItem], lang: Language) -> Table:
    """Return the sample with why each is in it."""
    columns = _words(lang, ("Mã", "Code"), ("Loại", "Kind"), ("Lý do chọn", "Why"))
    rows = [(one.code, say(SAMPLE_KINDS[one.kind], lang), _why(one, lang)) for one in sample]
    seeds = {one.seed: one for one in sample if one.seed}
    drawn = [
        say(
            Words(
                "{drawn} công trình rút ngẫu nhiên từ {all} công trình theo số “{seed}”, rút lại được.",
                "{drawn} of {all} drawn by “{seed}”, so that the draw can be repeated.",
            ),
            lang,
        ).format(drawn=one.drawn, all=one.drawn_from, seed=one.seed)
        for one in seeds.values()
    ]
    return table("", columns, rows, " ".join(drawn))


def _why(one: SampleItem, lang: Language) -> str:
    return f"{say(WHYS[one.why], lang)} ({one.detail})" if one.detail else say(WHYS[one.why], lang)


def report_table(reports: Sequence[RequestedReport], lang: Language) -> Table:
    """Return the reports that are asked for, with form and day."""
    columns = _words(lang, ("Báo cáo", "Report"), ("Nội dung", "What"), ("Mẫu", "Form"), ("Hạn nộp", "Due"))
    rows = [
        (one.title, one.what or "–", say(FORMS[one.form], lang), day_words(one.due_on, lang))
        for one in reports
    ]
    return table("", columns, rows)


def evidence_table(evidence: Sequence[Evidence], lang: Language) -> Table:
    """Return the evidence of an item: kind, what it says, its day, the hash of its file."""
    columns = _words(
        lang,
        ("Loại", "Kind"),
        ("Chứng cứ", "Evidence"),
        ("Ngày", "Day"),
        ("Mã tệp (SHA-256)", "File (SHA-256)"),
    )
    rows = [
        (
            say(EVIDENCES[one.kind], lang),
            one.label,
            _on(one.on),
            one.sha256[:_SHA] + "…" if one.sha256 else "–",
        )
        for one in evidence
    ]
    return table("", columns, rows)


def _on(day: str) -> str:
    return "/".join(reversed(day.split("-"))) if day else "–"


def article_of(item: ConclusionItem, lang: Language) -> str:
    """Return the article of an item as a sentence names it, "" where there is none."""
    if not item.document:
        return ""
    return cited(item.document, item.article, lang) or ", ".join(filter(None, (item.document, item.article)))


def summary_table(items: Sequence[ConclusionItem], lang: Language) -> Table:
    """Return the items in a line each: fact, article, verdict."""
    columns = _words(lang, ("Sự việc", "Fact"), ("Quy định", "Article"), ("Kết luận", "Verdict"))
    rows = [
        (one.fact, article_of(one, lang) or "–", say(VERDICTS[one.verdict], lang) if one.verdict else "–")
        for one in items
    ]
    return table("", columns, rows)


def recommendation_table(
    found: Sequence[Recommendation], company: str, lang: Language, *, states: bool = False, span: str = ""
) -> Table:
    """Return the recommendations: to whom, what, until when; with their state where wanted.

    ``span`` says how long there is where no day was named.
    """
    columns = _words(lang, ("Kiến nghị", "Recommendation"), ("Với", "To"), ("Hạn", "Due"))
    if states:
        columns += _words(lang, ("Tình trạng", "State"))
    rows = [
        (
            one.what,
            one.to or company,
            span if span and one.due_on is None else day_words(one.due_on, lang),
            *([_state(one, lang)] if states else []),
        )
        for one in found
    ]
    return table("", columns, rows)


def _state(one: Recommendation, lang: Language) -> str:
    said = say(RECOMMENDATIONS[one.state], lang)
    about = one.settled if one.state is not RecommendationState.ANSWERED else one.answer
    return f"{said}: {about}" if about else said


def penalty_table(found: Sequence[PenaltyProposal], numbers: Mapping[str, int], lang: Language) -> Table:
    """Return the penalties proposed: item, act, article, range for an organisation, end of the limitation."""
    columns = _words(
        lang, ("Mục", "Item"), ("Hành vi", "Act"), ("Điều khoản", "Article"),
        ("Mức phạt tổ chức (triệu đồng)", "Range (million VND)"), ("Hết thời hiệu", "Limitation ends"),
    )  # fmt: skip
    acts = {one.act: one for one in catalogue()}
    rows = []
    for one in found:
        known = acts.get(one.act)
        act = one.act if known is None else (known.act_vi if lang == "vi" else known.act_en)
        span = "–" if one.least_m is None or one.most_m is None else (
            f"{number(one.least_m, 1, lang).removesuffix(',0').removesuffix('.0')} – "
            f"{number(one.most_m, 1, lang).removesuffix(',0').removesuffix('.0')}"
        )  # fmt: skip
        mark = "" if one.verified else " (*)"
        rows.append(
            (str(numbers.get(one.item, "–")), act, (cited(one.document, one.article, lang) or one.document)
             + mark, span, day_words(one.limit_on, lang))
        )  # fmt: skip
    starred = any(not one.verified for one in found)
    note = say(Words("(*) chưa kiểm chứng với bản gốc.", "(*) not compared with the original."), lang)
    return table("", columns, rows, note if starred else "")
