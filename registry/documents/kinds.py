"""The kinds of letters and documents that have a template, and the names of their files."""

from typing import Literal, get_args

Kind = Literal[
    "reply", "note", "supplement", "consultation", "minutes", "revocation", "withdrawal", "extension",
    "storm_order", "storm_power", "storm_stand_down", "reminder", "compliance", "changes",
    "defects", "inspection", "situation", "after_action",
    "sharing", "sharing_note",
    "report", "commune", "briefing", "programme",
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
    "reminder": "cong-van-don-doc",
    "compliance": "cong-van-ra-soat",
    "changes": "cong-van-doi-chieu-danh-sach",
    "defects": "cong-van-yeu-cau-khac-phuc",
    "inspection": "bien-ban-kiem-tra",
    "report": "bao-cao",
    "commune": "phieu-xa-phuong",
    "briefing": "bao-cao-giao-ban",
    "programme": "chuong-trinh-cong-tac",
    "situation": "bao-cao-nhanh-mat-lien-lac",
    "after_action": "bao-cao-sau-bao",
}
