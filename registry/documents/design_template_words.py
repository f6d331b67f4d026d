"""What the answer to a design dossier says, in both languages; ``{{ … }}`` are a document's values."""

from registry.messages import Language

DESIGN_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "design_opening": "{{ letterhead.office_name }} nhận được {{ letter }} của {{ recipient }} về "
        "{{ stage }} {{ area }}{% if place %} tại {{ place }}{% endif %}. Sau khi xem xét phần hạ tầng kỹ "
        "thuật viễn thông thụ động (bản vẽ {{ drawing }}), {{ letterhead.office_name }} có ý kiến như sau:",
        "design_agreed": "{{ numbers.agreed }}. Nội dung thống nhất",
        "design_changes": "{{ numbers.changes }}. Nội dung đề nghị chỉnh sửa, bổ sung",
        "design_unjudged": "{{ numbers.unjudged }}. Nội dung đề nghị làm rõ, chưa đủ căn cứ để kết luận",
        "design_conditions": "{{ numbers.conditions }}. Điều kiện kèm theo",
        "design_notes": "{{ numbers.notes }}. Nội dung lưu ý",
        "design_conclusion": "{% if answer == 'agree' %}{{ letterhead.office_name }} thống nhất với phần hạ "
        "tầng kỹ thuật viễn thông thụ động của hồ sơ.{% elif answer == 'conditions' %}"
        "{{ letterhead.office_name }} thống nhất với phần hạ tầng kỹ thuật viễn thông thụ động của hồ sơ, "
        "với các điều kiện nêu trên.{% else %}Đề nghị {{ recipient }} chỉnh sửa, bổ sung hồ sơ theo các nội "
        "dung nêu trên và gửi lại {{ letterhead.office_name }} để xem xét.{% endif %}",
        "design_follow": "Đề nghị {{ recipient }} gửi tài liệu chứng minh việc thực hiện từng điều kiện "
        "trước khi nghiệm thu, đưa công trình vào sử dụng; khi hoàn thành, bàn giao hồ sơ hoàn công phần "
        "cống bể, cột treo cáp, vị trí trạm để cập nhật sổ đăng ký hạ tầng.",
        "design_closing": "Chi tiết từng nội dung tại các Phụ lục kèm theo. Trên đây là ý kiến của "
        "{{ letterhead.office_name }}, đề nghị {{ recipient }} nghiên cứu, thực hiện./.",
        "design_annex_list": "Phụ lục I",
        "design_list": "KẾT QUẢ XEM XÉT TỪNG NỘI DUNG",
        "design_annex_map": "Phụ lục II",
        "design_map": "SƠ ĐỒ VỊ TRÍ CÁC NỘI DUNG",
        "design_map_note": "{{ crs }}. Nét đỏ: nội dung đề nghị chỉnh sửa; nét cam: nội dung cần làm rõ.",
        "design_kept": "(Kèm theo Công văn số {{ number }} {{ dated }} của {{ letterhead.office_name }})",
        "design_row": "TT",
        "design_title": "Nội dung",
        "design_said": "Kết quả xem xét",
        "design_measured": "Giá trị, yêu cầu",
        "design_basis": "Căn cứ",
        "design_opinion": "Ý kiến",
    },
    "en": {
        "design_opening": "{{ letterhead.office_name }} has received {{ letter }} of {{ recipient }} "
        "about {{ stage }} of {{ area }}{% if place %} in {{ place }}{% endif %}. Having examined its "
        "passive telecom infrastructure (drawing {{ drawing }}), {{ letterhead.office_name }} comments "
        "as follows:",
        "design_agreed": "{{ numbers.agreed }}. What is agreed",
        "design_changes": "{{ numbers.changes }}. What is to be changed or completed",
        "design_unjudged": "{{ numbers.unjudged }}. What cannot be judged so far",
        "design_conditions": "{{ numbers.conditions }}. Conditions",
        "design_notes": "{{ numbers.notes }}. Points to note",
        "design_conclusion": "{% if answer == 'agree' %}{{ letterhead.office_name }} agrees to the "
        "passive telecom infrastructure of the dossier.{% elif answer == 'conditions' %}{{ "
        "letterhead.office_name }} agrees to the passive telecom infrastructure of the dossier on the "
        "conditions above.{% else %}{{ recipient }} is asked to change and complete the dossier as "
        "stated above and to send it to {{ letterhead.office_name }} again.{% endif %}",
        "design_follow": "{{ recipient }} is asked to send proof of each condition before the works are "
        "accepted and used, and to hand over the as-built drawing of ducts, chambers, poles and places for "
        "stations, for the register of infrastructure.",
        "design_closing": "Details of each matter are in the annexes. This is the opinion of {{ "
        "letterhead.office_name }}.",
        "design_annex_list": "Annex I",
        "design_list": "FINDINGS ON EACH MATTER",
        "design_annex_map": "Annex II",
        "design_map": "LOCATION OF THE MATTERS",
        "design_map_note": "{{ crs }}. Red: to be changed; orange: to be clarified.",
        "design_kept": "(With letter {{ number }} of {{ dated }} by {{ letterhead.office_name }})",
        "design_row": "No.",
        "design_title": "Matter",
        "design_said": "What was found",
        "design_measured": "Value, limit",
        "design_basis": "Basis",
        "design_opinion": "Opinion",
    },
}
"""By language and part of a template."""
