"""What a page cites of the law that holds in the province today: document and article, or nothing."""

from flask import Flask

from registry.services.office.calendar import today
from registry.services.office.rules_here import rule_here
from web.frame.office import registry


def law_here(code: str, folder: str = "limits") -> str:
    """Return "QĐ 72/2025/QĐ-UBND, Điều 10(1)" of a rule of ``data/<folder>``; "" where none holds here."""
    rule = rule_here(registry(), code, today(), folder=folder)
    return "" if rule is None else f"{rule.document}, {rule.article}"


def install(app: Flask) -> None:
    """Make it known to templates by its name."""
    app.jinja_env.globals["law_here"] = law_here
