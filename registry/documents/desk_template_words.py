"""What the templates of ``desk_templates`` say, in both languages; ``{{ … }}`` are a document's values."""

from registry.messages import Language

DESK_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "supplement_opening": "{{ received }} Sau khi kiểm tra, {{ letterhead.office_name }} đề nghị "
        "{{ recipient }} bổ sung, làm rõ các nội dung sau:",
        "supplement_rows": "{{ numbers.rows }}. Đối với {{ rows|length }} vị trí:",
        "supplement_papers": "{{ numbers.papers }}. Thành phần hồ sơ:",
        "supplement_others": "{{ numbers.others }}. Nội dung chung:",
        "supplement_clock": "Thời gian doanh nghiệp bổ sung hồ sơ không tính vào thời hạn giải quyết; "
        "{{ letterhead.office_name }} tính tiếp thời hạn từ ngày nhận được nội dung bổ sung. Nội dung nào "
        "không bổ sung được, đề nghị nêu rõ lý do.",
        "supplement_closing": "Đề nghị {{ recipient }} gửi nội dung bổ sung về "
        "{{ letterhead.office_name }}./.",
        "column_asked_for": "Nội dung đề nghị bổ sung",
        "annex_kept": "(Kèm theo Công văn số {{ number }} {{ dated }} của {{ letterhead.office_name }})",
        "consult_opening": "{{ received }} Để có căn cứ trả lời doanh nghiệp, {{ letterhead.office_name }} "
        "đề "
        "nghị {{ recipient }} cho ý kiến đối với {{ rows|length }} vị trí nêu tại Phụ lục kèm theo, về các "
        "nội dung sau:",
        "consult_about": "{{ group.label }}{{ group.about }} (vị trí số {{ group.numbers }})",
        "consult_question": "Nội dung đề nghị: {{ group.question }}",
        "consult_ground": "Căn cứ: {{ group.ground }}.",
        "consult_ask": "Đề nghị {{ recipient }} trả lời bằng văn bản, nêu rõ đối với từng vị trí: thống "
        "nhất; "
        "thống nhất có điều kiện (nêu điều kiện) hoặc không thống nhất (nêu lý do, căn cứ); gửi về "
        "{{ letterhead.office_name }} {% if set_day or not law_days %}trước "
        "{{ answer_by }}{% if law_days %}; "
        "thời hạn trả lời theo quy định là {{ law_days }}, kể từ ngày nhận đủ hồ "
        "sơ{% endif %}{% else %}trong "
        "thời hạn {{ law_days }}, kể từ ngày nhận đủ hồ sơ{% endif %}.",
        "consult_closing": "Rất mong nhận được sự phối hợp của {{ recipient }}./.",
        "annex": "Phụ lục",
        "ground": "{{ text }}",
        "consult_list": "DANH SÁCH VỊ TRÍ LẤY Ý KIẾN",
        "consult_crs": "Số thứ tự theo danh sách của doanh nghiệp. Hệ tọa độ phẳng: {{ crs }}. Chiều cao "
        "tính "
        "từ mặt đất; chiều cao đỉnh tính cả công trình bên dưới và kim thu sét (nếu có).",
        "consult_table": "{{ group.label }}{{ group.about }}",
        "consult_map": "Sơ đồ {% if group.count > 1 %}các {% endif %}vị trí số {{ group.numbers }}",
        "column_concerned": "Công trình, khu vực liên quan",
        "column_heights": "Loại cột; chiều cao",
        "minutes_title": "BIÊN BẢN",
        "minutes_about": "Họp lấy ý kiến về {{ subject }} (hồ sơ số {{ request_number }})",
        "minutes_when": "Thời gian: {{ held_on }}. Địa điểm: {{ place }}.",
        "minutes_chair": "Chủ trì: {{ chair }}.",
        "minutes_secretary": "Thư ký: {{ secretary }}.",
        "minutes_attended": "I. THÀNH PHẦN THAM DỰ",
        "minutes_rows": "II. CÁC VỊ TRÍ LẤY Ý KIẾN ({{ rows|length }} vị trí của {{ organisation }})",
        "minutes_opinions": "III. Ý KIẾN CỦA CÁC CƠ QUAN, ĐƠN VỊ",
        "minutes_none": "Không có ý kiến.",
        "minutes_conclusions": "IV. KẾT LUẬN",
        "minutes_end": "Biên bản được đọc lại cho các thành viên dự họp cùng nghe, thống nhất nội dung./.",
        "minutes_by": "THƯ KÝ",
        "minutes_led": "CHỦ TRÌ",
        "minutes_bodies": "ĐẠI DIỆN CÁC CƠ QUAN, ĐƠN VỊ DỰ HỌP KÝ TÊN",
        "revoke_opening": "Theo dõi việc thực hiện các văn bản chấp thuận vị trí xây dựng cột ăng ten, đến "
        "ngày {{ today }} {{ letterhead.office_name }} chưa nhận được báo cáo hoàn thành của {{ recipient }} "
        "đối với {{ approvals|length }} vị trí đã hết thời hạn triển khai sau đây:",
        "revoke_law": "{{ law }}",
        "revoke_ask": "Đề nghị {{ recipient }} báo cáo bằng văn bản tình hình triển khai từng vị trí, gồm: "
        "đã xây dựng (kèm tọa độ hoàn công) hay chưa, nguyên nhân, lý do chính đáng hoặc sự kiện bất khả "
        "kháng (kèm tài liệu chứng minh) và đề nghị gia hạn (nếu có); gửi về {{ letterhead.office_name }} "
        "trước {{ answer_by }}.",
        "revoke_then": "Sau thời hạn trên, {{ letterhead.office_name }} căn cứ báo cáo và quy định để xem "
        "xét việc thu hồi đối với từng vị trí; văn bản này không phải là quyết định thu hồi.",
        "withdraw_opening": "Qua theo dõi, xem xét việc triển khai các vị trí đã được thống nhất, "
        "{{ letterhead.office_name }} thông báo thu hồi ý kiến thống nhất đối với {{ approvals|length }} "
        "vị trí "
        "sau của {{ recipient }}:",
        "withdraw_reason": "Lý do, căn cứ: {{ reason }}.",
        "withdraw_then": "Kể từ ngày thông báo, {{ recipient }} không triển khai xây dựng tại các vị trí "
        "trên; trường hợp vẫn có nhu cầu, lập hồ sơ đề nghị mới theo quy định.",
        "extend_opening": "{{ letterhead.office_name }} nhận được đề nghị của {{ recipient }} về việc gia "
        "hạn thời gian triển khai vị trí cột ăng ten đã được chấp thuận{% if ground %}, với lý do: "
        "{{ ground }}{% endif %}.",
        "extend_granted": "Sau khi xem xét, {{ letterhead.office_name }} đồng ý gia hạn "
        "{{ approvals|length }} vị trí sau:",
        "extend_then": "Đề nghị {{ recipient }} hoàn thành việc xây dựng trong thời hạn nêu trên và báo cáo "
        "hoàn thành kèm tọa độ hoàn công.",
        "extend_refused": "Sau khi xem xét, {{ letterhead.office_name }} không gia hạn {{ approvals|length "
        "}} vị trí dưới đây. Lý do: {{ reason }}.",
        "extend_law": "{{ law }}",
        "column_body": "Cơ quan, đơn vị",
        "column_people": "Người dự",
        "column_signature": "Ký, ghi rõ họ tên",
        "column_asked": "Vị trí",
        "column_opinion": "Ý kiến",
        "column_conclusion": "Kết luận",
        "column_coordinates": "Tọa độ",
        "column_approved": "Văn bản chấp thuận",
        "column_build_by": "Hạn triển khai",
    },
    "en": {
        "supplement_opening": "{{ received }} {{ letterhead.office_name }} has examined it and asks {{ "
        "recipient }} to supplement or clarify the following:",
        "supplement_rows": "{{ numbers.rows }}. On {{ rows|length }} positions:",
        "supplement_papers": "{{ numbers.papers }}. On the papers:",
        "supplement_others": "{{ numbers.others }}. On the request as a whole:",
        "supplement_clock": "Days needed for the supplement are not counted; the time limit of {{ "
        "letterhead.office_name }} runs on from the day on which the supplement comes in. What cannot be "
        "supplemented is to be explained.",
        "supplement_closing": "{{ recipient }} is asked to send the supplement to "
        "{{ letterhead.office_name }}.",
        "column_asked_for": "To be supplemented",
        "annex_kept": "(To letter {{ number }}, {{ dated }}, of {{ letterhead.office_name }})",
        "consult_opening": "{{ received }} Before it answers, {{ letterhead.office_name }} asks "
        "{{ recipient }} for its opinion on the {{ rows|length }} positions of the annex, as follows:",
        "consult_about": "{{ group.label }}{{ group.about }} "
        "(position{% if group.count > 1 %}s{% endif %} {{ group.numbers }})",
        "consult_question": "Asked: {{ group.question }}",
        "consult_ground": "Ground: {{ group.ground }}.",
        "consult_ask": "{{ recipient }} is asked to answer in writing for each position: agreed, agreed with "
        "conditions (and which), or not agreed (with reasons and ground), "
        "{% if set_day or not law_days %}before {{ answer_by }}{% if law_days %}; the law gives "
        "{{ law_days }} from a complete file{% endif %}{% else %}within {{ law_days }} from a complete file"
        "{% endif %}.",
        "consult_closing": "With thanks for the co-operation of {{ recipient }}.",
        "annex": "Annex",
        "ground": "{{ text }}",
        "consult_list": "POSITIONS",
        "consult_crs": "Numbers are those of the carrier's list. Plane: {{ crs }}. Heights are from the "
        "ground; that of the top is with the building below and with the lightning rod where stated.",
        "consult_table": "{{ group.label }}{{ group.about }}",
        "consult_map": "Map of position{% if group.count > 1 %}s{% endif %} {{ group.numbers }}",
        "column_concerned": "Matter concerned",
        "column_heights": "Class and heights",
        "minutes_title": "MINUTES",
        "minutes_about": "of the meeting about {{ subject }} (request {{ request_number }})",
        "minutes_when": "Held on {{ held_on }} at {{ place }}.",
        "minutes_chair": "Chair: {{ chair }}.",
        "minutes_secretary": "Secretary: {{ secretary }}.",
        "minutes_attended": "I. PRESENT",
        "minutes_rows": "II. POSITIONS ({{ rows|length }} of {{ organisation }})",
        "minutes_opinions": "III. OPINIONS OF THE CONSULTED BODIES",
        "minutes_none": "None.",
        "minutes_conclusions": "IV. CONCLUSIONS",
        "minutes_end": "The minutes were read out to those present, who agreed to them.",
        "minutes_by": "SECRETARY",
        "minutes_led": "CHAIR",
        "minutes_bodies": "SIGNED FOR THE BODIES THAT ATTENDED",
        "revoke_opening": "By {{ today }} {{ letterhead.office_name }} has had no report of completion "
        "from {{ recipient }} for {{ approvals|length }} agreed positions whose time to build has run "
        "out:",
        "revoke_law": "{{ law }}",
        "revoke_ask": "{{ recipient }} is asked to report in writing on each position before {{ answer_by "
        "}}: whether it is built (with as-built coordinates), why not, the good reason or force majeure with "
        "its proof, and the extension asked for, if any.",
        "revoke_then": "{{ letterhead.office_name }} will then consider, for each position and in the "
        "light of the report, whether to revoke its agreement; this letter is not such a decision.",
        "withdraw_opening": "{{ letterhead.office_name }} gives notice that its agreement to the "
        "following {{ approvals|length }} positions of {{ recipient }} is revoked:",
        "withdraw_reason": "Reason and ground: {{ reason }}.",
        "withdraw_then": "From the day of this notice {{ recipient }} may not build there; if it still "
        "wishes to, it files a new request.",
        "extend_opening": "{{ letterhead.office_name }} received the request of {{ recipient }} for more "
        "time to build an agreed mast{% if ground %}, for this reason: {{ ground }}{% endif %}.",
        "extend_granted": "{{ letterhead.office_name }} extends the time of the following "
        "{{ approvals|length }} positions:",
        "extend_then": "{{ recipient }} is asked to build within that time and to report completion with "
        "as-built coordinates.",
        "extend_refused": "{{ letterhead.office_name }} does not extend the time of the following "
        "{{ approvals|length }} positions. Reason: {{ reason }}.",
        "extend_law": "{{ law }}",
        "column_body": "Body",
        "column_people": "Who attended",
        "column_signature": "Signature and full name",
        "column_asked": "Positions",
        "column_opinion": "Opinion",
        "column_conclusion": "Conclusion",
        "column_coordinates": "Position",
        "column_approved": "Letter of agreement",
        "column_build_by": "To be built by",
    },
}
"""By language and part of a template."""
