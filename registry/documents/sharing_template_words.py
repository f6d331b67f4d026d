"""What the letters about sharing a mast say, in both languages; ``{{ … }}`` are a document's values."""

from registry.messages import Language

SHARING_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "share_opening": "{{ asker }} có nhu cầu lắp đặt thiết bị trên hạ tầng kỹ thuật viễn thông thụ động "
        "hiện có của {{ recipient }}, trân trọng đề nghị {{ recipient }} xem xét cho sử dụng chung, cụ thể:",
        "share_mast": "1. Cột đề nghị sử dụng chung: {{ mast }}.{% if place %} Vị trí trạm dự kiến của "
        "{{ asker }}: {{ place }}.{% endif %}",
        "share_wanted": "2. Nội dung đề nghị: {{ wanted }}",
        "share_answer": "3. Đề nghị {{ recipient }} trả lời bằng văn bản{% if days %} trong thời hạn "
        "{{ days }} kể từ ngày nhận được đề nghị này{% elif due %} chậm nhất ngày {{ due }}{% endif %}"
        "{% if term %} ({{ term }}){% endif %}, "
        "nêu rõ: đồng ý, đồng ý có điều kiện (nêu điều kiện, giá thuê, yêu cầu gia cố) hoặc không đồng ý "
        "(nêu lý do: khả năng chịu tải, không gian lắp đặt, nguồn điện hoặc lý do khách quan khác); đồng "
        "thời gửi {{ office }} 01 bản để theo dõi.",
        "share_survey": "Trường hợp phải khảo sát kỹ thuật, đề nghị thông báo thời gian để {{ asker }} cử "
        "người "
        "phối hợp.",
        "share_closing": "Rất mong nhận được sự hợp tác của {{ recipient }}./.",
        "both_opening": "{{ letterhead.office_name }} được biết ngày {{ sent_on }}, {{ asker }} có "
        "{% if letter_number %}Văn bản số {{ letter_number }}{% else %}văn bản{% endif %} đề nghị "
        "{{ owner }} "
        "cho sử dụng chung hạ tầng kỹ thuật viễn thông thụ động: {{ mast }}{% if place %} (vị trí trạm dự "
        "kiến "
        "của {{ asker }}: {{ place }}){% endif %}."
        "{% if late %} Tính từ ngày {% if received_on %}{{ owner }} nhận được ({{ received_on }})"
        "{% else %}gửi{% endif %}, thời hạn trả lời đã hết ngày {{ due }}; đến ngày {{ today }}, "
        "{{ letterhead.office_name }} "
        "chưa nhận được bản sao văn bản trả lời.{% endif %}",
        "both_ask": "Để việc sử dụng chung được giải quyết đúng quy định, {{ letterhead.office_name }} đề "
        "nghị:",
        "both_owner": "1. {{ owner }}: trả lời {{ asker }} bằng văn bản{% if late %} ngay sau khi nhận "
        "được văn "
        "bản này{% elif days %} trong thời hạn {{ days }} kể từ ngày nhận được đề nghị{% elif due %} chậm "
        "nhất ngày {{ due }}{% endif %}{% if term %} ({{ term }}){% endif %}; trường hợp không đồng ý, nêu "
        "rõ lý do"
        "{% if late and not received_on %}; nhận được đề nghị sau ngày gửi thì nêu rõ ngày nhận{% endif %}; "
        "gửi "
        "{{ letterhead.office_name }} 01 bản.",
        "both_asker": "2. {{ asker }}: cung cấp đầy đủ thông số thiết bị, phối hợp khảo sát khi "
        "{{ owner }} yêu "
        "cầu; không triển khai xây dựng cột mới tại khu vực này khi chưa có kết quả trả lời.",
        "both_both": "3. Hai bên thỏa thuận về kỹ thuật, giá thuê và ký hợp đồng theo quy định; trường hợp "
        "không "
        "thống nhất được, báo cáo {{ letterhead.office_name }} để xem xét.",
        "both_closing": "{{ letterhead.office_name }} đề nghị {{ owner }}, {{ asker }} phối hợp thực hiện./.",
    },
    "en": {
        "share_opening": "{{ asker }} would like to put its equipment on existing passive infrastructure "
        "of {{ recipient }}, and asks to share it:",
        "share_mast": "1. The mast: {{ mast }}.{% if place %} Where {{ asker }} plans its station: "
        "{{ place }}."
        "{% endif %}",
        "share_wanted": "2. What is asked: {{ wanted }}",
        "share_answer": "3. {{ recipient }} is asked to answer in writing{% if days %} within {{ days }} "
        "of receiving this{% elif due %} by {{ due }}{% endif %}{% if term %} ({{ term }}){% endif %}: "
        "agreed, agreed with conditions (which, the rent, strengthening), or not agreed (with the reason: "
        "load, room, power, or another that is objective), with a copy to {{ office }}.",
        "share_survey": "If a survey is needed, say when, so that {{ asker }} can send someone.",
        "share_closing": "With thanks for the co-operation of {{ recipient }}.",
        "both_opening": "{{ letterhead.office_name }} has learned that on {{ sent_on }} {{ asker }} asked "
        "{{ owner }}{% if letter_number %} by letter {{ letter_number }}{% endif %} to share passive "
        "infrastructure: {{ mast }}{% if place %} (the station of {{ asker }} is planned at {{ place }})"
        "{% endif %}.{% if late %} Counted from its "
        "{% if received_on %}receipt on {{ received_on }}{% else %}"
        "sending{% endif %} the time to answer ended on {{ due }}; by "
        "{{ today }} {{ letterhead.office_name }} has had no copy of an answer.{% endif %}",
        "both_ask": "{{ letterhead.office_name }} asks:",
        "both_owner": "1. {{ owner }} to answer {{ asker }} in writing{% if late %} at once{% elif days %} "
        "within {{ days }} of receiving the request{% elif due %} by {{ due }}{% endif %}{% if term %} "
        "({{ term }}){% endif %}, with the reason where it does not agree"
        "{% if late and not received_on %}, the day of receipt "
        "where it is later than that of sending{% endif %}, and a copy to {{ letterhead.office_name }}.",
        "both_asker": "2. {{ asker }} to provide the data of its equipment, to take part in a survey, "
        "and to build no new mast there before the answer.",
        "both_both": "3. Both to settle the technical matters, the rent and the contract, and to inform "
        "{{ letterhead.office_name }} if they cannot agree.",
        "both_closing": "{{ letterhead.office_name }} asks {{ owner }} and {{ asker }} to carry this out "
        "together.",
    },
}
"""By language and part of a template."""
