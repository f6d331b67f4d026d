"""What the template of ``hazard_templates`` says, in both languages; ``{{ … }}`` are a document's values."""

from registry.messages import Language

HAZARD_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "hazard_urgency": "KHẨN",
        "hazard_opening": "{% if replaces %}Văn bản này thay Văn bản {{ replaces }}. {% endif %}"
        "Theo {{ bulletin }}{% if said %} về {{ said }}{% endif %}{% if disaster %}, "
        "cấp độ rủi ro thiên tai: cấp {{ disaster }}{% endif %}, hiệu lực từ {{ begins }} đến "
        "{{ ends }}, {{ where }}; để bảo đảm an toàn "
        "cột ăng ten và thông tin liên lạc, {{ letterhead.office_name }} đề nghị {{ recipient }} thực hiện "
        "đối với {{ total }} cột, trạm{% if places %} tại {{ places }} xã, phường{% "
        "endif %} (Phụ lục) các nội dung sau:",
        "hazard_one": "1. {% if ground %}Làm trước tại {{ ground }} cột đứng trên đất đã biết là bị ảnh "
        "hưởng, xếp đầu Phụ lục{% elif not asks_ground %}Rà soát từng cột, trạm nêu tại Phụ lục{% elif "
        "ground_known %}Rà soát từng cột, trạm nêu tại Phụ lục: không cột nào đứng trên "
        "{{ ground_kinds|default('vùng trũng, sườn dốc') }} đã có trên bản đồ của cơ quan, nhưng bản đồ này "
        "có thể chưa đủ{% else %}Rà soát từng cột, trạm nêu tại Phụ lục: cơ quan chưa có dữ liệu "
        "{{ ground_kinds|default('vùng trũng, sườn dốc') }} nên chưa biết cột nào bị ảnh hưởng trước"
        "{% endif %}{% if dangers %}; trước hết là {{ dangers }} cột có tồn tại nguy hiểm chưa khắc phục{% "
        "endif %}.",
        "hazard_two": "2. {% if begun %}Làm ngay{% else %}Xong trước {{ begins }}{% endif %}:",
        "hazard_three": "3. Trực 24/24 giờ trong thời gian cảnh báo có hiệu lực; xác nhận đã nhận văn bản "
        "này và báo ngay trạm mất liên lạc, nhà trạm ngập, cột nghiêng, đổ cho {{ letterhead.office_name }}"
        "{% if duty_phone %}, điện thoại trực: {{ duty_phone }}{% endif %}.",
        "hazard_five": "5. {{ safety }}; phối hợp UBND xã, phường cảnh báo, sơ tán nơi cột gần nhà ở.",
        "hazard_estimate": "Danh sách lập từ nơi được cảnh báo và vị trí cột trong sổ đăng ký, không phải "
        "kết quả tính toán cho từng cột{% if unplaced %}; bản tin còn nêu {{ unplaced }}, chưa khớp với xã, "
        "phường hiện nay nên danh sách có thể chưa đủ{% endif %}; thay đổi theo bản tin sau.",
        "hazard_annex": "CỘT, TRẠM TRONG CẢNH BÁO, NƠI PHẢI LÀM TRƯỚC XẾP TRƯỚC",
        "hazard_more": "Danh sách đầy đủ {{ total }} cột, trạm trong bảng tính gửi kèm.",
        "hazard_row": "TT",
        "hazard_code": "Mã cột",
        "hazard_commune": "Xã, phường",
        "hazard_stand": "Chỗ đứng",
        "hazard_danger": "Tồn tại nguy hiểm",
    },
    "en": {
        "hazard_urgency": "URGENT",
        "hazard_opening": "{% if replaces %}This letter takes the place of {{ replaces }}. {% endif %}"
        "By {{ bulletin }}{% if said %} of {{ said }}{% endif %}{% if disaster %}, "
        "disaster level {{ disaster }}{% endif %}, in force from {{ begins }} to "
        "{{ ends }}, {{ where }}; to keep masts safe and "
        "communications up, {{ letterhead.office_name }} asks {{ recipient }} to do the following at "
        "{{ total }} masts and stations{% if places %} in {{ places }} communes{% endif %} "
        "(annex):",
        "hazard_one": "1. {% if ground %}Act first at the {{ ground }} masts on ground known to be affected, "
        "which the annex names first{% elif not asks_ground %}Look at each mast and station of the annex{% "
        "elif ground_known %}Look at each mast and station of the annex: none stands on the "
        "{{ ground_kinds|default('low ground or slopes') }} of the office's map, which may be incomplete"
        "{% else %}Look at each mast and station of the annex: the office has no "
        "{{ ground_kinds|default('low ground or slopes') }} on record, so that it does not know which are "
        "affected first{% endif %}{% if dangers %}; before all at the {{ dangers }} with a dangerous "
        "defect{% endif %}.",
        "hazard_two": "2. {% if begun %}At once{% else %}Before {{ begins }}{% endif %}:",
        "hazard_three": "3. Keep staff on duty day and night while the warning is in force; acknowledge this "
        "letter and report stations off the air, flooded shelters, leaning or fallen masts at once to {{ "
        "letterhead.office_name }}{% if duty_phone %}, duty phone: {{ duty_phone }}{% endif %}.",
        "hazard_five": "5. {{ safety }}; with the commune, warn or move people where houses are close to a "
        "mast.",
        "hazard_estimate": "The list follows from the area of the warning and the masts' positions in the "
        "register; it is no calculation for each mast{% if unplaced %}; the bulletin also names {{ unplaced "
        "}}, which match no commune of today, so that the list may be incomplete{% endif %}; it changes with "
        "the next bulletin.",
        "hazard_annex": "MASTS AND STATIONS IN THE WARNING, WHAT TO DO FIRST ON TOP",
        "hazard_more": "All {{ total }} masts and stations are in the workbook.",
        "hazard_row": "No.",
        "hazard_code": "Mast",
        "hazard_commune": "Commune",
        "hazard_stand": "Where it stands",
        "hazard_danger": "Dangerous defect",
    },
}
"""By language and part of a template."""
