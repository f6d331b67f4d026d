"""The papers that follow the visits: explanation, conclusion, follow-up, penalties."""

from registry.messages import Words, say
from registry.model.company_inspections.conclusions import (
    ConclusionItem,
    PenaltyProposal,
    Recommendation,
    RecommendationState,
    Verdict,
)
from registry.services.company_inspections.held import InspectionParts
from registry.services.company_inspections.letters import evidence_tables as tables
from registry.services.company_inspections.letters.parts import Body, PaperParts, Section
from registry.services.company_inspections.letters.vocabulary import (
    MATTERS,
    VERDICTS,
    day_words,
)


def left_to_do(parts: InspectionParts) -> list[Recommendation]:
    """Return the recommendations to the company itself that are not settled."""
    open_states = (RecommendationState.OPEN, RecommendationState.ANSWERED)
    return [one for one in parts.recommendations if not one.to and one.state in open_states]


def standing_penalties(parts: InspectionParts) -> list[PenaltyProposal]:
    """Return the penalties that are proposed and were not withdrawn."""
    return [one for one in parts.penalties if not one.withdrawn]


class PapersAfter(PaperParts):
    """Writes the papers that follow the visits."""

    def explanation(self) -> Body:
        """The request for an explanation."""
        at = {one.id: place for place, one in enumerate(self.parts.items)}
        own = sorted(self.parts.explanations, key=lambda one: at.get(one.item, len(at)))
        asked = [one.asked for one in own if one.asked]
        if self.one.visiting:  # to be signed before it is recorded: what the draft findings say
            asked = asked or [one.fact for one in self.parts.items if one.fact]
        return Body(
            Words("giải trình một số nội dung qua kiểm tra", "explanation of what was seen"),
            opening=self.by_decision(
                "Đoàn kiểm tra ghi nhận một số sự việc. Đề nghị {company} giải trình bằng văn bản, kèm "
                "tài liệu "
                "chứng minh, các nội dung sau:",
                "the team noted some facts. {company} is asked to explain them in writing, with papers:",
            ),
            sections=[self.part("Nội dung đề nghị giải trình", "To be explained", asked or ["…"])],
            closing=self._explained_by()
            + self.say(
                " Hết hạn mà không giải trình, Đoàn kết luận theo hồ sơ đã có./.",
                " Without an explanation the team concludes by the papers that it has.",
            ),
        )

    def _explained_by(self) -> str:
        """Return until when the company may explain: a day, or how long where the draft names none."""
        if self.one.explain_by is None and self.days_given is not None:
            return self.say(
                "Giải trình gửi về {office} trong {n} ngày làm việc kể từ ngày ký công văn này.",
                "To be sent to {office} within {n} working days from the day of this letter.",
                n=self.days_given,
            )
        return self.say("Giải trình gửi về {office} trước hết ngày {explain_by}.", "By {explain_by}.")

    def conclusion(self) -> Body:
        """The conclusion (kết luận) by article with its evidence."""
        items = self.parts.items
        counts = {verdict: sum(one.verdict is verdict for one in items) for verdict in Verdict}
        told = "; ".join(f"{say(VERDICTS[verdict], self.lang)}: {counts[verdict]}" for verdict in Verdict)
        return Body(
            Words(f"Kiểm tra {self.subject('vi')}", f"Inspection of {self.subject('en')}"),
            grounds=self.grounds(),
            opening=self.by_decision("kết luận như sau:", "it is concluded:"),
            sections=[
                self.part("Khái quát", "In general", [*self.what(), *self.went()]),
                *[self.item(one) for one in items],
                self.part(
                    "Kết luận chung", "All in all",
                    [*([self.one.summary] if self.one.summary else []), f"{told}."],
                    [tables.summary_table(items, self.lang)] if items else [],
                ),
                *self.recommended(states=False),
            ],
            closing=self.say(
                "{company} thực hiện các kiến nghị và báo cáo kết quả về {office} đúng hạn./.",
                "{company} follows the recommendations and reports to {office} in time.",
            )
            if self.parts.recommendations
            else self.say("Gửi {company} để biết, thực hiện./.", "Sent to {company} to be observed."),
        )  # fmt: skip

    def follow_up(self) -> Body:
        """The letter that follows recommendations up."""
        left = left_to_do(self.parts)
        return Body(
            Words("thực hiện kiến nghị sau kiểm tra", "recommendations of the inspection"),
            opening=self.say(
                "Theo Kết luận kiểm tra số {conclusion} ngày {concluded}, các kiến nghị sau chưa thực "
                "hiện xong:",
                "By conclusion {conclusion} of {concluded}, these recommendations are not settled:",
            ),
            sections=[
                self.part(
                    "Kiến nghị", "Recommendations", [],
                    [tables.recommendation_table(left, self.company, self.lang, states=True)] if left else [],
                )
            ],
            closing=self.say(
                "{office} đề nghị {company} thực hiện và báo cáo kèm tài liệu chứng minh./.",
                "{company} is asked to act and to report with papers.",
            ),
        )  # fmt: skip

    def penalty(self) -> Body:
        """The penalties proposed; for officers only."""
        standing = standing_penalties(self.parts)
        numbers = {one.id: one.number for one in self.parts.items}
        return Body(
            Words(
                f"Đề xuất xử phạt vi phạm hành chính qua kiểm tra {self.subject('vi')}",
                f"Penalties proposed after the inspection of {self.subject('en')}",
            ),
            opening=self.say(
                "Văn bản nội bộ, không gửi doanh nghiệp. Mức phạt nêu dưới đây áp dụng đối với tổ chức; "
                "việc xử phạt "
                "do người có thẩm quyền quyết định theo thủ tục riêng.",
                "Internal, not for the company. Amounts are for organisations; a penalty is decided by "
                "whoever has "
                "the power, in a procedure of its own.",
            ),
            sections=[
                self.part(
                    "Hành vi và mức phạt", "Acts and ranges",
                    [self.say(
                        "Hành vi đã kết thúc áp dụng nghị định có hiệu lực khi thực hiện; hành vi đang "
                        "diễn ra áp "
                        "dụng nghị định có hiệu lực khi phát hiện (Điều 115 Nghị định số 174/2026/NĐ-CP).",
                        "An act that had ended goes by the decree of its day, one that goes on by that "
                        "of the day it "
                        "was found (Decree 174/2026/NĐ-CP, Điều 115).",
                    )],
                    [tables.penalty_table(standing, numbers, self.lang)] if standing else [],
                ),
                self.part(
                    "Ghi chú", "Notes",
                    [f"{numbers.get(one.item, '–')}. {one.note}" for one in standing if one.note],
                ),
            ],
        )  # fmt: skip

    def item(self, one: ConclusionItem) -> Section:
        """An item of the conclusion with its evidence."""
        article = tables.article_of(one, self.lang)
        said = [
            self.say("Sự việc: ", "Fact: ") + one.fact,
            self.say("Ngày: ", "Day: ") + day_words(one.facts_on, self.lang),
            self.say("Quy định: ", "Article: ") + (article or "–"),
            self.say("Kết luận: ", "Verdict: ")
            + (say(VERDICTS[one.verdict], self.lang) if one.verdict else "…"),
            *([self.say("Lý do: ", "Why: ") + one.why] if one.why else []),
            *[
                self.say("Giải trình của doanh nghiệp: ", "The company's explanation: ") + given.text
                for given in self.parts.explanations
                if given.item == one.id and given.text
            ],
        ]
        title = f"{say(MATTERS[one.matter], self.lang)} ({self.say('mục', 'item')} {one.number})"
        found = [tables.evidence_table(one.evidence, self.lang)] if one.evidence else []
        return {"title": title, "said": said, "tables": found}
