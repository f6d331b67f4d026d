"""What the template of ``commune_templates`` says, in both languages."""

from registry.messages import Language

COMMUNE_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "commune_title": "PHIẾU TỔNG QUAN XÃ, PHƯỜNG",
        "commune_about": "{{ name }}: hạ tầng viễn thông thụ động",
        "commune_period": "(Số liệu theo sổ đăng ký ngày {{ day }})",
        "commune_present": "Doanh nghiệp có mặt: {{ present }}.",
        "commune_missing": "Doanh nghiệp chưa có mặt: {{ missing }}.",
        "commune_reasons": "Vì sao cần chú ý: {{ reasons|join('; ') }}.",
        "commune_note": "{{ note }}",
    },
    "en": {
        "commune_title": "OVERVIEW OF A COMMUNE",
        "commune_about": "{{ name }}: passive telecom infrastructure",
        "commune_period": "(By the register on {{ day }})",
        "commune_present": "Carriers present: {{ present }}.",
        "commune_missing": "Carriers missing: {{ missing }}.",
        "commune_reasons": "Why it needs attention: {{ reasons|join('; ') }}.",
        "commune_note": "{{ note }}",
    },
}
"""By language and part of the template."""
