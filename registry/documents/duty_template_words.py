"""What the templates of ``duty_templates`` say, in both languages; ``{{ … }}`` are a document's values."""

from registry.messages import Language

DUTY_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "duty_opening": "Theo dõi việc thực hiện các quy định về hạ tầng kỹ thuật viễn thông thụ động trên "
        "địa bàn {{ letterhead.land|default('tỉnh') }}, đến ngày {{ today }} "
        "{{ letterhead.office_name }} ghi nhận {{ recipient }} còn "
        "{{ lines|length }} nội dung sau chưa hoàn thành hoặc sắp đến hạn:",
        "duty_ask": "Đề nghị {{ recipient }} khẩn trương thực hiện các nội dung nêu trên (danh sách chi tiết "
        "từng công trình tại tệp kèm theo), báo cáo kết quả bằng văn bản về {{ letterhead.office_name }} "
        "trước {{ answer_by }}. Nội dung nào đã thực hiện, đề nghị nêu rõ số, ngày văn bản để cập nhật.",
        "duty_column_row": "TT",
        "duty_column_what": "Nội dung",
        "duty_column_basis": "Căn cứ",
        "duty_column_due": "Thời hạn",
        "duty_column_state": "Tình trạng",
        "duty_column_amount": "Số lượng",
        "run_opening": "{{ letterhead.office_name }} rà soát việc chấp hành quy định về xây dựng, kiểm định "
        "và sử dụng chung đối với các công trình viễn thông hiện có của {{ recipient }}, theo danh sách do "
        "doanh nghiệp cung cấp và dữ liệu của cơ quan đến ngày {{ today }} ({{ works }} cột, {{ stations }} "
        "trạm). Kết quả như sau:",
        "run_remedy": "{{ numbers.remedy }}. Nội dung chưa đúng quy định, đề nghị khắc phục:",
        "run_explain": "{{ numbers.explain }}. Nội dung đề nghị giải trình, làm rõ:",
        "run_complete": "{{ numbers.complete }}. Thông tin, tài liệu đề nghị cung cấp, bổ sung (gộp một "
        "lần):",
        "run_ask": "Đề nghị {{ recipient }} rà soát từng công trình theo danh sách tại tệp kèm theo, điền "
        "thông tin còn thiếu, khắc phục và giải trình các nội dung nêu trên; gửi kết quả bằng văn bản kèm "
        "tệp đã điền về {{ letterhead.office_name }} trước {{ answer_by }}.",
        "run_then": "Kết quả trên dựa vào dữ liệu hiện có, là nội dung đề nghị đối chiếu, chưa phải kết "
        "luận về hành vi vi phạm. Công trình có trước quy định được áp dụng quy định của thời điểm xây dựng.",
        "changes_opening": "Qua đối chiếu danh sách cột, trạm của {{ recipient }} trong kỳ {{ period }}, "
        "{{ letterhead.office_name }} nhận thấy các thay đổi sau chưa rõ lý do:",
        "changes_ask": "Đề nghị {{ recipient }} giải trình từng trường hợp theo danh sách tại tệp kèm theo "
        "(thời điểm, lý do thay đổi, văn bản liên quan), gửi về {{ letterhead.office_name }} trước "
        "{{ answer_by }}. Công trình không còn trong danh sách vẫn được giữ trong sổ đăng ký cho đến khi có "
        "giải trình.",
    },
    "en": {
        "duty_opening": "Following the rules on passive telecom infrastructure in the province, by {{ today "
        "}} {{ letterhead.office_name }} has {{ lines|length }} matters of {{ recipient }} that are not "
        "done or soon due:",
        "duty_ask": "{{ recipient }} is asked to attend to them (each item is listed in the enclosed "
        "file) and to report in writing to {{ letterhead.office_name }} before {{ answer_by }}. For what "
        "has already been done, state number and date of the document.",
        "duty_column_row": "No.",
        "duty_column_what": "Matter",
        "duty_column_basis": "Basis",
        "duty_column_due": "Due",
        "duty_column_state": "State",
        "duty_column_amount": "Number",
        "run_opening": "{{ letterhead.office_name }} has reviewed how the existing works of {{ recipient "
        "}} comply with the rules on building, inspection and sharing, by the lists of the carrier and "
        "the office's data up to {{ today }} ({{ works }} masts, {{ stations }} stations). It found:",
        "run_remedy": "{{ numbers.remedy }}. Not in line with the rules, to be remedied:",
        "run_explain": "{{ numbers.explain }}. To be explained:",
        "run_complete": "{{ numbers.complete }}. Information and papers to be provided (once only):",
        "run_ask": "{{ recipient }} is asked to go through each item in the enclosed file, to fill in "
        "what is missing, to remedy and to explain, and to send the result in writing with the file to "
        "{{ letterhead.office_name }} before {{ answer_by }}.",
        "run_then": "This is based on the data at hand and has to be checked; it is not a conclusion "
        "that a rule was violated. Works older than a rule are judged by the rules of their time.",
        "changes_opening": "Comparing the lists of masts and stations of {{ recipient }} over {{ period }}, "
        "{{ letterhead.office_name }} finds these changes unexplained:",
        "changes_ask": "{{ recipient }} is asked to explain each case in the enclosed file (when, why, "
        "by which document) to {{ letterhead.office_name }} before {{ answer_by }}. A work that is no "
        "longer listed stays in the register until it is explained.",
    },
}
"""By language and part of a template."""
