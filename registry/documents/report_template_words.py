"""What the template of ``report_templates`` says, in both languages; ``{{ … }}`` are a report's values."""

from registry.messages import Language

REPORT_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "report_title": "BÁO CÁO",
        "report_about": "Hạ tầng kỹ thuật viễn thông thụ động, trạm BTS trên địa bàn "
        "{{ letterhead.land|default('tỉnh') }}",
        "report_period": "(Số liệu đến ngày {{ day }}; kiểm tra và tồn tại từ ngày {{ first }} đến ngày "
        "{{ day }})",
        "report_opening": "Thực hiện {{ ground }}, {{ letterhead.office_name }} báo cáo như sau:",
        "report_summary": "Đến ngày {{ day }} trên địa bàn "
        "{{ letterhead.land|default('tỉnh') }} có {{ masts }} cột ăng ten, {{ stations }} "
        "trạm "
        "BTS; {{ shared }} cột có từ hai doanh nghiệp trở lên ({{ shared_share }}); {{ robust_communes }} "
        "trong "
        "tổng số {{ communes }} xã, phường đã có trạm trụ vững. Trong kỳ thực hiện {{ visits }} lượt kiểm "
        "tra, "
        "phát hiện {{ defects }} tồn tại.",
        "report_before": "So với ngày {{ before_day }}: {{ before }}.",
        "report_table": "{{ loop.index }}. {{ item.title }}",
        "report_note": "{{ note }}",
    },
    "en": {
        "report_title": "REPORT",
        "report_about": "Passive telecom infrastructure and BTS stations of the province",
        "report_period": "(As of {{ day }}; inspections and defects from {{ first }} to {{ day }})",
        "report_opening": "Under {{ ground }}, {{ letterhead.office_name }} reports:",
        "report_summary": "On {{ day }} the province has {{ masts }} masts and {{ stations }} stations; "
        "{{ shared }} masts carry two or more operators ({{ shared_share }}); {{ robust_communes }} of "
        "{{ communes }} communes have a robust station. In the period {{ visits }} inspections were made "
        "and {{ defects }} defects found.",
        "report_before": "Compared with {{ before_day }}: {{ before }}.",
        "report_table": "{{ loop.index }}. {{ item.title }}",
        "report_note": "{{ note }}",
    },
}
"""By language and part of the template."""
