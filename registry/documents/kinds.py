"""The kinds of letters and documents that have a template, and the names of their files."""

from typing import Literal, get_args

Kind = Literal[
    "reply", "note", "supplement", "consultation", "minutes", "revocation", "withdrawal", "extension",
    "storm_order", "storm_power", "storm_stand_down", "hazard_order", "reminder", "compliance", "changes",
    "defects", "inspection", "situation", "after_action",
    "sharing", "sharing_note",
    "report", "commune", "briefing", "programme",
    "company_proposal", "company_decision", "company_plan", "company_notice", "company_reports",
    "company_announcing", "company_explanation", "company_conclusion", "company_follow_up",
    "company_penalty",
    "design",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
NAMES: dict[Kind, str] = {
    "reply": "cong-van-tra-loi",
    "note": "phieu-tham-dinh",
    "supplement": "cong-van-de-nghi-bo-sung",
    "consultation": "cong-van-lay-y-kien",
    "minutes": "bien-ban-hop",
    "revocation": "cong-van-xem-xet-thu-hoi",
    "withdrawal": "thong-bao-thu-hoi",
    "extension": "cong-van-gia-han",
    "sharing": "cong-van-de-nghi-dung-chung",
    "sharing_note": "cong-van-giai-quyet-dung-chung",
    "storm_order": "cong-van-ung-pho-bao",
    "storm_power": "cong-van-uu-tien-dien-luoi",
    "storm_stand_down": "cong-van-ket-thuc-ung-pho",
    "hazard_order": "cong-van-ung-pho-mua-lu",
    "reminder": "cong-van-don-doc",
    "compliance": "cong-van-ra-soat",
    "changes": "cong-van-doi-chieu-danh-sach",
    "defects": "cong-van-yeu-cau-khac-phuc",
    "inspection": "bien-ban-kiem-tra",
    "report": "bao-cao",
    "commune": "phieu-xa-phuong",
    "briefing": "bao-cao-giao-ban",
    "programme": "chuong-trinh-cong-tac",
    "design": "cong-van-tra-loi-ho-so-thiet-ke",
    "situation": "bao-cao-nhanh-mat-lien-lac",
    "after_action": "bao-cao-sau-bao",
    "company_proposal": "to-trinh-kiem-tra",
    "company_decision": "quyet-dinh-kiem-tra",
    "company_plan": "ke-hoach-kiem-tra",
    "company_notice": "thong-bao-kiem-tra",
    "company_reports": "cong-van-yeu-cau-bao-cao",
    "company_announcing": "bien-ban-cong-bo-quyet-dinh",
    "company_explanation": "cong-van-yeu-cau-giai-trinh",
    "company_conclusion": "ket-luan-kiem-tra",
    "company_follow_up": "cong-van-don-doc-kien-nghi",
    "company_penalty": "de-xuat-xu-phat",
}
SIGNS: dict[Kind, str] = {
    "minutes": "BB",
    "inspection": "BB",
    "report": "BC",
    "briefing": "BC",
    "after_action": "BC",
    "programme": "CTr",
    "company_proposal": "TTr",
    "company_decision": "QĐ",
    "company_plan": "KH",
    "company_notice": "TB",
    "company_announcing": "BB",
    "company_conclusion": "KL",
}
"""What stands in the number of a paper whose kind is its name (NĐ 30/2020, Phụ lục III): "12/QĐ-SKHCN".

An official letter has none: its number ends in the sign of the office and of the unit that drafts it.
"""
