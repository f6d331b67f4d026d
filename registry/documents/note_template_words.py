"""What the template of the appraisal note says, in both languages; ``{{ … }}`` are its values."""

from registry.messages import Language

VERDICTS = ("agree", "agree_with_conditions", "refuse", "cannot_assess")
CHOICES = ("agree", "agree_with_conditions", "refuse", "supplement", "undecided")
"""In the order of the columns in which they are counted."""
NOTE_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "title": "PHIẾU THẨM ĐỊNH",
        "opening": "{{ received }} Người đề nghị: {{ recipient }}. "
        "{% if as_of %}Thẩm định theo quy định có hiệu lực ngày {{ as_of }}.{% endif %}",
        "counts": "Kết quả thẩm định {{ total }} vị trí",
        "by_verdict": "Kiến nghị của phần mềm",
        "by_decision": "Ý kiến của chuyên viên",
        "count_kind": "Hình thức",
        "count_total": "Số vị trí",
        "count_agree": "Thống nhất",
        "count_agree_with_conditions": "Có điều kiện",
        "count_refuse": "Chưa thống nhất",
        "count_cannot_assess": "Chưa đủ căn cứ",
        "count_chosen_agree": "Thống nhất",
        "count_chosen_agree_with_conditions": "Có điều kiện",
        "count_chosen_refuse": "Chưa thống nhất",
        "count_chosen_supplement": "Bổ sung",
        "count_chosen_undecided": "Chưa có ý kiến",
        "differing": "Ý kiến khác với kiến nghị",
        "set_aside": "Dữ liệu của cơ quan còn thiếu, không tính vào từng vị trí",
        "lacking": "Nội dung cả danh sách chưa nêu",
        "bodies": "Ý kiến của các cơ quan, đơn vị",
        "papers": "Giấy tờ còn thiếu trong hồ sơ: {{ papers }}.",
        "leader": "Ý KIẾN CỦA LÃNH ĐẠO",
        "officer": "CHUYÊN VIÊN THẨM ĐỊNH",
        "rows": "I. DANH SÁCH VỊ TRÍ",
        "row_row": "TT",
        "row_code": "Mã vị trí",
        "row_where": "Địa điểm",
        "row_kind": "Hình thức",
        "row_mast": "Loại, chiều cao",
        "row_verdict": "Kiến nghị",
        "row_decision": "Ý kiến",
        "row_deciding": "Nội dung quyết định",
        "exceptions": "II. VỊ TRÍ CẦN XEM XÉT ({{ exceptions|length }})",
        "plain": "{% if plain %}{{ plain }} vị trí thống nhất, không vướng nội dung nào: chỉ nêu ở mục I. "
        "{% endif %}{% if common_only %}{{ common_only }} vị trí chỉ còn nội dung chung của cả danh sách, "
        "nêu ở trang đầu. {% endif %}{% if classed_m %}Khoảng cách đến cột của doanh nghiệp khác: phiếu này "
        "ghi số đo, văn bản trả lời chỉ ghi khoảng, có thể lệch đến {{ classed_m }} m so với số đo để "
        "không lộ vị trí cột. {% endif %}Kết quả đầy đủ của từng nội dung được lưu trong hồ sơ.",
        "exception": "Vị trí {{ row.label }}: {{ row.kind }}",
        "exception_place": "{{ row.where }}; {{ row.position }}; {{ row.mast }}",
        "exception_says": "Kiến nghị: {{ row.verdict }}. Ý kiến: {{ row.decision }}.",
    },
    "en": {
        "title": "APPRAISAL NOTE",
        "opening": "{{ received }} Requested by {{ recipient }}. {% if as_of %}Appraised by the rules in "
        "force on {{ as_of }}.{% endif %}",
        "counts": "Results of {{ total }} positions",
        "by_verdict": "Recommended by the program",
        "by_decision": "Decided by the appraiser",
        "count_kind": "Kind",
        "count_total": "Rows",
        "count_agree": "Agreed",
        "count_agree_with_conditions": "With conditions",
        "count_refuse": "Not agreed",
        "count_cannot_assess": "Cannot be assessed",
        "count_chosen_agree": "Agreed",
        "count_chosen_agree_with_conditions": "With conditions",
        "count_chosen_refuse": "Not agreed",
        "count_chosen_supplement": "Supple-ment",
        "count_chosen_undecided": "Not decided",
        "differing": "Decisions that differ from the recommendation",
        "set_aside": "Data that the office itself lacks, not held against any position",
        "lacking": "Missing from the whole list",
        "bodies": "Opinions of consulted bodies",
        "papers": "Papers that are missing: {{ papers }}.",
        "leader": "THE LEADER'S OPINION",
        "officer": "APPRAISER",
        "rows": "I. POSITIONS",
        "row_row": "No.",
        "row_code": "Code",
        "row_where": "Place",
        "row_kind": "Kind",
        "row_mast": "Class, height",
        "row_verdict": "Recommended",
        "row_decision": "Decision",
        "row_deciding": "Decided by",
        "exceptions": "II. POSITIONS NEEDING ATTENTION ({{ exceptions|length }})",
        "plain": "{% if plain %}{{ plain }} are plainly agreed and appear in part I only. {% endif %}{% "
        "if common_only %}{{ common_only }} lack only what the whole list lacks, stated above. {% endif "
        "%}{% if classed_m %}Distances to other carriers' masts: this note tells the metres measured, the "
        "reply a class of them alone, up to {{ classed_m }} m off, so that no mast can be located by it. {% "
        "endif %}All findings on each are kept with the request.",
        "exception": "Position {{ row.label }}: {{ row.kind }}",
        "exception_place": "{{ row.where }}; {{ row.position }}; {{ row.mast }}",
        "exception_says": "Recommended: {{ row.verdict }}. Decision: {{ row.decision }}.",
    },
}
"""By language and part of the template."""
