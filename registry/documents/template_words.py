"""What the house's own templates say, in both languages; ``{{ … }}`` are the values of a letter."""

from registry.documents.after_action_template_words import AFTER_ACTION_WORDS
from registry.documents.briefing_template_words import BRIEFING_WORDS
from registry.documents.commune_template_words import COMMUNE_WORDS
from registry.documents.company.template_words import COMPANY_WORDS
from registry.documents.design_template_words import DESIGN_WORDS
from registry.documents.desk_template_words import DESK_WORDS
from registry.documents.duty_template_words import DUTY_WORDS
from registry.documents.field_template_words import FIELD_WORDS
from registry.documents.hazard_template_words import HAZARD_WORDS
from registry.documents.outage_template_words import OUTAGE_WORDS
from registry.documents.reply_template_words import REPLY_WORDS
from registry.documents.report_template_words import REPORT_WORDS
from registry.documents.sharing_template_words import SHARING_WORDS
from registry.documents.storm_template_words import STORM_WORDS
from registry.messages import Language

_LETTERS: dict[Language, dict[str, str]] = {
    "vi": {
        "state": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "motto": "Độc lập - Tự do - Hạnh phúc",
        "number": "Số: {{ number }}",
        "subject": "V/v {{ subject }}",
        "to": "Kính gửi: {{ recipient }}",
        "ground": "{{ text }}",
        "opening": "{{ received }} Căn cứ {{ documents }}; sau khi thẩm định"
        "{% if total %} {{ total }} vị trí đề nghị{% endif %}, "
        "{{ letterhead.office_name }} có ý kiến như sau:",
        "closing": "Trên đây là ý kiến của {{ letterhead.office_name }}, đề nghị {{ recipient }} biết, "
        "thực hiện./.",
        "copies": "Nơi nhận:",
        "officer": "NGƯỜI THẨM ĐỊNH",
        "column_row": "TT",
        "column_code": "Mã vị trí",
        "column_where": "Địa điểm",
        "column_position": "Tọa độ WGS 84",
        "column_mast": "Loại cột, chiều cao",
        "column_reasons": "Lý do, căn cứ",
        "column_verdict": "Kiến nghị của phần mềm",
        "column_decision": "Ý kiến",
        "column_wgs84": "WGS 84 (độ, phút, giây)",
        "column_vn2000": "VN-2000 (m)",
        "note_title": "PHIẾU THẨM ĐỊNH",
        "note_opening": "{{ received }} Người đề nghị: {{ recipient }}. Thẩm định theo quy định có hiệu lực "
        "ngày {{ as_of }}; mã băm bộ quy định: {{ law_digest }}.",
        "note_law": "Căn cứ: {{ documents }}.",
        "note_summary": "Kết quả {{ total }} vị trí:",
        "note_row": "Vị trí {{ row.label }}",
        "note_place": "Tọa độ {{ row.position }}; {{ row.where }}; {{ row.mast }}.",
        "note_decision": "Kiến nghị của phần mềm: {{ row.verdict }}. Ý kiến: {{ row.decision }}. "
        "{{ row.decision_reason }}",
        "rule": "Mã quy tắc",
        "outcome": "Kết quả",
        "sentence": "Nội dung",
        "basis": "Căn cứ",
        "map_title": "Sơ đồ vị trí {{ row.label }}",
    },
    "en": {
        "state": "SOCIALIST REPUBLIC OF VIET NAM",
        "motto": "Independence - Freedom - Happiness",
        "number": "No. {{ number }}",
        "subject": "Re: {{ subject }}",
        "to": "To: {{ recipient }}",
        "ground": "{{ text }}",
        "opening": "{{ received }} On the ground of {{ documents }}, having appraised the "
        "{% if total %}{{ total }} positions asked for{% else %}request{% endif %}, "
        "{{ letterhead.office_name }} answers as follows:",
        "closing": "This is the opinion of {{ letterhead.office_name }} for {{ recipient }} to act upon.",
        "copies": "Copies to:",
        "officer": "APPRAISER",
        "column_row": "No.",
        "column_code": "Code",
        "column_where": "Place",
        "column_position": "WGS 84",
        "column_mast": "Class and height",
        "column_reasons": "Reasons and articles",
        "column_verdict": "Recommended by the program",
        "column_decision": "Decision",
        "column_wgs84": "WGS 84 (degrees, minutes, seconds)",
        "column_vn2000": "VN-2000 (m)",
        "note_title": "APPRAISAL NOTE",
        "note_opening": "{{ received }} Asked by {{ recipient }}. Appraised by the rules in force on "
        "{{ as_of }}; hash of the rules: {{ law_digest }}.",
        "note_law": "Ground: {{ documents }}.",
        "note_summary": "Results of {{ total }} positions:",
        "note_row": "Position {{ row.label }}",
        "note_place": "Position {{ row.position }}; {{ row.where }}; {{ row.mast }}.",
        "note_decision": "Recommended: {{ row.verdict }}. Decision: {{ row.decision }}. "
        "{{ row.decision_reason }}",
        "rule": "Rule",
        "outcome": "Outcome",
        "sentence": "What was found",
        "basis": "Ground",
        "map_title": "Map of position {{ row.label }}",
    },
}
WORDS: dict[Language, dict[str, str]] = {
    lang: {
        **_LETTERS[lang],
        **AFTER_ACTION_WORDS[lang],
        **BRIEFING_WORDS[lang],
        **COMPANY_WORDS[lang],
        **DESIGN_WORDS[lang],
        **DESK_WORDS[lang],
        **STORM_WORDS[lang],
        **HAZARD_WORDS[lang],
        **DUTY_WORDS[lang],
        **FIELD_WORDS[lang],
        **OUTAGE_WORDS[lang],
        **REPORT_WORDS[lang],
        **COMMUNE_WORDS[lang],
        **SHARING_WORDS[lang],
        **REPLY_WORDS[lang],
    }
    for lang in _LETTERS
}
"""By language and part of a template."""
