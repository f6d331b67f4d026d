"""The papers up to the first day on the spot: proposal, decision, plan, notice, reports, announcing."""

from registry.messages import Words
from registry.services.company_inspections.letters import evidence_tables as tables
from registry.services.company_inspections.letters.parts import Body, PaperParts


class PapersBefore(PaperParts):
    """Writes the papers up to the first day on the spot."""

    def proposal(self) -> Body:
        """The proposal (tờ trình) to the head of the office."""
        return Body(
            Words(f"Về việc kiểm tra {self.subject('vi')}", f"Inspection of {self.subject('en')}"),
            sections=[
                self.part("Lý do đề xuất", "Why", [self.one.reason or "…"]),
                self.part("Nội dung, phạm vi, thời kỳ", "Matters, scope, period", self.what()),
                self.part("Căn cứ", "Basis", list(self.one.basis) or ["…"]),
                self.team(),
                *self.sample(),
            ],
            closing=self.say(
                "Kính trình lãnh đạo {office} xem xét, quyết định./.",
                "For the head of {office} to decide.",
            ),
        )

    def decision(self) -> Body:
        """The decision with the team (quyết định)."""
        one = self.one
        return Body(
            Words(f"Về việc kiểm tra {self.subject('vi')}", f"On the inspection of {self.subject('en')}"),
            grounds=self.grounds(),
            sections=[
                self.article(
                    1, "Kiểm tra {company} về: {matters}; phạm vi: {scope}; thời kỳ kiểm tra: {period}.",
                    "{company} is inspected on: {matters}; scope: {scope}; period of the facts: {period}.",
                ),
                self.article(
                    2, "Thời hạn kiểm tra tại chỗ từ {first} đến {last}; nơi làm việc: {place}.",
                    "On the spot from {first} to {last}; place of work: {place}.",
                ),
                self.article(
                    3, "Thành lập Đoàn kiểm tra gồm:", "The team of the inspection:",
                    [tables.team_table(one.serving, self.lang)],
                ),
                self.article(
                    4, "Đoàn kiểm tra thực hiện đúng nội dung, phạm vi, thời hạn nêu trên, lập biên bản "
                    "tại từng "
                    "nơi làm việc và báo cáo kết quả. {company} cung cấp hồ sơ, cử người làm việc với "
                    "Đoàn và "
                    "giải trình theo yêu cầu.",
                    "The team keeps to these matters, this scope and these days, makes minutes at each "
                    "place and "
                    "reports. {company} provides its papers, sends its people and explains where asked.",
                ),
                self.article(
                    5, "Đoàn kiểm tra, {company} và các tổ chức, cá nhân liên quan chịu trách nhiệm thi "
                    "hành Quyết "
                    "định này./.",
                    "The team, {company} and whoever is concerned carry this decision out.",
                ),
            ],
        )  # fmt: skip

    def plan(self) -> Body:
        """The plan (kế hoạch)."""
        return Body(
            Words(f"Kiểm tra {self.subject('vi')}", f"Inspection of {self.subject('en')}"),
            grounds=self.grounds(),
            opening=self.by_decision("lập kế hoạch kiểm tra như sau:", "the plan is as follows:"),
            sections=[
                self.part("Nội dung, phạm vi, thời kỳ", "Matters, scope, period", self.what()),
                self.part(
                    "Thời gian, địa điểm", "Days and place",
                    [self.span()],
                ),
                self.team(),
                *self.sample(),
                *self.asked_reports(),
            ],
        )  # fmt: skip

    def notice(self) -> Body:
        """The notice to the company (thông báo)."""
        return Body(
            Words(f"Về việc kiểm tra {self.subject('vi')}", f"On the inspection of {self.subject('en')}"),
            opening=self.by_decision(
                "thông báo để {company} biết và chuẩn bị:", "{company} is told, to prepare itself:"
            ),
            sections=[
                self.part("Nội dung, phạm vi, thời kỳ", "Matters, scope, period", self.what()),
                self.part(
                    "Thời gian, địa điểm", "Days and place",
                    [self.span()],
                ),
                self.team(),
                self.part(
                    "Đề nghị doanh nghiệp", "The company is asked",
                    [
                        self.say(
                            "Cử người đại diện có thẩm quyền, người phụ trách kỹ thuật làm việc với "
                            "Đoàn; bố trí "
                            "mở nhà trạm, tủ thiết bị khi Đoàn đến.",
                            "To send somebody with authority and a technician, and to open stations and "
                            "cabinets.",
                        ),
                        self.say(
                            "Chuẩn bị hồ sơ vị trí, giấy phép, thông báo khởi công, kiểm định, bảo trì, "
                            "hợp đồng "
                            "dùng chung của các công trình trong phạm vi kiểm tra.",
                            "To have at hand the papers of positions, permits, notices, certificates, "
                            "maintenance "
                            "and sharing.",
                        ),
                    ],
                ),
            ],
            closing=self.say(
                "{office} thông báo để {company} biết, thực hiện./.", "{company} is to act upon it."
            ),
        )  # fmt: skip

    def reports(self) -> Body:
        """The request for reports."""
        return Body(
            Words("cung cấp báo cáo phục vụ kiểm tra", "reports for the inspection"),
            opening=self.by_decision(
                "đề nghị {company} gửi các báo cáo sau, theo mẫu kèm theo:",
                "{company} is asked for these reports, on the forms enclosed:",
            ),
            sections=self.asked_reports(),
            closing=self.say(
                "Báo cáo gửi qua trang của doanh nghiệp trên hệ thống hoặc bằng văn bản có ký số. "
                "{office} đề nghị "
                "{company} thực hiện đúng hạn./.",
                "Reports are handed in on the company's page or as a signed document, in time.",
            ),
        )

    def announcing(self) -> Body:
        """The minutes of announcing the decision."""
        head = self.one.head
        return Body(
            Words(f"Công bố quyết định kiểm tra {self.subject('vi')}", f"Announcing: {self.subject('en')}"),
            opening=self.say(
                "Hôm nay, {today}, tại {place}, Đoàn kiểm tra theo Quyết định số {decision} ngày "
                "{decided} công bố "
                "quyết định và làm việc với {company}.",
                "On {today} at {place} the team of decision {decision} of {decided} announced it to "
                "{company}.",
            ),
            sections=[
                self.team(),
                self.part(
                    "Đại diện doanh nghiệp", "For the company", ["…………………………………", "…………………………………"]
                ),
                self.part(
                    "Nội dung công bố", "What was announced",
                    [
                        *self.what(),
                        self.say(
                            "Trưởng đoàn phổ biến quyền và nghĩa vụ của doanh nghiệp, lịch làm việc và "
                            "danh sách "
                            "công trình sẽ kiểm tra.",
                            "The head told of rights and duties, the calendar and the works to be inspected.",
                        ),
                    ],
                ),
                self.part("Ý kiến của doanh nghiệp", "What the company says", ["…………………………………"]),
            ],
            closing=self.say(
                "Biên bản lập thành hai bản, mỗi bên giữ một bản.", "Made in two copies, one for each side."
            ),
            signers=[
                (self.say("ĐẠI DIỆN DOANH NGHIỆP", "FOR THE COMPANY"), ""),
                (self.say("TRƯỞNG ĐOÀN KIỂM TRA", "HEAD OF THE TEAM"), head.name if head else ""),
            ],
        )  # fmt: skip
