"""Whose word a rule asks for, and whether its text wants a written consent or only that the body is heard."""

from typing import Any

from registry.law import Rule, Threshold
from registry.messages import Words


def asks_consent(rule: Rule) -> bool:
    """Whether the rule's text asks for a written consent; else its body is only to be heard (``asks``)."""
    return bool(rule.options.get("asks", "consent") == "consent")


def body_of(rule: Rule, body: str = "body") -> dict[str, Any]:
    """Return a body's name in both languages, as message parameters; ``body`` begins the options' names."""
    return {"body_vi": str(rule.options[f"{body}_vi"]), "body_en": str(rule.options[f"{body}_en"])}


def asked_of(rule: Rule, body: str = "body", *, demands: bool = True) -> dict[str, Any]:
    """Return whose word is asked, and what it is called, as message parameters.

    ``demands`` False: by a text that nobody has read the body is heard in writing, whatever that may ask.
    """
    named = body_of(rule, body)
    vi, en = named["body_vi"], named["body_en"]
    if asks_consent(rule) and not demands:
        return {**named, "asked": Words(f"ý kiến bằng văn bản của {vi}", f"the written opinion of {en}")}
    asked = (
        Words(f"văn bản đồng ý của {vi}", f"the written consent of {en}")
        if asks_consent(rule)
        else Words(f"ý kiến của {vi}", f"the opinion of {en}")
    )
    return {**named, "asked": asked}


_UNITS = {
    "days": Words("ngày", "days"),
    "working days": Words("ngày làm việc", "working days"),
    "months": Words("tháng", "months"),
}


def counted(threshold: Threshold) -> Words:
    """Return a number of days or months with its unit: "10 ngày làm việc"."""
    unit = _UNITS[threshold.unit]
    return Words(f"{threshold.value or 0:g} {unit.vi}", f"{threshold.value or 0:g} {unit.en}")
