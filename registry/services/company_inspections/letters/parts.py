"""What papers of an inspection have in common: their parts, and sentences with its own values."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from registry.messages import Language, Words, say
from registry.model.company_inspections.on_the_spot import SampleKind
from registry.services.company_inspections.held import InspectionParts
from registry.services.company_inspections.letters import evidence_tables as tables
from registry.services.company_inspections.letters.vocabulary import (
    DELEGATIONS,
    MATTERS,
    SCOPES,
    day_words,
)

Section = dict[str, Any]
_OPENINGS = ("căn cứ", "theo", "thực hiện", "xét")
_NAMED = "kiểm tra "


@dataclass(frozen=True, slots=True)
class Body:
    """What a paper says between its head and its signature; ``signers`` are those of minutes."""

    about: Words
    opening: str = ""
    sections: list[Section] = field(default_factory=list)
    closing: str = ""
    grounds: list[str] = field(default_factory=list)
    signers: list[tuple[str, str]] = field(default_factory=list)


class PaperParts:
    """Writes parts of the papers of one inspection in one language."""

    def __init__(self, parts: InspectionParts, lang: Language, committee: str, office: str) -> None:
        """Keep what every paper is about; ``committee`` and ``office`` are the names that it prints."""
        self.day: dt.date | None = None
        self.days_given: int | None = None
        self.parts, self.lang, self.committee, self.office = parts, lang, committee, office
        self.one, self.company = parts.inspection, parts.company_name

    def what(self) -> list[str]:
        """Return matters, scope and period."""
        return [
            self.say("Nội dung: {matters}.", "Matters: {matters}."),
            self.say("Phạm vi: {scope}.", "Scope: {scope}."),
            self.say("Thời kỳ kiểm tra: {period}.", "Period of the facts: {period}."),
        ]

    def span(self) -> str:
        """Return the days on the spot and the place."""
        return self.say("Từ {first} đến {last}; nơi làm việc: {place}.", "{first} to {last}; at {place}.")

    def went(self) -> list[str]:
        """Return in figures how the inspection went."""
        parts = self.parts
        masts = sum(one.kind is SampleKind.MAST for one in parts.sample)
        handed = sum(one.handed_on is not None for one in parts.reports)
        return [
            self.say(
                "Mẫu kiểm tra {n} công trình (trong đó {masts} cột); {handed}/{asked} báo cáo đã nộp; "
                "{explained} nội "
                "dung đã giải trình.",
                "{n} works in the sample ({masts} masts); {handed} of {asked} reports handed in; "
                "{explained} facts "
                "explained.",
                n=len(parts.sample), masts=masts, handed=handed, asked=len(parts.reports),
                explained=sum(one.given_on is not None for one in parts.explanations),
            )
        ]  # fmt: skip

    def team(self) -> Section:
        """Return the team."""
        found = [tables.team_table(self.one.serving, self.lang)] if self.one.serving else []
        return self.part("Đoàn kiểm tra", "Team", [], found)

    def sample(self) -> list[Section]:
        """Return the sample, nothing where there is none."""
        if not self.parts.sample:
            return []
        found = tables.sample_table(self.parts.sample, self.lang)
        return [self.part("Công trình kiểm tra và lý do chọn", "Works and why", [], [found])]

    def asked_reports(self) -> list[Section]:
        """Return the reports that are asked for."""
        if not self.parts.reports:
            return []
        found = tables.report_table(self.parts.reports, self.lang)
        return [self.part("Báo cáo đề nghị cung cấp", "Reports", [], [found])]

    def recommended(self, *, states: bool) -> list[Section]:
        """Return the recommendations."""
        if not self.parts.recommendations:
            return []
        found = tables.recommendation_table(
            self.parts.recommendations, self.company, self.lang, states=states, span=self._follow_span()
        )
        return [self.part("Kiến nghị", "Recommendations", [], [found])]

    def _follow_span(self) -> str:
        """Return how long a recommendation without a day has, "" where the office has set no number.

        A draft is signed before its day is known: a blank would be filled by hand, with another day than the
        register counts to.
        """
        if self.days_given is None:
            return ""
        return self.say(
            "{n} ngày làm việc kể từ ngày ban hành kết luận",
            "{n} working days from the day of the conclusion",
            n=self.days_given,
        )

    def part(self, vi: str, en: str, said: Sequence[str], found: Sequence[tables.Table] = ()) -> Section:
        """Return a part with its title, sentences and tables."""
        return {"title": say(Words(vi, en), self.lang), "said": list(said), "tables": list(found)}

    def article(self, number: int, vi: str, en: str, found: Sequence[tables.Table] = ()) -> Section:
        """Return an article of a decision."""
        title = f"{self.say('Điều', 'Article')} {number}."
        return {"title": title, "said": [self.say(vi, en)], "tables": list(found)}

    def by_decision(self, vi: str, en: str) -> str:
        """Return the opening of a paper that follows the decision."""
        return self.say(
            "Thực hiện Quyết định số {decision} ngày {decided}, " + vi,
            "By decision {decision} of {decided}, " + en,
        )

    def grounds(self) -> list[str]:
        """Return the grounds: the basis as typed, and by whose power the office decides."""
        return [*(self.closed(self.ground(text)) for text in self.one.basis), self.closed(self.delegation())]

    def ground(self, text: str) -> str:
        """Return a ground as a paper opens it; the bare name of a text gets "Căn cứ" before it."""
        if self.lang != "vi" or text.lower().startswith(_OPENINGS):
            return text
        return f"Căn cứ {text}"

    def delegation(self) -> str:
        """Return by whose power the office decides."""
        one = self.one
        how = say(DELEGATIONS[one.delegation], self.lang) if one.delegation else "…"
        return self.say(
            "{how} Chủ tịch {committee} tại văn bản số {number} ngày {day}",
            "{how} the chair of the {committee} in document {number} of {day}",
            how=how, number=one.delegation_number or "…", day=day_words(one.delegation_on, self.lang),
        )  # fmt: skip

    def subject(self, lang: Language) -> str:
        """Return what the inspection is about."""
        if lang != "vi" or not self.one.name:
            return f"{self.company} ({self.one.code})" if lang == "vi" else self.company
        own = self.one.name
        return (
            own[len(_NAMED) :] if own.lower().startswith(_NAMED) else own
        )  # papers say "kiểm tra" before it

    @staticmethod
    def closed(text: str) -> str:
        """Close a ground by a semicolon."""
        return f"{text.rstrip(' ;.')};"

    def say(self, vi: str, en: str, **own: Any) -> str:
        """Return a sentence with the inspection's own values."""
        one, lang = self.one, self.lang
        values = {
            "company": self.company,
            "office": self.office,
            "committee": self.committee,
            "matters": "; ".join(say(MATTERS[item], lang) for item in one.matters) or "…",
            "scope": ", ".join(say(SCOPES[item], lang) for item in one.scope) or "…",
            "period": f"{day_words(one.facts_from, lang)} – {day_words(one.facts_to, lang)}",
            "first": day_words(one.span_from, lang),
            "last": day_words(one.span_to, lang),
            "place": one.place or "…",
            "decision": one.decision_number or "…",
            "decided": day_words(one.decided_on, lang),
            "conclusion": one.conclusion_number or "…",
            "concluded": day_words(one.concluded_on, lang),
            "explain_by": day_words(one.explain_by, lang),
            "today": day_words(self.day, lang),
        }
        return say(Words(vi, en), lang).format(**(values | own))
