"""What the template of ``after_action_templates`` says, in both languages."""

from registry.messages import Language

AFTER_ACTION_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "after_action_title": "BÁO CÁO",
        "after_action_about": "Kết quả ứng phó {{ storm }} đối với hạ tầng viễn thông",
        "after_action_as_of": "(Số liệu trong sổ đăng ký lúc {{ as_of }}; mục {{ ledger }} của sổ cái)",
        "after_action_section": "{{ loop.index }}. {{ section.title }}",
        "after_action_said": "- {{ said }}",
        "after_action_text": "{{ said }}",
        "after_action_table": "{{ item.title }}",
        "after_action_note": "{{ item.note }}",
    },
    "en": {
        "after_action_title": "REPORT",
        "after_action_about": "How {{ storm }} was met by the telecom infrastructure",
        "after_action_as_of": "(Figures of the register at {{ as_of }}; entry {{ ledger }} of the ledger)",
        "after_action_section": "{{ loop.index }}. {{ section.title }}",
        "after_action_said": "- {{ said }}",
        "after_action_text": "{{ said }}",
        "after_action_table": "{{ item.title }}",
        "after_action_note": "{{ item.note }}",
    },
}
"""By language and part of the template."""
