"""What the templates of ``storm_templates`` say, in both languages; ``{{ … }}`` are a document's values."""

from registry.messages import Language

STORM_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "storm_opening": "Theo {{ bulletin }}{% if disaster %}, cấp độ rủi ro thiên tai: cấp {{ disaster "
        "}}{% endif %}; để bảo đảm an toàn cột ăng ten và thông tin liên lạc khi {{ storm }} ảnh hưởng "
        "đến địa bàn, {{ letterhead.office_name }} đề nghị {{ recipient }} thực hiện đối với {{ total }} "
        "cột, trạm tại {{ places }} xã, phường (gió giật mạnh nhất ước tính {{ gust }}; gió giật bắt đầu "
        "từ khoảng {{ onset }}) các nội dung sau:",
        "storm_one": "1. Làm ngay tại {{ urgent|length }} cột gấp nhất nêu tại Phụ lục 1{% if dangers %}, "
        "trước "
        "hết là {{ dangers }} cột có tồn tại nguy hiểm chưa khắc phục{% endif %}; danh sách đầy đủ "
        "{{ total }} "
        "cột xếp theo mức độ gấp, việc và thời hạn từng cột có trong bảng tính gửi kèm.",
        "storm_two": "2. Hoàn thành việc gia cố, chuẩn bị nguồn điện và truyền dẫn theo từng xã, phường, "
        "theo thứ tự{% if communes_timed %} và thời hạn{% endif %} nêu tại Phụ lục 2.",
        "storm_three": "3. Trực 24/24 giờ; xác nhận đã nhận văn bản này và báo kết quả từng cột (đã làm, "
        "chưa làm được và lý do) trên hệ thống bằng tài khoản của {{ recipient }}, hoặc qua điện thoại "
        "trực của {{ letterhead.office_name }}{% if duty_phone %}: {{ duty_phone }}{% endif %}.",
        "storm_four": "4. Khi cột gãy, đổ: thông báo ngay, giải tỏa hiện trường và triển khai phương án "
        "thông tin thay thế{% if clock_ground %} không quá {{ clock_hours.mast }} giờ từ khi xảy ra; sự cố "
        "thiết bị: khôi phục không quá {{ clock_hours.equipment }} giờ từ khi xảy ra; sự cố cáp: không quá "
        "{{ clock_hours.cable }} giờ từ khi phát hiện hoặc được báo; cột treo cáp gãy: không quá "
        "{{ clock_hours.pole }} giờ ({{ clock_ground }}){% else %}; sự cố thiết bị, cáp và cột treo cáp: "
        "khắc phục ngay, báo thời điểm xảy ra và thời điểm khôi phục{% endif %}.",
        "storm_five": "5. Không để người ở trong vòng tròn bán kính bằng chiều cao cột khi có gió giật; "
        "phối hợp UBND xã, phường sơ tán, cảnh báo nơi cột gần nhà ở.{% if gusts %} Nơi đã có gió giật thì "
        "không lên cột, lên mái để gia cố nữa.{% endif %}",
        "storm_urgency": "HỎA TỐC",
        "storm_deeds": "Việc chung tại các cột, trạm:",
        "storm_now": "{% if communes_timed %}Nơi nào thời hạn đã đến thì làm ngay, theo thứ tự dưới đây."
        "{% else %}Thời hạn ở mọi nơi đã đến: làm ngay, theo thứ tự dưới đây.{% endif %}",
        "storm_danger": "Tồn tại nguy hiểm",
        "storm_next": "Thời hạn kế tiếp",
        "storm_what": "Việc",
        "storm_when": "Xong trước",
        "storm_all_by": "Việc cuối cùng xong trước",
        "storm_annex_urgent": "CÁC CỘT PHẢI LÀM TRƯỚC, THEO VIỆC PHẢI LÀM",
        "storm_annex_communes": "VIỆC THEO XÃ, PHƯỜNG, NƠI CÓ CỘT NGUY HIỂM NHẤT TRƯỚC",
        "storm_annex_powered": "TRẠM CẦN ƯU TIÊN ĐIỆN LƯỚI",
        "storm_annex_again": "CỘT PHẢI KIỂM TRA LẠI TRƯỚC KHI CHO NGƯỜI LÊN",
        "storm_estimate": "{% if unfinished %}{{ unfinished }}; danh sách này có thể chưa đủ và được bổ sung "
        "theo bản tin sau. {% endif %}{% if above %}Bản tin ghi gió giật trên cấp {{ above }}: gió nêu ở đây "
        "là mức ít nhất. {% endif %}Gió tại từng cột là ước tính từ đường đi của bão bằng mô hình, không "
        "phải số đo{% if corrected %} ({{ corrected }}){% endif %}, sai số khoảng ± {{ error }} %{% if "
        "wide %}, có nơi đến ± {{ wide }} %{% endif %}{% if timed %}; thời hạn tính từ lúc ước tính bắt đầu "
        "có gió giật và thay đổi theo bản tin sau{% endif %}.",
        "storm_closing": "Đề nghị {{ recipient }} khẩn trương thực hiện./.",
        "power_opening": "Theo {{ bulletin }}{% if disaster %}, cấp độ rủi ro thiên tai: cấp {{ disaster "
        "}}{% endif %}; {{ storm }} có khả năng gây gió giật mạnh trên địa bàn từ khoảng {{ onset }}.",
        "power_ask": "Để duy trì thông tin liên lạc phục vụ chỉ đạo, cứu hộ, {{ letterhead.office_name }} "
        "đề nghị {{ recipient }} ưu tiên giữ và khôi phục điện lưới cho {{ total }} trạm tại {{ places }} "
        "xã, phường, theo thứ tự nêu tại Phụ lục (trạm chịu được rủi ro thiên tai cấp 4 "
        "trước, rồi trạm duy nhất của xã, rồi trạm nhiều mạng dùng chung).",
        "power_more": "{% if total > powered|length %}Danh sách đầy đủ {{ total }} trạm, kèm tọa độ, trong "
        "bảng tính gửi kèm. {% endif %}Khi phải cắt điện chủ động, đề nghị báo trước để doanh nghiệp bố "
        "trí máy phát.",
        "power_closing": "Rất mong nhận được sự phối hợp của {{ recipient }}./.",
        "over_opening": "Căn cứ {{ ground }}, {{ letterhead.office_name }} thông báo kết thúc ứng phó {{ "
        "storm }} từ {{ ended }}.",
        "over_ask": "Đề nghị {{ recipient }} thực hiện các nội dung sau:",
        "over_one": "1. {% if calm %}Dừng việc chuẩn bị ứng phó nêu tại văn bản trước: theo bản tin sau "
        "cùng, ước tính không cột nào của {{ recipient }} có gió giật từ cấp 8{% else %}Tiếp tục khôi phục "
        "các trạm còn mất liên lạc, ưu tiên xã, phường không còn trạm hoạt động; báo cáo theo chu kỳ đến khi "
        "khôi phục hết{% endif %}.",
        "over_two": "2. {% if calm %}Đưa người, máy phát, vật tư trở lại hoạt động thường ngày{% else %}"
        "Thống kê thiệt hại (cột gãy, nghiêng; nhà trạm; nguồn điện; tuyến cáp, cột treo cáp), gửi kèm ảnh{% "
        "endif %}.",
        "over_three": "3. {% if calm %}Nơi nào vẫn có trạm mất liên lạc, cột hoặc cáp hư hỏng thì báo và "
        "khắc phục như thường lệ{% else %}Kiểm tra lại kết cấu trước khi cho người lên cột"
        "{% if again|length > unborne %}; bắt buộc kiểm tra {{ again|length - unborne }} cột nêu tại Phụ "
        "lục, ước tính đã chịu gió giật từ {{ share }} % gió thiết kế{% if endangered %} hoặc có tồn "
        "tại nguy hiểm chưa khắc phục khi gió giật mạnh đến{% endif %}{% endif %}"
        "{% if unborne %}; kiểm tra {{ unborne }} cột nêu tại Phụ lục nếu tại đó đã có gió mạnh: theo bản "
        "tin sau cùng, ước tính có gió giật từ {{ share }} % gió thiết kế, nhưng gió mạnh chỉ đến sau giờ "
        "kết thúc ứng phó{% endif %}{% endif %}.",
        "over_power": "{{ letterhead.office_name }} cảm ơn sự phối hợp; {% if calm %}theo bản tin sau cùng, "
        "ước tính không trạm nào có gió giật từ cấp 8: đề nghị trở lại chế độ cấp điện thường ngày{% else "
        "%}đề nghị tiếp tục ưu tiên khôi phục điện cho các trạm đã nêu tại văn bản trước đến khi có điện "
        "lưới ổn định{% endif %}.",
        "storm_row": "TT",
        "storm_commune": "Xã, phường",
        "storm_masts": "Số cột",
        "storm_band": "Mức gấp nhất",
        "storm_gust": "Gió giật ước tính",
        "storm_onset": "Gió giật từ",
        "storm_by": "Việc đầu tiên xong trước",
        "storm_code": "Mã cột",
        "storm_todo": "Việc và thời hạn",
        "storm_why": "Lý do ưu tiên",
    },
    "en": {
        "storm_opening": "By {{ bulletin }}{% if disaster %}, disaster level {{ disaster }}{% endif %}; to "
        "keep masts safe and communications up while {{ storm }} passes, {{ letterhead.office_name }} "
        "asks {{ recipient }} to do the following at {{ total }} masts in {{ places }} communes "
        "(strongest gust estimated at {{ gust }}; gusts from about {{ onset }}):",
        "storm_one": "1. Act at once at the {{ urgent|length }} masts of Annex 1"
        "{% if dangers %}, first at the {{ dangers }} with a dangerous defect{% endif %}; all {{ total }}, "
        "by "
        "urgency, with what to do and by when at each, are in the workbook.",
        "storm_two": "2. Strengthen masts, make power and transmission ready, commune by commune, in the "
        "order{% if communes_timed %} and by the times{% endif %} of Annex 2.",
        "storm_three": "3. Keep staff on duty day and night; acknowledge this letter and report on each "
        "mast (done, not done and why) in {{ recipient }}'s account or through the duty phone of {{ "
        "letterhead.office_name }}{% if duty_phone %}: {{ duty_phone }}{% endif %}.",
        "storm_four": "4. A broken or fallen mast: report it at once, clear the site and start fallback "
        "communications{% if clock_ground %} within {{ clock_hours.mast }} hours of occurrence; "
        "equipment: service within {{ clock_hours.equipment }} hours of occurrence; cable: within {{ "
        "clock_hours.cable }} hours of detection or notice; a cable pole: within {{ clock_hours.pole }} "
        "hours ({{ clock_ground }}){% else %}; equipment, cables and cable poles: repair at once, and "
        "report when it happened and when service was restored{% endif %}.",
        "storm_five": "5. Keep everyone outside a circle whose radius is the height of the mast while "
        "there are gusts; with the commune, warn or move people where houses are close.{% if gusts %} "
        "Where gusts have begun, nobody climbs a mast or a roof to strengthen it.{% endif %}",
        "storm_urgency": "MOST URGENT",
        "storm_deeds": "At every mast and station:",
        "storm_now": "{% if communes_timed %}What is due by now is done at once, in this order."
        "{% else %}Everything is due by now: do it at once, in this order.{% endif %}",
        "storm_danger": "Dangerous defect",
        "storm_next": "Next due",
        "storm_what": "What",
        "storm_when": "Done by",
        "storm_all_by": "Last task due by",
        "storm_annex_urgent": "MASTS TO BE DEALT WITH FIRST",
        "storm_annex_communes": "BY COMMUNE, THE ONE WITH THE MOST ENDANGERED MAST FIRST",
        "storm_annex_powered": "STATIONS TO KEEP POWERED FIRST",
        "storm_annex_again": "MASTS TO INSPECT BEFORE ANYBODY CLIMBS",
        "storm_estimate": "{% if unfinished %}{{ unfinished }}; this list may be incomplete and is "
        "continued from the next bulletin. {% endif %}{% if above %}The bulletin says gusts above level "
        "{{ above }}: winds given here are the least. {% endif %}Winds at masts are model estimates from "
        "the storm's track, not measurements{% if corrected %} ({{ corrected }}){% endif %}, within "
        "about ± {{ error }} %{% if wide %}, at single places ± {{ wide }} %{% endif %}{% if timed %}; "
        "times follow from the estimated start of gusts and change with the next bulletin{% endif %}.",
        "storm_closing": "{{ recipient }} is asked to act without delay.",
        "power_opening": "By {{ bulletin }}{% if disaster %}, disaster level {{ disaster }}{% endif %}; {{ "
        "storm }} may bring strong gusts from about {{ onset }}.",
        "power_ask": "To keep communications for command and rescue, {{ letterhead.office_name }} asks "
        "{{ recipient }} to keep and restore grid power first for {{ total }} stations in {{ places }} "
        "communes, in the order of the annex (stations that withstand disaster level 4, then the only "
        "one of a commune, then those shared by networks).",
        "power_more": "{% if total > powered|length %}All {{ total }} stations, with their positions, "
        "are in the workbook. {% endif %}If power has to be cut deliberately, say so beforehand, so that "
        "generators can be brought.",
        "power_closing": "With thanks for the co-operation of {{ recipient }}.",
        "over_opening": "On the basis of {{ ground }}, {{ letterhead.office_name }} announces the end of "
        "the response to {{ storm }}, {{ ended }}.",
        "over_ask": "{{ recipient }} is asked:",
        "over_one": "1. {% if calm %}To stop the preparations of the earlier letter: by the last bulletin no "
        "mast of {{ recipient }} is estimated to have gusts of level 8{% else %}To go on restoring stations, "
        "first where a commune has none on the air, and to report each cycle until all are back{% endif %}.",
        "over_two": "2. {% if calm %}To return crews, generators and stores to everyday work{% else %}"
        "To list the damage (masts broken or leaning, shelters, power, cable and poles) with photographs"
        "{% endif %}.",
        "over_three": "3. {% if calm %}To report and mend, as at any time, stations off the air and masts or "
        "cable that are damaged{% else %}To inspect structures before anybody climbs"
        "{% if again|length > unborne %}; in any case the {{ again|length - unborne }} masts of the annex, "
        "estimated to have taken gusts of {{ share }} % of their design or more{% if endangered %} or with a "
        "dangerous defect when strong gusts came{% endif %}{% endif %}"
        "{% if unborne %}; {{ unborne }} masts of the annex if strong winds did come: by the last bulletin "
        "gusts of {{ share }} % of their design or more, but strong winds only after the end of the response"
        "{% endif %}{% endif %}.",
        "over_power": "{{ letterhead.office_name }} thanks you for your co-operation{% if calm %}; by the "
        "last bulletin no station is estimated to have gusts of level 8: the grid may return to everyday work"
        "{% else %} and asks you to go on restoring power to the stations named earlier until the grid is "
        "stable{% endif %}.",
        "storm_row": "No.",
        "storm_commune": "Commune",
        "storm_masts": "Masts",
        "storm_band": "Most urgent",
        "storm_gust": "Estimated gust",
        "storm_onset": "Gusts from",
        "storm_by": "First task due by",
        "storm_code": "Mast",
        "storm_todo": "What to do, by when",
        "storm_why": "Why first",
    },
}
"""By language and part of a template."""
