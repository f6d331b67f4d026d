"""What the templates of ``field_templates`` say, in both languages; ``{{ … }}`` are a document's values."""

from registry.messages import Language

FIELD_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "defects_opening": "{% if grounds %}Căn cứ {{ grounds }}; qua{% else %}Qua{% endif %} kiểm tra các "
        "công "
        "trình hạ tầng viễn thông{% if campaign %} ({{ campaign }}){% endif %} {% if first == last %}ngày "
        "{{ first }}{% else %}từ ngày {{ first }} đến ngày {{ last }}{% endif %}, "
        "{{ letterhead.office_name }} "
        "ghi nhận "
        "{% if cable %}{{ total }} sự cố, hư hỏng của cáp, cột treo cáp do {{ recipient }} quản lý"
        "{% elif elsewhere %}{{ total }} tồn tại thuộc trách nhiệm khắc phục của {{ recipient }}, tại "
        "{{ mast_count }} cột ăng ten"
        "{% else %}{{ total }} tồn tại ở {{ mast_count }} cột ăng ten do {{ recipient }} quản lý{% endif %}"
        "{% if urgent %}, trong đó {{ urgent }} tồn tại ở mức nguy hiểm{% endif %}:",
        "defects_more": "Danh sách trên gồm {{ defects|length }} tồn tại phải khắc phục sớm nhất; toàn bộ "
        "{{ total }} tồn tại có trong bảng tính gửi kèm{% if pictures %}; ảnh hiện trường tại Phụ "
        "lục{% endif %}.",
        "defects_annex": "Vị trí, số đo và căn cứ thời hạn của từng tồn tại có trong bảng tính gửi kèm"
        "{% if pictures %}; ảnh hiện trường tại Phụ lục{% endif %}.",
        "defects_basis": "{% if office_days %}Thời hạn khắc phục do {{ letterhead.office_name }} xác định "
        "theo "
        "mức độ của tồn tại{% if basis %}; riêng tồn tại đã có quy định thì theo {{ basis }}{% endif %}"
        "{% else %}Thời hạn khắc phục theo {{ basis }}{% endif %}.",
        "defects_pictures": "ẢNH HIỆN TRƯỜNG",
        "defects_pictures_of": "Cột {{ mast.code }}",
        "defects_captions": "{{ mast.captions }}.",
        "defects_ask": "Đề nghị {{ recipient }} khắc phục từng tồn tại{% if reported %}, trừ tồn tại đã báo "
        "cáo khắc phục,{% endif %}{% if timed %} trong thời hạn nêu trên"
        "{% if late %}, tồn tại đã quá thời hạn thì khắc phục ngay,{% endif %}{% endif %} và báo cáo "
        "kết "
        "quả kèm ảnh sau khi khắc phục (trên hệ thống, mục “{% if cable %}Sự cố cáp{% else %}"
        "Tồn tại cần khắc phục{% endif %}”, hoặc bằng văn bản) gửi "
        "{{ letterhead.office_name }}. {% if timed %}Trường hợp không thể khắc phục đúng hạn, nêu rõ lý do "
        "và thời hạn đề nghị{% else %}Văn bản trả lời nêu rõ ngày hoàn thành dự kiến{% endif %}.",
        "defects_urgent": "Đối với tồn tại mức nguy hiểm, đề nghị thực hiện ngay biện pháp bảo đảm an toàn "
        "cho "
        "người và công trình lân cận trong khi chờ khắc phục.",
        "defects_then": "{{ letterhead.office_name }} sẽ phúc tra các tồn tại đã báo cáo khắc phục.",
        "visit_title": "BIÊN BẢN KIỂM TRA",
        "visit_about": "{{ about }}",
        "visit_when": "Thời gian: {{ held_on }}. Địa điểm: {{ place }}.",
        "visit_basis": "Căn cứ: {{ basis }}.",
        "visit_present": "I. THÀNH PHẦN",
        "visit_team": "1. Đoàn kiểm tra:",
        "visit_organisation": "2. Đơn vị được kiểm tra: {{ organisation }}. Đại diện: {{ representative }}",
        "visit_content": "II. KẾT QUẢ KIỂM TRA",
        "visit_mast": "{{ mast.row }}. Cột {{ mast.code }}: {{ mast.facts }}. {{ mast.when }}",
        "visit_signed_at_mast": "Ký tại chân cột:",
        "visit_measured": "Tọa độ đo tại chân cột: {{ mast.measured }}.",
        "visit_not_measured": "Không đo tọa độ tại hiện trường; tọa độ nêu trên theo sổ đăng ký.",
        "visit_nothing": "Không ghi số đo.",
        "visit_delegation": "Thực hiện theo phân cấp, ủy quyền của Chủ tịch Ủy ban nhân dân "
        "{{ letterhead.land|default('tỉnh') }} tại "
        "{{ delegation }}.",
        "visit_defects": "III. TỒN TẠI",
        "visit_no_defects": "Không ghi nhận tồn tại.",
        "visit_opinion": "IV. Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA",
        "visit_conclusion": "V. KẾT LUẬN, YÊU CẦU",
        "visit_unverified": "Ngưỡng có dấu (*) dùng để tham khảo khi kiểm tra, không làm căn cứ kết luận vi "
        "phạm.",
        "visit_end": "Biên bản được đọc lại cho các bên cùng nghe{% if refusals %}; người không ký và lý do: "
        "{{ refusals }}; biên bản{% else %}, thống nhất nội dung và ký tên;{% endif %} lập thành 02 bản, "
        "mỗi bên giữ 01 bản./.",
        "visit_refused": "(không ký: {{ one.refused }})",
        "visit_signed_by": "ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA",
        "visit_led_by": "ĐẠI DIỆN ĐOÀN KIỂM TRA",
        "field_column_row": "TT",
        "field_column_code": "{% if cable is defined and cable %}Mã hạng mục{% else %}Mã cột{% endif %}",
        "field_column_where": "Địa điểm",
        "field_column_what": "{% if cable is defined and cable %}Sự cố, hư hỏng{% else %}Tồn tại{% endif %}",
        "field_column_severity": "Mức độ",
        "field_column_deadline": "Hạn khắc phục",
        "field_column_entry": "Nội dung kiểm tra",
        "field_column_value": "Kết quả",
        "field_column_limit": "Ngưỡng",
        "field_column_judged": "Đánh giá",
    },
    "en": {
        "defects_opening": "{% if grounds %}On the basis of {{ grounds }}, and {% endif %}having "
        "inspected telecommunication works{% if campaign %} ({{ campaign }}){% endif %} {% if first == "
        "last %}on {{ first }}{% else %}from {{ first }} to {{ last }}{% endif %}, {{ "
        "letterhead.office_name }} recorded {{ total }} {% if cable %}troubles of cables and cable "
        "poles that {{ recipient }} answers for{% elif elsewhere %}defects that {{ recipient }} has to "
        "remedy, at {{ mast_count }} masts{% else %}defects at {{ mast_count }} masts that {{ recipient }} "
        "answers for{% endif %}{% if urgent %}, {{ urgent }} of them dangerous{% endif %}:",
        "defects_more": "The list above shows the {{ defects|length }} that are due first; all {{ total "
        "}} are in the workbook.",
        "defects_annex": "The place, the readings and the basis of each deadline are in the workbook"
        "{% if pictures %}, pictures in the annex{% endif %}.",
        "defects_basis": "{% if office_days %}{{ letterhead.office_name }} set the deadlines by how "
        "serious a defect is{% if basis %}; where the law has one, by {{ basis }}{% endif %}{% else "
        "%}The deadlines rest on {{ basis }}{% endif %}.",
        "defects_pictures": "PICTURES",
        "defects_pictures_of": "Mast {{ mast.code }}",
        "defects_captions": "{{ mast.captions }}.",
        "defects_ask": "{{ recipient }} is asked to remedy each{% if reported %} that is not reported as "
        "remedied{% endif %}{% if timed %} within the time stated"
        "{% if late %}, what is overdue at once,{% endif %}{% endif %} and to report with "
        "photos (in the system, under “{% if cable %}Cable troubles{% else %}"
        "Defects to remedy{% endif %}”, or by letter) to {{ letterhead.office_name }}; "
        "{% if timed %}where that cannot be done in time, to give the reason and the time asked for"
        "{% else %}the answer names the day by which it will be done{% endif %}.",
        "defects_urgent": "For those that are dangerous, measures that protect people and works nearby are "
        "to "
        "be taken at once, until they are remedied.",
        "defects_then": "{{ letterhead.office_name }} will inspect again what is reported as remedied.",
        "visit_title": "MINUTES OF AN INSPECTION",
        "visit_about": "{{ about }}",
        "visit_when": "Time: {{ held_on }}. Place: {{ place }}.",
        "visit_basis": "Basis: {{ basis }}.",
        "visit_present": "I. PRESENT",
        "visit_team": "1. The team:",
        "visit_organisation": "2. Inspected: {{ organisation }}. Represented by: {{ representative }}",
        "visit_content": "II. FINDINGS",
        "visit_mast": "{{ mast.row }}. Mast {{ mast.code }}: {{ mast.facts }}. {{ mast.when }}",
        "visit_signed_at_mast": "Signed at the mast:",
        "visit_measured": "Position measured at the mast's foot: {{ mast.measured }}.",
        "visit_not_measured": "No position was measured on site; the one above is the register's.",
        "visit_nothing": "No readings were recorded.",
        "visit_delegation": "By delegation of the chair of the provincial people's committee: "
        "{{ delegation }}.",
        "visit_defects": "III. DEFECTS",
        "visit_no_defects": "None was recorded.",
        "visit_opinion": "IV. OPINION OF THE INSPECTED ORGANISATION",
        "visit_conclusion": "V. CONCLUSIONS",
        "visit_unverified": "Limits marked (*) are working values that have not been verified; they "
        "prove no breach.",
        "visit_end": "The minutes were read out{% if refusals %}; who did not sign, and why: {{ refusals }}; "
        "they are made{% else %}, agreed to and signed,{% endif %} in two copies, one for each side.",
        "visit_refused": "(did not sign: {{ one.refused }})",
        "visit_signed_by": "FOR THE INSPECTED ORGANISATION",
        "visit_led_by": "FOR THE TEAM",
        "field_column_row": "No.",
        "field_column_code": "{% if cable is defined and cable %}Plant{% else %}Mast{% endif %}",
        "field_column_where": "Place",
        "field_column_what": "{% if cable is defined and cable %}Trouble{% else %}Defect{% endif %}",
        "field_column_severity": "Severity",
        "field_column_deadline": "Deadline",
        "field_column_entry": "Asked",
        "field_column_value": "Result",
        "field_column_limit": "Limit",
        "field_column_judged": "Judged",
    },
}
"""By language and part of a template."""
