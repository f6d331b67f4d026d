"""What the situation report (báo cáo nhanh) of an outage event says, in both languages."""

from registry.messages import Language

OUTAGE_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "situation_opening": "{{ letterhead.office_name }} báo cáo nhanh tình hình mạng viễn thông do "
        "{{ event }} (bắt đầu {{ started }}), số liệu tính đến {{ as_of }} theo báo cáo của {{ heard }}/"
        "{{ awaited }} doanh nghiệp:",
        "situation_1": "1. Tình hình chung",
        "situation_unknown": "Chưa doanh nghiệp nào báo cáo: chưa rõ số vị trí trạm mất liên lạc.",
        "situation_sums": "Số vị trí trạm bị mất liên lạc từ đầu sự kiện: {{ affected }}; đã khôi phục: "
        "{{ restored }}{% if share %} ({{ share }}){% endif %}; còn mất liên lạc: {{ down }}; đang chạy máy "
        "nổ: {{ generators }}. {{ causes }}",
        "situation_unit": "(Vị trí trạm: các trạm của một doanh nghiệp tại một vị trí. Nơi doanh nghiệp chỉ "
        "báo số lượng theo xã, con số là số ít nhất.)",
        "situation_missing": "Chưa có báo cáo kỳ {{ due }} của: {{ missing }}.",
        "situation_unclear": "Đang làm rõ, chưa tính vào các số trên: {{ unclear }}.",
        "situation_2": "2. Xã, phường không còn trạm hoạt động: {{ certain }}{% if perhaps %}; chưa rõ: "
        "{{ perhaps }}{% endif %}",
        "situation_3": "3. Nơi trọng yếu không còn mạng nào: {{ cut_off }}",
        "situation_nearest": "(Theo cột gần nhất của mỗi mạng, hoặc cột do cơ quan ghi; không phải đo kiểm "
        "vùng phủ.)",
        "situation_4": "4. Nhu cầu chuyển vùng (roaming) ({{ roaming|length }})",
        "situation_5": "5. Sự cố{% if clock_ground %} và thời hạn xử lý theo {{ clock_ground }}{% endif %} "
        "({{ incidents|length }})",
        "situation_6": "6. Thiệt hại theo mức (TTLT 43/2015)",
        "situation_none": "Chưa ghi nhận.",
        "situation_closing": "{{ letterhead.office_name }} báo cáo {{ recipient }}./.",
        "situation_own": "Văn bản có số liệu riêng của từng doanh nghiệp, không công khai.",
        "column_carrier": "Doanh nghiệp",
        "column_affected": "Bị ảnh hưởng",
        "column_down": "Mất liên lạc",
        "column_restored": "Đã khôi phục",
        "column_generators": "Máy nổ",
        "column_last": "Báo cáo gần nhất",
        "column_commune": "Xã, phường",
        "column_service": "Kết luận",
        "column_place": "Nơi trọng yếu",
        "column_masts": "Cột đã mất",
        "column_without": "Mất toàn bộ",
        "column_live": "Còn hoạt động",
        "column_incident": "Sự cố",
        "column_happened": "Xảy ra",
        "column_found": "Phát hiện, được báo",
        "column_term": "Thời hạn, kết quả",
        "column_indicator": "Chỉ tiêu",
        "column_damage": "Mức",
        "column_count": "Số lượng",
    },
    "en": {
        "situation_opening": "{{ letterhead.office_name }} reports on the telecom networks during {{ "
        "event }} (started {{ started }}), as of {{ as_of }}, by the reports of {{ heard }} of {{ "
        "awaited }} carriers:",
        "situation_1": "1. Overview",
        "situation_unknown": "No carrier has reported yet: what is off the air is not known.",
        "situation_sums": "Station sites that went off the air since the event began: {{ affected }}; "
        "restored: {{ restored }}{% if share %} ({{ share }}){% endif %}; off the air: {{ down }}; on "
        "generators: {{ generators }}. {{ causes }}",
        "situation_unit": "(A station site: a carrier's stations at one site. Where a carrier reported "
        "only totals by commune, the numbers are minimum numbers.)",
        "situation_missing": "Reports of the cycle {{ due }} are missing from: {{ missing }}.",
        "situation_unclear": "Being clarified, not in the numbers above: {{ unclear }}.",
        "situation_2": "2. Communes with no station on the air: {{ certain }}{% if perhaps %}; not known: "
        "{{ perhaps }}{% endif %}",
        "situation_3": "3. Critical places with no network: {{ cut_off }}",
        "situation_nearest": "(By the nearest mast of each network, or the masts that the office recorded; "
        "coverage was not measured.)",
        "situation_4": "4. Roaming needed ({{ roaming|length }})",
        "situation_5": "5. Incidents{% if clock_ground %} and their deadlines under {{ clock_ground }}{% "
        "endif %} ({{ incidents|length }})",
        "situation_6": "6. Damage by class (TTLT 43/2015)",
        "situation_none": "None recorded.",
        "situation_closing": "Reported by {{ letterhead.office_name }} to {{ recipient }}.",
        "situation_own": "Contains data of individual carriers; not for publication.",
        "column_carrier": "Carrier",
        "column_affected": "Affected",
        "column_down": "Off the air",
        "column_restored": "Restored",
        "column_generators": "Generators",
        "column_last": "Last report",
        "column_commune": "Commune",
        "column_service": "Service",
        "column_place": "Critical place",
        "column_masts": "Masts off the air",
        "column_without": "All off",
        "column_live": "On the air",
        "column_incident": "Incident",
        "column_happened": "Occurred",
        "column_found": "Found or reported",
        "column_term": "Deadline and status",
        "column_indicator": "Indicator",
        "column_damage": "Class",
        "column_count": "Number",
    },
}
"""By language and part of a template."""
