"""What the templates of ``paper_templates`` say, in both languages."""

from registry.messages import Language

COMPANY_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "company_proposal": "TỜ TRÌNH",
        "company_decision": "QUYẾT ĐỊNH",
        "company_plan": "KẾ HOẠCH",
        "company_notice": "THÔNG BÁO",
        "company_announcing": "BIÊN BẢN",
        "company_conclusion": "KẾT LUẬN KIỂM TRA",
        "company_penalty": "ĐỀ XUẤT XỬ PHẠT",
        "company_decider": "{{ letterhead.head_title }} {{ letterhead.office | upper }}",
        "company_decides": "QUYẾT ĐỊNH:",
        "company_about": "{{ about }}",
        "company_opening": "{{ opening }}",
        "company_section": "{{ loop.index }}. {{ section.title }}",
        "company_article": "{{ section.title }}",
        "company_said": "- {{ said }}",
        "company_text": "{{ said }}",
        "company_note": "{{ item.note }}",
        "company_closing": "{{ closing }}",
    },
    "en": {
        "company_proposal": "PROPOSAL",
        "company_decision": "DECISION",
        "company_plan": "PLAN",
        "company_notice": "NOTICE",
        "company_announcing": "MINUTES",
        "company_conclusion": "CONCLUSION OF THE INSPECTION",
        "company_penalty": "PENALTIES PROPOSED",
        "company_decider": "{{ letterhead.head_title }}, {{ letterhead.office | upper }}",
        "company_decides": "DECIDES:",
        "company_about": "{{ about }}",
        "company_opening": "{{ opening }}",
        "company_section": "{{ loop.index }}. {{ section.title }}",
        "company_article": "{{ section.title }}",
        "company_said": "- {{ said }}",
        "company_text": "{{ said }}",
        "company_note": "{{ item.note }}",
        "company_closing": "{{ closing }}",
    },
}
"""By language and part of the template."""
